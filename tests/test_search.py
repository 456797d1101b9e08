from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from conftest import FakeEncoder, FakeReader

from corpus.errors import SettingsError
from corpus.passages import heading
from embeddings.analysis import analyse
from embeddings.asking import topic_terms
from embeddings.build import Build, make_build, open_build
from embeddings.closeness import Reading, closeness, weigh
from embeddings.search import LEAD_WEIGHT, Query, search

PORT, POLICE, RAILWAY = "velmora-port.txt", "sub/karsund police.txt", "odrin-railway.txt"


def paths(build: Build, query: Query) -> set[str]:
    return {hit.article.path for hit in search(build, query)}


@pytest.mark.parametrize(
    ("text", "path"), [("new berths for ships", PORT), ("400 police officers", POLICE), ("Odrin train", RAILWAY)]
)
def test_search_finds_the_article_first(small_build: Build, text: str, path: str) -> None:
    hits = search(small_build, Query(text))
    assert hits[0].article.path == path
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_search_orders_the_candidates_of_both_indexes_by_closeness(small_build: Build) -> None:
    text = "police guards at the harbour"
    terms = weigh(topic_terms(text), small_build.lexical)
    for hit in search(small_build, Query(text)):
        sentences = [analyse(hit.article.slice(sentence)) for sentence in hit.passage.sentences]
        close = closeness(terms, Reading.of(analyse(heading(hit.article)), sentences), cosine=hit.cosine)
        lead = hit.passage.span.start_char == 0
        assert hit.score == pytest.approx((1 - LEAD_WEIGHT) * close + LEAD_WEIGHT * lead, abs=1e-5)


def test_search_finds_each_passage_by_its_own_words(small_build: Build) -> None:
    for row, passage in enumerate(small_build.passages):
        first = search(small_build, Query(f"{small_build.article_of(row).title}\n{passage.text}"))[0]
        assert (first.row, first.passage) == (row, passage)


def test_search_tells_the_cosine_of_query_and_passage(small_build: Build) -> None:
    hit = search(small_build, Query("no topic of any article"))[0]
    vector = FakeEncoder().encode(["no topic of any article"])[0]
    assert hit.cosine == pytest.approx(float(small_build.dense.vector(hit.row) @ vector), abs=1e-6)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, {PORT, POLICE, RAILWAY}),
        ({"since": date(2030, 5, 2)}, {PORT, POLICE}),
        ({"since": date(2030, 5, 3)}, {POLICE}),
        ({"until": date(2030, 9, 14)}, {PORT, POLICE}),
        ({"until": date(2030, 9, 13)}, {PORT}),
        ({"since": date(2030, 5, 2), "until": date(2030, 5, 2)}, {PORT}),
        ({"since": date(2031, 1, 1)}, set()),
    ],
)
def test_search_filters_by_date_inclusively_and_without_the_undated(
    small_build: Build, filters: dict[str, date], expected: set[str]
) -> None:
    assert paths(small_build, Query("what will they do", **filters)) == expected


@pytest.mark.parametrize(
    ("outlets", "expected"),
    [
        (("sarn courier",), {PORT}),
        (("SARN COURIER", "The Karsund Post"), {PORT, POLICE}),
        (("Courier",), set()),
        (("",), {RAILWAY}),
    ],
)
def test_search_filters_by_outlet_in_any_case(small_build: Build, outlets: tuple[str, ...], expected: set[str]) -> None:
    assert paths(small_build, Query("what will they do", outlets=outlets)) == expected


def test_search_shows_the_same_words_once(corpus_folder: Path, data_folder: Path) -> None:
    body = "The harbour at Pell will get a new crane for container ships, the port said. " * 6
    for number in range(5):
        path = corpus_folder / f"copy {number}.txt"
        path.write_text(f"Pell harbour story number {number}\n\n{body}\n\n{body}\n", encoding="utf-8")
    make_build(corpus_folder, data_folder, encoder=FakeEncoder(), reader=FakeReader(), on_progress=lambda _: None)
    build = open_build(data_folder, encoder=FakeEncoder())
    texts = [hit.passage.text for hit in search(build, Query("crane for container ships"))]
    assert len(texts) == len(set(texts))


def test_search_filters_by_article(small_build: Build) -> None:
    wanted = small_build.articles[0].article_id
    assert paths(small_build, Query("police", articles=(wanted,))) == {small_build.articles[0].path}
    assert paths(small_build, Query("police", articles=("no such id",))) == set()


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (Query(""), "empty"),
        (Query(" \n"), "empty"),
        (Query("port", k=0), "from 1 to"),
        (Query("port", k=1001), "1001 hits"),
        (Query("port", since=date(2030, 5, 2), until=date(2030, 5, 1)), "ends on 2030-05-01, before it starts"),
    ],
)
def test_search_refuses_a_query_that_cannot_be_meant(small_build: Build, query: Query, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        search(small_build, query)


def test_search_gives_k_hits(small_build: Build) -> None:
    assert len(search(small_build, Query("port", k=1))) == 1
    assert len(search(small_build, Query("port", k=1000))) == len(small_build.passages)
