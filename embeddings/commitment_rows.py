"""Commitments as rows: what corpus.sqlite and the cache of readings hold of each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from corpus.article import Span
from corpus.commitments import Commitment, Deadline, Kind, Status

SCHEMA = """
CREATE TABLE commitments (
    row            INTEGER PRIMARY KEY,    -- from 0, by article and place in the text
    commitment_id  TEXT NOT NULL,          -- made of article, quote and action: the same in every build
    article        INTEGER NOT NULL REFERENCES articles (row),
    start_char     INTEGER NOT NULL,
    end_char       INTEGER NOT NULL,       -- the quote, half-open, in the article's text
    kind           TEXT NOT NULL,          -- pledge, agreement, plan, refusal; soft: priority, willingness, proposal
    actors         TEXT NOT NULL,          -- JSON list: who is bound
    speakers       TEXT NOT NULL,          -- JSON list: who said it, where that is somebody else
    action         TEXT NOT NULL,
    counterparty   TEXT,
    deadline_start INTEGER,                -- the article's own words for the deadline
    deadline_end   INTEGER,
    due            TEXT,                   -- YYYY-MM-DD, the last day that those words allow
    cadence_start  INTEGER,                -- the article's own words for how often
    cadence_end    INTEGER,
    conditional    INTEGER NOT NULL,       -- 0 or 1
    reported_by    TEXT,                   -- a third party who says that the actor committed
    status         TEXT NOT NULL,          -- as this article reports it
    confidence     REAL NOT NULL           -- calibrated probability, 0 to 1
);
CREATE VIEW commitment_texts AS
    SELECT commitments.row AS row, path, published, outlet, kind, actors, speakers, status, due,
           substr(text, start_char + 1, end_char - start_char) AS quote, action, counterparty, confidence
    FROM commitments JOIN articles ON articles.row = commitments.article;
"""
COLUMNS = 19

Row = tuple[object, ...]


def to_row(commitment: Commitment, *, article_row: int) -> Row:
    """The columns from `commitment_id` on, in the order of the schema."""
    deadline, cadence = commitment.deadline, commitment.cadence
    return (
        commitment.commitment_id,
        article_row,
        commitment.span.start_char,
        commitment.span.end_char,
        commitment.kind.value,
        _names(commitment.actors),
        _names(commitment.speakers),
        commitment.action,
        commitment.counterparty,
        deadline and deadline.span.start_char,
        deadline and deadline.span.end_char,
        deadline.due.isoformat() if deadline and deadline.due else None,
        cadence and cadence.start_char,
        cadence and cadence.end_char,
        int(commitment.conditional),
        commitment.reported_by,
        commitment.status.value,
        round(commitment.confidence, 6),
    )


def from_row(row: Sequence[object], *, article_id: str) -> Commitment:
    """The commitment of one row, `commitment_id` first.

    Raises:
        ValueError, TypeError: the row is none that `to_row` made.
    """
    identity, _, start, end, kind, actors, speakers, action, counterparty, *rest = row
    deadline_start, deadline_end, due, cadence_start, cadence_end, conditional, reported_by, status, confidence = rest
    deadline = _span(deadline_start, deadline_end)
    span = _span(start, end)
    if span is None:
        raise ValueError(f"commitment {identity} has no quote")
    return Commitment(
        commitment_id=str(identity),
        article_id=article_id,
        span=span,
        kind=Kind(str(kind)),
        actors=tuple(json.loads(str(actors))),
        speakers=tuple(json.loads(str(speakers))),
        action=str(action),
        counterparty=_text(counterparty),
        deadline=Deadline(deadline, date.fromisoformat(str(due)) if due else None) if deadline else None,
        cadence=_span(cadence_start, cadence_end),
        conditional=bool(conditional),
        reported_by=_text(reported_by),
        status=Status(str(status)),
        confidence=float(str(confidence)),
    )


def _names(names: Sequence[str]) -> str:
    return json.dumps(list(names), ensure_ascii=False)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _span(start: object, end: object) -> Span | None:
    return None if start is None else Span(int(str(start)), int(str(end)))
