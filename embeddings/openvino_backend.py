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
from embeddings.pooling import Bounds, Vectors, mean_rows
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

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit rows, (n, dimension) float32, in the order of the texts; what exceeds `max_tokens` is cut off."""
        return self.encode_parts(texts, [()] * len(texts))[0]

    def encode_parts(self, texts: Sequence[str], bounds: Sequence[Bounds]) -> tuple[Vectors, list[Vectors]]:
        """Like `encode`, and the unit rows of the parts of each text."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        parts: list[Vectors] = [np.zeros((0, self.dimension), dtype=np.float32)] * len(texts)
        read = [self._read(text) for text in texts]

        def keep(row: int, outputs: Sequence[Vectors]) -> None:
            vectors[row] = outputs[0][0]
            if bounds[row]:
                offsets = read[row][1]
                parts[row] = mean_rows(outputs[1][0, : len(offsets)], offsets, bounds[row])

        if len(read) == 1:
            keep(0, self._streams.run_one((read[0][0],)))
        else:
            self._streams.run([(ids,) for ids, _ in read], keep)
        return vectors, parts

    def count_tokens(self, text: str) -> int:
        """How many tokens the text has, the marks of its start and end included."""
        return len(self._tokenizer.encode(well_formed(text)).ids)

    def _read(self, text: str) -> tuple[NDArray[np.int64], Bounds]:
        """The ids (n,) of the text's tokens and where each stands."""
        encoded = self._tokenizer.encode(well_formed(text))
        ids, offsets = encoded.ids, encoded.offsets
        if len(ids) > self.max_tokens:
            last = self.max_tokens - 1
            ids, offsets = [*ids[:last], ids[-1]], [*offsets[:last], offsets[-1]]
        return np.array(ids, dtype=np.int64), offsets


def load_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer in this file, neither cutting nor padding."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def network(weights: Weights, *, int8: bool) -> ov.Model:
    """The encoder: token ids (1, n) int64 to one unit row (1, d) float32, and to the tokens' states (1, n, d)."""
    ids = token_ids()
    states = MiniLm(weights, prefix="", int8=int8).states(ids)
    counts = op.convert(op.not_equal(ids, op.constant(np.int64(PADDING))), "f32")
    # The sum of the words' states has the direction of their mean, and only that is kept.
    pooled = op.reduce_sum(op.multiply(states, op.unsqueeze(counts, ints(2))), ints(1))
    return ov.Model([op.normalize_l2(pooled, ints(1), 1e-12, "max"), states], [ids], "all-MiniLM-L6-v2")
