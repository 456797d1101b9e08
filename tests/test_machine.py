"""The JSON forms that scripts read and write."""

from __future__ import annotations

import json

import pytest

from bot.machine import AskedQuestion, in_conversation, line, read_questions
from corpus.errors import SettingsError


def test_questions_are_read_in_order():
    lines = [
        '{"id": "a", "question": "What of Sarn?", "follows": null}',
        "",
        '{"id": 7, "question": "And Pell?", "follows": "a", "kind": "extra fields are ignored"}',
    ]
    assert read_questions(lines, name="q.jsonl") == (
        AskedQuestion("a", "What of Sarn?", None),
        AskedQuestion("7", "And Pell?", "a"),
    )


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["{"], "q.jsonl, line 1: no JSON"),
        (["", "[1]"], "q.jsonl, line 2: '[1]'; expected a JSON object"),
        (['{"id": "a"}'], 'line 1: \'{"id": "a"}\'; expected'),
        (['{"question": "What?"}'], "expected a JSON object"),
        (['{"id": "a", "question": 3}'], "expected a JSON object"),
        (['{"id": "a", "question": "x"}', '{"id": "a", "question": "y"}'], "line 2: the id 'a' comes twice"),
        (['{"id": "a", "question": "x", "follows": "b"}'], "line 1: follows 'b', which no earlier line holds"),
    ],
)
def test_questions_that_cannot_be_read_are_told_by_line(lines, words):
    with pytest.raises(SettingsError) as caught:
        read_questions(lines, name="q.jsonl")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_line_is_one_line_of_readable_json():
    written = line({"text": "“two\nlines” é"})
    assert "\n" not in written
    assert "é" in written
    assert json.loads(written) == {"text": "“two\nlines” é"}


def test_conversations_hand_on_the_answers_so_far():
    questions = [AskedQuestion("a", "A?", None), AskedQuestion("b", "B?", "a"), AskedQuestion("c", "C?", "b")]
    apart = AskedQuestion("d", "D?", None)
    heard = []

    def ask(text, previous):
        heard.append((text, previous))
        return f"answer {text}"

    pairs = list(in_conversation([*questions, apart], ask))
    assert [(one.question_id, answer) for one, answer in pairs][::3] == [("a", "answer A?"), ("d", "answer D?")]
    assert heard == [("A?", ()), ("B?", ("answer A?",)), ("C?", ("answer A?", "answer B?")), ("D?", ())]
