"""Orders of passages: the best rows of a score array.

Every order in this house is by score, then by row: the same build and the same query always give the same hits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Scores = NDArray[np.float32]


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
