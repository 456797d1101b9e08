"""Arithmetic on days, weeks, months, quarters and years, and the numbers that count them."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import TypeAlias

# fmt: off
NUMBER_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)
# fmt: on

Days: TypeAlias = tuple[date, date]


def read_number(word: str) -> int:
    """The number that a digit string or an English number word (to twenty) means; "a few" is read as three."""
    lowered = word.lower().strip()
    if lowered.isdigit():
        return int(lowered)
    if lowered in NUMBER_WORDS:
        return NUMBER_WORDS.index(lowered)
    return {"a couple of": 2, "a few": 3, "few": 3, "several": 3, "couple of": 2}.get(lowered, 1)


def month_days(year: int, month: int, *, months: int = 1) -> Days:
    """First and last day of `months` months on from this one; a month outside 1 to 12 counts on into other years."""
    first, last = (year * 12 + month - 1), (year * 12 + month - 1 + months - 1)
    end_year, end_month = last // 12, last % 12 + 1
    return date(first // 12, first % 12 + 1, 1), date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])


def add(day: date, number: int, unit: str) -> date:
    """The day `number` units (day, week, fortnight, month, quarter, year, decade) later; earlier where negative."""
    in_days = {"day": 1, "week": 7, "fortnight": 14}
    if unit in in_days:
        return day + timedelta(days=number * in_days[unit])
    months = day.year * 12 + day.month - 1 + number * {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit]
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def unit_days(day: date, unit: str) -> Days:
    """The calendar unit around the day: its week from Monday, its month, quarter, year, decade."""
    if unit in {"week", "fortnight"}:
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6 if unit == "week" else 13)
    if unit == "month":
        return month_days(day.year, day.month)
    if unit == "quarter":
        return month_days(day.year, (day.month - 1) // 3 * 3 + 1, months=3)
    if unit == "year":
        return month_days(day.year, 1, months=12)
    if unit == "decade":
        return month_days(day.year // 10 * 10, 1, months=120)
    return day, day
