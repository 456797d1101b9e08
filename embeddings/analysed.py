"""The terms of passages, made when they are asked for and kept: questions come back to the same passages."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from corpus.article import Article
from corpus.passages import heading
from embeddings.analysis import analyse
from embeddings.closeness import Reading
from embeddings.passage_table import PassageTable

# Some 20 kB each, so 80 MB at most.
MOST_KEPT: Final = 4096


class AnalysedPassages:
    """What the rows of a table of passages say, in terms; safe to use from several threads."""

    def __init__(self, passages: PassageTable, article_of: Callable[[int], Article]) -> None:
        self._passages = passages
        self._article_of = article_of
        self._read = lru_cache(maxsize=MOST_KEPT)(self._analyse)

    def __getitem__(self, row: int) -> Reading:
        """The terms of one passage."""
        return self._read(row)

    def _analyse(self, row: int) -> Reading:
        article = self._article_of(row)
        sentences = (analyse(article.slice(sentence)) for sentence in self._passages[row].sentences)
        return Reading.of(analyse(heading(article)), tuple(sentences))
