from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.ranking import RRF_K, Fused, Ranking, best_rows, fuse


def ranking(*rows: int) -> Ranking:
    return Ranking(np.array(rows, dtype=np.int64), np.linspace(1, 0.5, len(rows), dtype=np.float32))


def test_fuse_adds_reciprocal_ranks() -> None:
    assert fuse([ranking(7, 3), ranking(3, 9)]) == [
        Fused(3, 1 / (60 + 1) + 1 / (60 + 2)),
        Fused(7, 1 / (60 + 1)),
        Fused(9, 1 / (60 + 2)),
    ]


def test_fuse_weighs_rankings() -> None:
    assert fuse([ranking(1, 2), ranking(2, 1)], weights=[1.0, 3.0], rrf_k=0) == [
        Fused(2, 1 / 2 + 3 / 1),
        Fused(1, 1 / 1 + 3 / 2),
    ]


def test_fuse_breaks_ties_by_row() -> None:
    assert [one.row for one in fuse([ranking(8, 5), ranking(5, 8)])] == [5, 8]


@pytest.mark.parametrize("rankings", [[], [ranking()], [ranking(), ranking()]])
def test_fuse_of_nothing_is_nothing(rankings: list[Ranking]) -> None:
    assert fuse(rankings) == []


def test_fuse_refuses_weights_of_another_number() -> None:
    with pytest.raises(ValueError, match="zip"):
        fuse([ranking(1)], weights=[1.0, 1.0])


rankings = st.lists(
    st.lists(st.integers(0, 30), unique=True, max_size=12).map(lambda rows: ranking(*rows)), min_size=1, max_size=5
)


@given(rankings, st.randoms(use_true_random=False))
def test_fuse_ignores_the_order_of_its_inputs(inputs: list[Ranking], random: object) -> None:
    shuffled = list(inputs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fuse(shuffled) == fuse(inputs)


@given(rankings)
def test_fuse_holds_each_row_once_and_best_first(inputs: list[Ranking]) -> None:
    fused = fuse(inputs)
    assert sorted(one.row for one in fused) == sorted({int(row) for one in inputs for row in one.rows})
    assert fused == sorted(fused, key=lambda one: (-one.score, one.row))
    assert all(0 < one.score <= len(inputs) / (RRF_K + 1) + 1e-12 for one in fused)


@given(st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), max_size=40), st.integers(1, 50))
def test_best_rows_agrees_with_a_full_sort(values: list[float], k: int) -> None:
    scores = np.array(values, dtype=np.float32)
    rows = np.arange(len(values), dtype=np.int64)[::-1].copy()
    best = best_rows(scores, rows, k=k)
    expected = sorted(zip(scores.tolist(), rows.tolist(), strict=True), key=lambda pair: (-pair[0], pair[1]))[:k]
    assert list(zip(best.scores.tolist(), best.rows.tolist(), strict=True)) == expected


def test_ranks_count_from_one() -> None:
    assert ranking(4, 2).ranks() == {4: 1, 2: 2}
