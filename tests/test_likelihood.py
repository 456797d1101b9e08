"""The probability of a sentence: trees and a plain sum of what speaks for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.likelihood import COLUMNS, describe, likelihoods, shared_forest
from bot.question import read_question
from bot.weighing import NAMES, Signs

QUESTION = read_question("What did Brandt promise on the harbour?", today=date(2030, 9, 1))
MIDDLING = Signs(*[0.5] * len(NAMES))
FREE = {"headline"}


@pytest.mark.parametrize("name", [name for name in NAMES if name not in FREE])
def test_more_of_a_sign_is_never_less_likely(name):
    best = Signs(*[1.0] * len(NAMES))
    rising = [replace(MIDDLING, **{name: value}) for value in (0.0, 0.2, 0.5, 0.8, 1.0)]
    *chances, _ = likelihoods([*rising, best], QUESTION, parties=1)
    assert chances == sorted(chances)
    assert all(0.0 < chance < 1.0 for chance in chances)


def test_a_sentence_that_the_matcher_takes_for_an_answer_is_much_likelier():
    low, high = likelihoods([replace(MIDDLING, match=0.01), replace(MIDDLING, match=0.95)], QUESTION, parties=1)
    assert high > 2 * low


def test_rows_tell_signs_the_distance_to_the_best_and_what_is_asked():
    described = describe([MIDDLING, replace(MIDDLING, match=0.9)], QUESTION, parties=5)
    assert described.columns == COLUMNS == shared_forest().columns
    first = dict(zip(COLUMNS, described.rows[0].tolist(), strict=True))
    assert first["match behind"] == pytest.approx(-0.4)
    assert (first["binds"], first["parties"], first["timeline"]) == (1.0, 2.0, 0.0)


def test_of_no_sentence_there_is_nothing_to_tell():
    assert likelihoods([], QUESTION, parties=0) == []
