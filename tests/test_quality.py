"""Answers on the question set in tests/quality reach the floors, which only rise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot import cli
from bot.evaluation import FRACTIONS
from bot.evaluation_history import read_floors

FOLDER = Path(__file__).parent / "quality"
FLOORS = FOLDER / "floors.json"


def test_quality_floors_hold_for_letters_and_citations_without_exception() -> None:
    floors = read_floors(FLOORS.read_text(encoding="utf-8"), name=FLOORS.name)
    assert set(floors) == set(FRACTIONS)
    assert floors["verbatim_citations"] == floors["cited_statements"] == 1.0
    assert all(floor > 0 for floor in floors.values())


@pytest.mark.slow
def test_quality_of_answers_reaches_the_floors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("evaluate", "--corpus", FOLDER / "text", "--questions", FOLDER / "questions.jsonl")
    status = cli.main([*map(str, (*words, "--data", tmp_path, "--floors", FLOORS)), "--json"])
    out, err = capsys.readouterr()
    assert status == 0, err
    assert json.loads(out)["run"]["figures"]["questions"] == 103
