"""Commitments as rows, and the cache of readings."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from conftest import FakeReader

from corpus.article import Span
from corpus.commitments import Deadline, Status
from embeddings.commitment_rows import COLUMNS, from_row, to_row
from embeddings.progress import Stage
from embeddings.readings import READINGS_FILE, read_articles


@pytest.fixture
def commitment(three_articles):
    """One that has everything a commitment can have."""
    (found,) = FakeReader().read(three_articles[:1])[0][:1]
    return replace(
        found,
        speakers=("Ilka Brandt",),
        counterparty="the fishing fleet",
        deadline=Deadline(Span(80, 93), date(2031, 3, 31)),
        cadence=Span(3, 9),
        conditional=True,
        reported_by="Tobin Hale",
        status=Status.IN_PROGRESS,
    )


@pytest.mark.parametrize(
    "changes", [{}, {"deadline": None, "cadence": None}, {"deadline": Deadline(Span(1, 4), None), "speakers": ()}]
)
def test_row_of_a_commitment_gives_it_back(commitment, changes):
    commitment = replace(commitment, **changes)
    row = json.loads(json.dumps(to_row(commitment, article_row=7)))
    assert len(row) == COLUMNS - 1
    assert row[1] == 7
    assert from_row(row, article_id=commitment.article_id) == commitment


def test_readings_are_read_once(three_articles, tmp_path):
    reader, cache = FakeReader(), tmp_path / READINGS_FILE
    first = read_articles(three_articles, reader=reader, cache=cache, on_progress=lambda _: None)
    assert reader.articles == 3
    assert tuple(one.commitments for one in first) == FakeReader().read(three_articles)
    assert {"Ilka Brandt"} <= {sighting.name for sighting in first[0].sightings}
    again = read_articles(three_articles, reader=reader, cache=cache, on_progress=lambda _: None)
    assert (reader.articles, again) == (3, first)


def test_readings_are_read_anew_where_a_reading_depends_on_what_changed(three_articles, tmp_path):
    cache = tmp_path / READINGS_FILE
    read_articles(three_articles, reader=FakeReader(), cache=cache, on_progress=lambda _: None)
    reader = FakeReader()
    redated = (replace(three_articles[0], published=date(2029, 1, 1)), *three_articles[1:])
    read_articles(redated, reader=reader, cache=cache, on_progress=lambda _: None)
    assert reader.articles == 1
    reader.fingerprint = "fake-reader-2"
    read_articles(redated, reader=reader, cache=cache, on_progress=lambda _: None)
    assert reader.articles == 4


def test_readings_of_a_damaged_file_are_made_anew(three_articles, tmp_path):
    cache = tmp_path / READINGS_FILE
    cache.write_bytes(b"no database at all" * 99)
    reader = FakeReader()
    assert read_articles(three_articles, reader=reader, cache=cache, on_progress=lambda _: None)
    assert reader.articles == 3


def test_readings_report_progress_over_what_is_new(three_articles, tmp_path):
    cache, seen = tmp_path / READINGS_FILE, []
    read_articles(three_articles[:2], reader=FakeReader(), cache=cache, on_progress=lambda _: None)
    read_articles(three_articles, reader=FakeReader(), cache=cache, on_progress=seen.append)
    assert {(one.stage, one.total) for one in seen} == {(Stage.COMMITMENTS, 1)}
    assert seen[-1].done == 1


def test_readings_hold_what_an_article_says_twice_once(tmp_path, three_articles):
    article = replace(
        three_articles[0], text="Velmora\n\nVelmora will build. Nobody knows.\n\nVelmora will build. It did not."
    )
    assert len(FakeReader().read([article])[0]) == 2
    cache = tmp_path / READINGS_FILE
    (read,) = read_articles([article], reader=FakeReader(), cache=cache, on_progress=lambda _: None)
    assert len(read.commitments) == 1
