"""A conversation of ten turns with the real encoder: what each is read as, and what it takes over or leaves behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from bot.answer import Answer, Refusal
from bot.intent import Expected, Intent
from bot.settings import Settings
from bot.tracker import Tracker, build_corpus
from embeddings.encoder import DEFAULT_ENCODER, load_encoder

CORPUS = Path(__file__).parent / "quality" / "text"
TODAY = date(2026, 3, 2)


@dataclass(frozen=True)
class Turn:
    """What is asked, and what it has to be understood as; `keeps` and `drops` are terms taken over and not."""

    asked: str
    intent: Intent
    of: str = ""
    keeps: str = ""
    drops: str = ""
    period: tuple[date, date] | None = None
    expected: Expected = Expected.ANYTHING
    reason: Refusal | None = None
    says: str = ""


TURNS = (
    Turn("What did Ginette Maro promise on fares?", Intent.COMMITMENTS, of="Ginette Maro", says="cut the fare in half"),
    Turn("and on trams?", Intent.COMMITMENTS, of="Ginette Maro", keeps="maro", says="line 6"),
    Turn(
        "WHAT DID SHE PROMISE IN 2025",
        Intent.COMMITMENTS,
        of="Ginette Maro",
        keeps="maro tram",
        drops="fare",
        period=(date(2025, 1, 1), date(2025, 12, 31)),
        says="within a hundred days of her re-election",
    ),
    Turn("thanks!", Intent.GENERAL, reason=Refusal.EMPTY_QUESTION),
    Turn("Have the observers on the Isk arrived", Intent.STATUS, drops="maro tram", says="All 120 League observers"),
    Turn(
        "by when were they to come",
        Intent.DEADLINE,
        keeps="observ isk",
        drops="maro",
        expected=Expected.DEADLINE,
        says="by April",
    ),
    Turn(
        "What did Inès Tavora promise the captives?",
        Intent.COMMITMENTS,
        of="Inès Tavora",
        drops="isk observ",
        says="pension",
    ),
    Turn("and Celso Brandt?", Intent.COMMITMENTS, of="Celso Brandt", keeps="captiv", drops="tavora isk"),
    Turn("What did Osric Vantongeren promise?", Intent.COMMITMENTS, reason=Refusal.UNKNOWN_ACTOR),
    Turn(
        "compare what perunia and quenland undertook on nurses",
        Intent.COMPARISON,
        of="Perunia and Quenland",
        drops="captiv brandt tavora",
        says="600 young women and men",
    ),
)


@pytest.fixture(scope="module")
def answers(tmp_path_factory) -> list[Answer]:
    """The answers to the turns, each with all before it."""
    settings = Settings(data=tmp_path_factory.mktemp("data"), corpus=CORPUS, encoder=DEFAULT_ENCODER)
    encoder = load_encoder(settings.encoder)
    build_corpus(settings, encoder, lambda progress: None)
    tracker = Tracker.open(settings, encoder=encoder)
    given: list[Answer] = []
    for turn in TURNS:
        given.append(tracker.ask(turn.asked, previous=tuple(given), today=TODAY))
    return given


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(TURNS)), ids=[turn.asked for turn in TURNS])
def test_turn_is_read_after_those_before_it_and_no_more(answers, number):
    turn, answer = TURNS[number], answers[number]
    question = answer.question
    period = question.period and (question.period.since, question.period.until)
    assert (question.intent, question.expected, period) == (turn.intent, turn.expected, turn.period)
    assert set(turn.keeps.split()) <= set(question.carried)
    assert not set(turn.drops.split()) & {*question.carried, *question.terms}
    assert f"of {turn.of}" in answer.reading if turn.of else " of " not in answer.reading
    if turn.reason or turn.says:
        assert answer.reason is turn.reason
    assert turn.says in " ".join(one.text for one in answer.statements)


@pytest.mark.slow
def test_outcome_and_columns_stand_where_they_are_asked_for(answers):
    arrived, compared = answers[4], answers[-1]
    assert arrived.remarks[0].text == "Yes: reported done on 23 November 2023."
    assert compared.compared == ("Perunia", "Quenland")
    others = [one for one in answers if one is not arrived]
    assert not any(remark.text.startswith(("Yes", "No")) for one in others for remark in one.remarks)
