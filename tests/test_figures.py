"""Numbers and dates in one form, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.figures import counted, figures, in_digits, together


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,000 men and 2.50 tonnes", {("1000", ""), ("2.5", "")}),
        ("$3.5bn", {("3500000000", "$")}),
        ("3.5 billion dollars", {("3500000000", "$")}),
        ("US$2 million", {("2000000", "$")}),
        ("Rs5 crore, or 50 million rupees", {("50000000", "rupee")}),
        ("5%, 6 percent and 7 per cent", {("5", "%"), ("6", "%"), ("7", "%")}),
        ("twenty-five ships, nine hundred and five men", {("25", ""), ("905", "")}),
        ("a 400-member force and two more", {("400", ""), ("2", "")}),
        ("one of them", set()),
        ("half a dozen, the 3rd time, the third time", {("0.5", ""), ("12", ""), ("3", "")}),
        ("at 10:30, in 2025-26", {("10:30", ""), ("2025", ""), ("26", "")}),
        ("G20 and SPU2", set()),
    ],
)
def test_numbers_are_read_in_one_form(text, numbers):
    assert figures(text).numbers == numbers


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("8 January 2026", {(2026, 1, 8)}),
        ("January 8, 2026", {(2026, 1, 8)}),
        ("2026-01-08", {(2026, 1, 8)}),
        ("Jan. 8th", {(None, 1, 8)}),
        ("the 8th of January", {(None, 1, 8)}),
        ("in March 2031", {(2031, 3, None)}),
        ("last September", {(None, 9, None)}),
        ("they may go, and march on", set()),
    ],
)
def test_dates_are_read_in_one_form(text, dates):
    assert figures(text).dates == dates


@pytest.mark.parametrize(
    ("source", "sentence", "lacking"),
    [
        ("8 January 2026", "January 8", ()),
        ("8 January 2026", "in 2026, in January 2026", ()),
        ("8 January", "8 January 2026", ((2026, 1, 8),)),
        ("January 2025 and 2026", "January 2026", ((2026, 1, None),)),
        ("$5", "5", ()),
        ("5", "$5", (("5", "$"),)),
        ("5", "5%", (("5", "%"),)),
        ("five ships", "5 ships", ()),
    ],
)
def test_source_lacks_what_it_does_not_tell(source, sentence, lacking):
    assert figures(source).lacking(figures(sentence)) == lacking


@given(st.integers(0, 999_999_999))
def test_number_with_and_without_commas_is_one(number):
    assert figures(f"{number:,} men") == figures(f"{number} men") == figures(f"{number}.0 men")


@given(st.dates())
def test_date_has_one_form(day):
    written = f"{day.day} {day:%B} {day.year:04d}"
    assert figures(written) == figures(f"{day:%B} {day.day}, {day.year:04d}") == figures(day.isoformat())


def test_together_holds_all():
    parts = (figures("5 men"), figures("8 May"))
    assert together(parts) == figures("5 men on 8 May")


def test_counted_tells_each_number_with_what_is_counted():
    found = counted("On 8 May they hired 400 officers and two dogs")
    assert found == ((("400", ""), " officers and 2 dogs"), (("2", ""), " dogs"))


def test_in_digits_leaves_other_words_alone():
    assert in_digits("No one freighted often; ninety men") == "No one freighted often; 90 men"
