"""Question to evidence: which sentences of the corpus bear on a question, and which of its words nothing bears on.

A sentence is weighed by two signs that fail in different ways: how much of the question's words it holds (rare words
count for more), and how near its vector lies to the question's. A word may also stand in the sentence before, in the
headline or elsewhere in the passage: news names a person once and goes on with "he".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.evidence import Evidence
from bot.question import Question, Want
from bot.sentences import Sentence, coverage_of, credited, readable, sentences_of
from bot.who import Named, find_actors
from corpus.article import Article
from embeddings.analysis import analyse
from embeddings.build import Build
from embeddings.closeness import weigh
from embeddings.search import Hit, Query, search

# Passages read for sentences. Ten articles' worth: an actor's commitments are spread over many reports.
DEPTH = 24
# Sentences that are compared by their vectors: those that hold most of the question's words. Each costs about 2 ms.
COMPARED = 32
# The share of word coverage in a sentence's score; the rest is similarity.
COVERAGE_SHARE = 0.5
# Added where commitments are asked for and the ledger has the sentence, and again where it is by the one asked about.
COMMITMENT_BONUS = 0.1
# A name's words may stand this many words further apart than in the question ("Minister Tarar", "Minister Attaullah
# Tarar", "Minister for Information Attaullah Tarar").
NAME_SLACK_WORDS = 3


@dataclass(frozen=True, slots=True)
class Found:
    """What the corpus holds about a question.

    `evidence` is best first. `missing` are terms of the question that stand nowhere in the corpus, and `missing_share`
    (0 to 1) is their part of the question, rare words counting for more. `unknown_names` are names of which no passage
    holds the words together, `asked` the actors asked about, of whom the ledger has `in_ledger` commitments. `coverage`
    (0 to 1) is the part of the question that the best evidence and its surroundings hold; `similarity` (-1 to 1) its
    cosine.
    """

    hits: tuple[Hit, ...]
    evidence: tuple[Evidence, ...]
    missing: tuple[str, ...]
    missing_share: float
    unknown_names: tuple[str, ...]
    asked: tuple[str, ...]
    in_ledger: int
    coverage: float
    similarity: float


def find_evidence(build: Build, question: Question) -> Found:
    """The sentences of the published articles that bear on the question, best first; none for an empty one."""
    if question.is_empty:
        return Found((), (), (), 0.0, (), (), 0, 0.0, 0.0)
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
    rows = _rows(build, question, hits, theirs)
    pool = [credited(one, spoken, theirs) for one in sentences_of(build, rows, question)]
    topic = {term: weight for term, weight in weights.items() if term not in spoken}
    weights = _balanced(topic, [term for term in weights if term in spoken])
    if theirs and not topic:
        pool = [one for one in pool if one.commitments & theirs]
    sentences = sorted(pool, key=lambda one: (-coverage_of(one, weights), -one.belief))[:COMPARED]
    coverage = np.array([coverage_of(one, weights) for one in sentences], dtype=np.float32)
    # A question that only names somebody is like any sentence with the name: what tells is how sure the ledger is.
    similarity = _similarity(build, question, sentences) if topic or not theirs else _beliefs(sentences)
    bonus = np.array([_bonus(question, one, theirs) for one in sentences], dtype=np.float32)
    scores = COVERAGE_SHARE * coverage + (1 - COVERAGE_SHARE) * similarity + bonus
    order = sorted(range(len(sentences)), key=lambda row: (-float(scores[row]), row))
    return Found(
        hits=hits,
        evidence=tuple(_evidence(build, sentences[row], float(np.clip(scores[row], 0, 1))) for row in order),
        missing=missing,
        missing_share=sum(weights[term] for term in missing) / (sum(weights.values()) or 1.0),
        unknown_names=unknown,
        in_ledger=len(theirs),
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


def _balanced(topic: dict[str, float], names: Sequence[str]) -> dict[str, float]:
    """The weights with all words of names together weighing as much as one word of the topic."""
    if not topic:
        return dict.fromkeys(names, 1.0)
    one_word = sum(topic.values()) / len(topic)
    return topic | dict.fromkeys(names, one_word / max(1, len(names)))


def _beliefs(sentences: Sequence[Sentence]) -> NDArray[np.float32]:
    return np.array([sentence.belief for sentence in sentences], dtype=np.float32)


def _bonus(question: Question, sentence: Sentence, theirs: frozenset[str]) -> float:
    if question.want is not Want.COMMITMENTS:
        return 0.0
    return COMMITMENT_BONUS * (bool(sentence.commitments) + bool(sentence.commitments & theirs))


def _similarity(build: Build, question: Question, sentences: Sequence[Sentence]) -> NDArray[np.float32]:
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


def _evidence(build: Build, sentence: Sentence, score: float) -> Evidence:
    threads = frozenset(build.thread_of[one] for one in sentence.commitments if one in build.thread_of)
    return Evidence(sentence.article, readable(sentence.article, sentence.span), sentence.story, score, threads)
