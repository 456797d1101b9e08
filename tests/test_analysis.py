from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.analysis import analyse


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", ()),
        ("the of and", ()),
        ("Ministers promised 400 officers", ("minist", "promis", "400", "offic")),
        ("Brandt's harbour", ("brandt", "harbour")),
        ("the ministers\u2019 plan", ("minist", "plan")),
        ("O'Dell", ("odel",)),
        ("Sarn-II", ("sarn", "ii", "sarnii")),
        ("Sarn\u2011II", ("sarn", "ii", "sarnii")),
        ("Zoë Peña", ("zoe", "pena")),
        ("Zoe\u0308", ("zoe",)),
        ("1,000 tonnes", ("1000", "tonn")),
        ("2.5 per cent", ("2.5", "per", "cent")),
        ("$1.2bn for 5G", ("1.2bn", "5g")),
        ("2030-31", ("2030", "31")),
        ("the U.S. and the E.U.", ("us", "eu")),
        ("9 May", ("9", "may")),
        ("who asked the WHO", ("ask", "who")),
        ("snake_case", ("snake", "case")),
        ("he'd say they\u2019ll pay, didn't she'd? hed, dont", ("pay",)),
        ("O'd", ("od",)),
    ],
)
def test_analyse_makes_terms(text: str, terms: tuple[str, ...]) -> None:
    assert analyse(text) == terms


@pytest.mark.parametrize(("one", "other"), [("US", "U.S."), ("Sarn-II", "SarnII"), ("PLEDGED", "pledges")])
def test_analyse_finds_one_in_the_other(one: str, other: str) -> None:
    assert set(analyse(other)) <= set(analyse(one))


@given(st.text())
def test_analyse_never_makes_an_empty_term(text: str) -> None:
    assert all(analyse(text))


@given(st.text(), st.text())
def test_analyse_of_two_lines_is_that_of_each(first: str, second: str) -> None:
    assert analyse(f"{first}\n{second}") == analyse(first) + analyse(second)
