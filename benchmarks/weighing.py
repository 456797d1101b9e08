"""How the weights of the signs are found (bot/weighing.py), and how far the probabilities they give can be believed.

    python benchmarks/weighing.py --data DIR --questions tests/quality/questions.jsonl [--hidden 0.35]

--data holds the index of the questions' articles. Each sentence weighed for an answerable question is an example: right
where it holds a gold quote, and half as weighty where it only stands in a gold article. A part of the ledger is hidden,
drawn by the commitments' ids, as a ledger misses more in articles that its reader was not trained on. The regression is
fitted on the half `tuned`; printed are its weights, the average precision of both halves for them and for those in use,
and for the half `held` how often sentences of each probability are right.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from bot.answer import Answer
from bot.answering import PARTIAL, STRONG, compose
from bot.evaluation import covers, runs
from bot.labels import LabelledQuestion, read_labelled
from bot.machine import in_conversation
from bot.retrieval import Found, find_evidence
from bot.settings import load_settings
from bot.understanding import understand
from bot.weighing import BEHIND, BIAS, NAMES, WEIGHTS, best_of
from corpus.commitments import Commitment
from embeddings.build import Build, open_build
from embeddings.encoder import load_encoder

HALVES = ("tuned", "held")
ON_TOPIC_WEIGHT = 0.5
# How many of the last columns tell how far a sign lies below the best of its question.
BEHIND_COLUMNS = tuple(f"{name} behind" for name in NAMES[: len(BEHIND)])
BINS = (0.0, 0.05, 0.1, 0.2, PARTIAL, 0.35, STRONG, 0.65, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class Examples:
    """Signs (n, 12), whether each sentence is right (n,) and how much it weighs (n,)."""

    signs: NDArray[np.float64]
    right: NDArray[np.int64]
    weight: NDArray[np.float64]


def hide(build: Build, share: float) -> None:
    """Take this share of the commitments out of the ledger that answers go by, the same ones in every run."""

    def kept(ones: Sequence[Commitment]) -> tuple[Commitment, ...]:
        return tuple(one for one in ones if _draw(one.commitment_id) >= share)

    for name in ("commitments_by_article", "commitments_by_actor"):
        vars(build)[name] = {key: kept(ones) for key, ones in getattr(build, name).items()}


def _draw(text: str) -> float:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4]) / 2**32


def examples(build: Build, questions: Sequence[LabelledQuestion]) -> Examples:
    """Every sentence that is weighed for the answerable of these questions."""
    found: list[Found] = []

    def ask(text: str, previous: tuple[Answer, ...]) -> Answer:
        question = understand(build, text, today=date(2030, 1, 1), previous=previous)
        found.append(find_evidence(build, question))
        return compose(build, question, found[-1])

    rows = [row for one, _ in in_conversation(questions, ask) if one.answerable for row in _rows(one, found[-1])]
    signs, right, weight = zip(*rows, strict=True)
    return Examples(np.array(signs), np.array(right), np.array(weight))


def _rows(labelled: LabelledQuestion, found: Found) -> list[tuple[list[float], int, float]]:
    gold = [runs(quote) for quote in labelled.gold_quotes]
    best = best_of([one.signs for one in found.candidates]) if found.candidates else None
    rows = []
    for one in found.candidates:
        own = [getattr(one.signs, name) for name in NAMES]
        behind = [getattr(one.signs, name) - getattr(best, name) for name in NAMES[: len(BEHIND)]]
        right = any(covers(runs(one.quote), quote) for quote in gold)
        beside = not right and one.article.path in labelled.gold_articles
        rows.append((own + behind, int(right), ON_TOPIC_WEIGHT if beside else 1.0))
    return rows


def in_use(signs: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probabilities that the weights of bot/weighing.py give."""
    weights = np.array([*(getattr(WEIGHTS, name) for name in NAMES), *BEHIND])
    chances: NDArray[np.float64] = 1 / (1 + np.exp(-(signs @ weights + BIAS)))
    return chances


def main() -> int:
    """Print weights, average precisions and calibration."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the index")
    parser.add_argument("--questions", type=Path, required=True, help="labelled questions, JSON Lines")
    parser.add_argument("--hidden", type=float, default=0.35, help="share of the ledger that is hidden (0.35)")
    options = parser.parse_args()
    settings = load_settings(data=options.data)
    build = open_build(settings.data, encoder=load_encoder(settings.encoder))
    hide(build, options.hidden)
    lines = options.questions.read_text(encoding="utf-8").splitlines()
    sets = {half: examples(build, read_labelled(lines, name=options.questions.name, half=half)) for half in HALVES}
    tuned, held = (sets[half] for half in HALVES)
    model = LogisticRegression(max_iter=5000).fit(tuned.signs, tuned.right, sample_weight=tuned.weight)
    for name, weight, used in zip(
        (*NAMES, *BEHIND_COLUMNS, "bias"),
        (*model.coef_[0], model.intercept_[0]),
        (*(getattr(WEIGHTS, name) for name in NAMES), *BEHIND, BIAS),
        strict=True,
    ):
        print(f"{name:20} fitted {weight:6.2f}   in use {used:6.2f}")
    for half, one in sets.items():
        fitted = average_precision_score(one.right, model.predict_proba(one.signs)[:, 1])
        used = average_precision_score(one.right, in_use(one.signs))
        print(f"average precision, {half}: fitted {fitted:.3f}, in use {used:.3f} ({len(one.right)} sentences)")
    chances = in_use(held.signs)
    print("probability in use, held    sentences   right")
    for low, high in pairwise(BINS):
        inside = (chances >= low) & (chances < high)
        share = f"{held.right[inside].mean():.2f}" if inside.any() else "-"
        print(f"{low:.2f} to {high:.2f}{inside.sum():>26}{share:>8}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
