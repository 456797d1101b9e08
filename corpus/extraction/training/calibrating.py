"""What is chosen on held-out articles: the map to probabilities, the price of a wrong record, the ledger's floor."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from corpus.extraction.candidate import Candidate
from corpus.extraction.tagger import Tagger
from corpus.extraction.training.labelled import Labelled
from corpus.extraction.training.measuring import Figures, measure, pair
from corpus.extraction.weights_file import Calibration

# As the network says it, and a price that keeps whatever could be a commitment: what the calibration is fitted on.
UNCALIBRATED: Final = Calibration(slope=1.0, offset=0.0, price=0.1, floor=0.1)
PRICES: Final = (0.1, 0.15, 0.2, 0.25, 0.3)
FLOORS: Final = tuple(step / 100 for step in range(10, 76, 5))
NEWTON_STEPS: Final = 30
# A weak pull towards the network's own numbers, so that a handful of articles gives a map at all.
RIDGE: Final = 1.0


def calibrate(tagger: Tagger, held_out: Sequence[Labelled]) -> tuple[Calibration, Figures]:
    """The calibration that fits the held-out articles best, and the figures it reaches on them."""
    scored = tagger.score([one.article for one in held_out])

    def decided(calibration: Calibration) -> list[tuple[Candidate, ...]]:
        tagger.calibration = calibration
        return [tagger.decide(one.article, spans) for one, spans in zip(held_out, scored, strict=True)]

    odds, right = _outcomes(decided(UNCALIBRATED), held_out)
    slope, offset = fit_logistic(odds, right)
    best = (Figures(), UNCALIBRATED)
    for price in PRICES:
        found = decided(Calibration(slope, offset, price, price))
        for floor in (floor for floor in FLOORS if floor >= price):
            figures = figures_above(found, held_out, floor)
            if figures.f1 > best[0].f1:
                best = (figures, replace(tagger.calibration, floor=floor))
    tagger.calibration = best[1]
    return best[1], best[0]


def figures_above(found: Sequence[Sequence[Candidate]], labelled: Sequence[Labelled], floor: float) -> Figures:
    """The figures of all articles, candidates below the floor left out."""
    kept = ([one for one in candidates if one.confidence >= floor] for candidates in found)
    return sum((measure(some, one.marks) for some, one in zip(kept, labelled, strict=True)), Figures())


def _outcomes(found: Sequence[Sequence[Candidate]], labelled: Sequence[Labelled]) -> tuple[list[float], list[bool]]:
    """The log-odds of every candidate, and whether it is one of the labelled commitments, of whatever kind."""
    odds: list[float] = []
    right: list[bool] = []
    for candidates, one in zip(found, labelled, strict=True):
        partners = pair([c.span for c in candidates], [mark.span for mark in one.marks])
        odds.extend(math.log(c.confidence / (1.0 - c.confidence)) for c in candidates)
        right.extend(row in partners for row in range(len(candidates)))
    return odds, right


def fit_logistic(odds: Sequence[float], right: Sequence[bool]) -> tuple[float, float]:
    """Slope and offset of Platt's map (1999), 1 / (1 + exp(-(slope * odds + offset))), by Newton's method."""
    x = np.stack([np.asarray(odds, dtype=np.float64), np.ones(len(odds))], axis=1)
    y = np.asarray(right, dtype=np.float64)
    prior = np.array([1.0, 0.0])
    weights = prior.copy()
    for _ in range(NEWTON_STEPS):
        share = 1.0 / (1.0 + np.exp(-np.clip(x @ weights, -30, 30)))
        gradient = x.T @ (share - y) + RIDGE * (weights - prior)
        curvature = (x * (share * (1.0 - share))[:, None]).T @ x + RIDGE * np.eye(2)
        weights = weights - np.linalg.solve(curvature, gradient)
    return float(weights[0]), float(weights[1])
