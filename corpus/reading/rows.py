"""Formats of one article a row: JSON Lines and CSV, read row by row so that the size of the file does not matter."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from io import TextIOWrapper
from pathlib import Path

from corpus.errors import UnreadableArticle
from corpus.reading.columns import TEXT, named, read_fields
from corpus.reading.decoding import SAMPLE_BYTES, STRAY_BYTES, detect_encoding
from corpus.reading.raw import MOST_ARTICLE_BYTES, Problem, RawArticle

Row = tuple[int, dict[str, object] | Problem]


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a `.jsonl` or `.csv` file with their numbers from 1; a row that cannot be read is a Problem.

    Raises UnreadableArticle where the file as a whole cannot be read.
    """
    reader = _csv_rows if path.suffix.casefold() == ".csv" else _json_rows
    try:
        with path.open("rb") as file:
            sample = file.read(SAMPLE_BYTES)
            if not sample.strip(b"\x00 \t\r\n"):
                raise UnreadableArticle("empty, expected one article a row: delete the file or fill it")
            encoding = detect_encoding(sample, whole=len(sample) < SAMPLE_BYTES)
            file.seek(0)
            text = TextIOWrapper(
                file, encoding="utf-8-sig" if encoding == "utf-8" else encoding, errors=STRAY_BYTES, newline=""
            )
            yield from reader(text)
    except OSError as error:
        raise UnreadableArticle(
            f"cannot be opened ({error.strerror or error}): give this user leave to read it"
        ) from error


def _json_rows(file: TextIOWrapper) -> Iterator[Row]:
    """The objects of a JSON Lines file; lines are the rows."""
    number = 0
    while line := file.readline(MOST_ARTICLE_BYTES + 1):
        number += 1
        if len(line) > MOST_ARTICLE_BYTES:
            while line and not line.endswith("\n"):
                line = file.readline(MOST_ARTICLE_BYTES)
            yield (
                number,
                Problem(f"a line of more than {MOST_ARTICLE_BYTES / 1e6:.0f} MB, expected one article: split it"),
            )
        elif line.strip():
            yield number, _json_row(line)


def _json_row(line: str) -> dict[str, object] | Problem:
    """The object of one line."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Problem(f"not JSON ({squeezed(error)}), expected one object a line: mend the line")
    if not isinstance(value, dict):
        return Problem(f"a JSON {type(value).__name__}, expected an object with a text: mend the line")
    return named(value)


def _csv_rows(file: TextIOWrapper) -> Iterator[Row]:
    """The rows of a CSV file below its header."""
    before = csv.field_size_limit(MOST_ARTICLE_BYTES)  # the module's own limit is shorter than a long article
    try:
        sample = file.read(8192)
        file.seek(0)
        header_line = sample.split("\n", 1)[0]
        delimiter = max(",;\t|", key=header_line.count)
        reader = csv.reader(file, delimiter=delimiter)
        header: list[str] | None = None
        number = 0
        while True:
            try:
                values = next(reader, None)
            except csv.Error as error:
                number += 1
                yield number, Problem(f"not CSV ({squeezed(error)}), expected one article a row: mend the row")
                continue
            if values is None:
                return
            if header is None:
                header = values
                continue
            number += 1
            if any(value.strip() for value in values):
                yield number, named(dict(zip(header, values, strict=False)))
    finally:
        csv.field_size_limit(before)


def squeezed(error: Exception) -> str:
    """An error's message as one line."""
    return " ".join(str(error).split())[:120]


def article_of_row(row: Mapping[str, object]) -> RawArticle | Problem:
    """The article of a row: its text and fields; a Problem where no column holds a text."""
    for name in TEXT:
        text = row.get(name)
        if isinstance(text, str) and text.strip():
            return RawArticle(text, read_fields({key: value for key, value in row.items() if key != name}))
    return Problem(
        f"no text in the columns {', '.join(list(row)[:8])}, expected one of {', '.join(TEXT[:4])}: name the column so"
    )
