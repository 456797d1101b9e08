"""corpus.sqlite, the part of a build that people can read: articles, passages, copies and what was skipped.

Rows are numbered from 0, and the row of a passage is its row in both indexes. Offsets are half-open and count
characters of `articles.text`. The same corpus gives the same bytes: all is written once, in order, in one transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from corpus.actors import Actor
from corpus.article import Article, Span
from corpus.commitments import Commitment
from corpus.errors import DamagedBuild
from corpus.loaders import Copy, Skipped
from corpus.threads import Thread
from embeddings import actor_rows, commitment_rows, thread_rows
from embeddings.passage_table import PassageTable

_SCHEMA = """
CREATE TABLE articles (
    row            INTEGER PRIMARY KEY,    -- from 0, in the order of their paths
    article_id     TEXT NOT NULL UNIQUE,   -- made of the text: the same under any file name
    path           TEXT NOT NULL,          -- relative to the corpus folder
    text           TEXT NOT NULL,          -- the cleaned story; all offsets count its characters, from 0
    headline_start INTEGER,
    headline_end   INTEGER,                -- half-open, as every end
    published      TEXT,                   -- YYYY-MM-DD
    outlet         TEXT,
    byline         TEXT,
    place          TEXT,
    url            TEXT,
    repeated       TEXT NOT NULL,          -- JSON [[start, end], ...]: sentences that stand again in the body
    story          INTEGER NOT NULL        -- copies and rewrites of one report share a number
);
CREATE TABLE passages (
    row            INTEGER PRIMARY KEY,    -- the row in dense.faiss and lexical/, too
    article        INTEGER NOT NULL REFERENCES articles (row),
    start_char     INTEGER NOT NULL,
    end_char       INTEGER NOT NULL,
    sentences      TEXT NOT NULL           -- JSON [[start, end], ...] in the article's text
);
CREATE TABLE copies (
    path           TEXT NOT NULL,          -- another file with the very same text
    article_id     TEXT NOT NULL REFERENCES articles (article_id)
);
CREATE TABLE skipped (
    path           TEXT NOT NULL,
    reason         TEXT NOT NULL           -- why this file is no article
);
CREATE VIEW passage_texts AS
    SELECT passages.row AS row, path, published, outlet, start_char, end_char,
           substr(text, start_char + 1, end_char - start_char) AS text
    FROM passages JOIN articles ON articles.row = passages.article;
"""


@dataclass(frozen=True, slots=True)
class Stored:
    """What corpus.sqlite holds; `stories` has one number for each article, `commitments` are in the articles' order."""

    articles: tuple[Article, ...]
    stories: tuple[int, ...]
    passages: PassageTable
    commitments: tuple[Commitment, ...]
    actors: tuple[Actor, ...]
    threads: tuple[Thread, ...]
    copies: tuple[Copy, ...]
    skipped: tuple[Skipped, ...]


def write_store(path: Path, stored: Stored) -> None:
    """Write a new file.

    Raises:
        OSError: the file cannot be written.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            # The folder is published only when it is whole: a journal would guard nothing.
            database.execute("PRAGMA journal_mode = OFF")
            database.executescript(f"BEGIN;{_SCHEMA}{commitment_rows.SCHEMA}{actor_rows.SCHEMA}{thread_rows.SCHEMA}")
            _insert(database, "articles", _article_rows(stored), columns=13)
            _insert(database, "passages", _passage_rows(stored.passages), columns=5)
            _insert(database, "commitments", _commitment_rows(stored), columns=commitment_rows.COLUMNS)
            actors = (actor_rows.to_row(row, actor) for row, actor in enumerate(stored.actors))
            _insert(database, "actors", actors, columns=actor_rows.COLUMNS)
            _insert(database, "threads", thread_rows.thread_rows(stored.threads), columns=thread_rows.THREAD_COLUMNS)
            events = thread_rows.event_rows(stored.threads, _rows_by_id(stored))
            _insert(database, "events", events, columns=thread_rows.EVENT_COLUMNS)
            _insert(database, "copies", ((copy.path, copy.article_id) for copy in stored.copies), columns=2)
            _insert(database, "skipped", ((file.path, file.reason) for file in stored.skipped), columns=2)
            database.execute("COMMIT")
    except sqlite3.Error as error:
        raise OSError(f"{path} cannot be written: {error}") from error


def read_store(path: Path) -> Stored:
    """All of the file.

    Raises:
        DamagedBuild: it is missing, is no such database, or its rows do not fit together.
    """
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            if (found := database.execute("PRAGMA quick_check(1)").fetchone()) != ("ok",):
                raise sqlite3.DatabaseError(str(found))
            return _read(database)
    except (sqlite3.Error, ValueError, TypeError, LookupError) as error:
        raise DamagedBuild(f"{path} cannot be read ({error}); make a new build with: tracker build") from error


def _insert(database: sqlite3.Connection, table: str, rows: Iterable[tuple[object, ...]], *, columns: int) -> None:
    places = ", ".join("?" * columns)
    database.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608 - the names are ours


def _article_rows(stored: Stored) -> Iterator[tuple[object, ...]]:
    for row, (article, story) in enumerate(zip(stored.articles, stored.stories, strict=True)):
        headline = article.headline
        yield (
            row,
            article.article_id,
            article.path,
            article.text,
            headline.start_char if headline else None,
            headline.end_char if headline else None,
            article.published.isoformat() if article.published else None,
            article.outlet,
            article.byline,
            article.place,
            article.url,
            _spans_json(article.repeated),
            story,
        )


def _passage_rows(passages: PassageTable) -> Iterator[tuple[object, ...]]:
    for row, passage in enumerate(passages):
        span = passage.span
        sentences = _spans_json(passage.sentences)
        yield row, passages.article_row(row), span.start_char, span.end_char, sentences


def _rows_by_id(stored: Stored) -> dict[str, int]:
    return {article.article_id: row for row, article in enumerate(stored.articles)}


def _commitment_rows(stored: Stored) -> Iterator[tuple[object, ...]]:
    article_rows = _rows_by_id(stored)
    for row, commitment in enumerate(stored.commitments):
        yield row, *commitment_rows.to_row(commitment, article_row=article_rows[commitment.article_id])


def _read_commitments(database: sqlite3.Connection, articles: Sequence[Article]) -> Iterator[Commitment]:
    for _, *row in database.execute("SELECT * FROM commitments ORDER BY row"):
        yield commitment_rows.from_row(row, article_id=articles[row[1]].article_id)


def _read(database: sqlite3.Connection) -> Stored:
    articles, stories = [], []
    for _, *fields, story in database.execute("SELECT * FROM articles ORDER BY row"):
        articles.append(_article(fields))
        stories.append(int(story))
    passages = PassageTable(tuple(articles))
    query = "SELECT article, start_char, end_char, sentences FROM passages ORDER BY row"
    for article, start_char, end_char, sentences in database.execute(query):
        passages.append(article, Span(start_char, end_char), json.loads(sentences))
    return Stored(
        articles=tuple(articles),
        stories=tuple(stories),
        passages=passages,
        commitments=tuple(_read_commitments(database, articles)),
        actors=tuple(map(actor_rows.from_row, database.execute("SELECT * FROM actors ORDER BY row"))),
        threads=thread_rows.from_rows(
            database.execute("SELECT * FROM threads ORDER BY row"),
            database.execute("SELECT * FROM events ORDER BY thread, place"),
            articles,
        ),
        copies=tuple(Copy(*row) for row in database.execute("SELECT path, article_id FROM copies ORDER BY rowid")),
        skipped=tuple(Skipped(*row) for row in database.execute("SELECT path, reason FROM skipped ORDER BY rowid")),
    )


def _article(fields: list[object]) -> Article:
    article_id, path, text, start, end, published, outlet, byline, place, url, repeated = fields
    return Article(
        article_id=str(article_id),
        path=str(path),
        text=str(text),
        headline=None if start is None else Span(cast(int, start), cast(int, end)),
        published=None if published is None else date.fromisoformat(str(published)),
        outlet=cast(str | None, outlet),
        byline=cast(str | None, byline),
        place=cast(str | None, place),
        url=cast(str | None, url),
        repeated=tuple(Span(*span) for span in json.loads(str(repeated))),
    )


def _spans_json(spans: Iterable[Span]) -> str:
    return json.dumps([[span.start_char, span.end_char] for span in spans], separators=(",", ":"))
