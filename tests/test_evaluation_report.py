"""Evaluations as text."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from bot.evaluation import Figures, Outcome
from bot.evaluation_history import Run
from bot.evaluation_report import LABELS, change_lines, figure_lines, miss_lines, number, type_lines
from bot.labels import LabelledQuestion

ASKED = LabelledQuestion("a", "What of Sarn?", None, 1, "actor", True, ("two new berths",), frozenset("p"), (), "")
OUTCOME = Outcome(ASKED, "", ("two new berths",), ("400",), 1, ("p",), 2, 1, 0, 0, 1, 0, 0.2, "Ships.")
FIGURES = Figures(2, 1, 1.0, 0.5, 0.5, 0.5, 0.5, 0.5, 0.25, None, 1.0, 1.0, 2.0, 0.2, 0.3)
RUN = Run("2031-03-10", "0.1.0", "b1", "articles", "c1", "q.jsonl", "q1", "", asdict(FIGURES), ("a",))


@pytest.mark.parametrize(
    ("value", "shown"), [(None, "       -"), (3, "       3"), (0.12345, "   0.123"), (1.0, "   1.000")]
)
def test_numbers_are_eight_columns_wide(value, shown):
    assert number(value) == shown


def test_every_figure_but_the_counts_has_a_line():
    assert set(LABELS) == set(Figures.__dataclass_fields__) - {"questions", "answerable"}
    assert len(figure_lines(RUN, None)) == 1 + len(LABELS)


def test_figures_stand_beside_those_of_the_last_run():
    last = replace(RUN, figures={**RUN.figures, "complete_answers": 0.75, "quotes_cited": None})
    lines = figure_lines(RUN, last)
    assert lines[0].split() == ["now", "last", "change"]
    assert lines[2].split()[-3:] == ["0.500", "0.750", "-0.250"]
    assert lines[3].split()[-2:] == ["0.500", "-"]


def test_types_are_rows_under_their_heads():
    heads, row = type_lines({"actor_and_topic": FIGURES})
    assert heads.split()[:3] == ["type", "asked", "answered"]
    assert row.split()[:4] == ["actor_and_topic", "2", "1.000", "0.500"]
    assert len(heads) == len(row)


def test_changes_name_the_questions_that_came_out_otherwise():
    assert change_lines(RUN, RUN) == ["", "last run on the same questions: 2031-03-10"]
    last = replace(RUN, note="older", corpus_sha256="c0", right=("b", "c"))
    assert change_lines(RUN, last)[1:] == [
        "last run on the same questions: 2031-03-10, older",
        "the articles have changed since: the figures tell of both changes",
        "right only now: a",
        "right only then: b, c",
    ]


def test_misses_tell_what_an_answer_lacks():
    right = replace(OUTCOME, missed_quotes=(), missed_facts=())
    refused = replace(OUTCOME, reason="not_in_corpus")
    loose = replace(OUTCOME, labelled=replace(ASKED, answerable=False))
    assert miss_lines([right]) == []
    assert miss_lines([OUTCOME]) == [
        "incomplete: a 'What of Sarn?'",
        "    not cited: 'two new berths'",
        "    not said:  '400'",
    ]
    assert miss_lines([refused])[0] == "refused (not_in_corpus): a 'What of Sarn?'"
    assert miss_lines([loose]) == ["answered, but cannot be: a 'What of Sarn?': 'Ships.'"]
