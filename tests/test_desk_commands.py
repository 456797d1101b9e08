"""`tracker ledger …` from its words to its output, and the filters that all lists share."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import pytest
from conftest import FakeReader

from bot import cli
from corpus.errors import EncoderError
from embeddings.encoder import NoEncoder

ARTICLES = {
    "one.txt": "date 2020-05-02\nHarbour at Sarn\n\nVelmora will deepen the harbour at Sarn by March 2021.",
    "two.txt": "date 2021-02-01\nHarbour at Sarn again\n\nVelmora will now deepen the harbour at Sarn by June 2022.",
    "other.txt": "date 2020-07-01\nOpera for Pell\n\nKarsund will build an opera for Pell.",
}


@pytest.fixture
def run(monkeypatch, tmp_path, fake_encoder, capsys):
    """Runs a command on a build of three articles; gives exit status, stdout and stderr."""
    monkeypatch.setattr(cli, "load_encoder", lambda name: fake_encoder)
    monkeypatch.setattr("bot.tracker.load_encoder", lambda name: fake_encoder)
    monkeypatch.setattr("bot.tracker.CommitmentReader", FakeReader)
    monkeypatch.setattr("getpass.getuser", lambda: "brandt")
    monkeypatch.setenv("TRACKER_DATA", str(tmp_path / "data"))
    (tmp_path / "corpus").mkdir()
    for name, text in ARTICLES.items():
        (tmp_path / "corpus" / name).write_text(text, "utf-8")

    def run(*words: object) -> tuple[int, str, str]:
        try:
            status = cli.main([str(word) for word in words])
        except SystemExit as error:
            status = int(error.code or 0)
        return status, *capsys.readouterr()

    assert run("build", "--corpus", tmp_path / "corpus")[0] == 0
    return run


@pytest.fixture
def ids(run):
    """The commitments' ids by the article's name."""
    return {row["article"]: row["id"] for row in listed(run, "commitments")}


def listed(run, *words):
    status, out, err = run(*words, "--json")
    assert (status, err) == (0, "")
    return [json.loads(line) for line in out.splitlines()]


def test_reject_confirm_and_undo_tell_what_they_did(run, ids):
    status, out, _ = run("ledger", "reject", ids["other.txt"][:8], "--note", "a forecast")
    assert status == 0
    assert out.startswith(f"1. reject {ids['other.txt'][:8]} (brandt, ")
    assert "“Karsund will build an opera for Pell” (other.txt)" in out
    assert "note: a forecast" in out
    assert "to withdraw it: tracker ledger undo 1" in out
    assert {row["article"] for row in listed(run, "commitments")} == {"one.txt", "two.txt"}
    assert run("ledger", "undo", 1, "--by", "hale")[0] == 0
    assert {row["article"] for row in listed(run, "commitments")} == set(ARTICLES)
    rows = listed(run, "ledger", "corrections")
    assert [(row["act"], row["by"], row["state"]) for row in rows] == [
        ("reject", "brandt", "withdrawn"),
        ("undo", "hale", "in force"),
    ]


def test_several_are_rejected_at_once(run, ids):
    _, out, _ = run("ledger", "reject", ids["one.txt"], ids["two.txt"])
    assert [line[:9] for line in out.splitlines() if "reject" in line] == ["1. reject", "2. reject"]
    assert {row["article"] for row in listed(run, "commitments")} == {"other.txt"}


def test_change_is_seen_by_every_list(run, ids):
    given = ("--status", "completed", "--evidence", "Gazette 12", "--kind", "pledge", "--actor", "Pell")
    assert run("ledger", "change", ids["other.txt"], *given)[0] == 0
    row = next(row for row in listed(run, "commitments") if row["article"] == "other.txt")
    assert (row["kind"], row["status"], row["actors"]) == ("pledge", "completed", ["Pell"])
    thread = next(row for row in listed(run, "threads") if row["actors"] == ["Pell"])
    status = thread["status"]
    assert (status["what"], status["by"], status["evidence"]) == ("delivered", "brandt", "Gazette 12")
    assert (status["article"], status["quote"]) == (None, None)
    _, out, _ = run("threads", "--status", "delivered")
    assert "now delivered (as brandt says, " in out
    assert "evidence: Gazette 12)" in out


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("confirm", "zz"), 2, "begins with 'zz'"),
        (("reject", ""), 2, "begins 3 ids"),
        (("reject", "ONE", "zz"), 2, "begins with 'zz'"),
        (("change", "ONE"), 2, "nothing to change"),
        (("change", "ONE", "--status", "completed"), 2, "needs its evidence"),
        (("change", "ONE", "--status", "completed", "--evidence", " "), 2, "needs its evidence"),
        (("change", "ONE", "--status", "completed", "--evidence", "one.txt: it is dug"), 2, "does not hold the words"),
        (("confirm", "ONE", "--by", " "), 2, "--by NAME"),
        (("undo", "7"), 2, "no correction 7"),
        (("undo", "x"), 2, "whole number"),
        (("export", "ledger.pdf"), 2, ".xlsx or .json"),
        (("overdue", "--today", "soon"), 2, "expected YYYY-MM-DD"),
    ],
)
def test_mistakes_get_one_line_and_change_nothing(run, ids, words, status, said):
    got, out, err = run("ledger", *(ids["one.txt"] if word == "ONE" else word for word in words))
    assert (got, out) == (status, "")
    assert said in err
    assert "Traceback" not in err
    assert listed(run, "ledger", "corrections") == []


def test_merge_and_split_move_commitments_between_threads(run, ids):
    homes = {row["article"]: row["thread"] for row in listed(run, "commitments")}
    assert homes["one.txt"] == homes["two.txt"] != homes["other.txt"]
    assert run("ledger", "merge", homes["one.txt"], ids["other.txt"])[0] == 0
    assert len(listed(run, "threads")) == 1
    assert run("ledger", "split", ids["two.txt"])[0] == 0
    homes = {row["article"]: row["thread"] for row in listed(run, "commitments")}
    assert homes["one.txt"] == homes["other.txt"] != homes["two.txt"]


def test_orphaned_are_listed_with_the_reason_and_come_back(run, ids, tmp_path):
    run("ledger", "reject", ids["other.txt"])
    article = tmp_path / "corpus" / "other.txt"
    article.unlink()
    run("build")
    rows = listed(run, "ledger", "corrections", "--orphaned")
    assert [(row["state"], row["reason"]) for row in rows] == [("orphaned", "the article is no longer in the corpus")]
    _, out, _ = run("ledger", "corrections", "--orphaned", "--csv")
    row = next(csv.DictReader(io.StringIO(out)))
    assert (row["articles"], row["quotes"]) == ("other.txt", "Karsund will build an opera for Pell")
    assert "1  orphaned corrections" in run("ledger")[1]
    article.write_text(ARTICLES["other.txt"], "utf-8")
    run("build")
    assert listed(run, "ledger", "corrections", "--orphaned") == []
    assert {row["article"] for row in listed(run, "commitments")} == {"one.txt", "two.txt"}


def test_an_orphan_is_moved_to_another_commitment_and_back(run, ids, tmp_path):
    run("ledger", "reject", ids["other.txt"], "--by", "hale")
    (tmp_path / "corpus" / "other.txt").write_text(
        ARTICLES["other.txt"].replace("build an opera", "fund an opera"), "utf-8"
    )
    run("build")
    assert "if it is about another now: tracker ledger move 1 ID" in run("ledger", "corrections", "--orphaned")[1]
    assert {row["article"] for row in listed(run, "commitments")} == set(ARTICLES)
    new = {row["article"]: row["id"] for row in listed(run, "commitments")}["other.txt"]
    status, out, _ = run("ledger", "move", 1, new[:8], "--note", "reworded")
    assert status == 0
    assert out.startswith(f"2. move 1 to {new[:8]} (brandt, ")
    assert "“Karsund will fund an opera for Pell” (other.txt)" in out and "note: reworded" in out
    assert "tracker ledger undo 2" in out
    assert {row["article"] for row in listed(run, "commitments")} == {"one.txt", "two.txt"}
    assert "in force, moved by 2" in run("ledger", "corrections")[1]
    run("build")
    rows = listed(run, "ledger", "corrections")
    assert [(row["act"], row["by"], row["moves"], row["state"], row["found"]) for row in rows] == [
        ("reject", "hale", None, "in force", [new]),
        ("move", "brandt", 1, "in force", [new]),
    ]
    assert run("ledger", "undo", 2)[0] == 0
    assert [row["correction"] for row in listed(run, "ledger", "corrections", "--orphaned")] == [1]
    assert {row["article"] for row in listed(run, "commitments")} == set(ARTICLES)


def test_only_an_orphan_is_moved(run, ids):
    run("ledger", "reject", ids["other.txt"])
    for words, said in (
        (("1", ids["one.txt"]), "correction 1 is in force"),
        (("9", ids["one.txt"]), "no correction 9"),
    ):
        status, out, err = run("ledger", "move", *words)
        assert (status, out) == (2, "")
        assert said in err and "tracker ledger corrections" in err


def test_overdue_and_silent_go_by_what_people_say(run, ids):
    assert [row["actors"] for row in listed(run, "ledger", "silent", "--today", "2021-02-02", "--days", "90")] == [
        ["Karsund"]
    ]
    run("ledger", "change", ids["other.txt"], "--status", "abandoned", "--evidence", "Pell council, minutes")
    assert listed(run, "ledger", "silent", "--today", "2021-02-02", "--days", "90") == []
    assert listed(run, "ledger", "overdue", "--today", "2021-02-02") == []


def test_changed_shows_first_and_latest_side_by_side(run):
    _, out, _ = run("ledger", "changed")
    first, latest = (row for row in out.splitlines() if "2 May 2020" in row), (row for row in out.splitlines())
    row = next(first)
    assert row.index("2 May 2020") < row.index("1 February 2021")
    assert next(latest).startswith("Velmora: ")
    rows = listed(run, "ledger", "changed")
    assert [(row["first"]["article"], row["latest"]["article"]) for row in rows] == [("one.txt", "two.txt")]
    _, out, _ = run("ledger", "changed", "--csv")
    assert next(csv.DictReader(io.StringIO(out)))["latest_article"] == "two.txt"
    assert run("ledger", "changed", "--actor", "Karsund")[1] == "no thread fits\n"


@pytest.mark.parametrize(
    ("words", "actors"),
    [
        ((), [["Velmora"], ["Karsund"]]),
        (("--actor", "velmora"), [["Velmora"]]),
        (("--words", "opera"), [["Karsund"]]),
        (("--since", "2021-01-01"), [["Velmora"]]),
        (("--until", "2020-06-01"), [["Velmora"]]),
        (("--kind", "refusal"), []),
        (("--counterparty", "Pell"), []),
        (("--outlet", "Sarn Courier"), []),
        (("--status", "announced", "--actor", "Karsund"), [["Karsund"]]),
        (("--status", "denied"), []),
    ],
)
def test_threads_are_filtered(run, words, actors):
    assert [row["actors"] for row in listed(run, "threads", *words)] == actors


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("--words", "opera"), {"Karsund"}),
        (("--since", "2021-01-01"), {"Velmora"}),
        (("--actor", "karsund"), {"Karsund"}),
        (("--actor", "karsund", "--since", "2021-01-01"), set()),
        (("--kind", "refusal"), set()),
    ],
)
def test_actors_are_filtered_by_what_they_undertook(run, words, names):
    assert {row["name"] for row in listed(run, "actors", *words)} == names


@pytest.mark.parametrize(
    "deed",
    [
        *("confirm", "reject", "change", "merge", "split", "move", "undo"),
        *("corrections", "overdue", "silent", "changed", "export"),
    ],
)
def test_help_of_each_has_an_example(run, deed):
    status, out, _ = run("ledger", deed, "--help")
    assert status == 0
    assert f"tracker ledger {deed}" in out.split("example:")[1]


def test_data_may_be_named_before_or_after(run, tmp_path):
    for words in (
        ("ledger", "--data", tmp_path / "data", "corrections"),
        ("ledger", "corrections", "--data", tmp_path),
    ):
        status = run(*words, "--json")[0]
        assert status == (0 if words[1] == "--data" else 1)


LISTING = [("commitments",), ("threads",), ("actors",), ("ledger",)] + [
    ("ledger", deed) for deed in ("corrections", "overdue", "silent", "changed")
]


@pytest.mark.parametrize("words", LISTING, ids=" ".join)
def test_lists_and_corrections_load_no_encoder(run, ids, monkeypatch, words):
    def refuse(name):
        raise AssertionError(f"{name} was loaded")

    monkeypatch.setattr("bot.tracker.load_encoder", refuse)
    assert run(*words)[0] == 0
    assert run("ledger", "reject", ids["other.txt"])[0] == 0


def test_a_build_opened_without_an_encoder_says_so_when_it_is_searched():
    with pytest.raises(EncoderError, match="2 texts to encode and no encoder"):
        NoEncoder().encode(["one", "two"])
    with pytest.raises(EncoderError, match="9 characters"):
        NoEncoder().count_tokens("a harbour")


def test_the_command_line_starts_without_what_only_a_build_needs():
    heavy = ("torch", "spacy", "datasketch", "openvino", "sentence_transformers", "chainlit")
    seen = f"import sys, bot.cli; print(*(name for name in {heavy!r} if name in sys.modules))"
    found = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    assert found.stdout.split() == []
