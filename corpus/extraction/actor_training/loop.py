"""The training of the actor network: its batches, its loss, its settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn

from corpus.extraction.actor_network import ActorNetwork
from corpus.extraction.actor_training.examples import BOUND, FREE, Example
from corpus.extraction.training.steps import Report, freeze, take_steps

EPOCHS: Final = 3
LEARNING_RATE: Final = 2e-4
BATCH: Final = 16
LENGTH_NOISE: Final = 16
# The lower half of the encoder knows words; leaving it saves a third of the time and halves the file.
FROZEN_LAYERS: Final = 3
# Weight of the question whether a party is bound at all, beside the question which one it is first.
ALSO_WEIGHT: Final = 0.5
# Most parties are free: they count together as at most this many.
MOST_FREE: Final = 4
NOWHERE: Final = -30.0


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Examples side by side; `party` numbers the parties of all windows through, `rows` the window of each place."""

    ids: Tensor
    mask: Tensor
    types: Tensor
    rows: Tensor
    firsts: Tensor
    lasts: Tensor
    features: Tensor
    party: Tensor
    sizes: tuple[int, ...]


def make_batch(examples: Sequence[Example]) -> Batch:
    """Pad the windows to the longest and lay their places end to end."""
    longest = max(len(example.window.ids) for example in examples)
    ids, mask, types = (np.zeros((len(examples), longest), dtype=np.int64) for _ in range(3))
    places: list[tuple[int, int, int, int]] = []
    features = []
    sizes: list[int] = []
    for row, example in enumerate(examples):
        window, length = example.window, len(example.window.ids)
        ids[row, :length], mask[row, :length], types[row, :length] = window.ids, 1, window.types
        places += [(row, place.first, place.last, sum(sizes) + place.party) for place in window.places]
        features += [window.features[place.party] for place in window.places]
        sizes.append(len(window.parties))
    rows, firsts, lasts, party = torch.tensor(places, dtype=torch.int64).T
    return Batch(
        ids=torch.from_numpy(ids),
        mask=torch.from_numpy(mask),
        types=torch.from_numpy(types),
        rows=rows,
        firsts=firsts,
        lasts=lasts,
        features=torch.from_numpy(np.array(features)),
        party=party,
        sizes=tuple(sizes),
    )


def score(network: ActorNetwork, batch: Batch) -> Tensor:
    """Scores (parties of all windows, 2): the log of the sum over each party's places, NOWHERE where it has none."""
    with torch.autocast("cpu", torch.bfloat16):
        states = network.states(batch.ids, batch.mask, batch.types)
        places = network(states, batch.rows, batch.firsts, batch.lasts, batch.features)
    places = places.float()
    index = batch.party[:, None].expand(-1, 2)
    empty = torch.full((sum(batch.sizes), 2), NOWHERE)
    highest = empty.scatter_reduce(0, index, places, "amax").detach()
    total = torch.zeros_like(empty).scatter_add(0, index, torch.exp(places - highest[batch.party]))
    return highest + torch.log(total + 1e-9)


def batch_loss(network: ActorNetwork, examples: Sequence[Example]) -> Tensor:
    """The mean loss of the examples: which party is first, and of each whether it is bound."""
    batch = make_batch(examples)
    scores = score(network, batch)
    losses = []
    for example, part in zip(examples, torch.split(scores, list(batch.sizes)), strict=True):
        present = part[:, 0].detach() > NOWHERE / 2
        bound = torch.from_numpy(example.labels == BOUND) & present
        free = torch.from_numpy(example.labels == FREE) & present
        if bound.any():
            losses.append(_loss(part, bound, free))
    return torch.stack(losses).mean() if losses else scores.sum() * 0


def _loss(part: Tensor, bound: Tensor, free: Tensor) -> Tensor:
    first = torch.logsumexp(part[bound | free, 0], 0) - torch.logsumexp(part[bound, 0], 0)
    missed = nn.functional.softplus(-part[bound, 1]).mean()
    added = nn.functional.softplus(part[free, 1]).sum() / max(1, min(MOST_FREE, int(free.sum())))
    loss: Tensor = first + ALSO_WEIGHT * (missed + added)
    return loss


def train(examples: Sequence[Example], *, seed: int, epochs: int, report: Report) -> ActorNetwork:
    """A network trained on the examples that are not held out, in evaluation mode."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    network = ActorNetwork(pretrained=True)
    freeze(network, FROZEN_LAYERS)
    plan = [rows for _ in range(epochs) for rows in _plan_epoch(examples, random)]

    def loss_of(rows: Sequence[int]) -> Tensor:
        return batch_loss(network, [examples[row] for row in rows])

    take_steps(network, plan, loss_of, learning_rate=LEARNING_RATE, report=report)
    return network.eval()


def _plan_epoch(examples: Sequence[Example], random: np.random.Generator) -> list[list[int]]:
    """Batches of like length in random order."""
    rows = [row for row, one in enumerate(examples) if one.window.places]
    rows.sort(key=lambda row: len(examples[row].window.ids) + int(random.integers(LENGTH_NOISE)))
    batches = [rows[at : at + BATCH] for at in range(0, len(rows), BATCH)]
    random.shuffle(batches)
    return batches
