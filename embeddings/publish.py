"""The folder of builds: who may write in it, how a finished build becomes the published one, and what is cleared away.

    <data>/build.lock      held by the one process that is building; the system lets go of it when that process ends
    <data>/builds/.making-<pid>     a build that is being made; never looked at by readers
    <data>/builds/<id>     complete builds, never changed
    <data>/CURRENT         the id of the published one

A build is published by two renames, each atomic: its folder into place, then CURRENT. Killed before the second, the
old build is still the published one, and the next build clears what was left.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import BuildBusy, BuildError, DamagedBuild, NoBuild

BUILDS_FOLDER = "builds"
CURRENT_FILE = "CURRENT"
LOCK_FILE = "build.lock"
_MAKING = ".making-"
_LEAVING = ".leaving-"

# The published one, and two before it for whoever is opening one at this moment. An open build needs its folder no
# more: it holds everything in memory or in files that stay mapped.
KEPT_BUILDS = 3


@contextmanager
def building(data_folder: Path) -> Iterator[Path]:
    """Hold the folder for one build, and give an empty folder to make it in; it is gone afterwards, published or not.

    Raises:
        BuildBusy: another process is building here.
        BuildError: the folder cannot be written.
    """
    try:
        builds = data_folder / BUILDS_FOLDER
        builds.mkdir(parents=True, exist_ok=True)
        with _locked(data_folder):
            _clear_leftovers(builds)
            making = builds / f"{_MAKING}{os.getpid()}"
            making.mkdir()
            try:
                yield making
            finally:
                shutil.rmtree(making, ignore_errors=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise BuildError(
            f"no build can be written in {data_folder}: {reason}; the published build is unchanged"
        ) from error


def publish(making: Path, data_folder: Path, build_id: str) -> None:
    """Make a finished folder the published build, and drop the oldest beyond those kept."""
    builds = data_folder / BUILDS_FOLDER
    _sync_tree(making)
    making.rename(builds / build_id)
    _sync(builds)
    replacement = data_folder / f"{CURRENT_FILE}.new"
    replacement.write_text(f"{build_id}\n", encoding="utf-8")
    _sync(replacement)
    replacement.replace(data_folder / CURRENT_FILE)
    _sync(data_folder)
    _prune(builds, keep=build_id)


def published_build_id(data_folder: Path) -> str | None:
    """The id of the published build, None where nothing has been published; reads one short file.

    Raises:
        DamagedBuild: CURRENT names no build folder.
    """
    path = data_folder / CURRENT_FILE
    try:
        build_id = path.read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise DamagedBuild(f"{path} cannot be read ({error}); make a new build with: tracker build") from error
    if not build_id or build_id.startswith(".") or Path(build_id).name != build_id:
        raise DamagedBuild(
            f"{path} holds {build_id[:40]!r}, expected a build's name; make a new build with: tracker build"
        )
    return build_id


def kept_folder(data_folder: Path, build_id: str) -> Path:
    """The folder of a build that was published and has not been dropped since.

    Raises:
        NoBuild: none of that id is kept; the message names those that are.
    """
    builds = data_folder / BUILDS_FOLDER
    kept = sorted(one.name for one in builds.iterdir() if not one.name.startswith(".")) if builds.is_dir() else []
    if build_id not in kept:
        raise NoBuild(f"no build {build_id!r} is kept in {data_folder}, expected one of: {', '.join(kept) or 'none'}")
    return builds / build_id


def published_folder(data_folder: Path) -> Path:
    """The folder of the published build.

    Raises:
        NoBuild: nothing has been published here.
        DamagedBuild: CURRENT names a folder that is not there.
    """
    build_id = published_build_id(data_folder)
    if build_id is None:
        raise NoBuild(f"there is no build in {data_folder}; make one with: tracker build")
    folder = data_folder / BUILDS_FOLDER / build_id
    if not folder.is_dir():
        raise DamagedBuild(
            f"{data_folder / CURRENT_FILE} names {build_id}, which is gone; make a new build with: tracker build"
        )
    return folder


@contextmanager
def _locked(data_folder: Path) -> Iterator[None]:
    with (data_folder / LOCK_FILE).open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            holder = file.readline().strip() or "starting"
            raise BuildBusy(
                f"another process ({holder}) is building in {data_folder}; wait for it to end and build again"
            ) from error
        file.truncate(0)
        file.write(f"pid {os.getpid()}, started {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n")
        file.flush()
        yield


def _clear_leftovers(builds: Path) -> None:
    # Nobody else can be at work here: the lock is held.
    for folder in builds.iterdir():
        if folder.name.startswith((_MAKING, _LEAVING)):
            shutil.rmtree(folder)


def _prune(builds: Path, *, keep: str) -> None:
    finished = sorted(folder for folder in builds.iterdir() if not folder.name.startswith("."))
    older = [folder for folder in finished if folder.name != keep]
    for folder in older[: -(KEPT_BUILDS - 1)]:
        # Renamed first, so that a kill in the middle leaves no half build under a build's name.
        leaving = builds / f"{_LEAVING}{folder.name}"
        folder.rename(leaving)
        shutil.rmtree(leaving)


def _sync_tree(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
