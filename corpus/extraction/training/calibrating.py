"""What is chosen on held-out articles: how evidence adds up to a probability, a wrong record's price, the floor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.extraction.candidate import Candidate
from corpus.extraction.evidence import EVIDENCE, Proposal
from corpus.extraction.tagger import Tagger
from corpus.extraction.training.labelled import Labelled, Mark
from corpus.extraction.training.losses import SAME_SPAN
from corpus.extraction.training.measuring import Figures, measure, overlap_fraction
from corpus.extraction.weights_file import Calibration

# The network's own log-odds, before anything is known of the others.
UNCALIBRATED: Final = Calibration((1.0, *(0.0,) * (EVIDENCE - 1)), price=0.2, floor=0.2)
PRICES: Final = (0.1, 0.15, 0.2, 0.25)
FLOORS: Final = tuple(step / 100 for step in range(10, 61, 5))
# F1 that is given up for a higher floor: spans alone are counted here, and of doubtful ones the actor is oftener wrong.
HARDLY: Final = 0.005
NEWTON_STEPS: Final = 30
# A weak pull towards the network's own log-odds, so that a handful of articles gives a map at all.
RIDGE: Final = 1.0


def calibrate(tagger: Tagger, held_out: Sequence[Labelled]) -> tuple[Calibration, Figures]:
    """The calibration that fits the held-out articles best, and the figures it reaches on them."""
    proposed = tagger.propose([one.article for one in held_out])
    weights = fit_logistic(*outcomes(proposed, held_out), prior=np.array(UNCALIBRATED.weights))
    tried: list[tuple[Calibration, Figures]] = []
    for price in PRICES:
        tagger.calibration = Calibration(weights, price, price)
        found = [tagger.decide(one.article, spans) for one, spans in zip(held_out, proposed, strict=True)]
        tried += [
            (Calibration(weights, price, floor), figures_above(found, held_out, floor))
            for floor in FLOORS
            if floor >= price
        ]
    best = strictest_of_the_best(tried)
    tagger.calibration = best[0]
    return best


def strictest_of_the_best(tried: Sequence[tuple[Calibration, Figures]]) -> tuple[Calibration, Figures]:
    """Of the calibrations with the best price the one with the highest floor that does hardly worse than the best."""
    best = max(tried, key=lambda one: one[1].f1)
    near = [one for one in tried if one[0].price == best[0].price and one[1].f1 >= best[1].f1 - HARDLY]
    return max(near, key=lambda one: one[0].floor)


def figures_above(found: Sequence[Sequence[Candidate]], labelled: Sequence[Labelled], floor: float) -> Figures:
    """The figures of all articles, candidates below the floor left out."""
    kept = ([one for one in candidates if one.confidence >= floor] for candidates in found)
    return sum((measure(some, one.marks) for some, one in zip(kept, labelled, strict=True)), Figures())


def outcomes(
    proposed: Sequence[Sequence[Proposal]], labelled: Sequence[Labelled]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The evidence (m, EVIDENCE) of every proposal, and 1 where it meets a labelled commitment of any kind (m,).

    Proposals that meet an optional one only are left out.
    """
    told = [(p, one.marks) for proposals, one in zip(proposed, labelled, strict=True) for p in proposals]
    told = [(p, certain) for p, marks in told if meets(p, certain := _certain(marks)) or not meets(p, marks)]
    evidence = [proposal.evidence for proposal, _ in told]
    right = [meets(proposal, certain) for proposal, certain in told]
    return np.array(evidence, dtype=np.float64).reshape(-1, EVIDENCE), np.array(right, dtype=np.float64)


def _certain(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    return tuple(mark for mark in marks if not mark.optional)


def meets(proposal: Proposal, marks: Sequence[Mark]) -> bool:
    """Whether the proposal is a labelled quote, its borders roughly right."""
    return any(overlap_fraction(proposal.span, mark.span) >= SAME_SPAN for mark in marks)


def fit_logistic(
    numbers: NDArray[np.float64], right: NDArray[np.float64], *, prior: NDArray[np.float64]
) -> tuple[float, ...]:
    """Weights (k,) of a logistic regression of `right` (m,) on `numbers` (m, k), by Newton's method."""
    weights = prior.copy()
    for _ in range(NEWTON_STEPS):
        share = 1.0 / (1.0 + np.exp(-np.clip(numbers @ weights, -30, 30)))
        gradient = numbers.T @ (share - right) + RIDGE * (weights - prior)
        curvature = (numbers * (share * (1.0 - share))[:, None]).T @ numbers + RIDGE * np.eye(len(prior))
        weights = weights - np.linalg.solve(curvature, gradient)
    return tuple(float(weight) for weight in weights)
