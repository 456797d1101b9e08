"""The period in which what a question asks for has to be published, read with what the corpus covers."""

from __future__ import annotations

import re
from datetime import date, timedelta

from corpus.dates import Period, parse_period

# A period that begins so much later than the last article is another year's, unless its words say which year.
LONG_AFTER_DAYS = 90
# A month that is named without a year lies less than this before or after the article.
NEAR_DAYS = 330
_HAS_YEAR = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:last|this|past|next|coming|previous|ago|yesterday|today|tomorrow|weeks?|days?|years?)\b",
    re.IGNORECASE,
)
_TO_COME = re.compile(r"\b(?:next|coming|upcoming|following|tomorrow)\b", re.IGNORECASE)


def period_asked(text: str, *, today: date, latest: date | None) -> Period | None:
    """The period to search in, None where any will do; `latest` is the day of the last article.

    A single day is more often the day something was due on than the day it was written: it stays among the words. What
    is to come ("next week") nobody has written in yet.
    """
    period = _named(text, today=today, latest=latest)
    if period is None or period.since is None:
        return period
    words = text[period.span.start_char : period.span.end_char]
    to_come = period.since > today and _TO_COME.search(words) is not None
    return None if period.since == period.until or to_come else period


def tells_of(period: Period, words: str, *, published: date | None) -> bool:
    """Whether words of an article name the year, or the month of a year, that the period is; no other is looked for.

    A month without its year is the one nearest to the article.
    """
    since, until = period.since, period.until
    if since is None or until is None or since.day != 1 or (until + timedelta(days=1)).day != 1:
        return False
    if (since.month, until.month) == (1, 12) and since.year == until.year:
        return re.search(rf"\b{since.year}\b", words) is not None
    if (since.year, since.month) != (until.year, until.month):
        return False
    near = published is not None and abs((published - since).days) <= NEAR_DAYS
    name = f"(?:{since:%B}|{since:%b}t?)"
    year = rf"(?: \d{{1,2}})?,? {since.year}\b"
    other = r"(?!(?: \d{1,2})?,? (?:19|20)\d\d)"
    return re.search(rf"\b{name}\b\.?(?:{year}{f'|{other}' if near else ''})", words) is not None


def _named(text: str, *, today: date, latest: date | None) -> Period | None:
    """The period that is named; a month without a year is the last before the articles end, where they end long ago.

    Asked in November of articles that end in September, "in October" is this year's; of articles that end years before,
    it is none that anybody can have in mind.
    """
    period = parse_period(text, today=today)
    if latest is None or period is None or period.since is None or (period.since - latest).days <= LONG_AFTER_DAYS:
        return period
    words = text[period.span.start_char : period.span.end_char]
    return period if _HAS_YEAR.search(words) else parse_period(text, today=latest)
