"""Vectors of all sentences as they are meant in their passages: near at hand for every sentence of a passage found.

One byte a number, 384 a sentence: cosines differ from those of the unrounded vectors by some 0.002. The file is mapped,
so that only what is asked for is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import DamagedBuild
from embeddings.pooling import Vectors

_HIGHEST = 127


class SentenceVectors:
    """Row i is sentence i of the build, in the order of its passages."""

    def __init__(self, rows: NDArray[np.int8]) -> None:
        self._rows = rows

    @classmethod
    def of(cls, vectors: Vectors) -> SentenceVectors:
        """Those of unit rows (n, dimension) float32, rounded; a row of zeros stays one."""
        # No number of a unit row is the highest and this small.
        highest = np.abs(vectors).max(axis=1, keepdims=True, initial=1e-3)
        return cls(np.round(vectors * (_HIGHEST / highest)).astype(np.int8))

    @classmethod
    def joined(cls, those: Sequence[SentenceVectors]) -> SentenceVectors:
        """All rows of one or more, in their order, as a copy."""
        return cls(np.concatenate([one._rows for one in those]))

    def put(self, row: int, vectors: Vectors) -> None:
        """Put unit rows (n, dimension) float32 in the place of those from this row on."""
        self._rows[row : row + len(vectors)] = SentenceVectors.of(vectors)._rows

    @classmethod
    def load(cls, path: Path) -> SentenceVectors:
        """What `save` wrote.

        Raises:
            DamagedBuild: the file is missing or holds something else.
        """
        try:
            rows = np.load(path, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError) as error:
            raise DamagedBuild(f"{path} cannot be read ({error}); make a new build with: tracker build") from error
        if rows.dtype != np.int8 or rows.ndim != 2:
            raise DamagedBuild(
                f"{path} holds {rows.dtype} {rows.shape}, expected rows of int8; make a new build with: tracker build"
            )
        return cls(rows)

    def save(self, path: Path) -> None:
        """Write the rows as one file; the same vectors give the same bytes."""
        np.save(path, self._rows, allow_pickle=False)

    def __len__(self) -> int:
        return len(self._rows)

    def units(self, rows: Sequence[int]) -> Vectors:
        """The unit vectors (n, dimension) of these rows."""
        found: Vectors = self._rows[np.asarray(rows, dtype=np.int64)].astype(np.float32)
        found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1.0)
        return found
