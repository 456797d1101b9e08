"""Who is who across articles: one person is one entry with every spelling seen; two people with one surname stay two.

registry = Registry.of(sightings)
registry.resolve("naqvi")      # every actor with that surname
registry.resolve("Islamabad")  # the state, where the corpus names it
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.article import Article
from corpus.layout.sentences import split_sentences
from corpus.mentions import NameKind
from corpus.metonyms import is_adjective, office_of, state_of
from corpus.names import find_names
from corpus.titles import is_role

# A name this short is another name after one change of letter ("Khan", "Khar").
MIN_TYPO_CHARS = 5
MIN_TWO_TYPOS_CHARS = 7


@dataclass(frozen=True, slots=True)
class Sighting:
    """One who is named in one article: fullest form there, other spellings, roles, and how often the name stands."""

    name: str
    kind: NameKind
    spellings: tuple[str, ...]
    roles: tuple[str, ...]
    article_id: str
    count: int


@dataclass(frozen=True, slots=True)
class Actor:
    """One entry: the most usual full name, what it is, spellings and roles by frequency, the articles naming it."""

    name: str
    kind: NameKind
    spellings: tuple[str, ...]
    roles: tuple[str, ...]
    article_ids: tuple[str, ...]
    count: int


def name_key(name: str) -> str:
    """A name as it is compared: lower case, no accents, article, possessive, stops, titles or middle initials."""
    flat = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or name
    words = re.sub(r"'s?\b", "", flat.casefold().replace("\u2019", "'")).replace(".", " ").split()
    words = words[1:] if words[:1] == ["the"] and len(words) > 1 else words
    while len(words) > 1 and is_role(words[0]):
        words = words[1:]
    if len(words) > 2:
        words = [words[0], *(word for word in words[1:-1] if len(word) > 1), words[-1]]
    return " ".join(words)


def _is_near(one: str, other: str) -> bool:
    """Whether two words can be spellings of one: a letter or two apart, and long enough for that to be chance."""
    most = _slips(min(len(one), len(other)))
    return OSA.distance(one, other, score_cutoff=most) <= most


def _slips(chars: int) -> int:
    """How many letters may be wrong in a word of this length."""
    return 0 if chars < MIN_TYPO_CHARS else 1 if chars < MIN_TWO_TYPOS_CHARS else 2


def sightings_of(article: Article) -> tuple[Sighting, ...]:
    """Everyone whom one article names."""
    names = find_names(article.text, split_sentences(article.text), headline=article.headline)
    return tuple(
        Sighting(named.name, named.kind, named.spellings, named.roles, article.article_id, len(named.mentions))
        for named in names
    )


class Registry:
    """All actors of a corpus, the most often named first."""

    def __init__(self, actors: Sequence[Actor]) -> None:
        self.actors = tuple(actors)
        self._by_key: dict[str, list[Actor]] = defaultdict(list)
        # Rows of `actors` by a word of any spelling, and by a word of a role.
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._by_role_word: dict[str, list[int]] = defaultdict(list)
        for row, actor in enumerate(self.actors):
            keys = dict.fromkeys(name_key(spelling) for spelling in (actor.name, *actor.spellings))
            for key in keys:
                self._by_key[key].append(actor)
            for word in dict.fromkeys(word for key in keys for word in key.split()):
                self._by_word[word].append(row)
            for word in dict.fromkeys(word for role in actor.roles for word in _role_words_of(role)):
                self._by_role_word[word].append(row)
        self._vocabulary = tuple(self._by_word)

    @classmethod
    def of(cls, sightings: Iterable[Sighting]) -> Registry:
        """Bring the sightings of all articles together."""
        groups: dict[str, list[Sighting]] = defaultdict(list)
        for sighting in sightings:
            groups[_group_key(sighting)].append(sighting)
        merged = _merge_short(_merge_spellings(dict(groups)))
        actors = [_actor(found) for found in merged.values()]
        return cls(sorted(actors, key=lambda actor: (-actor.count, actor.name)))

    def canonical(self, name: str, *, article_id: str) -> str:
        """The entry's name for a name as one article gives it; the name itself where no entry or several fit."""
        found = self.resolve(name)
        there = [actor for actor in found if article_id in actor.article_ids] or list(found)
        return there[0].name if len(there) == 1 else name

    def resolve(self, name: str) -> tuple[Actor, ...]:
        """The actors a name may mean, most often named first; empty where none fits.

        Tried in turn, the first that finds anyone: a spelling seen, the state behind a capital, part of a name,
        a role ("interior minister"), a spelling with a letter or two wrong.
        """
        key = name_key(name)
        if not key:
            return ()
        exact = self._by_key.get(key) or self._by_key.get(name_key(state_of(name) or office_of(name) or ""))
        if exact:
            return tuple(exact)
        words = key.split()
        for rows in (self._with_words(words), self._with_role(words), self._with_near_words(words)):
            if rows:
                return tuple(self.actors[row] for row in sorted(rows))
        return ()

    def _with_words(self, words: Sequence[str]) -> set[int]:
        """Those who have every word in a spelling or in a role, and at least one in a spelling."""
        named = {row for word in words for row in self._by_word.get(word, ())}
        for word in words:
            named &= {*self._by_word.get(word, ()), *self._by_role_word.get(word, ())}
        return named

    def _with_role(self, words: Sequence[str]) -> set[int]:
        """Those who have a role that holds every word."""
        rows = set.intersection(*(set(self._by_role_word.get(word, ())) for word in words))
        roles = {row: [set(_role_words_of(role)) for role in self.actors[row].roles] for row in rows}
        return {row for row in rows if any(set(words) <= role for role in roles[row])}

    def _with_near_words(self, words: Sequence[str]) -> set[int]:
        """Those whose spellings hold every word, give or take a letter or two."""
        return set.intersection(*({row for near in self._near(word) for row in self._by_word[near]} for word in words))

    def _near(self, word: str) -> list[str]:
        """The words of all spellings that this one may have been meant for."""
        found = process.extract(
            word, self._vocabulary, scorer=OSA.distance, score_cutoff=_slips(len(word)), limit=None, processor=None
        )
        return [near for near, _, _ in found if _is_near(word, near)]


def _role_words_of(role: str) -> list[str]:
    return role.casefold().replace(".", "").split()


def _group_key(sighting: Sighting) -> str:
    if sighting.kind in {NameKind.STATE, NameKind.CAPITAL} or is_adjective(sighting.name):
        return name_key(state_of(sighting.name) or sighting.name)
    return name_key(office_of(sighting.name) or sighting.name)


def _role_words(found: Sequence[Sighting]) -> set[str]:
    """The offices held: the last word of each title ("Ambassador"), lower case."""
    return {role.casefold().split()[-1] for sighting in found for role in sighting.roles}


def _same_person(one: Sequence[Sighting], other: Sequence[Sighting], keys: tuple[str, str]) -> bool:
    """Whether two full names are one person's: one word spelt nearly alike, the rest alike, and a common office.

    Named in one article with both spellings they are two people.
    """
    left, right = keys[0].split(), keys[1].split()
    if len(left) != len(right) or len(left) < 2:
        return False
    unlike = [(a, b) for a, b in zip(left, right, strict=True) if a != b]
    if len(unlike) != 1 or not _is_near(*unlike[0]):
        return False
    together = {sighting.article_id for sighting in one} & {sighting.article_id for sighting in other}
    return not together and bool(_role_words(one) & _role_words(other))


def _merge_spellings(groups: dict[str, list[Sighting]]) -> dict[str, list[Sighting]]:
    """Groups with variant spellings joined to the more frequent one; only names that share a word are compared."""
    order = sorted(groups, key=lambda key: (-sum(sighting.count for sighting in groups[key]), key))
    merged: dict[str, list[Sighting]] = {}
    by_word: dict[str, list[str]] = defaultdict(list)
    for key in order:
        rivals = dict.fromkeys(other for word in key.split() for other in by_word[word])
        home = next((other for other in rivals if _same_person(merged[other], groups[key], (other, key))), None)
        if home is not None:
            merged[home].extend(groups[key])
            continue
        merged[key] = list(groups[key])
        for word in key.split():
            by_word[word].append(key)
    return merged


def _merge_short(groups: dict[str, list[Sighting]]) -> dict[str, list[Sighting]]:
    """Surnames that stand alone in their article joined to the only full name that ends with them."""
    by_last: dict[str, list[str]] = defaultdict(list)
    for key, found in groups.items():
        if " " in key and any(sighting.kind is NameKind.PERSON for sighting in found):
            by_last[key.split()[-1]].append(key)
    merged = {key: list(found) for key, found in groups.items()}
    for key in groups:
        homes = by_last.get(key, [])
        if " " not in key and len(homes) == 1 and state_of(key) is None:
            merged[homes[0]].extend(merged.pop(key))
    return merged


def _usual_first(counts: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(counts, key=lambda one: (-counts[one], one)))


def _actor(found: Sequence[Sighting]) -> Actor:
    names, spellings, roles, kinds = Counter[str](), Counter[str](), Counter[str](), Counter[NameKind]()
    for sighting in found:
        names[sighting.name] += sighting.count
        kinds[sighting.kind] += sighting.count
        spellings.update(dict.fromkeys((sighting.name, *sighting.spellings), sighting.count))
        roles.update(dict.fromkeys(sighting.roles, sighting.count))
    name = min(names, key=lambda one: (" " not in one, -names[one], one))
    state = state_of(name)
    return Actor(
        name=state or name,
        kind=NameKind.STATE if state else max(kinds, key=lambda kind: (kinds[kind], kind)),
        spellings=_usual_first(spellings),
        roles=_usual_first(roles),
        article_ids=tuple(sorted({sighting.article_id for sighting in found})),
        count=sum(names.values()),
    )
