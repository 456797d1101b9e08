"""What every training here has in common: AdamW over planned batches, and the average of the weights that is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

import torch
from torch import Tensor, nn

from corpus.extraction.network import MarkedEncoder, Network

# The heads start from nothing.
HEAD_FACTOR: Final = 5.0
WEIGHT_DECAY: Final = 0.01
WARM_UP: Final = 0.08
LOWEST_FACTOR: Final = 0.02
MOST_GRADIENT: Final = 1.0
AVERAGE_DECAY: Final = 0.99
REPORT_EVERY: Final = 25

Report = Callable[[str], None]
Rows = TypeVar("Rows")


def take_steps(
    network: Network | MarkedEncoder,
    plan: Sequence[Rows],
    loss_of: Callable[[Rows], Tensor],
    *,
    learning_rate: float,
    report: Report,
) -> None:
    """Train the network on, one step for each batch of the plan; it is left with the average of its last weights.

    `loss_of` makes the scalar loss of a batch; the learning rate is that of the encoder's layers at its highest.
    """
    optimizer = make_optimizer(network, learning_rate)
    rates = [float(group["lr"]) for group in optimizer.param_groups]
    learned: dict[str, Tensor] = {name: weight for name, weight in network.named_parameters() if weight.requires_grad}
    average = {name: weight.detach().clone() for name, weight in learned.items()}
    network.train()
    for step, rows in enumerate(plan):
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * rate_factor(step, len(plan))
        loss = loss_of(rows)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(learned.values(), MOST_GRADIENT)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        follow(average, learned, step)
        if (step + 1) % REPORT_EVERY == 0:
            report(f"step {step + 1} of {len(plan)}: loss {float(loss.detach()):.3f}")
    network.load_state_dict(average, strict=False)


def freeze(network: Network | MarkedEncoder, layers: int) -> None:
    """Leave the embeddings and the lowest layers as they are."""
    network.requires_grad_(True)
    network.encoder.embeddings.requires_grad_(False)
    for layer in network.encoder.encoder.layer[:layers]:
        layer.requires_grad_(False)


def make_optimizer(network: nn.Module, learning_rate: float) -> torch.optim.Optimizer:
    """AdamW with a higher rate for the heads and no decay of the encoder's biases and norms."""
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
