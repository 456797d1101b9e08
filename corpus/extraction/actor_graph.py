"""The actor network's encoder as an OpenVINO graph: the tagger's layers, with the quote's mark added to the words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino import opset13 as op

from corpus.extraction.graph import Node, encoder_layer, layer_norm

Floats = NDArray[np.float32]


def open_actor_graph(
    weights: Mapping[str, Floats],
) -> Callable[[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]], Floats]:
    """`ids`, `mask`, `types` (b, n) int64 -> states (b, n, d) float32."""
    compiled = ov.Core().compile_model(_graph(weights), "CPU", {"PERFORMANCE_HINT": "LATENCY"})
    request = compiled.create_infer_request()

    def run(ids: NDArray[np.int64], mask: NDArray[np.int64], types: NDArray[np.int64]) -> Floats:
        request.infer({"ids": ids, "mask": mask, "types": types})
        return np.array(request.get_output_tensor(0).data)

    return run


def _graph(weights: Mapping[str, Floats]) -> ov.Model:
    ids, mask, types = (op.parameter([-1, -1], np.int64, name=name) for name in ("ids", "mask", "types"))
    states = _embed(weights, ids, types)
    hidden = op.unsqueeze(op.not_equal(mask, op.constant(np.int64(0))), op.constant(np.array([1, 2])))
    for layer in range(sum(name.endswith("attention.self.query.weight") for name in weights)):
        states = encoder_layer(weights, f"encoder.encoder.layer.{layer}.", states, hidden)
    return ov.Model([op.result(states, name="states")], [ids, mask, types], "actors")


def _embed(weights: Mapping[str, Floats], ids: Node, types: Node) -> Node:
    """Word, mark, position and type vectors, added and normalised."""
    length = op.gather(op.shape_of(ids), op.constant(np.int64(1)), op.constant(np.int64(0)))
    zero, one = op.constant(np.int64(0)), op.constant(np.int64(1))
    table = "encoder.embeddings."
    words = op.gather(op.constant(weights[table + "word_embeddings.weight"]), ids, zero)
    marked = op.multiply(op.unsqueeze(op.convert(types, "f32"), op.constant(np.int64(2))), op.constant(weights["mark"]))
    placed = weights[table + "position_embeddings.weight"] + weights[table + "token_type_embeddings.weight"][0]
    positions = op.gather(op.constant(placed), op.range(zero, length, one, output_type="i64"), zero)
    return layer_norm(weights, table + "LayerNorm", op.add(op.add(words, marked), positions))
