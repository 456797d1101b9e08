"""One commitment as one article reports it: the record of the codebook, with quotes that are slices.

assert article.slice(commitment.span) == the words that state the commitment, to the letter
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from corpus.article import Span


class Kind(StrEnum):
    """What sort of undertaking it is; the first four are the core kinds, the others are recorded apart."""

    PLEDGE = "pledge"
    AGREEMENT = "agreement"
    PLAN = "plan"
    REFUSAL = "refusal"
    PRIORITY = "priority"
    WILLINGNESS = "willingness"
    PROPOSAL = "proposal"

    @property
    def is_core(self) -> bool:
        """Whether it binds the actor to something that can be checked."""
        return self in {Kind.PLEDGE, Kind.AGREEMENT, Kind.PLAN, Kind.REFUSAL}


class Status(StrEnum):
    """How far the undertaking has come as this one article reports it."""

    ANNOUNCED = "announced"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    ABANDONED = "abandoned"


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when: the article's own words (a span of its text) and the last day they allow, where that can be told."""

    span: Span
    due: date | None


@dataclass(frozen=True, slots=True)
class Commitment:
    """An actor bound to one course of action. `confidence` is a probability, 0 to 1, calibrated on labelled articles.

    `actors` are bound by it and `speakers` said it, each named as fully as the article names them anywhere.
    `reported_by` is a third party who says that the actor committed; None where the actor or the reporter does.
    `cadence` is how often, in the article's words ("quarterly").
    """

    commitment_id: str
    article_id: str
    span: Span
    kind: Kind
    actors: tuple[str, ...]
    speakers: tuple[str, ...]
    action: str
    counterparty: str | None
    deadline: Deadline | None
    cadence: Span | None
    conditional: bool
    reported_by: str | None
    status: Status
    confidence: float


def commitment_id(article_id: str, quote: str, action: str) -> str:
    """A stable id, 16 hex digits: the same quote and action of the same article have it in every build."""
    return hashlib.sha256("\x1f".join((article_id, quote, action)).encode("utf-8")).hexdigest()[:16]
