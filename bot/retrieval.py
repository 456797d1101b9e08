"""Question to evidence: which sentences of the corpus bear on a question, and which of its words nothing bears on.

A sentence is weighed by two signs that fail in different ways: how much of the question's words it holds (rare words
count for more), and how near its vector lies to the question's. A word may also stand in the sentence before, in the
headline or elsewhere in the passage: news names a person once and goes on with "he".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bot.evidence import Evidence
from bot.question import Question, Want
from bot.who import Named, find_actors
from corpus.article import Article, Span
from corpus.passages import split_sentences
from embeddings.analysis import analyse
from embeddings.build import Build
from embeddings.closeness import weigh
from embeddings.search import Hit, Query, search

# Passages read for sentences. Ten articles' worth: an actor's commitments are spread over many reports.
DEPTH = 24
# Sentences that are compared by their vectors: those that hold most of the question's words. Each costs about 2 ms.
COMPARED = 32
# What a word of the question is worth that stands near the sentence and not in it.
NEAR_CREDIT = 0.6
# The share of word coverage in a sentence's score; the rest is similarity.
COVERAGE_SHARE = 0.5
# Added where commitments are asked for and the ledger has the sentence, and again where it is by the one asked about.
COMMITMENT_BONUS = 0.1
# A name's words may stand this many words further apart than in the question ("Minister Tarar", "Minister Attaullah
# Tarar", "Minister for Information Attaullah Tarar").
NAME_SLACK_WORDS = 3

# A sentence that opens so cannot be read without the one before it.
_POINTS_BACK = re.compile(
    r"[“\"'‘]?(?:He|She|They|It|This|That|These|Those|His|Her|Their|Its|Both|Such|But|"
    r"The (?:two|ministers?|envoy|ambassador|premier|president|spokes\w+|officials?|ministry|delegation|unit|force|"
    r"deal|project|programme|scheme))\b"
)


@dataclass(frozen=True, slots=True)
class Found:
    """What the corpus holds about a question.

    `evidence` is best first. `missing` are terms of the question that stand nowhere in the corpus, and `missing_share`
    (0 to 1) is their part of the question, rare words counting for more. `unknown_names` are names of which no passage
    holds the words together. `coverage` (0 to 1) is the part of the question that the best evidence and its
    surroundings hold; `similarity` (-1 to 1) its cosine.
    """

    hits: tuple[Hit, ...]
    evidence: tuple[Evidence, ...]
    missing: tuple[str, ...]
    missing_share: float
    unknown_names: tuple[str, ...]
    asked: tuple[str, ...]
    coverage: float
    similarity: float


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with the words in it and around it; `commitments` are those that the ledger reads in it."""

    article: Article
    span: Span
    story: int
    terms: frozenset[str]
    near: frozenset[str]
    commitments: frozenset[str]

    @property
    def text(self) -> str:
        return self.article.slice(self.span)


def find_evidence(build: Build, question: Question) -> Found:
    """The sentences of the published articles that bear on the question, best first; none for an empty one."""
    if question.is_empty:
        return Found((), (), (), 0.0, (), (), 0.0, 0.0)
    asked = find_actors(build.registry, question.search_text)
    theirs = _commitments_of(build, asked)
    hits = _search(build, question)
    weighed = weigh((*question.terms, *question.carried), build.lexical)
    weights = dict(zip(weighed.terms, weighed.weights, strict=True))
    missing = tuple(term for term in question.terms if build.lexical.document_frequency(term) == 0)
    unknown = tuple(name for name in question.names if not _known(build, name))
    spoken = frozenset(
        term for one in asked for term in analyse(question.search_text[one.span.start_char : one.span.end_char])
    )
    pool = [_credited(one, spoken, theirs) for one in _sentences(build, _rows(build, question, hits, theirs))]
    sentences = sorted(pool, key=lambda one: -_coverage(one, weights))[:COMPARED]
    coverage = np.array([_coverage(one, weights) for one in sentences], dtype=np.float32)
    similarity = _similarity(build, question, sentences)
    bonus = np.array([_bonus(question, one, theirs) for one in sentences], dtype=np.float32)
    scores = COVERAGE_SHARE * coverage + (1 - COVERAGE_SHARE) * similarity + bonus
    order = sorted(range(len(sentences)), key=lambda row: (-float(scores[row]), row))
    return Found(
        hits=hits,
        evidence=tuple(_evidence(sentences[row], float(np.clip(scores[row], 0, 1))) for row in order),
        missing=missing,
        missing_share=sum(weights[term] for term in missing) / (sum(weights.values()) or 1.0),
        unknown_names=unknown,
        asked=tuple(dict.fromkeys(actor.name for one in asked for actor in one.actors)),
        coverage=float(coverage[order[0]]) if order else 0.0,
        similarity=float(similarity[order[0]]) if order else 0.0,
    )


def _search(build: Build, question: Question) -> tuple[Hit, ...]:
    since, until = (question.period.since, question.period.until) if question.period else (None, None)
    return search(build, Query(text=question.search_text, k=DEPTH, since=since, until=until))


def _commitments_of(build: Build, asked: Sequence[Named]) -> frozenset[str]:
    """The ids of all commitments that bind one of those asked about, or that they spoke."""
    names = [actor.name for one in asked for actor in one.actors]
    return frozenset(one.commitment_id for name in names for one in build.commitments_by_actor.get(name, ()))


def _rows(build: Build, question: Question, hits: Sequence[Hit], theirs: frozenset[str]) -> list[int]:
    """The passages to read: the hits, then those of the period in which one of those asked about is committed."""
    rows = [hit.row for hit in hits]
    if theirs:
        for article_id, commitments in build.commitments_by_article.items():
            article_row = build.article_row(article_id)
            spans = [one.span for one in commitments if one.commitment_id in theirs]
            if spans and _in_period(build.articles[article_row], question):
                of_article = np.flatnonzero(build.passages.article_rows == article_row).tolist()
                rows += [row for row in of_article if any(build.passages[row].span.overlaps(span) for span in spans)]
    return list(dict.fromkeys(rows))


def _in_period(article: Article, question: Question) -> bool:
    if question.period is None:
        return True
    if article.published is None:
        return False
    since, until = question.period.since, question.period.until
    return (since is None or since <= article.published) and (until is None or article.published <= until)


def _sentences(build: Build, rows: Sequence[int]) -> Iterable[_Sentence]:
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
                held = frozenset(one.commitment_id for one in commitments if one.span.overlaps(span))
                yield _Sentence(article, span, story, terms, near, held)


def _credited(sentence: _Sentence, names: frozenset[str], theirs: frozenset[str]) -> _Sentence:
    """The sentence as one that names those asked about, where the ledger says that it is they who commit in it."""
    return replace(sentence, terms=sentence.terms | names) if sentence.commitments & theirs else sentence


def _bonus(question: Question, sentence: _Sentence, theirs: frozenset[str]) -> float:
    if question.want is not Want.COMMITMENTS:
        return 0.0
    return COMMITMENT_BONUS * (bool(sentence.commitments) + bool(sentence.commitments & theirs))


def _coverage(sentence: _Sentence, weights: dict[str, float]) -> float:
    """The share of the question's words that the sentence holds, 0 to 1; words near it count `NEAR_CREDIT`."""
    total = sum(weights.values())
    if total == 0:
        return 0.0
    held = sum(
        weight * (1.0 if term in sentence.terms else NEAR_CREDIT if term in sentence.near else 0.0)
        for term, weight in weights.items()
    )
    return held / total


def _similarity(build: Build, question: Question, sentences: Sequence[_Sentence]) -> NDArray[np.float32]:
    if not sentences:
        return np.zeros(0, dtype=np.float32)
    vectors = build.encoder.encode([question.search_text, *(sentence.text for sentence in sentences)])
    cosines: NDArray[np.float32] = vectors[1:] @ vectors[0]
    return cosines


def _known(build: Build, name: str) -> bool:
    """Whether some passage holds the words of the name close together and in their order."""
    terms = analyse(name)
    if any(build.lexical.document_frequency(term) == 0 for term in terms):
        return False
    if len(terms) < 2:
        return True
    return any(
        _together(analyse(passage.text), terms) or _together(analyse(build.article_of(row).title), terms)
        for row, passage in (
            (int(row), build.passages[int(row)]) for row in build.lexical.search(terms, k=DEPTH * 2).rows
        )
    )


def _together(words: Sequence[str], terms: Sequence[str]) -> bool:
    reach = len(terms) + NAME_SLACK_WORDS
    for start in (at for at, word in enumerate(words) if word == terms[0]):
        window = iter(words[start : start + reach])
        if all(term in window for term in terms):
            return True
    return False


def _evidence(sentence: _Sentence, score: float) -> Evidence:
    return Evidence(sentence.article, _readable(sentence.article, sentence.span), sentence.story, score)


def _readable(article: Article, span: Span) -> Span:
    """The sentence, with the one before it in the same paragraph where it cannot be read alone."""
    if not _POINTS_BACK.match(article.slice(span)):
        return span
    paragraph = article.text.rfind("\n\n", 0, span.start_char) + 2 if "\n\n" in article.text[: span.start_char] else 0
    before = split_sentences(article.text[paragraph : span.start_char])
    return Span(paragraph + before[-1].start_char, span.end_char) if before else span
