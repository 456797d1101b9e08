"""Question to evidence: which sentences of the corpus bear on a question, and which of its words nothing bears on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import repeat

import numpy as np

from bot.candidates import Candidate, candidate_of
from bot.intent import Expected
from bot.likelihood import likelihoods
from bot.matching import shared_matcher
from bot.people import find_people, party_of, unknown_names
from bot.question import Question
from bot.sentences import Sentence, context, sentences_of
from bot.weighing import Party, Signs, best_of, probability, signs_of
from bot.who import Named
from corpus.article import Article, Span
from embeddings.analysis import analyse
from embeddings.build import Build
from embeddings.closeness import weigh
from embeddings.search import Hit, Query, search

# Passages read for sentences. Ten articles' worth: an actor's commitments are spread over many reports.
DEPTH = 24
# Sentences that are compared by their vectors: those for which most speaks without. Each costs 2 to 5 ms of processor
# time, which is most of an answer's; 32 cite one gold quote more of the 160 in tests/quality, and 12 two fewer.
COMPARED = 20
# Of these those that are read together with the question, 6 ms of processor time each: the likeliest.
MATCHED = 14
# What a sentence's vector is taken to say before it is made: the same for all, as nothing is known of it.
UNSEEN_SIMILARITY = 0.4
# What a word is worth that was taken over from the question before, or that names somebody who is not asked about.
CARRIED_CREDIT = 0.5
OTHER_NAME_CREDIT = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """What the corpus holds about a question.

    `candidates` are likeliest first. `topic` are the terms asked about, with their weights; `missing` are those that
    stand nowhere in the corpus and `missing_share` (0 to 1) their part of the topic. `unknown_names` are names of which
    no passage holds the words together, `named` those asked about, `parties` the same as their commitments and names.
    """

    hits: tuple[Hit, ...]
    candidates: tuple[Candidate, ...]
    topic: Mapping[str, float]
    missing: tuple[str, ...]
    missing_share: float
    unknown_names: tuple[str, ...]
    named: tuple[Named, ...]
    parties: tuple[Party, ...]

    @property
    def asked(self) -> str:
        """Who is asked about, in words: "Brandt and Hale"; "Orla Vance or Rafe Vance" where a name may mean both."""
        return " and ".join(dict.fromkeys(party.name for party in self.parties))

    @property
    def theirs(self) -> frozenset[str]:
        """The ids of all commitments of those asked about."""
        return frozenset[str]().union(*(party.commitments for party in self.parties))


def find_evidence(build: Build, question: Question, *, compared: int = COMPARED) -> Found:
    """The sentences of the published articles that bear on the question, best first; none for an empty one.

    At most `compared` are compared with it by their vectors, and MATCHED of COMPARED of these read together with it.

    Raises:
        EncoderError: the weights of the matcher or of the likelihoods cannot be read.
    """
    if question.is_empty:
        return Found((), (), {}, (), 0.0, (), (), ())
    named, others = find_people(build, question)
    parties = tuple(party_of(build, one) for one in named)
    spoken = _terms_of(question, named)
    topic = {
        term: weight * (OTHER_NAME_CREDIT if term in others else 1.0)
        for term, weight in _weights(build, question).items()
        if term not in spoken
    }
    missing = tuple(term for term in question.terms if build.lexical.document_frequency(term) == 0)
    hits = _search(build, question)
    rows = _rows(build, question, hits, parties)
    return Found(
        hits=hits,
        candidates=_candidates(build, question, rows, topic, parties, most=compared),
        topic=topic,
        missing=missing,
        missing_share=sum(topic.get(term, 0.0) for term in missing) / (sum(topic.values()) or 1.0),
        unknown_names=unknown_names(build, question),
        named=named,
        parties=parties,
    )


def _terms_of(question: Question, named: Sequence[Named]) -> frozenset[str]:
    return frozenset(term for one in named for term in analyse(one.text))


def _weights(build: Build, question: Question) -> dict[str, float]:
    """Every term of the question with its inverse document frequency, less for those taken over."""
    weighed = weigh((*question.terms, *question.carried), build.lexical)
    carried = set(question.carried)
    return {
        term: weight * (CARRIED_CREDIT if term in carried else 1.0)
        for term, weight in zip(weighed.terms, weighed.weights, strict=True)
    }


def _search(build: Build, question: Question) -> tuple[Hit, ...]:
    since, until = (question.period.since, question.period.until) if question.period else (None, None)
    return search(build, Query(text=question.search_text, k=DEPTH, since=since, until=until))


def _rows(build: Build, question: Question, hits: Sequence[Hit], parties: Sequence[Party]) -> dict[int, float]:
    """The passages to read, with their closeness to the query.

    The hits come first, then the passages in which one of those asked about is committed, and those of the articles
    that the answer before cited.
    """
    rows = {hit.row: hit.score for hit in hits}
    theirs = frozenset[str]().union(*(party.commitments for party in parties))
    for article_id, commitments in build.commitments_by_article.items() if theirs else ():
        spans = [one.span for one in commitments if one.commitment_id in theirs]
        if spans:
            rows |= {row: rows.get(row, 0.0) for row in passages_of(build, article_id, question, spans)}
    for article_id in question.before:
        rows |= {row: rows.get(row, 0.0) for row in passages_of(build, article_id, question)}
    return rows


def passages_of(build: Build, article_id: str, question: Question, spans: Sequence[Span] = ()) -> list[int]:
    """The rows of an article of the period, of those passages alone that hold one of the spans where there are any."""
    try:
        article_row = build.article_row(article_id)
    except KeyError:
        # The answer before came from another build.
        return []
    if not _in_period(build.articles[article_row], question):
        return []
    of_article: list[int] = np.flatnonzero(build.passages.article_rows == article_row).tolist()
    return [row for row in of_article if not spans or any(build.passages[row].span.overlaps(one) for one in spans)]


def _in_period(article: Article, question: Question) -> bool:
    if question.period is None:
        return True
    if article.published is None:
        return False
    since, until = question.period.since, question.period.until
    return (since is None or since <= article.published) and (until is None or article.published <= until)


def _candidates(
    build: Build,
    question: Question,
    rows: Mapping[int, float],
    topic: Mapping[str, float],
    parties: Sequence[Party],
    *,
    most: int,
) -> tuple[Candidate, ...]:
    """The sentences of these passages for which most speaks, likeliest first."""

    def signs(sentence: Sentence, asked: Question, similarity: float) -> Signs:
        return signs_of(sentence, asked, weights=topic, parties=parties, similarity=similarity)

    pool = list(sentences_of(build, rows))
    theirs = frozenset[str]().union(*(party.commitments for party in parties))
    listed = [one for one in pool if any(each.commitment_id in theirs for each in one.commitments)]
    if listed and not topic:
        # A question that only names somebody is no more like one sentence of theirs than another: the ledger tells.
        alike = [signs(replace(one, closeness=1.0), question, UNSEEN_SIMILARITY) for one in listed]
        return _ranked(build, listed, alike, _probabilities(alike))
    if not pool:
        return ()
    # Whether a date is told takes long to find out: asked of those only that are compared.
    plain = replace(question, expected=Expected.ANYTHING)
    rough = [signs(one, plain, UNSEEN_SIMILARITY) for one in pool]
    likely = _probabilities(rough)
    compared = [pool[place] for place in sorted(range(len(pool)), key=lambda at: (-likely[at], at))[:most]]
    words = [one.article.slice(context(one)) for one in compared]
    vectors = build.remembering.encode([question.search_text, *words])
    cosines = (vectors[1:] @ vectors[0]).tolist()
    weighed = [signs(*one) for one in zip(compared, repeat(question), cosines)]
    likely = _probabilities(weighed)
    places = sorted(range(len(weighed)), key=lambda at: (-likely[at], at))[: most * MATCHED // COMPARED]
    placed = [(words[at], len(words[at]) - len(compared[at].text)) for at in places]
    matches = 1.0 / (1.0 + np.exp(-shared_matcher().odds(question.search_text, placed)))
    matched = [replace(weighed[at], match=match) for at, match in zip(places, matches.tolist(), strict=True)]
    chances = likelihoods(matched, question, parties=len(parties))
    return _ranked(build, [compared[at] for at in places], matched, chances)


def _ranked(
    build: Build, sentences: Sequence[Sentence], signs: Sequence[Signs], chances: Sequence[float]
) -> tuple[Candidate, ...]:
    """The sentences as candidates, likeliest first."""
    found = [candidate_of(build, *one) for one in zip(sentences, signs, chances, strict=True)]
    return tuple(sorted(found, key=lambda one: (-one.probability, one.article.path, one.span)))


def _probabilities(signs: Sequence[Signs]) -> list[float]:
    best = best_of(signs)
    return [probability(own, best) for own in signs]
