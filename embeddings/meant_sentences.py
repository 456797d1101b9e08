"""What runs of articles mean where they stand: the vectors of their sentences as these were read in their passages.

meant = MeantSentences(passages, encoded.parts)
meant([(0, Span(3, 40))])   # (1, dimension)

A passage is encoded with its headline, so "four have been paid" lies near what was to be paid; nothing is encoded anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from corpus.article import Span
from embeddings.passage_table import PassageTable
from embeddings.pooling import Vectors
from embeddings.sentence_vectors import SentenceVectors

# Runs come in the order of their articles, so few articles are asked for again.
KEPT_ARTICLES: Final = 256


class MeantSentences:
    """The sentences of a build by article; `vectors` has a row for each sentence of `passages`."""

    def __init__(self, passages: PassageTable, vectors: SentenceVectors) -> None:
        self._passages = passages
        self._vectors = vectors
        self._passages_of: dict[int, list[int]] = defaultdict(list)
        for passage, article in enumerate(passages.article_rows.tolist()):
            self._passages_of[article].append(passage)
        self._sentences_of = lru_cache(maxsize=KEPT_ARTICLES)(self._find_sentences)

    def __call__(self, runs: Sequence[tuple[int, Span]]) -> Vectors:
        """Unit rows (n, dimension) of runs, each with the row of its article; zeros where no sentence stands."""
        found = [self._mean(article, span) for article, span in runs]
        return np.stack(found) if found else self._vectors.units([])

    def _mean(self, article: int, span: Span) -> Vectors:
        rows = [row for row, sentence in self._sentences_of(article) if sentence.overlaps(span)]
        # The sum has the direction of the mean.
        total: Vectors = self._vectors.units(rows).sum(axis=0)
        return total / max(float(np.linalg.norm(total)), float(np.finfo(np.float32).tiny))

    def _find_sentences(self, article: int) -> list[tuple[int, Span]]:
        """The sentences of an article in its order, each with its row."""
        return [
            pair
            for passage in self._passages_of.get(article, ())
            for pair in zip(self._passages.sentence_rows(passage), self._passages[passage].sentences, strict=True)
        ]
