"""Vectors of the parts of a text, out of what an encoder makes of its tokens."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
# Parts of a text, half-open, in characters.
Bounds = Sequence[tuple[int, int]]


def mean_rows(states: Vectors, offsets: Bounds, parts: Bounds) -> Vectors:
    """Unit rows (k, d) of the parts of a text: the mean of the states (n, d) of the tokens that lie in each.

    `offsets` are the characters of each token; marks of start and end have none. A part without a token has the mean
    of all.
    """
    rows = np.zeros((len(parts), states.shape[1]), dtype=np.float32)
    if not parts:
        return rows
    starts, ends = np.array(offsets, dtype=np.int64).T
    for row, (start, end) in enumerate(parts):
        inside = (starts >= start) & (ends <= end) & (ends > starts)
        rows[row] = (states[inside] if inside.any() else states).sum(axis=0)
    # The sum has the direction of the mean.
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.finfo(np.float32).tiny)
    return rows
