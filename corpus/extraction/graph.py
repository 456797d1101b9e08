"""The tagger's network as an OpenVINO graph, written out operation by operation: it loads without torch.

Where the processor multiplies bfloat16, most matrices are stored as 8-bit integers with one scale for each group of
input channels, which the runtime multiplies as such; the attention's values and the heads, which lose most by it, stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino import opset13 as op

HEADS: Final = 12
LAYER_NORM_EPSILON: Final = 1e-12
# Input channels that share a scale.
GROUP: Final = 128
KEPT_WHOLE: Final = ("self.value", "tokens", "parts")

Weights = Mapping[str, NDArray[np.float32]]
# OpenVINO's graph nodes are untyped for mypy.
Node = Any


def build_graph(weights: Weights, *, int8: bool) -> ov.Model:
    """`ids` (1, n) int64 -> "tokens" (1, n, outputs) and "parts" (1, n, 3 * width), both float32."""
    ids = op.parameter([1, -1], np.int64, name="ids")
    states = _embed(weights, ids)
    layers = sum(name.endswith("attention.self.query.weight") for name in weights)
    for layer in range(layers):
        states = encoder_layer(weights, f"encoder.encoder.layer.{layer}.", states, int8=int8)
    outputs = [op.result(_linear(weights, name, states), name=name) for name in ("tokens", "parts")]
    return ov.Model(outputs, [ids], "tagger")


def _embed(weights: Weights, ids: Node) -> Node:
    """Word, position and type vectors, added and normalised."""
    table = "encoder.embeddings."
    length = op.gather(op.shape_of(ids), _ints(1), _ints(0))
    words = op.gather(op.constant(weights[table + "word_embeddings.weight"]), ids, _ints(0))
    placed = weights[table + "position_embeddings.weight"] + weights[table + "token_type_embeddings.weight"][0]
    positions = op.slice(op.constant(placed), _ints(0), length, _ints(1), _ints(0))
    return layer_norm(weights, table + "LayerNorm", op.add(words, op.unsqueeze(positions, _ints(0))))


def encoder_layer(weights: Weights, name: str, states: Node, hidden: Node = None, *, int8: bool = False) -> Node:
    """One transformer layer: self-attention and a feed-forward step, each added and normalised.

    `hidden` (b, 1, 1, n) bool is true for tokens that count, where windows of several lengths stand side by side.
    """
    parts = (f"{name}attention.self.{part}" for part in ("query", "key", "value"))
    heads = [_heads(_linear(weights, part, states, int8=int8)) for part in parts]
    seen = op.scaled_dot_product_attention(*heads, *([] if hidden is None else [hidden]))
    joined = op.reshape(op.transpose(seen, _ints(0, 2, 1, 3)), _ints(0, 0, -1), True)
    joined = _linear(weights, name + "attention.output.dense", joined, int8=int8)
    states = layer_norm(weights, name + "attention.output.LayerNorm", op.add(states, joined))
    inner = op.gelu(_linear(weights, name + "intermediate.dense", states, int8=int8), "erf")
    outer = _linear(weights, name + "output.dense", inner, int8=int8)
    return layer_norm(weights, name + "output.LayerNorm", op.add(states, outer))


def _heads(states: Node) -> Node:
    """(b, n, d) -> (b, heads, n, d / heads)."""
    return op.transpose(op.reshape(states, _ints(0, 0, HEADS, -1), True), _ints(0, 2, 1, 3))


def _linear(weights: Weights, name: str, states: Node, *, int8: bool = False) -> Node:
    weight = weights[name + ".weight"]
    matrix = _grouped(weight) if int8 and not name.endswith(KEPT_WHOLE) else op.constant(weight)
    return op.add(op.matmul(states, matrix, False, True), op.constant(weights[name + ".bias"]))


def layer_norm(weights: Weights, name: str, states: Node) -> Node:
    """States (b, n, d) brought to mean 0 and variance 1 over d, then scaled and shifted by the weights of this name."""
    normal = op.mvn(states, _ints(-1), True, LAYER_NORM_EPSILON, "inside_sqrt")
    scaled = op.multiply(normal, op.constant(weights[name + ".weight"]))
    return op.add(scaled, op.constant(weights[name + ".bias"]))


def _grouped(matrix: NDArray[np.float32]) -> Node:
    """The matrix as integers times a scale a group: the form that the runtime recognises."""
    groups = matrix.reshape(matrix.shape[0], -1, GROUP)
    scales = np.maximum(np.abs(groups).max(axis=2, keepdims=True), 1e-12) / np.float32(127)
    integers = np.rint(groups / scales).astype(np.int8)
    product = op.multiply(op.convert(op.constant(integers), "f32"), op.constant(scales.astype(np.float32)))
    return op.reshape(product, _ints(*matrix.shape), False)


def _ints(*values: int) -> Node:
    return op.constant(np.array(values, dtype=np.int64))
