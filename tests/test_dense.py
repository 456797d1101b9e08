from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from corpus.errors import DamagedBuild
from embeddings.dense import DenseIndex


def unit_rows(n: int, *, seed: int = 0, dimension: int = 8) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((n, dimension), dtype=np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.mark.parametrize("k", [1, 3, 50, 1000])
@pytest.mark.parametrize("fraction", [None, 1.0, 0.5, 0.02, 0.0])
def test_search_agrees_with_numpy_under_any_filter(k: int, fraction: float | None) -> None:
    vectors, query = unit_rows(400), unit_rows(1, seed=1)[0]
    kept = None if fraction is None else np.random.default_rng(2).random(400) < fraction
    found = DenseIndex.of(vectors).search(query, k=k, kept=kept)
    cosines = vectors @ query
    allowed = np.arange(400) if kept is None else np.flatnonzero(kept)
    expected = sorted(allowed, key=lambda row: (-cosines[row], row))[:k]
    assert found.rows.tolist() == expected
    np.testing.assert_allclose(found.scores, cosines[expected], atol=1e-6)


@given(arrays(np.bool_, 30))
def test_search_never_leaves_the_filter(kept: np.ndarray) -> None:
    found = DenseIndex.of(unit_rows(30)).search(unit_rows(1, seed=3)[0], k=30, kept=kept)
    assert sorted(found.rows.tolist()) == np.flatnonzero(kept).tolist()


def test_search_orders_equal_vectors_by_row() -> None:
    same = np.repeat(unit_rows(1), 6, axis=0)
    assert DenseIndex.of(same).search(same[0], k=6).rows.tolist() == [0, 1, 2, 3, 4, 5]


@given(st.integers(0, 29))
def test_search_finds_each_vector_by_itself(row: int) -> None:
    vectors = unit_rows(30)
    found = DenseIndex.of(vectors).search(vectors[row], k=1)
    assert found.rows.tolist() == [row]
    assert found.scores[0] == pytest.approx(1, abs=1e-6)


def test_cosines_are_those_of_the_rows_asked_for() -> None:
    index = DenseIndex.of(np.eye(3, dtype=np.float32))
    query = np.array([0.6, 0.8, 0.0], dtype=np.float32)
    np.testing.assert_allclose(index.cosines(query, np.array([2, 0, 1])), [0.0, 0.6, 0.8])
    assert index.cosines(query, np.array([], dtype=np.int64)).shape == (0,)


def test_load_of_save_searches_alike(tmp_path: Path) -> None:
    index, query = DenseIndex.of(unit_rows(50)), unit_rows(1, seed=1)[0]
    index.save(tmp_path / "a.faiss")
    loaded = DenseIndex.load(tmp_path / "a.faiss")
    assert (len(loaded), loaded.dimension) == (50, 8)
    assert loaded.search(query, k=9).rows.tolist() == index.search(query, k=9).rows.tolist()
    loaded.save(tmp_path / "b.faiss")
    assert (tmp_path / "a.faiss").read_bytes() == (tmp_path / "b.faiss").read_bytes()


@pytest.mark.parametrize("content", [None, b"", b"no index at all", b"IxFI" + b"\0" * 20])
def test_load_refuses_what_is_no_index(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "dense.faiss"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DamagedBuild, match="tracker build"):
        DenseIndex.load(path)


def test_save_says_where_it_cannot_write(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"missing/a\.faiss"):
        DenseIndex.of(unit_rows(2)).save(tmp_path / "missing" / "a.faiss")
