"""The cache of vectors: a text that was encoded once is not encoded again, in this build or the next.

One SQLite file, keyed by the encoder's fingerprint and the SHA-256 of the text. Vectors are kept as float32, or in half
the bytes where who puts them in goes on with them as they come out: so a build made from the cache is the same, byte
for byte, as one that encoded everything. The file may be deleted at any time. It is written ahead (WAL): a process that
is killed leaves every block that it had added, and nothing by halves.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder

_SCHEMA = """
    CREATE TABLE IF NOT EXISTS encoders(number INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL UNIQUE);
    CREATE TABLE IF NOT EXISTS vectors(
        number INTEGER PRIMARY KEY, encoder INTEGER NOT NULL, text BLOB NOT NULL, vector BLOB NOT NULL,
        UNIQUE (encoder, text)
    );
"""
_FIND = "SELECT number, vector FROM vectors WHERE encoder = ? AND text = ?"
_ADD = "INSERT INTO vectors(encoder, text, vector) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET vector = excluded.vector"

# A stored vector whose length is further from 1 than float32 rounding explains was damaged on disk.
_UNIT_TOLERANCE = 1e-3

# What a build did not use is dropped once it is both the larger part of the file and more than this (about 30 MB),
# so that corpora that take turns in one data folder do not push each other out.
_SPARE_VECTORS = 20_000

_LOCK_SECONDS = 30.0


class Precision(StrEnum):
    """How numbers are kept, as numpy calls it."""

    FULL = "<f4"
    HALF = "<f2"

    @property
    def n_bytes(self) -> int:
        """The bytes of one number."""
        return np.dtype(self.value).itemsize

    def rounded(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """The vectors as they come out again."""
        return vectors.astype(self.value).astype(np.float32)


class VectorCache:
    """What one build asks of the cache; made by `open_vectors`, for one thread.

    `warning` is one line for the user where a damaged file had to be set aside, else None.
    """

    def __init__(self, path: Path, encoder: Encoder, precision: Precision) -> None:
        self.warning: str | None = None
        self._path = path
        self._precision = precision
        self._fingerprint = encoder.fingerprint
        self._dimension = encoder.dimension
        self._used: set[int] = set()
        try:
            self._connect()
        except sqlite3.DatabaseError as error:
            self._start_anew(error)

    def find(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """(n, dimension) float32 vectors and (n,) bool whether each is known; the row of an unknown text is zero.

        Raises OSError where the file cannot be read.
        """
        try:
            return self._find(texts)
        except sqlite3.DatabaseError as error:
            self._start_anew(error)
            return self._find(texts)

    def add(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Keep `vectors` (n, dimension), one for each text; they are on disk when this returns.

        Raises ValueError for arrays of another shape, and OSError where the file cannot be written.
        """
        if vectors.shape != (len(texts), self._dimension):
            raise ValueError(f"expected vectors of shape {(len(texts), self._dimension)}, got {vectors.shape}")
        try:
            self._add(texts, vectors)
        except sqlite3.DatabaseError as error:
            self._start_anew(error)
            self._add(texts, vectors)

    def prune(self) -> int:
        """Drop what was neither found nor added since this cache was opened, if it is most of the file; how many."""
        n_stored = int(self._connection.execute("SELECT count(*) FROM vectors").fetchone()[0])
        n_spare = n_stored - len(self._used)
        if n_spare <= max(_SPARE_VECTORS, len(self._used)):
            return 0
        with self._connection:
            self._connection.execute("CREATE TEMP TABLE used(number INTEGER PRIMARY KEY)")
            self._connection.executemany("INSERT INTO used VALUES (?)", ((number,) for number in sorted(self._used)))
            self._connection.execute("DELETE FROM vectors WHERE number NOT IN (SELECT number FROM used)")
            self._connection.execute("DROP TABLE used")
        return n_spare

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _connect(self) -> None:
        self._connection = sqlite3.connect(self._path, timeout=_LOCK_SECONDS)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.executescript(_SCHEMA)
        with self._connection:
            self._connection.execute("INSERT OR IGNORE INTO encoders(fingerprint) VALUES (?)", (self._fingerprint,))
        row = self._connection.execute("SELECT number FROM encoders WHERE fingerprint = ?", (self._fingerprint,))
        self._encoder = int(row.fetchone()[0])

    def _start_anew(self, error: sqlite3.DatabaseError) -> None:
        # A full disk, a lock or a missing permission is the user's to mend; only a damaged file is put aside.
        if isinstance(error, sqlite3.OperationalError) and "malformed" not in str(error):
            raise OSError(f"{self._path}: {error}") from error
        self.close()
        aside = self._path.with_name(self._path.name + ".damaged")
        self._path.replace(aside)
        for ending in ("-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
        self.warning = (
            f"{self._path} was damaged ({error}); it is set aside as {aside.name}, and all texts are encoded anew"
        )
        self._used.clear()
        self._connect()

    def _find(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        vectors = np.zeros((len(texts), self._dimension), dtype=np.float32)
        known = np.zeros(len(texts), dtype=np.bool_)
        for row, text in enumerate(texts):
            stored = self._connection.execute(_FIND, (self._encoder, _key(text))).fetchone()
            if stored is not None and len(stored[1]) == self._dimension * self._precision.n_bytes:
                vectors[row] = np.frombuffer(stored[1], dtype=self._precision.value)
                known[row] = abs(float(np.linalg.norm(vectors[row])) - 1.0) <= _UNIT_TOLERANCE
                if known[row]:
                    self._used.add(int(stored[0]))
        vectors[~known] = 0.0
        return vectors, known

    def _add(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        rows = np.ascontiguousarray(vectors, dtype=self._precision.value)
        with self._connection:
            for text, vector in zip(texts, rows, strict=True):
                self._connection.execute(_ADD, (self._encoder, _key(text), vector.tobytes()))
                found = self._connection.execute(_FIND, (self._encoder, _key(text)))
                self._used.add(int(found.fetchone()[0]))


@contextmanager
def open_vectors(path: Path, encoder: Encoder, *, precision: Precision = Precision.FULL) -> Iterator[VectorCache]:
    """The cache in this file, made where there is none; after a build that did not fail it is pruned.

    Raises OSError where the file cannot be opened.
    """
    with closing(VectorCache(path, encoder, precision)) as cache:
        yield cache
        cache.prune()


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).digest()
