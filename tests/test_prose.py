"""Streamed text cut into sentences, and what becomes of each."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.check import Ground
from bot.prose import LONGEST_CHARS, cut, read_sentence, refuses, settle
from embeddings.analysis import analyse

QUOTES = (
    "Transport minister Ilka Brandt said Velmora would deepen the harbour at Sarn by March 2031.",
    "She promised two new berths for larger ships.",
    "Karsund will hire 400 police officers within a year, Tobin Hale told parliament.",
)
GROUNDS = tuple(
    Ground(number, quote, "Sarn Courier, 2 May 2030", frozenset(analyse(" ".join(QUOTES))))
    for number, quote in enumerate(QUOTES, start=1)
)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("A port opens [1]. A dam closes [2].", ["A port opens [1].", "A dam closes [2]."]),
        ("A port opens. [1] A dam closes. [2][3]", ["A port opens [1].", "A dam closes [2][3]."]),
        ("[1] A port opens. [2] A dam closes.", ["[1] A port opens.", "[2] A dam closes."]),
        ("A port opens.[1] A dam closes.[2]", ["A port opens[1].", "A dam closes[2]."]),
        ("- A port opens [1]\n- A dam closes [2]\n", ["A port opens [1]", "A dam closes [2]"]),
        (
            "## Answer\n\n1. A port opens [1].\n2. A dam closes [2].",
            ["Answer", "A port opens [1].", "A dam closes [2]."],
        ),
        ("Mr. Hale opens a port [1]. On Jan. 8 it shut [2].", ["Mr. Hale opens a port [1].", "On Jan. 8 it shut [2]."]),
        ("“A port opens.” [1] Then trains", ["“A port opens [1].”", "Then trains"]),
        ("It costs $1.5 billion [1]. It opens", ["It costs $1.5 billion [1].", "It opens"]),
        ("<think>hm. [1] hm.</think>A port opens [1].", ["A port opens [1]."]),
        ("", []),
        ("\n \n", []),
        (". . . [ ]", []),
    ],
)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_text_is_cut_alike_however_it_comes(text, sentences, size):
    found = list(cut(text[start : start + size] for start in range(0, len(text), size)))
    assert [sentence.replace(" [", "[").replace("[1].”", ".”[1]") for sentence in found] == [
        sentence.replace(" [", "[").replace("[1].”", ".”[1]") for sentence in sentences
    ]


def test_sentence_comes_as_soon_as_the_next_one_begins():
    came = []

    def pieces():
        for piece in ("A port opens [1]", ". ", "A", " dam closes [2].", " The", " end."):
            yield piece
            came.append(piece)

    sentences = cut(pieces())
    assert next(sentences) == "A port opens [1]."
    assert came == ["A port opens [1]", ". "]
    assert next(sentences) == "A dam closes [2]."
    assert len(came) == 4


def test_unfinished_sentence_is_left_out_when_the_stream_breaks():
    def pieces():
        yield "A port opens [1]. A dam clo"
        raise TimeoutError

    sentences = cut(pieces())
    assert next(sentences) == "A port opens [1]."
    with pytest.raises(TimeoutError):
        next(sentences)


@given(st.lists(st.text(alphabet="aB1. ![]\n【】*“<>think/", max_size=8), max_size=30))
def test_cutting_adds_nothing(pieces):
    text = "".join(pieces)
    found = "".join(cut(pieces))
    assert Counter(found.replace(" ", "")) <= Counter(text)


@pytest.mark.parametrize(
    ("raw", "words", "numbers"),
    [
        ("A port opens [1].", "A port opens.", (1,)),
        ("A port opens [1, 2][S3] 【4】.", "A port opens.", (1, 2, 3, 4)),
        ("A port opens [1-3].", "A port opens.", (1, 2, 3)),
        ("A port [2] opens [2].", "A port opens.", (2,)),
        ("**A port** `opens` [1]", "A port opens", (1,)),
        ("A port opens [999-1].", "A port opens.", (999, 1)),
        ("A port opens (1) [x] [].", "A port opens (1) [x] [].", ()),
    ],
)
def test_words_and_numbers_of_a_sentence(raw, words, numbers):
    assert read_sentence(raw) == (words, numbers)


@pytest.mark.parametrize(
    ("raw", "text", "numbers", "reason"),
    [
        ("Brandt promised two new berths [2].", "Brandt promised two new berths.", (2,), ""),
        ("Brandt promised six new berths [2].", QUOTES[1], (2,), "tells a number"),
        ("She promised two new berths [9].", QUOTES[1], (2,), "cites a number that no source has"),
        ("She promised two new berths.", "She promised two new berths.", (2,), ""),
        ("She promised two new berths by Monday.", QUOTES[1], (2,), "names some"),
        ("Sarn Courier, 2 May 2030: She promised two new berths [2].", "She promised two new berths.", (2,), ""),
        ("[She promised two new berths. [2]]", "She promised two new berths.", (2,), ""),
        ("Karsund will hire 900 police officers [1][3].", QUOTES[2], (3,), "tells a number"),
    ],
)
def test_sentence_is_kept_or_a_quote_stands_for_it(raw, text, numbers, reason):
    settled = settle(raw, GROUNDS, asked=frozenset({"brandt"}))
    assert (settled.text, settled.citations) == (text, numbers)
    assert reason in settled.replaced and bool(reason) == bool(settled.replaced)


@pytest.mark.parametrize("raw", ["Paris is the capital of France.", "The moon is far [9].", "Yes.", "[2]]", "[1]."])
def test_sentence_without_a_source_that_is_like_it_is_dropped(raw):
    assert settle(raw, GROUNDS, asked=frozenset()) is None


@given(st.text(max_size=80), st.lists(st.sampled_from(["[1]", "[2]", "[3]", "[4]", "two", "Brandt"]), max_size=5))
def test_whatever_is_settled_is_a_quote_or_passed_the_check(text, marks):
    settled = settle(" ".join((text, *marks)), GROUNDS, asked=frozenset({"brandt"}))
    if settled is not None:
        assert set(settled.citations) <= {1, 2, 3} and settled.citations
        assert bool(settled.replaced) == (settled.text in QUOTES) or not settled.replaced


@pytest.mark.parametrize(
    ("raw", "is_refusal"),
    [
        ("I cannot answer this question.", True),
        ("I'm sorry, but there is nothing.", True),
        ("The provided evidence does not contain any date [1].", True),
        ("The sources don’t say by when.", True),
        ("It is not possible to determine this.", True),
        ("Hale said he could not answer.", False),
        ("Brandt promised two berths [2].", False),
        ("The articles of agreement will be signed [1].", False),
    ],
)
def test_refusals_are_recognised(raw, is_refusal):
    assert refuses(raw) is is_refusal


@pytest.mark.parametrize("unit", ["[1", "[1,", "[1]", ". [1]", "1.", "**", "<think>", "“", "evidence ", "a. ", "\n- "])
def test_cutting_and_reading_take_time_in_proportion(unit):
    text = unit * 4000
    begun = time.process_time()
    for sentence in cut(text[start : start + 5] for start in range(0, len(text), 5)):
        read_sentence(sentence)
        refuses(sentence)
    assert time.process_time() - begun < 6.0


def test_text_without_a_full_stop_is_handed_on_in_pieces():
    assert max(map(len, cut(["word "] * 2000))) <= LONGEST_CHARS + 5
