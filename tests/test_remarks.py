"""The lines above an answer: what is reported to have become of an undertaking, and that each names its report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from conftest import FakeReader, tracker_on

from bot.answer import Remark
from bot.evidence import Citation, Evidence
from bot.machine import answer_object
from bot.outcomes import what_is_reported
from bot.remarks import UNTOLD, _report, _untold
from bot.render import markdown, plain
from bot.settings import Settings
from bot.tracker import Tracker, build_corpus
from corpus.article import Span

TODAY = date(2034, 3, 10)
REPORTS = {
    "plan.txt": "date 2030-05-02\nHarbour of Sarn\n\nVelmora will deepen the harbour at Sarn by March 2031.\n",
    "late.txt": "date 2031-04-02\nStill shallow\n\nDredgers lie idle. The harbour at Sarn has not been finished.\n",
    "done.txt": "date 2032-06-09\nShips come in\n\nThe harbour at Sarn was opened on Tuesday. Bands played.\n",
    "wells.txt": "date 2030-07-01\nWells for Odrin\n\nOdrin will dig 40 wells by June 2032, minister Hale said.\n",
    "guards.txt": "date 2030-08-01\nGuards\n\nKarsund will arm the border guards. Bank guards were trained.\n",
}


@pytest.fixture
def tracker(tmp_path, fake_encoder):
    return tracker_on(tmp_path, REPORTS, encoder=fake_encoder)


def cite(article) -> Citation:
    """The first words of an article under number 1."""
    return Citation(1, Evidence(article, Span(0, 9), 0, 0.9))


def first(tracker: Tracker, question: str, *, as_of: date | None = None) -> str:
    """The first remark; the answer cites what it names."""
    answer = tracker.ask(question, today=TODAY, as_of=as_of)
    assert answer.remarks, answer.message
    for remark in answer.remarks:
        assert {one for one in remark.citations} <= {one.number for one in answer.citations}
    return answer.remarks[0].text


@pytest.mark.parametrize(
    ("question", "as_of", "line"),
    [
        ("Was the harbour at Sarn opened?", None, "Yes: reported done on 9 June 2032."),
        ("What became of the harbour at Sarn?", None, "Reported done on 9 June 2032."),
        # Yes would mean no.
        ("Has the harbour at Sarn still not been opened?", None, "Reported done on 9 June 2032."),
        (
            "Has the harbour at Sarn been opened?",
            date(2031, 12, 31),
            "Not yet: reported late or not yet done on 2 April 2031.",
        ),
    ],
)
def test_line_tells_the_latest_outcome_with_its_day(tracker, question, as_of, line):
    assert first(tracker, question, as_of=as_of) == line


def test_line_cites_the_sentence_that_says_so_and_when_it_was_first_reported(tracker):
    answer = tracker.ask("Was the harbour at Sarn opened?", today=TODAY)
    quotes = {one.number: one.quote for one in answer.citations}
    told, begun = answer.remarks
    assert "was opened on Tuesday" in quotes[told.citations[0]]
    assert begun.text == "First reported here as undertaken on 2 May 2030."
    assert "will deepen the harbour" in quotes[begun.citations[0]]


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("Did Odrin dig the 40 wells?", "1 July 2030"),
        # That other guards were trained says nothing of these.
        ("Have the border guards been armed?", "1 August 2030"),
    ],
)
def test_line_says_neither_yes_nor_no_where_no_sentence_does(tracker, question, day):
    assert first(tracker, question) == f"{UNTOLD}; the latest found on it is of {day}."


def test_nothing_published_later_is_told_of_an_earlier_day(tracker):
    before = first(tracker, "Was the harbour at Sarn opened?", as_of=date(2030, 12, 31))
    assert before.startswith(UNTOLD) and "2 May 2030" in before


@pytest.mark.parametrize(
    "question",
    [
        "What did Brandt say on the harbour?",
        "When will the harbour at Sarn be deepened?",
        "Did Brandt say that the harbour at Sarn was opened?",
        "How many wells has Odrin dug?",
    ],
)
def test_only_questions_of_status_have_such_a_line(tracker, question):
    answer = tracker.ask(question, today=TODAY)
    assert answer.remarks == ()


def test_a_refusal_has_no_remarks(tracker):
    answer = tracker.ask("Was the zeppelin of Vantongeren opened?", today=TODAY)
    assert (answer.answered, answer.remarks) == (False, ())


def test_remarks_are_shown_first_and_given_to_programs(tracker):
    answer = tracker.ask("Was the harbour at Sarn opened?", today=TODAY)
    number = answer.remarks[0].citations[0]
    assert f"**Yes: reported done on 9 June 2032.** [S{number}]" in markdown(answer).splitlines()[2]
    assert plain(answer).splitlines()[1] == f"Yes: reported done on 9 June 2032. [{number}]"
    assert answer_object(answer, question_id=None)["remarks"][0] == {
        "text": "Yes: reported done on 9 June 2032.",
        "citations": [number],
    }


def test_what_is_late_is_told_with_what_was_reported_since(tracker, tmp_path, fake_encoder):
    corpus = tmp_path / "articles"
    (corpus / "done.txt").write_text(
        "date 2032-06-09\nShips\n\nBrandt walked round the harbour at Sarn with her dog.\n"
    )
    settings = Settings(data=tmp_path / "data", corpus=corpus, encoder="fake")
    build_corpus(settings, fake_encoder, lambda progress: None, reader=FakeReader())
    tracker.refresh()
    answer = tracker.ask("Has the harbour at Sarn been finished?", today=TODAY)
    assert [one.text for one in answer.remarks[:2]] == [
        "Not yet: reported late or not yet done on 2 April 2031.",
        "What was reported since, last on 9 June 2032, does not say outright what came of it.",
    ]


def test_reports_of_one_day_that_contradict_each_other_tell_nothing(tracker, tmp_path, fake_encoder):
    corpus = tmp_path / "articles"
    (corpus / "no.txt").write_text(
        "date 2032-06-09\nOver\n\nThe harbour at Sarn has been abandoned, minister Hale said.\n"
    )
    settings = Settings(data=tmp_path / "data", corpus=corpus, encoder="fake")
    build_corpus(settings, fake_encoder, lambda progress: None, reader=FakeReader())
    tracker.refresh()
    assert first(tracker, "Was the harbour at Sarn opened?").startswith(UNTOLD)


def test_what_is_reported_of_nothing_is_nothing(small_build):
    from bot.question import read_question
    from bot.retrieval import find_evidence

    question = read_question("Was it done?", today=TODAY)
    assert what_is_reported(small_build, question, find_evidence(small_build, question)).told is None


def test_outlet_is_named_where_it_is_known_and_nobody_is_taken_for_the_doer(three_articles):
    port = three_articles[0]
    assert _report(cite(port)) == " on 2 May 2030 in Sarn Courier"
    assert _report(cite(replace(port, outlet=None))) == " on 2 May 2030"


def test_undated_reports_are_told_without_a_day(three_articles):
    undated = cite(three_articles[2])
    assert _untold([undated], None) == Remark(f"{UNTOLD}.", (1,))
    assert "2 May 2030" in _untold([undated, replace(cite(three_articles[0]), number=2)], None).text


def test_quote_that_stands_in_a_longer_one_is_left_out(tracker):
    answer = tracker.ask("Has the harbour at Sarn been opened?", today=TODAY, as_of=date(2031, 12, 31))
    for one in answer.citations:
        others = (other for other in answer.citations if other is not one and other.article == one.article)
        assert not any(other.span.covers(one.span) for other in others)
