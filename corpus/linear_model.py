"""Linear models of a few numbers: a file in which a person can read what each number weighs.

model = load_linear(path, rows=("joins",), columns=("likeness", "size"), what="joins'")
model.scores(numbers)   # (n, columns) -> (n, rows)
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EncoderError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class LinearModel:
    """Weights (rows, columns) and biases (rows,)."""

    weights: Floats
    biases: Floats

    def scores(self, numbers: Floats) -> Floats:
        """The score of each row for each of the numbers (n, columns): (n, rows)."""
        return np.asarray(numbers @ self.weights.T + self.biases, dtype=np.float64)


def save_linear(path: Path, model: LinearModel, *, rows: Sequence[str], columns: Sequence[str]) -> None:
    """Write the weights by name, four digits each."""
    table = {
        row: dict(zip(("bias", *columns), np.round([bias, *weights], 4).tolist(), strict=True))
        for row, bias, weights in zip(rows, model.biases, model.weights, strict=True)
    }
    path.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


def load_linear(path: Path, *, rows: Sequence[str], columns: Sequence[str], what: str) -> LinearModel:
    """Read what `save_linear` wrote; `what` says whose weights.

    Raises:
        EncoderError: the file is missing, damaged or of another version.
    """
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        weights = [[float(table[row][name]) for name in columns] for row in rows]
        return LinearModel(np.array(weights), np.array([float(table[row]["bias"]) for row in rows]))
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise EncoderError(f"the {what} weights cannot be read from {path}: {error}; reinstall") from error
