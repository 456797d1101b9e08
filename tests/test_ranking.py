from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from embeddings.ranking import Ranking, best_rows


def floats(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


@given(st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), max_size=40), st.integers(1, 50))
def test_best_rows_agrees_with_a_full_sort(values: list[float], k: int) -> None:
    scores = np.array(values, dtype=np.float32)
    rows = np.arange(len(values), dtype=np.int64)[::-1].copy()
    best = best_rows(scores, rows, k=k)
    expected = sorted(zip(scores.tolist(), rows.tolist(), strict=True), key=lambda pair: (-pair[0], pair[1]))[:k]
    assert list(zip(best.scores.tolist(), best.rows.tolist(), strict=True)) == expected


def test_ranks_count_from_one() -> None:
    assert Ranking(np.array([4, 2]), floats(0.5, 0.1)).ranks() == {4: 1, 2: 2}
