"""The tables of desk.sqlite, and the steps that bring a file of an earlier format to this one.

Format 1 knew no moves. A step keeps every row as it is, with its number.
"""

from __future__ import annotations

import sqlite3

FORMAT = 2
COLUMNS = "made, made_by, act, targets, others, kind, actors, status, undoes, moves, evidence, note"

SCHEMA = """
CREATE TABLE corrections (
    number         INTEGER PRIMARY KEY AUTOINCREMENT,    -- from 1, in the order of making
    made           TEXT NOT NULL,                        -- when, UTC, YYYY-MM-DDTHH:MM:SS+00:00
    made_by        TEXT NOT NULL CHECK (trim(made_by) <> ''),
    act            TEXT NOT NULL CHECK (act IN ('confirm', 'reject', 'change', 'merge', 'split', 'undo', 'move')),
    targets        TEXT NOT NULL,                        -- JSON list: the commitments it is about, as they were read
    others         TEXT NOT NULL,                        -- JSON list: those of the second thread of a merge
    kind           TEXT,                                 -- of a change: the new kind
    actors         TEXT NOT NULL,                        -- of a change: JSON list of the new actors, or []
    status         TEXT,                                 -- of a change: the new status
    undoes         INTEGER REFERENCES corrections (number),
    moves          INTEGER REFERENCES corrections (number),
    evidence       TEXT NOT NULL,                        -- article and words, or a document; never empty with a status
    note           TEXT NOT NULL,
    CHECK (status IS NULL OR trim(evidence) <> ''),
    CHECK ((act = 'undo') = (undoes IS NOT NULL)),
    CHECK ((act = 'move') = (moves IS NOT NULL))
);
CREATE VIEW correction_targets AS
    SELECT number, side, json_extract(value, '$.commitment_id') AS commitment_id,
           json_extract(value, '$.article_id') AS article_id, json_extract(value, '$.path') AS path,
           json_extract(value, '$.quote') AS quote, json_extract(value, '$.action') AS action,
           json_extract(value, '$.actors') AS actors
    FROM (SELECT number, 1 AS side, value FROM corrections, json_each(targets)
          UNION ALL SELECT number, 2, value FROM corrections, json_each(others));
CREATE TRIGGER corrections_are_not_changed BEFORE UPDATE ON corrections
    BEGIN SELECT RAISE(ABORT, 'corrections are only ever added: withdraw one with tracker ledger undo'); END;
CREATE TRIGGER corrections_are_not_removed BEFORE DELETE ON corrections
    BEGIN SELECT RAISE(ABORT, 'corrections are only ever added: withdraw one with tracker ledger undo'); END;
-- INSERT OR REPLACE removes a row without asking the trigger above.
CREATE TRIGGER corrections_are_not_replaced BEFORE INSERT ON corrections
    WHEN EXISTS (SELECT 1 FROM corrections WHERE number = NEW.number)
    BEGIN SELECT RAISE(ABORT, 'corrections are only ever added: this number is taken'); END;
"""


def _statements(script: str) -> list[str]:
    """The statements of a script one by one: `executescript` would end the transaction that they belong to."""
    found, held = [], ""
    for line in script.splitlines(keepends=True):
        held += line
        if sqlite3.complete_statement(held):
            found.append(held)
            held = ""
    return found


# What a table admits cannot be altered in SQLite: the rows go into a new table, and the old one is dropped.
_TO_2 = (
    "DROP VIEW correction_targets",
    *(f"DROP TRIGGER corrections_are_not_{what}" for what in ("changed", "removed", "replaced")),
    "ALTER TABLE corrections RENAME TO earlier",
    *_statements(SCHEMA),
    "INSERT INTO corrections(number, made, made_by, act, targets, others, kind, actors, status, undoes, evidence, note)"
    " SELECT number, made, made_by, act, targets, others, kind, actors, status, undoes, evidence, note FROM earlier"
    " ORDER BY number",
    "DROP TABLE earlier",
    "PRAGMA user_version = 2",
)


def format_of(database: sqlite3.Connection) -> int:
    """The format of the file, as it says itself."""
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def readable_columns(database: sqlite3.Connection) -> str:
    """`COLUMNS`, with NULL for what the file's format does not know."""
    return COLUMNS if format_of(database) == FORMAT else COLUMNS.replace("moves", "NULL")


def upgrade(database: sqlite3.Connection) -> None:
    """Bring the file to this format; to be called inside a transaction, which decides whether it holds."""
    if format_of(database) == FORMAT:
        return
    for statement in _TO_2:
        database.execute(statement)
