"""The training of the matcher: its batches, its loss, its settings."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn

from bot.matching import Placed, window_of
from bot.matching_training.groups import Group
from bot.matching_training.network import MatcherNetwork
from corpus.extraction.training.steps import Report, freeze, take_steps

LEARNING_RATE: Final = 1e-4
# The lower half of the encoder knows words; leaving it saves a third of the time and halves the file.
FROZEN_LAYERS: Final = 3
# First the made questions once, then the written ones so often, each time with as many made ones between them.
WRITTEN_EPOCHS: Final = 3
# Sentences of a made and of a written question that are seen at a time, at most so many of them right.
MADE_SEEN: Final = 6
WRITTEN_SEEN: Final = 20
MOST_RIGHT: Final = 4
BATCH_PIECES: Final = 5000
LENGTH_NOISE: Final = 120
# Right ones are rare, so each weighs more; which of a question's sentences is right counts beside whether each is.
RIGHT_WEIGHT: Final = 2.0
ORDER_WEIGHT: Final = 0.5

# A question with the sentences of it that are seen in a step, and whether each is right.
Seen = tuple[str, list[tuple[Placed, bool]]]


def train(made: Sequence[Group], written: Sequence[Group], *, seed: int, report: Report) -> MatcherNetwork:
    """A network trained on questions made of labels, then on written ones too; in evaluation mode."""
    torch.manual_seed(seed)
    random = Random(seed)
    network = MatcherNetwork()
    freeze(network, FROZEN_LAYERS)
    plan = plan_epoch(made, random, seen=MADE_SEEN)
    for _ in range(WRITTEN_EPOCHS if written else 0):
        beside = random.sample(list(made), min(len(made), len(written)))
        mixed = plan_epoch(written, random, seen=WRITTEN_SEEN) + plan_epoch(beside, random, seen=MADE_SEEN)
        random.shuffle(mixed)
        plan += mixed

    def loss_of(batch: Sequence[Seen]) -> Tensor:
        return batch_loss(network, batch)

    take_steps(network, plan, loss_of, learning_rate=LEARNING_RATE, report=report)
    return network.eval()


def plan_epoch(groups: Sequence[Group], random: Random, *, seen: int) -> list[list[Seen]]:
    """Each group once, with other wrong sentences each time; batches of like length in random order."""
    drawn: list[Seen] = []
    for group in groups:
        right = [(one, True) for one in group.right[:MOST_RIGHT]]
        wrong = random.sample(group.wrong, min(len(group.wrong), seen - len(right)))
        drawn.append((group.question, right + [(one, False) for one in wrong]))
    drawn = [one for one in drawn if one[1]]
    drawn.sort(key=lambda one: max(len(text) for (text, _), _ in one[1]) + random.randrange(LENGTH_NOISE))
    batches: list[list[Seen]] = []
    room = 0
    for question, sentences in drawn:
        pieces = len(sentences) * max(len(window_of(question, *placed)[0]) for placed, _ in sentences)
        if not batches or pieces > room:
            batches.append([])
            room = BATCH_PIECES
        batches[-1].append((question, sentences))
        room -= pieces
    random.shuffle(batches)
    return batches


def batch_loss(network: MatcherNetwork, batch: Sequence[Seen]) -> Tensor:
    """Whether each sentence is told right or wrong, and whether the right ones of a question come before the others."""
    windows = [window_of(question, *placed) for question, sentences in batch for placed, _ in sentences]
    longest = max(len(ids) for ids, _ in windows)
    ids, mask, types = (np.zeros((len(windows), longest), dtype=np.int64) for _ in range(3))
    for row, (own, marked) in enumerate(windows):
        ids[row, : len(own)], mask[row, : len(own)], types[row, : len(own)] = own, 1, marked
    with torch.autocast("cpu", torch.bfloat16):
        scores = network(*map(torch.from_numpy, (ids, mask, types)))
    scores = scores.float()
    right = torch.tensor([float(is_right) for _, sentences in batch for _, is_right in sentences])
    told = nn.functional.binary_cross_entropy_with_logits(scores, right, pos_weight=torch.tensor(RIGHT_WEIGHT))
    sizes = [len(sentences) for _, sentences in batch]
    pairs = zip(torch.split(scores, sizes), torch.split(right, sizes), strict=True)
    orders = [-(torch.log_softmax(one, 0) * own).sum() / own.sum() for one, own in pairs if own.any()]
    loss: Tensor = told + ORDER_WEIGHT * (torch.stack(orders).mean() if orders else 0.0)
    return loss
