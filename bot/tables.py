"""Rows as text for people, JSON Lines for programs or CSV for spreadsheets."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Sequence

from bot.machine import Json, line

# A spreadsheet takes a cell that begins so for a formula, and runs it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def add_forms(parser: argparse.ArgumentParser) -> None:
    """Let a command print JSON Lines or CSV."""
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--json", action="store_true", help="print JSON, one object a line")
    forms.add_argument("--csv", action="store_true", help="print CSV with a header")


def table(options: argparse.Namespace, rows: Sequence[Json], columns: Sequence[str], shown: str) -> str:
    """The rows in the form that the options ask for; `shown` is what people are given."""
    if options.json:
        return "".join(f"{line(row)}\n" for row in rows)
    return csv_text(rows, columns) if options.csv else f"{shown}\n"


def csv_text(rows: Sequence[Json], columns: Sequence[str]) -> str:
    """Rows for a spreadsheet: lists joined by "; ", and no cell that a spreadsheet would take for a formula."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_inert(cell_text(row[column])) for column in columns] for row in rows)
    return written.getvalue()


def cell_text(value: object) -> str:
    """A value as one cell shows it."""
    return "; ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
