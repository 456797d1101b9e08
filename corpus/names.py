"""Who is named in one article: every proper name, its titles, and which short forms mean the same one.

find_names("Interior Minister Orla Vance met Karsundi envoys. Vance promised a port.", sentences, headline=None)
# one person "Orla Vance", role "Interior Minister", mentioned twice
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

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
    mentions = find_mentions(text, sentences)
    body = [m for m in mentions if headline is None or not headline.covers(m.span)]
    words = {word for mention in body for word in mention.name.split()}
    shown = [m for m in mentions if m in body or words.issuperset(m.name.split())]
    return group_mentions(shown)


def group_mentions(mentions: Sequence[Mention]) -> tuple[Named, ...]:
    """Mentions brought together by name: "Vance" joins "Orla Vance", the one last named in full where there are two."""
    counts = Counter(mention.name for mention in mentions)
    full = sorted(counts, key=lambda name: (-len(name.split()), -counts[name], name))
    homes: dict[str, list[Mention]] = {}
    last_at: dict[str, int] = {}
    for mention in mentions:
        home = _home(mention, full, last_at)
        homes.setdefault(home, []).append(mention)
        last_at[home] = mention.span.start_char
    return tuple(_named(home, found) for home, found in homes.items())


def _home(mention: Mention, full: Sequence[str], last_at: dict[str, int]) -> str:
    """The fullest name of the article that this mention is short for; itself where there is none."""
    if mention.name.isupper() and mention.name.title() in full:
        return mention.name.title()
    parts = mention.name.split()
    fuller = [name for name in full if len(name.split()) > len(parts) and _is_short_for(parts, name.split())]
    if not fuller:
        return mention.name
    return max(fuller, key=lambda name: (last_at.get(name, -1), -full.index(name)))


def _is_short_for(parts: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether the words are the end (surname) or, of a body, the beginning of the whole name."""
    kind = kind_of(" ".join(parts), role=None)
    if kind in {NameKind.STATE, NameKind.CAPITAL, NameKind.ADJECTIVE}:
        return False
    whole_kind = kind_of(" ".join(whole), role=None)
    if whole_kind is NameKind.PERSON:
        ends = list(whole[-len(parts) :]) == list(parts) or list(whole[: len(parts)]) == list(parts)
        return ends or (len(parts) > 1 and set(parts) <= set(whole))
    if whole_kind is NameKind.BODY and len(parts) == 1:
        initials = "".join(word[0] for word in whole if word[0].isupper())
        return parts[0] == initials or (parts[0] in whole and len(parts[0]) > 3)
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
