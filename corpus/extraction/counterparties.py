"""To whom, or with whom: the party that the verb of an undertaking gives something, assures or deals with.

counterparty_of(scene, bound)  # "Karsund" in "assured Karsund that its ships would be let in first"
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.extraction.nominals import nominal_at
from corpus.extraction.parties import Form, Party
from corpus.extraction.scene import Scene
from corpus.extraction.syntax import Tree
from corpus.extraction.verbs import stem
from corpus.mentions import NameKind
from corpus.titles import BODY_NOUNS, PEOPLE_NOUNS, ROLE_WORDS, word_set


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in word_set(text))


# Verbs whose object is told or promised something ("assured the miners that").
ASSURE: Final = _stems("assure promise pledge guarantee reassure offer owe")
# Verbs with a receiver: an object of its own, or after "to".
GIVE: Final = _stems(
    """
    give gave given offer pay paid provide sell sold lend lent grant hand supply donate return award
    transfer deliver supply cede repay refund allocate extend pledge promise commit guarantee lease loan
    """
)
# What is given, before "to" or "for".
GIFTS: Final = word_set(
    """
    aid help support assistance loan loans grant grants compensation relief commitment commitments pledge
    promise promises guarantee guarantees assurance assurances supplies deliveries payment payments access concession
    concessions
    """
)
# Verbs and nouns of two sides, before "with".
DEAL: Final = _stems(
    """
    agree sign work cooperate co-operate coordinate collaborate partner negotiate share conclude initial ink discuss
    consult meet met talk team trade
    """
)
DEALS: Final = word_set(
    """
    agreement agreements deal deals treaty treaties pact pacts accord contract contracts memorandum talks negotiations
    cooperation co-operation collaboration coordination partnership relations ties relationship dialogue alliance
    meeting meetings consultations trade understanding arrangement arrangements
    """
)
# Verbs whose object has the good of it.
HELP: Final = _stems("help assist endorse support back compensate reimburse defend protect train reward repay invite")
VAGUE: Final = re.compile(r"^(?:(?:another|other|any|some|more|many|such|all|each|every) )+", re.IGNORECASE)
OUTLET: Final = re.compile(
    r"\b(?:news|times|post|press|tv|radio|cnn|cbs|abc|nbc|msnbc|bbc|npr|fox|politico|reuters|breitbart|journal"
    r"|herald|tribune|magazine|gazette|daily|weekly|courier|agency|network|bloomberg)\b",
    re.IGNORECASE,
)
AUDIENCE: Final = word_set(
    """
    reporters reporter journalists journalist crowd crowds audience audiences viewers rally host interviewer
    correspondents media newspaper magazine paper network broadcaster parliament congress lawmakers mps senators
    house senate station website conference it them him her people one us me you everyone everybody
    anyone attendees moderator that who which what
    """
)


# Steps by which a word is part of the same undertaking as the candidate's chief word; relative clauses are not.
SAME: Final = frozenset(
    {"xcomp", "ccomp", "conj", "dobj", "prep", "pobj", "attr", "dative", "nsubjpass", "acomp", "oprd", "pcomp"}
)
ORDER: Final = ("assured", "with", "given", "to", "helped")


@dataclass(frozen=True, slots=True)
class Found:
    """A word of a tree that names the counterparty, and the pattern that found it."""

    tree: int
    token: int
    how: str


def counterparty_of(scene: Scene, bound: Sequence[Party]) -> str | None:
    """The first other party that the patterns find, under its full name; None where they find none."""
    for found in find_all(scene):
        name = _name_of(scene, found, bound)
        if name is not None:
            return name
    return None


def find_all(scene: Scene) -> tuple[Found, ...]:
    """Every word that a pattern finds in the candidate's clause, those of surer patterns first."""
    if scene.top is None:
        return ()
    tree = scene.trees[scene.own_tree]
    above = set(tree.path_up(scene.top))
    found = []
    for index, token in enumerate(tree.tokens):
        if not _is_part(tree, index, scene.top) and not (token.is_verb and index in above):
            continue
        patterns = tuple(_of_verb(tree, index) if token.is_verb else _of_noun(tree, index))
        if index in above and index != scene.top:
            patterns = tuple(one for one in patterns if one[1] in {"assured", "with"})
        found += [Found(scene.own_tree, one, how) for one, how in patterns]
    return tuple(sorted(found, key=lambda one: (ORDER.index(one.how), one.token)))


def _is_part(tree: Tree, index: int, top: int) -> bool:
    """Whether the word hangs on the chief word by steps that stay in the same undertaking."""
    for step in tree.path_up(index):
        if step == top:
            return True
        if tree.tokens[step].dep not in SAME:
            return False
    return False


def _of_verb(tree: Tree, verb: int) -> Iterator[tuple[int, str]]:
    word = stem(tree.tokens[verb].text)
    objects = tree.child(verb, "dobj", "dative")
    clause = bool(tree.child(verb, "ccomp", "xcomp"))
    if word in ASSURE and objects and (clause or len(objects) > 1):
        yield objects[0], "assured"
    if word in GIVE:
        if len(objects) > 1:
            yield objects[0], "given"
        yield from ((one, "to") for one in _after(tree, verb, "to"))
    if word in DEAL:
        yield from ((one, "with") for one in _after(tree, verb, "with"))
    if word in HELP:
        yield from ((one, "helped") for one in objects)


def _of_noun(tree: Tree, noun: int) -> Iterator[tuple[int, str]]:
    word = tree.tokens[noun].text.lower()
    if word in DEALS:
        yield from ((one, "with") for one in _after(tree, noun, "with"))
    if word in GIFTS:
        yield from ((one, "to") for one in _after(tree, noun, "to"))


def _after(tree: Tree, head: int, preposition: str) -> list[int]:
    """The nouns after a preposition that hangs on the word, their conjuncts left out."""
    return [
        noun
        for child in tree.child(head, "prep", "dative")
        if tree.tokens[child].text.lower() == preposition
        for noun in tree.child(child, "pobj")
    ]


def _name_of(scene: Scene, found: Found, bound: Sequence[Party]) -> str | None:
    """The name of the party at the word, no one who is bound, no outlet and no audience."""
    tree = scene.trees[found.tree]
    taken = {party.name.lower() for party in bound}
    for place in scene.seen:
        if place.tree == found.tree and place.token == found.token and place.form is not Form.ADJECTIVE:
            party = scene.parties[place.party]
            if party.name.lower() in taken or OUTLET.search(party.name):
                return None
            if party.nominal:
                break
            if found.how in {"helped", "to"} and party.kind is NameKind.UNKNOWN:
                return None
            return re.sub(r"\s+", " ", party.name)
    return _nominal_name(scene, tree, found, taken)


def _nominal_name(scene: Scene, tree: Tree, found: Found, taken: set[str]) -> str | None:
    """The words of an unnamed party: bodies and people, only definite ones or in numbers."""
    token = tree.tokens[found.token]
    word = token.text.lower()
    if word in AUDIENCE or token.tag not in {"NN", "NNS"}:
        return None
    if word not in PEOPLE_NOUNS | BODY_NOUNS | ROLE_WORDS and not (found.how == "assured" and token.tag == "NNS"):
        return None
    nominal = nominal_at(tree, scene.setting.article.text, found.token)
    if token.tag == "NN" and not nominal.definite:
        return None
    words = VAGUE.sub("", re.sub(r"\s+", " ", nominal.words))
    return None if words.lower() in taken else words
