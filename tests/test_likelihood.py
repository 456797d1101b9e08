"""The probability of a sentence: trees over what speaks for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.likelihood import (
    COLUMNS,
    GLANCE_COLUMNS,
    at_a_glance,
    describe,
    glance_forest,
    glanced,
    likelihoods,
    shared_forest,
)
from bot.question import read_question
from bot.weighing import NAMES, Signs

QUESTION = read_question("What did Brandt promise on the harbour?", today=date(2030, 9, 1))
MIDDLING = Signs(*[0.5] * len(NAMES))
FREE = {"headline"}


@pytest.mark.parametrize("name", [name for name in NAMES if name not in FREE])
@pytest.mark.parametrize("told", [likelihoods, at_a_glance])
def test_more_of_a_sign_is_never_less_likely(told, name):
    best = Signs(*[1.0] * len(NAMES))
    rising = [replace(MIDDLING, **{name: value}) for value in (0.0, 0.2, 0.5, 0.8, 1.0)]
    *chances, _ = told([*rising, best], QUESTION, parties=1)
    assert chances == sorted(chances)
    assert all(0.0 < chance < 1.0 for chance in chances)


def test_at_a_glance_no_sign_counts_that_is_seen_closely_alone():
    closely = replace(MIDDLING, expected=1.0, match=1.0)
    low, high = at_a_glance([MIDDLING, closely], QUESTION, parties=1)
    assert low == high
    more, less = at_a_glance([replace(MIDDLING, soft=1.0, coverage=1.0), MIDDLING], QUESTION, parties=1)
    assert more > less


def test_a_sentence_that_the_matcher_takes_for_an_answer_is_much_likelier():
    low, high = likelihoods([replace(MIDDLING, match=0.01), replace(MIDDLING, match=0.95)], QUESTION, parties=1)
    assert high > 2 * low


def test_rows_tell_signs_the_distance_to_the_best_and_what_is_asked():
    described = describe([MIDDLING, replace(MIDDLING, match=0.9)], QUESTION, parties=5)
    assert described.columns == COLUMNS == shared_forest().columns
    first = dict(zip(COLUMNS, described.rows[0].tolist(), strict=True))
    assert first["match behind"] == pytest.approx(-0.4)
    assert (first["binds"], first["parties"], first["timeline"]) == (1.0, 2.0, 0.0)


def test_rows_at_a_glance_are_the_same_without_what_is_seen_closely():
    described = describe([MIDDLING, replace(MIDDLING, soft=0.9)], QUESTION, parties=1)
    less = glanced(described)
    assert less.columns == GLANCE_COLUMNS == glance_forest().columns
    assert not {"match", "match behind", "expected"} & set(less.columns)
    whole = dict(zip(COLUMNS, described.rows[0].tolist(), strict=True))
    assert less.rows[0].tolist() == [whole[name] for name in less.columns]


def test_of_no_sentence_there_is_nothing_to_tell():
    assert likelihoods([], QUESTION, parties=0) == at_a_glance([], QUESTION, parties=0) == []
