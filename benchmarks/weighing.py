"""How the likelihood of a sentence is learned (bot/likelihood.py), and how far it can be believed.

    python benchmarks/weighing.py --learn DATA QUESTIONS --fresh DATA QUESTIONS --held DATA QUESTIONS [--write]

Each pair is an index and the questions written over its articles; "FILE#tuned" means only those of that half. Each
sentence found for a question is an example of the trees that read at a glance, and each of those that are looked at
closely one of the others: right where it holds a gold quote, half as weighty where it only stands in a gold article,
and wrong wherever the question has no answer. Trees are fitted on the pairs after --learn and --fresh. Of the ledgers
of the former a part is hidden, drawn by the commitments' ids: a ledger misses more in articles that its reader did
not learn from. No question may be learned from that the matcher was trained on, for it knows these too well. Printed
are the average precision of each set, by the trees fitted now and by those in use, and for the held ones how often
sentences of each probability are right; --write puts the trees into use. Which sentences are looked at closely, and
what a follow-up takes over, is as the trees in use have it: after a great change the command is run twice.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from asked_indexes import HIDDEN, make_parser, opened
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score

from bot.answering import PARTIAL, STRONG
from bot.labelled_evidence import holding_gold, with_evidence
from bot.labels import LabelledQuestion
from bot.likelihood import ASKED_NAMES, GLANCE_FILE, WEIGHTS_FILE, describe, glanced
from bot.retrieval import survey
from bot.sentences import readable
from corpus.extraction.actor_training.forests import as_forest
from corpus.extraction.forest import Described, Forest, load_forest, save_forest
from embeddings.build import Build

ON_TOPIC_WEIGHT = 0.5
# Sentences looked at closely a question: more than an answer looks at, so that there are more examples.
EXAMPLES_EACH = 24
TREES = {"max_iter": 150, "learning_rate": 0.05, "max_leaf_nodes": 8, "min_samples_leaf": 60, "l2_regularization": 3.0}
BINS = (0.0, 0.05, 0.1, 0.2, PARTIAL, 0.35, STRONG, 0.65, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class Examples:
    """Signs of sentences in columns, whether each is right (n,) and how much it weighs (n,)."""

    described: Described
    right: NDArray[np.int64]
    weight: NDArray[np.float64]

    def precision(self, forest: Forest) -> float:
        """The average precision of the trees' order, 0 to 1."""
        return float(average_precision_score(self.right, forest.odds(self.described)))


# Those of all sentences at a glance, and those of the sentences looked at closely.
Both = tuple[Examples, Examples]


def examples(build: Build, questions: Sequence[LabelledQuestion]) -> Both:
    """Every sentence that is found for these questions, and every one that is looked at closely."""
    glances, looks = [], []
    for labelled, question, found in with_evidence(build, questions, most=EXAMPLES_EACH):
        if found.candidates:
            seen = survey(build, question)
            quotes = [one.article.slice(readable(one.article, one.span)) for one in seen.pool]
            paths = [one.article.path for one in seen.pool]
            asked = len(found.parties)
            described = glanced(describe(seen.signs, question, parties=asked))
            glances.append(_examples(labelled, described, quotes, paths))
            quotes, paths = [one.quote for one in found.candidates], [one.article.path for one in found.candidates]
            described = describe([one.signs for one in found.candidates], question, parties=asked)
            looks.append(_examples(labelled, described, quotes, paths))
    return join(glances), join(looks)


def _examples(
    labelled: LabelledQuestion, described: Described, quotes: Sequence[str], paths: Sequence[str]
) -> Examples:
    right = np.array(holding_gold(labelled, quotes))
    beside = np.array([path in labelled.gold_articles for path in paths])
    return Examples(described, right.astype(np.int64), np.where(beside & ~right, ON_TOPIC_WEIGHT, 1.0))


def join(some: Sequence[Examples]) -> Examples:
    """All of them as one."""
    rows = np.concatenate([one.described.rows for one in some])
    right, weight = (np.concatenate([getattr(one, name) for one in some]) for name in ("right", "weight"))
    return Examples(Described(some[0].described.columns, rows), right, weight)


def fit(sets: Sequence[Examples]) -> Forest:
    """Trees in which more of a sign never makes a sentence less likely, but for being a headline."""
    free = {"headline", *ASKED_NAMES}
    learned = join(sets)
    columns = learned.described.columns
    model = HistGradientBoostingClassifier(
        **TREES, random_state=0, monotonic_cst=[0 if name in free else 1 for name in columns]
    )
    return as_forest(model.fit(learned.described.rows, learned.right, sample_weight=learned.weight), columns)


def main() -> int:
    """Fit, print average precisions and calibration, write where that is asked."""
    parser = make_parser(__doc__)
    parser.add_argument("--write", action="store_true", help="put the fitted trees into use")
    options = parser.parse_args()
    learned = {name: examples(build, asked) for name, build, asked in opened(options.learn, hidden=HIDDEN)}
    learned |= {name: examples(build, asked) for name, build, asked in opened(options.fresh)}
    held = {name: examples(build, asked) for name, build, asked in opened(options.held)}
    for place, (path, what) in enumerate(((GLANCE_FILE, "at a glance"), (WEIGHTS_FILE, "closely"))):
        forest = fit([both[place] for both in learned.values()])
        used = load_forest(path)
        for name, both in (learned | held).items():
            print(
                f"{name}, {what}: average precision fitted {both[place].precision(forest):.3f}, "
                f"in use {both[place].precision(used):.3f} ({len(both[place].right)} sentences)"
            )
        if held:
            print_calibration(forest, join([both[place] for both in held.values()]))
        if options.write:
            save_forest(path, forest)
    return 0


def print_calibration(forest: Forest, held: Examples) -> None:
    """How many sentences of each probability there are, and which share of them is right."""
    chances = 1 / (1 + np.exp(-forest.odds(held.described)))
    print("probability fitted, held    sentences   right")
    for low, high in pairwise(BINS):
        inside = (chances >= low) & (chances < high)
        share = f"{held.right[inside].mean():.2f}" if inside.any() else "-"
        print(f"{low:.2f} to {high:.2f}{inside.sum():>28}{share:>8}")


if __name__ == "__main__":
    sys.exit(main())
