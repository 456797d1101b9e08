"""Questions to answers on a small build: what is said, what is refused, and that every word can be traced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from conftest import FakeReader, tracker_on
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_selecting import candidate, found

from bot.answer import Answer, Refusal
from bot.answering import _group, _reported, _selected
from bot.candidates import Candidate
from bot.people import party_of
from bot.question import read_question
from bot.settings import Settings
from bot.tracker import build_corpus
from bot.weighing import Party
from bot.who import find_names
from corpus.actors import Actor
from corpus.event_kinds import What
from corpus.mentions import NameKind

TODAY = date(2031, 3, 10)
WORDS = tuple(
    (
        "what did Brandt Hale Karsund Sarn harbour berths police promise about in 2030 when she it railway nobody"
        " zeppelin and the ? first train armed GUARDS <b> [S1] ../x"
    ).split()
)


@pytest.fixture
def tracker(tmp_path, three_articles, fake_encoder):
    """A tracker on the three invented articles and a wire copy of the first."""
    texts = {one.path: f"date {one.published}\n{one.text}" if one.published else one.text for one in three_articles}
    return tracker_on(tmp_path, texts, encoder=fake_encoder)


def said(answer: Answer) -> str:
    return " ".join(statement.text for statement in answer.statements)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What did Brandt promise on the harbour?", "deepen the harbour at Sarn by March 2031"),
        ("what did brandt promise on berths", "two new berths for larger ships"),
        ("HOW MANY POLICE OFFICERS WILL KARSUND HIRE", "400 police officers within a year"),
        ("When will the first train run?", "a first train for 2033"),
        ("What did Hale say in 2030 on border guards?", "border guards would be armed"),
    ],
)
def test_answer_holds_the_sentence_that_was_asked_for(tracker, question, words):
    answer = tracker.ask(question, today=TODAY)
    assert answer.reason is None
    assert words in said(answer)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("", Refusal.EMPTY_QUESTION),
        ("What was promised?", Refusal.EMPTY_QUESTION),
        ("What did Osric Vantongeren promise?", Refusal.UNKNOWN_ACTOR),
        ("What did Brandt promise in 2024?", Refusal.OUTSIDE_PERIOD),
        ("What did the minister say about vaccination certificates abroad?", Refusal.NOT_IN_CORPUS),
    ],
)
def test_refusal_has_a_reason_and_says_nothing(tracker, question, reason):
    answer = tracker.ask(question, today=TODAY)
    assert (answer.reason, answer.answered) == (reason, False)
    assert (answer.statements, answer.citations) == ((), ())
    assert answer.message


def test_what_nobody_reported_then_is_answered_from_who_tells_of_it_later(tracker):
    answer = tracker.ask("What was planned for the harbour at Sarn in March 2031?", today=TODAY)
    assert "by March 2031" in said(answer)
    assert "telling of 1 March 2031 to 31 March 2031" in answer.reading
    beside = tracker.ask("What was planned for the vineyards of Sarn in March 2031?", today=TODAY)
    assert beside.reason is Refusal.OUTSIDE_PERIOD
    early = tracker.ask("What was planned for the harbour at Sarn in March 2031?", today=TODAY, as_of=date(2030, 4, 1))
    assert early.reason is Refusal.OUTSIDE_PERIOD
    nobody = tracker.ask("What did Brandt promise in March 2031?", today=TODAY)
    assert nobody.reason is Refusal.OUTSIDE_PERIOD


def test_refusal_tells_what_the_corpus_holds_and_what_near_misses_lack(tracker):
    answer = tracker.ask("What did the minister say about vaccination certificates abroad?", today=TODAY)
    assert "3 articles, 2 May 2030 to 14 September 2030" in answer.message
    assert "does not mean that nothing was promised" in answer.message
    assert answer.nearest
    assert all("vaccination" in miss.lacks for miss in answer.nearest)


def test_answer_cites_a_sentence_with_the_one_it_points_back_to(tracker):
    answer = tracker.ask("What of fishing boats at the old port?", today=TODAY)
    assert any("Fishing boats keep the old port." in citation.quote for citation in answer.citations)
    berths = tracker.ask("berths", today=TODAY)
    assert any("She promised two new berths" in citation.quote for citation in berths.citations)


def test_follow_up_is_answered_from_the_conversation(tracker):
    first = tracker.ask("What did Brandt promise on the harbour?", today=TODAY)
    second = tracker.ask("and what did she say about berths?", previous=(first,), today=TODAY)
    assert "two new berths" in said(second)
    assert "brandt" in second.question.carried


def test_same_question_gets_the_same_answer(tracker):
    assert tracker.ask("harbour", today=TODAY) == tracker.ask("harbour", today=TODAY)


def test_steps_tell_how_an_answer_was_found(tracker):
    answer = tracker.ask("What did Brandt promise on the harbour?", today=TODAY)
    told = {step.name: step.detail for step in answer.steps}
    assert "Ilka Brandt" in told["Understood"]
    assert answer.build_id in told["Searched"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(
        st.sampled_from(WORDS),
        max_size=9,
    )
)
def test_every_statement_is_verbatim_and_cited_whatever_is_asked(tracker, words):
    answer = tracker.ask(" ".join(words), today=TODAY)
    numbers = [citation.number for citation in answer.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {number for statement in answer.statements for number in statement.citations} == set(numbers)
    assert bool(answer.statements) == (answer.reason is None)
    for citation in (*answer.citations, *(miss.citation for miss in answer.nearest)):
        span = citation.span
        assert citation.article.text[span.start_char : span.end_char] == citation.quote
    for statement in answer.statements:
        assert statement.citations
        assert all(statement.text in answer.citations[number - 1].quote for number in statement.citations)


def test_tracker_moves_to_a_new_build_and_answers_from_it(tracker, tmp_path, fake_encoder):
    corpus = tmp_path / "articles"
    (corpus / "wells.txt").write_text("date 2030-10-01\nOdrin to dig wells\n\nOdrin will dig 40 wells by June 2032.\n")
    assert tracker.ask("How many wells will Odrin dig?", today=TODAY).reason is not None
    settings = Settings(data=tmp_path / "data", corpus=None, encoder="fake")
    build_corpus(replace(settings), fake_encoder, lambda progress: None, reader=FakeReader())
    assert tracker.refresh() is True
    assert tracker.refresh() is False
    assert "40 wells" in said(tracker.ask("How many wells will Odrin dig?", today=TODAY))


def test_coverage_tells_what_is_published(tracker):
    coverage = tracker.coverage()
    assert (coverage.articles, coverage.undated) == (3, 1)
    assert (coverage.first_date, coverage.last_date) == (date(2030, 5, 2), date(2030, 9, 14))


def told(words: str, what: What, *, day: int = 2) -> Candidate:
    return replace(candidate(words, day=day), reported=what, threads=frozenset({"one"}))


@pytest.mark.parametrize(
    ("words", "what", "shown"),
    [
        ("The harbour was opened on Tuesday", What.DELIVERED, What.DELIVERED),
        ("The harbour will be opened", What.DELIVERED, None),
        ("He wants the harbour closed", What.ABANDONED, None),
        ("The clay was poor", What.ANNOUNCED, None),
        ("They deny it", What.DENIED, What.DENIED),
    ],
)
def test_how_it_goes_on_is_shown_only_where_the_words_bear_it_out(words, what, shown):
    assert _reported((), told(words, what)) is shown


def test_repeated_is_what_was_quoted_from_an_earlier_day():
    early, late = told("The harbour", What.ANNOUNCED, day=1), told("That harbour", What.REPEATED)
    assert _reported((early, late), late) is What.REPEATED
    assert _reported((late,), late) is None
    assert _reported((replace(early, threads=frozenset({"other"})), late), late) is None


@pytest.mark.parametrize(
    ("sentence", "group"),
    [
        ("Brandt will pay for the berths with Hale", "Ilka Brandt and Tobin Hale"),
        ("Brandt will pay", "Ilka Brandt"),
        ("Nobody will pay", "1 May 2030"),
    ],
)
def test_whoever_acts_is_whose_side_it_stands_on(sentence, group, small_build):
    question = read_question("Compare Brandt and Hale", today=TODAY)
    parties = [party_of(small_build, one) for one in find_names(small_build.registry, "Brandt and Hale")]
    one = candidate(sentence, day=1)
    terms = frozenset(sentence.lower().split())
    one = replace(one, sentence=replace(one.sentence, terms=terms, spoken_of=frozenset()))
    assert _group(question, found([one], parties=tuple(parties)), one) == group


def test_nobody_who_is_compared_is_left_without_a_word(small_build):
    question = read_question("Compare Brandt and Hale on berths", today=TODAY)
    parties = tuple(party_of(small_build, one) for one in find_names(small_build.registry, "Brandt and Hale"))

    def said(words: str, chance: float) -> Candidate:
        one = candidate(words, chance=chance)
        return replace(one, sentence=replace(one.sentence, terms=frozenset(words.split()), spoken_of=frozenset()))

    listed = [said("brandt will build berths", 0.3), said("hale sat down", 0.2), said("hale went away", 0.19)]
    listed += [said("brandt counted sheep", 0.18)]
    evidence = found(listed, parties=parties, topic={"berth": 1.0, "berths": 1.0})
    assert [one.quote for one in _selected(question, evidence)] == ["brandt will build berths", "hale sat down"]


def test_namesake_with_the_whole_name_is_whose_side_it_stands_on():
    orla, rafe = (Actor(f"{first} Vance", NameKind.PERSON, (), (), (), 1) for first in ("Orla", "Rafe"))
    parties = tuple(Party.of((one,), frozenset(), rivals=(orla, rafe)) for one in (orla, rafe))
    question = read_question("Compare Orla Vance and Rafe Vance", today=TODAY)
    one = candidate("Rafe Vance will pay", day=1)
    one = replace(one, sentence=replace(one.sentence, terms=frozenset({"vance", "pay"}), spoken_of=frozenset()))
    assert _group(question, found([one], parties=parties), one) == "Rafe Vance"
