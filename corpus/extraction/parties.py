"""Who could be bound: everyone whom an article names, states under all their words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from corpus.article import Article, Span
from corpus.extraction.homes import home_of_person, serves_at_home
from corpus.mentions import NameKind
from corpus.metonyms import office_of, state_of
from corpus.names import Named, find_names
from corpus.titles import ADDRESS


class Form(StrEnum):
    """How a party stands in one place."""

    NAME = "name"
    ADJECTIVE = "adjective"
    PLACE = "place"
    NOMINAL = "nominal"


@dataclass(frozen=True, slots=True)
class Place:
    """One place where a party is mentioned."""

    span: Span
    form: Form


@dataclass(frozen=True, slots=True)
class Party:
    """One who may be bound, under the name to be given; `nominal` where the article has no proper name for it.

    `home` is the state that a person speaks for; the state that the article is written from has itself as home.
    """

    name: str
    kind: NameKind
    roles: tuple[str, ...]
    places: tuple[Place, ...]
    nominal: bool = False
    home: str | None = None


LOCATIVE = re.compile(
    r"\b(?:in|at|to|from|near|outside|across|around|through|of|visit(?:ed|ing|s)?|reached|left) (?:the )?$"
)
DATELINE = re.compile(r"\s*(?:,[^.:\n]{0,40})?(?:\([^)\n]{1,40}\)\s*)?(?::|\s[-–—]\s|―)")
# What is decided or signed binds others and is no party itself.
MEASURE = re.compile(r" (?:Act|Bill|Amendment|Treaty|Agreement|Accord|Convention|Constitution|Deal|Plan|Memorandum)$")
# How many times named a state is as good as by its capital in the dateline.
DATELINE_NAMES = 3
# What means the state itself, with a determiner before it.
OWN_STATE = frozenset({"government", "country", "federal government", "central government", "nation", "own government"})
POSSESSIVES = frozenset({"his", "her", "its", "their", "our", "my"})
ADJECTIVE_ENDINGS = ("n", "an", "ian", "i", "ese", "ish", "ic", "er", "ni", "ean", "nian")


def parties_of(article: Article, sentences: Sequence[Span]) -> tuple[Party, ...]:
    """Everyone whom the article names, in the order of first mention; the names of one state are one party."""
    names = find_names(article.text, sentences, headline=article.headline)
    homes = _homes(names)
    merged: dict[str, list[Named]] = {}
    for named in (named for named in names if not MEASURE.search(named.name)):
        merged.setdefault(homes[named.name], []).append(named)
    parties = [_party(article.text, home, found) for home, found in merged.items()]
    return _with_homes(article.text, [party for party in parties if party.places], names, homes)


def _with_homes(
    text: str, parties: Sequence[Party], names: Sequence[Named], homes: Mapping[str, str]
) -> tuple[Party, ...]:
    """The parties, officials with the state that they speak for: the one in their titles, else the article's own."""
    known = {party.name for party in parties if party.kind is NameKind.STATE}
    words = {
        word.lower(): homes[named.name] for named in names for word in named.spellings if homes[named.name] in known
    }
    own = _state_written_from(text, parties, names)
    found = []
    for party in parties:
        home = own if party.name == own else None
        if party.kind is NameKind.PERSON:
            spans = [place.span for place in party.places]
            home = home_of_person(text, spans, words)
            home = own if home is None and serves_at_home(text, spans) else home
        found.append(replace(party, home=home))
    return tuple(found)


def _state_written_from(text: str, parties: Sequence[Party], names: Sequence[Named]) -> str | None:
    """The state that is called by its name and seldom by its adjective, as others are; None without states.

    A capital in the dateline counts as several names (some report from abroad), elsewhere as none.
    """
    counts = {party.name: 0 for party in parties if party.kind is NameKind.STATE}
    for named in names:
        state = state_of(named.name) or named.name
        if named.kind is NameKind.CAPITAL and state in counts:
            dateline = any(DATELINE.match(text, one.span.end_char) for one in named.mentions)
            counts[state] += DATELINE_NAMES * dateline - len(named.mentions)
    for party in parties:
        if party.name in counts:
            counts[party.name] += sum(-1 if place.form is Form.ADJECTIVE else 1 for place in party.places)
    return max(counts, key=lambda name: counts[name], default=None)


def _homes(names: Sequence[Named]) -> dict[str, str]:
    """For each name the one it goes under: the state, the office, or for an invented land's adjective its name."""
    single = [named.name for named in names if " " not in named.name and named.kind is NameKind.UNKNOWN]
    homes = {}
    for named in names:
        other = state_of(named.name) or office_of(named.name)
        homes[named.name] = other or next((name for name in single if is_adjective_of(named.name, name)), named.name)
    return homes


def is_adjective_of(word: str, name: str) -> bool:
    """Whether the word is made of the name with an ending ("Velmoran" of "Velmora", "Karsundi" of "Karsund")."""
    if word == name or not word[0].isupper() or len(name) < 4 or " " in word:
        return False
    stem = name.rstrip("aeiouy") if len(name.rstrip("aeiouy")) >= 4 else name
    return word.startswith(stem) and any(word in {name + end, stem + end} for end in ADJECTIVE_ENDINGS)


def _party(text: str, home: str, found: Sequence[Named]) -> Party:
    places = [
        Place(mention.span, _form(text, home, mention.span, mention.name, named.kind))
        for named in found
        for mention in named.mentions
        if not (named.kind is NameKind.CAPITAL and DATELINE.match(text, mention.span.end_char))
    ]
    kinds = [named.kind for named in found]
    has_adjective = any(named.name != home and is_adjective_of(named.name, home) for named in found)
    kind = NameKind.STATE if has_adjective or state_of(home) == home else kinds[0]
    roles = tuple(dict.fromkeys(role for named in found for role in named.roles))
    return Party(home, kind, roles, tuple(sorted(places, key=lambda place: place.span)))


def _form(text: str, home: str, span: Span, name: str, kind: NameKind) -> Form:
    if kind is NameKind.ADJECTIVE or (name != home and is_adjective_of(name, home)):
        return Form.ADJECTIVE
    if kind is NameKind.CAPITAL and LOCATIVE.search(text, max(0, span.start_char - 16), span.start_char):
        return Form.PLACE
    return Form.NAME


def resolve_words(words: str, at: int, parties: Sequence[Party], *, introduced: str = "the") -> int | None:
    """Row of the party last named before a place that has the words as role or in its name; None where none has.

    "The government" is that of the state that the article is written from, "her country" that of the person last
    named; `introduced` is the determiner.
    """
    if words.lower() in OWN_STATE:
        return _state_meant(introduced.lower(), at, parties)
    wanted = {word for word in words.lower().split() if word not in ADDRESS}
    best: tuple[int, int] | None = None
    for number, party in enumerate(parties):
        described = {word for role in party.roles for word in role.lower().rstrip(".").split()}
        described |= set(party.name.lower().split()) if party.kind is not NameKind.PERSON else set()
        before = [place.span.start_char for place in party.places if place.span.start_char < at]
        if wanted <= described and before and (best is None or before[-1] > best[0]):
            best = (before[-1], number)
    return best[1] if best else None


def _state_meant(introduced: str, at: int, parties: Sequence[Party]) -> int | None:
    rows = {party.name: number for number, party in enumerate(parties) if party.kind is NameKind.STATE}
    own = next((party.name for party in parties if party.kind is NameKind.STATE and party.home == party.name), None)
    if introduced in POSSESSIVES:
        wanted = {NameKind.STATE} if introduced in {"its", "their"} else {NameKind.PERSON}
        named = [
            (place.span.start_char, party.home if party.kind is NameKind.PERSON else party.name)
            for party in parties
            for place in party.places
            if party.kind in wanted and place.span.start_char < at and place.form is Form.NAME
        ]
        last = max((one for one in named if one[1] in rows), default=None)
        own = last[1] if last else own
    return rows.get(own) if own is not None else None
