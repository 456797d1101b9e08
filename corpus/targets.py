"""What a correction is about: a commitment, found again in every later build by its id or by its words.

    target = Target.of(commitment, article)
    assert Finder(commitments, articles).find(target) == commitment

An id is made of the article's text, so an edited article gives its commitments new ones; their words mostly stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.article import Article
from corpus.commitments import Commitment


@dataclass(frozen=True, slots=True)
class Target:
    """One commitment as it was read when somebody corrected it; `actors` and `action` as read, not as corrected."""

    commitment_id: str
    article_id: str
    path: str
    quote: str
    action: str
    actors: tuple[str, ...]

    @classmethod
    def of(cls, commitment: Commitment, article: Article) -> Target:
        """The commitment as it was read, and the article that it was read in."""
        return cls(
            commitment_id=commitment.commitment_id,
            article_id=commitment.article_id,
            path=article.path,
            quote=article.slice(commitment.span),
            action=commitment.action,
            actors=commitment.actors,
        )


class Finder:
    """Finds targets among the commitments of one build, as they were read."""

    def __init__(self, commitments: Sequence[Commitment], articles: Sequence[Article]) -> None:
        self._commitments = commitments
        self._articles = {article.article_id: article for article in articles}
        self._by_id = {one.commitment_id: one for one in commitments}
        self._texts: dict[str, list[str]] = defaultdict(list)
        for article in articles:
            self._texts[article.path].append(article.text)
        self._by_quote: dict[str, list[Commitment]] = {}

    def find(self, target: Target) -> Commitment | None:
        """The commitment with the target's id, else with its quote under its path, else with its quote and actors.

        Where several fit, the only one with the same action, then with the same actors; None where that leaves none
        or more than one: a correction that may be of another commitment is not applied.
        """
        if target.commitment_id in self._by_id:
            return self._by_id[target.commitment_id]
        quoted = self._quoted(target.quote)
        here = [one for one in quoted if self._articles[one.article_id].path == target.path]
        if here:
            return _only(here, target)
        return _only([one for one in quoted if set(one.actors) == set(target.actors)], target)

    def why_missing(self, target: Target) -> str:
        """Why `find` gives None, for people."""
        if self._quoted(target.quote):
            return "these words are now read as several commitments, or as another actor's in another article"
        texts = self._texts.get(target.path, [])
        if any(_plain(target.quote) in _plain(text) for text in texts):
            return "its words still stand there and are no longer read as a commitment"
        return "the article no longer holds its words" if texts else "the article is no longer in the corpus"

    def _quoted(self, quote: str) -> list[Commitment]:
        if not self._by_quote:
            found: dict[str, list[Commitment]] = defaultdict(list)
            for one in self._commitments:
                found[_plain(self._articles[one.article_id].slice(one.span))].append(one)
            self._by_quote = dict(found)
        return self._by_quote.get(_plain(quote), [])


def _only(found: Sequence[Commitment], target: Target) -> Commitment | None:
    signs: tuple[Callable[[Commitment], bool], ...] = (
        lambda one: one.action == target.action,
        lambda one: set(one.actors) == set(target.actors),
    )
    for fits in signs:
        if len(found) > 1:
            found = [one for one in found if fits(one)] or found
    return found[0] if len(found) == 1 else None


def _plain(text: str) -> str:
    """The words with single spaces: cleaning may break a line elsewhere when an article is saved anew."""
    return " ".join(text.split())
