"""The reports that threads are made of: every commitment, and the sentences that may tell what became of one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from corpus.actors import name_key
from corpus.article import Article, Span
from corpus.commitments import Commitment
from corpus.event_kinds import tells_progress
from corpus.layout.sentences import split_sentences
from corpus.likeness import Rarity, Report, terms_of

Encode: TypeAlias = Callable[[Sequence[str]], NDArray[np.float32]]
# A sentence is looked at where it shares words of this much idf with a commitment of another article, as a fraction of
# the idf of a word that stands nowhere else: about one rare word, or two that are rather rare.
LEAST_SHARED = 0.6
# A sentence without a word of progress has to share more: most of a large corpus shares one rare word with something.
LEAST_SHARED_OTHERWISE = 1.5
# Words that stand in more articles than this tell nothing and make the index slow.
MOST_ARTICLES = 200
LEAST_ACTOR_CHARS = 3


@dataclass(frozen=True, slots=True)
class _Draft:
    """A report before it is encoded."""

    article: int
    span: Span
    commitment: int | None
    actors: frozenset[str]
    words: str
    around: str


def read_reports(
    articles: Sequence[Article], commitments: Sequence[Commitment], *, encode: Encode
) -> tuple[tuple[Report, ...], Rarity]:
    """All commitments in their order, then the sentences worth a look, in the order of articles and text."""
    rows = {article.article_id: row for row, article in enumerate(articles)}
    rarity = Rarity.of([terms_of(article.text) for article in articles])
    sentences = [split_sentences(article.text) for article in articles]
    drafts = []
    for number, commitment in enumerate(commitments):
        row = rows[commitment.article_id]
        actors = frozenset(_actor_words(commitment.actors))
        drafts.append(_draft(articles[row], row, sentences[row], commitment.span, number, actors))
    taken = defaultdict(list)
    for draft in drafts:
        taken[draft.article].append(draft.span)
    worth = _Index(drafts, rarity)
    for row, article in enumerate(articles):
        for span in sentences[row]:
            if any(span.overlaps(one) for one in taken[row]) or (article.headline and article.headline.covers(span)):
                continue
            words = article.slice(span)
            least = LEAST_SHARED if tells_progress(words) else LEAST_SHARED_OTHERWISE
            if worth.shared(row, set(terms_of(words))) >= least * rarity.unseen:
                drafts.append(_draft(article, row, sentences[row], span, None, frozenset()))
    return _encoded(drafts, articles, encode), rarity


def _actor_words(names: Sequence[str]) -> set[str]:
    return {word for name in names for word in name_key(name).split() if len(word) >= LEAST_ACTOR_CHARS}


def _draft(
    article: Article, row: int, sentences: Sequence[Span], span: Span, commitment: int | None, actors: frozenset[str]
) -> _Draft:
    at = min(bisect_right(sentences, span.start_char, key=lambda one: one.end_char), len(sentences) - 1)
    first, last = sentences[max(0, at - 1)].start_char, sentences[min(len(sentences) - 1, at + 1)].end_char
    around = _flat(f"{article.title} {article.text[first:last]}")
    if commitment is None:
        actors = frozenset(word.lower() for word in re.findall(r"\w+", around))
    return _Draft(row, span, commitment, actors, _flat(article.slice(span)), around)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


class _Index:
    """Which commitments hold a term: how much idf a sentence shares with the nearest commitment of another article."""

    def __init__(self, drafts: Sequence[_Draft], rarity: Rarity) -> None:
        self._rarity = rarity
        self._articles = [draft.article for draft in drafts]
        self._holders: dict[str, list[int]] = defaultdict(list)
        for number, draft in enumerate(drafts):
            for term in set(terms_of(draft.words)):
                self._holders[term].append(number)

    def shared(self, article: int, terms: set[str]) -> float:
        sums: Counter[int] = Counter()
        for term in sorted(terms):
            holders = self._holders.get(term, [])
            if len(holders) <= MOST_ARTICLES:
                weight = self._rarity.weight({term})
                for holder in holders:
                    sums[holder] += weight  # type: ignore[assignment]
        return max((total for holder, total in sums.items() if self._articles[holder] != article), default=0.0)


def _encoded(drafts: Sequence[_Draft], articles: Sequence[Article], encode: Encode) -> tuple[Report, ...]:
    vectors = encode([draft.words for draft in drafts])
    around = encode([draft.around for draft in drafts])
    return tuple(
        Report(
            article=draft.article,
            span=draft.span,
            commitment=draft.commitment,
            actors=draft.actors,
            terms=terms_of(draft.words),
            around=terms_of(draft.around),
            vector=vectors[row],
            around_vector=around[row],
            published=articles[draft.article].published,
        )
        for row, draft in enumerate(drafts)
    )
