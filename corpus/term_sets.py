"""Sets of terms of many texts as two arrays, so that a hundred thousand pairs of texts are compared in a second.

sets = TermSets.of([{"port", "sarn"}, {"port"}], vocabulary={})
shared(sets, [0], sets, [1], weights).total     # the weight of "port"
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Pairs compared at once: some ten million terms, a few hundred megabytes at most.
BLOCK_PAIRS = 50_000

Rows = NDArray[np.int64]
Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class TermSets:
    """The terms of text i are `terms[starts[i]:starts[i + 1]]`, (n_terms,) int64 numbers of a vocabulary."""

    starts: Rows
    terms: Rows

    @classmethod
    def of(cls, texts: Sequence[Iterable[str]], vocabulary: dict[str, int]) -> TermSets:
        """Number the terms; new ones are added to the vocabulary."""
        numbered = [sorted({vocabulary.setdefault(term, len(vocabulary)) for term in sorted(text)}) for text in texts]
        starts = np.cumsum([0, *(len(text) for text in numbered)])
        return cls(starts, np.array([term for text in numbered for term in text], dtype=np.int64))

    def totals(self, weights: Weights) -> Weights:
        """The summed weight of each text's terms, (n,)."""
        owners = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        return np.bincount(owners, weights[self.terms], minlength=len(self.starts) - 1).astype(np.float64)

    def gather(self, rows: Rows) -> tuple[Rows, Rows]:
        """The terms of the rows, one after another, and for each the place of its row in `rows`."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        owners = np.repeat(np.arange(len(rows)), lengths)
        firsts = np.cumsum(lengths) - lengths
        return self.terms[np.arange(len(owners)) - firsts[owners] + self.starts[rows][owners]], owners


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """What each pair shares, (n_pairs,): the summed weight, and that of its heaviest term; 0 where it is nothing."""

    total: Weights
    heaviest: Weights


def shared(left: TermSets, ones: Rows, right: TermSets, others: Rows, weights: Weights) -> Shared:
    """The weights (n_vocabulary,) of the terms that text `ones[i]` of `left` shares with `others[i]` of `right`."""
    blocks = [slice(first, first + BLOCK_PAIRS) for first in range(0, len(ones), BLOCK_PAIRS)]
    found = [_shared(left, ones[block], right, others[block], weights) for block in blocks]
    if not found:
        return Shared(np.zeros(0), np.zeros(0))
    return Shared(np.concatenate([one.total for one in found]), np.concatenate([one.heaviest for one in found]))


def _shared(left: TermSets, ones: Rows, right: TermSets, others: Rows, weights: Weights) -> Shared:
    terms, owners = left.gather(ones)
    size = len(weights)
    # The terms of a text are in order, so these are as well.
    held = np.repeat(np.arange(len(right.starts) - 1), np.diff(right.starts)) * size + right.terms
    wanted = others[owners] * size + terms
    places = np.minimum(np.searchsorted(held, wanted), max(0, len(held) - 1))
    common = held[places] == wanted if len(held) else np.zeros(len(wanted), dtype=np.bool_)
    owners, own_weights = owners[common], weights[terms[common]]
    heaviest = np.zeros(len(ones))
    np.maximum.at(heaviest, owners, own_weights)
    return Shared(np.bincount(owners, own_weights, minlength=len(ones)).astype(np.float64), heaviest)
