import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.actors import Registry, Sighting, name_key
from corpus.layout.sentences import split_sentences
from corpus.mentions import NameKind, find_mentions, kind_of
from corpus.metonyms import office_of, state_of
from corpus.names import find_names


def person(name, article="a", *, roles=(), spellings=(), count=1):
    return Sighting(name, NameKind.PERSON, (name, *spellings), tuple(roles), article, count)


def names_in(text):
    return find_names(text, split_sentences(text), headline=None)


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Islamabad", "Pakistan"),
        ("Beijing", "China"),
        ("Pakistani", "Pakistan"),
        ("the US", "United States"),
        ("Velmora", None),
    ],
)
def test_state_of_resolves_capitals_adjectives_and_aliases(word, state):
    assert state_of(word) == state


def test_office_of_knows_seats_of_power():
    assert office_of("the White House") == "White House"
    assert office_of("a white house") is None


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Interior Minister Orla Vance", "interior minister orla vance"),
        ("Sen. Orla P. Vance", "orla vance"),
        ("the Harbour Board's", "harbour board"),
        ("Inès Távora", "ines tavora"),
    ],
)
def test_name_key_drops_what_spelling_may_differ_in(name, key):
    assert name_key(name) == key


def test_find_names_joins_surname_title_and_full_name():
    names = names_in("Interior Minister Orla Vance met Karsundi envoys in Port Amari. Vance promised a new berth.")
    vance = names[0]
    assert (vance.name, vance.kind, vance.roles) == ("Orla Vance", NameKind.PERSON, ("Interior Minister",))
    assert [mention.name for mention in vance.mentions] == ["Orla Vance", "Vance"]


def test_find_names_keeps_two_people_of_one_surname_apart():
    names = names_in("Orla Vance spoke first. Bram Vance spoke later. Vance left. Orla Vance stayed.")
    assert [(named.name, len(named.mentions)) for named in names] == [("Orla Vance", 2), ("Bram Vance", 2)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Ministry of Health and Family Welfare said so.", ["Ministry of Health and Family Welfare"]),
        ("Tomorrow the Velmoran Coast Guard and Karsund sail.", ["Velmoran Coast Guard", "Karsund"]),
        ("They left. Harbours closed, and harbours opened.", []),
        ("I'll go on Monday, said Lena van der Holt.", ["Lena van der Holt"]),
        ("Democrat Orla Vance and Orla Vance are one.", ["Orla Vance", "Orla Vance"]),
        (
            "They chose Republican Bram Hale and the Republican Harbour Council.",
            ["Bram Hale", "Republican Harbour Council"],
        ),
        ("She told Orla Vance Thursday of it.", ["Orla Vance"]),
        ("They met Secretary Interior Orla Vance and Sens. Bram Hale.", ["Orla Vance", "Bram Hale"]),
    ],
)
def test_find_mentions_takes_whole_names_only(text, expected):
    assert [mention.name for mention in find_mentions(text, split_sentences(text))] == expected


def test_a_state_before_its_envoy_is_no_part_of_the_name():
    text = "She met the envoy to Pakistan Jiang Zaidong, not the envoy to Pakistan Cricket Board, in Pakistan Monday."
    found = [(one.name, one.kind) for one in find_mentions(text, split_sentences(text))]
    assert found == [
        ("Pakistan", NameKind.STATE),
        ("Jiang Zaidong", NameKind.PERSON),
        ("Pakistan Cricket Board", NameKind.BODY),
        ("Pakistan", NameKind.STATE),
    ]


def test_kind_of_takes_no_tower_and_no_number_for_a_person():
    assert {kind_of(name, role=None) for name in ("Vance Tower", "Sarn Street", "Track Line-1", "Airship A38")} == {
        NameKind.UNKNOWN
    }
    assert kind_of("Orla Vance", role=None) is NameKind.PERSON


@given(st.text(alphabet="Aab. 'of the“\n", max_size=80))
def test_find_mentions_gives_slices_of_the_text(text):
    for mention in find_mentions(text, split_sentences(text)):
        assert text[mention.span.start_char : mention.span.end_char] == mention.name


def test_registry_merges_spellings_of_one_office():
    registry = Registry.of(
        [
            person("Jorin Zaldong", "a", roles=["Karsundi Ambassador"], count=3),
            person("Jorin Zeldong", "b", roles=["Ambassador"]),
        ]
    )
    assert [actor.name for actor in registry.actors] == ["Jorin Zaldong"]
    assert registry.actors[0].article_ids == ("a", "b")
    assert registry.resolve("zeldong") == registry.actors


def test_registry_keeps_like_names_apart_without_evidence():
    apart = Registry.of([person("Jorin Zaldong", "a"), person("Jorin Zeldong", "b")])
    assert len(apart.actors) == 2
    together = Registry.of(
        [person("Jorin Zaldong", "a", roles=["Ambassador"]), person("Jorin Zeldong", "a", roles=["Ambassador"])]
    )
    assert len(together.actors) == 2


def test_registry_joins_a_lone_surname_to_the_only_full_name():
    registry = Registry.of([person("Orla Vance", "a"), person("Vance", "b")])
    assert [(actor.name, actor.count) for actor in registry.actors] == [("Orla Vance", 2)]
    two = Registry.of([person("Orla Vance", "a"), person("Bram Vance", "b"), person("Vance", "c")])
    assert {actor.name for actor in two.actors} == {"Orla Vance", "Bram Vance", "Vance"}


@pytest.mark.parametrize(
    "question",
    ["vance", "ORLA VANCE", "Mrs Vance", "orla vanse", "interior minister vance", "interior minister", "Vance's"],
)
def test_registry_resolves_however_it_is_typed(question):
    registry = Registry.of([person("Orla Vance", "a", roles=["Interior Minister"]), person("Tomas Reed", "a")])
    assert [actor.name for actor in registry.resolve(question)] == ["Orla Vance"]


def test_registry_resolves_a_capital_to_its_state():
    state = Sighting("Pakistan", NameKind.STATE, ("Pakistan",), (), "a", 4)
    seat = Sighting("Islamabad", NameKind.CAPITAL, ("Islamabad",), (), "b", 1)
    registry = Registry.of([state, seat])
    assert [actor.name for actor in registry.resolve("Islamabad")] == ["Pakistan"]
    assert registry.resolve("Islamabad")[0].count == 5


def test_registry_knows_nobody_for_an_unknown_or_empty_name():
    registry = Registry.of([person("Orla Vance")])
    assert registry.resolve("Quillon") == ()
    assert registry.resolve("  ") == ()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Orla Vance", NameKind.PERSON),
        ("Tobin West", NameKind.PERSON),
        ("Karrow-Velm", NameKind.UNKNOWN),
        ("Sarn Coastal Highway", NameKind.UNKNOWN),
        ("New Irra", NameKind.UNKNOWN),
    ],
)
def test_kind_of_takes_no_place_or_thing_for_a_person(name, kind):
    assert kind_of(name, role=None) is kind


def test_registry_takes_what_stands_before_a_name_for_no_part_of_it():
    seen = [
        Sighting("Orla Vance", NameKind.PERSON, ("Orla Vance", "Vance"), ("Minister",), "a", 9),
        Sighting("Democrat Orla Vance", NameKind.PERSON, ("Democrat Orla Vance", "Orla Vance", "Vance"), (), "b", 3),
        Sighting("Big Rafe Vance", NameKind.PERSON, ("Big Rafe Vance", "Vance"), (), "c", 3),
    ]
    registry = Registry.of(seen)
    assert [actor.name for actor in registry.actors] == ["Orla Vance", "Big Rafe Vance"]
    assert registry.actors[0].article_ids == ("a", "b")


def test_initials_of_names_of_several_words_are_known():
    body = [Sighting(name, NameKind.BODY, (name,), (), "a", 1) for name in ("Ministry of Justice", "Velmora")]
    assert Registry.of(body).initials == {"MOJ", "MJ"}
