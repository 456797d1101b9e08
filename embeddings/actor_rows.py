"""Actors as rows: what corpus.sqlite holds of everyone whom the articles name, and the cache of one article's."""

from __future__ import annotations

import json
from collections.abc import Sequence

from corpus.actors import Actor, Sighting
from corpus.mentions import NameKind

SCHEMA = """
CREATE TABLE actors (
    row            INTEGER PRIMARY KEY,    -- from 0, the most often named first
    name           TEXT NOT NULL,          -- the most usual full name
    kind           TEXT NOT NULL,          -- person, body, state, ...
    spellings      TEXT NOT NULL,          -- JSON list, the most usual first
    roles          TEXT NOT NULL,          -- JSON list of titles the name was given
    articles       TEXT NOT NULL,          -- JSON list of article_id
    mentions       INTEGER NOT NULL
);
"""
COLUMNS = 7


def to_row(row: int, actor: Actor) -> tuple[object, ...]:
    """The columns of one actor, in the order of the schema."""
    lists = (_json(actor.spellings), _json(actor.roles), _json(actor.article_ids))
    return (row, actor.name, actor.kind.value, *lists, actor.count)


def from_row(row: Sequence[object]) -> Actor:
    """The actor of one row.

    Raises:
        ValueError, TypeError: the row is none that `to_row` made.
    """
    _, name, kind, spellings, roles, articles, mentions = row
    return Actor(str(name), NameKind(str(kind)), _names(spellings), _names(roles), _names(articles), int(str(mentions)))


def sighting_to_row(sighting: Sighting) -> tuple[object, ...]:
    """What the cache keeps of a sighting; its article is known from the key."""
    return sighting.name, sighting.kind.value, sighting.spellings, sighting.roles, sighting.count


def sighting_from_row(row: Sequence[object], *, article_id: str) -> Sighting:
    """The sighting that `sighting_to_row` made a row of."""
    name, kind, spellings, roles, count = row
    if not isinstance(spellings, list) or not isinstance(roles, list):
        raise ValueError(f"the sighting of {name} has no lists of spellings and roles")
    return Sighting(str(name), NameKind(str(kind)), tuple(spellings), tuple(roles), article_id, int(str(count)))


def _json(names: Sequence[str]) -> str:
    return json.dumps(list(names), ensure_ascii=False)


def _names(text: object) -> tuple[str, ...]:
    return tuple(json.loads(str(text)))
