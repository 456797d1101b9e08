"""Where commitments stand, asked in words and answered from the ledger's own lists."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import FakeReader, tracker_on

from bot.answer import Refusal
from bot.panels import answer_markdown
from bot.question import read_question
from bot.render import plain
from bot.standing_words import LedgerList, list_asked
from corpus.article import Span
from corpus.commitments import Deadline, Status
from corpus.event_kinds import What
from corpus.ledger import Filter

ARTICLES = {
    "one.txt": "date 2020-05-02\nHarbour at Sarn\n\nVelmora will deepen the harbour at Sarn by March 2021.",
    "two.txt": "date 2020-07-01\nSchool for Pell\n\nKarsund will open a school with teachers for pupils in Pell.",
    "three.txt": "date 2021-02-01\nRailway to Ostrel\n\nKarsund will run trains on a track to Ostrel by June 2023.",
}
TODAY = date(2021, 9, 1)
DUE = {"March 2021": date(2021, 3, 31), "June 2023": date(2023, 6, 30)}


class DatedReader(FakeReader):
    """Reads the last day too, where the quote names one of the months of these articles."""

    def _found(self, article):
        for one in super()._found(article):
            month = re.search("|".join(DUE), article.slice(one.span))
            start = one.span.start_char + (month.start() if month else 0)
            due = Deadline(Span(start, start + len(month.group())), DUE[month.group()]) if month else None
            yield replace(one, deadline=due)


@pytest.fixture
def tracker(tmp_path, fake_encoder):
    return tracker_on(tmp_path, ARTICLES, encoder=fake_encoder, reader=DatedReader())


def said(answer):
    return [statement.text for statement in answer.statements]


HARBOUR, SCHOOL, TRAINS = (text.split("\n\n")[1] for text in ARTICLES.values())


@pytest.mark.parametrize(
    ("question", "state"),
    [
        ("Which promises are overdue?", LedgerList.OVERDUE),
        ("what is overdue", LedgerList.OVERDUE),
        ("LIST ALL COMMITMENTS THAT MISSED THEIR DEADLINE", LedgerList.OVERDUE),
        ("Which pledges have not been kept yet?", LedgerList.OPEN),
        ("What commitments are still outstanding?", LedgerList.OPEN),
        ("Has anything promised in 2020 been delivered?", LedgerList.DELIVERED),
        ("Which agreements were postponed?", LedgerList.DELAYED),
        ("Which of the promises were dropped?", LedgerList.ABANDONED),
        ("What promises have gone silent?", LedgerList.SILENT),
        ("How many promises were kept?", LedgerList.DELIVERED),
        ("Which promises were kept or dropped?", LedgerList.ANY),
        ("By when will the promises be kept?", None),
        ("Has the harbour been deepened?", None),
        ("What did Velmora promise on the harbour?", None),
        ("Which promises on the deepening of the harbour at Sarn for larger ships were kept?", None),
    ],
)
def test_lists_are_told_from_other_questions(question, state):
    asked = list_asked(read_question(question, today=TODAY), frozenset())
    assert (asked and asked.state) == state


def test_overdue_is_what_the_ledger_lists(tracker):
    answer = tracker.ask("Which commitments are overdue?", today=TODAY)
    assert said(answer) == [HARBOUR]
    assert answer.reading == "overdue commitments"
    assert answer.message.startswith("One commitment is past the last day") and "1 September 2021" in answer.message
    assert answer.statements[0].undertaking.due == "March 2021"
    assert answer.citations[0].quote == HARBOUR
    assert "\u201cMarch 2021\u201d" in plain(answer) and "[S1]" in answer_markdown(answer)


def test_overdue_hangs_on_the_day_and_on_what_people_say(tracker):
    assert tracker.ask("what is overdue?", today=date(2021, 1, 1)).reason is Refusal.NO_COMMITMENT_ON_TOPIC
    both = tracker.ask("what is overdue?", today=date(2024, 1, 1))
    assert said(both) == [HARBOUR, TRAINS] and "the longest overdue first" in both.message
    (harbour,) = tracker.ledger().select(Filter(actor="Velmora"))
    edit = tracker.editor().change(harbour.commitment.commitment_id, kind=None, actors=(), status=Status.COMPLETED)
    tracker.correct(edit, by="hale", evidence="port log of 3 April")
    assert tracker.ask("what is overdue?", today=TODAY).statements == ()
    kept = tracker.ask("Which promises have been kept?", today=TODAY)
    assert said(kept) == [HARBOUR] and kept.statements[0].reported is What.DELIVERED


def test_as_of_an_earlier_day_nothing_later_is_known(tracker):
    later = tracker.ask("Which commitments are still open?", today=TODAY)
    assert set(said(later)) == {HARBOUR, SCHOOL, TRAINS}
    before = tracker.ask("Which commitments are still open?", today=TODAY, as_of=date(2020, 12, 31))
    assert set(said(before)) == {HARBOUR, SCHOOL}
    assert "31 December 2020" in before.message


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Which commitments of Karsund are still open?", {SCHOOL, TRAINS}),
        ("Which of Karsund's promises are still open?", {SCHOOL, TRAINS}),
        ("Which promises on trains are still open?", {TRAINS}),
        ("Which promises of 2020 are still open?", {HARBOUR, SCHOOL}),
        ("Has Velmora kept its word?", {HARBOUR}),
        ("What became of Karsund's pledges?", {SCHOOL, TRAINS}),
    ],
)
def test_a_list_is_narrowed_to_whom_and_what_and_when(tracker, question, words):
    assert set(said(tracker.ask(question, today=TODAY))) == words


def test_nothing_to_list_is_said_with_how_much_was_looked_at(tracker):
    answer = tracker.ask("Which promises were abandoned?", today=TODAY)
    assert answer.reason is Refusal.NO_COMMITMENT_ON_TOPIC
    assert answer.message.startswith("Of the 3 commitments that the ledger holds here none is reported given up")


def test_what_the_ledger_knows_nothing_of_is_asked_of_the_articles(tracker):
    answer = tracker.ask("Which promises of Osric Vantongeren are overdue?", today=TODAY)
    assert answer.reason is Refusal.UNKNOWN_ACTOR
    about = tracker.ask("Which promises on zeppelins are overdue?", today=TODAY)
    assert about.reason is not None and "zeppelins" in about.message


def test_whether_anything_is_told_of_what_became_of_them_is_said(tracker):
    silent = tracker.ask("Has Velmora kept its word?", today=TODAY)
    assert silent.message.startswith("No report tells outright what became of the one commitment")
    (harbour,) = tracker.ledger().select(Filter(actor="Velmora"))
    edit = tracker.editor().change(harbour.commitment.commitment_id, kind=None, actors=(), status=Status.COMPLETED)
    tracker.correct(edit, by="hale", evidence="port log of 3 April")
    assert tracker.ask("Has Velmora kept its word?", today=TODAY).message.startswith("Reports tell this much")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("Which promises are still open?", "and of Karsund?"), {SCHOOL, TRAINS}),
        (("Which promises are still open?", "what about Karsund?"), {SCHOOL, TRAINS}),
        (("Which promises are overdue?", "and which are still open?"), {HARBOUR, SCHOOL, TRAINS}),
        (("Which promises are still open?", "which of them are on trains?"), {TRAINS}),
        (("What did Karsund commit to?", "which are still open?"), {SCHOOL, TRAINS}),
        (("Which promises are overdue?", "What did Karsund commit to on trains?"), {TRAINS}),
    ],
)
def test_a_list_is_gone_on_with(tracker, asked, words):
    first = tracker.ask(asked[0], today=TODAY)
    assert set(said(tracker.ask(asked[1], previous=(first,), today=TODAY))) == words


def test_written_questions_on_single_matters_are_taken_for_no_list():
    files = sorted(Path(__file__).parent.rglob("questions*.jsonl"))
    rows = [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    asked = [read_question(row["question"], today=TODAY) for row in rows if row.get("question")]
    assert len(asked) > 2500
    assert sum(list_asked(one, frozenset(people)) is not None for one in asked for people in ((), ("hale",))) <= 2
