"""Sentences of the corpus as candidates for an answer, what stands around them and what the ledger reads in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.question import Question
from corpus.article import Article, Span
from corpus.commitments import Commitment
from corpus.passages import split_sentences
from embeddings.analysis import analyse
from embeddings.build import Build

# What a word of the question is worth that stands near the sentence and not in it.
NEAR_CREDIT = 0.6
# What a commitment of a kind that was not asked for is worth.
OTHER_KIND_CREDIT = 0.5

# A sentence that opens so cannot be read without the one before it.
_POINTS_BACK = re.compile(
    r"[“\"'‘]?(?:He|She|They|It|This|That|These|Those|His|Her|Their|Its|Both|Such|But|"
    r"The (?:two|ministers?|envoy|ambassador|premier|president|spokes\w+|officials?|ministry|delegation|unit|force|"
    r"deal|project|programme|scheme))\b"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the words in it and around it.

    `commitments` are the ids of those that the ledger reads in it; `belief` (0 to 1) is how well the best of them fits
    what is asked, 0 where there is none.
    """

    article: Article
    span: Span
    story: int
    terms: frozenset[str]
    near: frozenset[str]
    commitments: frozenset[str]
    belief: float

    @property
    def text(self) -> str:
        """The words, to the letter."""
        return self.article.slice(self.span)


def sentences_of(build: Build, rows: Sequence[int], question: Question) -> Iterable[Sentence]:
    """Each sentence of the passages once, with the words around it; one that stands again in the body only there."""
    for row in rows:
        article, passage = build.article_of(row), build.passages[row]
        near = frozenset(analyse(article.title)) | frozenset(analyse(passage.text))
        story = build.stories[build.article_row(article.article_id)]
        commitments = build.commitments_by_article.get(article.article_id, ())
        for span in passage.sentences:
            repeated = any(other.overlaps(span) for other in article.repeated)
            terms = frozenset(analyse(article.slice(span)))
            if terms and not repeated and span != article.headline:
                held = [one for one in commitments if one.span.overlaps(span)]
                belief = max((belief_in(one, question) for one in held), default=0.0)
                ids = frozenset(one.commitment_id for one in held)
                yield Sentence(article, span, story, terms, near, ids, belief)


def belief_in(commitment: Commitment, question: Question) -> float:
    """How sure the ledger is, less for a kind that is not asked for and for what cannot be checked."""
    other = question.kinds and commitment.kind not in question.kinds
    return commitment.confidence * (OTHER_KIND_CREDIT if other or not commitment.kind.is_core else 1.0)


def credited(sentence: Sentence, names: frozenset[str], theirs: frozenset[str]) -> Sentence:
    """The sentence as one that names those asked about, where the ledger says that it is they who commit in it."""
    return replace(sentence, terms=sentence.terms | names) if sentence.commitments & theirs else sentence


def coverage_of(sentence: Sentence, weights: Mapping[str, float]) -> float:
    """The share of the question's words that the sentence holds, 0 to 1; words near it count `NEAR_CREDIT`."""
    total = sum(weights.values())
    if total == 0:
        return 0.0
    held = sum(
        weight * (1.0 if term in sentence.terms else NEAR_CREDIT if term in sentence.near else 0.0)
        for term, weight in weights.items()
    )
    return held / total


def readable(article: Article, span: Span) -> Span:
    """The sentence, with the one before it in the same paragraph where it cannot be read alone."""
    if not _POINTS_BACK.match(article.slice(span)):
        return span
    paragraph = article.text.rfind("\n\n", 0, span.start_char) + 2 if "\n\n" in article.text[: span.start_char] else 0
    before = split_sentences(article.text[paragraph : span.start_char])
    return Span(paragraph + before[-1].start_char, span.end_char) if before else span
