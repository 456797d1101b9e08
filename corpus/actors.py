"""Who is who across articles: one person is one entry with every spelling seen; two people with one surname stay two.

registry = Registry.of(sightings)
registry.resolve("naqvi")      # every actor with that surname
registry.resolve("Islamabad")  # the state, where the corpus names it
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.mentions import NameKind
from corpus.metonyms import office_of, state_of
from corpus.sightings import Sighting, group_sightings, is_near, name_key, sightings_of, slips

__all__ = ["Actor", "Registry", "Sighting", "name_key", "sightings_of"]


@dataclass(frozen=True, slots=True)
class Actor:
    """One entry: the most usual full name, what it is, spellings and roles by frequency, the articles naming it."""

    name: str
    kind: NameKind
    spellings: tuple[str, ...]
    roles: tuple[str, ...]
    article_ids: tuple[str, ...]
    count: int


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

    @cached_property
    def initials(self) -> frozenset[str]:
        """The first letters of each name of several words, with and without its small words, in capitals."""
        names = [spelling.split() for actor in self.actors for spelling in (actor.name, *actor.spellings)]
        large = [[word for word in name if word[0].isupper()] for name in names]
        return frozenset("".join(word[0] for word in name).upper() for name in (*names, *large) if len(name) > 1)

    @classmethod
    def of(cls, sightings: Iterable[Sighting]) -> Registry:
        """Bring the sightings of all articles together."""
        actors = [_actor(found) for found in group_sightings(sightings)]
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
            word, self._vocabulary, scorer=OSA.distance, score_cutoff=slips(len(word)), limit=None, processor=None
        )
        return [near for near, _, _ in found if is_near(word, near)]


def _role_words_of(role: str) -> list[str]:
    return role.casefold().replace(".", "").split()


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
