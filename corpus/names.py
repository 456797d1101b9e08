"""Who is named in one article: every proper name, its titles, and which short forms mean the same one.

find_names("Interior Minister Orla Vance met Karsundi envoys. Vance promised a port.", sentences, headline=None)
# one person "Orla Vance", role "Interior Minister", mentioned twice
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.article import Span
from corpus.mentions import Mention, NameKind, find_mentions, kind_of


@dataclass(frozen=True, slots=True)
class Named:
    """One who is named in an article: the fullest form, what it is, all spellings and roles, and every mention."""

    name: str
    kind: NameKind
    spellings: tuple[str, ...]
    roles: tuple[str, ...]
    mentions: tuple[Mention, ...]


def find_names(text: str, sentences: Sequence[Span], *, headline: Span | None) -> tuple[Named, ...]:
    """Everyone named in the text, by first mention; of a headline only the names that the story has too."""
    return _find_names(text, tuple(sentences), headline)


# The parties of an article's commitments and the sightings of its actors are the same names, asked for in turn.
@lru_cache(maxsize=64)
def _find_names(text: str, sentences: tuple[Span, ...], headline: Span | None) -> tuple[Named, ...]:
    mentions = find_mentions(text, sentences)
    told = [headline is None or not headline.covers(mention.span) for mention in mentions]
    words = {
        word for mention, in_story in zip(mentions, told, strict=True) if in_story for word in mention.name.split()
    }
    shown = [
        mention
        for mention, in_story in zip(mentions, told, strict=True)
        if in_story or words.issuperset(mention.name.split())
    ]
    return group_mentions(shown)


def group_mentions(mentions: Sequence[Mention]) -> tuple[Named, ...]:
    """Mentions brought together by name: "Vance" joins "Orla Vance", the one last named in full where there are two."""
    counts = Counter(mention.name for mention in mentions)
    full = [_Full.of(name) for name in sorted(counts, key=lambda name: (-len(name.split()), -counts[name], name))]
    fuller = {one.name: _fuller(one, full) for one in full}
    homes: dict[str, list[Mention]] = {}
    last_at: dict[str, int] = {}
    for mention in mentions:
        home = max(fuller[mention.name], key=lambda name: last_at.get(name, -1))
        homes.setdefault(home, []).append(mention)
        last_at[home] = mention.span.start_char
    return tuple(_named(home, found) for home, found in homes.items())


@dataclass(frozen=True, slots=True)
class _Full:
    """A name with what its words tell, found once for all names that it is compared with."""

    name: str
    words: tuple[str, ...]
    kind: NameKind

    @classmethod
    def of(cls, name: str) -> _Full:
        words = tuple(name.split())
        return cls(name, words, kind_of(" ".join(words), role=None))


def _fuller(short: _Full, full: Sequence[_Full]) -> list[str]:
    """The fuller names of the article that this one can be short for, in their order; itself where there is none."""
    if short.name.isupper() and short.name.title() in {one.name for one in full}:
        return [short.name.title()]
    longer = (one for one in full if len(one.words) > len(short.words))
    return [one.name for one in longer if _is_short_for(short, one)] or [short.name]


def _is_short_for(short: _Full, whole: _Full) -> bool:
    """Whether the words are the end (surname) or, of a body, the beginning of the whole name."""
    if short.kind in {NameKind.STATE, NameKind.CAPITAL, NameKind.ADJECTIVE}:
        return False
    parts, words = short.words, whole.words
    if whole.kind is NameKind.PERSON:
        ends = words[-len(parts) :] == parts or words[: len(parts)] == parts
        return ends or (len(parts) > 1 and set(parts) <= set(words))
    if whole.kind is NameKind.BODY and len(parts) == 1:
        initials = "".join(word[0] for word in words if word[0].isupper())
        return parts[0] == initials or (parts[0] in words and len(parts[0]) > 3)
    return False


def _named(name: str, mentions: Sequence[Mention]) -> Named:
    kinds = [mention.kind for mention in mentions if mention.kind is not NameKind.UNKNOWN]
    return Named(
        name=name,
        kind=kinds[0] if kinds else NameKind.UNKNOWN,
        spellings=tuple(dict.fromkeys(mention.name for mention in mentions)),
        roles=tuple(dict.fromkeys(mention.role for mention in mentions if mention.role)),
        mentions=tuple(mentions),
    )
