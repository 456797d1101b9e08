"""Two readings of the same articles joined: benchmarks/readings.py."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

SPEC = importlib.util.spec_from_file_location("readings", Path(__file__).parent.parent / "benchmarks" / "readings.py")
readings = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(readings)

TEXT = "Bridges\n\nVance will mend the bridge. Vance will paint the gate. Vance wants to buy a boat.\n"
MEND, PAINT, BUY = "Vance will mend the bridge", "Vance will paint the gate", "Vance wants to buy a boat"


def write(folder, articles, labels):
    (folder / "text").mkdir(parents=True)
    for name in articles:
        (folder / "text" / name).write_text(TEXT)
    rows = [{"article": name, "quote": quote, "kind": kind} for name, quote, kind in labels]
    (folder / "gold.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


@pytest.fixture
def folders(tmp_path):
    own = [("a.txt", MEND, "pledge"), ("a.txt", BUY, "plan"), ("b.txt", MEND, "pledge")]
    others = [("a.txt", MEND[6:], "plan"), ("a.txt", PAINT, "pledge"), ("a.txt", BUY, "priority")]
    return write(tmp_path / "one", ["a.txt", "b.txt"], own), write(tmp_path / "two", ["a.txt"], others)


def test_join_keeps_the_first_words_of_what_both_found_and_tells_the_rest_apart(folders):
    gold, optional, twice = readings.join(*folders)
    assert [(row["article"], row["quote"], row["kind"]) for row in gold] == [
        ("a.txt", MEND, "pledge"),
        ("b.txt", MEND, "pledge"),
    ]
    assert [(row["quote"], row["kind"]) for row in optional] == [(BUY, "plan"), (PAINT, "pledge")]
    assert twice == {"a.txt"}


def test_main_writes_a_folder_of_labels_and_the_agreement(folders, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["readings", *map(str, folders), "--out", str(tmp_path / "joined")])
    assert readings.main() == 0
    assert "1 articles read twice: 1 commitments found by both, 2 by one; F1 0.50" in capsys.readouterr().out
    assert (tmp_path / "joined" / "text" / "b.txt").read_text() == TEXT
    assert len((tmp_path / "joined" / "optional.jsonl").read_text().splitlines()) == 2


def test_main_says_where_labels_are_missing(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["readings", str(tmp_path), str(tmp_path), "--out", str(tmp_path / "joined")])
    assert readings.main() == 1
    assert "no labelled articles" in capsys.readouterr().err
