"""The probability that a sentence is part of the answer, by trees over what speaks for it.

Signs do not simply add up: words that are missing count little where the network that reads question and sentence
together is sure, and the ledger's belief counts for more where somebody's commitments are asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from bot.intent import Expected, Intent
from bot.question import Question
from bot.weighing import NAMES, Signs, best_of, log_odds, probability
from corpus.extraction.forest import Described, Forest, load_forest

WEIGHTS_FILE: Final = Path(__file__).parent / "weights" / "likelihood.safetensors"
# How far these lie below the best of the same question counts too: what fits an easy question best fits it better than
# what fits a hard one.
COMPARED_NAMES: Final = ("coverage", "similarity", "closeness", "actor", "belief", "match")
ASKED_NAMES: Final = ("binds", "parties", "expects", "status", "timeline")
COLUMNS: Final = (*NAMES, *(f"{name} behind" for name in COMPARED_NAMES), *ASKED_NAMES)
MOST_PARTIES: Final = 2
# The part of the log-odds that the plain sum of signs (weighing.py) keeps: it errs elsewhere than the trees do, which
# have seen but a hundred questions.
PLAIN_SHARE: Final = 0.3


def describe(signs: Sequence[Signs], question: Question, *, parties: int) -> Described:
    """One row a sentence: its signs, how far it lies behind the best in some, and what is asked."""
    best = best_of(signs)
    asked = (
        float(question.binds),
        float(min(parties, MOST_PARTIES)),
        float(question.expected is not Expected.ANYTHING),
        float(question.intent is Intent.STATUS),
        float(question.intent is Intent.TIMELINE),
    )
    rows = [
        (
            *(getattr(one, name) for name in NAMES),
            *(getattr(one, name) - getattr(best, name) for name in COMPARED_NAMES),
            *asked,
        )
        for one in signs
    ]
    return Described(COLUMNS, np.array(rows, dtype=np.float32))


def likelihoods(signs: Sequence[Signs], question: Question, *, parties: int) -> list[float]:
    """The probability of each sentence, 0 to 1; `parties` is how many are asked about.

    Raises:
        EncoderError: the trees cannot be read.
    """
    if not signs:
        return []
    best = best_of(signs)
    plain = np.array([log_odds(probability(one, best)) for one in signs])
    trees = shared_forest().odds(describe(signs, question, parties=parties))
    odds = PLAIN_SHARE * plain + (1.0 - PLAIN_SHARE) * trees
    chances: list[float] = (1.0 / (1.0 + np.exp(-odds))).tolist()
    return chances


@cache
def shared_forest() -> Forest:
    """The trees that come with the package."""
    return load_forest(WEIGHTS_FILE)
