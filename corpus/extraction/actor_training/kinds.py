"""Trees that tell the four core kinds from the words around a quote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold

from corpus.extraction.actor_training.examples import Example
from corpus.extraction.actor_training.forests import as_forest
from corpus.extraction.forest import Forest
from corpus.extraction.kind_features import describe_kind
from corpus.extraction.kinds import CORE_KINDS

OPTIONS: Final = {"max_iter": 60, "learning_rate": 0.08, "max_leaf_nodes": 7, "min_samples_leaf": 20}
PENALTY: Final = 5.0
FOLDS: Final = 5

Report = Callable[[str], None]


def fit(examples: Sequence[Example], *, seed: int) -> tuple[Forest, ...]:
    """One forest for each of CORE_KINDS, from the examples of a core kind."""
    core = [example for example in examples if example.kind.is_core]
    columns = describe_kind(core[0].setting, core[0].span).columns
    model = _fit(*_rows(core), seed=seed)
    return tuple(as_forest(model, columns, output) for output in range(len(CORE_KINDS)))


def _rows(core: Sequence[Example]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    values = np.vstack([describe_kind(example.setting, example.span).rows for example in core])
    return values, np.array([CORE_KINDS.index(example.kind) for example in core])


def _fit(values: NDArray[np.float32], kinds: NDArray[np.int64], *, seed: int) -> HistGradientBoostingClassifier:
    model = HistGradientBoostingClassifier(**OPTIONS, l2_regularization=PENALTY, random_state=seed)
    return model.fit(values, kinds)


def measure(examples: Sequence[Example], *, seed: int, report: Report) -> None:
    """Say for each folder how often the words around alone tell the kind, cross-validated over articles."""
    core = [example for example in examples if example.kind.is_core]
    values, kinds = _rows(core)
    right = np.zeros(len(core))
    groups = [example.setting.article.path for example in core]
    for learned, left_out in GroupKFold(FOLDS).split(values, groups=groups):
        model = _fit(values[learned], kinds[learned], seed=seed)
        right[left_out] = model.predict(values[left_out]) == kinds[left_out]
    for folder in sorted({example.folder for example in core}):
        rows = [row for row, example in enumerate(core) if example.folder == folder]
        report(f"{folder}: {len(rows)} core commitments, kind right by the words around alone {right[rows].mean():.3f}")
