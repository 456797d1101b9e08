"""Vectors of sentences as they are meant in their passages: kept in a build, made by each backend alike."""

from __future__ import annotations

import numpy as np
import pytest

from corpus.errors import DamagedBuild, EncoderError
from embeddings.encoder import Backend, load_encoder
from embeddings.pooling import mean_rows
from embeddings.sentence_vectors import SentenceVectors

TEXT = "Odrin will build two bridges. The harbour is closed."
PARTS = ((0, 29), (30, 52), (0, 52))


def test_a_part_is_the_mean_of_the_tokens_that_lie_in_it():
    states = np.array([[9, 9], [2, 0], [0, 4], [3, 0], [9, 9]], dtype=np.float32)
    offsets = [(0, 0), (0, 4), (5, 9), (10, 14), (0, 0)]
    rows = mean_rows(states, offsets, [(0, 9), (10, 14), (3, 14)])
    np.testing.assert_allclose(rows, [[2 / 20**0.5, 4 / 20**0.5], [1, 0], [0.6, 0.8]], atol=1e-6)


def test_a_part_without_a_token_has_the_row_of_the_whole():
    states = np.array([[3, 0], [0, 4]], dtype=np.float32)
    rows = mean_rows(states, [(0, 1), (1, 2)], [(2, 5), (0, 2)])
    np.testing.assert_allclose(rows, [[0.6, 0.8]] * 2, atol=1e-6)
    assert mean_rows(states, [(0, 1), (1, 2)], ()).shape == (0, 2)


def test_rounded_rows_are_near_to_those_put_in(tmp_path):
    vectors = np.random.default_rng(0).normal(size=(40, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    SentenceVectors.of(vectors).save(tmp_path / "sentences.npy")
    kept = SentenceVectors.load(tmp_path / "sentences.npy")
    assert len(kept) == 40
    found = kept.units([3, 0, 3])
    assert np.linalg.norm(found, axis=1) == pytest.approx(1.0)
    assert (found * vectors[[3, 0, 3]]).sum(axis=1).min() > 0.999
    assert kept.units([]).shape == (0, 384)
    assert len(SentenceVectors.of(vectors[:0])) == 0


@pytest.mark.parametrize("array", [None, np.zeros((2, 3)), np.zeros(3, dtype=np.int8)])
def test_a_file_that_holds_something_else_is_told(tmp_path, array):
    path = tmp_path / "sentences.npy"
    if array is None:
        path.write_bytes(b"no array")
    else:
        np.save(path, array)
    with pytest.raises(DamagedBuild, match=r"sentences\.npy.*tracker build"):
        SentenceVectors.load(path)


def test_each_sentence_of_a_build_has_its_own_vector(small_build, fake_encoder):
    total = 0
    for row, passage in enumerate(small_build.passages):
        rows = small_build.passages.sentence_rows(row)
        assert len(rows) == len(passage.sentences)
        article = small_build.article_of(row)
        own = fake_encoder.encode([article.slice(sentence) for sentence in passage.sentences])
        assert (small_build.sentence_vectors.units(rows) * own).sum(axis=1).min() > 0.999
        total += len(rows)
    assert len(small_build.sentence_vectors) == total > len(small_build.passages)


@pytest.mark.slow
@pytest.mark.parametrize("backend", [Backend.OPENVINO, Backend.TORCH_BF16, Backend.SENTENCE_TRANSFORMERS])
def test_backends_give_the_same_parts(backend):
    try:
        encoder = load_encoder(backend=backend)
    except EncoderError as error:
        pytest.skip(str(error))
    vectors, (parts, none) = encoder.encode_parts([TEXT, "Tea."], [PARTS, ()])
    np.testing.assert_allclose((vectors * encoder.encode([TEXT, "Tea."])).sum(axis=1), 1.0, atol=1e-3)
    assert none.shape == (0, encoder.dimension)
    # What is made of all words is nearly the text's own vector, which counts the marks of start and end as well.
    assert parts[2] @ vectors[0] > 0.95
    bridges, harbour = encoder.encode(["Who builds bridges?", "Is the port open?"])
    assert parts[0] @ bridges > parts[1] @ bridges
    assert parts[1] @ harbour > parts[0] @ harbour
    reference = load_encoder().encode_parts([TEXT], [PARTS])[1][0]
    assert (parts * reference).sum(axis=1).min() > 0.995
