"""Which spans of a window are worth a look: pairs of a likely start and a likely end, and every whole sentence."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.extraction.windows import Window

# Nine in ten labelled quotes are shorter than 45 word pieces, the longest that still is one clause about 100.
MOST_TOKENS: Final = 100
# Peaks kept per window and pairs kept of them.
MOST_STARTS: Final = 16
MOST_PAIRS: Final = 40
# exp(-4): a start or an end that the token head finds less likely than 2 % is not looked at.
LEAST_SCORE: Final = -4.0


def propose(window: Window, starts: NDArray[np.float32], ends: NDArray[np.float32]) -> NDArray[np.int64]:
    """Proposed spans (m, 2) int64, first and last token; `starts`, `ends` (n,) are log-odds of the token head."""
    whole = [(first, end - 1) for first, end in window.sentences if end > first]
    pairs = _pairs(np.where(window.opens, starts, -np.inf), np.where(window.closes, ends, -np.inf))
    return np.array(sorted({*whole, *pairs}), dtype=np.int64).reshape(-1, 2)


def _pairs(starts: NDArray[np.float32], ends: NDArray[np.float32]) -> list[tuple[int, int]]:
    """The likeliest (first, last) pairs; each start is paired with the ends after it."""
    firsts = [int(i) for i in np.argsort(-starts, kind="stable")[:MOST_STARTS] if starts[i] > LEAST_SCORE]
    lasts = [int(i) for i in np.argsort(-ends, kind="stable")[:MOST_STARTS] if ends[i] > LEAST_SCORE]
    found = [(starts[i] + ends[j], i, j) for i in firsts for j in lasts if i + 2 <= j < i + MOST_TOKENS]
    found.sort(key=lambda pair: (-pair[0], pair[1], pair[2]))
    return [(i, j) for _, i, j in found[:MOST_PAIRS]]


def overlap(spans: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.float64]:
    """Intersection over union (m, k) of inclusive spans (m, 2) and (k, 2), in tokens or characters."""
    shared = np.minimum(spans[:, None, 1], others[None, :, 1]) - np.maximum(spans[:, None, 0], others[None, :, 0]) + 1
    union = np.maximum(spans[:, None, 1], others[None, :, 1]) - np.minimum(spans[:, None, 0], others[None, :, 0]) + 1
    ratio: NDArray[np.float64] = np.maximum(shared, 0) / union
    return ratio
