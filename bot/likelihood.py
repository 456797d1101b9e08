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
from bot.weighing import NAMES, Signs, best_of
from corpus.extraction.forest import Described, Forest, load_forest

# The trees that read every sentence at a glance, and those for the sentences that are looked at closely.
GLANCE_FILE: Final = Path(__file__).parent / "weights" / "glance.safetensors"
WEIGHTS_FILE: Final = Path(__file__).parent / "weights" / "likelihood.safetensors"
CLOSE_NAMES: Final = ("expected", "match")
# How far these lie below the best of the same question counts too: what fits an easy question best fits it better than
# what fits a hard one.
COMPARED_NAMES: Final = ("coverage", "soft", "soft_around", "closeness", "actor", "belief", "similarity", "match")
ASKED_NAMES: Final = ("binds", "parties", "expects", "status", "timeline")
COLUMNS: Final = (*NAMES, *(f"{name} behind" for name in COMPARED_NAMES), *ASKED_NAMES)
GLANCE_COLUMNS: Final = tuple(name for name in COLUMNS if name.removesuffix(" behind") not in CLOSE_NAMES)
_GLANCED: Final = [COLUMNS.index(name) for name in GLANCE_COLUMNS]
MOST_PARTIES: Final = 2


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


def glanced(described: Described) -> Described:
    """The same rows without the signs of those that are looked at closely."""
    return Described(GLANCE_COLUMNS, np.ascontiguousarray(described.rows[:, _GLANCED]))


def at_a_glance(signs: Sequence[Signs], question: Question, *, parties: int) -> list[float]:
    """The probability of each sentence, 0 to 1, by what is known without looking at it closely.

    Raises:
        EncoderError: the trees cannot be read.
    """
    if not signs:
        return []
    return _chances(glance_forest(), glanced(describe(signs, question, parties=parties)))


def likelihoods(signs: Sequence[Signs], question: Question, *, parties: int) -> list[float]:
    """The probability of each sentence that was looked at closely, 0 to 1; `parties` is how many are asked about.

    Raises:
        EncoderError: the trees cannot be read.
    """
    return _chances(shared_forest(), describe(signs, question, parties=parties)) if signs else []


def _chances(forest: Forest, described: Described) -> list[float]:
    chances: list[float] = (1.0 / (1.0 + np.exp(-forest.odds(described)))).tolist()
    return chances


@cache
def glance_forest() -> Forest:
    """The trees for every sentence that come with the package."""
    return load_forest(GLANCE_FILE)


@cache
def shared_forest() -> Forest:
    """The trees for sentences that are looked at closely that come with the package."""
    return load_forest(WEIGHTS_FILE)
