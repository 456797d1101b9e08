"""Gradient-boosted trees as plain arrays: read from a safetensors file, run with numpy, no pickle."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from corpus.errors import EncoderError

ARRAYS = ("feature", "threshold", "left", "right", "value")


@dataclass(frozen=True, slots=True, eq=False)
class Described:
    """Things to be scored as numbers: `rows` (n, n_columns) float32."""

    columns: tuple[str, ...]
    rows: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """Trees side by side, all arrays (n_trees, n_nodes); node 0 is the root and a leaf is its own child."""

    columns: tuple[str, ...]
    feature: NDArray[np.int64]
    threshold: NDArray[np.float64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: NDArray[np.float64]
    base: float
    depth: int

    def odds(self, described: Described) -> NDArray[np.float64]:
        """Log-odds (n,) of the rows.

        Raises:
            EncoderError: the columns are not those that were trained on.
        """
        rows = described.rows
        if not len(rows):
            return np.zeros(0)
        if described.columns != self.columns:
            raise EncoderError(
                f"the forest was trained on {len(self.columns)} columns, not on the {len(described.columns)} given: "
                "reinstall, or train it anew"
            )
        # Nodes of all trees in one row, numbered through: looking up by one number is several times as fast as by two.
        first = np.arange(len(self.feature)) * self.feature.shape[1]
        features, thresholds = self.feature.ravel(), self.threshold.ravel()
        ways = np.stack([self.right + first[:, None], self.left + first[:, None]], axis=2).ravel()
        at = np.broadcast_to(first, (len(rows), len(first)))
        flat = rows.ravel()
        start = np.arange(len(rows))[:, None] * rows.shape[1]
        for _ in range(self.depth):
            goes_left = flat.take(start + features.take(at)) <= thresholds.take(at)
            at = ways.take(2 * at + goes_left)
        total: NDArray[np.float64] = self.base + self.value.ravel().take(at).sum(axis=1)
        return total


def save_forest(path: Path, forest: Forest) -> None:
    """Write the trees as arrays and the rest as metadata."""
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays = {name: np.ascontiguousarray(_small(getattr(forest, name))) for name in ARRAYS}
    told = {"columns": list(forest.columns), "base": forest.base, "depth": forest.depth}
    save_file(arrays, str(path), metadata={"forest": json.dumps(told)})


def _small(array: NDArray[np.float64] | NDArray[np.int64]) -> NDArray[np.float32] | NDArray[np.int16]:
    return array.astype(np.int16) if np.issubdtype(array.dtype, np.integer) else array.astype(np.float32)


def load_forest(path: Path) -> Forest:
    """Read what `save_forest` wrote. Raises EncoderError for a file that is missing or damaged."""
    try:
        with safe_open(str(path), framework="numpy") as file:
            told = json.loads(file.metadata()["forest"])
            feature, threshold, left, right, value = (file.get_tensor(name) for name in ARRAYS)
    except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
        raise EncoderError(
            f"the ranker's weights cannot be read from {path}: {error}; reinstall, or train them anew"
        ) from error
    return Forest(
        tuple(told["columns"]),
        feature.astype(np.int64),
        threshold.astype(np.float64),
        left.astype(np.int64),
        right.astype(np.int64),
        value.astype(np.float64),
        float(told["base"]),
        int(told["depth"]),
    )
