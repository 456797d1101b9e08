"""What speaks for a sentence, and the probability that it adds up to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.weighing import NAMES, Signs, best_of, probability

MIDDLING = Signs(*[0.5] * len(NAMES))
BEST = Signs(*[1.0] * len(NAMES))


@pytest.mark.parametrize("name", [name for name in NAMES if name != "headline"])
def test_more_of_a_sign_is_never_less_likely(name):
    chances = [probability(replace(MIDDLING, **{name: value}), BEST) for value in (0.0, 0.3, 0.7, 1.0)]
    assert chances == sorted(chances)
    assert 0.0 < chances[0] < chances[-1] < 1.0


def test_headline_is_less_likely_than_the_sentence_beneath_it():
    assert probability(replace(MIDDLING, headline=1.0), BEST) < probability(replace(MIDDLING, headline=0.0), BEST)


def test_sentence_is_likelier_where_no_other_is_better():
    assert probability(MIDDLING, MIDDLING) > probability(MIDDLING, BEST)


def test_best_of_takes_each_sign_from_where_it_is_highest():
    found = best_of([replace(MIDDLING, coverage=0.9), replace(MIDDLING, actor=0.8)])
    assert found == replace(MIDDLING, coverage=0.9, actor=0.8)


def test_best_of_none_is_an_error():
    with pytest.raises(TypeError):
        best_of([])
