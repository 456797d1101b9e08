"""The two forests beside the network: one on syntax, and one that joins both opinions.

The first learns from the same articles as the network, the second from those that neither has seen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold

from corpus.extraction.actor_evidence import Opinions, weigh
from corpus.extraction.actor_features import describe
from corpus.extraction.actor_reader import ActorReader
from corpus.extraction.actor_training.examples import FREE, Example, label, same_actors
from corpus.extraction.bound import choose, odds_of
from corpus.extraction.forest import Described, Forest
from corpus.extraction.ground import Ground
from corpus.extraction.scene import look

# Small trees and a strong penalty for the joining forest: it learns from a fifth of the articles.
SYNTAX: Final = {"max_iter": 200, "learning_rate": 0.07, "max_leaf_nodes": 15, "min_samples_leaf": 30}
JOINING: Final = {"max_iter": 90, "learning_rate": 0.06, "max_leaf_nodes": 7, "min_samples_leaf": 25}
SYNTAX_PENALTY: Final = 1.0
JOINING_PENALTY: Final = 3.0
FOLDS: Final = 6

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The parties of one example as numbers with their labels."""

    described: Described
    labels: NDArray[np.int64]


def fit(rows: Sequence[Rows], *, options: dict[str, float], penalty: float, seed: int) -> Forest:
    """A forest that tells BOUND from FREE; parties that are UNCLEAR are not learned from."""
    filled = [one for one in rows if len(one.labels)]
    values = np.vstack([one.described.rows for one in filled])
    labels = np.concatenate([one.labels for one in filled])
    clear = labels >= FREE
    model = HistGradientBoostingClassifier(**options, l2_regularization=penalty, random_state=seed)
    model.fit(values[clear], labels[clear])
    return as_forest(model, filled[0].described.columns)


def as_forest(model: HistGradientBoostingClassifier, columns: tuple[str, ...], output: int = 0) -> Forest:
    """The trees of a fitted model as arrays: of two classes those for the second, of more those for one of them."""
    trees = [predictors[output].nodes for predictors in model._predictors]
    shape = (len(trees), max(len(nodes) for nodes in trees))
    feature, left, right = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    threshold, value = np.zeros(shape), np.zeros(shape)
    for row, nodes in enumerate(trees):
        size, leaf, own = len(nodes), nodes["is_leaf"].astype(bool), np.arange(len(nodes))
        feature[row, :size] = np.where(leaf, 0, nodes["feature_idx"])
        # Stored as 32-bit numbers: rounded here already, so that the forest is the same before and after saving.
        threshold[row, :size] = np.where(leaf, 0.0, nodes["num_threshold"]).astype(np.float32)
        left[row, :size] = np.where(leaf, own, nodes["left"])
        right[row, :size] = np.where(leaf, own, nodes["right"])
        value[row, :size] = np.where(leaf, nodes["value"], 0.0).astype(np.float32)
    depth = max(int(nodes["depth"].max()) for nodes in trees)
    base = float(np.ravel(model._baseline_prediction)[output])
    return Forest(columns, feature, threshold, left, right, value, base, depth)


def syntax_rows(examples: Sequence[Example]) -> list[Rows]:
    """What the syntax forest learns from."""
    rows = []
    for example in examples:
        scene = look(Ground.of(example.setting), example.span)
        labels = label([party.name for party in scene.parties], example.actors)
        rows.append(Rows(describe(scene, example.kind), labels))
    return rows


def joining_rows(examples: Sequence[Example], reader: ActorReader, syntax: Forest) -> list[Rows]:
    """What the joining forest learns from: examples that neither opinion was learned from."""
    read = reader.read([example.window for example in examples])
    rows = []
    for example, scores in zip(examples, read, strict=True):
        scene = look(Ground.of(example.setting), example.span)
        odds = odds_of(scene, example.window, example.kind, syntax)
        opinions = Opinions(scores, odds)
        rows.append(Rows(weigh(example.setting, example.window, opinions, example.span, example.kind), example.labels))
    return rows


def measure(examples: Sequence[Example], rows: Sequence[Rows], *, seed: int, report: Report) -> None:
    """Say for each folder how often some and all actors are right, cross-validated over articles."""
    odds: list[NDArray[np.float64]] = [np.zeros(0)] * len(rows)
    groups = [example.setting.article.path for example in examples]
    for learned, left_out in GroupKFold(FOLDS).split(rows, groups=groups):
        forest = fit([rows[row] for row in learned], options=JOINING, penalty=JOINING_PENALTY, seed=seed)
        for row in left_out:
            odds[row] = forest.odds(rows[row].described)
    for folder in sorted({example.folder for example in examples}):
        right = [
            same_actors([example.window.parties[row].name for row in choose(found, example.kind)], example.actors)
            for example, found in zip(examples, odds, strict=True)
            if example.folder == folder
        ]
        some, whole = (sum(column) / len(right) for column in zip(*right, strict=True))
        report(f"{folder}: {len(right)} commitments, some actor right {some:.3f}, all actors right {whole:.3f}")
