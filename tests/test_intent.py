"""What questions are after, and whether words tell it."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import make_article

from bot.intent import Expected, Intent, asks_several, expected_of, intent_of, kinds_of, presumes
from bot.telling import tells
from corpus.article import Span
from corpus.commitments import Kind


@pytest.mark.parametrize(
    ("intent", "kinds"),
    [
        (Intent.REFUSAL, {Kind.REFUSAL}),
        (Intent.AGREEMENT, {Kind.AGREEMENT}),
        (Intent.COMMITMENTS, set()),
        (Intent.GENERAL, set()),
    ],
)
def test_intent_tells_the_kinds_asked_for(intent, kinds):
    assert kinds_of(intent) == kinds


def test_narrow_intent_wins_over_wide():
    assert intent_of("Timeline of what Brandt promised") is Intent.TIMELINE
    assert intent_of("What did Brandt refuse to promise?") is Intent.REFUSAL


@pytest.mark.parametrize(
    ("question", "taken"),
    [
        ("When did Brandt agree to pay for the berths?", True),
        ("Why did Hale promise guns?", True),
        ("Did Brandt agree to pay?", False),
        ("What became of the berths?", False),
    ],
)
def test_question_presumes_an_undertaking(question, taken):
    assert presumes(question) is taken


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("By what year did Brandt say that would be done?", Expected.DATE),
        ("Which exact date did Hale give?", Expected.DATE),
        ("What deadline did Hale set?", Expected.DEADLINE),
        ("Did Hale keep to the deadline?", Expected.ANYTHING),
        ("Did Hale say by when he meets the deadline?", Expected.DEADLINE),
        ("Which interest rate did Brandt agree to?", Expected.NUMBER),
        ("What did Brandt rate highly?", Expected.ANYTHING),
    ],
)
def test_question_expects_a_date_or_a_number_where_it_asks_for_one(question, expected):
    assert expected_of(question) is expected


def test_deadline_that_is_not_asked_for_leaves_the_question_how_things_stand():
    assert intent_of("Did Hale keep to the deadline?") is Intent.STATUS


@pytest.mark.parametrize(
    ("question", "several"),
    [
        ("Who signed it, and by when must it be done?", True),
        ("By when did Brandt have to comply and did she?", True),
        ("By when did Brandt have to comply?", False),
        ("Which states went to court and by when do they want it stopped?", True),
        ("By when must the company which runs the port pay?", False),
        ("When will Brandt, who chairs the board, decide?", False),
        ("How often do the ministers and their aides meet?", False),
    ],
)
def test_more_than_one_thing_may_be_asked_for(question, several):
    assert asks_several(question) is several


@pytest.mark.parametrize(
    ("expected", "words", "told"),
    [
        (Expected.ANYTHING, "Nothing.", True),
        (Expected.NUMBER, "They will hire 400 officers.", True),
        (Expected.NUMBER, "They will hire four officers.", True),
        (Expected.NUMBER, "They will hire officers.", False),
        (Expected.CADENCE, "The ministers meet twice a year.", True),
        (Expected.CADENCE, "The ministers met.", False),
        (Expected.DEADLINE, "The berths will be built by March 2031.", True),
        (Expected.DEADLINE, "The berths will be built.", False),
        (Expected.DEADLINE, "They were given a May 9 deadline.", True),
        (Expected.DEADLINE, "They were given a deadline.", False),
        (Expected.DATE, "The port opens on 4 May 2031.", True),
        (Expected.DATE, "The port opens.", False),
    ],
)
def test_words_tell_what_is_expected(expected, words, told):
    article = make_article("a.txt", f"Port\n\n{words}", published=date(2030, 5, 2))
    assert tells(expected, article, Span(6, 6 + len(words))) is told


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("Has the loan been signed?", Intent.STATUS),
        ("Did Hale keep his word on the guards?", Intent.STATUS),
        ("Has she broken her promise on the toll?", Intent.STATUS),
        ("Was the vaccine plant opened?", Intent.STATUS),
        ("What has been promised on the harbour?", Intent.COMMITMENTS),
        ("What does Hale plan for the guards?", Intent.COMMITMENTS),
        ("What was signed at Sarn?", Intent.AGREEMENT),
    ],
)
def test_what_became_of_something_is_asked_otherwise_than_what_was_undertaken(question, intent):
    assert intent_of(question) is intent
