"""Runs the actor network: for each candidate, how likely each party is bound, first or beside others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.extraction.actor_windows import ActorWindow
from corpus.extraction.decoding import gelu
from corpus.extraction.runtime import RunMarked, open_marked_runtime
from corpus.minilm.trained import load_trained

WEIGHTS_FILE: Final = Path(__file__).parent / "weights" / "actor_network.safetensors"
NOWHERE: Final = -50.0  # log-score of a party that has no place in the window

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Head:
    """The last layers as arrays, but for what the first of them makes of tokens, which the encoder's graph tells.

    `features` (width, FEATURES), `bias` (width,), `score` (2, width), `score_bias` (2,).
    """

    features: Floats
    bias: Floats
    score: Floats
    score_bias: Floats

    @classmethod
    def of(cls, weights: Mapping[str, Floats]) -> Head:
        """Take the layers out of the network's weights."""
        features = np.ascontiguousarray(weights["join.weight"][:, 2 * len(weights["mark"]) :])
        return cls(features, weights["join.bias"], weights["score.weight"], weights["score.bias"])

    def scores(self, ends: Floats, window: ActorWindow) -> Floats:
        """Scores (n_parties, 2) of a window's parties, each the log of the sum over its places; `ends` (n, 2 * width).

        The first half of `ends` is what the first layer makes of a token that begins a place, the second of its last.
        """
        total = np.full((len(window.parties), 2), NOWHERE, dtype=np.float32)
        if not window.places:
            return total
        firsts, lasts, parties = (
            np.array([getattr(place, name) for place in window.places]) for name in ("first", "last", "party")
        )
        width = len(self.bias)
        features = (window.features @ self.features.T)[parties]
        joined = ends[firsts, :width] + ends[lasts, width:] + features + self.bias
        np.logaddexp.at(total, parties, gelu(joined) @ self.score.T + self.score_bias)
        return total


class ActorReader:
    """The trained network; one is loaded per process."""

    def __init__(self, run: RunMarked, head: Head) -> None:
        """Join an encoder that runs and the head."""
        self._run = run
        self._head = head

    @classmethod
    def load(cls, path: Path = WEIGHTS_FILE) -> ActorReader:
        """Load the weights that come with the package. Raises EncoderError where they cannot be read."""
        arrays = load_trained(path, what="actor", needs="join.weight")
        return cls(open_marked_runtime(arrays), Head.of(arrays))

    def read(self, windows: Sequence[ActorWindow]) -> tuple[Floats, ...]:
        """Scores (n_parties, 2) of each window, in the order given."""
        ends = self._run([(window.ids, window.types) for window in windows])
        return tuple(self._head.scores(one, window) for one, window in zip(ends, windows, strict=True))


@cache
def shared_reader() -> ActorReader:
    """The reader with the package's own weights, loaded at the first call."""
    return ActorReader.load()
