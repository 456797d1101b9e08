"""Orders of passages: the best rows of a score array, and the fusion of several rankings into one.

Every order in this house is by score, then by row: the same build and the same query always give the same hits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Scores = NDArray[np.float32]

# Cormack, Clarke and Büttcher (2009) tried values on TREC runs, found the choice uncritical, and kept 60.
RRF_K = 60


@dataclass(frozen=True, slots=True)
class Ranking:
    """Rows from best to worst with their scores: (n,) int64 and (n,) float32; no row stands twice."""

    rows: Rows
    scores: Scores

    def ranks(self) -> dict[int, int]:
        """The rank of each row, from 1."""
        return {int(row): rank for rank, row in enumerate(self.rows, start=1)}


@dataclass(frozen=True, slots=True)
class Fused:
    """One row of a fused ranking; its score is a sum of weighted reciprocal ranks."""

    row: int
    score: float


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


def fuse(rankings: Sequence[Ranking], *, weights: Sequence[float] | None = None, rrf_k: int = RRF_K) -> list[Fused]:
    """Reciprocal rank fusion: score(row) = sum over rankings of weight / (rrf_k + rank), rank from 1.

    Best first, ties by row; the order of the rankings changes nothing. `rrf_k` (0 or more) flattens the difference
    between neighbouring ranks and has nothing to do with how many hits are wanted. Cormack, Clarke, Büttcher:
    Reciprocal Rank Fusion Outperforms Condorcet and Individual Rank Learning Methods, SIGIR 2009,
    https://doi.org/10.1145/1571941.1572114
    """
    shares: dict[int, list[float]] = {}
    for ranking, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True):
        for row, rank in ranking.ranks().items():
            shares.setdefault(row, []).append(weight / (rrf_k + rank))
    # Floating-point sums depend on the order of their terms; sorted terms make the order of the rankings irrelevant.
    fused = [Fused(row, sum(sorted(terms))) for row, terms in shares.items()]
    return sorted(fused, key=lambda one: (-one.score, one.row))
