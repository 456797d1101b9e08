"""The training itself: AdamW over the epochs, with a running average of the weights that is what is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn

from corpus.extraction.network import Network
from corpus.extraction.training.batches import make_batch, plan_epoch
from corpus.extraction.training.examples import Example
from corpus.extraction.training.losses import batch_loss

EPOCHS: Final = 5
# Ten times the usual rate of larger encoders; MiniLM's vectors are short and five epochs are few.
LEARNING_RATE: Final = 1.5e-4
# The heads start from nothing.
HEAD_FACTOR: Final = 5.0
WEIGHT_DECAY: Final = 0.01
WARM_UP: Final = 0.08
LOWEST_FACTOR: Final = 0.02
MOST_GRADIENT: Final = 1.0
AVERAGE_DECAY: Final = 0.995
# The lowest layers and the embeddings know words, not commitments; leaving them saves a quarter of the time.
FROZEN_LAYERS: Final = 2
REPORT_EVERY: Final = 25

Report = Callable[[str], None]


def train(examples: Sequence[Example], *, seed: int, epochs: int, report: Report) -> Network:
    """A network trained on the examples, its weights averaged over the last steps; in evaluation mode."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    network = Network(pretrained=True)
    freeze(network)
    optimizer = make_optimizer(network)
    rates = [float(group["lr"]) for group in optimizer.param_groups]
    plan = [rows for _ in range(epochs) for rows in plan_epoch(examples, random)]
    learned: dict[str, Tensor] = {name: weight for name, weight in network.named_parameters() if weight.requires_grad}
    average = {name: weight.detach().clone() for name, weight in learned.items()}
    network.train()
    for step, rows in enumerate(plan):
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * rate_factor(step, len(plan))
        loss = batch_loss(network, make_batch([examples[row] for row in rows]), random)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(learned.values(), MOST_GRADIENT)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        follow(average, learned, step)
        if (step + 1) % REPORT_EVERY == 0:
            report(f"step {step + 1} of {len(plan)}: loss {float(loss.detach()):.3f}")
    network.load_state_dict(average, strict=False)
    return network.eval()


def freeze(network: Network) -> None:
    """Leave the embeddings and the lowest layers as they were pre-trained."""
    network.encoder.embeddings.requires_grad_(False)
    for layer in network.encoder.encoder.layer[:FROZEN_LAYERS]:
        layer.requires_grad_(False)


def make_optimizer(network: Network) -> torch.optim.Optimizer:
    """AdamW with a higher rate for the heads and no decay of biases and norms."""
    learned = [(name, weight) for name, weight in network.named_parameters() if weight.requires_grad]
    body = [weight for name, weight in learned if name.startswith("encoder")]
    heads = [weight for name, weight in learned if not name.startswith("encoder")]
    groups = [
        {"params": [w for w in body if w.ndim > 1], "lr": LEARNING_RATE, "weight_decay": WEIGHT_DECAY},
        {"params": [w for w in body if w.ndim == 1], "lr": LEARNING_RATE, "weight_decay": 0.0},
        {"params": heads, "lr": LEARNING_RATE * HEAD_FACTOR, "weight_decay": WEIGHT_DECAY},
    ]
    return torch.optim.AdamW(groups, fused=True)


def rate_factor(step: int, steps: int) -> float:
    """Share of the learning rate at a step: up over the warm-up, then down in a straight line."""
    rising = min(1.0, (step + 1) / (WARM_UP * steps))
    return rising * max(LOWEST_FACTOR, (steps - step) / steps)


@torch.no_grad()
def follow(average: dict[str, Tensor], learned: dict[str, Tensor], step: int) -> None:
    """Move the running average towards the weights; early steps weigh little."""
    decay = min(AVERAGE_DECAY, (step + 1) / (step + 10))
    for name, mean in average.items():
        mean.lerp_(learned[name], 1.0 - decay)
