"""The question set in tests/quality: what it asks for stands in its articles, so that a perfect answer is possible."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from corpus.loaders import read_corpus

FOLDER = Path(__file__).parent / "quality"
ROWS = [json.loads(line) for line in (FOLDER / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
ANSWERABLE = [row for row in ROWS if row["answerable"]]
UNANSWERABLE = [row for row in ROWS if not row["answerable"]]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Each article's text as the tracker reads it."""
    reading = read_corpus(FOLDER / "text")
    assert not reading.skipped
    assert not reading.copies
    assert all(article.published for article in reading.articles)
    return {article.path: article.text for article in reading.articles}


def words(text: str) -> str:
    """The text in lower-case words with one space between."""
    return " ".join(re.findall(r"\w+", text.lower()))


def test_quality_ids_are_unique_and_tell_the_half() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert {(int(row["id"][1:]) % 2 == 1, row["half"]) for row in ROWS} == {(True, "tuned"), (False, "held")}


def test_quality_halves_are_even_within_each_type() -> None:
    halves = Counter((row["type"], row["half"]) for row in ROWS)
    for asked in {row["type"] for row in ROWS}:
        assert abs(halves[asked, "tuned"] - halves[asked, "held"]) <= 2


def test_quality_conversations_point_back_and_stay_in_one_half() -> None:
    earlier: dict[str, str] = {}
    for row in ROWS:
        if row["follows"] is not None:
            assert earlier[row["follows"]] == row["half"]
        earlier[row["id"]] = row["half"]
    assert all(row["follows"] for row in ROWS if row["type"] == "follow_up")


@pytest.mark.parametrize("row", ANSWERABLE, ids=lambda row: row["id"])
def test_quality_gold_quotes_are_verbatim_in_gold_articles(row: dict[str, Any], texts: dict[str, str]) -> None:
    assert row["gold_quotes"]
    assert set(row["gold_articles"]) <= set(texts)
    assert all(any(quote in texts[article] for article in row["gold_articles"]) for quote in row["gold_quotes"])


@pytest.mark.parametrize("row", ANSWERABLE, ids=lambda row: row["id"])
def test_quality_facts_to_say_stand_in_gold_quotes(row: dict[str, Any]) -> None:
    assert row["must_mention"]
    assert all(words(fact) in words(" ".join(row["gold_quotes"])) for fact in row["must_mention"])


@pytest.mark.parametrize("row", UNANSWERABLE, ids=lambda row: row["id"])
def test_quality_unanswerable_questions_ask_for_nothing_and_say_why(row: dict[str, Any]) -> None:
    assert row["type"] == "unanswerable"
    assert row["sort"]
    assert not (row["gold_quotes"] or row["gold_articles"] or row["must_mention"])
