"""Who else says that somebody committed himself: a rival, a newspaper, a foreign minister, no spokesman.

reporter_of(scene, bound, source)  # "Ola Krone" in "Ola Krone said Bram Vance had promised to close the mine"
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from corpus.article import Span
from corpus.extraction.parties import Form, Party
from corpus.extraction.scene import Scene
from corpus.extraction.sources import Source
from corpus.mentions import NameKind

# One who speaks for another is no third party.
SPEAKS_FOR: Final = re.compile(
    r"spokes|press secretary|\baides?\b|advis[eo]r|manager|strategist|director|campaign|deputy|lawyer|attorney|counsel"
    r"|editor|minister|secretary|ambassador|envoy|chief|officer|chair|head|running mate",
    re.IGNORECASE,
)
OUTLET: Final = re.compile(
    r"\b(?:News|Times|Post|Press|TV|Radio|CNN|CBS|ABC|NBC|MSNBC|BBC|NPR|Fox|Politico|POLITICO|Reuters|Breitbart|Journal"
    r"|Herald|Tribune|Magazine|Gazette|Daily|Weekly|Courier|Agency|Network|Bloomberg)\b"
)
FIRST_PERSON: Final = re.compile(r"\b(?:we|I|our|my|us|me)\b|\b(?:we|I)['\u2019]")
APPOSITION: Final = re.compile(r"(?:,| of| for| at| who)[^.;:\n]{0,60}")


def reporter_of(scene: Scene, bound: Sequence[Party], source: Source | None) -> str | None:
    """The source where he speaks of another, no superior of his and no body that he may belong to; else None."""
    if source is None or not bound or source.resolved or FIRST_PERSON.search(scene.setting.article.slice(scene.span)):
        return None
    teller, actor = scene.parties[source.party], bound[0]
    told = set(teller.name.lower().split())
    if any(told & set(party.name.lower().split()) for party in bound) or not _is_named(scene, actor):
        return None
    if OUTLET.search(teller.name):
        return _one_line(teller.name)
    if teller.nominal or teller.kind is not NameKind.PERSON or _speaks_for_another(scene, teller, bound):
        return None
    return _one_line(teller.name)


def _one_line(name: str) -> str:
    return re.sub(r"\s+", " ", name)


def _is_named(scene: Scene, actor: Party) -> bool:
    """Whether the actor stands by name in the sentences of the candidate."""
    sentence = scene.setting.sentences_of(scene.span)
    return any(sentence.covers(place.span) for place in actor.places if place.form is Form.NAME)


def _speaks_for_another(scene: Scene, teller: Party, bound: Sequence[Party]) -> bool:
    """Whether he may speak for the one bound: by his office or his home; of a body nobody can tell."""
    names = {party.name for party in bound} | {party.home for party in bound}
    if bound[0].kind is NameKind.STATE:
        return teller.home is None or teller.home in names
    if bound[0].kind is not NameKind.PERSON:
        return True
    text = scene.setting.article.text
    return any(SPEAKS_FOR.search(role) for role in teller.roles) or any(
        SPEAKS_FOR.search(_beside(text, place.span)) for place in teller.places
    )


def _beside(text: str, span: Span) -> str:
    """What is said of a person right behind the name: "Ola Krone, an aide to the mayor"."""
    found = APPOSITION.match(text, span.end_char)
    return found.group() if found else ""
