"""Numbers, sums of money and dates of a text in one form each, however they are written.

    found = figures("On January 8 they paid $1.5bn for nine hundred berths")
    assert found.dates == {(None, 1, 8)} and found.numbers == {("1500000000", "$"), ("900", "")}

A date is (year, month, day) with None for what is not told. "one" is no number here: it is a pronoun too often.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

Date = tuple[int | None, int | None, int | None]
Number = tuple[str, str]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH = (
    r"(?P<month>(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?))\b\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s(?P<year>\d{4})\b)?"
_DATES = (
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b"),
    re.compile(rf"\b{_DAY}\s(?:of\s)?{_MONTH}{_YEAR}"),
    re.compile(rf"\b{_MONTH}\s{_DAY}\b(?!,\d){_YEAR}"),
    re.compile(rf"\b{_MONTH}{_YEAR}"),
)

_SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_WORDS = {word: value for value, word in enumerate(f"{_SMALL} seventeen eighteen nineteen".split())}
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS |= {word: 10 * value for value, word in enumerate(_TENS.split(), start=2)}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_WORDS |= {word: value for value, word in enumerate(_ORDINALS.split(), start=1)}
_WORDS |= {"twice": 2, "double": 2, "triple": 3, "dozen": 12}
_SPELT = re.compile(r"\b(?:" + "|".join([*_WORDS, "hundred", "half"]) + r")\b", re.IGNORECASE)
_SPELT_GAP = re.compile(r"[\s-]+(?:and\s)?")

_SCALES = {"hundred": 2, "thousand": 3, "k": 3, "lakh": 5, "million": 6, "mn": 6, "m": 6, "crore": 7}
_SCALES |= {"billion": 9, "bn": 9, "b": 9, "trillion": 12, "tn": 12}
_CURRENCIES = {"us$": "$", "usd": "$", "dollar": "$", "eur": "€", "euro": "€", "gbp": "£", "pound": "£"}
_CURRENCIES |= {"rs": "rupee", "pkr": "rupee", "₹": "rupee", "rmb": "yuan", "cny": "yuan", "¥": "yuan"}
_CURRENCY = r"(?:US\$|[$€£¥₹]|(?:USD|EUR|GBP|PKR|RMB|CNY|Rs)\.?)"
_NUMBER = re.compile(
    rf"""
    (?:(?<!\w)(?P<before>{_CURRENCY})\s?|(?<![\w.]))
    (?P<digits>\d{{1,15}}(?:[.,:/]\d{{1,15}}){{0,6}})(?:st|nd|rd|th)?
    (?:[\s-]?(?P<scale>{"|".join(sorted(_SCALES, key=len, reverse=True))})\b)?
    (?:[\s-]?(?P<after>%|per\s?cent\b|percent\b|{_CURRENCY}(?!\w)|(?:dollar|euro|pound|rupee|yuan|crown)s?\b))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Figures:
    """What a text counts and dates; a number is its digits without leading zeros, with "%", a currency or ""."""

    numbers: frozenset[Number]
    dates: frozenset[Date]

    def lacking(self, other: Figures) -> tuple[Number | Date, ...]:
        """What the other text tells and this one does not, in a stable order.

        A date that tells less is held by one that tells more, and a bare number by the same one with a unit.
        """
        years = {(str(date[0]), "") for date in self.dates if date[0]}
        held = self.numbers | years | {(digits, "") for digits, _ in self.numbers}
        numbers = sorted(other.numbers - held)
        dates = [date for date in other.dates if not any(_covers(whole, date) for whole in self.dates)]
        return (*numbers, *sorted(dates, key=str))


def figures(text: str) -> Figures:
    """The numbers and dates in a text."""
    dates: set[Date] = set()
    for pattern in _DATES:
        dates |= {_date(match) for match in pattern.finditer(text)}
        text = pattern.sub(" · ", text)
    return Figures(frozenset(map(_number, _NUMBER.finditer(in_digits(text)))), frozenset(dates))


def counted(text: str) -> tuple[tuple[Number, str], ...]:
    """Each number of the text that is no part of a date, with what follows it: the words that tell what is counted."""
    for pattern in _DATES:
        text = pattern.sub(" · ", text)
    written = in_digits(text)
    return tuple((_number(match), written[match.end() :]) for match in _NUMBER.finditer(written))


def together(parts: Iterable[Figures]) -> Figures:
    """All that these texts count and date."""
    listed = list(parts)
    return Figures(
        frozenset(number for part in listed for number in part.numbers),
        frozenset(date for part in listed for date in part.dates),
    )


def _covers(whole: Date, part: Date) -> bool:
    return all(wanted is None or wanted == told for wanted, told in zip(part, whole, strict=True))


def _date(match: re.Match[str]) -> Date:
    told = match.groupdict()
    month = told["month"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
    year, day = told.get("year"), told.get("day")
    return int(year) if year else None, number, int(day) if day else None


def in_digits(text: str) -> str:
    """The text with numbers that are spelt out written in digits: "twenty-five" as 25, "nine hundred" as 900."""
    pieces: list[str] = []
    end = 0
    run: list[re.Match[str]] = []
    for match in _SPELT.finditer(text):
        if run and not _SPELT_GAP.fullmatch(text, run[-1].end(), match.start()):
            pieces += [text[end : run[0].start()], _value(run)]
            end, run = run[-1].end(), []
        run.append(match)
    if run:
        pieces += [text[end : run[0].start()], _value(run)]
        end = run[-1].end()
    return "".join(pieces) + text[end:]


def _value(run: list[re.Match[str]]) -> str:
    words = [match.group().casefold() for match in run]
    if words == ["one"]:
        return "one"
    total = Decimal(0)
    for word in words:
        if word == "hundred":
            total = (total or Decimal(1)) * 100
        else:
            total += Decimal("0.5") if word == "half" else _WORDS[word]
    return f"{total:f}"


def _number(match: re.Match[str]) -> Number:
    digits, scale = match["digits"], match["scale"]
    unit = _unit(match["before"] or match["after"] or "")
    if _THOUSANDS.fullmatch(digits):
        digits = digits.replace(",", "")
    if not re.fullmatch(r"\d+(?:\.\d+)?", digits):
        return digits, unit
    value = Decimal(digits) * 10 ** _SCALES[scale.casefold()] if scale else Decimal(digits)
    plain = f"{value:f}"
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain), unit


def _unit(written: str) -> str:
    unit = written.casefold().strip(".")
    if unit.startswith("per") or unit == "%":
        return "%"
    singular = unit.removesuffix("s") if len(unit) > len("rs") else unit
    return _CURRENCIES.get(singular, singular)
