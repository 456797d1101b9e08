"""What the tagger hands on: a span that states a commitment, before anybody has asked who is bound by it.

candidate = Candidate(Span(40, 95), Kind.PLEDGE, 0.83)
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.article import Span
from corpus.commitments import Kind


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """One commitment as a span of `Article.text`. `confidence` is a probability, 0 to 1, calibrated on news.

    `chances` are the tagger's of each kind, in the order of Kind; empty where the kind was given.
    """

    span: Span
    kind: Kind
    confidence: float
    chances: tuple[float, ...] = ()
