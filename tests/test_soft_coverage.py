"""Words of a question held by a text, near ones in part."""

from __future__ import annotations

import numpy as np
import pytest

from bot.soft_coverage import soft_coverages
from embeddings.analysis import analyse

QUESTION = "ban on ships"
WEIGHTS = dict.fromkeys(analyse("ban ships"), 1.0)


def test_the_same_words_are_held_wholly_and_others_hardly():
    whole, half, none = soft_coverages(QUESTION, WEIGHTS, ["The ban on Ships.", "The ban stands.", "Tea is cold."])
    assert whole == pytest.approx(1.0, abs=1e-6)
    assert none < 0.3 < half < whole


def test_a_near_word_counts_in_part():
    near, far = soft_coverages(QUESTION, WEIGHTS, ["They prohibit vessels.", "They bake bread."])
    assert far < near < 1.0


def test_words_weigh_as_they_are_told_to():
    weights = {analyse("ban")[0]: 9.0, analyse("ships")[0]: 1.0}
    ban, ships = soft_coverages(QUESTION, weights, ["A ban.", "Some ships."])
    assert ban > 0.85 > 0.5 > ships


def test_a_text_without_words_holds_nothing_and_moves_no_other():
    alone = soft_coverages(QUESTION, WEIGHTS, ["A ban."])
    among = soft_coverages(QUESTION, WEIGHTS, ["", "A ban.", "..."])
    assert among.tolist() == pytest.approx([0.0, alone[0], 0.0])


def test_where_nothing_is_asked_about_all_is_held():
    assert soft_coverages("what did she promise", {}, ["A ban.", ""]).tolist() == [1.0, 1.0]
    assert soft_coverages(QUESTION, WEIGHTS, []).shape == (0,)
    assert np.isfinite(soft_coverages(QUESTION, WEIGHTS, ["?!"])).all()
