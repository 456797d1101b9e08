"""Questions to begin with, made of the names that stand in the corpus; the chat keeps those that have an answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.article import Article

# Names counted per sort; each gives a question, and the first that are answered are shown.
NAMES_TRIED = 4
_NAME = r"((?:[A-Z][\w’'-]+ ){0,4}[A-Z][\w’'-]+)"
_OFFICE = (
    r"(?:Minister|President|Ambassador|Secretary|Premier|Chancellor|Governor|Mayor|Commissioner|Commissioner-General"
    r"|Director|Chairman|Chairwoman|Speaker|Senator|King|Queen|Sheikh|General|PM|Prime Minister)"
)
_PERSON = re.compile(rf"\b{_OFFICE} (?!for\b|of\b){_NAME}")
_UNDERTAKING = re.compile(
    r"\b((?:[A-Z][\w’'-]+ ){1,3}(?:Unit|Force|Committee|Commission|Agreement|Corridor|Project|Highway|Railway|Airport"
    r"|Dam|Port|Treaty|Accord|Pact|Fund|Council|Programme|Program|Plan|Bank|Declaration|Initiative))\b"
)
_OFFICE_WORD = re.compile(rf"^(?:{_OFFICE}|Prime|Deputy|Foreign|Interior|Federal|Chinese|Vice) ")


@dataclass(frozen=True, slots=True)
class Starter:
    """A question to begin with, on a person or on an undertaking."""

    question: str
    is_person: bool


def propose(articles: Sequence[Article]) -> tuple[Starter, ...]:
    """Questions on the people and undertakings that most of these articles name, those named most often first."""
    people = [Starter(f"What did {name} commit to?", is_person=True) for name in _most_named(articles, _PERSON)]
    topics = [
        Starter(f"What was promised about the {name}?", is_person=False) for name in _most_named(articles, _UNDERTAKING)
    ]
    return tuple(people + topics)


def _most_named(articles: Sequence[Article], pattern: re.Pattern[str]) -> list[str]:
    counted: Counter[str] = Counter()
    for article in articles:
        counted.update({_bare(name) for name in pattern.findall(article.text)})
    # By the alphabet among equals, so that the same corpus always begins with the same questions.
    ranked = sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))
    return [name for name, _ in ranked if name][:NAMES_TRIED]


def _bare(name: str) -> str:
    """The name without the offices before it."""
    while (shorter := _OFFICE_WORD.sub("", name)) != name:
        name = shorter
    return name
