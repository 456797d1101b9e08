"""Slips of the keyboard, read as words of the corpus."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from conftest import FakeEncoder

from bot.people import unknown_names
from bot.question import read_question
from bot.spelling import Slip, find_slips, mended

PLAIN = frozenset("photograph brand painter paint what did and the".split())


class Vocabulary(FakeEncoder):
    """One piece for a plain word, three for any other, as an encoder counts them."""

    def count_tokens(self, text: str) -> int:
        return 3 if text in PLAIN else 5


@pytest.fixture
def build(small_build):
    return replace(small_build, encoder=Vocabulary())


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("what did Barndt promise", {"Barndt": "Brandt"}),
        ("what did barndt prmise", {"barndt": "brandt", "prmise": "promise"}),
        ("the harbuor and the raillway", {"harbuor": "harbour", "raillway": "railway"}),
        ("parlaimennt", {"parlaimennt": "parliament"}),
        ("deepenek", {"deepenek": "deepen"}),
        ("comitments sinse Janaury", {"comitments": "commitments"}),
        ("harbour, Brandt, Odrin", {}),
    ],
)
def test_slip_is_read_as_a_word_of_the_corpus(build, text, read):
    found = {slip.asked: slip.read for slip in find_slips(build, text)}
    assert {asked: found.get(asked) for asked in read} == read
    assert read or not found


@pytest.mark.parametrize(
    "text",
    [
        "photograph",
        "what did Brand paint",
        "the painter",
        "Castell",
        "Zoltarnik",
        "sarm",
        "What did Pellworth promise?",
    ],
)
def test_word_that_is_right_or_like_none_stays(build, text):
    assert find_slips(build, text) == ()


def test_name_is_read_as_a_name_only(build):
    assert find_slips(build, "What did Boarts say?") == ()
    assert find_slips(build, "what of the boarts") == (Slip("boarts", "boats"),)


def test_unknown_name_of_two_words_is_not_mended_by_halves(build):
    text = "what did brendt zoltarnik promise"
    assert find_slips(build, "what did brendt promise") == (Slip("brendt", "brandt"),)
    assert find_slips(build, text) == ()


def test_mended_replaces_whole_words():
    assert mended("Barndt's barndts", (Slip("Barndt", "Brandt"),)) == "Brandt's barndts"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("what did ottilie zoltarnik promise", ("ottilie zoltarnik",)),
        ("what did ottilie zoltarnik officers get", ()),
        ("what did brandt promise", ()),
        ("what did painter promise", ()),
        ("zoltarnik", ()),
    ],
)
def test_unknown_name_written_small_is_one(build, text, names):
    assert unknown_names(build, read_question(text, today=date(2031, 3, 10))) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("What was said of the Boats Brandt?", ()),
        ("What did Boats Brandt promise?", ("Boats Brandt",)),
        ("What did the Boats Brandt chairman promise?", ()),
        ("What was said of the Zoltarnik Harbour?", ("Zoltarnik Harbour",)),
        ("What did Boats's Brandt promise?", ()),
        ("What did Boats's Zoltarnik promise?", ("Zoltarnik",)),
        ("What did Ministers Brandt and Zoltarnik promise?", ("Zoltarnik",)),
        ("Reconstruct how Brandt moved.", ()),
        ("What was said of Harbour-Boats plans?", ()),
    ],
)
def test_words_of_a_name_may_stand_apart_but_where_it_acts(build, text, names):
    assert unknown_names(build, read_question(text, today=date(2031, 3, 10))) == names
