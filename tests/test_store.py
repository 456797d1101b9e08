from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import FakeEncoder, FakeReader, read_alone
from hypothesis import given
from hypothesis import strategies as st

from corpus.actors import Registry, sightings_of
from corpus.article import Article, Span, article_id
from corpus.errors import DamagedBuild
from corpus.loaders import Copy, Skipped
from corpus.threads import make_threads
from embeddings.passage_table import PassageTable
from embeddings.store import Stored, read_store, write_store

# NUL would end a text for SQL's substr, and cleaning leaves none.
words = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=60)
maybe = st.none() | words
promises = st.sampled_from(["Ilka Brandt will dig wells.", "Odrin would lay track.\n\nPell will not pay a tax."])


@st.composite
def stored_corpora(draw: st.DrawFn) -> Stored:
    texts = draw(st.lists(words | promises, min_size=1, max_size=4, unique=True))
    articles = tuple(
        Article(
            article_id=article_id(text),
            path=draw(words),
            text=text,
            headline=draw(st.none() | st.just(Span(0, len(text)))),
            published=draw(st.none() | st.dates()),
            outlet=draw(maybe),
            byline=draw(maybe),
            place=draw(maybe),
            url=draw(maybe),
            repeated=draw(st.just(()) | st.just((Span(0, 1),))),
        )
        for text in texts
    )
    passages = PassageTable(articles)
    for row, text in enumerate(texts):
        middle = draw(st.integers(0, len(text) - 1))
        passages.append(row, Span(middle, len(text)), [(middle, len(text))])
    commitments = tuple(one for found in FakeReader().read(articles) for one in found)
    return Stored(
        articles=articles,
        stories=tuple(draw(st.integers(0, 3)) for _ in texts),
        passages=passages,
        commitments=commitments,
        actors=Registry.of(one for article in articles for one in sightings_of(article)).actors,
        threads=make_threads(
            articles, commitments, encode=FakeEncoder().encode, meant=read_alone(articles, FakeEncoder())
        )
        if commitments
        else (),
        copies=(Copy("again.txt", articles[0].article_id),),
        skipped=(Skipped("a picture.txt", "holds no text"),),
    )


def told(stored: Stored) -> tuple[object, ...]:
    return (
        stored.articles,
        stored.stories,
        tuple(stored.passages),
        stored.commitments,
        stored.actors,
        stored.threads,
        stored.copies,
        stored.skipped,
    )


@given(stored_corpora())
def test_read_of_write_is_the_same_and_has_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, stored: Stored
) -> None:
    folder = tmp_path_factory.mktemp("store")
    write_store(folder / "a.sqlite", stored)
    again = read_store(folder / "a.sqlite")
    assert told(again) == told(stored)
    write_store(folder / "b.sqlite", again)
    assert (folder / "a.sqlite").read_bytes() == (folder / "b.sqlite").read_bytes()


@given(stored_corpora())
def test_sql_reads_the_very_words_of_each_passage(tmp_path_factory: pytest.TempPathFactory, stored: Stored) -> None:
    path = tmp_path_factory.mktemp("store") / "corpus.sqlite"
    write_store(path, stored)
    with closing(sqlite3.connect(path)) as database:
        texts = [text for (text,) in database.execute("SELECT text FROM passage_texts ORDER BY row")]
    assert texts == [passage.text for passage in stored.passages]


def test_schema_keeps_its_comments(tmp_path: Path, three_articles: tuple[Article, ...]) -> None:
    path = tmp_path / "corpus.sqlite"
    write_store(path, Stored(three_articles, (0, 1, 2), PassageTable(three_articles), (), (), (), (), ()))
    with closing(sqlite3.connect(path)) as database:
        (schema,) = database.execute("SELECT sql FROM sqlite_schema WHERE name = 'articles'").fetchone()
    assert "-- YYYY-MM-DD" in schema


@pytest.mark.parametrize("content", [None, b"", b"SQLite format 3\0" + b"x" * 4096, b"no database"])
def test_read_refuses_what_is_no_store(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "corpus.sqlite"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DamagedBuild, match="tracker build"):
        read_store(path)


def test_write_refuses_two_articles_with_one_id(tmp_path: Path, three_articles: tuple[Article, ...]) -> None:
    twice = (three_articles[0], replace(three_articles[0], path="again.txt"))
    with pytest.raises(OSError, match=r"articles\.article_id"):
        write_store(tmp_path / "corpus.sqlite", Stored(twice, (0, 0), PassageTable(twice), (), (), (), (), ()))
