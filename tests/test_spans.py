"""Places in articles put into words: benchmarks/spans.py."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / "benchmarks" / "spans.py"
TEXT = "Vance spoke.\r\nShe will mend the bridge."


@pytest.fixture
def run(tmp_path):
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text(TEXT, newline="")
    (texts / "b.txt").write_text("Nothing here.")

    def run(*rows):
        file = tmp_path / "places.jsonl"
        file.write_text("".join(json.dumps(row) + "\n" for row in rows))
        command = [sys.executable, str(SCRIPT), str(file), "--texts", str(texts), "--out", str(tmp_path / "out")]
        return subprocess.run(command, capture_output=True, text=True, check=False), tmp_path / "out"

    return run


def test_places_become_quotes_and_articles(run):
    start = TEXT.index("She")
    place = {"article": "a.txt", "start": start, "end": start + 24}
    done, out = run(
        {"read": ["a.txt", "b.txt"]},
        {**place, "kind": "pledge", "actors": ["Vance"], "action": "mend the bridge"},
        {"id": "1", "question": "Who mends it?", "gold": [place], "answerable": True},
    )
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (out / "text").iterdir()} == {"a.txt", "b.txt"}
    assert (out / "text" / "a.txt").read_bytes() == TEXT.encode()
    label = json.loads((out / "gold.jsonl").read_text())
    assert (label["quote"], label["deadline"]) == ("She will mend the bridge", None)
    asked = json.loads((out / "questions.jsonl").read_text())
    assert asked["gold_quotes"] == ["She will mend the bridge"]
    assert asked["gold_articles"] == ["a.txt"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"read": ["missing.txt"]}, "no missing.txt in"),
        ({"article": "a.txt", "start": 5, "end": 900, "kind": "plan"}, "another text?"),
    ],
)
def test_a_place_that_is_not_there_is_one_line(run, row, said):
    done, _ = run(row)
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
