"""How the likelihood of a sentence is learned (bot/likelihood.py), and how far it can be believed.

    python benchmarks/weighing.py --learn DATA QUESTIONS --fresh DATA QUESTIONS --held DATA QUESTIONS [--write]

Each pair is an index and the questions written over its articles; "FILE#tuned" means only those of that half. Each of
the sentences weighed for a question is an example: right where it holds a gold quote, half as weighty where it only
stands in a gold article, and wrong wherever the question has no answer. Trees are fitted on the pairs after --learn and
--fresh. Of the ledgers of the former a part is hidden, drawn by the commitments' ids: a ledger misses more in articles
that its reader did not learn from. No question may be learned from that the matcher was trained on, for it knows these
too well. Printed are the average precision of each set, by the trees fitted now and by those in use, and for the held
ones how often sentences of each probability are right; --write puts the trees into use.
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
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score

from bot.answer import Answer
from bot.answering import PARTIAL, STRONG, compose
from bot.evaluation import covers, runs
from bot.labels import LabelledQuestion, read_labelled
from bot.likelihood import ASKED_NAMES, COLUMNS, WEIGHTS_FILE, describe
from bot.machine import in_conversation
from bot.question import Question
from bot.retrieval import Found, find_evidence
from bot.understanding import understand
from corpus.commitments import Commitment
from corpus.errors import EncoderError
from corpus.extraction.actor_training.forests import as_forest
from corpus.extraction.forest import Described, Forest, load_forest, save_forest
from embeddings.build import Build, open_build
from embeddings.encoder import load_encoder

ON_TOPIC_WEIGHT = 0.5
HIDDEN = 0.35
# Sentences weighed a question: more than an answer weighs, so that there are more examples.
WEIGHED = 40
TREES = {"max_iter": 150, "learning_rate": 0.05, "max_leaf_nodes": 8, "min_samples_leaf": 40, "l2_regularization": 3.0}
BINS = (0.0, 0.05, 0.1, 0.2, PARTIAL, 0.35, STRONG, 0.65, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class Examples:
    """Signs (n, len(COLUMNS)), whether each sentence is right (n,) and how much it weighs (n,)."""

    signs: NDArray[np.float32]
    right: NDArray[np.int64]
    weight: NDArray[np.float64]

    def precision(self, forest: Forest) -> float:
        """The average precision of the trees' order, 0 to 1."""
        return float(average_precision_score(self.right, forest.odds(Described(COLUMNS, self.signs))))


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
    found: list[tuple[Question, Found]] = []

    def ask(text: str, previous: tuple[Answer, ...]) -> Answer:
        question = understand(build, text, today=date(2030, 1, 1), previous=previous)
        found.append((question, find_evidence(build, question, compared=WEIGHED)))
        return compose(build, *found[-1])

    weighed = [_rows(one, *found[-1]) for one, _ in in_conversation(questions, ask)]
    rows = [one for one in weighed if one is not None]
    return Examples(*(np.concatenate(column) for column in zip(*rows, strict=True)))


def _rows(
    labelled: LabelledQuestion, question: Question, found: Found
) -> tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.float64]] | None:
    if not found.candidates:
        return None
    gold = [runs(quote) for quote in labelled.gold_quotes]
    right = np.array([any(covers(runs(one.quote), quote) for quote in gold) for one in found.candidates])
    beside = np.array([one.article.path in labelled.gold_articles for one in found.candidates])
    described = describe([one.signs for one in found.candidates], question, parties=len(found.parties))
    return described.rows, right.astype(np.int64), np.where(beside & ~right, ON_TOPIC_WEIGHT, 1.0)


def fit(sets: Sequence[Examples]) -> Forest:
    """Trees in which more of a sign never makes a sentence less likely, but for being a headline."""
    free = {"headline", *ASKED_NAMES}
    model = HistGradientBoostingClassifier(
        **TREES, random_state=0, monotonic_cst=[0 if name in free else 1 for name in COLUMNS]
    )
    signs, right, weight = (
        np.concatenate([getattr(one, name) for one in sets]) for name in ("signs", "right", "weight")
    )
    return as_forest(model.fit(signs, right, sample_weight=weight), COLUMNS)


def read(pairs: Sequence[Sequence[str]], *, hidden: float = 0.0) -> dict[str, Examples]:
    """The examples of each pair, by its questions' name."""
    encoder = load_encoder()
    found = {}
    for data, questions in pairs:
        path, _, half = questions.partition("#")
        build = open_build(Path(data), encoder=encoder)
        hide(build, hidden)
        lines = Path(path).read_text(encoding="utf-8").splitlines()
        found[questions] = examples(build, read_labelled(lines, name=path, half=half))
    return found


def main() -> int:
    """Fit, print average precisions and calibration, write where that is asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--learn", "--fresh", "--held"):
        parser.add_argument(name, nargs=2, action="append", default=[], metavar=("DATA", "QUESTIONS"))
    parser.add_argument("--write", action="store_true", help=f"write {WEIGHTS_FILE.name}")
    options = parser.parse_args()
    learned = read(options.learn, hidden=HIDDEN) | read(options.fresh)
    held = read(options.held)
    forest = fit(list(learned.values()))
    try:
        used = load_forest(WEIGHTS_FILE)
    except EncoderError:
        used = forest
    for name, one in (learned | held).items():
        print(
            f"{name}: average precision fitted {one.precision(forest):.3f}, in use {one.precision(used):.3f} "
            f"({len(one.right)} sentences)"
        )
    odds = [forest.odds(Described(COLUMNS, one.signs)) for one in held.values()]
    chances, right = 1 / (1 + np.exp(-np.concatenate(odds))), np.concatenate([one.right for one in held.values()])
    print("probability fitted, held    sentences   right")
    for low, high in pairwise(BINS):
        inside = (chances >= low) & (chances < high)
        share = f"{right[inside].mean():.2f}" if inside.any() else "-"
        print(f"{low:.2f} to {high:.2f}{inside.sum():>28}{share:>8}")
    if options.write:
        save_forest(WEIGHTS_FILE, forest)
    return 0


if __name__ == "__main__":
    sys.exit(main())
