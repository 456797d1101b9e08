"""What surrounds one candidate: its sentences as trees, and where every party stands in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.article import Article, Span
from corpus.extraction.parties import Form, Nominal, Party, nominals_of, parties_of, resolve_nominal
from corpus.extraction.speech import find_quotations, is_speaking
from corpus.extraction.syntax import SUBJECTS, Tree, parse
from corpus.layout.sentences import split_sentences
from corpus.mentions import NameKind

BEFORE = 1  # sentences before the candidate that are parsed with it
CLIMB = {
    "conj",
    "xcomp",
    "advcl",
    "ccomp",
    "acl",
    "relcl",
    "pcomp",
    "prep",
    "dobj",
    "pobj",
    "aux",
    "attr",
    "acomp",
    "parataxis",
}
MOST_LEVELS = 5
HEAD_CHARS = 30  # room for "Foreign Minister " before the name that opens a sentence


@dataclass(frozen=True, slots=True)
class Setting:
    """What is found once for an article: sentences, parties, quotations, and the names that stand beside a speech verb."""

    article: Article
    sentences: tuple[Span, ...]
    parties: tuple[Party, ...]
    quotations: tuple[Span, ...]
    speaking: tuple[tuple[Span, int], ...]  # span of the name, index of the party
    starts: frozenset[int]  # where sentences begin
    topics: tuple[tuple[int, int], ...]  # start of a sentence that opens with a party, index of the party
    leanings: dict[
        int, int
    ]  # party -> how much oftener "she" than "he" stands in sentences where it is the only person

    @classmethod
    def of(cls, article: Article) -> Setting:
        """Read an article once, for all its candidates."""
        sentences = split_sentences(article.text)
        parties = parties_of(article, sentences)
        speaking = sorted(
            (place.span, index)
            for index, party in enumerate(parties)
            for place in party.places
            if place.form is Form.NAME and is_speaking(article.text, place.span)
        )
        return cls(
            article,
            sentences,
            parties,
            find_quotations(article.text),
            tuple(speaking),
            frozenset(one.start_char for one in sentences),
            _topics(sentences, parties),
            _leanings(article.text, sentences, parties),
        )

    def sentence_at(self, at: int) -> int:
        """The number of the sentence that holds the place, or of the next one."""
        return min(bisect_right(self.sentences, at, key=lambda span: span.end_char), len(self.sentences) - 1)


def _topics(sentences: Sequence[Span], parties: Sequence[Party]) -> tuple[tuple[int, int], ...]:
    """The parties that stand at the head of a sentence, in the order of the text: as a rule its subject."""
    starts = [sentence.start_char for sentence in sentences]
    found = []
    for index, party in enumerate(parties):
        for place in party.places:
            start = starts[max(0, bisect_right(starts, place.span.start_char) - 1)]
            if place.form is Form.NAME and place.span.start_char - start <= HEAD_CHARS:
                found.append((place.span.start_char, index))
    return tuple(sorted(found))


def _leanings(text: str, sentences: Sequence[Span], parties: Sequence[Party]) -> dict[int, int]:
    """ "She" less "he" in the sentences where a person is the only one named."""
    named: list[set[int]] = [set() for _ in sentences]
    starts = [sentence.start_char for sentence in sentences]
    for index, party in enumerate(parties):
        if party.kind is NameKind.PERSON:
            for place in party.places:
                named[max(0, bisect_right(starts, place.span.start_char) - 1)].add(index)
    starts: frozenset[int]  # where sentences begin
    topics: tuple[tuple[int, int], ...]  # start of a sentence that opens with a party, index of the party
    leanings: dict[int, int] = {}
    for sentence, persons in zip(sentences, named, strict=True):
        if len(persons) == 1:
            words = text[sentence.start_char : sentence.end_char].lower().split()
            balance = sum(word in {"she", "her"} for word in words) - sum(
                word in {"he", "his", "him"} for word in words
            )
            leanings[next(iter(persons))] = leanings.get(next(iter(persons)), 0) + balance
    return {party: max(-2, min(2, balance)) for party, balance in leanings.items()}


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

    setting: Setting
    span: Span
    parties: tuple[Party, ...]
    trees: tuple[Tree, ...]
    own: int
    seen: tuple[Seen, ...]
    top: int | None  # chief word of the candidate in tree `own_tree`
    own_tree: int
    chain: tuple[Link, ...]
    homes: frozenset[int]  # states in the titles of those who are subjects above the candidate, or named last before it


def look(setting: Setting, span: Span) -> Scene:
    """Parse the sentences of a candidate and the one before, and find the parties in them."""
    first, last = setting.sentence_at(span.start_char), setting.sentence_at(span.end_char - 1)
    start = max(0, first - BEFORE)
    trees = parse(setting.article.text, setting.sentences[start : last + 1])
    own = first - start
    parties = list(setting.parties)
    seen = [place for number, tree in enumerate(trees) for place in _seen_in(setting, number, tree, parties)]
    own_tree, top = next(((n, at) for n, at in _tops(trees, own, span)), (own, None))
    chain = climb(trees[own_tree], top) if top is not None else ()
    homes = _homes(setting, span, [place.party for place in seen if _is_subject(place, own_tree, chain)])
    return Scene(setting, span, tuple(parties), trees, own, tuple(seen), top, own_tree, chain, homes)


def _is_subject(place: Seen, tree: int, chain: Sequence[Link]) -> bool:
    return place.tree == tree and any(place.token in link.subjects for link in chain)


def _homes(setting: Setting, span: Span, subjects: Sequence[int]) -> frozenset[int]:
    """The states that the titles of these parties tell ("Velmoran Foreign Minister"), or of the person named last."""
    persons = [
        (
            max(
                (place.span.start_char for place in party.places if place.span.start_char < span.start_char), default=-1
            ),
            n,
        )
        for n, party in enumerate(setting.parties)
        if party.roles
    ]
    people = [n for n in subjects if n < len(setting.parties) and setting.parties[n].roles] or [
        n for _, n in sorted(persons)[-1:]
    ]
    titles = " ".join(role for n in people for role in setting.parties[n].roles)
    return frozenset(
        n
        for n, party in enumerate(setting.parties)
        if party.kind is NameKind.STATE
        and titles
        and any(setting.article.slice(place.span) in titles for place in party.places)
    )


def _tops(trees: Sequence[Tree], own: int, span: Span) -> list[tuple[int, int]]:
    tops = [(number, trees[number].top_of(span)) for number in range(own, len(trees))]
    return [(number, top) for number, top in tops if top is not None]


def _seen_in(setting: Setting, number: int, tree: Tree, parties: list[Party]) -> list[Seen]:
    """The parties of one tree: names, then nominals, which join the party they mean or are new ones at the list's end."""
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
        return named.index(meant)
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
