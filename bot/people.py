"""The names of a question held against the corpus: who is asked about, and which names no article knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from bot.intent import Intent
from bot.question import Question
from bot.spelling import PLAIN_TOKENS, is_strange, is_unused
from bot.weighing import Party
from bot.who import MOST_WORDS, Named, acts, find_actors, find_names, find_states
from corpus.mentions import NameKind
from corpus.titles import ORGANISATION_WORDS, ROLE_WORDS, is_role
from embeddings.analysis import analyse
from embeddings.asking import topic_terms
from embeddings.build import Build

# Passages that are read for a name of several words.
READ = 48
# A name's words may stand this many words further apart than in the question ("Minister Tarar", "Minister Attaullah
# Tarar", "Minister for Information Attaullah Tarar").
NAME_SLACK_WORDS = 3
_WORD = re.compile(r"\w+")
_NAME_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_POSSESSIVE = re.compile(r"[’']s?(?: |$)")
# What follows a word that tells what to do ("Reconstruct how …"), and no name.
_AFTER_AN_ORDER = re.compile(r" (?:how|what|which|who|whom|whose|where|when|why|whether|the|all|every|each|any|me)\b")
_ASKS_OF = re.compile(r"\b(?:did|do|does|has|have|had|will|would)\s", re.IGNORECASE)


def find_people(build: Build, question: Question) -> tuple[tuple[Named, ...], frozenset[str]]:
    """Who is asked about, by name or as carried over, and the terms of names that only belong to the topic."""
    named = able(build, find_actors(build.registry, question.text))
    if question.intent is Intent.COMPARISON:
        # "Compare Brandt and Hale on fares": whoever is named is compared.
        named = named if len(named) > 1 else _compared(build, question) or named
    if not named:
        named = able(build, [one for words in question.about for one in find_names(build.registry, words)])
    names = find_names(build.registry, question.text)
    acting = {one.text for one in named}
    return named, frozenset(term for one in names if one.text not in acting for term in analyse(one.text))


def _compared(build: Build, question: Question) -> tuple[Named, ...]:
    """The people and states whom a comparison names, where it is more than one."""
    kinds = {NameKind.PERSON, NameKind.STATE}
    found = find_names(build.registry, question.text)
    fit = [one for one in able(build, found) if any(actor.kind in kinds for actor in one.actors)]
    return tuple(fit) if len(fit) > 1 else ()


def able(build: Build, named: Sequence[Named]) -> tuple[Named, ...]:
    """Those who can act: a name of which nothing is known but that it stands in the articles may be a place."""
    return tuple(
        one
        for one in named
        if any(actor.kind is not NameKind.UNKNOWN or actor.name in build.commitments_by_actor for actor in one.actors)
    )


def party_of(build: Build, named: Named) -> Party:
    """One of those asked about, with the commitments that bind it or that it spoke."""
    found = (one.commitment_id for actor in named.actors for one in build.commitments_by_actor.get(actor.name, ()))
    people = [actor for actor in named.actors if actor.kind is NameKind.PERSON]
    rivals = [rival for actor in people for rival in build.registry.resolve(actor.name.split()[-1])]
    return Party.of(named.actors, frozenset(found), rivals=[one for one in rivals if one.kind is NameKind.PERSON])


def unknown_names(build: Build, question: Question) -> tuple[str, ...]:
    """Names of the question of which no article holds the words together."""
    if not question.names:
        return _strangers(build, question.text)
    found = [one.text for one in find_names(build.registry, question.text)]
    names = [
        part
        for name in question.names
        if not (any(text in name for text in found) or _opens(build, question, name))
        for part in _parts(name)
        if not _known(build, part, acting=stands_as_actor(question.text, part))
    ]
    states = [name for name in find_states(question.text) if not build.registry.resolve(name)]
    return tuple(dict.fromkeys((*names, *(name for name in states if not any(name in one for one in names)))))


def stands_as_actor(text: str, name: str) -> bool:
    """Whether the name stands where somebody acts, and is no office's ("the Harbour Board chairman")."""
    start = text.find(name)
    follows = _NAME_WORD.match(text, start + len(name) + 1)
    return acts(text, start) and not (follows and follows.group() in ROLE_WORDS)


def _strangers(build: Build, text: str) -> tuple[str, ...]:
    """Words written small that no article uses and that stand where somebody acts ("what did … promise")."""
    found = []
    for opening in _ASKS_OF.finditer(text):
        words = _NAME_WORD.findall(text, opening.end())
        run = list(takewhile(lambda word: is_unused(build, word), words[:MOST_WORDS]))
        acts = not topic_terms(" ".join(words[len(run) : len(run) + 1]))
        if acts and any(is_strange(build, word) for word in run):
            found.append(" ".join(run))
    return tuple(dict.fromkeys(found))


def _parts(name: str) -> list[str]:
    """The names in a run of capitalised words: "Velmora's Brandt" are two, in "Senators Brandt" one is an office."""
    parts = []
    for part in _POSSESSIVE.split(name):
        words = part.split()
        while len(words) > 1 and words[0].endswith("s") and is_role(words[0].removesuffix("s")):
            words.pop(0)
        parts += [" ".join(words)] if words else []
    return parts


def _opens(build: Build, question: Question, name: str) -> bool:
    """Whether it is but the first word of the question, written large for that and plain otherwise ("Trace the …")."""
    if not question.text.startswith(name):
        return False
    orders = " " not in name and _AFTER_AN_ORDER.match(question.text, len(name)) is not None
    return orders or build.encoder.count_tokens(name.lower()) <= PLAIN_TOKENS


def _known(build: Build, name: str, *, acting: bool) -> bool:
    """Whether some passage holds the words of the name, and close together in their order where it is one who acts.

    "The Sarn Summit" may be "the summit at Sarn"; "Ilka Vance" is neither Ilka Brandt nor Orla Vance.
    """
    if name.isupper() and name in build.registry.initials:
        return True
    terms = analyse(name.replace("-", " "))
    if any(build.lexical.document_frequency(term) == 0 for term in terms):
        return False
    words = _words(name)
    if len(words) < 2:
        return True
    rows = build.lexical.search(terms, k=READ).rows.tolist()
    if not acting and any(set(terms) <= set(analyse(build.passages[row].text)) for row in rows):
        return True
    # "The Justice Department" is the Department of Justice.
    orders = [words, [words[-1], *words[:-1]]] if words[-1] in ORGANISATION_WORDS else [words]
    return any(
        _together(_words(text), order)
        for row in rows
        for text in (build.passages[row].text, build.article_of(row).title)
        for order in orders
    )


def _words(text: str) -> list[str]:
    """Words as they are written but for their case: stems would take "United States" for a unit of the state."""
    return [word.casefold() for word in _WORD.findall(text)]


def _together(words: Sequence[str], name: Sequence[str]) -> bool:
    reach = len(name) + NAME_SLACK_WORDS
    for start in (at for at, word in enumerate(words) if word == name[0]):
        window = iter(words[start : start + reach])
        if all(word in window for word in name):
            return True
    return False
