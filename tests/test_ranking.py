from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.ranking import Ranking, best_rows, fuse


def floats(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def test_fuse_is_a_weighted_mean_of_shares_of_the_best() -> None:
    fused = fuse(floats(0.8, 0.4, -0.2), floats(3.0, 6.0, 0.0), dense_weight=0.25)
    assert fused.tolist() == pytest.approx([0.25 * 1 + 0.75 * 0.5, 0.25 * 0.5 + 0.75 * 1, 0.0])


@pytest.mark.parametrize(
    ("cosines", "lexical", "best"),
    [
        ((0.9, 0.1), (0.0, 0.0), 0),
        ((0.0, 0.0), (1.0, 2.0), 1),
        ((-0.5, -0.1), (0.5, 0.0), 0),
        ((0.5, 0.5), (1.0, 3.0), 1),
    ],
)
def test_fuse_follows_the_one_score_that_tells_them_apart(
    cosines: tuple[float, float], lexical: tuple[float, float], best: int
) -> None:
    assert int(np.argmax(fuse(floats(*cosines), floats(*lexical)))) == best


def test_fuse_of_nothing_is_nothing() -> None:
    assert fuse(floats(), floats()).shape == (0,)


scores = st.lists(st.tuples(st.floats(-1, 1, width=32), st.floats(0, 50, width=32)), min_size=1, max_size=30).map(
    lambda pairs: (floats(*(one for one, _ in pairs)), floats(*(other for _, other in pairs)))
)


@given(scores, st.randoms(use_true_random=False))
def test_fuse_ignores_the_order_of_the_candidates(pair: tuple[np.ndarray, np.ndarray], random: Random) -> None:
    order = random.sample(range(len(pair[0])), len(pair[0]))
    np.testing.assert_array_equal(fuse(pair[0][order], pair[1][order]), fuse(*pair)[order])


@given(scores)
def test_fuse_stays_between_0_and_1_and_never_ranks_the_nearer_lower(pair: tuple[np.ndarray, np.ndarray]) -> None:
    cosines, lexical = pair
    fused = fuse(cosines, lexical)
    assert np.all((fused >= 0) & (fused <= 1 + 1e-6))
    for one in range(len(fused)):
        nearer = (cosines >= cosines[one]) & (lexical >= lexical[one])
        assert np.all(fused[nearer] >= fused[one])


@given(st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), max_size=40), st.integers(1, 50))
def test_best_rows_agrees_with_a_full_sort(values: list[float], k: int) -> None:
    scores = np.array(values, dtype=np.float32)
    rows = np.arange(len(values), dtype=np.int64)[::-1].copy()
    best = best_rows(scores, rows, k=k)
    expected = sorted(zip(scores.tolist(), rows.tolist(), strict=True), key=lambda pair: (-pair[0], pair[1]))[:k]
    assert list(zip(best.scores.tolist(), best.rows.tolist(), strict=True)) == expected


def test_ranks_count_from_one() -> None:
    assert Ranking(np.array([4, 2]), floats(0.5, 0.1)).ranks() == {4: 1, 2: 2}
