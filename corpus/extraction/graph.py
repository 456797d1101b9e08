"""The tagger's network as an OpenVINO graph, built from the weights without torch: loads in a second, runs in bf16."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino import opset13 as op

HEADS: Final = 12
LAYER_NORM_EPSILON: Final = 1e-12

Weights = Mapping[str, NDArray[np.float32]]
# OpenVINO's graph nodes are untyped for mypy.
Node = Any


def build_graph(weights: Weights) -> ov.Model:
    """`ids`, `mask` (b, n) int64 -> "tokens" (b, n, outputs) and "parts" (b, n, 3 * width), both float32."""
    ids = op.parameter([-1, -1], np.int64, name="ids")
    mask = op.parameter([-1, -1], np.int64, name="mask")
    states = _embed(weights, ids)
    hidden = op.unsqueeze(op.not_equal(mask, op.constant(np.int64(0))), op.constant(np.array([1, 2])))
    layers = sum(name.endswith("attention.self.query.weight") for name in weights)
    for layer in range(layers):
        states = _layer(weights, f"encoder.encoder.layer.{layer}.", states, hidden)
    outputs = [op.result(_linear(weights, name, states), name=name) for name in ("tokens", "parts")]
    return ov.Model(outputs, [ids, mask], "tagger")


def _embed(weights: Weights, ids: Node) -> Node:
    """Word, position and type vectors, added and normalised."""
    length = op.gather(op.shape_of(ids), op.constant(np.int64(1)), op.constant(np.int64(0)))
    zero, one = op.constant(np.int64(0)), op.constant(np.int64(1))
    table = "encoder.embeddings."
    words = op.gather(op.constant(weights[table + "word_embeddings.weight"]), ids, zero)
    placed = weights[table + "position_embeddings.weight"] + weights[table + "token_type_embeddings.weight"][0]
    positions = op.gather(op.constant(placed), op.range(zero, length, one, output_type="i64"), zero)
    return _normed(weights, table + "LayerNorm", op.add(words, positions))


def _layer(weights: Weights, name: str, states: Node, hidden: Node) -> Node:
    """One transformer layer: self-attention and a feed-forward step, each added and normalised."""
    query, key, value = (
        _heads(_linear(weights, f"{name}attention.self.{part}", states)) for part in ("query", "key", "value")
    )
    seen = op.scaled_dot_product_attention(query, key, value, hidden)
    joined = op.reshape(
        op.transpose(seen, op.constant(np.array([0, 2, 1, 3]))), op.constant(np.array([0, 0, -1])), True
    )
    joined = _linear(weights, name + "attention.output.dense", joined)
    states = _normed(weights, name + "attention.output.LayerNorm", op.add(states, joined))
    inner = op.gelu(_linear(weights, name + "intermediate.dense", states), "erf")
    return _normed(weights, name + "output.LayerNorm", op.add(states, _linear(weights, name + "output.dense", inner)))


def _heads(states: Node) -> Node:
    """(b, n, d) -> (b, heads, n, d / heads)."""
    split = op.reshape(states, op.constant(np.array([0, 0, HEADS, -1])), True)
    return op.transpose(split, op.constant(np.array([0, 2, 1, 3])))


def _linear(weights: Weights, name: str, states: Node) -> Node:
    product = op.matmul(states, op.constant(weights[name + ".weight"]), False, True)
    return op.add(product, op.constant(weights[name + ".bias"]))


def _normed(weights: Weights, name: str, states: Node) -> Node:
    normed = op.mvn(states, op.constant(np.array([-1])), True, LAYER_NORM_EPSILON, "INSIDE_SQRT")
    scaled = op.multiply(normed, op.constant(weights[name + ".weight"]))
    return op.add(scaled, op.constant(weights[name + ".bias"]))
