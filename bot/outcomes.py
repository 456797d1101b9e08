"""What the articles report to have become of what is asked about: the latest sentence that says so in words.

Two ways lead to such a sentence: it holds most words of what is asked about, or the ledger has it as an event of the
undertaking that is asked about and reads it as the words do. Both are strict, as a wrong "done" is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from bot.outcome_words import ASKED_FOR, Outcome, said_of
from bot.passages import passages_of
from bot.question import Question
from bot.retrieval import Found
from bot.sentences import Sentence, sentences_of
from bot.weighing import coverage_of
from bot.who import find_names
from corpus.event_kinds import What
from corpus.threads import Event
from embeddings.analysis import analyse
from embeddings.build import Build

# How much of what is asked about a sentence holds, words around it counting in part, and how much it holds itself.
LEAST_COVERAGE = 0.7
LEAST_OWN = 0.45
# The same where it is said to be done or given up, which is said once and for all.
LEAST_OF_LASTING = 0.6
# The same of an event of the thread, which the ledger has linked to the undertaking already.
LEAST_OF_EVENT = 0.35
# How sure it has to be that a commitment is the one asked about, for the rest of its thread to be read.
LEAST_OF_THREAD = 0.4
# How many words the report that first undertakes it has to share with the one that tells the outcome.
LEAST_SHARED_WORDS = 2
# A number is often told otherwise where something is done: "the sixtieth bus", "all have".
NUMBER_CREDIT = 0.5
# So is what is to be done: mines are "cleared" and "lifted".
VERB_CREDIT = 0.4
# Where it is to be done, or with whom, is told of many other things.
NAME_CREDIT = 0.3
AS_EVENT = {
    What.DELIVERED: Outcome.DONE,
    What.IN_PROGRESS: Outcome.PARTLY,
    What.DELAYED: Outcome.LATE,
    What.ABANDONED: Outcome.GIVEN_UP,
}
_CLOSING = frozenset({What.DELIVERED, What.ABANDONED, What.DENIED})
_LASTING = frozenset({Outcome.DONE, Outcome.GIVEN_UP})
_Event: TypeAlias = tuple[Sentence, Event]
# Words of a question that say that something comes about, or does not, and not what.
_COMES_ABOUT = frozenset(
    analyse(
        """
        arrive arrived attend became become began begin begun brought build building built carried close
        closed come completed deliver delivered end ended finish finished fully get got happened held
        hold install installed keep kept late open opened paid pay place reach reached receive received
        restart resume resumed set settled signed start started stay stick stop stopped today went
        """
    )
)


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence that is on the subject and what it tells in words, None where nothing; `day` is its publication."""

    sentence: Sentence
    outcome: Outcome | None
    day: date


@dataclass(frozen=True, slots=True)
class Reported:
    """The latest sentence that tells an outcome, the latest on the subject since then, the first that undertakes it.

    Each is None where there is none; `since` also where the outcome is one that lasts.
    """

    told: Told | None
    since: Told | None
    first: Told | None


def what_is_reported(build: Build, question: Question, found: Found) -> Reported:
    """What the articles read tell of what became of what is asked about.

    Nothing is told where the reports of the latest day contradict each other, or where the ledger has it ended later
    than words tell.
    """
    names = _names(build, question)
    subject = _subject(names, found)
    asked = frozenset((*subject, *analyse(question.text)))
    events = tuple(_events(build, question, found, subject))
    read = tuple(one for one in _read(build, found, subject, asked, events) if names <= one.sentence.around)
    last = _last([one for one in read if one.outcome], subject)
    ended = (event.published for _, event in events if event.what in _CLOSING and event.published)
    if last and any(day > last.day for day in ended):
        last = None
    # All that comes later makes "late" or "in part" doubtful; alone, it has to be nearer to what is asked about.
    least = LEAST_OF_EVENT if last else LEAST_OWN
    later = [one for one in read if (last is None or one.day > last.day) and _own(one.sentence.terms, subject) >= least]
    since = max(later, key=lambda one: (one.day, _own(one.sentence.terms, subject)), default=None)
    undertaken = [
        one
        for one in read
        if last and one.day < last.day and one.sentence.commitments and one.outcome is None
        if len(one.sentence.terms & last.sentence.terms) >= LEAST_SHARED_WORDS
        if _own(one.sentence.terms, subject) >= LEAST_OF_LASTING
    ]
    first = min(undertaken, key=lambda one: one.day, default=None)
    return Reported(last, None if last and last.outcome in _LASTING else since, first)


def _read(
    build: Build, found: Found, subject: Mapping[str, float], asked: frozenset[str], events: Sequence[_Event]
) -> Iterator[Told]:
    """The sentences on the subject; an outcome is taken where they hold most of its words or are such an event."""
    of_events = {_place(sentence): AS_EVENT.get(event.what) for sentence, event in events}
    by_place = {_place(sentence): sentence for sentence in _sentences(build, found)}
    by_place |= {_place(sentence): sentence for sentence, _ in events}
    # What the question names first is most often what it is about: "students" of "Are students riding free?"
    first = next((term for term, weight in subject.items() if weight > NUMBER_CREDIT), next(iter(subject), ""))
    for place, sentence in by_place.items():
        day, own = sentence.article.published, _own(sentence.terms, subject)
        if day is None or own < LEAST_OF_EVENT:
            continue
        outcome = said_of(sentence.text, asked)
        least = LEAST_OF_LASTING if outcome in _LASTING else LEAST_OWN
        about = first in sentence.terms
        plain = about and own >= least and coverage_of(sentence, subject) >= LEAST_COVERAGE
        linked = outcome is of_events.get(place) and (about or outcome not in _LASTING)
        yield Told(sentence, outcome if plain or linked else None, day)


def _last(told: Sequence[Told], subject: Mapping[str, float]) -> Told | None:
    """What the latest day tells: the lesser of two outcomes, none where one of them is that it was given up."""
    day = max((one.day for one in told), default=None)
    latest = [one for one in told if one.day == day]
    outcomes = {one.outcome for one in latest}
    if len(outcomes) > 1 and Outcome.GIVEN_UP in outcomes:
        return None
    lesser = next((one for one in (Outcome.PARTLY, Outcome.LATE, *Outcome) if one in outcomes), None)
    fit = [one for one in latest if one.outcome is lesser]
    return max(fit, key=lambda one: _own(one.sentence.terms, subject), default=None)


def _names(build: Build, question: Question) -> frozenset[str]:
    """The terms of the names in the question, whoever or whatever they name."""
    known = () if question.names else find_names(build.registry, question.text)
    return frozenset(analyse(" ".join((*question.names, *(one.text for one in known)))))


def _subject(names: frozenset[str], found: Found) -> dict[str, float]:
    """The terms of what is asked about with their weights, without those that say that it comes about."""
    weighed = {term: weight * _credit(term, names) for term, weight in found.topic.items()}
    return {term: weight for term, weight in weighed.items() if term not in _COMES_ABOUT} or weighed


def _credit(term: str, names: frozenset[str]) -> float:
    if term in names:
        return NAME_CREDIT
    return NUMBER_CREDIT if term[0].isdigit() else VERB_CREDIT if term in ASKED_FOR else 1.0


def _own(terms: frozenset[str], subject: Mapping[str, float]) -> float:
    """The share of the subject that the terms are, 0 to 1."""
    return sum(weight for term, weight in subject.items() if term in terms) / (sum(subject.values()) or 1.0)


def _events(build: Build, question: Question, found: Found, subject: Mapping[str, float]) -> Iterator[_Event]:
    """The events of the undertakings asked about, with their sentences, as far as they are on the subject."""
    asked = {
        thread_id
        for one in found.candidates
        if one.probability >= LEAST_OF_THREAD and _own(one.sentence.terms, subject) >= LEAST_COVERAGE
        for thread_id in one.threads
    }
    events = (event for thread in build.threads if thread.thread_id in asked for event in thread.events)
    for event in events:
        rows = passages_of(build, event.article_id, question, [event.span])
        for sentence in sentences_of(build, dict.fromkeys(rows, 0.0)):
            if sentence.span.overlaps(event.span) and _own(sentence.terms, subject) >= LEAST_OF_EVENT:
                yield sentence, event


def _sentences(build: Build, found: Found) -> Iterator[Sentence]:
    """The sentences of the passages found, without headlines, that may be of those asked about."""
    for sentence in sentences_of(build, {hit.row: hit.score for hit in found.hits}):
        near = not found.parties or any(party.acts_in(sentence) > 0 for party in found.parties)
        if near and not sentence.is_headline:
            yield sentence


def _place(sentence: Sentence) -> tuple[str, int]:
    return sentence.article.article_id, sentence.span.start_char
