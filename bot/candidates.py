"""A sentence that may be part of an answer: what would be quoted, what speaks for it, what threads tell of it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.evidence import Evidence
from bot.sentences import Sentence, readable
from bot.weighing import Signs
from corpus.article import Article, Span
from corpus.event_kinds import What
from embeddings.build import Build


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be part of the answer, what speaks for it and the probability (0 to 1) that it is.

    `span` is what would be quoted: the sentence, with the one before it where it cannot be read alone. `threads` are
    the ids of the commitments that recur in it, `reported` is what it tells of them, None where nothing.
    """

    sentence: Sentence
    span: Span
    signs: Signs
    probability: float
    threads: frozenset[str]
    reported: What | None

    @property
    def article(self) -> Article:
        """The article that it stands in."""
        return self.sentence.article

    @property
    def quote(self) -> str:
        """What would be quoted, to the letter."""
        return self.article.slice(self.span)

    @property
    def evidence(self) -> Evidence:
        """What an answer may cite of it."""
        return Evidence(self.article, self.span, self.sentence.story, self.probability, self.threads)


def candidate_of(build: Build, sentence: Sentence, signs: Signs, chance: float) -> Candidate:
    """The sentence as a candidate of this probability (0 to 1), with what threads tell of it."""
    told = [
        (thread_id, event)
        for thread_id, event in build.events_by_article.get(sentence.article.article_id, ())
        if event.span.overlaps(sentence.span)
    ]
    reported = max(
        (event for _, event in told), key=lambda event: event.span.end_char - event.span.start_char, default=None
    )
    return Candidate(
        sentence=sentence,
        span=readable(sentence.article, sentence.span),
        signs=signs,
        probability=chance,
        threads=frozenset(thread_id for thread_id, event in told if event.commitment_id),
        reported=reported.what if reported else None,
    )
