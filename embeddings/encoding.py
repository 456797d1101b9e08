"""Vectors of all passages of a build, encoding only those that the cache does not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article
from corpus.passages import Passage, encoder_text
from embeddings.encoder import Encoder
from embeddings.pooling import Vectors
from embeddings.progress import Meter, OnProgress, Stage
from embeddings.sentence_vectors import SentenceVectors
from embeddings.vectors import Precision, open_vectors

VECTORS_FILE = "vectors.sqlite"
# Sentences by themselves have a file of their own: each is pruned to what its own stage of the last build used.
SENTENCES_FILE = "sentences.sqlite"
# What the sentences of a passage are in it.
PARTS_FILE = "parts.sqlite"

# One block is lost when a build is killed, and one report of progress is made for it: a few seconds of work on two
# cores. Blocks hold texts of like length, so that a block fills the encoder's batches without padding.
BLOCK_TEXTS = 128
LOOKUP_TEXTS = 4096


@dataclass(frozen=True, slots=True)
class Encoded:
    """What was made of the passages, how many of them were encoded now, and lines for the user.

    `vectors` (n, dimension) are float32 unit rows; of `parts`, those of the first passage come first.
    """

    vectors: Vectors
    parts: SentenceVectors
    encoded: int
    warnings: tuple[str, ...] = ()

    @property
    def reused(self) -> int:
        """How many were in the cache."""
        return len(self.vectors) - self.encoded


@dataclass(frozen=True, slots=True)
class Whole:
    """A text and its parts, half-open in characters."""

    text: str
    parts: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, article: Article, passage: Passage) -> Whole:
        """The text that is encoded for a passage, its sentences as its parts."""
        text = encoder_text(article, passage)
        moved = len(text) - len(passage.text) - passage.span.start_char
        return cls(text, tuple((one.start_char + moved, one.end_char + moved) for one in passage.sentences))

    @property
    def keys(self) -> list[str]:
        """Under what its parts are cached: what they are in depends on the whole."""
        return [f"{self.text}\n{start} {end}" for start, end in self.parts]


def encode_wholes(
    whole_of: Callable[[int], Whole], n_rows: int, *, encoder: Encoder, folder: Path, on_progress: OnProgress
) -> Encoded:
    """The vectors of the texts `whole_of(0)` to `whole_of(n_rows - 1)` and of their parts.

    Each block is in the caches of the folder before the next is begun, so a build that is killed has lost one block at
    most.

    Raises:
        OSError: a cache cannot be written.
    """
    vectors = np.zeros((n_rows, encoder.dimension), dtype=np.float32)
    # Of the parts whose wholes are encoded anew nothing is known yet: their rows are put in their place later.
    parts: list[SentenceVectors] = [SentenceVectors.of(vectors[:0])]
    ends = np.zeros(n_rows + 1, dtype=np.int64)
    lengths = np.zeros(n_rows, dtype=np.int64)
    with (
        open_vectors(folder / VECTORS_FILE, encoder) as cached,
        open_vectors(folder / PARTS_FILE, encoder, precision=Precision.HALF) as cached_parts,
    ):
        for rows in _blocks(np.arange(n_rows), LOOKUP_TEXTS):
            wholes = [whole_of(row) for row in rows]
            vectors[rows], known = cached.find([one.text for one in wholes])
            found, known_parts = cached_parts.find([key for one in wholes for key in one.keys])
            parts.append(SentenceVectors.of(found))
            first = ends[rows[0]]
            for place, (row, one) in enumerate(zip(rows, wholes, strict=True)):
                ends[row + 1] = ends[row] + len(one.parts)
                is_known = known[place] and known_parts[ends[row] - first : ends[row + 1] - first].all()
                lengths[row] = 0 if is_known else len(one.text) or 1
        all_parts = SentenceVectors.joined(parts)
        # Longest first: what is left always goes faster than what was done, so the time left is never understated.
        missing = np.argsort(-lengths, kind="stable")[: np.count_nonzero(lengths)]
        meter = Meter(on_progress, Stage.ENCODE, total=len(missing), work=int(lengths.sum()))
        for rows in _blocks(missing, BLOCK_TEXTS):
            wholes = [whole_of(row) for row in rows]
            texts = [one.text for one in wholes]
            vectors[rows], made = encoder.encode_parts(texts, [one.parts for one in wholes])
            for row, own in zip(rows, made, strict=True):
                all_parts.put(ends[row], Precision.HALF.rounded(own))
            cached_parts.add([key for one in wholes for key in one.keys], np.concatenate(made))
            cached.add(texts, vectors[rows])
            meter.advance(len(rows), work=int(lengths[rows].sum()))
        warnings = tuple(cache.warning for cache in (cached, cached_parts) if cache.warning)
    return Encoded(vectors, all_parts, len(missing), warnings)


@contextmanager
def cached_encode(
    encoder: Encoder, *, cache: Path, on_progress: OnProgress, stage: Stage
) -> Iterator[Callable[[Sequence[str]], Vectors]]:
    """A function from texts to unit rows, (n, dimension) float32, that encodes no text twice, now or in the next build.

    Raises:
        OSError: the cache cannot be written.
    """
    with open_vectors(cache, encoder) as cached:

        def encode(texts: Sequence[str]) -> Vectors:
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
