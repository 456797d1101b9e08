"""Questions as they are understood."""

from __future__ import annotations

from datetime import date

import pytest

from bot.intent import Expected, Intent
from bot.question import points_back, read_question
from corpus.commitments import Kind

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
    ("text", "intent", "expected"),
    [
        ("What did Brandt commit to?", Intent.COMMITMENTS, Expected.ANYTHING),
        ("Timeline of the Sarn harbour", Intent.TIMELINE, Expected.ANYTHING),
        ("How has the harbour plan changed from 2028 to 2030?", Intent.TIMELINE, Expected.ANYTHING),
        ("When will the harbour open?", Intent.DEADLINE, Expected.DATE),
        ("What deadline did Brandt give?", Intent.DEADLINE, Expected.DEADLINE),
        ("How often do the ministers meet?", Intent.DEADLINE, Expected.CADENCE),
        ("How many officers will Karsund hire?", Intent.GENERAL, Expected.NUMBER),
        ("Did the exercise take place?", Intent.STATUS, Expected.ANYTHING),
        ("What became of the ferry?", Intent.STATUS, Expected.ANYTHING),
        ("What did Hale rule out?", Intent.REFUSAL, Expected.ANYTHING),
        ("Will Hale sell the ferry?", Intent.GENERAL, Expected.ANYTHING),
        ("What will Hale not do?", Intent.REFUSAL, Expected.ANYTHING),
        ("What has Hale promised never to sell?", Intent.REFUSAL, Expected.ANYTHING),
        ("Which offers did Hale turn down?", Intent.REFUSAL, Expected.ANYTHING),
        ("What did Karsund and Velmora agree on?", Intent.AGREEMENT, Expected.ANYTHING),
        ("Who promised the berths?", Intent.WHO, Expected.ANYTHING),
        ("Do both reports say the same about the fee?", Intent.COMPARISON, Expected.ANYTHING),
        ("fishing boats", Intent.GENERAL, Expected.ANYTHING),
    ],
)
def test_question_tells_what_is_asked_for(text, intent, expected):
    question = read_question(text, today=TODAY)
    assert (question.intent, question.expected) == (intent, expected)


def test_question_in_capitals_is_read_as_in_small_letters():
    shouted = read_question("WHEN DID BRANDT AGREE TO PAY?", today=TODAY)
    assert (shouted.asked, shouted.names) == ("WHEN DID BRANDT AGREE TO PAY?", ())
    assert shouted.presumes


def test_question_as_of_a_day_looks_at_what_was_published_by_then():
    question = read_question("What had Brandt promised as of 3 May 2030?", today=TODAY)
    assert question.period is not None
    assert (question.period.since, question.period.until) == (None, date(2030, 5, 3))


@pytest.mark.parametrize(
    "text",
    [
        "on track?",
        "was the promise kept?",
        "When do the strikers go back?",
        "what was the reaction in Sarn?",
        "the ferries too?",
        "what did Sarn want in return?",
        "how would hers be paid for?",
        "which ones would have let them in",
    ],
)
def test_short_question_that_names_nobody_goes_on(text):
    assert points_back(read_question(text, today=TODAY))


@pytest.mark.parametrize(
    "text",
    [
        "minimum wage",
        "ferry fares in Sarn",
        "who promised anything about floods?",
        "what is planned for schools?",
        "what was the reaction of Sarn to the plan?",
        "by when is the depot at Sarn to close, and who pays?",
    ],
)
def test_question_that_says_what_it_is_about_stands_alone(text):
    assert not points_back(read_question(text, today=TODAY))


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


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("Did Hale keep his promise to release the budget?", ("hale", "releas", "budget")),
        ("did she break the pledge on berths", ("berth",)),
        ("Who keeps the harbour open?", ("keep", "harbour", "open")),
        ("Will they break ground on the pier?", ("break", "ground", "pier")),
    ],
)
def test_keeping_a_promise_is_no_part_of_what_it_is_about(question, terms):
    assert read_question(question, today=TODAY).terms == terms


def test_words_of_refusing_are_not_what_is_refused():
    assert read_question("Which demands for berths did Hale reject?", today=TODAY).terms == ("berth", "hale")
    assert read_question("What did Hale promise about demands?", today=TODAY).terms == ("hale", "demand")
    assert read_question("who refused?", today=TODAY).terms == ("refus",)


def test_who_refused_asks_for_refusals():
    question = read_question("Who ruled out a ferry?", today=TODAY)
    assert (question.intent, question.kinds, question.terms) == (Intent.WHO, {Kind.REFUSAL}, ("ferri",))
    assert "rule" in read_question("What did Hale say about the ruling?", today=TODAY).terms


def test_what_is_to_come_was_published_at_any_time():
    assert read_question("What will Hale do next week?", today=TODAY).period is None
    assert read_question("What did Hale do last week?", today=TODAY).period is not None
    assert read_question("What did Hale do in 2033?", today=TODAY).period is not None
