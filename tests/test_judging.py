"""A person's word on what the ledger reads in a citation: who gave it, what it stands on, what answers make of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from conftest import FakeEncoder, FakeReader

from bot.conversation import Conversation
from bot.evidence import Citation, Evidence
from bot.service import Service
from bot.settings import Settings
from bot.tracker import Tracker
from corpus.article import Span
from corpus.commitments import Status
from corpus.corrections import Act
from corpus.errors import SettingsError
from embeddings.build import make_build

QUESTION = "How many police officers will Karsund hire?"


@pytest.fixture
def tracker(corpus_folder, data_folder):
    make_build(corpus_folder, data_folder, encoder=FakeEncoder(), reader=FakeReader(), on_progress=lambda _: None)
    return Tracker.open(Settings(data=data_folder, corpus=None, encoder="fake"), encoder=FakeEncoder())


@pytest.fixture
def police(tracker):
    """A citation of the words in which Karsund will hire, and the id of what the ledger reads there."""
    entry = next(one for one in tracker.ledger().entries if "400 police" in one.commitment.action)
    return Citation(1, Evidence(entry.article, entry.commitment.span, 0, 1.0)), entry.commitment.commitment_id


def told(tracker, citation):
    return [(one.verdict, one.told.partition(" on ")[0]) for one in tracker.judged(citation)]


def test_what_nobody_judged_is_shown_as_it_was_read(tracker, police):
    citation, commitment = police
    (one,) = tracker.judged(citation)
    assert (one.commitment_id, one.kind, one.actors) == (commitment, "Plan", "Karsund")
    assert (one.verdict, one.told, one.changes) == ("", "", ())
    assert one.command.startswith(f"tracker ledger change {commitment[:8]} --status ")


def test_words_that_overlap_no_commitment_have_nothing_to_judge(tracker, police):
    citation, _ = police
    headline = Citation(1, Evidence(citation.article, Span(0, 10), 0, 1.0))
    assert tracker.judged(headline) == ()


@pytest.mark.parametrize(("act", "verdict"), [(Act.CONFIRM, "confirmed"), (Act.REJECT, "rejected")])
def test_a_verdict_is_kept_with_who_and_the_words_and_can_be_withdrawn(tracker, police, data_folder, act, verdict):
    citation, commitment = police
    tracker.judge(citation, commitment, act, by="brandt")
    assert told(tracker, citation) == [(verdict, f"{verdict.capitalize()} by brandt")]
    (kept,) = tracker.corrections()
    assert (kept.correction.edit.act, kept.correction.by) == (act, "brandt")
    assert kept.correction.evidence == f"sub/karsund police.txt: {citation.quote}"
    assert (commitment in {one.commitment.commitment_id for one in tracker.ledger().entries}) == (act is Act.CONFIRM)
    again = Tracker.open(Settings(data=data_folder, corpus=None, encoder="fake"), encoder=FakeEncoder())
    assert told(again, citation) == told(tracker, citation)
    tracker.judge(citation, commitment, Act.UNDO, by="hale")
    assert told(tracker, citation) == [("", "")]
    assert tracker.corrections()[1].correction.edit.undoes == 1


def test_a_second_click_adds_nothing(tracker, police):
    citation, commitment = police
    tracker.judge(citation, commitment, Act.UNDO, by="brandt")
    assert tracker.corrections() == ()
    for _ in range(2):
        tracker.judge(citation, commitment, Act.CONFIRM, by="brandt")
    assert len(tracker.corrections()) == 1
    tracker.judge(citation, commitment, Act.REJECT, by="hale")
    assert told(tracker, citation) == [("rejected", "Rejected by hale")]


def test_a_rebuild_keeps_the_verdict(tracker, police, corpus_folder, data_folder):
    citation, commitment = police
    tracker.judge(citation, commitment, Act.CONFIRM, by="brandt")
    (corpus_folder / "added.txt").write_text("Well 9\n\nPell will dig well 9.\n", "utf-8")
    make_build(corpus_folder, data_folder, encoder=FakeEncoder(), reader=FakeReader(), on_progress=lambda _: None)
    assert tracker.refresh()
    assert told(tracker, citation) == [("confirmed", "Confirmed by brandt")]


def test_what_a_rebuild_no_longer_reads_is_refused_with_one_line(tracker, police):
    citation, commitment = police
    gone = replace(citation, evidence=replace(citation.evidence, article=replace(citation.article, article_id="gone")))
    assert tracker.judged(gone) == ()
    for act, said in ((Act.CONFIRM, "ask again"), (Act.UNDO, "ask again")):
        with pytest.raises(SettingsError, match=said):
            tracker.judge(gone, commitment, act, by="brandt")
    with pytest.raises(SettingsError, match="tracker ledger split"):
        tracker.judge(citation, commitment, Act.SPLIT, by="brandt")
    assert tracker.corrections() == ()


def test_what_else_people_set_is_told_with_its_evidence(tracker, police):
    citation, commitment = police
    edit = tracker.editor().change(commitment, kind=None, actors=("Pell",), status=Status.COMPLETED)
    tracker.correct(edit, by="hale", evidence="Gazette 12")
    (one,) = tracker.judged(citation)
    assert one.actors == "Pell"
    (line,) = one.changes
    assert line.startswith("actors Pell; status completed, set by hale on ") and line.endswith("; evidence: Gazette 12")


@pytest.fixture
def service(corpus_folder, data_folder, monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "brandt")
    settings = Settings(data=data_folder, corpus=corpus_folder, encoder="fake")
    made = Service(settings, encoder=FakeEncoder(), reader=FakeReader())
    made.rebuild(lambda _: None)
    return made


@pytest.fixture
def talk(service):
    """A conversation with one answer on its screen, and what the page was given of it."""
    talk = Conversation(service)
    answer = service.ask(QUESTION, previous=talk.before("m1"))
    talk.keep("m1", answer)
    props = talk.sources(answer, corrector="brandt")
    talk.show(answer, props, "the screen")
    return talk, props


def click(props, act):
    card = next(card for card in props["cards"] if card["judged"])
    commitment = card["judged"][0]["commitment_id"]
    return {"answer": props["answer"], "number": card["number"], "commitment": commitment, "act": act}


def verdicts(cards):
    return [one["verdict"] for card in cards for one in card["judged"]]


def test_a_click_changes_every_screen_that_shows_the_words(talk):
    talk, props = talk
    assert (props["corrector"], set(verdicts(props["cards"]))) == ("brandt", {""})
    talk.judge(click(props, "confirm"), by="brandt")
    ((screen, name, cards),) = talk.renewed()
    assert (screen, name) == ("the screen", props["answer"])
    assert "confirmed" in verdicts(cards)


@pytest.mark.parametrize(
    ("change", "by", "said"),
    [
        ({"answer": "another"}, "brandt", "no longer knows this answer"),
        ({"number": 99}, "brandt", "no source 99"),
        ({"commitment": "3fa2"}, "brandt", "ask again"),
        ({"act": "merge"}, "brandt", "tracker ledger merge"),
        ({}, "", "tracker ledger confirm"),
    ],
)
def test_a_click_that_fits_nothing_is_refused_and_nothing_is_kept(service, talk, change, by, said):
    talk, props = talk
    with pytest.raises(SettingsError, match=said):
        talk.judge(click(props, "confirm") | change, by=by)
    assert service._newest().corrections() == ()


def test_an_edited_question_forgets_the_answers_after_it(service, talk):
    talk, _ = talk
    first = talk.before("m2")
    talk.keep("m2", service.ask("And why?", previous=first))
    assert len(first) == 1 and len(talk.before("m3")) == 2
    assert talk.before("m1") == ()


@pytest.mark.parametrize(
    ("login", "at_home", "read_only", "who"),
    [
        ("", True, False, "brandt"),
        ("hale", True, False, "hale"),
        ("hale", False, False, "hale"),
        ("", False, False, ""),
        ("hale", True, True, ""),
    ],
)
def test_only_who_is_known_corrects_and_nobody_where_the_chat_is_read_only(
    service, corpus_folder, login, at_home, read_only, who
):
    settings = replace(service._settings, read_only=read_only)
    assert Service(settings, encoder=FakeEncoder()).corrector(login, at_home=at_home) == who


def test_who_is_not_known_to_the_system_corrects_nothing(service, monkeypatch):
    def refuse():
        raise KeyError("uid")

    monkeypatch.setattr("getpass.getuser", refuse)
    assert service.corrector("", at_home=True) == ""


def test_a_read_only_chat_rebuilds_nothing(service):
    read_only = Service(replace(service._settings, read_only=True), encoder=FakeEncoder(), reader=FakeReader())
    with pytest.raises(SettingsError, match="TRACKER_READ_ONLY"):
        read_only.rebuild(lambda _: None)
    assert read_only.ask(QUESTION, previous=()).build_id == service.coverage().build_id


def test_a_rejected_commitment_is_no_longer_answered_with_as_one(tracker, police):
    citation, commitment = police
    question = "What did Karsund promise?"
    before = tracker.ask(question, today=date(2031, 1, 1))
    assert any(one.undertaking and "400 police" in one.text for one in before.statements)
    tracker.judge(citation, commitment, Act.REJECT, by="brandt")
    after = tracker.ask(question, today=date(2031, 1, 1))
    assert not any(one.undertaking and "400 police" in one.text for one in after.statements)
