"""The training of the tagger: its phases, and the mean of the weights at their ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from torch import Tensor

from corpus.extraction.network import Network
from corpus.extraction.training.batches import make_batch, plan_epoch
from corpus.extraction.training.examples import Example
from corpus.extraction.training.losses import batch_loss
from corpus.extraction.training.steps import Report, freeze, take_steps


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
    epochs = (plan_epoch(examples, random, empty_seen=phase.empty_seen) for _ in range(phase.epochs))
    plan = [rows for epoch in epochs for rows in epoch]

    def loss_of(rows: Sequence[int]) -> Tensor:
        return batch_loss(network, make_batch([examples[row] for row in rows]), random)

    take_steps(network, plan, loss_of, learning_rate=phase.learning_rate, report=report)
