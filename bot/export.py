"""The whole ledger in one file: a workbook for spreadsheets, or JSON for programs.

The form of the JSON is told by docs/ledger.schema.json.

    write_export(Export.of(tracker), Path("ledger.xlsx"), replace=False)
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.coverage import Coverage
from bot.export_sheets import Sheet, workbook
from bot.ledger_rows import (
    ACTOR_COLUMNS,
    COMMITMENT_COLUMNS,
    CORRECTION_COLUMNS,
    EVENT_COLUMNS,
    SHEET_COLUMNS,
    actor_object,
    commitment_object,
    correction_object,
    correction_row,
    event_object,
    event_rows,
    sheet_fields,
    thread_object,
)
from bot.machine import Json
from bot.tracker import Tracker
from corpus.actors import Actor
from corpus.corrections import Act, Replayed, State
from corpus.errors import SettingsError
from corpus.ledger import Entry, Ledger, due_of

FORMAT = "policy-commitment-ledger"
# Raised when a field is renamed, removed or given another meaning; a new field leaves it.
VERSION = 1
NAME = "ledger"
THREAD_COLUMNS = (
    *("thread", "title", "actors", "status", "status_date", "status_article", "status_quote", "status_by"),
    *("status_evidence", "due", "first_date", "latest_date", "events"),
)


@dataclass(frozen=True, slots=True)
class Export:
    """What one build holds, with all corrections: what the files are written from."""

    coverage: Coverage
    ledger: Ledger
    review: Ledger
    actors: tuple[Actor, ...]
    corrections: tuple[Replayed, ...]

    @classmethod
    def of(cls, tracker: Tracker) -> Export:
        """All that the tracker holds now."""
        return cls(tracker.coverage(), tracker.ledger(), tracker.review(), tracker.actors(), tracker.corrections())

    def document(self) -> Json:
        """The one JSON object; see docs/ledger.schema.json."""
        coverage = self.coverage
        return {
            "format": FORMAT,
            "version": VERSION,
            "build": coverage.build_id,
            "created": coverage.created.isoformat(),
            "corpus": {
                "articles": coverage.articles,
                "stories": coverage.stories,
                "undated": coverage.undated,
                "outlets": list(coverage.outlets),
                "first_date": coverage.first_date and coverage.first_date.isoformat(),
                "last_date": coverage.last_date and coverage.last_date.isoformat(),
            },
            "commitments": self._commitments(self.ledger.entries),
            "review": self._commitments(self.review.entries),
            "threads": self._threads(),
            "actors": [actor_object(actor) for actor in self.actors],
            "corrections": [correction_object(one) for one in self.corrections],
        }

    def sheets(self) -> tuple[Sheet, ...]:
        """The same as sheets of a workbook."""
        document = self.document()
        columns = (*COMMITMENT_COLUMNS, *SHEET_COLUMNS, "corrections")
        corpus = {f"corpus: {name}": value for name, value in document["corpus"].items()}
        about = {name: document[name] for name in ("format", "version", "build", "created")} | corpus
        return (
            Sheet("Commitments", columns, document["commitments"]),
            Sheet("Threads", THREAD_COLUMNS, [_thread_row(row) for row in document["threads"]]),
            Sheet("Events", (*EVENT_COLUMNS, "commitment", "due"), event_rows(document["threads"])),
            Sheet("Actors", ACTOR_COLUMNS, document["actors"]),
            Sheet("Corrections", CORRECTION_COLUMNS, [*map(correction_row, document["corrections"])]),
            Sheet("For review", columns, document["review"]),
            Sheet("About", ("what", "value"), [{"what": name, "value": value} for name, value in about.items()]),
        )

    def _commitments(self, entries: Sequence[Entry]) -> list[Json]:
        numbers: dict[str, list[int]] = {}
        for one in self.corrections:
            if one.state is State.IN_FORCE and one.correction.edit.act is not Act.UNDO:
                for identity in (*one.found, *one.found_others):
                    numbers.setdefault(identity, []).append(one.correction.number)
        return [
            commitment_object(entry)
            | sheet_fields(entry)
            | {"corrections": numbers.get(entry.commitment.commitment_id, [])}
            for entry in entries
        ]

    def _threads(self) -> list[Json]:
        articles = self.ledger.articles
        return [
            thread_object(thread, self.ledger.standing(thread), articles)
            | {"due": due.isoformat() if (due := due_of(thread)) else None}
            | {
                "events": [
                    event_object(event, articles)
                    | {"commitment": event.commitment_id, "due": event.due and event.due.isoformat()}
                    for event in thread.events
                ]
            }
            for thread in self.ledger.threads
        ]


def write_export(export: Export, target: Path, *, replace: bool) -> tuple[Path, ...]:
    """Write one file, whose ending tells the form, or both forms into a folder; each is there whole or not at all.

    Raises:
        SettingsError: the ending is of neither form, a file is there and is not to be replaced, or the disk refuses.
    """
    paths = _paths(target)
    for path in paths:
        if path.exists() and not replace:
            raise SettingsError(f"{path} is there already; name another or give --replace to write over it")
    try:
        paths[0].parent.mkdir(parents=True, exist_ok=True)
        for path in paths:
            making = path.with_name(f".{path.name}.{os.getpid()}")
            making.write_bytes(FORMS[path.suffix.lower()](export))
            making.replace(path)
    except OSError as error:
        raise SettingsError(f"{error.filename or target} cannot be written ({error.strerror or error})") from error
    return paths


def json_bytes(export: Export) -> bytes:
    """The document as UTF-8; the same export gives the same bytes."""
    return (json.dumps(export.document(), ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def workbook_bytes(export: Export) -> bytes:
    """The sheets as .xlsx; the same export gives the same bytes."""
    return workbook(export.sheets(), created=export.coverage.created)


FORMS = {".xlsx": workbook_bytes, ".json": json_bytes}


def _paths(target: Path) -> tuple[Path, ...]:
    if target.is_dir() or not target.suffix:
        return tuple(target / f"{NAME}{ending}" for ending in FORMS)
    if target.suffix.lower() not in FORMS:
        raise SettingsError(f"{target.name}: expected a file that ends in {' or '.join(FORMS)}, or a folder for both")
    return (target,)


def _thread_row(row: Json) -> Json:
    status, dates = row["status"], [event["date"] for event in row["events"] if event["date"]]
    return {
        **{name: row[name] for name in ("thread", "title", "actors", "due")},
        "status": status["what"],
        **{f"status_{name}": status[name] for name in ("date", "article", "quote", "by", "evidence")},
        "first_date": min(dates, default=None),
        "latest_date": max(dates, default=None),
        "events": len(row["events"]),
    }
