"""What the chat says of itself."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.coverage import Coverage
from bot.notices import (
    APOLOGY,
    LISTED,
    StageRow,
    built,
    covered,
    duration,
    failed,
    help_text,
    holdings,
    in_words,
    no_index,
    pace,
    stage_rows,
    welcome,
)
from bot.settings import Endpoint
from corpus.errors import SettingsError
from corpus.loaders import Skipped
from embeddings.build import BuildSummary, Progress, Stage


def coverage(**fields):
    known = {"build_id": "b1", "created": datetime(2031, 3, 4, 12, 0, tzinfo=UTC), "corpus": Path("/news")}
    known |= {
        "encoder": "fake",
        "backend": "fake",
        "articles": 2,
        "passages": 5,
        "commitments": 0,
        "stories": 1,
        "undated": 0,
    }
    known |= {"outlets": ("Irra *Courier*",), "first_date": date(2031, 1, 2), "last_date": date(2031, 2, 3)}
    return Coverage(**(known | {"skipped": (), "copies": 0} | fields))


def summary(**fields):
    known = {"build_id": "b1", "articles": 2, "passages": 5, "commitments": 0, "encoded": 3, "reused": 2}
    return BuildSummary(**(known | {"skipped": (), "copies": 0, "warnings": (), "seconds": 4.26} | fields))


def test_covered_counts_and_dates():
    assert covered(coverage()).startswith("**2 articles** · 1 outlet · 2 January 2031 to 3 February 2031\nIndexed on ")


def test_covered_passes_over_what_is_not_known():
    assert covered(coverage(outlets=(), first_date=None, last_date=None)).startswith("**2 articles**\nIndexed on ")


HERE = Endpoint("http://127.0.0.1:8080/v1", "small_one")
ELSEWHERE = Endpoint("https://llm.example/v1", "large_one", "sk-mine")


@pytest.mark.parametrize("text", [welcome, holdings])
def test_chat_says_what_leaves_the_machine(text):
    nothing = "Nothing that you type or read leaves this machine"
    assert nothing in text(coverage())
    assert nothing in text(coverage(), HERE) and "small\\_one" in text(coverage(), HERE)
    told = text(coverage(), ELSEWHERE)
    assert nothing not in told and "llm.example" in told and "are sent there" in told
    assert "sk-mine" not in told


def test_help_says_what_leaves_the_machine():
    assert "/rebuild" in help_text() and "leaves this machine" in help_text()
    assert "are sent there" in help_text(ELSEWHERE)


def test_welcome_holds_the_coverage():
    assert covered(coverage()) in welcome(coverage())


def test_holdings_escape_names():
    assert "Irra \\*Courier\\*" in holdings(coverage())


def test_holdings_list_what_could_not_be_read_up_to_a_length():
    skipped = tuple(Skipped(f"{number}.pdf", "empty") for number in range(LISTED + 3))
    text = holdings(coverage(skipped=skipped))
    assert "**15 files could not be read**" in text
    assert f"{LISTED - 1}.pdf: empty" in text and f"{LISTED}.pdf" not in text
    assert "and 3 more" in text


def test_built_tells_what_was_new():
    text = built(summary(copies=1, skipped=(Skipped("a.pdf", "no <text>"),)))
    assert "2 articles, 5 passages, 0 commitments, in 4.3 s" in text
    assert "3 passages encoded anew, 2 taken over" in text and "1 file held" in text
    assert "- a.pdf: no \\<text\\>" in text


def test_no_index_and_failed_say_the_line_of_the_error():
    assert "There is no build." in no_index("there is no build")
    assert failed("another build is running") == "Another build is running."


@pytest.mark.parametrize(
    ("progress", "line"),
    [
        (Progress(Stage.ENCODE, 120, 640, 85.4, 6.1), "120 of 640 passages · 85 a second · 6.1 s left"),
        (Progress(Stage.READ, 0, 640, 0.0, None), "0 of 640 files"),
        (Progress(Stage.ENCODE, 640, 640, 85.0, 0.0), "640 of 640 passages"),
        (Progress(Stage.PUBLISH, 0, 1, 0.0, None), ""),
    ],
)
def test_pace_tells_how_far_how_fast_how_long(progress, line):
    assert pace(progress) == line


@pytest.mark.parametrize(
    ("seconds", "line"),
    [(0.44, "0.4 s"), (12.4, "12 s"), (59.6, "1 min 00 s"), (185, "3 min 05 s"), (7800, "2 h 10 min")],
)
def test_duration_is_for_people(seconds, line):
    assert duration(seconds) == line


def test_stage_rows_leave_done_behind_and_waiting_ahead():
    rows = stage_rows(Progress(Stage.ENCODE, 1, 4, 1.0, 3.0))
    assert [row.state for row in rows] == ["done", "running", *["waiting"] * 5]
    assert rows[1].fraction == 1 / 4
    assert rows[0] == StageRow("Reading articles", "done", "", 1.0)


def test_stage_rows_mark_where_a_build_broke_and_end_all_done():
    assert [row.state for row in stage_rows(Progress(Stage.INDEX, 0, 0, 0.0, None), broken=True)][4] == "failed"
    assert {row.state for row in stage_rows(None)} == {"done"}


def test_errors_of_ours_tell_themselves_and_others_apologise(caplog):
    assert in_words(SettingsError("name a folder")) == "Name a folder."
    assert caplog.records == []
    assert in_words(RuntimeError("a secret path")) == APOLOGY
    assert "a secret path" in caplog.text
