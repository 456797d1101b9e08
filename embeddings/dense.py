"""Passages near a vector, exactly: the only importer of faiss.

The index is flat (every vector is compared), because that stays exact under any filter: a graph index whose filter
keeps 2% of the passages was seen to find a third of the true neighbours, silently. A query takes 8 ms of one processor
at 100,000 passages and 62 ms at 1,000,000 (1.5 GB in memory), and less under a filter: 10 ms where 2% of the million
are kept (benchmarks/dense.py, November 2026, 384 dimensions, two virtual cores).
"""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from corpus.errors import DamagedBuild
from embeddings.ranking import Ranking, Rows, best_rows

Mask = NDArray[np.bool_]
Vectors = NDArray[np.float32]


class DenseIndex:
    """Row i is passage i; scores are inner products of unit vectors, that is cosine similarities, -1 to 1."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def of(cls, vectors: Vectors) -> DenseIndex:
        """An index of the unit rows of (n, dimension) float32."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> DenseIndex:
        """The index that `save` wrote.

        Raises:
            DamagedBuild: the file is missing or is no such index.
        """
        try:
            index = faiss.read_index(str(path))
        except RuntimeError as error:
            raise DamagedBuild(
                f"{path} cannot be read as a dense index; make a new build with: tracker build"
            ) from error
        if not isinstance(index, faiss.IndexFlat) or index.metric_type != faiss.METRIC_INNER_PRODUCT:
            raise DamagedBuild(f"{path} holds another kind of index; make a new build with: tracker build")
        return cls(index)

    def save(self, path: Path) -> None:
        """Write the index as one file; the same vectors give the same bytes.

        Raises:
            OSError: the file cannot be written.
        """
        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:
            raise OSError(f"{path} cannot be written: {error}") from error

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """The number of columns."""
        return int(self._index.d)

    def vector(self, row: int) -> Vectors:
        """The stored unit vector of one row, (dimension,) float32."""
        return np.asarray(self._index.reconstruct(row), dtype=np.float32)

    def search(self, vector: Vectors, *, k: int, kept: Mask | None = None) -> Ranking:
        """The k rows nearest to a unit vector (dimension,) float32 among those that `kept` (n,) bool lets through.

        Exact under any filter; fewer than k rows where fewer are kept.
        """
        wanted = min(k, len(self) if kept is None else int(np.count_nonzero(kept)))
        if wanted == 0:
            return Ranking(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32))
        # One query is bound by memory, not by arithmetic: a second thread was measured to make it six times slower. The
        # setting is that of the calling thread, so it is made here.
        faiss.omp_set_num_threads(1)
        scores, rows = self._index.search(vector.reshape(1, -1), wanted, params=_parameters(kept))
        return best_rows(scores[0], rows[0], k=wanted)

    def cosines(self, vector: Vectors, rows: Rows) -> Vectors:
        """The cosine similarity of the vector and each of these rows, (n,) float32."""
        stored: Vectors = (
            self._index.reconstruct_batch(rows) if len(rows) else np.empty((0, self.dimension), np.float32)
        )
        cosines: Vectors = stored @ vector
        return cosines


def _parameters(kept: Mask | None) -> faiss.SearchParameters | None:
    if kept is None:
        return None
    # faiss adds these constructors at import, where no type checker sees them.
    selector = faiss.IDSelectorBitmap(np.packbits(kept, bitorder="little"))  # type: ignore[call-arg, arg-type]
    return faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
