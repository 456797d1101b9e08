"""The ledger in one file: words are text and nothing else, and the JSON is what the schema says."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from conftest import FakeEncoder, FakeReader

from bot.export import Export, json_bytes, workbook_bytes, write_export
from bot.export_sheets import CUT, MOST_CHARS, Sheet, workbook
from bot.settings import Settings
from bot.tables import csv_text
from bot.tracker import Tracker
from corpus.commitments import Status
from corpus.errors import SettingsError
from embeddings.build import make_build

SCHEMA = json.loads((Path(__file__).parent.parent / "docs" / "ledger.schema.json").read_text("utf-8"))
MADE = datetime(2030, 1, 2, tzinfo=UTC)
SPACE = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


@pytest.fixture
def tracker(corpus_folder, data_folder):
    make_build(corpus_folder, data_folder, encoder=FakeEncoder(), reader=FakeReader(), on_progress=lambda _: None)
    return Tracker.open(Settings(data=data_folder, corpus=None, encoder="fake"), encoder=FakeEncoder())


@pytest.fixture
def export(tracker):
    """With one correction of each sort of row: a rejected commitment, a status, an orphan's like are listed."""
    one, other = (entry.commitment.commitment_id for entry in tracker.ledger().entries[:2])
    tracker.correct(tracker.editor().reject(one), by="hale")
    edit = tracker.editor().change(other, kind=None, actors=(), status=Status.COMPLETED)
    tracker.correct(edit, by="hale", evidence="=HYPERLINK(1)")
    return Export.of(tracker)


def cells(content, name):
    """The cells of a sheet as (type, text), row by row; type "s" is text, "" a number; a formula is an error."""
    with zipfile.ZipFile(BytesIO(content)) as book:
        names = [
            one.get("name")
            for one in ElementTree.fromstring(book.read("xl/workbook.xml")).iterfind(".//x:sheet", SPACE)
        ]
        strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        texts = ["".join(one.itertext()) for one in strings.iterfind("x:si", SPACE)]
        sheet = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{names.index(name) + 1}.xml"))
    assert not sheet.findall(".//x:f", SPACE)
    assert not sheet.findall(".//x:hyperlink", SPACE)
    return [
        [
            (
                cell.get("t", ""),
                texts[int(cell.findtext("x:v", "", SPACE))]
                if cell.get("t") == "s"
                else cell.findtext("x:v", "", SPACE),
            )
            for cell in row.iterfind("x:c", SPACE)
        ]
        for row in sheet.iterfind(".//x:row", SPACE)
    ]


def test_json_is_what_the_schema_says(export):
    document = json.loads(json_bytes(export))
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(document, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert document["build"] == export.coverage.build_id
    assert (document["corpus"]["first_date"], document["corpus"]["last_date"]) == ("2030-05-02", "2030-09-14")
    assert [row["act"] for row in document["corrections"]] == ["reject", "change"]
    homes = {event["commitment"] for thread in document["threads"] for event in thread["events"] if event["commitment"]}
    assert homes == {row["id"] for row in document["commitments"]}
    assert [row["corrections"] for row in document["commitments"] if row["corrections"]] == [[2]]


def test_schema_names_every_field_and_no_other(export):
    document = json.loads(json_bytes(export))
    assert set(SCHEMA["properties"]) == set(SCHEMA["required"]) == set(document)
    for name in ("commitment", "thread", "event", "actor", "correction"):
        assert set(SCHEMA["$defs"][name]["properties"]) == set(SCHEMA["$defs"][name]["required"])
        assert SCHEMA["$defs"][name]["additionalProperties"] is False


def test_workbook_has_a_sheet_for_each_table(export):
    content = workbook_bytes(export)
    rows = cells(content, "Commitments")
    assert [text for _, text in rows[0]][:3] == ["id", "article", "date"]
    assert len(rows) == 1 + len(export.ledger.entries)
    assert [len(cells(content, name)) for name in ("Threads", "Actors", "Corrections")] == [
        1 + len(export.ledger.threads),
        1 + len(export.actors),
        1 + len(export.corrections),
    ]
    quotes = {entry.article.slice(entry.commitment.span) for entry in export.ledger.entries}
    assert quotes <= {text for row in rows for _, text in row}
    assert ("s", "=HYPERLINK(1)") in cells(content, "Corrections")[2]
    assert export.coverage.build_id in {text for row in cells(content, "About") for _, text in row}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "https://example.org", "0042", "\x07bell"])
def test_words_are_text_and_nothing_else(text):
    found = cells(workbook([Sheet("One", ("quote",), [{"quote": text}])], created=MADE), "One")
    assert found[1] == [("s", text.replace("\x07", "_x0007_"))]
    row = next(iter(csv_text([{"quote": text}], ["quote"]).splitlines()[1:]))
    assert row.strip('"').startswith("'") is (text[0] in "=+-@")


def test_days_and_numbers_are_days_and_numbers():
    rows = [{"date": "2030-01-02", "due": "1815-06-18", "start_char": 7, "conditional": True, "url": None}]
    found = cells(workbook([Sheet("One", tuple(rows[0]), rows)], created=MADE), "One")[1]
    # Days are counted from the last of 1899: 130 years with 32 leap days and the 29 February 1900 that never was.
    assert found == [("", str(130 * 365 + 32 + 2 + 1)), ("s", "1815-06-18"), ("", "7"), ("b", "1")]


def test_a_cell_that_holds_no_more_says_so():
    found = cells(workbook([Sheet("One", ("quote",), [{"quote": "x" * 40_000}])], created=MADE), "One")
    assert len(found[1][0][1]) == MOST_CHARS
    assert found[1][0][1].endswith(CUT)


def test_the_same_ledger_gives_the_same_bytes(export):
    assert workbook_bytes(export) == workbook_bytes(replace(export))
    assert json_bytes(export) == json_bytes(replace(export))


def test_a_folder_gets_both_and_nothing_is_written_over(export, tmp_path):
    folder = tmp_path / "out" / "ledger"
    paths = write_export(export, folder, replace=False)
    assert [path.name for path in paths] == ["ledger.xlsx", "ledger.json"]
    assert sorted(folder.iterdir()) == sorted(paths)
    paths[1].write_text("mine")
    for target in (folder, paths[1]):
        with pytest.raises(SettingsError, match="--replace"):
            write_export(export, target, replace=False)
    assert paths[1].read_text() == "mine"
    write_export(export, paths[1], replace=True)
    assert json.loads(paths[1].read_bytes())["version"] == 1


def test_what_cannot_be_written_is_refused(export, tmp_path):
    with pytest.raises(SettingsError, match=r"expected a file that ends in \.xlsx or \.json"):
        write_export(export, tmp_path / "ledger.ods", replace=False)
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="cannot be written"):
        write_export(export, tmp_path / "file" / "ledger.json", replace=False)
