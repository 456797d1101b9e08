"""Calendar days as news pages write them: `2024-05-09`, `09-05-2024`, `May 9, 2024`, `9 May 2024`."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"  # noqa: E501
_ISO = r"(?P<year>(?:19|20)\d\d)[-/](?P<number>\d{1,2})[-/](?P<day>\d{1,2})(?=\D|$)"
_NUMBERS = r"(?P<day>\d{1,2})[-/.](?P<number>\d{1,2})[-/.](?P<year>(?:19|20)\d\d)(?!\d)"
_DAY_FIRST = rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<year>(?:19|20)\d\d)(?!\d)"
_MONTH_FIRST = rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)(?!\d)"
_FORMS = tuple(re.compile(rf"(?<![\w-]){form}", re.I) for form in (_ISO, _NUMBERS, _DAY_FIRST, _MONTH_FIRST))


def find_date(text: str) -> date | None:
    """The first calendar day written out in a short text; None where there is none or it does not exist.

    Where only numbers are given the day stands first (`08-01-2026` is 8 January), unless that cannot be.
    """
    found = [(match.start(), match) for form in _FORMS if (match := form.search(text))]
    return _calendar_day(min(found, key=lambda pair: pair[0])[1]) if found else None


def _calendar_day(match: re.Match[str]) -> date | None:
    """The day that the match names, None where the calendar has no such day."""
    parts = match.groupdict()
    day = int(parts["day"])
    month = _MONTHS[parts["month"].casefold()] if parts.get("month") else int(parts["number"])
    if "number" in parts and month > 12 >= day:
        day, month = month, day
    try:
        return date(int(parts["year"]), month, day)
    except ValueError:
        return None
