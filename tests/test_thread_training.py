"""The training of links and events, on three stories of the labelled articles."""

import importlib.util
import json
import shutil
import sys
from pathlib import Path

import pytest
from test_threads import commitment_of

from corpus.commitments import Kind
from corpus.event_kinds import load_model
from corpus.extraction.forest import load_forest
from corpus.joining import COLUMNS as JOIN_COLUMNS
from corpus.joining import load_joins
from corpus.likeness import COLUMNS

DATA = Path(__file__).parent / "data" / "threads"
SCRIPT = Path(__file__).parent.parent / "benchmarks" / "threads.py"
SPEC = importlib.util.spec_from_file_location("thread_training", SCRIPT)
training = importlib.util.module_from_spec(SPEC)
sys.modules[SPEC.name] = training
SPEC.loader.exec_module(training)
STORIES = ("b2-", "b4-", "b5-")


class QuoteReader:
    """Reads the labelled quotes themselves."""

    fingerprint = "quotes"
    floor = 0.0

    def __init__(self, quotes):
        self.quotes = quotes

    def read(self, articles):
        return tuple(
            tuple(
                commitment_of(article, article.text[span.start_char : span.end_char], ("Velmora",), kind=Kind.PLAN)
                for quote in self.quotes.get(article.path, ())
                if (span := training.locate(article, quote))
            )
            for article in articles
        )


@pytest.fixture
def labelled(tmp_path):
    folder = tmp_path / "labelled"
    (folder / "text").mkdir(parents=True)
    for path in sorted((DATA / "text").iterdir()):
        if path.name.startswith(STORIES):
            shutil.copy(path, folder / "text")
    rows = [json.loads(line) for line in (DATA / "threads.jsonl").read_text(encoding="utf-8").splitlines()]
    kept = [row for row in rows if row["events"][0]["article"].startswith(STORIES)]
    (folder / "threads.jsonl").write_text("".join(json.dumps(row) + "\n" for row in kept), encoding="utf-8")
    return folder


def quotes_of(folder):
    quotes = {}
    for line in (folder / "threads.jsonl").read_text(encoding="utf-8").splitlines():
        for event in json.loads(line)["events"]:
            quotes.setdefault(event["article"], []).append(event["quote"])
    return quotes


def test_training_writes_weights_that_are_read_again(labelled, tmp_path, fake_encoder):
    reader = QuoteReader(quotes_of(labelled))
    lines = training.run([labelled], reader=reader, encoder=fake_encoder, to=tmp_path / "weights")
    assert lines[0].startswith("labelled: reports of events in threads")
    assert load_forest(tmp_path / "weights" / "links.safetensors").columns == COLUMNS
    assert load_model(tmp_path / "weights" / "event_kinds.json").weights.any()
    assert load_joins(tmp_path / "weights" / "joins.json").weights.shape == (1, len(JOIN_COLUMNS))
    again = training.run([labelled], reader=reader, encoder=fake_encoder, to=tmp_path / "again")
    assert again == lines
    written = [(tmp_path / name / "event_kinds.json").read_text() for name in ("weights", "again")]
    assert written[0] == written[1]


def test_training_finds_every_labelled_quote():
    for line in (DATA / "threads.jsonl").read_text(encoding="utf-8").splitlines():
        for event in json.loads(line)["events"]:
            assert event["quote"] in (DATA / "text" / event["article"]).read_text(encoding="utf-8")
