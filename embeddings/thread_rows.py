"""Threads as rows: what corpus.sqlite holds of each commitment as it recurs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from corpus.article import Article, Span
from corpus.event_kinds import What
from corpus.threads import Event, Thread

SCHEMA = """
CREATE TABLE threads (
    row            INTEGER PRIMARY KEY,    -- from 0, by the date of the first event
    thread_id      TEXT NOT NULL UNIQUE,   -- made of its first commitment: the same in every build
    title          TEXT NOT NULL,
    actors         TEXT NOT NULL           -- JSON list: everyone bound
);
CREATE TABLE events (
    thread         INTEGER NOT NULL REFERENCES threads (row),
    place          INTEGER NOT NULL,       -- from 0, by date
    article        INTEGER NOT NULL REFERENCES articles (row),
    start_char     INTEGER NOT NULL,
    end_char       INTEGER NOT NULL,       -- the quote, half-open, in the article's text
    what           TEXT NOT NULL,          -- announced, repeated, in_progress, delivered, delayed, abandoned, denied
    commitment_id  TEXT,                   -- where the quote is itself a commitment
    due            TEXT,                   -- YYYY-MM-DD, the last day allowed
    PRIMARY KEY (thread, place)
);
CREATE VIEW event_texts AS
    SELECT thread_id, title, events.place AS place, what, path, published, outlet, due,
           substr(text, start_char + 1, end_char - start_char) AS quote
    FROM events JOIN threads ON threads.row = events.thread JOIN articles ON articles.row = events.article;
"""
THREAD_COLUMNS = 4
EVENT_COLUMNS = 8

Row = tuple[object, ...]


def thread_rows(threads: Iterable[Thread]) -> Iterator[Row]:
    """One row for each thread, in the order of the schema."""
    for row, thread in enumerate(threads):
        yield row, thread.thread_id, thread.title, json.dumps(list(thread.actors), ensure_ascii=False)


def event_rows(threads: Iterable[Thread], article_rows: Mapping[str, int]) -> Iterator[Row]:
    """One row for each event; `article_rows` tells the row of an article by its id."""
    for row, thread in enumerate(threads):
        for place, event in enumerate(thread.events):
            span = (event.span.start_char, event.span.end_char)
            due = event.due.isoformat() if event.due else None
            article = article_rows[event.article_id]
            yield row, place, article, *span, event.what.value, event.commitment_id, due


def from_rows(threads: Iterable[Row], events: Iterable[Row], articles: Sequence[Article]) -> tuple[Thread, ...]:
    """The threads of all rows, those of `events` ordered by thread and place.

    Raises:
        ValueError, TypeError, KeyError, IndexError: the rows are none that were made here.
    """
    of_thread = {
        row: tuple(_event(one, articles) for one in found) for row, found in groupby(events, lambda one: one[0])
    }
    return tuple(
        Thread(str(thread_id), str(title), tuple(json.loads(str(actors))), of_thread[row])
        for row, thread_id, title, actors in threads
    )


def _event(row: Row, articles: Sequence[Article]) -> Event:
    _, _, article_row, start, end, what, commitment_id, due = row
    article = articles[int(str(article_row))]
    return Event(
        article_id=article.article_id,
        span=Span(int(str(start)), int(str(end))),
        what=What(str(what)),
        commitment_id=None if commitment_id is None else str(commitment_id),
        published=article.published,
        due=date.fromisoformat(str(due)) if due else None,
    )
