"""Greetings and thanks."""

from __future__ import annotations

import pytest

from bot.courtesy import reply_to, without_courtesy


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Thanks! And what did Hale promise?", "And what did Hale promise?"),
        ("hello what did hale promise", "what did hale promise"),
        ("OK, thank you very much - when?", "when?"),
        ("Great, and by when?", "and by when?"),
        ("Great Karsund bridge", "Great Karsund bridge"),
        ("No police officers?", "No police officers?"),
        ("What did Hale say? Thanks!", "What did Hale say? Thanks!"),
        ("thanks", "thanks"),
    ],
)
def test_opening_courtesy_is_no_part_of_the_question(text, rest):
    assert without_courtesy(text) == rest


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("hello", "Hello."),
        ("Good morning!", "Hello."),
        ("thanks a lot", "You are welcome."),
        ("ok, thank you", "You are welcome."),
        ("bye", "Goodbye."),
        ("ok", "Ask on."),
        ("help", "This finds what articles report of commitments."),
        ("What did Hale promise?", ""),
        ("Good schools", ""),
        ("help for fishermen", ""),
        ("", ""),
    ],
)
def test_courtesy_is_answered_where_it_is_all_that_is_said(text, reply):
    assert reply_to(text) == reply


@pytest.mark.parametrize("unit", ["ok ", "thank you ", "no, ", "hello", "very "])
def test_courtesy_without_end_takes_little_time(unit):
    text = unit * (1000 // len(unit)) + "x"
    assert without_courtesy(text)
    assert not reply_to(text)
