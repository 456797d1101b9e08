"""The cache of readings: an article whose commitments were read once is not read again.

One SQLite file, keyed by the fingerprint of the reader and what a reading depends on: an article's text, date, outlet
and byline. It may be deleted at any time; a process that is killed leaves every block of articles that it had added.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from corpus.actors import Sighting, sightings_of
from corpus.article import Article
from corpus.commitments import Commitment
from corpus.extraction.reader import Reader
from embeddings import actor_rows, commitment_rows
from embeddings.progress import Meter, OnProgress, Stage

READINGS_FILE = "readings.sqlite"
# Articles read between two reports of progress: a second or two of work on two cores, lost when a build is killed.
BLOCK_ARTICLES = 16
_LOCK_SECONDS = 30.0
_SCHEMA = "CREATE TABLE IF NOT EXISTS readings (key TEXT PRIMARY KEY, reading TEXT NOT NULL) WITHOUT ROWID"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read out of one article: what is promised in it, and who is named."""

    commitments: tuple[Commitment, ...]
    sightings: tuple[Sighting, ...]


def read_articles(
    articles: Sequence[Article], *, reader: Reader, cache: Path, on_progress: OnProgress
) -> tuple[Reading, ...]:
    """The reading of each article; only articles that the cache does not know are read.

    Raises:
        OSError: the cache cannot be written.
        EncoderError: the reader's weights are missing or damaged.
    """
    with closing(_open(cache)) as database:
        keys = [_key(article, reader) for article in articles]
        found: dict[str, Reading] = {}
        for key, article in zip(keys, articles, strict=True):
            known = _find(database, key, article)
            if known is not None:
                found[key] = known
        missing = [(key, article) for key, article in zip(keys, articles, strict=True) if key not in found]
        meter = Meter(on_progress, Stage.COMMITMENTS, total=len(missing))
        read = iter(reader.read([article for _, article in missing]))
        for block in _blocks(missing):
            with database:
                for (key, article), commitments in zip(block, islice(read, len(block)), strict=True):
                    found[key] = Reading(_distinct(commitments), sightings_of(article))
                    database.execute("INSERT OR REPLACE INTO readings VALUES (?, ?)", (key, _json(found[key])))
            meter.advance(len(block))
    return tuple(found[key] for key in keys)


def _distinct(commitments: Sequence[Commitment]) -> tuple[Commitment, ...]:
    """The commitments without those stated again in the very same words: one article, one record."""
    first: dict[str, Commitment] = {}
    for one in commitments:
        first.setdefault(one.commitment_id, one)
    return tuple(first.values())


def _open(cache: Path) -> sqlite3.Connection:
    """The cache; one that cannot be read is no loss and is made anew."""
    try:
        return _connect(cache)
    except sqlite3.OperationalError as error:
        raise OSError(f"{cache}: {error}") from error
    except sqlite3.DatabaseError:
        cache.unlink()
        return _connect(cache)


def _connect(cache: Path) -> sqlite3.Connection:
    database = sqlite3.connect(cache, timeout=_LOCK_SECONDS)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute(_SCHEMA)
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database


def _find(database: sqlite3.Connection, key: str, article: Article) -> Reading | None:
    stored = database.execute("SELECT reading FROM readings WHERE key = ?", (key,)).fetchone()
    if stored is None:
        return None
    commitments, sightings = json.loads(stored[0])
    return Reading(
        tuple(commitment_rows.from_row(row, article_id=article.article_id) for row in commitments),
        tuple(actor_rows.sighting_from_row(row, article_id=article.article_id) for row in sightings),
    )


def _json(reading: Reading) -> str:
    commitments = [commitment_rows.to_row(one, article_row=0) for one in reading.commitments]
    return json.dumps((commitments, [actor_rows.sighting_to_row(one) for one in reading.sightings]), ensure_ascii=False)


def _key(article: Article, reader: Reader) -> str:
    told = (reader.fingerprint, article.text, str(article.published), str(article.outlet), str(article.byline))
    return hashlib.sha256("\x1f".join(told).encode("utf-8", errors="surrogatepass")).hexdigest()


def _blocks(missing: Sequence[tuple[str, Article]]) -> Iterator[Sequence[tuple[str, Article]]]:
    for first in range(0, len(missing), BLOCK_ARTICLES):
        yield missing[first : first + BLOCK_ARTICLES]
