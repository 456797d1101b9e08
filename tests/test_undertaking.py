"""How a commitment is told beside its quote."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from conftest import FakeReader, make_article

from bot.undertaking import Firmness, undertaking_of
from corpus.article import Span
from corpus.commitments import Deadline, Kind

ARTICLE = make_article("a.txt", "Port\n\nVelmora will deepen the harbour by March\n2031.")
(PLAN,) = FakeReader().read((replace(ARTICLE, text=ARTICLE.text.replace("\n2031", " 2031")),))[0]
DUE = ARTICLE.text.index("by March")


@pytest.mark.parametrize(
    ("kind", "conditional", "firmness"),
    [
        (Kind.PLAN, False, Firmness.FIRM),
        (Kind.PLEDGE, True, Firmness.CONDITIONAL),
        (Kind.REFUSAL, True, Firmness.REFUSAL),
        (Kind.PRIORITY, False, Firmness.ASPIRATION),
    ],
)
def test_undertaking_tells_how_firm_it_is(kind, conditional, firmness):
    told = undertaking_of(ARTICLE, (replace(PLAN, kind=kind, conditional=conditional),))
    assert told is not None
    assert (told.kind, told.firmness, told.is_checkable) == (kind, firmness, False)


def test_deadline_is_told_on_one_line_and_can_be_checked():
    dated = replace(PLAN, deadline=Deadline(Span(DUE, DUE + len("by March 2031")), date(2031, 3, 31)))
    told = undertaking_of(ARTICLE, (dated,))
    assert told is not None
    assert (told.due, told.is_checkable) == ("by March 2031", True)


def test_surest_of_several_is_told_and_of_none_nothing():
    told = undertaking_of(ARTICLE, (PLAN, replace(PLAN, kind=Kind.PLEDGE, confidence=0.95)))
    assert told is not None and told.kind is Kind.PLEDGE
    assert undertaking_of(ARTICLE, ()) is None


@pytest.mark.parametrize(("words", "told"), [("a year", ""), ("every autumn", "every autumn")])
def test_bare_rate_is_no_cadence(words, told):
    article = make_article("a.txt", f"Port\n\nVelmora will deepen the harbour {words}.")
    start = article.text.index(words)
    (plan,) = FakeReader().read((article,))[0]
    read = undertaking_of(article, (replace(plan, cadence=Span(start, start + len(words))),))
    assert read is not None and read.cadence == told
