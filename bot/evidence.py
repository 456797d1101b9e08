"""What an answer may use: sentences of the corpus, each with the article that it stands in."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.article import Article, Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """A run of one article's words that bears on a question.

    `story` is shared by copies of one report, so that three copies do not count as three sources; `threads` are the ids
    of the commitments that recur in it. `score` orders the evidence of one question, 0 to 1, and is not comparable
    between questions.
    """

    article: Article
    span: Span
    story: int
    score: float
    threads: frozenset[str] = frozenset()

    @property
    def quote(self) -> str:
        """The words, to the letter."""
        return self.article.slice(self.span)


@dataclass(frozen=True, slots=True)
class Citation:
    """Evidence that an answer uses, under its number in that answer (from 1)."""

    number: int
    evidence: Evidence

    @property
    def article(self) -> Article:
        """The article that the quote stands in."""
        return self.evidence.article

    @property
    def span(self) -> Span:
        """Where the quote stands in the article's text."""
        return self.evidence.span

    @property
    def quote(self) -> str:
        """The words, to the letter."""
        return self.evidence.quote
