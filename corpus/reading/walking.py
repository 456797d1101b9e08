"""The files of a corpus folder, in a fixed order, and those that are passed over."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from corpus.reading.raw import Problem

METADATA_NAMES = frozenset({"metadata.csv", "metadata.jsonl"})
# These describe a folder; they are never its articles, whatever their suffix.
DESCRIPTIONS = frozenset({"readme", "license", "licence", "notice", "copying"})
# Controls of terminals and of the direction of writing.
_TURNING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def walk(folder: Path) -> Iterator[tuple[str, Path | Problem]]:
    """Each file below `folder` by its path relative to it (with `/`), or a Problem where it is not to be followed.

    Folders are walked in sorted order. Hidden files and folders and descriptions of the folder are passed over in
    silence. A link is followed only to a file inside the folder; linked folders are not, as their files are found under
    their own names.
    """
    root = folder.resolve()
    closed: list[OSError] = []
    for where, folders, files in os.walk(folder, onerror=closed.append, followlinks=False):
        here = Path(where)
        prefix = "" if here == folder else here.relative_to(folder).as_posix() + "/"
        links = [name for name in folders if (here / name).is_symlink()]
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in links)
        for name in sorted([*files, *links]):
            if not name.startswith(".") and name.split(".")[0].casefold() not in DESCRIPTIONS:
                yield printable(prefix + name), _followed(here / name, root)
    for error in closed:
        yield (
            printable(Path(error.filename).relative_to(folder).as_posix()),
            Problem(f"cannot be opened ({error.strerror}), expected a folder: give this user leave to read it"),
        )


def _followed(path: Path, root: Path) -> Path | Problem:
    """The file itself, or why it is not read."""
    if path.is_symlink():
        try:
            inside = path.resolve(strict=True).is_relative_to(root)
        except (OSError, RuntimeError):
            return Problem("a link to nothing, expected a file: mend the link or take it out")
        if not inside or path.is_dir():
            return Problem("a link out of the corpus folder or to a folder, expected a file: copy the files here")
    if not path.is_file():
        return Problem("neither a file nor a folder, expected a file: take it out")
    return path


def printable(path: str) -> str:
    """A path that any text file or screen can hold: what is no character, or turns others on a screen, as escapes."""
    written = path.encode("utf-8", "backslashreplace").decode("utf-8")
    return _TURNING.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), written)
