"""Two reports of one undertaking that do not say the same: another last day, another number, or a denial.

The ledger links what is reported of one undertaking; the words have to agree on what it is, as links can be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.figures import Number, counted
from bot.outcome_words import said_of
from bot.passages import passages_of
from bot.question import Question
from bot.render import day
from bot.sentences import Sentence, sentences_of
from corpus.commitments import Commitment, Kind
from corpus.event_kinds import What
from corpus.mentions import NameKind
from corpus.threads import Event
from embeddings.analysis import analyse
from embeddings.build import Build

# How much of the shorter sentence's words both hold, and how many at least, for them to be of one thing whatever the
# ledger says: names of people and times left out, as one minister speaks of many things.
LEAST_SHARED = 0.3
LEAST_SHARED_ELSE = 0.5
LEAST_SHARED_WORDS = 2
# Two last days nearer than this are one said otherwise, as are two of one year where one is told by its year alone.
NEAR_DAYS = 45
NEAR_DAYS_OF_SEASON = 100
# What is counted stands among so many words behind the number.
COUNTED_WORDS = 2
_SEASON = re.compile(r"\b(?:spring|summer|autumn|winter)\b", re.IGNORECASE)
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)\w*\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:20\d\d|(?:this|next) year)\b", re.IGNORECASE)
_LASTS = re.compile(r"^(?:until|till|through|for|during|over)\b", re.IGNORECASE)
_TIMES = frozenset(
    analyse(
        "year month week day hour end spring summer autumn winter january february march april may june july august"
        " september october november december monday tuesday wednesday thursday friday saturday sunday announced"
        " promised"
    )
)
# What is counted on top of what was counted before.
_FURTHER = re.compile(r"\b(?:another|further|more|first|next|second|so far|of (?:the|its|these|them))\b", re.IGNORECASE)
_DENIES = re.compile(
    r"\b(?:den(?:y|ied|ies)|disown\w*|dismiss(?:es|ed) (?:as|the)|baseless|no truth"
    r"|never (?:promised|said|agreed|accepted|covered|meant|undertook)"
    r"|nobody (?:had |has )?promised|had not (?:promised|agreed|accepted))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Differing:
    """Two sentences of different reports, the earlier one first, and in what they differ, in words."""

    first: Sentence
    second: Sentence
    text: str


@dataclass(frozen=True, slots=True)
class _Report:
    sentence: Sentence
    event: Event


def differing_reports(build: Build, question: Question, threads: frozenset[str]) -> tuple[Differing, ...]:
    """The pairs of reports of these threads that differ, at most one a thread; only what the question may use."""
    pairs = (
        next(_pairs(build, [*_reports(build, question, thread.events)]), None)
        for thread in build.threads
        if thread.thread_id in threads
    )
    return tuple(filter(None, pairs))


def _reports(build: Build, question: Question, events: Sequence[Event]) -> Iterator[_Report]:
    """The dated sentences that state the undertaking or deny it."""
    for event in events:
        if event.published is None or (event.commitment_id is None and event.what is not What.DENIED):
            continue
        rows = passages_of(build, event.article_id, question, [event.span])
        for sentence in sentences_of(build, dict.fromkeys(rows, 0.0)):
            if sentence.span.overlaps(event.span) and not sentence.is_headline:
                yield _Report(sentence, event)
                break


def _pairs(build: Build, reports: Sequence[_Report]) -> Iterator[Differing]:
    for first, second in combinations(reports, 2):
        one, other = first.sentence, second.sentence
        text = _denied(first, second) or _days(build, first, second) or _numbers(one, other)
        if text and one.story != other.story and _is_of_one_thing(build, first, second):
            yield Differing(one, other, text)


def _bound(build: Build, report: _Report) -> frozenset[str]:
    """The terms of those whom the ledger has bound or speaking; none of a report that is no commitment."""
    own = _commitment(build, report)
    return frozenset(term for name in (*own.actors, *own.speakers) for term in analyse(name)) if own else frozenset()


def _commitment(build: Build, report: _Report) -> Commitment | None:
    ones = build.commitments_by_article.get(report.event.article_id, ())
    return next((one for one in ones if one.commitment_id == report.event.commitment_id), None)


def _is_of_one_thing(build: Build, first: _Report, second: _Report) -> bool:
    """Whether the words agree on that: half of them, or fewer where both bind or are said by the same."""
    one, other = first.sentence, second.sentence
    there = {one.article.article_id, other.article.article_id}
    people = (actor for actor in build.registry.actors if actor.kind is NameKind.PERSON)
    named = {
        term
        for actor in people
        if there & set(actor.article_ids)
        for words in (actor.name, *actor.roles)
        for term in analyse(words)
    }
    left, right = (each.terms - named - _TIMES for each in (one, other))
    bound = _bound(build, first), _bound(build, second)
    least = LEAST_SHARED if not all(bound) or bound[0] & bound[1] else LEAST_SHARED_ELSE
    return len(left & right) >= max(LEAST_SHARED_WORDS, least * min(len(left), len(right)))


def _denied(first: _Report, second: _Report) -> str:
    if second.event.what is not What.DENIED or not _DENIES.search(second.sentence.text):
        return ""
    if _DENIES.search(first.sentence.text):
        return ""
    return f"The reports contradict each other: the one of {_day(second)} denies what the one of {_day(first)} tells."


def _days(build: Build, first: _Report, second: _Report) -> str:
    if not (_is_ahead(first.event) and _is_ahead(second.event)):
        return ""
    one, other = _due(build, first), _due(build, second)
    if (
        not (one and other)
        or _is_near(first.event, second.event, f"{one} {other}")
        or bool(_LASTS.search(one)) != bool(_LASTS.search(other))
    ):
        return ""
    years = [words for words in (one, other) if _YEAR.search(words) and not _MONTH.search(words)]
    if years and first.event.due and second.event.due and first.event.due.year == second.event.due.year:
        return ""
    return (
        f"The reports differ on the day: “{one}” in the one of {_day(first)}, “{other}” in the one of {_day(second)}."
    )


def _is_ahead(event: Event) -> bool:
    """Whether it tells a last day that was yet to come."""
    return event.due is not None and event.published is not None and event.due > event.published


def _is_near(first: Event, second: Event, words: str) -> bool:
    apart = abs((first.due - second.due).days) if first.due and second.due else 0
    return apart <= (NEAR_DAYS_OF_SEASON if _SEASON.search(words) else NEAR_DAYS)


def _due(build: Build, report: _Report) -> str:
    """The sentence's words for the last day of what is undertaken in it; "" where it stands elsewhere or is refused."""
    own = _commitment(build, report)
    if (
        own is None
        or own.deadline is None
        or own.kind is Kind.REFUSAL
        or not report.sentence.span.covers(own.deadline.span)
    ):
        return ""
    return " ".join(report.sentence.article.slice(own.deadline.span).split())


def _numbers(one: Sentence, other: Sentence) -> str:
    """The one number that both tell of the same thing and tell otherwise; none where either tells how far it is."""
    if any(said_of(each.text, each.terms) or _FURTHER.search(each.text) for each in (one, other)):
        return ""
    left, right = _counts(one.text), _counts(other.text)
    for (number, unit), what in left.items():
        for (value, measure), same in right.items():
            if unit == measure and number != value and what & same and not _in_both(left, right, number, value):
                return f"The reports differ on the number: {_said(number, unit)} and {_said(value, measure)}."
    return ""


def _in_both(left: dict[Number, frozenset[str]], right: dict[Number, frozenset[str]], number: str, value: str) -> bool:
    """Whether one of the two stands in both reports, so that they agree."""
    return any(one == value for one, _ in left) or any(one == number for one, _ in right)


def _counts(text: str) -> dict[Number, frozenset[str]]:
    """Each number with the terms of what is counted, without times and those of which that cannot be told."""
    told = ((number, frozenset(analyse(behind)[:COUNTED_WORDS])) for number, behind in counted(text))
    return {number: what for number, what in told if what and not what & _TIMES}


def _said(number: str, unit: str) -> str:
    shown = f"{int(number):,}" if number.isdigit() else number
    return f"{shown} {unit}".strip()


def _day(report: _Report) -> str:
    return day(report.event.published)
