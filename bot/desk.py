"""desk.sqlite, what people add beside the builds: corrections of the ledger, only ever added, never changed.

    desk = Desk(data_folder)
    made = desk.add(Edit(Act.REJECT, (target,)), by="brandt")
    assert desk.corrections()[-1] == made

The file lies beside `builds/`, and no build touches it. It is written ahead (WAL), so that several processes may read
and add at once. Triggers refuse every change and removal of a row, from whatever program it comes.
"""

from __future__ import annotations

import getpass
import json
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from bot.desk_schema import COLUMNS, FORMAT, SCHEMA, format_of, readable_columns, upgrade
from corpus.commitments import Kind, Status
from corpus.corrections import Act, Correction, Edit, Target, withdrawn
from corpus.errors import DeskError, SettingsError

DESK_FILE = "desk.sqlite"
# Another process that adds a correction holds the file for milliseconds.
_LOCK_SECONDS = 30.0


class Desk:
    """What people added in one data folder. Each call opens the file for itself: safe from several threads."""

    def __init__(self, data_folder: Path) -> None:
        self._path = data_folder / DESK_FILE

    def last_number(self) -> int:
        """The number of the last correction, 0 where there is none: cheap enough to ask before every answer.

        Raises:
            DeskError: the file cannot be read.
        """
        with self._reading() as database:
            return int(database.execute("SELECT coalesce(max(number), 0) FROM corrections").fetchone()[0])

    def corrections(self) -> tuple[Correction, ...]:
        """All of them, in the order of their numbers.

        Raises:
            DeskError: the file cannot be read.
        """
        with self._reading() as database:
            return _all(database)

    def add(self, edit: Edit, *, by: str, evidence: str = "", note: str = "") -> Correction:
        """Write one more; it is on disk when this returns.

        Raises:
            SettingsError: nobody is named, a status comes without evidence, or what is to be undone or moved is
                withdrawn already.
            DeskError: the file cannot be written.
        """
        by, evidence, note = (" ".join(text.split()) for text in (by, evidence, note))
        if not by:
            raise SettingsError("a correction has to say who makes it; give --by NAME")
        if edit.status is not None and not evidence:
            raise SettingsError(
                "a status needs its evidence; give --evidence with an article's path or address and its words, or with"
                " the title of a document"
            )
        made = datetime.now(UTC).replace(microsecond=0)
        with self._writing() as database:
            named = edit.undoes if edit.undoes is not None else edit.moves
            if named is not None:
                _check_in_force(named, _all(database))
            row = (made.isoformat(), by, *_edit_row(edit), evidence, note)
            added = database.execute(
                f"INSERT INTO corrections({COLUMNS}) VALUES ({', '.join('?' * len(row))})",  # noqa: S608 - ours
                row,
            )
            number = int(added.lastrowid or 0)
        return Correction(number, made, by, edit, evidence, note)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        if not self._path.exists():
            with closing(sqlite3.connect(":memory:")) as empty:
                empty.executescript(f"{SCHEMA}PRAGMA user_version = {FORMAT};")
                yield empty
            return
        # In a folder that may not be written there is nobody to wait for, and no place for the files of a reader.
        mode = "mode=ro" if os.access(self._path.parent, os.W_OK) else "immutable=1"
        with self._open(mode) as database:
            yield database

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction that nobody else writes in."""
        if not self._path.exists():
            self._create()
        with self._open("mode=rw") as database:
            database.execute("PRAGMA synchronous = FULL")
            database.execute("BEGIN IMMEDIATE")
            upgrade(database)
            yield database
            database.execute("COMMIT")

    def _create(self) -> None:
        """Make the file beside its place and move it there whole, unless another process was quicker."""
        making = self._path.with_name(f".{DESK_FILE}.{os.getpid()}.{threading.get_ident()}")
        try:
            with closing(sqlite3.connect(making)) as database:
                # Changing to WAL needs the file for oneself: done before anybody else can see it.
                database.execute("PRAGMA journal_mode = WAL")
                database.executescript(f"BEGIN;{SCHEMA}PRAGMA user_version = {FORMAT};COMMIT;")
            _place(making, self._path)
        except (sqlite3.Error, OSError) as error:
            raise DeskError(f"{self._path} cannot be made ({error})") from error
        finally:
            making.unlink(missing_ok=True)

    @contextmanager
    def _open(self, mode: str) -> Iterator[sqlite3.Connection]:
        address = f"{self._path.absolute().as_uri()}?{mode}"
        try:
            with closing(sqlite3.connect(address, uri=True, timeout=_LOCK_SECONDS, isolation_level=None)) as database:
                found = format_of(database)
                if not 1 <= found <= FORMAT:
                    raise DeskError(
                        f"{self._path} has format {found}, this version knows {FORMAT}; use the version that wrote it"
                    )
                yield database
        except sqlite3.OperationalError as error:
            raise DeskError(f"{self._path} cannot be used now ({error}); nothing was added, try again") from error
        except (sqlite3.Error, ValueError, TypeError, KeyError) as error:
            raise DeskError(
                f"{self._path} cannot be read ({error}); it holds people's corrections and no build makes it anew:"
                " mend it or put a copy in its place"
            ) from error


def login_name() -> str:
    """Who makes a correction where nobody says so: the name under which this process runs.

    Raises:
        SettingsError: the system does not tell it.
    """
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError) as error:
        raise SettingsError(
            "this system does not tell your login name; correct with: tracker ledger, --by NAME"
        ) from error


def _place(making: Path, path: Path) -> None:
    """Let the file appear under its name, whole, unless one is there."""
    try:
        path.hardlink_to(making)
    except FileExistsError:
        return
    except OSError:
        # Some file systems know no hard links; what is left to chance there is two first corrections in one instant.
        if not path.exists():
            making.rename(path)


def _check_in_force(number: int, corrections: Sequence[Correction]) -> None:
    if number not in {one.number for one in corrections}:
        raise SettingsError(f"there is no correction {number}; list them with: tracker ledger corrections")
    if number in withdrawn(corrections):
        raise SettingsError(f"correction {number} is withdrawn already; list them with: tracker ledger corrections")


def _edit_row(edit: Edit) -> tuple[object, ...]:
    return (
        edit.act.value,
        _json([asdict(target) for target in edit.targets]),
        _json([asdict(target) for target in edit.others]),
        edit.kind and edit.kind.value,
        _json(list(edit.actors)),
        edit.status and edit.status.value,
        edit.undoes,
        edit.moves,
    )


def _all(database: sqlite3.Connection) -> tuple[Correction, ...]:
    columns = readable_columns(database)
    rows = database.execute(f"SELECT number, {columns} FROM corrections ORDER BY number")  # noqa: S608 - ours
    return tuple(map(_correction, rows))


def _correction(row: Sequence[object]) -> Correction:
    number, made, by, act, targets, others, kind, actors, status, undoes, moves, evidence, note = row
    edit = Edit(
        act=Act(str(act)),
        targets=_targets(targets),
        others=_targets(others),
        kind=None if kind is None else Kind(str(kind)),
        actors=tuple(json.loads(str(actors))),
        status=None if status is None else Status(str(status)),
        undoes=None if undoes is None else int(str(undoes)),
        moves=None if moves is None else int(str(moves)),
    )
    return Correction(int(str(number)), datetime.fromisoformat(str(made)), str(by), edit, str(evidence), str(note))


def _targets(text: object) -> tuple[Target, ...]:
    return tuple(Target(**{**one, "actors": tuple(one["actors"])}) for one in json.loads(str(text)))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
