"""docs/corpus-sqlite.md names every table and column that there is, and its queries run."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.desk import DESK_FILE, Desk
from corpus.corrections import Act, Edit, Target

PAGE = (Path(__file__).parent.parent / "docs" / "corpus-sqlite.md").read_text("utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def database(small_build, data_folder):
    """The build's file with the desk beside it, and one rejected commitment there."""
    one = small_build.commitments[0]
    target = Target.of(one, small_build.articles[small_build.article_row(one.article_id)])
    Desk(data_folder).add(Edit(Act.REJECT, (target,)), by="brandt")
    path = data_folder / "builds" / small_build.build_id / "corpus.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ATTACH ? AS desk", (str(data_folder / DESK_FILE),))
        yield connection


def columns(database, schema, kind):
    names = database.execute(
        f"SELECT name FROM {schema}.sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite%'", (kind,)
    )
    return {
        name: [row[1] for row in database.execute(f"PRAGMA {schema}.table_info({name})")]
        for (name,) in names.fetchall()
    }


def described(section):
    first = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    return [name for cell in first for name in re.findall(r"`(\w+)`", cell)]


def test_every_table_and_column_is_described_in_order(database):
    tables = columns(database, "main", "table") | columns(database, "desk", "table")
    sections = dict(re.findall(r"^### (\w+)\n(.*?)(?=^##)", PAGE, re.MULTILINE | re.DOTALL))
    assert {name: described(text) for name, text in sections.items()} == tables


def test_every_view_is_described(database):
    views = columns(database, "main", "view") | columns(database, "desk", "view")
    told = {
        name: re.findall(r"`(\w+)`", cells) for name, cells in re.findall(r"view `(\w+)` \((.*?)\)", PAGE, re.DOTALL)
    }
    assert told == views


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_every_query_runs(database, query):
    found = database.execute(query)
    assert all(len(row) == len(found.description) for row in found.fetchall())
    assert found.description, "an example that selects nothing"


def test_queries_find_what_they_say(database, small_build):
    who = {row[0]: row[1] for row in database.execute(QUERIES[1])}
    assert who["Karsund"] == 1
    assert len(database.execute(QUERIES[3]).fetchall()) == len(small_build.threads)
    assert {row[1] for row in database.execute(QUERIES[4])} == {"velmora-port.txt"}
    assert [row[1:3] for row in database.execute(QUERIES[5])] == [("brandt", "reject")]
    assert len(database.execute(QUERIES[6]).fetchall()) == len(small_build.commitments) - 1
