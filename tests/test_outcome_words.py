"""What sentences say in so many words has become of an undertaking, and what says nothing of the kind."""

from __future__ import annotations

import pytest

from bot.outcome_words import Outcome, said_of
from embeddings.analysis import analyse

CASES = [
    ("The harbour at Sarn was opened on Tuesday.", "harbour", Outcome.DONE),
    ("All 12 berths are now in place, the port said.", "berths", Outcome.DONE),
    ("The harbour, which Brandt had promised to deepen by spring, was inaugurated.", "harbour", Outcome.DONE),
    ("Of the 12 berths, five have been built so far.", "berths", Outcome.PARTLY),
    ("Work on the harbour is under way.", "harbour", Outcome.PARTLY),
    ("The first 40 officers have been recruited.", "officers", Outcome.PARTLY),
    ("The harbour has been delayed until 2033.", "harbour", Outcome.LATE),
    ("No berths have been built by either side.", "berths", Outcome.LATE),
    ("The families have not been paid.", "families", Outcome.LATE),
    ("The berths were shelved last spring, and the harbour will be deepened.", "berths", Outcome.GIVEN_UP),
    ("The second berth will not be built either.", "second berth built", Outcome.GIVEN_UP),
    ("Guards were dropped from the trains in May.", "drop guards trains", Outcome.DONE),
]
NOTHING = [
    ("The harbour will be opened in March.", "harbour"),
    ("Brandt promised that the harbour had been opened to all.", "harbour"),
    ("The ministry denied that the harbour was closed.", "harbour"),
    ("The harbour was not opened by anybody.", "harbour"),
    ("The men who came home are waiting for the harbour.", "harbour men"),
    ("Night trains, scrapped in 2009, will run again from May.", "night trains"),
    ("He wants to see the harbour opened.", "harbour"),
    ("The port was opened, but the railway is dear.", "railway"),
    ("The harbour was opened on Tuesday.", "railway"),
    ("", "harbour"),
]


@pytest.mark.parametrize(("sentence", "asked", "outcome"), CASES)
def test_outcome_is_read_where_words_say_it(sentence, asked, outcome):
    assert said_of(sentence, frozenset(analyse(asked))) is outcome


@pytest.mark.parametrize(("sentence", "asked"), NOTHING)
def test_nothing_is_read_from_plans_denials_and_other_things(sentence, asked):
    assert said_of(sentence, frozenset(analyse(asked))) is None
