"""Runs over time: which is compared with which, what got lower, and which floors are missed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.evaluation_history import (
    Run,
    below,
    corpus_sha256,
    last_run,
    lower_than,
    questions_sha256,
    read_floors,
)
from bot.labels import read_labelled
from corpus.errors import SettingsError

RUN = Run(
    when="2031-03-10T08:00:00+00:00",
    version="0.1.0",
    build_id="b1",
    corpus="articles",
    corpus_sha256="c1",
    questions="q.jsonl",
    questions_sha256="q1",
    note="",
    figures={"complete_answers": 0.5, "quotes_cited": 0.8, "right_refusals": None, "median_seconds": 0.2},
    right=("a", "b"),
)


def test_last_run_is_the_latest_on_the_same_questions():
    newer = replace(RUN, when="2031-04-01T08:00:00+00:00", note="newer")
    other = replace(RUN, questions_sha256="q2")
    lines = [RUN.to_json(), "", newer.to_json(), other.to_json()]
    assert last_run(lines, "q1") == (newer, [])
    assert last_run(lines, "q3") == (None, [])


@pytest.mark.parametrize("strange", ["{", "[]", "3", '{"when": "x"}', RUN.to_json().replace("0.5", '"much"')])
def test_lines_that_are_no_run_are_told_and_passed_over(strange):
    assert last_run([strange, RUN.to_json()], "q1") == (RUN, [1])


def test_lower_fractions_are_named_and_slower_answers_are_not():
    now = replace(
        RUN, figures={"complete_answers": 0.49, "quotes_cited": 0.8, "right_refusals": 0.1, "median_seconds": 9.0}
    )
    assert lower_than(RUN, now) == ["complete_answers"]
    assert lower_than(RUN, RUN) == []
    assert lower_than(now, RUN) == []


def test_floors_are_read_and_what_is_below_is_named():
    floors = read_floors('{"complete_answers": 0.5, "quotes_cited": 0.81, "right_refusals": 0}', name="floors.json")
    assert below(floors, RUN.figures) == ["quotes_cited", "right_refusals"]
    assert below({}, RUN.figures) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"complete_answers": "much"}',
        '{"complete": 0.5}',
        '{"quotes_cited": 1.5}',
        '{"quotes_cited": null}',
        '{"quotes_cited": true}',
    ],
)
def test_floors_that_are_none_get_one_line(text):
    with pytest.raises(SettingsError, match="expected a JSON object of figures") as caught:
        read_floors(text, name="floors.json")
    assert str(caught.value).startswith("floors.json")
    assert "\n" not in str(caught.value)


def test_hash_of_questions_is_that_of_what_they_ask_and_hold():
    line = '{"id": "a", "question": "Who?", "answerable": true, "gold_quotes": ["x"], "gold_articles": ["p", "q"]}'
    same = '{"answerable": true, "id": "a", "question": "Who?", "gold_articles": ["q", "p"], "gold_quotes": ["x"]}'

    def hashed(*lines: str) -> str:
        return questions_sha256(read_labelled(lines, name="q.jsonl"))

    assert hashed(line) == hashed("", same)
    assert hashed(line) != hashed(line.replace("Who", "What"))
    assert hashed(line) != hashed(line.replace('"x"', '"y"'))


def test_hash_of_articles_is_that_of_paths_and_texts(three_articles):
    assert corpus_sha256(three_articles) == corpus_sha256(three_articles[::-1])
    assert corpus_sha256(three_articles) != corpus_sha256(three_articles[1:])
    assert corpus_sha256(three_articles) != corpus_sha256(
        [replace(three_articles[0], path="renamed.txt"), *three_articles[1:]]
    )
