"""`tracker evaluate` from its words to its figures, its history and its exit status."""

from __future__ import annotations

import json

import pytest
from conftest import FakeReader

from bot import cli

BERTHS = "She promised two new berths for larger ships"
QUESTIONS = [
    {
        "id": "a",
        "type": "actor",
        "half": "tuned",
        "question": "What did Brandt promise on the berths?",
        "answerable": True,
        "gold_articles": ["velmora-port.txt"],
        "gold_quotes": [BERTHS],
        "must_mention": ["two new berths"],
    },
    {"id": "b", "type": "unanswerable", "half": "held", "question": "What of Zanthar?", "answerable": False},
]


@pytest.fixture
def questions(tmp_path):
    """A file of two questions: one that the articles answer, one that they do not."""
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in QUESTIONS), "utf-8")
    return path


@pytest.fixture
def run(monkeypatch, tmp_path, fake_encoder, capsys):
    """Runs `tracker evaluate` with a data folder of its own; gives exit status, stdout and stderr."""
    monkeypatch.setattr("bot.evaluate_command.load_encoder", lambda name: fake_encoder)
    monkeypatch.setattr("bot.tracker.CommitmentReader", FakeReader)
    monkeypatch.setenv("TRACKER_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("TRACKER_CORPUS", raising=False)

    def run(*words: object) -> tuple[int, str, str]:
        status = cli.main(["evaluate", *map(str, words)])
        return status, *capsys.readouterr()

    return run


def test_evaluate_prints_figures_by_type_and_in_total(run, corpus_folder, questions):
    status, out, _ = run("--corpus", corpus_folder, "--questions", questions)
    assert status == 0
    lines = out.splitlines()
    assert lines[0].startswith("2 questions, 1 of which can be answered; build ")
    assert "complete answers                        1.000" in lines
    assert "refused, of what cannot be answered     1.000" in lines
    assert any(line.split()[:4] == ["actor", "1", "1.000", "1.000"] for line in lines)
    assert any(line.startswith("refused rightly: ") for line in lines)


def test_evaluate_leaves_the_published_index_alone_and_makes_its_own(run, corpus_folder, questions, tmp_path):
    run("--corpus", corpus_folder, "--questions", questions)
    made = list((tmp_path / "data" / "evaluations").iterdir())
    assert [path.name.rsplit("-", 1)[0] for path in made] == ["corpus"]
    assert not (tmp_path / "data" / "CURRENT").exists()
    run("--corpus", corpus_folder, "--questions", questions)
    assert list((tmp_path / "data" / "evaluations").iterdir()) == made


def test_evaluate_without_a_corpus_measures_what_is_published(run, corpus_folder, questions, tmp_path, monkeypatch):
    status, out, err = run("--questions", questions)
    assert (status, out) == (1, "")
    assert "tracker build" in err
    data = tmp_path / "built"
    assert run("--corpus", corpus_folder, "--questions", questions, "--data", data)[0] == 0
    assert (data / "CURRENT").exists()
    status, out, _ = run("--questions", questions, "--data", data, "--json")
    assert status == 0
    assert json.loads(out)["run"]["figures"]["complete_answers"] == 1.0


def test_evaluate_refuses_to_replace_the_index_of_another_corpus(run, corpus_folder, questions, tmp_path):
    data = tmp_path / "built"
    run("--corpus", corpus_folder, "--questions", questions, "--data", data)
    current = (data / "CURRENT").read_text()
    status, out, err = run("--corpus", tmp_path, "--questions", questions, "--data", data)
    assert (status, out) == (2, "")
    assert f"holds the index of {corpus_folder}" in err
    assert (data / "CURRENT").read_text() == current


def test_evaluate_keeps_every_run_and_tells_the_change(run, corpus_folder, questions, tmp_path):
    run("--corpus", corpus_folder, "--questions", questions, "--note", "first of all")
    history = tmp_path / "data" / "evaluations.jsonl"
    kept = json.loads(history.read_text())
    assert (kept["note"], kept["right"], kept["figures"]["quotes_cited"]) == ("first of all", ["a", "b"], 1.0)
    better = dict(kept, figures={**kept["figures"], "right_refusals": 0.5}, right=["a", "c"])
    history.write_text(json.dumps(better) + "\n" + "cut off")
    status, out, err = run("--corpus", corpus_folder, "--questions", questions)
    assert status == 0
    assert "refused, of what cannot be answered     1.000   0.500  +0.500" in out
    assert "last run on the same questions:" in out
    assert "first of all" in out
    assert "right only now: b" in out
    assert "right only then: c" in out
    assert f"{history}, line 2: no evaluation; passed over" in err
    assert len(history.read_text().splitlines()) == 3


def test_evaluate_warns_of_what_is_worse_but_does_not_fail(run, corpus_folder, questions):
    run("--corpus", corpus_folder, "--questions", questions)
    (corpus_folder / "velmora-port.txt").write_text("Velmora\n\nNothing was promised on ships by anyone at all.")
    status, out, err = run("--corpus", corpus_folder, "--questions", questions)
    assert status == 0
    assert "worse than on" in err
    assert "complete answers 1.000 -> 0.000" in err
    assert f"line 1 (a): none of its gold articles holds '{BERTHS}'" in err
    assert "the articles have changed since" in out


def test_evaluate_passes_at_its_floors(run, corpus_folder, questions, tmp_path):
    floors = tmp_path / "floors.json"
    floors.write_text('{"complete_answers": 1.0}')
    assert run("--corpus", corpus_folder, "--questions", questions, "--floors", floors)[0] == 0


def test_evaluate_fails_below_a_floor_and_still_prints_and_keeps(run, corpus_folder, questions, tmp_path):
    questions.write_text(json.dumps({**QUESTIONS[0], "must_mention": ["three new berths"]}))
    floors = tmp_path / "floors.json"
    floors.write_text('{"facts_said": 0.9, "quotes_cited": 1.0}')
    status, out, err = run("--corpus", corpus_folder, "--questions", questions, "--floors", floors, "--errors")
    assert status == 1
    assert "facts said: 0.0000, expected at least 0.9000" in err
    assert "gold quotes" not in err
    assert "    not said:  'three new berths'" in out
    assert (tmp_path / "data" / "evaluations.jsonl").exists()


def test_evaluate_json_is_one_object_with_the_misses(run, corpus_folder, questions):
    questions.write_text(json.dumps({**QUESTIONS[0], "must_mention": ["three new berths"]}))
    _, out, _ = run("--corpus", corpus_folder, "--questions", questions, "--json", "--errors", "--note", "n")
    told = json.loads(out)
    assert list(told) == ["run", "types", "refusals", "last", "errors"]
    assert told["last"] is None
    assert told["run"]["note"] == "n"
    assert told["types"]["actor"]["facts_said"] == 0.0
    assert [(one["id"], one["missed_facts"]) for one in told["errors"]] == [("a", ["three new berths"])]


def test_evaluate_asks_one_half_only(run, corpus_folder, questions):
    _, out, _ = run("--corpus", corpus_folder, "--questions", questions, "--half", "held", "--json")
    assert json.loads(out)["run"]["figures"]["questions"] == 1


def test_evaluate_lists_answers_out_of_turn(run, corpus_folder, questions):
    questions.write_text(json.dumps({**QUESTIONS[1], "question": "What did Brandt promise on the berths?"}))
    _, out, _ = run("--corpus", corpus_folder, "--questions", questions, "--errors")
    assert "answered, but cannot be: b 'What did Brandt promise on the berths?': " in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--questions", "/no/such/file"), "/no/such/file"),
        (("--questions", "{questions}", "--floors", "/no/such/floors"), "/no/such/floors"),
        (("--questions", "{questions}", "--half", "other"), "no question of half 'other' (halves in it: held, tuned)"),
        (("--questions", "{questions}", "--corpus", "{folder}", "--history", "{folder}"), "cannot be read"),
        (("--questions", "{questions}", "--corpus", "{folder}", "--history", "/proc/none/h"), "this run is not kept"),
    ],
)
def test_evaluate_mistakes_get_one_line(run, corpus_folder, questions, words, said):
    status, _, err = run(*(word.format(questions=questions, folder=corpus_folder) for word in words))
    assert status == 2
    assert said in err.splitlines()[-1]
    assert "Traceback" not in err
