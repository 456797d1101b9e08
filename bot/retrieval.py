"""Question to evidence: which sentences of the corpus bear on a question, and which of its words nothing bears on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.candidates import Candidate, candidate_of
from bot.likelihood import at_a_glance, likelihoods
from bot.matching import place, shared_matcher
from bot.passages import read_passages, read_what_tells_of
from bot.people import find_people, party_of, unknown_names
from bot.query_adapter import adapted
from bot.question import Question
from bot.sentences import Sentence, paragraph_to
from bot.soft_coverage import soft_coverages
from bot.telling import tells
from bot.weighing import Party, Signs, signs_of
from bot.who import Named
from embeddings.analysis import analyse
from embeddings.build import Build
from embeddings.closeness import weigh
from embeddings.search import Hit

# Sentences that are looked at closely, those for which most speaks at a glance: each costs 8 ms of processor time.
LOOKED_AT = 12
# What a word is worth that was taken over from the question before, or that names somebody who is not asked about.
CARRIED_CREDIT = 0.5
OTHER_NAME_CREDIT = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """What the corpus holds about a question.

    `candidates` are likeliest first. `topic` are the terms asked about, with their weights; `missing` are those that
    stand nowhere in the corpus and `missing_share` (0 to 1) their part of the topic. `unknown_names` are names of which
    no passage holds the words together, `named` those asked about, `parties` the same as their commitments and names.
    `told_of` says that nothing published in the period asked for tells anything, and all this only tells of the period.
    """

    hits: tuple[Hit, ...]
    candidates: tuple[Candidate, ...]
    topic: Mapping[str, float]
    missing: tuple[str, ...]
    missing_share: float
    unknown_names: tuple[str, ...]
    named: tuple[Named, ...]
    parties: tuple[Party, ...]
    told_of: bool = False

    @property
    def asked(self) -> str:
        """Who is asked about, in words: "Brandt and Hale"; "Orla Vance or Rafe Vance" where a name may mean both."""
        return " and ".join(dict.fromkeys(party.name for party in self.parties))

    @property
    def theirs(self) -> frozenset[str]:
        """The ids of all commitments of those asked about."""
        return frozenset[str]().union(*(party.commitments for party in self.parties))


@dataclass(frozen=True, slots=True)
class Survey:
    """What bears on a question before anything is looked at closely.

    `pool` are the sentences of the passages found, `signs` what speaks for each at a glance; the rest is as in `Found`.
    """

    hits: tuple[Hit, ...]
    pool: tuple[Sentence, ...]
    signs: tuple[Signs, ...]
    topic: Mapping[str, float]
    named: tuple[Named, ...]
    parties: tuple[Party, ...]
    told_of: bool


def find_evidence(build: Build, question: Question, *, most: int = LOOKED_AT) -> Found:
    """The sentences of the published articles that bear on the question, best first; none for an empty one.

    At most so many of them are looked at closely.

    Raises:
        EncoderError: the weights of the matcher or of the likelihoods cannot be read.
    """
    if question.is_empty:
        return Found((), (), {}, (), 0.0, (), (), ())
    seen = survey(build, question)
    missing = tuple(term for term in question.terms if build.lexical.document_frequency(term) == 0)
    return Found(
        hits=seen.hits,
        candidates=_candidates(build, question, seen, most=most),
        topic=seen.topic,
        missing=missing,
        missing_share=sum(seen.topic.get(term, 0.0) for term in missing) / (sum(seen.topic.values()) or 1.0),
        unknown_names=unknown_names(build, question),
        named=seen.named,
        parties=seen.parties,
        told_of=seen.told_of,
    )


def survey(build: Build, question: Question) -> Survey:
    """Who and what is asked about, and every sentence of the passages found."""
    named, others = find_people(build, question)
    parties = tuple(party_of(build, one) for one in named)
    spoken = _terms_of(question, named)
    topic = {
        term: weight * (OTHER_NAME_CREDIT if term in others else 1.0)
        for term, weight in _weights(build, question).items()
        if term not in spoken
    }
    hits, pool = read_passages(build, question, parties)
    # Of whom nothing but a time is asked, what is told of that time would be anything.
    period = None if _is_told(pool, parties) or not topic else question.period
    if period:
        hits, pool = read_what_tells_of(build, question, period, parties)
    signs = tuple(glance(build, question, pool, topic, parties))
    return Survey(hits, pool, signs, topic, named, parties, told_of=bool(pool and period))


def _is_told(pool: Sequence[Sentence], parties: Sequence[Party]) -> bool:
    """Whether anything was read, of those asked about where it is asked about somebody."""
    return any(not parties or any(party.acts_in(one) > 0 for party in parties) for one in pool)


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


def _candidates(build: Build, question: Question, seen: Survey, *, most: int) -> tuple[Candidate, ...]:
    """The sentences for which most speaks, likeliest first."""
    asked = len(seen.parties)
    # A question that only names somebody is no more like one sentence of theirs than another: the ledger tells.
    listed = [] if seen.topic else _listed(question, seen)
    if listed:
        sentences, signs = zip(*listed, strict=True)
        return _ranked(build, sentences, signs, at_a_glance(signs, question, parties=asked))
    likely = at_a_glance(seen.signs, question, parties=asked)
    places = sorted(range(len(likely)), key=lambda at: (-likely[at], at))[:most]
    read = [seen.pool[at] for at in places]
    close = look_closely(question, read, [seen.signs[at] for at in places])
    return _ranked(build, read, close, likelihoods(close, question, parties=asked))


def _listed(question: Question, seen: Survey) -> list[tuple[Sentence, Signs]]:
    """The sentences in which those asked about are committed, with what speaks for each."""
    theirs = frozenset[str]().union(*(party.commitments for party in seen.parties))
    return [
        (sentence, replace(signs, closeness=1.0, expected=_told(question, sentence)))
        for sentence, signs in zip(seen.pool, seen.signs, strict=True)
        if any(one.commitment_id in theirs for one in sentence.commitments)
    ]


def glance(
    build: Build,
    question: Question,
    sentences: Sequence[Sentence],
    topic: Mapping[str, float],
    parties: Sequence[Party],
) -> list[Signs]:
    """What speaks for each sentence, by words, vectors and the ledger alone."""
    vector = build.remembering.encode([question.search_text])[0]
    asked = adapted(vector, fingerprint=build.encoder.fingerprint)
    alike = (build.sentence_vectors.units([one.row for one in sentences]) @ asked).tolist()
    own = soft_coverages(question.search_text, topic, [one.text for one in sentences]).tolist()
    around = soft_coverages(
        question.search_text, topic, [one.article.slice(paragraph_to(one.article, one.span)) for one in sentences]
    ).tolist()
    return [
        signs_of(one, question, weights=topic, parties=parties, soft=soft, similarity=similarity)
        for one, soft, similarity in zip(sentences, zip(own, around, strict=True), alike, strict=True)
    ]


def look_closely(question: Question, sentences: Sequence[Sentence], signs: Sequence[Signs]) -> list[Signs]:
    """The signs with what the matcher and a look for dates tell of each sentence."""
    if not sentences:
        return []
    odds = shared_matcher().odds(question.search_text, [place(one.article, one.span) for one in sentences])
    found = zip(sentences, signs, (1.0 / (1.0 + np.exp(-odds))).tolist(), strict=True)
    return [replace(own, expected=_told(question, one), match=match) for one, own, match in found]


def _told(question: Question, sentence: Sentence) -> float:
    """1 where the sentence tells the date or number that is asked for, or nothing such is."""
    return float(tells(question.expected, sentence.article, sentence.span))


def _ranked(
    build: Build, sentences: Sequence[Sentence], signs: Sequence[Signs], chances: Sequence[float]
) -> tuple[Candidate, ...]:
    """The sentences as candidates, likeliest first."""
    found = [candidate_of(build, *one) for one in zip(sentences, signs, chances, strict=True)]
    return tuple(sorted(found, key=lambda one: (-one.probability, one.article.path, one.span)))
