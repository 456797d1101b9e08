"""When: the period that a question asks about.

parse_period("what was agreed since June?", today=date(2025, 9, 2))   # since 1 June 2025, no end
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from corpus.article import Span
from corpus.date_phrases import DatePhrase, find_dates


@dataclass(frozen=True, slots=True)
class Period:
    """The days `since` to `until`, both included, None where a side is open; the span is of the words that say so."""

    since: date | None
    until: date | None
    span: Span


BEFORE = re.compile(
    r"\b(?:(?P<range>between|from)|(?P<since>since|starting(?: from| in| on)?|onwards? from)|(?P<after>after)"
    r"|(?P<before>before|prior to|earlier than)|(?P<until>until|till|as of|as at|up to|through|to the end of)"
    r"|(?P<by>by)"
    r"|(?P<within>in|on|during|for|over|within|throughout|of|at|dated)) (?:the )?$",
    re.IGNORECASE,
)
LINK = re.compile(r"\s*(?:,? ?(?:and|to|until|till|through|up to)\s|[-–—]\s?)(?:the )?\s*$", re.IGNORECASE)
# "between the first report and August 2016": the beginning is no date, the end is one.
RANGE_END = re.compile(
    r"\b(?:between|from)\b[^,;?]*?(?P<link>\b(?:and|to|until|till|through) (?:the )?)$", re.IGNORECASE
)
# Two days of one month: "1 to 31 October 2024", "1-31 October"; the first day is rewritten as a full date of its own.
SHARED_MONTH = re.compile(
    r"\b(?P<first>\d{1,2})(?P<link>(?: to | and | until | through |\s?[-–]\s?))(?=\d{1,2} (?P<month>[a-z]{3,9})\b(?P<year> \d{4})?)",  # noqa: E501
    re.IGNORECASE,
)
# Words after which a date says when something falls due or was counted, not when it was written.
DUE = re.compile(r"\b(?:due|deadline|falls? due|expir\w+|target\w*)\b", re.IGNORECASE)


def parse_period(text: str, *, today: date) -> Period | None:
    """The period of publication that a question asks for, or None where it names none.

    "last month" and "in March" look back from `today`; "by 2030" or a date after "due" is a deadline, no period.
    Of several periods the first counts; "between X and Y", "from X to Y" and "X - Y" make one.
    """
    joined = _joined_range(text, today) or _range_of_days(text, today)
    if joined is not None:
        return joined
    for phrase in find_dates(text, reference=today, forward=False):
        period = _single(text, phrase, today)
        if period is not None:
            return period
    return None


def _opening(text: str, phrase: DatePhrase) -> re.Match[str] | None:
    return BEFORE.search(text, max(0, phrase.span.start_char - 24), phrase.span.start_char)


def _single(text: str, phrase: DatePhrase, today: date) -> Period | None:
    opening = _opening(text, phrase)
    if DUE.search(text, 0, phrase.span.start_char):
        return None
    if opening is None:
        return _unopened(text, phrase)
    span = Span(opening.start(), phrase.span.end_char)
    if opening["since"] or opening["range"]:
        return Period(phrase.since, None, span)
    if opening["after"]:
        return Period(phrase.until + timedelta(days=1), None, span)
    if opening["before"]:
        return Period(None, phrase.since - timedelta(days=1), span)
    if opening["by"] and phrase.until > today:
        return None
    if opening["until"] or opening["by"]:
        return Period(None, phrase.until, span)
    return Period(phrase.since, phrase.until, span)


def _unopened(text: str, phrase: DatePhrase) -> Period | None:
    """The period of a date before which no word says how it is meant."""
    ending = RANGE_END.search(text, 0, phrase.span.start_char)
    if ending:
        return Period(None, phrase.until, Span(ending.start("link"), phrase.span.end_char))
    # A bare year is more often part of a name ("the 2025 budget") than a period.
    bare_year = text[phrase.span.start_char : phrase.span.end_char].isdigit()
    return None if bare_year else Period(phrase.since, phrase.until, phrase.span)


def _joined_range(text: str, today: date) -> Period | None:
    """Two dates with "and", "to" or a dash between them; a year said once, at the end, holds for both."""
    phrases = find_dates(text, reference=today, forward=False)
    for first, last in pairwise(phrases):
        between = text[first.span.end_char : last.span.start_char]
        opening = _opening(text, first)
        is_range = opening is not None and opening["range"]
        if not LINK.fullmatch(between):
            continue
        since = first.since
        if since > last.until and last.until.year < since.year:
            since = since.replace(year=last.until.year, day=min(since.day, 28) if since.month == 2 else since.day)
        if since.year < last.since.year and not re.search(r"\d{4}", text[first.span.start_char : first.span.end_char]):
            same_year = since.replace(year=last.since.year, day=min(since.day, 28) if since.month == 2 else since.day)
            since = same_year if same_year <= last.until else since
        if " and " in between and not is_range and not _follows(since, first, last):
            continue
        start = opening.start() if opening else first.span.start_char
        return Period(min(since, last.since), last.until, Span(start, last.span.end_char))
    return None


def _follows(since: date, first: DatePhrase, last: DatePhrase) -> bool:
    """Whether the second phrase begins where the first, moved to begin on `since`, ends: "in March and April"."""
    end = since + (first.until - first.since)
    return abs((last.since - end).days) <= 2


def _range_of_days(text: str, today: date) -> Period | None:
    """In "1 to 31 October 2024" the first day borrows month and year from the second."""
    match = SHARED_MONTH.search(text)
    if match is None:
        return None
    last = [
        phrase for phrase in find_dates(text, reference=today, forward=False) if phrase.span.start_char == match.end()
    ]
    first = int(match["first"])
    if not last or not 1 <= first <= last[0].until.day:
        return None
    opening = BEFORE.search(text, max(0, match.start() - 24), match.start())
    start = opening.start() if opening else match.start()
    return Period(last[0].until.replace(day=first), last[0].until, Span(start, last[0].span.end_char))
