"""Vectors of all passages of a build, encoding only those that the cache does not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from embeddings.progress import Meter, OnProgress, Stage
from embeddings.vectors import open_vectors

VECTORS_FILE = "vectors.sqlite"
# Sentences have a file of their own: each of the two is pruned to what its own stage of the last build used.
SENTENCES_FILE = "sentences.sqlite"

# One block is lost when a build is killed, and one report of progress is made for it: a few seconds of work on two
# cores. Blocks hold texts of like length, so that a block fills the encoder's batches without padding.
BLOCK_TEXTS = 128
LOOKUP_TEXTS = 4096


@dataclass(frozen=True, slots=True)
class Encoded:
    """(n, dimension) float32 unit rows, how many of them were encoded now, and lines for the user."""

    vectors: NDArray[np.float32]
    encoded: int
    warnings: tuple[str, ...] = ()

    @property
    def reused(self) -> int:
        """How many were in the cache."""
        return len(self.vectors) - self.encoded


def encode_rows(
    text_of: Callable[[int], str], n_rows: int, *, encoder: Encoder, cache: Path, on_progress: OnProgress
) -> Encoded:
    """The vectors of the texts `text_of(0)` to `text_of(n_rows - 1)`.

    Each block is in the cache before the next is begun, so a build that is killed has lost one block at most.

    Raises:
        OSError: the cache cannot be written.
    """
    vectors = np.zeros((n_rows, encoder.dimension), dtype=np.float32)
    lengths = np.zeros(n_rows, dtype=np.int64)
    with open_vectors(cache, encoder) as cached:
        for rows in _blocks(np.arange(n_rows), LOOKUP_TEXTS):
            texts = [text_of(row) for row in rows]
            found, known = cached.find(texts)
            vectors[rows] = found
            lengths[rows] = np.where(known, 0, [len(text) or 1 for text in texts])
        # Longest first: what is left always goes faster than what was done, so the time left is never understated.
        missing = np.argsort(-lengths, kind="stable")[: np.count_nonzero(lengths)]
        meter = Meter(on_progress, Stage.ENCODE, total=len(missing), work=int(lengths.sum()))
        for rows in _blocks(missing, BLOCK_TEXTS):
            texts = [text_of(row) for row in rows]
            vectors[rows] = encoder.encode(texts)
            cached.add(texts, vectors[rows])
            meter.advance(len(rows), work=int(lengths[rows].sum()))
        warnings = (cached.warning,) if cached.warning else ()
    return Encoded(vectors, len(missing), warnings)


@contextmanager
def cached_encode(
    encoder: Encoder, *, cache: Path, on_progress: OnProgress, stage: Stage
) -> Iterator[Callable[[Sequence[str]], NDArray[np.float32]]]:
    """A function from texts to unit rows, (n, dimension) float32, that encodes no text twice, now or in the next build.

    Raises:
        OSError: the cache cannot be written.
    """
    with open_vectors(cache, encoder) as cached:

        def encode(texts: Sequence[str]) -> NDArray[np.float32]:
            vectors, known = cached.find(texts)
            missing = sorted(np.flatnonzero(~known).tolist(), key=lambda row: -len(texts[row]))
            meter = Meter(on_progress, stage, total=len(missing))
            for first in range(0, len(missing), BLOCK_TEXTS):
                rows = missing[first : first + BLOCK_TEXTS]
                block = [texts[row] for row in rows]
                vectors[rows] = encoder.encode(block)
                cached.add(block, vectors[rows])
                meter.advance(len(rows))
            return vectors

        yield encode


def _blocks(rows: NDArray[np.int64], size: int) -> Iterator[list[int]]:
    for first in range(0, len(rows), size):
        yield rows[first : first + size].tolist()
