"""By when and how often: the article's words, and the last day that they allow, counted from the article's date."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from corpus.article import Span
from corpus.calendar_units import NUMBER_WORDS, add, read_number, unit_days
from corpus.commitments import Deadline
from corpus.date_phrases import DatePhrase, find_dates

COUNT = (
    r"(?P<number>\d{1,3}|an?|a couple of|a few|few|several|couple of|several|twenty-four|thirty|forty|forty-five"
    r"|sixty|ninety|a hundred|" + ("|".join(NUMBER_WORDS[1:]) + ")")
)
TENS = {"thirty": 30, "forty": 40, "forty-five": 45, "sixty": 60, "ninety": 90, "a hundred": 100, "twenty-four": 24}
UNIT = r"(?P<unit>hour|day|week|fortnight|month|quarter|year|decade)s?"
WORKING = r"(?:(?:working|calendar|business) )?"
COUNTED = re.compile(
    rf"\b(?P<how>within|in|inside|no later than|in under|in less than|over|during|for) (?:the (?:next"
    rf"|coming|following) )?"
    rf"{COUNT}[ -]{WORKING}{UNIT}(?:['\u2019] time|'s time|\u2019s time)?(?: (?:of|after|from) [^,.;:]{{3,40}})?\b",
    re.IGNORECASE,
)
OPENS = re.compile(
    r"\b(?P<how>by|before|until|till|no later than|not later than|ahead of|prior to|as of|as early as|effective"
    r"|with effect from"
    r"|starting(?: in| on| from)?|beginning(?: in| on)?|from|after|through|during|over|in|on|at|this|for"
    r"|since) (?:the )?$",
    re.IGNORECASE,
)
# Events and stretches that a calendar does not tell: kept in words, without a day.
EVENTS = re.compile(
    r"\b(?:by|before|until|ahead of|prior to|as soon as|as long as|after|once|during|within) (?:the |his |her "
    r"|its |their |my |our )?"
    r"(?:[\w\u2019'-]+ ){0,4}?(?:election|elections|primary|caucus|convention|summit|term|session|season|winter"
    r"|spring|summer|autumn|harvest|parliament"
    r"|christmas|easter|ramadan|eid|new year|nowruz|inauguration|conference|vote|referendum|school year|academic year"
    r"|financial year|fiscal year|budget|presidency|tenure|war|ceasefire|decade|century|first day in office|day one)\b"
    r"(?: (?:after|of) next)?",
    re.IGNORECASE,
)
PLAIN = re.compile(
    r"\b(?:effective immediately|immediately(?! (?:after|before|around|following|adjacent))|at once"
    r"|with immediate effect|forthwith|as soon as possible|shortly(?! (?:after|before))|(?<!as )soon(?!-)"
    r"|in the (?:near|foreseeable) future|in the coming (?:days|weeks|months|years)|in the next few (?:days|weeks"
    r"|months|years)"
    r"|overnight|at midnight|by nightfall|this decade|on (?:his|her|the) first day(?: in office)?|on day one"
    r"|at an early date|as soon as (?:[\w\u2019'-]+ ?){1,8})\b",
    re.IGNORECASE,
)
FIRST_DAYS = re.compile(
    r"\b(?:in|on|within|during|inside) (?:his|her|the|its|their|my|our) first (?:\w+ )?(?:hundred |100 )?"
    r"(?:days?|months|year|term|week|session)"
    r"(?: (?:in office|of [\w ]{3,25}))?",
    re.IGNORECASE,
)
# A season without a year is the next one.
SEASON = re.compile(
    r"\b(?P<how>in|by|before|until|from|after) (?:the )?(?:early |late |next )?"
    r"(?P<season>spring|summer|autumn|winter)\b",
    re.IGNORECASE,
)
END_OF = re.compile(
    r"\b(?P<how>by|before|until|at|till) (?:the )?(?:end|close) of the (?P<unit>week|month|quarter|year|decade)\b",
    re.IGNORECASE,
)
FISCAL = re.compile(
    r"(?:\b(?:by|before|in|during|from|until) (?:the )?)?(?:(?:end|start) of (?:the )?)?"
    r"(?:fiscal|financial)(?: year)? $",
    re.IGNORECASE,
)
# A month that recurs or opens a stretch, and a year that is over.
RECURS = re.compile(r"\b(?:every|each|between|last|first \w+ (?:of|in)) $", re.IGNORECASE)
GONE = re.compile(r" (?:of )?(?:last|that|the previous|the same) (?:year|month|week)\b", re.IGNORECASE)
WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.IGNORECASE)
AHEAD = re.compile(r"\b(?:will|would|shall|to|is|are|be|being|going)\b|['\u2019]ll\b", re.IGNORECASE)
TOLD = re.compile(
    r"\b(?:\w+ed|said|told|says|vows?|plans?|promises?|wrote|set out|put|met)(?: (?:here|again))?,? ?$", re.IGNORECASE
)
YEAR = re.compile(r"(?:19|20)\d\d")
PAST = re.compile(r"\b(?:\w{2,}ed|said|told|met|gave|made|took|was|were|had)\b", re.IGNORECASE)
# A noun right behind a day makes it the day of something that was.
NAMED_BY_DATE = re.compile(
    r" (?:\w+ )?(?:attacks?|bombings?|blasts?|explosions?|incidents?|elections?|vote|meetings?|visits?|shootings?"
    r"|killings?|massacre|raids?|protests?|summit|agreement|accord|statement|speech|debate|ruling|earthquake|crash|coup)\b"
)
# How much each time: "40 tonnes a year"; "in a year" and "a year ago" tell a time.
RATE = re.compile(
    r"(?:\d[\d,.]*|\b(?:million|billion|thousand|hundred|\d+(?:st|nd|rd|th)|[a-z]{3,}s|percent|per cent|two|three|four"
    r"|five|six|ten|once|twice))"
    r" (?P<each>an? (?:hour|day|night|week|fortnight|month|quarter|year))\b"
    r"(?! (?:of|ago|later|earlier|before|after|ahead|in|to|from|plan)\b|['\u2019-])",
    re.IGNORECASE,
)
LOOKS_AHEAD = re.compile(
    r"^(?:by|before|until|till|no later|not later|ahead of|prior to|(?:with )?effect|within|over|through|from|as soon"
    r"|for (?:the )?[\w -]{1,12}(?:years?|decades?))\b|\b(?:next|coming|upcoming|tomorrow"
    r"|this (?:week|month|year|spring|summer|autumn|fall|winter|decade))\b",
    re.IGNORECASE,
)
CADENCES = re.compile(
    r"\b(?:(?:once|twice|thrice|(?:at least )?(?:\w+|\d+) times) (?:a|an|per|each|every) (?:day|week|fortnight"
    r"|month|quarter|year|decade)"
    r"|(?:every|each) (?:other |second |third |single )?(?:\w+ )?(?:hours?|days?|nights?|weeks?|fortnights?"
    r"|months?|quarters?|years?"
    r"|decades?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|spring|summer|autumn|winter|january|february|march"
    r"|april|may|june|july"
    r"|august|september|october|november|december)"
    r"|on the (?:first|second|third|fourth|last) (?:\w+ ){1,2}(?:of|in) (?:each|every) month"
    r"|daily|nightly|weekly|fortnightly|bi-?weekly|monthly|bi-?monthly|quarterly|half-yearly|biannual(?:ly)?"
    r"|semi-?annual(?:ly)?"
    r"|annual(?:ly)?|yearly|biennial(?:ly)?|hourly|half-hourly|periodically|regularly"
    r"|per (?:day|week|month|quarter|year|annum))\b",
    re.IGNORECASE,
)


def find_deadline(
    text: str, span: Span, *, published: date | None, is_past: Callable[[Span], bool] = lambda _: False
) -> Deadline | None:
    """The deadline said in the span: the words with the preposition, and the last day they allow; None where none is.

    `is_past` tells of the words of a day whether the grammar puts them in the past; words that bind ("by", "before",
    "until") and those that look ahead themselves ("next week") are not put to it.

    Counted spans ("within 15 days") run from the day of publication; without one, or for an event that no calendar
    tells ("before the election"), `due` is None.
    """
    found = [*_dated(text, span, published), *_counted(text, span, published), *_stretches(text, span, published)]
    found += [
        Deadline(Span(match.start(), match.end()), None)
        for pattern in (FIRST_DAYS, EVENTS, PLAIN)
        for match in pattern.finditer(text, span.start_char, span.end_char)
    ]
    open_ones = (one for one in found if _looks_ahead(text, one.span) or not is_past(one.span))
    return min(open_ones, key=lambda deadline: _rank(text, deadline), default=None)


def _looks_ahead(text: str, span: Span) -> bool:
    return LOOKS_AHEAD.search(text[span.start_char : span.end_char]) is not None


def _stretches(text: str, span: Span, published: date | None) -> list[Deadline]:
    """Seasons without a year are the next ones, "the end of the year" that of the year of publication."""
    found = []
    for match in SEASON.finditer(text, span.start_char, span.end_char):
        days = find_dates(f"this {match['season']}", reference=published or date(2000, 1, 1), forward=True)[0]
        found.append((match, _due(match["how"].lower(), days)))
    for match in END_OF.finditer(text, span.start_char, span.end_char):
        found.append((match, unit_days(published or date(2000, 1, 1), match["unit"].lower())[1]))
    return [Deadline(Span(match.start(), match.end()), due if published else None) for match, due in found]


def _rank(text: str, deadline: Deadline) -> tuple[bool, bool, int]:
    """Words that bind before mere dates, a day that can be told before one that cannot, then the earlier."""
    words = text[deadline.span.start_char : deadline.span.end_char].lower()
    binding = words.startswith(("by ", "before ", "within", "until", "no later", "ahead of", "in ", "from "))
    return not binding, deadline.due is None, deadline.span.start_char


def _dated(text: str, span: Span, published: date | None) -> list[Deadline]:
    inside = text[: span.end_char]
    day = published or date(2000, 1, 1)
    found = []
    for phrase in find_dates(inside[span.start_char :], reference=day, forward=True):
        moved = Span(span.start_char + phrase.span.start_char, span.start_char + phrase.span.end_char)
        opening = OPENS.search(text, max(span.start_char, moved.start_char - 20), moved.start_char)
        due = _due(opening["how"].lower() if opening else "", phrase)
        # A day that is already over says when it was promised ("agreed on Thursday"), not when it falls due.
        if published and due and due < published:
            continue
        start = opening.start() if opening else moved.start_char
        before = Span(span.start_char, start)
        if RECURS.search(text, span.start_char, start) or GONE.match(text, moved.end_char):
            continue
        if _is_past(text, opening, before, moved) or _is_day_of_telling(text, before, moved):
            continue
        told = published is not None or YEAR.search(text, moved.start_char, moved.end_char)
        # Which days a fiscal year has differs from state to state.
        fiscal = FISCAL.search(text, span.start_char, moved.start_char)
        start = fiscal.start() if fiscal else start
        found.append(Deadline(Span(start, moved.end_char), due if told and not fiscal else None))
    return found


def _is_past(text: str, opening: re.Match[str] | None, before: Span, phrase: Span) -> bool:
    """Whether the words tell when something was: "since August", "the March 26 bombing", "who promised in March"."""
    if opening and opening["how"].lower() == "since":
        return True
    if NAMED_BY_DATE.match(text, phrase.end_char) and not YEAR.search(text, phrase.start_char, phrase.end_char):
        return True
    words = text[before.start_char : before.end_char]
    told = YEAR.search(text, phrase.start_char, phrase.end_char) is None and PAST.search(words) is not None
    return told and AHEAD.search(words) is None


def _is_day_of_telling(text: str, before: Span, phrase: Span) -> bool:
    """Whether a weekday is the day of the news ("agreed on Monday"): what stands before it does not look ahead."""
    if not WEEKDAY.search(text, phrase.start_char, phrase.end_char):
        return False
    words = text[before.start_char : before.end_char]
    return AHEAD.search(words) is None or TOLD.search(words) is not None


def _due(how: str, phrase: DatePhrase) -> date:
    if how in {"before", "ahead of", "prior to"}:
        return phrase.since - timedelta(days=1)
    return phrase.until


def _counted(text: str, span: Span, published: date | None) -> list[Deadline]:
    found = []
    for match in COUNTED.finditer(text, span.start_char, span.end_char):
        word, lasts = match["number"].lower(), match["how"].lower() == "for"
        # "For two years" tells how long it holds, "for a month" how long a course is.
        if lasts and match["unit"].lower() not in {"year", "decade"}:
            continue
        number, unit = TENS.get(word) or read_number(word), match["unit"].lower()
        due = None
        if published is not None and not lasts:
            due = add(published, -(-number // 24), "day") if unit == "hour" else add(published, number, unit)
        found.append(Deadline(Span(match.start(), match.end()), due))
    return found


def find_cadence(text: str, span: Span) -> Span | None:
    """How often, in the words of the span ("quarterly", "every three months"); None where it does not say."""
    match = CADENCES.search(text, span.start_char, span.end_char)
    if match:
        return Span(match.start(), match.end())
    rate = RATE.search(text, span.start_char, span.end_char)
    return Span(rate.start("each"), rate.end("each")) if rate else None
