"""The content words of a text, their endings cut off, and how rare each is in a corpus."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from corpus.titles import is_common

WORD = re.compile(r"[^\W_]+(?:[.,'\u2019-][^\W_]+)*")
# fmt: off
ENDINGS = (
    "ingly", "ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "edly", "ed", "ers", "er", "es", "s",
    "ly", "e",
)
# fmt: on
LEAST_STEM = 4


def terms_of(text: str) -> Counter[str]:
    """The content words of a text without their endings, and its numbers."""
    return Counter(stem for word in WORD.findall(text) if (stem := stem_of(word)))


# A corpus says the same words over and over: this makes counting them five times as fast.
@lru_cache(maxsize=1 << 17)
def stem_of(word: str) -> str:
    """A word as it is compared; empty where it says nothing."""
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
    """How rare each term is: idf over N texts, ln((N + 1) / (df + 0.5)); `unseen` is that of a term of no text."""

    idf: dict[str, float]
    unseen: float

    @classmethod
    def of(cls, texts: Iterable[Iterable[str]]) -> Rarity:
        """Count each text's terms once."""
        df: Counter[str] = Counter()
        total = 1
        for terms in texts:
            df.update(set(terms))
            total += 1
        return cls({term: math.log(total / (df[term] + 0.5)) for term in sorted(df)}, math.log(total / 0.5))

    def of_term(self, term: str) -> float:
        """The idf of one term, never below 0."""
        return max(0.0, self.idf.get(term, self.unseen))

    def weight(self, terms: Iterable[str]) -> float:
        """The sum of the terms' idf."""
        return sum(self.of_term(term) for term in sorted(terms))
