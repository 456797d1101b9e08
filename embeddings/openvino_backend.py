"""The default encoder computed by OpenVINO: the same model as sentence-transformers runs, several times as fast.

Every text is computed alone, on one thread, and as many texts at once as there are processors. So a text's vector is
the same bytes whatever stands beside it: a build that reuses vectors equals one that makes them all.
`benchmarks/encode.py` prints what it gains and costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino import opset13 as op
from safetensors.numpy import load
from tokenizers import Tokenizer

from corpus.minilm.graph import PADDING, MiniLm, Weights, ints, token_ids
from corpus.minilm.streams import Streams
from embeddings.encoder import well_formed
from embeddings.weights import ModelFolder


class OpenVinoEncoder:
    """all-MiniLM-L6-v2: mean of the last layer's tokens, brought to unit length. Safe to call from several threads."""

    backend = "openvino"

    def __init__(self, name: str, fingerprint: str, model: ModelFolder, *, max_tokens: int) -> None:
        self.name = name
        self.fingerprint = fingerprint
        self.max_tokens = max_tokens
        self._tokenizer = load_tokenizer(model.tokenizer)
        self.dimension = int(model.config()["hidden_size"])
        weights = load(model.weights)
        self._streams = Streams(lambda int8: network(weights, int8=int8))

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit rows, (n, dimension) float32, in the order of the texts; what exceeds `max_tokens` is cut off."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        ids = [self._ids(text) for text in texts]
        if len(ids) == 1:
            vectors[0] = self._streams.run_one((ids[0],))[0][0]
            return vectors

        def keep(row: int, outputs: Sequence[NDArray[np.float32]]) -> None:
            vectors[row] = outputs[0][0]

        self._streams.run([(one,) for one in ids], keep)
        return vectors

    def count_tokens(self, text: str) -> int:
        """How many tokens the text has, the marks of its start and end included."""
        return len(self._tokenizer.encode(well_formed(text)).ids)

    def _ids(self, text: str) -> NDArray[np.int64]:
        ids = self._tokenizer.encode(well_formed(text)).ids
        if len(ids) > self.max_tokens:
            ids = [*ids[: self.max_tokens - 1], ids[-1]]
        return np.array(ids, dtype=np.int64)


def load_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer in this file, neither cutting nor padding."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def network(weights: Weights, *, int8: bool) -> ov.Model:
    """The encoder with mean pooling: token ids (1, n) int64 to one unit row (1, d) float32."""
    ids = token_ids()
    states = MiniLm(weights, prefix="", int8=int8).states(ids)
    counts = op.convert(op.not_equal(ids, op.constant(np.int64(PADDING))), "f32")
    # The sum of the words' states has the direction of their mean, and only that is kept.
    pooled = op.reduce_sum(op.multiply(states, op.unsqueeze(counts, ints(2))), ints(1))
    return ov.Model([op.normalize_l2(pooled, ints(1), 1e-12, "max")], [ids], "all-MiniLM-L6-v2")
