"""A question's vector, turned by a trained matrix towards the sentences that answer questions like it.

An answer is not worded like its question, so the sentences nearest to a question are often those that repeat it. The
matrix (dimension, dimension) is learned from questions and the sentences that answer them (`matching_training`); it
costs nothing at the time of asking, for the sentences' own vectors stay as they are.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file

from corpus.errors import EncoderError
from embeddings.encoder import DEFAULT_FINGERPRINT
from embeddings.pooling import Vectors

WEIGHTS_FILE: Final = Path(__file__).parent / "weights" / "query_adapter.safetensors"
TENSOR: Final = "turn"


def adapted(vector: Vectors, *, fingerprint: str) -> Vectors:
    """The question's unit vector (dimension,) turned; as it is where another encoder made it than was learned with.

    Raises:
        EncoderError: the weights cannot be read.
    """
    if fingerprint != DEFAULT_FINGERPRINT:
        return vector
    turned: Vectors = vector + adapter() @ vector
    return turned


@cache
def adapter() -> Vectors:
    """The matrix (dimension, dimension) that comes with the package: what is added to a question's vector.

    Raises:
        EncoderError: the file is missing, damaged or holds something else.
    """
    try:
        arrays = load_file(str(WEIGHTS_FILE))
    except (OSError, SafetensorError) as error:
        raise EncoderError(f"the weights of the query adapter cannot be read from {WEIGHTS_FILE}: {error}") from error
    if TENSOR not in arrays:
        raise EncoderError(f"{WEIGHTS_FILE} holds no {TENSOR!r}; reinstall, or train the adapter anew")
    return arrays[TENSOR].astype(np.float32)
