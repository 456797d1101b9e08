"""What surrounds one candidate: its sentences as trees, and where every party stands in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.article import Span
from corpus.extraction.ground import Ground
from corpus.extraction.nominals import Nominal, nominals_of, resolve_nominal
from corpus.extraction.parties import Form, Party
from corpus.extraction.setting import Setting
from corpus.extraction.syntax import SUBJECTS, Tree, parse
from corpus.mentions import NameKind

BEFORE = 1  # sentences before the candidate that are parsed with it
MOST_LEVELS = 5


@dataclass(frozen=True, slots=True)
class Seen:
    """A party at one word of a tree; `party` is its index in the scene."""

    tree: int
    token: int
    party: int
    form: Form
    span: Span


@dataclass(frozen=True, slots=True)
class Link:
    """One step from the candidate's chief word upwards: the verb and the words that are its subject."""

    verb: int
    subjects: tuple[int, ...]
    passive: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """A candidate with the trees around it; the last ones, from `own`, are those of its own sentences."""

    ground: Ground
    span: Span
    parties: tuple[Party, ...]
    trees: tuple[Tree, ...]
    own: int
    seen: tuple[Seen, ...]
    top: int | None  # chief word of the candidate in tree `own_tree`
    own_tree: int
    chain: tuple[Link, ...]
    homes: frozenset[int]  # states of those who are subjects above the candidate, or of the person named last

    @property
    def setting(self) -> Setting:
        """The article's setting."""
        return self.ground.setting


def look(ground: Ground, span: Span, trees: Mapping[Span, Tree] | None = None) -> Scene:
    """Find the parties in the sentences of a candidate and the one before; `trees` are parsed ones by sentence."""
    setting = ground.setting
    around, own = sentences_around(ground, span)
    parsed = parse(setting.article.text, around) if trees is None else tuple(trees[sentence] for sentence in around)
    parties = list(setting.parties)
    seen = [place for number, tree in enumerate(parsed) for place in _seen_in(setting, number, tree, parties)]
    own_tree, top = next(((n, at) for n, at in _tops(parsed, own, span)), (own, None))
    chain = climb(parsed[own_tree], top) if top is not None else ()
    homes = _homes(setting, span, [place.party for place in seen if _is_subject(place, own_tree, chain)])
    return Scene(ground, span, tuple(parties), parsed, own, tuple(seen), top, own_tree, chain, homes)


def sentences_around(ground: Ground, span: Span) -> tuple[tuple[Span, ...], int]:
    """The sentences that are parsed for a candidate, and which of them is the first of its own."""
    first, last = ground.sentence_at(span.start_char), ground.sentence_at(span.end_char - 1)
    start = max(0, first - BEFORE)
    return ground.setting.sentences[start : last + 1], first - start


def _is_subject(place: Seen, tree: int, chain: Sequence[Link]) -> bool:
    return place.tree == tree and any(place.token in link.subjects for link in chain)


def _homes(setting: Setting, span: Span, subjects: Sequence[int]) -> frozenset[int]:
    """The states that these parties speak for, or else the person named last."""
    held = [n for n, party in enumerate(setting.parties) if party.kind is NameKind.PERSON and party.home]
    last = max(held, key=lambda n: (_last_before(setting.parties[n], span), n), default=None)
    people = [n for n in subjects if n in held] or ([last] if last is not None else [])
    states = {setting.parties[n].home for n in people}
    return frozenset(
        n for n, party in enumerate(setting.parties) if party.kind is NameKind.STATE and party.name in states
    )


def _last_before(party: Party, span: Span) -> int:
    return max((one.span.start_char for one in party.places if one.span.start_char < span.start_char), default=-1)


def _tops(trees: Sequence[Tree], own: int, span: Span) -> list[tuple[int, int]]:
    tops = [(number, trees[number].top_of(span)) for number in range(own, len(trees))]
    return [(number, top) for number, top in tops if top is not None]


def _seen_in(setting: Setting, number: int, tree: Tree, parties: list[Party]) -> list[Seen]:
    """The parties of one tree: names, then nominals, which join the party they mean or are added."""
    if not tree.tokens:
        return []
    whole = Span(tree.tokens[0].span.start_char, tree.tokens[-1].span.end_char)
    found = []
    for index, party in enumerate(setting.parties):
        for place in party.places:
            top = tree.top_of(place.span) if whole.overlaps(place.span) else None
            if top is not None:
                found.append(Seen(number, top, index, place.form, place.span))
    taken = [place.span for place in found if place.form is not Form.ADJECTIVE]
    for nominal in nominals_of(tree, setting.article.text, taken):
        index = _index_of(nominal, setting.parties, parties)
        found.append(Seen(number, nominal.head, index, Form.NOMINAL, nominal.span))
    return found


def _index_of(nominal: Nominal, named: Sequence[Party], parties: list[Party]) -> int:
    meant = resolve_nominal(nominal, named)
    if meant is not None:
        return meant
    known = [n for n, party in enumerate(parties) if party.nominal and party.name.lower() == nominal.words.lower()]
    if not known:
        parties.append(Party(nominal.words, NameKind.UNKNOWN, (), (), nominal=True))
    return known[0] if known else len(parties) - 1


def climb(tree: Tree, top: int) -> tuple[Link, ...]:
    """From the chief word to the root: each word on the way that has subjects of its own."""
    chain = []
    for index in tree.path_up(top):
        subjects = tree.child(index, *SUBJECTS)
        if subjects:
            passive = any(tree.tokens[subject].dep == "nsubjpass" for subject in subjects)
            chain.append(Link(index, tuple(subjects), passive))
    return tuple(chain[:MOST_LEVELS])
