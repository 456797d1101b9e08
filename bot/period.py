"""The period in which what a question asks for has to be published, read with what the corpus covers."""

from __future__ import annotations

import re
from datetime import date

from corpus.dates import Period, parse_period

# A period that begins so much later than the last article is another year's, unless its words say which year.
LONG_AFTER_DAYS = 90
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
