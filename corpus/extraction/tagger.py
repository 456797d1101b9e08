"""Finds the spans of articles that state a commitment: `Tagger.load().tag(articles)`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from corpus.article import Article
from corpus.commitments import Kind
from corpus.extraction.candidate import Candidate
from corpus.extraction.decoding import Scored, SpanHead, choose
from corpus.extraction.proposals import propose
from corpus.extraction.restatements import without_restatements
from corpus.extraction.runtime import Floats, Run, open_runtime, run_windows
from corpus.extraction.weights_file import WEIGHTS_FILE, Calibration, load_weights
from corpus.extraction.windows import Window, split_windows

__all__ = ["Candidate", "Tagger"]

KINDS = tuple(Kind)
CLASSES = len(KINDS) + 1


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
        """The candidates of each article, in the order of the text; none overlaps or restates another."""
        scored = self.score(articles)
        return tuple(self.decide(article, found) for article, found in zip(articles, scored, strict=True))

    def score(self, articles: Sequence[Article]) -> list[list[Scored]]:
        """Every proposed span of each article with the network's own class probabilities, none chosen yet."""
        windows: list[Window] = []
        owners: list[int] = []
        for row, article in enumerate(articles):
            found = split_windows(article)
            windows.extend(found)
            owners.extend([row] * len(found))
        scored: list[list[Scored]] = [[] for _ in articles]
        for place, tokens, parts in run_windows(self._run, windows):
            scored[owners[place]].extend(self._spans(windows[place], tokens, parts))
        return scored

    def _spans(self, window: Window, tokens: Floats, parts: Floats) -> list[Scored]:
        """The proposed spans of one window."""
        spans = propose(tokens[:, CLASSES], tokens[:, CLASSES + 1], window.sentences)
        classes = self._head.classes(parts, spans)
        return [
            Scored(window.characters(int(first), int(last)), tuple(row.tolist()))
            for (first, last), row in zip(spans, classes, strict=True)
        ]

    def decide(self, article: Article, scored: Sequence[Scored]) -> tuple[Candidate, ...]:
        """Of the scored spans of an article those that stand, calibrated."""
        mapped = [Scored(one.span, calibrated(one.classes, self.calibration)) for one in scored]
        chosen = choose(mapped, price=self.calibration.price)
        candidates = tuple(Candidate(one.span, kind_of(one.classes), one.probability) for one in chosen)
        return without_restatements(article, candidates)


def calibrated(classes: Sequence[float], calibration: Calibration) -> tuple[float, ...]:
    """The class probabilities with the chance of any commitment mapped by the logistic of the calibration."""
    some = min(max(1.0 - classes[0], 1e-6), 1.0 - 1e-6)
    odds = calibration.slope * math.log(some / (1.0 - some)) + calibration.offset
    mapped = 1.0 / (1.0 + math.exp(-odds))
    return (1.0 - mapped, *(share * mapped / some for share in classes[1:]))


def kind_of(classes: Sequence[float]) -> Kind:
    """Core or soft by what each group holds together, then the likeliest kind of the group."""
    groups = [[kind for kind in KINDS if kind.is_core is core] for core in (True, False)]
    weights = {kind: classes[row + 1] for row, kind in enumerate(KINDS)}
    group = max(groups, key=lambda kinds: sum(weights[kind] for kind in kinds))
    return max(group, key=lambda kind: weights[kind])
