"""The MiniLM encoder as OpenVINO operations: written out and filled from a weights file, not converted from torch.

Starting takes half a second and needs neither torch nor a cache of converted files, and nothing is reported to anyone
(OpenVINO's own converter sends usage statistics where it can).

With `int8` matrices are stored as 8-bit integers with one scale for each group of input channels, which OpenVINO
multiplies as such (Dettmers et al., LLM.int8(), 2022, https://arxiv.org/abs/2208.07339, tell why a few outlying
channels spoil coarser scales); those of the attention's values, which lose most by it, stay whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from openvino import opset13 as op

HEADS: Final = 12
LAYER_NORM_EPSILON: Final = 1e-12
# Input channels that share a scale: 64 is nearer still (mean cosine 0.9997 for 0.9996) and 6% slower.
GROUP: Final = 128
# Stands for no word: the token that windows are filled up with.
PADDING: Final = 0

Weights = Mapping[str, NDArray[np.float32]]
# OpenVINO's graph nodes are untyped for mypy.
Node = Any


class MiniLm:
    """The encoder's parts; `prefix` is what stands before "embeddings." and "encoder." in the names of the weights."""

    def __init__(self, weights: Weights, *, prefix: str, int8: bool) -> None:
        """Take the encoder's weights out of all; others in the mapping are left alone."""
        self._int8 = int8
        own = {name.removeprefix(prefix): array for name, array in weights.items() if name.startswith(prefix)}
        self._order = _outliers_together(own) if int8 else None
        self._weights = own if self._order is None else _reordered(own, self._order)
        self._layers = sum(name.endswith("attention.self.query.weight") for name in own)

    def states(self, ids: Node, added: Node = None) -> Node:
        """Token ids (1, n) int64 -> states (1, n, d); what equals PADDING is seen by no other token.

        `added` (1, n, d) is added to the words' vectors.
        """
        hidden = self._embed(ids, added if self._order is None or added is None else self._moved(added, self._order))
        seen = op.unsqueeze(op.not_equal(ids, op.constant(np.int64(PADDING))), ints(1, 2))
        for layer in range(self._layers):
            hidden = self._layer(hidden, seen, f"encoder.layer.{layer}")
        return hidden if self._order is None else self._moved(hidden, np.argsort(self._order))

    def _moved(self, states: Node, order: NDArray[np.int64]) -> Node:
        return op.gather(states, ints(*order), ints(2))

    def _embed(self, ids: Node, added: Node) -> Node:
        """Word, position and type vectors, added and normalised; all tokens are of the first type."""
        words = op.gather(self._constant("embeddings.word_embeddings"), ids, ints(0))
        placed = self._weights["embeddings.position_embeddings.weight"]
        placed = placed + self._weights["embeddings.token_type_embeddings.weight"][:1]
        length = op.gather(op.shape_of(ids), ints(1), ints(0))
        positions = op.unsqueeze(op.slice(op.constant(placed), ints(0), length, ints(1), ints(0)), ints(0))
        words = words if added is None else op.add(words, added)
        return self._norm(op.add(words, positions), "embeddings.LayerNorm")

    def _layer(self, hidden: Node, seen: Node, name: str) -> Node:
        """Self-attention and a feed-forward step, each added and normalised."""
        attention = f"{name}.attention"
        heads = [_heads(self._dense(hidden, f"{attention}.self.{part}")) for part in ("query", "key", "value")]
        mixed = op.transpose(op.scaled_dot_product_attention(*heads, seen), ints(0, 2, 1, 3))
        mixed = self._dense(op.reshape(mixed, ints(0, 0, -1), True), f"{attention}.output.dense")
        hidden = self._norm(op.add(mixed, hidden), f"{attention}.output.LayerNorm")
        inner = op.gelu(self._dense(hidden, f"{name}.intermediate.dense"), "erf")
        return self._norm(op.add(self._dense(inner, f"{name}.output.dense"), hidden), f"{name}.output.LayerNorm")

    def _dense(self, hidden: Node, name: str) -> Node:
        in_groups = self._int8 and not name.endswith(".value")
        matrix = _grouped(self._weights[f"{name}.weight"]) if in_groups else self._constant(name)
        return op.add(op.matmul(hidden, matrix, False, True), op.constant(self._weights[f"{name}.bias"]))

    def _norm(self, hidden: Node, name: str) -> Node:
        """Brought to mean 0 and variance 1 over the channels, then scaled and shifted."""
        normal = op.mvn(hidden, ints(-1), True, LAYER_NORM_EPSILON, "inside_sqrt")
        return op.add(op.multiply(normal, self._constant(name)), op.constant(self._weights[f"{name}.bias"]))

    def _constant(self, name: str) -> Node:
        return op.constant(self._weights[f"{name}.weight"])


def linear(weights: Weights, name: str, states: Node) -> Node:
    """States (1, n, d) times the matrix of this name, plus its bias."""
    product = op.matmul(states, op.constant(weights[f"{name}.weight"]), False, True)
    return op.add(product, op.constant(weights[f"{name}.bias"]))


def token_ids() -> Node:
    """The graph's input: token ids (1, n) int64."""
    return op.parameter([1, -1], np.int64, name="ids")


def ints(*values: int) -> Node:
    """A constant (k,) int64."""
    return op.constant(np.array(values, dtype=np.int64))


def _heads(states: Node) -> Node:
    """(1, n, d) -> (1, heads, n, d / heads)."""
    return op.transpose(op.reshape(states, ints(0, 0, HEADS, -1), True), ints(0, 2, 1, 3))


def _grouped(matrix: NDArray[np.float32]) -> Node:
    """The matrix as integers times a scale a group: the form that the runtime recognises."""
    groups = matrix.reshape(matrix.shape[0], -1, GROUP)
    scales = np.maximum(np.abs(groups).max(axis=2, keepdims=True), 1e-12) / np.float32(127)
    integers = np.rint(groups / scales).astype(np.int8)
    product = op.multiply(op.convert(op.constant(integers), "f32"), op.constant(scales.astype(np.float32)))
    return op.reshape(product, ints(*matrix.shape), False)


def _outliers_together(weights: Weights) -> NDArray[np.int64]:
    """The order of the hidden channels by what the layers' norms let through, the largest first.

    A few channels are much larger than the rest in every layer, and a group's scale is set by its largest: sorted, they
    share a group and spoil no other (mean cosine 0.9996 instead of 0.9991).
    """
    names = sorted(name for name in weights if name.endswith("LayerNorm.weight"))
    sizes = [np.abs(weights[name]) + np.abs(weights[name.removesuffix("weight") + "bias"]) for name in names]
    return np.argsort(-np.max(sizes, axis=0), kind="stable")


def _reordered(weights: Weights, order: NDArray[np.int64]) -> Weights:
    """The hidden channels in another order, in every matrix that reads or writes them: the same function."""
    reads = (".query.weight", ".key.weight", ".value.weight", ".intermediate.dense.weight", "_embeddings.weight")
    writes = (".output.dense.weight", ".output.dense.bias", ".LayerNorm.weight", ".LayerNorm.bias")
    moved = dict(weights)
    for name, array in weights.items():
        if name.endswith(reads):
            moved[name] = np.ascontiguousarray(array[:, order])
        elif name.endswith(writes):
            moved[name] = np.ascontiguousarray(array[order])
    return moved
