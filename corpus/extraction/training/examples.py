"""Labelled articles as the numbers that the network learns from: one example a window."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.extraction.network import KINDS
from corpus.extraction.training.labelled import Labelled, Mark
from corpus.extraction.windows import NO_CHARACTER, Window, split_windows

# The class of tokens that are context only, or of which annotators think differently: no loss is taken there.
UNTAGGED = -100


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A window and its labels.

    `classes` (n,) int64: 0 outside, kind + 1 inside, UNTAGGED for context and for what is optional; `starts`, `ends`
    (n,) float32, 1 where a commitment starts or ends; `gold` (m, 3) int64: first token, last token, class; `optional`
    (k, 2) int64: first and last token of those that only some annotators found.
    """

    window: Window
    classes: NDArray[np.int64]
    starts: NDArray[np.float32]
    ends: NDArray[np.float32]
    gold: NDArray[np.int64]
    optional: NDArray[np.int64]


def make_examples(labelled: Iterable[Labelled]) -> list[Example]:
    """The examples of all articles, in order."""
    return [make_example(window, one.marks) for one in labelled for window in split_windows(one.article)]


def make_example(window: Window, marks: Sequence[Mark]) -> Example:
    """The labels of one window.

    Where marks overlap the shorter one names the class of the tokens, an optional one only where no other does.
    """
    tagged = window.starts != NO_CHARACTER
    classes = np.where(tagged, 0, UNTAGGED)
    starts = np.zeros(len(window.ids), dtype=np.float32)
    ends = np.zeros(len(window.ids), dtype=np.float32)
    gold, optional = [], []
    for mark in sorted(marks, key=lambda mark: (not mark.optional, mark.span.start_char - mark.span.end_char)):
        inside = tagged & (window.starts < mark.span.end_char) & (window.ends > mark.span.start_char)
        places = np.nonzero(inside)[0]
        if len(places) < 2:  # a quote that merely touches this window with a stop or a quotation mark
            continue
        first, last, label = int(places[0]), int(places[-1]), KINDS.index(mark.kind) + 1
        if mark.optional:
            classes[first : last + 1] = UNTAGGED
            optional.append((first, last))
            continue
        classes[first : last + 1] = label
        starts[first] = ends[last] = 1.0
        gold.append((first, last, label))
    return Example(window, classes, starts, ends, _rows(gold, 3), _rows(optional, 2))


def _rows(rows: Sequence[tuple[int, ...]], width: int) -> NDArray[np.int64]:
    return np.array(rows, dtype=np.int64).reshape(-1, width)
