"""Who is named in one article, and whose names of several articles are one's own.

group_sightings([*sightings_of(one), *sightings_of(other)])
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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


def is_near(one: str, other: str) -> bool:
    """Whether two words can be spellings of one: a letter or two apart, and long enough for that to be chance."""
    most = slips(min(len(one), len(other)))
    return OSA.distance(one, other, score_cutoff=most) <= most


def slips(chars: int) -> int:
    """How many letters may be wrong in a word of this length."""
    return 0 if chars < MIN_TYPO_CHARS else 1 if chars < MIN_TWO_TYPOS_CHARS else 2


def sightings_of(article: Article) -> tuple[Sighting, ...]:
    """Everyone whom one article names."""
    names = find_names(article.text, split_sentences(article.text), headline=article.headline)
    return tuple(
        Sighting(named.name, named.kind, named.spellings, named.roles, article.article_id, len(named.mentions))
        for named in names
    )


def group_sightings(sightings: Iterable[Sighting]) -> tuple[tuple[Sighting, ...], ...]:
    """The sightings of each one, brought together across articles and spellings."""
    groups: dict[str, list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        groups[_group_key(sighting)].append(sighting)
    merged = _merge_short(_merge_spellings(_merge_longer(dict(groups))))
    return tuple(map(tuple, merged.values()))


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
    if len(unlike) != 1 or not is_near(*unlike[0]):
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


def _merge_longer(groups: dict[str, list[Sighting]]) -> dict[str, list[Sighting]]:
    """Longer names that their own article also gives as a more usual full name, joined to it.

    What stands before a name with a capital ("Democrat Orla Vance") is taken for a part of it where it is read.
    """
    counts = {key: sum(sighting.count for sighting in found) for key, found in groups.items()}
    merged: dict[str, list[Sighting]] = defaultdict(list)
    for key, found in groups.items():
        for sighting in found:
            full = (name_key(spelling) for spelling in sighting.spellings if sighting.kind is NameKind.PERSON)
            usual = (one for one in full if " " in one and len(one) < len(key) and counts.get(one, 0) > counts[key])
            merged[max(usual, key=lambda one: counts[one], default=key)].append(sighting)
    return dict(merged)


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
