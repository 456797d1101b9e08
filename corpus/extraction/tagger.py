"""Finds the spans of articles that state a commitment: `Tagger.load().tag(articles)`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from corpus.article import Article
from corpus.commitments import Kind
from corpus.extraction.candidate import Candidate
from corpus.extraction.decoding import Scored, SpanHead, choose
from corpus.extraction.evidence import CLASSES, Proposal, weigh
from corpus.extraction.proposals import propose
from corpus.extraction.restatements import without_restatements
from corpus.extraction.runtime import Run, open_runtime
from corpus.extraction.weights_file import WEIGHTS_FILE, Calibration, load_weights
from corpus.extraction.windows import Window, split_windows

__all__ = ["Candidate", "Tagger"]

KINDS: Final = tuple(Kind)
# exp(12) to one: nothing is more certain than the labels themselves, and exp() cannot overflow.
MOST_ODDS: Final = 12.0


class Tagger:
    """A trained span tagger; one is loaded per process and used for every article."""

    def __init__(self, run: Run, head: SpanHead, calibration: Calibration) -> None:
        """Join a network that runs, the last layer of its span head, and what was chosen on held-out news."""
        self._run = run
        self._head = head
        self.calibration = calibration

    @classmethod
    def load(cls, path: Path = WEIGHTS_FILE) -> Tagger:
        """Load the weights that come with the package, or those of another training.

        Raises:
            EncoderError: the file is missing, damaged or not of this network.
        """
        arrays, calibration = load_weights(path)
        head = SpanHead(arrays["kinds.weight"], arrays["kinds.bias"])
        return cls(open_runtime(arrays), head, calibration)

    def tag(self, articles: Sequence[Article]) -> tuple[tuple[Candidate, ...], ...]:
        """The candidates of each article, in the order of the text; none overlaps or restates another.

        Those below `calibration.floor` are for a review list, not for the ledger.
        """
        proposed = self.propose(articles)
        return tuple(self.decide(article, found) for article, found in zip(articles, proposed, strict=True))

    def propose(self, articles: Sequence[Article]) -> list[list[Proposal]]:
        """Every proposed span of each article with what speaks for it, none chosen yet."""
        windows: list[Window] = []
        owners: list[int] = []
        for row, article in enumerate(articles):
            found = split_windows(article)
            windows.extend(found)
            owners.extend([row] * len(found))
        proposed: list[list[Proposal]] = [[] for _ in articles]
        for place, (tokens, parts) in enumerate(self._run([window.ids for window in windows])):
            spans = propose(windows[place], tokens[:, CLASSES], tokens[:, CLASSES + 1])
            proposed[owners[place]].extend(weigh(windows[place], spans, self._head.classes(parts, spans)))
        return proposed

    def decide(self, article: Article, proposed: Sequence[Proposal]) -> tuple[Candidate, ...]:
        """Of the proposed spans of an article those that stand, with their calibrated probabilities."""
        chosen = choose([calibrated(one, self.calibration) for one in proposed], price=self.calibration.price)
        candidates = tuple(
            Candidate(one.span, kind_of(one.classes), one.probability, one.classes[1:]) for one in chosen
        )
        return without_restatements(article, candidates)


def calibrated(proposal: Proposal, calibration: Calibration) -> Scored:
    """The proposal's span with the chance of any commitment as the evidence adds up, shared out among the kinds."""
    odds = sum(weight * number for weight, number in zip(calibration.weights, proposal.evidence, strict=True))
    chance = 1.0 / (1.0 + math.exp(-max(-MOST_ODDS, min(MOST_ODDS, odds))))
    some = max(sum(proposal.classes[1:]), 1e-9)
    return Scored(proposal.span, (1.0 - chance, *(share * chance / some for share in proposal.classes[1:])))


def kind_of(classes: Sequence[float]) -> Kind:
    """Core or soft by what each group holds together, then the likeliest kind of the group."""
    groups = [[kind for kind in KINDS if kind.is_core is core] for core in (True, False)]
    weights = {kind: classes[row + 1] for row, kind in enumerate(KINDS)}
    group = max(groups, key=lambda kinds: sum(weights[kind] for kind in kinds))
    return max(group, key=lambda kind: weights[kind])
