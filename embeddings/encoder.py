"""Texts to vectors: the only importer of sentence_transformers.

The default encoder is all-MiniLM-L6-v2, whose weights are installed with the tracker. OpenVINO computes it where it
can, else torch in bfloat16, else sentence-transformers as it stands. They differ in speed, and their vectors by less
than a thousandth in cosine: so the fingerprint names the model and not what computes it, and a build made by one is
opened by the others. On one machine the same text has the same bytes. Any other model is run by sentence-transformers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from corpus.errors import EncoderError
from embeddings.pooling import Bounds, Vectors, mean_rows
from embeddings.weights import WEIGHTS_SHA256, ModelFolder, default_model

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


DEFAULT_ENCODER = "sentence-transformers/all-MiniLM-L6-v2"
DEFAULT_MAX_TOKENS = 256

# The default model's cosine for these two, as sentence-transformers 6.2 computes it in float32. OpenVINO with 8-bit
# integers gives 0.6298; a backend that is much further off computes something else and is passed over.
_PROBE = ("The ministry will build two bridges by 2030.", "Two new bridges were promised by the government.")
_PROBE_COSINE = 0.6234
_PROBE_TOLERANCE = 0.02

DEFAULT_FINGERPRINT = hashlib.sha256(f"{WEIGHTS_SHA256} mean unit {DEFAULT_MAX_TOKENS}".encode()).hexdigest()[:16]


class Backend(StrEnum):
    """What computes the vectors; `AUTO` takes the first of the others that this machine can run."""

    AUTO = "auto"
    OPENVINO = "openvino"
    TORCH_BF16 = "torch-bf16"
    SENTENCE_TRANSFORMERS = "sentence-transformers"


class Encoder(Protocol):
    """Turns texts into vectors whose inner product is their cosine similarity; may be called from several threads.

    `fingerprint` is the same for two encoders whose vectors may stand in one index. `backend` is for the status line.
    """

    name: str
    fingerprint: str
    dimension: int
    max_tokens: int
    backend: str

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit rows, (n, dimension) float32, in the order of the texts; what exceeds `max_tokens` is cut off."""
        ...

    def encode_parts(self, texts: Sequence[str], bounds: Sequence[Bounds]) -> tuple[Vectors, list[Vectors]]:
        """The same, and for each text unit rows (k, dimension) of its k parts, as they are meant in it.

        They are the means of what is made of their words where the whole text is read; a part of which no word is read
        (one that was cut off) has the row of the whole.
        """
        ...

    def count_tokens(self, text: str) -> int:
        """How many tokens the encoder makes of the text, the marks of its start and end included."""
        ...


class SentenceTransformersEncoder:
    """A model as sentence-transformers runs it, in the precision in which it was loaded."""

    def __init__(self, name: str, fingerprint: str, model: SentenceTransformer, *, backend: Backend) -> None:
        self._model = model
        self.name = name
        self.fingerprint = fingerprint
        self.dimension = int(model.encode([""]).shape[1])
        self.max_tokens = int(model.max_seq_length or DEFAULT_MAX_TOKENS)
        self.backend = backend.value

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit rows, (n, dimension) float32, in the order of the texts; what exceeds `max_tokens` is cut off."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        rows = [well_formed(text) for text in texts]
        vectors: Vectors = np.array(self._model.encode(rows, show_progress_bar=False), dtype=np.float32)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.finfo(np.float32).tiny)
        return vectors

    def encode_parts(self, texts: Sequence[str], bounds: Sequence[Bounds]) -> tuple[Vectors, list[Vectors]]:
        """Like `encode`, and the unit rows of the parts of each text; read alone where the model tells no tokens."""
        rows = [well_formed(text) for text in texts]
        if not getattr(self._model.tokenizer, "is_fast", False):
            alone = [[row[start:end] for start, end in parts] for row, parts in zip(rows, bounds, strict=True)]
            return self.encode(texts), [self.encode(words) for words in alone]
        # A prompt would move every word; parts are read without.
        states = self._model.encode(rows, output_value="token_embeddings", prompt="", show_progress_bar=False)
        offsets = [self._model.tokenizer(row, return_offsets_mapping=True, verbose=False) for row in rows]
        found = [
            mean_rows(own.float().cpu().numpy(), one["offset_mapping"][: len(own)], parts)
            for own, one, parts in zip(states, offsets, bounds, strict=True)
        ]
        return self.encode(texts), found

    def count_tokens(self, text: str) -> int:
        """How many tokens the text has, the marks of its start and end included."""
        return len(self._model.tokenizer(well_formed(text), truncation=False, verbose=False)["input_ids"])


class NoEncoder:
    """Encodes nothing and is there at once: for a build of which only the ledger is wanted. It fits every build."""

    name = "none"
    fingerprint = "none"
    dimension = 0
    max_tokens = 0
    backend = "none"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Nothing.

        Raises:
            EncoderError: always; what is searched or built needs an encoder.
        """
        raise EncoderError(f"{len(texts)} texts to encode and no encoder; open the build with one to search it")

    def encode_parts(self, texts: Sequence[str], bounds: Sequence[Bounds]) -> tuple[Vectors, list[Vectors]]:
        """Nothing.

        Raises:
            EncoderError: always; what is built needs an encoder.
        """
        raise EncoderError(f"{len(texts)} texts to encode and no encoder; build with one")

    def count_tokens(self, text: str) -> int:
        """Nothing.

        Raises:
            EncoderError: always; what is built needs an encoder.
        """
        raise EncoderError(f"a text of {len(text)} characters to count and no encoder; build with one")


def well_formed(text: str) -> str:
    """The text with half surrogate pairs replaced: UTF-8 has no bytes for them, and tokenizers refuse them."""
    return text.encode("utf-8", errors="replace").decode("utf-8")


def load_encoder(name: str = DEFAULT_ENCODER, *, backend: Backend = Backend.AUTO) -> Encoder:
    """The default encoder, or any sentence-transformers model by its name or the path of its folder.

    The default never looks further than this machine; another name is looked up as sentence-transformers does it.
    Raises EncoderError where the weights are missing, damaged or not those that were asked for, or the backend that
    was asked for cannot run here.
    """
    if name != DEFAULT_ENCODER:
        model = _load_model(name, bfloat16=False)
        return SentenceTransformersEncoder(name, _fingerprint_of(model), model, backend=Backend.SENTENCE_TRANSFORMERS)
    folder = default_model()
    failures = []
    for kind, load in _LOADERS.items():
        if backend not in (Backend.AUTO, kind):
            continue
        try:
            return _checked(load(folder))
        # Whatever keeps a faster library from running here (not installed, a processor it does not know, a version that
        # differs), the next one is tried.
        except Exception as error:
            failures.append(f"{kind}: {error}".splitlines()[0])
    raise EncoderError(f"{name} cannot be run ({'; '.join(failures)}); try TRACKER_ENCODER with another model")


def _openvino(folder: ModelFolder) -> Encoder:
    from embeddings.openvino_backend import OpenVinoEncoder

    return OpenVinoEncoder(DEFAULT_ENCODER, DEFAULT_FINGERPRINT, folder, max_tokens=DEFAULT_MAX_TOKENS)


def _torch_bfloat16(folder: ModelFolder) -> Encoder:
    import torch

    if not torch.cpu._is_avx512_bf16_supported():
        raise EncoderError("this processor does not multiply bfloat16")
    model = _load_model(str(folder.path), bfloat16=True)
    return SentenceTransformersEncoder(DEFAULT_ENCODER, DEFAULT_FINGERPRINT, model, backend=Backend.TORCH_BF16)


def _plain(folder: ModelFolder) -> Encoder:
    model = _load_model(str(folder.path), bfloat16=False)
    return SentenceTransformersEncoder(
        DEFAULT_ENCODER, DEFAULT_FINGERPRINT, model, backend=Backend.SENTENCE_TRANSFORMERS
    )


_LOADERS: dict[Backend, Callable[[ModelFolder], Encoder]] = {
    Backend.OPENVINO: _openvino,
    Backend.TORCH_BF16: _torch_bfloat16,
    Backend.SENTENCE_TRANSFORMERS: _plain,
}


def _checked(encoder: Encoder) -> Encoder:
    one, other = encoder.encode(_PROBE)
    if not abs(float(one @ other) - _PROBE_COSINE) <= _PROBE_TOLERANCE:
        raise EncoderError(f"a probe has cosine {float(one @ other):.4f}, expected {_PROBE_COSINE:.4f}")
    return encoder


def _load_model(name: str, *, bfloat16: bool) -> SentenceTransformer:
    try:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        return SentenceTransformer(
            name,
            local_files_only=Path(name).is_dir(),
            model_kwargs={"dtype": torch.bfloat16} if bfloat16 else {},
        )
    # The library's own errors are of a dozen classes of four libraries; to the user they are one.
    except Exception as error:
        reason = " ".join(str(error).split())[:200]
        raise EncoderError(
            f"{name} cannot be loaded as a sentence-transformers model ({reason}); "
            f"give the path of a model's folder, or a name that can be downloaded"
        ) from error


def _fingerprint_of(model: SentenceTransformer) -> str:
    parts = hashlib.sha256(f"{model.max_seq_length}\n{model}".encode())
    for name, tensor in sorted(model.state_dict().items()):
        parts.update(name.encode())
        parts.update(tensor.detach().cpu().float().contiguous().numpy().tobytes())
    return parts.hexdigest()[:16]
