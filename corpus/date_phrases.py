"""Which days do these words mean? Dates, months, parts of years and relative times, read against a reference day.

    find_dates("by the end of next month", reference=date(2025, 3, 10), forward=True)
    # one phrase, "the end of next month": 21 to 30 April 2025

A word that may mean several years ("in March") is read forwards for what is still to come and backwards for what was.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.article import Span
from corpus.calendar_units import NUMBER_WORDS, Days, add, month_days, read_number, unit_days

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}

MONTH = (
    r"(?P<month>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?"
    r"|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
WEEKDAY = r"(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
YEAR = r"(?P<year>(?:19|20)\d\d)"
UNIT = r"(?P<unit>day|week|fortnight|month|quarter|year|decade)s?"
NUMBER = r"(?P<number>\d{1,3}|an?|a couple of|a few|several|" + "|".join(NUMBER_WORDS[1:]) + ")"
_TO_MONTH = re.compile(rf"\s?(?:to|until|till|through|[-–—/])\s?{MONTH}\b", re.IGNORECASE)
PAST = r"last|past|previous|preceding"
COMING = r"next|coming|upcoming|following"


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """Words that mean the days `since` to `until`, both included; the span is of the text that was searched."""

    span: Span
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Reference:
    """The day that relative words hang on, and whether undated words look forwards or backwards from it."""

    day: date
    forward: bool


def _month_number(match: re.Match[str]) -> int:
    return MONTHS.index(match["month"].lower()[:3]) + 1


def _nearest(options: list[Days], at: Reference) -> Days:
    """Of the same words in several years: the first not yet over, or looking back the last already begun."""
    if at.forward:
        return next((days for days in options if days[1] >= at.day), options[-1])
    return next((days for days in reversed(options) if days[0] <= at.day), options[0])


def _day_of_month(match: re.Match[str], at: Reference) -> Days | None:
    month, number = _month_number(match), int(match["day"])
    years = [int(match["year"])] if match["year"] else [at.day.year + step for step in (-1, 0, 1)]
    fitting = [year for year in years if 1 <= number <= calendar.monthrange(year, month)[1]]
    options = [(date(year, month, number), date(year, month, number)) for year in fitting]
    return _nearest(options, at) if options else None


def _iso(match: re.Match[str], _: Reference) -> Days | None:
    year, month, number = int(match["year"]), int(match["m"]), int(match["d"])
    if not (1 <= month <= 12 and 1 <= number <= calendar.monthrange(year, month)[1]):
        return None
    return date(year, month, number), date(year, month, number)


def _month(match: re.Match[str], at: Reference) -> Days | None:
    if match["year"]:
        return month_days(int(match["year"]), _month_number(match))
    word, before = match["month"], (match["before"] or "").lower()
    # "may", "march", "mar" and "dec" are also other words: without a capital they need a preposition before them, or
    # another month that they lead to.
    is_other = word[0].islower() or word.lower().rstrip(".") in {"may", "march", "mar"}
    if is_other and not before and not _TO_MONTH.match(match.string, match.end()):
        return None
    shift = {"last": -1, "next": 1}.get(before)
    if shift is not None:
        at = Reference(add(at.day, shift, "month") if shift > 0 else at.day, forward=shift > 0)
    return _nearest([month_days(at.day.year + step, _month_number(match)) for step in (-1, 0, 1)], at)


def _year(match: re.Match[str], _: Reference) -> Days | None:
    year = int(match["year"])
    if match["to"]:
        last = int(match["to"])
        return date(year, 1, 1), date(last if last > 99 else year // 100 * 100 + last, 12, 31)
    return month_days(year, 1, months=120) if match["s"] else month_days(year, 1, months=12)


def _quarter(match: re.Match[str], at: Reference) -> Days | None:
    number = int(match["n"]) if match["n"] else ("first", "second", "third", "fourth").index(match["nth"].lower()) + 1
    size = 6 if (match["what"] or "").lower() in {"h", "half"} else 3
    if number * size > 12:
        return None
    years = [int(match["year"])] if match["year"] else [at.day.year + step for step in (-1, 0, 1)]
    return _nearest([month_days(year, (number - 1) * size + 1, months=size) for year in years], at)


def _season(match: re.Match[str], at: Reference) -> Days | None:
    which = (match["which"] or "").lower()
    if not match["year"] and not which:
        return None
    first = SEASONS[match["season"].lower()]
    if match["year"]:
        return month_days(int(match["year"]), first, months=3)
    looking = {"last": False, "next": True, "this": True, "coming": True}.get(which, at.forward)
    options = [month_days(at.day.year + step, first, months=3) for step in (-1, 0, 1)]
    return _nearest(options, Reference(at.day, forward=looking))


def _relative(match: re.Match[str], at: Reference) -> Days | None:
    which, unit = match["which"].lower(), match["unit"].lower()
    shift = -1 if which in PAST.split("|") else 1 if which in COMING.split("|") else 0
    if match["number"]:
        other = add(at.day, shift * read_number(match["number"]), unit)
        return min(other, at.day), max(other, at.day)
    # "The past year" is the twelve months up to now, "last year" is the calendar's.
    if which == "past" or (which == "coming" and unit != "week"):
        return min(at.day, add(at.day, shift, unit)), max(at.day, add(at.day, shift, unit))
    return unit_days(add(at.day, shift, unit), unit)


def _ago(match: re.Match[str], at: Reference) -> Days | None:
    unit = match["unit"].lower()
    return unit_days(add(at.day, -read_number(match["number"]), unit), unit)


def _weekday(match: re.Match[str], at: Reference) -> Days | None:
    which = (match["which"] or "").lower()
    forward = at.forward if which in {"", "this"} else which in COMING.split("|")
    wanted = WEEKDAYS.index(match["weekday"].lower()[:3])
    step = (wanted - at.day.weekday()) % 7 if forward else -((at.day.weekday() - wanted) % 7)
    if which in {"last", "next"} and step == 0:
        step = 7 if forward else -7
    day = at.day + timedelta(days=step)
    return day, day


def _named_day(match: re.Match[str], at: Reference) -> Days | None:
    shift = {"yesterday": -1, "tomorrow": 1}.get(match["name"].lower(), 0)
    return at.day + timedelta(days=shift), at.day + timedelta(days=shift)


BEFORE_MONTH = (
    r"(?P<before>in|since|by|until|till|before|after|of|from|to|through|during|this|last|next|early|mid|late|between)"
)
READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Reference], Days | None]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), reader)
    for pattern, reader in (
        (rf"\b{YEAR}-(?P<m>\d\d)-(?P<d>\d\d)\b", _iso),
        (rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: day)?(?: of)? {MONTH}\b(?:,? {YEAR}\b)?", _day_of_month),
        (rf"\b{MONTH} (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,?\d)(?:,? {YEAR}\b)?", _day_of_month),
        (rf"(?:\b{BEFORE_MONTH}[ -])?\b{MONTH}\b(?:,?(?: of)? {YEAR}\b)?", _month),
        (rf"(?<![\d.,$£€-]){YEAR}(?:[-–/](?P<to>(?:19|20)?\d\d)\b)?(?P<s>s)?\b(?![.,]\d)", _year),
        (
            rf"\b(?:the )?(?P<nth>first|second|third|fourth)(?P<n>) (?P<what>quarter|half)(?: of)?(?: {YEAR})?\b",
            _quarter,
        ),
        (rf"\b(?P<what>[qh])(?P<n>[1-4])(?P<nth>)(?:,? (?:of )?{YEAR})?\b", _quarter),
        (
            rf"\b(?:(?P<which>last|this|next|coming|the) )?(?P<season>{'|'.join(SEASONS)})\b(?:(?: of)? {YEAR}\b)?",
            _season,
        ),
        (rf"\b(?P<which>{PAST}|{COMING}|this|current) (?:{NUMBER} )?{UNIT}\b", _relative),
        (rf"\b{NUMBER} {UNIT} ago\b", _ago),
        (rf"\b(?:(?P<which>{PAST}|{COMING}|this) )?{WEEKDAY}\b", _weekday),
        (r"\b(?P<name>today|yesterday|tomorrow|tonight)\b", _named_day),
    )
)

PART = re.compile(
    r"\b(?:the )?(?:(?P<early>early(?: in)?|start of|beginning of|first days of)|(?P<mid>mid|middle of)"
    r"|(?P<late>late(?: in)?|end of|close of|last days of))[ -](?:the )?$",
    re.IGNORECASE,
)


def _with_part(text: str, phrase: DatePhrase) -> DatePhrase:
    """The phrase widened over "early", "mid-" or "the end of" before it, which leave a third of its days."""
    start = phrase.span.start_char
    part = PART.search(text, max(0, start - 24), start)
    if part is None or phrase.until == phrase.since:
        return phrase
    length = (phrase.until - phrase.since).days + 1
    third = phrase.since + timedelta(days=length // 3)
    last_third = phrase.until - timedelta(days=length // 3 - 1)
    span = Span(part.start(), phrase.span.end_char)
    if part["early"]:
        return DatePhrase(span, phrase.since, third - timedelta(days=1))
    if part["mid"]:
        return DatePhrase(span, third, last_third - timedelta(days=1))
    return DatePhrase(span, last_third, phrase.until)


def _start(match: re.Match[str]) -> int:
    """Where the date begins: after the preposition that a month's pattern may have taken in."""
    before = match.groupdict().get("before")
    return match.start() if before in (None, "last", "next", "this") else match.start("month")


def find_dates(text: str, *, reference: date, forward: bool) -> tuple[DatePhrase, ...]:
    """Every date phrase of the text, left to right, none overlapping; at one place the longest wins.

    `reference` is the day that "next month" counts from; `forward` tells whether a bare "March" is still to come.
    """
    at = Reference(reference, forward)
    found: list[DatePhrase] = []
    for pattern, reader in READERS:
        for match in pattern.finditer(text):
            days = reader(match, at)
            if days is not None:
                found.append(DatePhrase(Span(_start(match), match.end()), *days))
    found.sort(key=lambda phrase: (phrase.span.start_char, -phrase.span.end_char))
    kept: list[DatePhrase] = []
    for phrase in found:
        if not kept or phrase.span.start_char >= kept[-1].span.end_char:
            kept.append(phrase)
    return tuple(_with_part(text, phrase) for phrase in kept)
