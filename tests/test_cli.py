"""The command `tracker` from its words to its output, with an encoder that needs no weights."""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
from pathlib import Path

import pytest
from conftest import FakeReader
from scripted_endpoint import say, scripted

from bot import cli
from corpus.loaders import read_corpus

COMMANDS = ("build", "chat", "ask", "search", "commitments", "threads", "actors", "ledger", "evaluate", "status")
README = Path(__file__).parent.parent / "README.md"


@pytest.fixture
def folder(tmp_path, three_articles):
    """A corpus folder of three invented articles."""
    corpus = tmp_path / "articles"
    for article in three_articles:
        path = corpus / article.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"date {article.published}\n{article.text}" if article.published else article.text, "utf-8")
    return corpus


@pytest.fixture
def run(monkeypatch, tmp_path, fake_encoder, capsys):
    """Runs a command in a data folder of its own; gives exit status, stdout and stderr."""
    monkeypatch.setattr(cli, "load_encoder", lambda name: fake_encoder)
    monkeypatch.setattr("bot.tracker.load_encoder", lambda name: fake_encoder)
    monkeypatch.setattr("bot.tracker.CommitmentReader", FakeReader)
    monkeypatch.setenv("TRACKER_DATA", str(tmp_path / "data"))

    def run(*words: str) -> tuple[int, str, str]:
        try:
            status = cli.main([str(word) for word in words])
        except SystemExit as error:
            status = int(error.code or 0)
        return status, *capsys.readouterr()

    return run


@pytest.fixture
def built(run, folder):
    """The runner, after a build of the three articles."""
    assert run("build", "--corpus", folder)[0] == 0
    return run


def test_build_prints_a_summary_and_progress_apart(run, folder):
    status, out, err = run("build", "--corpus", folder)
    assert status == 0
    assert "3 articles" in out
    assert "encoding passages" in err
    assert "encoding" not in out


def test_build_json_is_one_object(run, folder):
    (folder / "empty.txt").write_text("")
    _, out, _ = run("build", "--corpus", folder, "--json")
    summary = json.loads(out)
    assert summary["articles"] == 3
    assert summary["encoded"] + summary["reused"] == summary["passages"]
    assert [one["path"] for one in summary["skipped"]] == ["empty.txt"]
    assert {"commitments", "seconds"} <= summary.keys()


def test_ask_answers_from_a_build_that_is_kept_and_names_those_there_are(built, folder):
    first = re.search(r"^Build (\S+)$", built("ask", "How many wells will Odrin dig?")[1], re.MULTILINE)
    assert first is not None
    (folder / "wells.txt").write_text("date 2030-10-01\nOdrin to dig wells\n\nOdrin will dig 40 wells by June 2032.\n")
    assert built("build")[0] == 0
    assert "40 wells" in built("ask", "How many wells will Odrin dig?")[1]
    earlier = built("ask", "How many wells will Odrin dig?", "--build", first[1])[1]
    assert "40 wells" not in earlier
    assert f"Build {first[1]}" in earlier
    status, out, err = built("ask", "wells", "--build", "never")
    assert (status, out) == (1, "")
    assert first[1] in err


def test_ask_as_of_a_day_uses_nothing_published_later(built):
    assert "[1]" in built("ask", "What did Brandt promise?", "--as-of", "2030-06-01")[1]
    assert (
        "[1]"
        not in built("ask", "How many police officers will Karsund hire?", "--as-of", "2030-06-01")[1].split("near:")[0]
    )


def test_ask_uses_the_language_model_that_is_set_up(built, monkeypatch):
    with scripted(say("Karsund will hire 400 police officers within a year.")) as server:
        monkeypatch.setenv("TRACKER_LLM_URL", server.url)
        monkeypatch.setenv("TRACKER_LLM_MODEL", "scripted")
        question = "How many police officers will Karsund hire?"
        out = built("ask", question)[1]
        assert out.startswith("Karsund will hire 400 police officers within a year. [1]\n\nWritten by scripted;")
        row = json.loads(built("ask", question, "--json")[1])
        assert row["statements"][0] == {
            "text": "Karsund will hire 400 police officers within a year.",
            "citations": [1],
        }
        assert row["prose"]["model"] == "scripted" and row["citations"][0]["n"] == 1
        calls = len(server.bodies)
        assert "Written by" not in built("ask", question, "--no-model")[1]
        assert "prose" not in json.loads(built("ask", question, "--json", "--no-model")[1])
        assert len(server.bodies) == calls == 2


def test_build_without_a_folder_to_read_takes_the_one_built_last(built, folder):
    _, out, _ = built("build", "--json")
    assert json.loads(out)["encoded"] == 0


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("build", "--corpus", "/no/such/folder"), 1, "/no/such/folder"),
        (("ask", "What of Sarn?"), 1, "tracker build"),
        (("status",), 1, "tracker build"),
        (("search", "Sarn", "-k", "0"), 2, "1 or more"),
        (("ask",), 2, "--questions FILE"),
        (("ask", "a", "--questions", "b"), 2, "--questions FILE"),
        (("ask", "--questions", "/no/such/file"), 2, "/no/such/file"),
        (("chat", "--port", "70000"), 2, "1 to 65535"),
        (("dance",), 2, "dance"),
    ],
)
def test_mistakes_get_one_line_and_no_traceback(run, words, status, said):
    got, out, err = run(*words)
    assert (got, out) == (status, "")
    assert said in err
    assert "Traceback" not in err


def test_ask_prints_an_answer_with_its_sources(built):
    status, out, _ = built("ask", "What did Brandt promise?")
    assert status == 0
    assert "[1]" in out
    assert "2 May 2030: Velmora to deepen Sarn harbour (velmora-port.txt, characters" in out


def test_ask_json_of_one_question_holds_the_fields_of_the_contract(built, folder):
    _, out, _ = built("ask", "--json", "What did Brandt promise on the harbour?")
    answer = json.loads(out)
    assert list(answer) == ["id", "answered", "reason", "statements", "citations"]
    assert (answer["id"], answer["answered"], answer["reason"]) == (None, True, None)
    texts = {article.path: article.text for article in read_corpus(folder).articles}
    for citation in answer["citations"]:
        assert list(citation) == ["n", "article", "start_char", "end_char", "quote", "date", "outlet", "url"]
        assert texts[citation["article"]][citation["start_char"] : citation["end_char"]] == citation["quote"]
    numbers = [citation["n"] for citation in answer["citations"]]
    cited = [number for statement in answer["statements"] for number in statement["citations"]]
    assert sorted(set(cited)) == numbers
    assert all(statement["citations"] for statement in answer["statements"])


def test_ask_refuses_what_no_article_mentions(built):
    _, out, _ = built("ask", "--json", "What did Osric Vantongeren promise?")
    answer = json.loads(out)
    assert (answer["answered"], answer["statements"], answer["citations"]) == (False, [], [])
    assert answer["reason"] == "unknown_actor"


def test_ask_questions_are_answered_in_order_with_their_ids(built, tmp_path):
    file = tmp_path / "questions.jsonl"
    rows = [
        {"id": "one", "question": "What did Brandt promise on the harbour?", "follows": None},
        {"id": "two", "question": "What did she say about berths?", "follows": "one"},
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    _, out, _ = built("ask", "--json", "--questions", file)
    answers = [json.loads(line) for line in out.splitlines()]
    assert [answer["id"] for answer in answers] == ["one", "two"]
    assert any("two new berths" in statement["text"] for statement in answers[1]["statements"])


def test_search_json_holds_the_fields_of_the_contract(built):
    _, out, _ = built("search", "--json", "harbour at Sarn", "-k", "2")
    found = json.loads(out)
    assert list(found) == ["id", "hits"]
    assert len(found["hits"]) <= 2
    assert list(found["hits"][0]) == ["article", "start_char", "end_char", "text", "score"]
    assert found["hits"][0]["article"] == "velmora-port.txt"


def in_another_format(data: Path) -> None:
    """The published build, as an earlier version of the program would have left it."""
    manifest = data / "builds" / (data / "CURRENT").read_text().strip() / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format_version": 0}), encoding="utf-8")


def test_chat_and_build_make_an_index_of_another_version_anew_from_its_own_articles(
    built, folder, tmp_path, monkeypatch
):
    data = tmp_path / "data"
    monkeypatch.setattr(cli, "serve", lambda *_, **__: 0)
    for command in ("chat", "build"):
        in_another_format(data)
        assert built("ask", "What did Brandt promise?")[0] == 1
        status, _, err = built(command)
        assert (status, "another version of this program" in err) == (0, command == "chat")
        assert str(folder) in built("status")[1]
        assert built("ask", "What did Brandt promise?")[0] == 0
    before = (data / "CURRENT").read_text()
    assert built("chat")[0] == 0
    assert (data / "CURRENT").read_text() == before


def test_status_tells_what_is_published(built, folder):
    _, out, _ = built("status")
    assert str(folder) in out
    assert "2 May 2030 to 14 September 2030" in out
    _, out, _ = built("status", "--json")
    assert json.loads(out)["articles"] == 3


def test_commitments_json_holds_the_fields_of_the_contract(built, folder):
    _, out, _ = built("commitments", "--json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert list(rows[0]) == [
        *("id", "article", "date", "actors", "speakers", "kind", "quote", "start_char", "end_char", "action"),
        *("counterparty", "deadline", "cadence", "conditional", "reported_by", "status", "thread"),
    ]
    texts = {article.path: article.text for article in read_corpus(folder).articles}
    assert all(texts[row["article"]][row["start_char"] : row["end_char"]] == row["quote"] for row in rows)
    assert all(row["thread"] for row in rows)


@pytest.mark.parametrize(
    ("words", "articles"),
    [
        (("--actor", "karsund"), {"sub/karsund police.txt"}),
        (("--words", "track laid"), {"odrin-railway.txt"}),
        (("--since", "2030-06-01"), {"sub/karsund police.txt"}),
        (("--until", "2030-06-01"), {"velmora-port.txt"}),
        (("--kind", "refusal"), set()),
        (("--review",), set()),
    ],
)
def test_commitments_are_filtered(built, words, articles):
    _, out, _ = built("commitments", "--json", *words)
    assert {json.loads(line)["article"] for line in out.splitlines()} == articles


def test_commitments_csv_has_a_header_and_a_row_for_each(built):
    _, out, _ = built("commitments", "--csv")
    _, lines, _ = built("commitments", "--json")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["quote"] for row in rows] == [json.loads(line)["quote"] for line in lines.splitlines()]


def test_threads_json_holds_every_commitment_once(built):
    _, out, _ = built("threads", "--json")
    threads = [json.loads(line) for line in out.splitlines()]
    assert list(threads[0]) == ["thread", "title", "actors", "events", "status"]
    assert list(threads[0]["events"][0]) == ["article", "date", "what", "quote", "start_char", "end_char"]
    _, lines, _ = built("commitments", "--json")
    assert {json.loads(line)["thread"] for line in lines.splitlines()} == {one["thread"] for one in threads}


def test_actors_are_listed_with_their_spellings(built):
    _, out, _ = built("actors", "--json")
    named = {row["name"]: row for row in map(json.loads, out.splitlines())}
    assert "Brandt" in named["Ilka Brandt"]["spellings"] or named["Ilka Brandt"]["mentions"] >= 1


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example_and_the_readme_names_the_command(run, command):
    status, out, _ = run(command, "--help")
    assert status == 0
    assert f"tracker {command}" in out.split("example:")[1]
    assert f"tracker {command}" in README.read_text(encoding="utf-8")


def test_every_command_is_walked():
    parser = cli._parser()
    actions = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    assert tuple(actions[0].choices) == COMMANDS
