"""What is found once for an article: sentences, parties, quotations, and who is said to speak."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from corpus.article import Article, Span
from corpus.extraction.parties import Form, Party, parties_of
from corpus.extraction.speech import find_quotations, is_speaking
from corpus.layout.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class Speaking:
    """A name that stands beside a verb of speech; `party` is its row in the parties."""

    span: Span
    party: int


@dataclass(frozen=True, slots=True)
class Setting:
    """An article as the fields are read from it."""

    article: Article
    sentences: tuple[Span, ...]
    parties: tuple[Party, ...]
    quotations: tuple[Span, ...]
    speaking: tuple[Speaking, ...]

    @classmethod
    def of(cls, article: Article) -> Setting:
        """Read an article once."""
        sentences = split_sentences(article.text)
        parties = parties_of(article, sentences)
        speaking = sorted(
            (place.span, row)
            for row, party in enumerate(parties)
            for place in party.places
            if place.form is Form.NAME and is_speaking(article.text, place.span)
        )
        found = tuple(Speaking(span, row) for span, row in speaking)
        return cls(article, sentences, parties, find_quotations(article.text), found)

    @property
    def own_state(self) -> str | None:
        """The state that the article is written from, as far as it tells."""
        return next((one.name for one in self.parties if one.home == one.name), None)

    def sentences_of(self, span: Span) -> Span:
        """From the start of the sentence in which the span begins to the end of the one in which it ends."""
        last = len(self.sentences) - 1
        ends = [min(bisect_right(self.sentences, at, key=_end), last) for at in (span.start_char, span.end_char - 1)]
        return Span(
            min(span.start_char, self.sentences[ends[0]].start_char),
            max(span.end_char, self.sentences[ends[1]].end_char),
        )

    def paragraph_of(self, span: Span) -> Span:
        """The paragraph in which the span lies."""
        start = self.article.text.rfind("\n\n", 0, span.start_char)
        end = self.article.text.find("\n\n", span.end_char)
        return Span(start + 2 if start >= 0 else 0, end if end >= 0 else len(self.article.text))

    def is_quoted(self, span: Span) -> bool:
        """Whether the middle of the span stands within quotation marks."""
        middle = (span.start_char + span.end_char) // 2
        return any(one.start_char <= middle < one.end_char for one in self.quotations)


def _end(span: Span) -> int:
    return span.end_char
