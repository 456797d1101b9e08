"""The training itself: AdamW over the epochs, with a running average of the weights that is what is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn

from corpus.extraction.network import Network
from corpus.extraction.training.batches import make_batch, plan_epoch
from corpus.extraction.training.examples import Example
from corpus.extraction.training.losses import batch_loss


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of training: `frozen_layers` from below stay as they are, `empty_seen` as in `plan_epoch`."""

    epochs: int
    frozen_layers: int
    learning_rate: float
    empty_seen: float


# First the heads and the upper layers learn what a commitment is, fast: the lowest layers know words, and leaving them
# saves a quarter of the time. Then all layers settle, and see more of the windows that hold none: precision is weaker.
PHASES: Final = (
    Phase(epochs=4, frozen_layers=2, learning_rate=1.5e-4, empty_seen=0.25),
    Phase(epochs=2, frozen_layers=0, learning_rate=8e-5, empty_seen=0.4),
)
# The heads start from nothing.
HEAD_FACTOR: Final = 5.0
WEIGHT_DECAY: Final = 0.01
WARM_UP: Final = 0.08
LOWEST_FACTOR: Final = 0.02
MOST_GRADIENT: Final = 1.0
AVERAGE_DECAY: Final = 0.99
REPORT_EVERY: Final = 25

Report = Callable[[str], None]


def train(examples: Sequence[Example], *, seed: int, phases: Sequence[Phase], report: Report) -> Network:
    """A network trained on the examples through all phases, its weights the mean of their ends; in evaluation mode."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    network = Network(pretrained=True)
    ends = []
    for phase in phases:
        train_phase(network, examples, phase, random=random, report=report)
        ends.append({name: weight.detach().clone() for name, weight in network.state_dict().items()})
    network.load_state_dict(mean_weights(ends))
    return network.eval()


def mean_weights(ends: Sequence[dict[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of networks that grew out of one another: less sure of single training sentences than the last one.

    Wortsman et al. (2022), https://arxiv.org/abs/2203.05482.
    """
    return {name: torch.stack([end[name].float() for end in ends]).mean(dim=0) for name in ends[0]}


def train_phase(
    network: Network, examples: Sequence[Example], phase: Phase, *, random: np.random.Generator, report: Report
) -> None:
    """Train the network on; it is left with the average of its weights over the last steps."""
    freeze(network, phase.frozen_layers)
    optimizer = make_optimizer(network, phase.learning_rate)
    rates = [float(group["lr"]) for group in optimizer.param_groups]
    epochs = (plan_epoch(examples, random, empty_seen=phase.empty_seen) for _ in range(phase.epochs))
    plan = [rows for epoch in epochs for rows in epoch]
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


def freeze(network: Network, layers: int) -> None:
    """Leave the embeddings and the lowest layers as they are."""
    network.requires_grad_(True)
    network.encoder.embeddings.requires_grad_(False)
    for layer in network.encoder.encoder.layer[:layers]:
        layer.requires_grad_(False)


def make_optimizer(network: Network, learning_rate: float) -> torch.optim.Optimizer:
    """AdamW with a higher rate for the heads and no decay of biases and norms."""
    learned = [(name, weight) for name, weight in network.named_parameters() if weight.requires_grad]
    body = [weight for name, weight in learned if name.startswith("encoder")]
    heads = [weight for name, weight in learned if not name.startswith("encoder")]
    groups = [
        {"params": [w for w in body if w.ndim > 1], "lr": learning_rate, "weight_decay": WEIGHT_DECAY},
        {"params": [w for w in body if w.ndim == 1], "lr": learning_rate, "weight_decay": 0.0},
        {"params": heads, "lr": learning_rate * HEAD_FACTOR, "weight_decay": WEIGHT_DECAY},
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
