"""Orders of passages: the best rows of a score array, and the fusion of two scores into one.

Every order in this house is by score, then by row: the same build and the same query always give the same hits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Scores = NDArray[np.float32]

# How much the dense score weighs, 0 to 1: the middle of 0.2 to 0.4, where the MRR of 1,700 questions made of labelled
# articles (benchmarks/retrieval.py makes such) moves by less than 0.02; at 0.5 it falls for questions of few words.
DENSE_WEIGHT = 0.3


@dataclass(frozen=True, slots=True)
class Ranking:
    """Rows from best to worst with their scores: (n,) int64 and (n,) float32; no row stands twice."""

    rows: Rows
    scores: Scores

    def ranks(self) -> dict[int, int]:
        """The rank of each row, from 1."""
        return {int(row): rank for rank, row in enumerate(self.rows, start=1)}


def best_rows(scores: Scores, rows: Rows, *, k: int) -> Ranking:
    """The k best of the rows by score, ties by row; fewer where there are fewer rows.

    `scores` (n,) float32 and `rows` (n,) int64 belong together, in any order.
    """
    if k < len(rows):
        # Everything that ties with the k-th best stays in, so that the tie is decided by row and not by the partition.
        threshold = np.partition(scores, len(scores) - k)[len(scores) - k]
        kept = scores >= threshold
        scores, rows = scores[kept], rows[kept]
    order = np.lexsort((rows, -scores))[:k]
    return Ranking(rows[order], scores[order])


def fuse(cosines: Scores, lexical: Scores, *, dense_weight: float = DENSE_WEIGHT) -> Scores:
    """One score, 0 to 1, for each passage: a weighted mean of its scores, each as a share of the best passage's.

    `cosines` (n,) -1 to 1 and `lexical` (n,) 0 or more are of the same candidates in the same order. A cosine below 0
    counts as 0, and where no candidate shares a word with the query every lexical share is 0.

    A convex combination of normalised scores, as Bruch, Gai and Ingber find better than fusing ranks (An Analysis of
    Fusion Functions for Hybrid Retrieval, TOIS 2023, https://doi.org/10.1145/3596512). Reciprocal ranks (Cormack,
    Clarke, Buettcher, SIGIR 2009) were tried first: they forget by how much a passage is the best, so that a question
    with a rare name in it, which the words settle, is unsettled by the other ranking.
    """
    fused: Scores = dense_weight * _shares(cosines) + (1 - dense_weight) * _shares(lexical)
    return fused


def _shares(scores: Scores) -> Scores:
    positive = np.maximum(scores, 0)
    best = positive.max(initial=0)
    shares: Scores = positive / best if best > 0 else positive
    return shares
