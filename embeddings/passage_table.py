"""The passages of a build, as arrays: a million of them as records would take gigabytes, as offsets they take few.

passages = PassageTable(articles)
passages.append(0, Span(0, 40), [(0, 18), (19, 40)])
assert passages[0].text == articles[0].text[0:40]
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article, Span
from corpus.passages import Passage


class PassageTable(Sequence[Passage]):
    """A sequence of passages, made on demand; row i is row i of each index."""

    def __init__(self, articles: tuple[Article, ...]) -> None:
        self._articles = articles
        self._article_rows = array("i")
        self._spans = array("i")
        self._sentences = array("i")
        self._sentence_ends = array("q")

    def append(self, article_row: int, span: Span, sentences: Iterable[tuple[int, int]]) -> None:
        """Add the next row: a span of the article in this row, and its sentences as half-open bounds.

        Raises:
            ValueError: there is no such article, or the span does not lie within its text.
        """
        if not 0 <= article_row < len(self._articles):
            raise ValueError(f"passage {len(self)} is of article {article_row}, and there are {len(self._articles)}")
        if not 0 <= span.start_char < span.end_char <= len(self._articles[article_row].text):
            raise ValueError(f"passage {len(self)} ends outside its article")
        self._article_rows.append(article_row)
        self._spans.extend((span.start_char, span.end_char))
        for start_char, end_char in sentences:
            self._sentences.extend((start_char, end_char))
        self._sentence_ends.append(len(self._sentences))

    @property
    def article_rows(self) -> NDArray[np.int32]:
        """The article of each passage, (n,) int32; a copy, so that the table can still grow."""
        return np.array(self._article_rows, dtype=np.int32)

    def article_row(self, row: int) -> int:
        """The article of one passage."""
        return self._article_rows[row]

    def sentence_rows(self, row: int) -> range:
        """The numbers of the sentences of one passage, counted through all passages."""
        return range(self._sentence_ends[row - 1] // 2 if row else 0, self._sentence_ends[row] // 2)

    def span(self, row: int) -> Span:
        """Where one passage stands in its article."""
        return Span(self._spans[2 * row], self._spans[2 * row + 1])

    def __len__(self) -> int:
        return len(self._article_rows)

    @overload
    def __getitem__(self, row: int) -> Passage: ...
    @overload
    def __getitem__(self, row: slice) -> tuple[Passage, ...]: ...
    def __getitem__(self, row: int | slice) -> Passage | tuple[Passage, ...]:
        if isinstance(row, slice):
            return tuple(self[one] for one in range(*row.indices(len(self))))
        row = range(len(self))[row]
        article = self._articles[self._article_rows[row]]
        span = self.span(row)
        first = self._sentence_ends[row - 1] if row else 0
        bounds = self._sentences[first : self._sentence_ends[row]]
        sentences = tuple(Span(*pair) for pair in zip(bounds[::2], bounds[1::2], strict=True))
        return Passage(article_id=article.article_id, span=span, text=article.slice(span), sentences=sentences)
