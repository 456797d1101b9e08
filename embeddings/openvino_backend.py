"""The default encoder computed by OpenVINO: the same model as sentence-transformers runs, several times as fast.

The network is written out here, operation by operation, and filled from the weights file, instead of being converted
from torch: starting takes half a second and needs neither torch nor a cache of converted files, and nothing is reported
to anyone (OpenVINO's own converter sends usage statistics where it can).

Every text is computed alone, at its own length, on one thread, and as many texts at once as there are processors. So
nothing is spent on padding, and a text's vector is the same bytes whatever stands beside it: a build that reuses
vectors equals one that makes them all.

Where the processor multiplies bfloat16, matrices are multiplied in 8-bit integers, scaled by groups of 128 channels
(Dettmers et al., LLM.int8(), 2022, https://arxiv.org/abs/2208.07339, tell why a few outlying channels spoil coarser
scales), except those of the attention's values, which lose most by it; what is left is computed in bfloat16.
`benchmarks/encode.py` prints what it gains and costs.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino import opset13 as op
from safetensors.numpy import load
from tokenizers import Tokenizer

from embeddings.encoder import well_formed
from embeddings.weights import ModelFolder

Weights = dict[str, NDArray[np.float32]]

# One scale for so many input channels: 64 is nearer still (mean cosine 0.9997 for 0.9996) and 6% slower.
_GROUP = 128

# Each stream holds its own intermediate arrays, about 10 MB; more streams than this gain little.
_MAX_STREAMS = 16


class OpenVinoEncoder:
    """all-MiniLM-L6-v2: mean of the last layer's tokens, brought to unit length. Safe to call from several threads."""

    backend = "openvino"

    def __init__(self, name: str, fingerprint: str, model: ModelFolder, *, max_tokens: int) -> None:
        self.name = name
        self.fingerprint = fingerprint
        self.max_tokens = max_tokens
        self._tokenizer = load_tokenizer(model.tokenizer)
        config = model.config()
        self.dimension = int(config["hidden_size"])
        core = ov.Core()
        fast = "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
        n_streams = min(_MAX_STREAMS, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)
        settings = {
            "INFERENCE_PRECISION_HINT": "bf16" if fast else "f32",
            "DYNAMIC_QUANTIZATION_GROUP_SIZE": _GROUP if fast else 0,
            "NUM_STREAMS": n_streams,
            "INFERENCE_NUM_THREADS": n_streams,
        }
        compiled = core.compile_model(network(load(model.weights), config, int8=fast), "CPU", settings)
        self._queue = ov.AsyncInferQueue(compiled, n_streams)
        self._queue_lock = Lock()
        # A question need not wait for the passages of a build that runs beside it.
        self._request = compiled.create_infer_request()
        self._request_lock = Lock()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit rows, (n, dimension) float32, in the order of the texts; what exceeds `max_tokens` is cut off."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        ids = [self._ids(text) for text in texts]
        if len(ids) == 1:
            with self._request_lock:
                vectors[0] = self._request.infer({0: ids[0]})[0][0]
            return vectors

        def keep(request: ov.InferRequest, row: int) -> None:
            vectors[row] = request.get_output_tensor(0).data[0]

        with self._queue_lock:
            self._queue.set_callback(keep)
            try:
                # Like lengths follow each other: a kernel is made once for each length.
                for row in sorted(range(len(ids)), key=lambda row: -ids[row].size):
                    self._queue.start_async({0: ids[row]}, row)
            finally:
                # Interrupted or not, nothing of this call may still run when the next one sets its callback.
                self._queue.wait_all()
        return vectors

    def count_tokens(self, text: str) -> int:
        """How many tokens the text has, the marks of its start and end included."""
        return len(self._tokenizer.encode(well_formed(text)).ids)

    def _ids(self, text: str) -> NDArray[np.int64]:
        ids = self._tokenizer.encode(well_formed(text)).ids
        if len(ids) > self.max_tokens:
            ids = [*ids[: self.max_tokens - 1], ids[-1]]
        return np.array([ids], dtype=np.int64)


def load_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer in this file, neither cutting nor padding."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def network(weights: Weights, config: dict[str, Any], *, int8: bool) -> ov.Model:
    """BERT with mean pooling: token ids (1, n) int64 to one unit row (1, hidden) float32.

    With `int8` most matrices are stored as 8-bit integers with scales, which the runtime multiplies as such.
    """
    order = _outliers_together(weights) if int8 else np.arange(config["hidden_size"])
    bert = _Bert(_reordered(weights, order) if int8 else weights, config, int8=int8)
    ids = op.parameter([1, -1], np.int64, name="ids")
    hidden = bert.embeddings(ids)
    for layer in range(config["num_hidden_layers"]):
        hidden = bert.layer(hidden, f"encoder.layer.{layer}")
    pooled = op.gather(op.reduce_mean(hidden, _ints(1)), _ints(*np.argsort(order)), _ints(1))
    return ov.Model([op.normalize_l2(pooled, _ints(1), 1e-12, "max")], [ids], "all-MiniLM-L6-v2")


class _Bert:
    """The parts of the network, named as in the weights file."""

    def __init__(self, weights: Weights, config: dict[str, Any], *, int8: bool) -> None:
        self._weights = weights
        self._int8 = int8
        self._n_heads = int(config["num_attention_heads"])
        self._size = int(config["hidden_size"])
        self._epsilon = float(config["layer_norm_eps"])

    def embeddings(self, ids: ov.Node) -> ov.Node:
        name = "embeddings"
        length = op.gather(op.shape_of(ids), _ints(1), _ints(0))
        positions = op.slice(self._constant(f"{name}.position_embeddings"), _ints(0), length, _ints(1), _ints(0))
        words = op.gather(self._constant(f"{name}.word_embeddings"), ids, _ints(0))
        # All tokens are of the first type: there is no second sentence.
        kind = op.constant(self._weights[f"{name}.token_type_embeddings.weight"][:1])
        return self._norm(op.add(op.add(words, op.unsqueeze(positions, _ints(0))), kind), f"{name}.LayerNorm")

    def layer(self, hidden: ov.Node, name: str) -> ov.Node:
        attention = f"{name}.attention"
        query, key, value = (
            self._heads(self._dense(hidden, f"{attention}.self.{part}")) for part in ("query", "key", "value")
        )
        mixed = op.transpose(op.scaled_dot_product_attention(query, key, value), _ints(0, 2, 1, 3))
        mixed = self._dense(op.reshape(mixed, _ints(0, 0, self._size), True), f"{attention}.output.dense")
        hidden = self._norm(op.add(mixed, hidden), f"{attention}.output.LayerNorm")
        inner = op.gelu(self._dense(hidden, f"{name}.intermediate.dense"), "erf")
        return self._norm(op.add(self._dense(inner, f"{name}.output.dense"), hidden), f"{name}.output.LayerNorm")

    def _heads(self, hidden: ov.Node) -> ov.Node:
        split = op.reshape(hidden, _ints(0, 0, self._n_heads, self._size // self._n_heads), True)
        return op.transpose(split, _ints(0, 2, 1, 3))

    def _dense(self, hidden: ov.Node, name: str) -> ov.Node:
        in_groups = self._int8 and not name.endswith(".value")
        matrix = _grouped(self._weights[f"{name}.weight"]) if in_groups else self._constant(name)
        return op.add(op.matmul(hidden, matrix, False, True), op.constant(self._weights[f"{name}.bias"]))

    def _norm(self, hidden: ov.Node, name: str) -> ov.Node:
        normal = op.mvn(hidden, _ints(-1), True, self._epsilon, "inside_sqrt")
        return op.add(op.multiply(normal, self._constant(name)), op.constant(self._weights[f"{name}.bias"]))

    def _constant(self, name: str) -> ov.Node:
        return op.constant(self._weights[f"{name}.weight"])


def _grouped(matrix: NDArray[np.float32]) -> ov.Node:
    # In the form in which the runtime recognises compressed weights: integers, times a scale a group.
    groups = matrix.reshape(matrix.shape[0], -1, _GROUP)
    scales = np.abs(groups).max(axis=2, keepdims=True) / np.float32(127)
    integers = np.rint(groups / scales).astype(np.int8)
    product = op.multiply(op.convert(op.constant(integers), "f32"), op.constant(scales))
    return op.reshape(product, _ints(*matrix.shape), False)


def _outliers_together(weights: Weights) -> NDArray[np.int64]:
    # A few channels are much larger than the rest in every layer, and a group's scale is set by its largest: sorted by
    # what the layers' norms let through, they share a group and spoil no other (mean cosine 0.9996 instead of 0.9991).
    names = sorted(name for name in weights if name.endswith("LayerNorm.weight"))
    sizes = [np.abs(weights[name]) + np.abs(weights[name.removesuffix("weight") + "bias"]) for name in names]
    return np.argsort(-np.max(sizes, axis=0), kind="stable")


def _reordered(weights: Weights, order: NDArray[np.int64]) -> Weights:
    # The hidden channels in another order, in every matrix that reads or writes them: the same function.
    reads = (".query.weight", ".key.weight", ".value.weight", ".intermediate.dense.weight", "_embeddings.weight")
    writes = (".output.dense.weight", ".output.dense.bias", ".LayerNorm.weight", ".LayerNorm.bias")
    moved = dict(weights)
    for name, array in weights.items():
        if name.endswith(reads):
            moved[name] = np.ascontiguousarray(array[:, order])
        elif name.endswith(writes):
            moved[name] = np.ascontiguousarray(array[order])
    return moved


def _ints(*values: int) -> ov.Node:
    return op.constant(np.array(values, dtype=np.int64))
