"""What the ledger reads in a quote, in words for people: how firm it is, and whether it can be checked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.article import Article
from corpus.commitments import Commitment, Kind

# "A year" alone counts something else: "within a year", "40 doses a year".
_RATE = re.compile(r"(?:a|an|per|each) \w+", re.IGNORECASE)


class Firmness(StrEnum):
    """How far the words bind whoever says them."""

    FIRM = "firm"
    CONDITIONAL = "conditional"
    ASPIRATION = "aspiration"
    REFUSAL = "refusal"


@dataclass(frozen=True, slots=True)
class Undertaking:
    """One commitment as it is shown beside its quote; `due` and `cadence` are the article's words, "" where none."""

    kind: Kind
    firmness: Firmness
    due: str
    cadence: str

    @property
    def is_checkable(self) -> bool:
        """Whether it tells what is to be done and by when or how often."""
        return self.firmness is not Firmness.ASPIRATION and bool(self.due or self.cadence)


def undertaking_of(article: Article, commitments: Sequence[Commitment]) -> Undertaking | None:
    """The surest of these commitments of the article, None where there is none."""
    if not commitments:
        return None
    best = max(commitments, key=lambda one: (one.confidence, one.commitment_id))
    cadence = " ".join(article.slice(best.cadence).split()) if best.cadence else ""
    return Undertaking(
        kind=best.kind,
        firmness=_firmness(best),
        due=" ".join(article.slice(best.deadline.span).split()) if best.deadline else "",
        cadence="" if _RATE.fullmatch(cadence) else cadence,
    )


def _firmness(commitment: Commitment) -> Firmness:
    if not commitment.kind.is_core:
        return Firmness.ASPIRATION
    if commitment.kind is Kind.REFUSAL:
        return Firmness.REFUSAL
    return Firmness.CONDITIONAL if commitment.conditional else Firmness.FIRM
