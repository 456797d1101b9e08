"""How alike two reports are: the numbers from which a probability is made that both tell of one commitment.

The earlier report is a commitment, the later one a commitment or any sentence of another article.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from corpus.article import Span
from corpus.titles import is_common

WORD = re.compile(r"[^\W_]+(?:[.,'\u2019-][^\W_]+)*")
ENDINGS = (
    "ingly",
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "ies",
    "ied",
    "edly",
    "ed",
    "ers",
    "er",
    "es",
    "s",
    "ly",
    "e",
)
LEAST_STEM = 4
FAR_DAYS = 3650


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """One report of a commitment, or a sentence that may be one: its place, its own words and those around it.

    `vector` and `around_vector` are unit rows (d,) float32 of the words and of headline and neighbouring sentences.
    """

    article: int
    span: Span
    commitment: int | None
    actors: frozenset[str]
    terms: Counter[str]
    around: Counter[str]
    vector: NDArray[np.float32]
    around_vector: NDArray[np.float32]
    published: date | None


def terms_of(text: str) -> Counter[str]:
    """The content words of a text without their endings, and its numbers."""
    return Counter(stem for word in WORD.findall(text) if (stem := _stem(word)))


def _stem(word: str) -> str:
    lowered = word.lower().replace("\u2019", "'").removesuffix("'s")
    if is_common(lowered) or (len(lowered) < 3 and not lowered.isdigit()):
        return ""
    if any(letter.isdigit() for letter in lowered):
        return lowered.replace(",", "")
    for ending in ENDINGS:
        if lowered.endswith(ending) and len(lowered) - len(ending) >= LEAST_STEM:
            return lowered[: -len(ending)]
    return lowered


@dataclass(frozen=True, slots=True)
class Rarity:
    """How rare each term is: idf over the articles of the corpus, ln((N + 1) / (df + 0.5))."""

    idf: dict[str, float]
    unseen: float

    @classmethod
    def of(cls, texts: Sequence[Counter[str]]) -> Rarity:
        """Count each article's terms once."""
        df = Counter(term for terms in texts for term in terms)
        total = len(texts) + 1
        return cls({term: math.log(total / (count + 0.5)) for term, count in df.items()}, math.log(total / 0.5))

    def weight(self, terms: Sequence[str] | set[str]) -> float:
        """The sum of the terms' idf, none below 0."""
        return sum(max(0.0, self.idf.get(term, self.unseen)) for term in sorted(terms))


def compare(earlier: Report, later: Report, rarity: Rarity) -> dict[str, float]:
    """The likeness of two reports of different articles as named numbers, each about 0 to 1."""
    own, other = set(earlier.terms), set(later.terms)
    around = set(earlier.around) & set(later.around)
    weight, other_weight = max(1.0, rarity.weight(own)), max(1.0, rarity.weight(other))
    least_around = min(rarity.weight(set(earlier.around)), rarity.weight(set(later.around)))
    gap = abs((later.published - earlier.published).days) if later.published and earlier.published else FAR_DAYS
    return {
        "cosine": float(earlier.vector @ later.vector),
        "around_cosine": float(earlier.around_vector @ later.around_vector),
        "crossed_cosine": max(float(earlier.vector @ later.around_vector), float(earlier.around_vector @ later.vector)),
        "rarest": max((rarity.idf.get(term, 0.0) for term in own & other), default=0.0) / rarity.unseen,
        "around_shared": rarity.weight(around) / max(1.0, least_around),
        "actors": len(earlier.actors & later.actors) / max(1, min(len(earlier.actors), len(later.actors))),
        "both_commit": float(later.commitment is not None),
        "gap": math.log1p(gap) / 8,
        "said_there": rarity.weight(own & other) / weight,
        "said_around_there": rarity.weight(own & set(later.around)) / weight,
        "said_around_here": rarity.weight(other & set(earlier.around)) / other_weight,
    }
