from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.calendar_units import add
from corpus.date_phrases import find_dates
from corpus.dates import parse_period

TODAY = date(2025, 9, 10)  # a Wednesday


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("what was promised in 2024?", date(2024, 1, 1), date(2024, 12, 31)),
        ("what did Orla Vance commit to since June?", date(2025, 6, 1), None),
        ("pledges since June 2024", date(2024, 6, 1), None),
        ("between 1 September and 31 October 2024", date(2024, 9, 1), date(2024, 10, 31)),
        ("between September and October 2024", date(2024, 9, 1), date(2024, 10, 31)),
        ("from 3 March 2025 to 5 April 2025", date(2025, 3, 3), date(2025, 4, 5)),
        ("from March to May", date(2025, 3, 1), date(2025, 5, 31)),
        ("dealings with the party, March to May 2024", date(2024, 3, 1), date(2024, 5, 31)),
        ("May-July 2024", date(2024, 5, 1), date(2024, 7, 31)),
        ("in March and April 2024", date(2024, 3, 1), date(2024, 4, 30)),
        ("in March 2024 and in August 2024", date(2024, 3, 1), date(2024, 3, 31)),
        ("from November 2024 until February", date(2024, 11, 1), date(2025, 2, 28)),
        ("1 to 15 October 2024", date(2024, 10, 1), date(2024, 10, 15)),
        ("between 2021 and 2023", date(2021, 1, 1), date(2023, 12, 31)),
        ("what was said last month", date(2025, 8, 1), date(2025, 8, 31)),
        ("this month", date(2025, 9, 1), date(2025, 9, 30)),
        ("last year", date(2024, 1, 1), date(2024, 12, 31)),
        ("over the past year", date(2024, 9, 10), date(2025, 9, 10)),
        ("in the last 30 days", date(2025, 8, 11), date(2025, 9, 10)),
        ("in the past two weeks", date(2025, 8, 27), date(2025, 9, 10)),
        ("last week", date(2025, 9, 1), date(2025, 9, 7)),
        ("yesterday", date(2025, 9, 9), date(2025, 9, 9)),
        ("what was announced today", TODAY, TODAY),
        ("on Monday", date(2025, 9, 8), date(2025, 9, 8)),
        ("in august", date(2025, 8, 1), date(2025, 8, 31)),
        ("in october", date(2024, 10, 1), date(2024, 10, 31)),
        ("on 24 August", date(2025, 8, 24), date(2025, 8, 24)),
        ("on August 24, 2023", date(2023, 8, 24), date(2023, 8, 24)),
        ("on 2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ("before May 2025", None, date(2025, 4, 30)),
        ("how did it move between the first report and May 2025?", None, date(2025, 5, 31)),
        ("after 5 May 2025", date(2025, 5, 6), None),
        ("until the end of 2024", None, date(2024, 12, 31)),
        ("in the third quarter of 2024", date(2024, 7, 1), date(2024, 9, 30)),
        ("in Q1 2025", date(2025, 1, 1), date(2025, 3, 31)),
        ("in the first half of 2025", date(2025, 1, 1), date(2025, 6, 30)),
        ("last summer", date(2025, 6, 1), date(2025, 8, 31)),
        ("in early January 2025", date(2025, 1, 1), date(2025, 1, 10)),
        ("in late 2024", date(2024, 9, 1), date(2024, 12, 31)),
        ("three months ago", date(2025, 6, 1), date(2025, 6, 30)),
    ],
)
def test_parse_period_reads_the_days_a_question_names(question, since, until):
    period = parse_period(question, today=TODAY)
    assert period is not None
    assert (period.since, period.until) == (since, until)


@pytest.mark.parametrize(
    "question",
    [
        "what has Orla Vance promised?",
        "may the ministry open the port?",
        "who will march on the capital",
        "what must be done by 2030?",
        "what is due in March?",
        "what does the 2025 budget promise?",
        "who will hire 2025 officers",
        "",
    ],
)
def test_parse_period_finds_none_where_no_period_is_named(question):
    assert parse_period(question, today=TODAY) is None


def test_parse_period_tells_which_words_name_it():
    question = "what did Karsund promise since June 2024 on ports?"
    period = parse_period(question, today=TODAY)
    assert question[period.span.start_char : period.span.end_char] == "since June 2024"


@given(
    st.dates(date(1950, 1, 1), date(2090, 1, 1)),
    st.text(alphabet="in since march 2024 of the 1-31 between and,", max_size=60),
)
def test_parse_period_never_ends_before_it_begins(today, text):
    period = parse_period(text, today=today)
    assert period is None or period.since is None or period.until is None or period.since <= period.until


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.text(max_size=80))
def test_find_dates_gives_ordered_disjoint_spans(reference, text):
    phrases = find_dates(text, reference=reference, forward=True)
    assert all(phrase.since <= phrase.until for phrase in phrases)
    assert all(a.span.end_char <= b.span.start_char for a, b in pairwise(phrases))


@pytest.mark.parametrize(
    ("day", "number", "unit", "expected"),
    [
        (date(2024, 1, 31), 1, "month", date(2024, 2, 29)),
        (date(2024, 2, 29), 1, "year", date(2025, 2, 28)),
        (date(2024, 3, 1), -1, "day", date(2024, 2, 29)),
        (date(2024, 11, 5), 2, "quarter", date(2025, 5, 5)),
    ],
)
def test_add_stays_within_the_month(day, number, unit, expected):
    assert add(day, number, unit) == expected
