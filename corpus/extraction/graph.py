"""The tagger's and the actor network's graphs: the MiniLM encoder between what each puts in and reads out."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino import opset13 as op

from corpus.minilm.graph import MiniLm, ints, linear, token_ids

Weights = Mapping[str, NDArray[np.float32]]
# Stands before the encoder's names in the weights of both networks.
PREFIX = "encoder."


def tagger_graph(weights: Weights, *, int8: bool) -> ov.Model:
    """`ids` (1, n) int64 -> "tokens" (1, n, outputs) and "parts" (1, n, 3 * width), both float32."""
    ids = token_ids()
    states = MiniLm(weights, prefix=PREFIX, int8=int8).states(ids)
    return ov.Model(
        [op.result(linear(weights, name, states), name=name) for name in ("tokens", "parts")], [ids], "tags"
    )


def actor_graph(weights: Weights, ends: NDArray[np.float32], *, int8: bool) -> ov.Model:
    """`ids` and `types` (1, n) int64 -> "ends" (1, n, m) float32: the states times the matrix `ends` (m, d).

    Type 1 adds the quote's mark to a word.
    """
    ids, types = token_ids(), op.parameter([1, -1], np.int64, name="types")
    marks = op.multiply(op.unsqueeze(op.convert(types, "f32"), ints(2)), op.constant(weights["mark"]))
    states = MiniLm(weights, prefix=PREFIX, int8=int8).states(ids, marks)
    read = op.matmul(states, op.constant(ends), False, True)
    return ov.Model([op.result(read, name="ends")], [ids, types], "actors")
