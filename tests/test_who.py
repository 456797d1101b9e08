"""Who a question asks about."""

from __future__ import annotations

import pytest

from bot.who import find_actors
from corpus.actors import Actor, Registry
from corpus.mentions import NameKind


def actor(name: str, kind: NameKind, *roles: str, spellings: tuple[str, ...] = ()) -> Actor:
    return Actor(name, kind, (name, *spellings), roles, ("a1",), 3)


REGISTRY = Registry(
    [
        actor("Ilka Brandt", NameKind.PERSON, "Transport Minister", spellings=("Brandt",)),
        actor("Tobin Hale", NameKind.PERSON, "Interior Minister", spellings=("Hale",)),
        actor("Osric Vant", NameKind.PERSON, "Deputy Interior Minister"),
        actor("Orla Vance", NameKind.PERSON, "Ambassador"),
        actor("Rafe Vance", NameKind.PERSON),
        actor("Harbour Board", NameKind.BODY),
        actor("Sarn", NameKind.UNKNOWN),
        actor("Ines Marl", NameKind.PERSON, "Justice"),
        actor("Tova de la Serre", NameKind.PERSON),
    ]
)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What did Ilka Brandt promise?", [("Ilka Brandt",)]),
        ("what did brandt promise on harbours", [("Ilka Brandt",)]),
        ("what did brantd promise", [("Ilka Brandt",)]),
        ("What did the interior minister rule out?", [("Tobin Hale",)]),
        ("What did Interior Minister Hale rule out?", [("Tobin Hale",)]),
        ("What has the envoy said?", [("Orla Vance",)]),
        ("What did Brandt and Hale agree on?", [("Ilka Brandt",), ("Tobin Hale",)]),
        ("What did Vance say?", [("Orla Vance", "Rafe Vance")]),
        ("Brandt's promises on ports", [("Ilka Brandt",)]),
        ("What was decided by the Harbour Board?", [("Harbour Board",)]),
    ],
)
def test_find_actors_knows_those_who_act(question, names):
    assert [tuple(one.name for one in named.actors) for named in find_actors(REGISTRY, question)] == names


@pytest.mark.parametrize(
    "question",
    [
        "What was promised to Brandt?",
        "What is planned in Sarn?",
        "What did Imra Hale-Quist promise?",
        "What did Quillon Brandt promise?",
        "What did the board of harbours say?",
        "What does the Justice Department ask for?",
        "Will the LA Gazette go on?",
        "",
    ],
)
def test_find_actors_takes_nobody_for_another(question):
    assert find_actors(REGISTRY, question) == ()


def test_find_actors_takes_a_surname_for_the_people_who_bear_it():
    noise = [actor("Quill", NameKind.BODY), actor("Quill", NameKind.UNKNOWN), actor("Pres. Quill", NameKind.PERSON)]
    others = [actor("State Mara Quill", NameKind.PERSON), actor("Quill White Hall", NameKind.PERSON)]
    known = Actor("Mara Quill", NameKind.PERSON, ("Mara Quill", "Quill"), (), ("a1", "a2"), 9)
    registry = Registry([*noise, *others, known])
    for question in ("What did Quill promise?", "what did quill promise"):
        (named,) = find_actors(registry, question)
        assert [one.name for one in named.actors] == ["Mara Quill"]


def test_find_actors_takes_words_written_small_for_no_longer_name():
    registry = Registry([actor("Minimum Wage Rise", NameKind.PERSON)])
    assert find_actors(registry, "what did the minimum wage do") == ()


def test_find_actors_gives_the_words_that_name_them():
    question = "What did the interior minister rule out?"
    (named,) = find_actors(REGISTRY, question)
    assert question[named.span.start_char : named.span.end_char] == "interior minister"


def test_find_actors_takes_a_full_name_for_no_longer_one():
    registry = Registry(
        [
            actor("Ilka Brandt", NameKind.PERSON, spellings=("Brandt",)),
            actor("Neither Ilka Brandt", NameKind.PERSON, spellings=("Ilka Brandt", "Brandt")),
        ]
    )
    (named,) = find_actors(registry, "What did Ilka Brandt promise?")
    assert [one.name for one in named.actors] == ["Ilka Brandt"]


def test_part_of_an_office_names_nobody():
    registry = Registry([actor("Ilka Brandt", NameKind.PERSON, "Secretary Interior")])
    assert find_actors(registry, "What did the interior ministers agree on?") == ()
    (named,) = find_actors(registry, "What did the interior secretary promise?")
    assert [one.name for one in named.actors] == ["Ilka Brandt"]


def seen(name: str, articles: int) -> Actor:
    return Actor(name, NameKind.PERSON, (name,), (), tuple(f"a{row}" for row in range(articles)), articles)


@pytest.mark.parametrize(
    ("articles", "meant", "others"),
    [
        ((20, 4), ("Orla Vance",), ("Rafe Vance",)),
        ((10, 2), ("Orla Vance",), ()),
        ((9, 2), ("Orla Vance", "Rafe Vance"), ()),
    ],
)
def test_surname_is_that_of_the_one_whom_nearly_all_articles_mean(articles, meant, others):
    registry = Registry([seen(name, count) for name, count in zip(("Orla Vance", "Rafe Vance"), articles, strict=True)])
    (named,) = find_actors(registry, "What did Vance promise?")
    assert tuple(one.name for one in named.actors) == meant
    assert tuple(one.name for one in named.others) == others
    (whole,) = find_actors(registry, "What did Rafe Vance promise?")
    assert [one.name for one in whole.actors] == ["Rafe Vance"]


def test_surname_is_no_body_that_ends_in_it():
    body = Actor("Sarn Courier Vance", NameKind.BODY, ("Sarn Courier Vance", "Vance"), (), ("a9",), 1)
    orla = Actor("Orla Vance", NameKind.PERSON, ("Orla Vance", "Vance"), (), ("a1", "a2"), 4)
    registry = Registry([orla, body])
    (named,) = find_actors(registry, "What did Vance promise?")
    assert ([one.name for one in named.actors], named.others) == (["Orla Vance"], ())
    (alone,) = find_actors(Registry([body]), "What did Vance promise?")
    assert [one.name for one in alone.actors] == ["Sarn Courier Vance"]
