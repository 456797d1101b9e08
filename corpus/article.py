"""What the tracker knows of one article, and the spans that everything else is made of.

span = Span(0, 7)
assert article.text[span.start_char : span.end_char] == article.slice(span)
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open run of characters: `str` indices into `Article.text`, `0 <= start_char < end_char`."""

    start_char: int
    end_char: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one character."""
        return self.start_char < other.end_char and other.start_char < self.end_char

    def covers(self, other: Span) -> bool:
        """Whether every character of `other` lies within this span."""
        return self.start_char <= other.start_char and other.end_char <= self.end_char


@dataclass(frozen=True, slots=True)
class Article:
    """One article as the build stores it; never changed once made.

    `text` is the cleaned story, headline first, paragraphs separated by one blank line. `path` is relative to the
    corpus folder and uses `/`; a row of a `.jsonl` or `.csv` file is named `file.csv#12` (rows count from 1).
    Fields that the source does not tell are None. `repeated` are spans whose words stand again in the body
    (a summary made of sentences of the story): readers and extractors may pass over them.
    """

    article_id: str
    path: str
    text: str
    headline: Span | None
    published: date | None
    outlet: str | None
    byline: str | None
    place: str | None
    url: str | None
    repeated: tuple[Span, ...] = ()

    def slice(self, span: Span) -> str:
        """The words of the span, to the letter."""
        return self.text[span.start_char : span.end_char]

    @property
    def title(self) -> str:
        """The headline, or where there is none the first line of the story."""
        return self.slice(self.headline) if self.headline else self.text.split("\n", 1)[0]


def article_id(text: str) -> str:
    """The id of an article with this cleaned text: 16 hex digits of its SHA-256, the same under any file name."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]
