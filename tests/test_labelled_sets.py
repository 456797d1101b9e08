"""The labelled articles in this repository: every label is verbatim, and what is measured on teaches nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.commitments import Kind
from corpus.event_kinds import What
from corpus.loaders import read_corpus

TESTS = Path(__file__).parent
LEARNED = (TESTS / "data" / "threads", TESTS / "data" / "threads-reworded")
UNSEEN = TESTS / "unseen"


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of JSON Lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def texts(folder: Path) -> dict[str, str]:
    """Each article's text as the tracker reads it, the white space squeezed."""
    reading = read_corpus(folder / "text")
    assert not reading.skipped
    return {article.path: " ".join(article.text.split()) for article in reading.articles}


@pytest.mark.parametrize("folder", [*LEARNED, UNSEEN], ids=lambda folder: folder.name)
def test_events_of_threads_are_verbatim_and_told_by_known_words(folder: Path) -> None:
    known = texts(folder)
    events = [event for thread in rows(folder / "threads.jsonl") for event in thread["events"]]
    assert events
    assert all(" ".join(event["quote"].split()) in known[event["article"]] for event in events)
    assert {event["what"] for event in events} <= set(What)


def test_unseen_commitments_and_answers_are_verbatim() -> None:
    known = texts(UNSEEN)
    commitments = rows(UNSEEN / "gold.jsonl")
    assert all(" ".join(one["quote"].split()) in known[one["article"]] for one in commitments)
    asked = [one for one in rows(UNSEEN / "questions.jsonl") if one["answerable"]]
    quotes = [(quote, one["gold_articles"]) for one in asked for quote in one["gold_quotes"]]
    assert all(any(" ".join(quote.split()) in known[path] for path in paths) for quote, paths in quotes)


def test_what_is_measured_on_is_not_learned_from() -> None:
    measured = set(texts(UNSEEN).values())
    assert all(measured.isdisjoint(texts(folder).values()) for folder in LEARNED)


def test_press_commitments_are_verbatim_and_of_known_kinds() -> None:
    known = texts(TESTS / "data" / "press")
    labels = rows(TESTS / "data" / "press" / "gold.jsonl")
    assert len(known) == 206
    assert len(labels) == 602
    assert all(" ".join(row["quote"].split()) in known[row["article"]] for row in labels)
    assert all(row["actors"] and Kind(row["kind"]) for row in labels)


@pytest.mark.parametrize("path", sorted((TESTS / "news").glob("*.jsonl")), ids=lambda path: path.name)
def test_places_in_news_are_those_of_articles_that_were_read(path: Path) -> None:
    head, *found = rows(path)
    read = set(head["read"])
    places = [place for row in found for place in row.get("gold", [row])]
    assert places
    assert {place["article"] for place in places} <= read
    assert all(0 <= place["start"] < place["end"] for place in places)
    assert all(row["answerable"] == bool(row["gold"]) for row in found if "gold" in row)


def test_questions_over_stories_have_verbatim_answers() -> None:
    known = texts(TESTS / "data" / "stories")
    asked = rows(TESTS / "data" / "stories" / "questions.jsonl")
    assert len(asked) == 90
    for row in asked:
        told = " ".join(" ".join(known[name].split()) for name in row["gold_articles"])
        assert all(" ".join(quote.split()) in told for quote in row["gold_quotes"])
        assert row["answerable"] == bool(row["gold_quotes"])
