"""Questions as they are understood."""

from __future__ import annotations

from datetime import date

import pytest

from bot.question import Want, read_question

TODAY = date(2031, 3, 10)


@pytest.mark.parametrize(
    ("text", "terms", "names"),
    [
        ("What did Brandt commit to?", ("brandt",), ("Brandt",)),
        ("what did brandt commit to", ("brandt",), ()),
        ("WHAT DID BRANDT COMMIT TO", ("brandt",), ()),
        (
            "What did Ilka Brandt promise about the Sarn harbour?",
            ("ilka", "brandt", "sarn", "harbour"),
            ("Ilka Brandt", "Sarn"),
        ),
        ("Did Karsund and Velmora agree on visas?", ("karsund", "velmora", "visa"), ("Karsund", "Velmora")),
        ("sarn berths", ("sarn", "berth"), ()),
        ("What was promised?", (), ()),
        ("", (), ()),
    ],
)
def test_question_keeps_the_words_that_bear_on_the_answer(text, terms, names):
    question = read_question(text, today=TODAY)
    assert (question.terms, question.names) == (terms, names)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("What did Brandt promise in 2030?", date(2030, 1, 1), date(2030, 12, 31)),
        ("What has Karsund done since June 2030?", date(2030, 6, 1), None),
        ("Pledges made between 1 May and 3 June 2030 on ports?", date(2030, 5, 1), date(2030, 6, 3)),
        ("What did Brandt promise last month?", date(2031, 2, 1), date(2031, 2, 28)),
    ],
)
def test_question_takes_its_period_out_of_the_words(text, since, until):
    question = read_question(text, today=TODAY)
    assert question.period is not None
    assert (question.period.since, question.period.until) == (since, until)
    assert not {"2030", "june", "month"} & set(question.terms)


def test_question_keeps_a_single_day_among_its_words():
    question = read_question("What became of the opening on 14 May 2030?", today=TODAY)
    assert question.period is None
    assert "14" in question.terms


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("What did Brandt commit to?", Want.COMMITMENTS),
        ("Timeline of the Sarn harbour", Want.TIMELINE),
        ("When will the harbour open?", Want.WHEN),
        ("Is there a quota for fishing boats?", Want.PASSAGES),
    ],
)
def test_question_tells_what_is_wanted(text, want):
    assert read_question(text, today=TODAY).want is want


def test_follow_up_takes_over_what_it_points_back_to():
    first = read_question("What did Brandt promise about Sarn in 2030?", today=TODAY)
    second = read_question("Did she say anything about fishing boats?", today=TODAY, previous=first)
    assert second.terms == ("fish", "boat")
    assert second.carried == ("brandt", "sarn")
    assert second.period == first.period


def test_question_on_something_else_takes_over_nothing():
    first = read_question("What did Brandt promise about Sarn in 2030?", today=TODAY)
    second = read_question("What did Karsund decide on police?", today=TODAY, previous=first)
    assert (second.carried, second.period) == ((), None)


@pytest.mark.parametrize("text", ["and in 2029?", "And in 2029?"])
def test_question_of_a_period_alone_asks_the_same_of_another_time(text):
    first = read_question("What did Brandt promise about Sarn in 2030?", today=TODAY)
    second = read_question(text, today=TODAY, previous=first)
    assert second.carried == ("brandt", "sarn")
    assert second.period is not None and second.period.since == date(2029, 1, 1)
