"""Files of questions with what a right answer holds."""

from __future__ import annotations

import json

import pytest

from bot.labels import read_labelled
from corpus.errors import SettingsError

GOLD = {"gold_quotes": ["two new berths"], "gold_articles": ["velmora-port.txt"]}


def row(name: str = "a", **fields) -> str:
    return json.dumps({"id": name, "question": "What of Sarn?", "answerable": True, **GOLD, **fields})


def refusable(name: str = "b", **fields) -> str:
    return json.dumps({"id": name, "question": "What of Pell?", "answerable": False, **fields})


def test_labels_are_read_with_the_line_they_stand_on():
    read = read_labelled(["", row(type="actor", must_mention=["berths"], half="held"), refusable()], name="q.jsonl")
    assert [(one.question_id, one.line_number, one.type, one.half) for one in read] == [
        ("a", 2, "actor", "held"),
        ("b", 3, "question", ""),
    ]
    assert read[0].gold_quotes == ("two new berths",)
    assert read[0].gold_articles == {"velmora-port.txt"}
    assert read[0].must_mention == ("berths",)
    assert not read[1].answerable


def test_labels_of_one_half_keep_their_conversations():
    lines = [row("a", half="tuned"), row("b", half="held"), row("c", half="held", follows="b")]
    assert [one.question_id for one in read_labelled(lines, name="q.jsonl", half="held")] == ["b", "c"]


@pytest.mark.parametrize(
    ("lines", "half", "words"),
    [
        (['{"id": "a", "question": "What?"}'], "", "line 1: no 'answerable'; expected \"answerable\": true or false"),
        ([row(answerable="yes")], "", "line 1: 'answerable' is 'yes'; expected"),
        (["", row(gold_quotes="two new berths")], "", "line 2: 'gold_quotes' is 'two new berths'; expected"),
        ([row(gold_quotes=[" "])], "", "'gold_quotes' is"),
        ([row(gold_articles=[])], "", "gold quotes without an article; expected"),
        ([row(gold_quotes=[], gold_articles=[])], "", "nothing to look for in the answer; expected"),
        ([refusable(must_mention=["x"])], "", 'a question with "answerable": false has gold'),
        ([row(must_mention=[3])], "", "'must_mention' is '[3]'; expected"),
        ([row(type=4)], "", "'type' is '4'; expected"),
        ([row(), row()], "", "line 2: the id 'a' comes twice"),
        ([], "", "q.jsonl: no question; expected one a line"),
        ([row(half="held")], "tuned", "q.jsonl: no question of half 'tuned' (halves in it: held)"),
        ([row("a", half="tuned"), row("b", half="held", follows="a")], "held", "line 2: follows 'a' of another half"),
    ],
)
def test_labels_that_cannot_be_used_are_told_by_line(lines, half, words):
    with pytest.raises(SettingsError) as caught:
        read_labelled(lines, name="q.jsonl", half=half)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
