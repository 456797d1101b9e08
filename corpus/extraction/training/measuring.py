"""How well found spans fit labelled ones, by the rules of the labelled data's own scorer with the actors left out.

A found core span is right where it shares enough characters with a labelled core span that no other has taken; one that
only meets a soft or an optional label is neither right nor wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.article import Span
from corpus.extraction.candidate import Candidate
from corpus.extraction.training.labelled import Mark

# Intersection over union in characters for two quotes to state the same commitment.
LEAST_OVERLAP: Final = 0.3


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over articles: right and wrong core candidates, labelled core ones, right kinds among the right."""

    right: int = 0
    wrong: int = 0
    labelled: int = 0
    kind_right: int = 0

    @property
    def precision(self) -> float:
        """Right ones among the found, 0 to 1."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Right ones among the labelled, 0 to 1."""
        return self.right / max(1, self.labelled)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1."""
        return 2 * self.right / max(1, self.right + self.wrong + self.labelled)

    @property
    def kinds(self) -> float:
        """The fraction of right spans that have the labelled kind."""
        return self.kind_right / max(1, self.right)

    def __add__(self, other: Figures) -> Figures:
        """The counts of both."""
        return Figures(
            self.right + other.right,
            self.wrong + other.wrong,
            self.labelled + other.labelled,
            self.kind_right + other.kind_right,
        )


def overlap_fraction(one: Span, other: Span) -> float:
    """Intersection over union in characters, 0 to 1."""
    shared = min(one.end_char, other.end_char) - max(one.start_char, other.start_char)
    return max(0, shared) / (max(one.end_char, other.end_char) - min(one.start_char, other.start_char))


def pair(found: Sequence[Span], labelled: Sequence[Span]) -> dict[int, int]:
    """Which found span is which labelled one, best overlaps first, each at most once."""
    pairs = ((overlap_fraction(one, other), i, j) for i, one in enumerate(found) for j, other in enumerate(labelled))
    partners: dict[int, int] = {}
    for value, i, j in sorted(pairs, reverse=True):
        if value >= LEAST_OVERLAP and i not in partners and j not in partners.values():
            partners[i] = j
    return partners


def measure(candidates: Iterable[Candidate], marks: Sequence[Mark]) -> Figures:
    """The figures of one article."""
    core = [one for one in candidates if one.kind.is_core]
    wanted = [mark for mark in marks if mark.kind.is_core and not mark.optional]
    soft = [mark.span for mark in marks if not mark.kind.is_core or mark.optional]
    partners = pair([one.span for one in core], [mark.span for mark in wanted])
    lost = [one for row, one in enumerate(core) if row not in partners]
    wrong = [one for one in lost if all(overlap_fraction(one.span, span) < LEAST_OVERLAP for span in soft)]
    kinds = sum(core[row].kind == wanted[other].kind for row, other in partners.items())
    return Figures(len(partners), len(wrong), len(wanted), kinds)
