"""Words of the command line as values, with one clear line for those that are none."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from corpus.errors import SettingsError


def day_argument(text: str) -> date:
    """A day written YYYY-MM-DD.

    Raises:
        ArgumentTypeError: it is written otherwise, or there is no such day.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; expected YYYY-MM-DD, such as 2026-01-08") from error


def port_argument(text: str) -> int:
    """A port number, 1 to 65535.

    Raises:
        ArgumentTypeError: it is no such number.
    """
    number = int(text) if text.isdigit() else -1
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; expected a number from 1 to 65535")
    return number


def count_argument(text: str) -> int:
    """How many, 1 or more.

    Raises:
        ArgumentTypeError: it is no whole number above 0.
    """
    number = int(text) if text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r}; expected a whole number, 1 or more")
    return number


def file_lines(name: str, what: str) -> list[str]:
    """The lines of the file that an option names, `-` for standard input; `what` it holds is for the complaint.

    Raises:
        SettingsError: there is no such file, or it is no UTF-8 text.
    """
    if name == "-":
        return sys.stdin.read().split("\n")
    try:
        return Path(name).expanduser().read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name} cannot be read as UTF-8 text ({error}); expected JSON Lines of {what}") from error
