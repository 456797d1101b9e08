"""Which windows are learned from together, and in what order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.extraction.training.examples import UNTAGGED, Example

# Padding included; thirteen full windows.
BATCH_TOKENS: Final = 2600
# Windows are sorted by length with this much noise, so that batches differ between epochs yet hold little padding.
LENGTH_NOISE: Final = 12


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Examples side by side, padded to the longest: all arrays (b, n)."""

    examples: tuple[Example, ...]
    ids: NDArray[np.int64]
    mask: NDArray[np.int64]
    classes: NDArray[np.int64]
    starts: NDArray[np.float32]
    ends: NDArray[np.float32]


def plan_epoch(examples: Sequence[Example], random: np.random.Generator, *, empty_seen: float) -> list[list[int]]:
    """The rows of each batch of one epoch, batches in random order.

    Three windows of news in four hold no commitment: `empty_seen` is the fraction of them drawn for this epoch.
    """
    rows = [row for row, one in enumerate(examples) if len(one.gold) or random.random() < empty_seen]
    rows.sort(key=lambda row: len(examples[row].window.ids) + int(random.integers(LENGTH_NOISE)))
    batches: list[list[int]] = []
    longest = 0
    for row in rows:
        longest = max(longest, len(examples[row].window.ids))
        if not batches or longest * (len(batches[-1]) + 1) > BATCH_TOKENS:
            batches.append([])
            longest = len(examples[row].window.ids)
        batches[-1].append(row)
    random.shuffle(batches)
    return batches


def make_batch(examples: Sequence[Example]) -> Batch:
    """The examples padded to one length."""
    shape = (len(examples), max(len(one.window.ids) for one in examples))
    ids, mask = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    classes = np.full(shape, UNTAGGED, dtype=np.int64)
    starts, ends = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
    for row, one in enumerate(examples):
        length = len(one.window.ids)
        ids[row, :length], mask[row, :length] = one.window.ids, 1
        classes[row, :length], starts[row, :length], ends[row, :length] = one.classes, one.starts, one.ends
    return Batch(tuple(examples), ids, mask, classes, starts, ends)
