"""A workbook (.xlsx) of several sheets; the only module that knows XlsxWriter.

Words of articles are written as text and as nothing else: no cell is taken for a formula, a link or a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

import xlsxwriter

from bot.machine import Json
from bot.tables import cell_text
from corpus.errors import SettingsError

# Limits of the format: rows of a sheet with its header, characters of a cell.
MOST_ROWS = 1_048_576
MOST_CHARS = 32_767
CUT = " … (cut here: a cell holds no more)"
# Before this day the programs that read the format count days differently.
FIRST_DAY = date(1900, 3, 1)
DATES = frozenset({"date", "due", "first_date", "latest_date", "status_date"})
# Characters; what is not named here takes the default.
WIDTHS = {"quote": 70, "quotes": 70, "status_quote": 50, "title": 45, "action": 45, "article": 32, "evidence": 40}
DEFAULT_WIDTH = 16


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, at most 31 characters, and rows that hold at least these columns."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Json]


def workbook(sheets: Sequence[Sheet], *, created: datetime) -> bytes:
    """The sheets as one file, each with a header that stays in sight and can be filtered by.

    Raises:
        SettingsError: a sheet has more rows than the format holds.
    """
    written = BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    book.set_properties({"title": "Ledger of commitments", "created": created.replace(tzinfo=None)})
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
    for sheet in sheets:
        if len(sheet.rows) >= MOST_ROWS:
            raise SettingsError(
                f"{sheet.name} has {len(sheet.rows):,} rows, a sheet holds {MOST_ROWS - 1:,}; export to a .json file"
            )
        page = book.add_worksheet(sheet.name)
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
        for column, name in enumerate(sheet.columns):
            page.set_column(column, column, WIDTHS.get(name, DEFAULT_WIDTH))
            page.write_string(0, column, name, bold)
            for row, values in enumerate(sheet.rows, start=1):
                _write(page, row, column, _value(name, values[name]), {"text": wrapped, "day": day})
    book.close()
    return written.getvalue()


def _value(name: str, value: object) -> object:
    """A day as a day, where the format can hold it; whatever is no number as text."""
    if name in DATES and isinstance(value, str) and (when := date.fromisoformat(value)) >= FIRST_DAY:
        return when
    return value if isinstance(value, bool | int | float) else cell_text(value)


def _write(
    page: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: object, formats: dict[str, object]
) -> None:
    if isinstance(value, bool):
        page.write_boolean(row, column, value, formats["text"])
    elif isinstance(value, int | float):
        page.write_number(row, column, value, formats["text"])
    elif isinstance(value, date):
        page.write_datetime(row, column, value, formats["day"])
    elif value:
        text = str(value)
        text = text if len(text) <= MOST_CHARS else text[: MOST_CHARS - len(CUT)] + CUT
        page.write_string(row, column, text, formats["text"])
