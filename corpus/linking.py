"""Which reports tell of one commitment: log-odds for each pair that is worth a look.

A forest of small trees reads the numbers of `corpus/likeness.py`; it was trained on labelled threads of invented
stories (`corpus/weights/THREADS_CARD.md` tells how, and how well it does on stories that it has not seen).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from corpus.extraction.forest import Forest, load_forest
from corpus.likeness import BLOCK_ROWS, crowding, describe
from corpus.reports import Reports
from corpus.term_sets import Rows

Links: TypeAlias = dict[tuple[int, int], float]

WEIGHTS_FILE: Final = Path(__file__).with_name("weights") / "links.safetensors"
# A report is compared with this many commitments, nearest by its own words and nearest by what its sentence means in
# its passage: the work grows with the number of reports, not of pairs. Of the reports of one commitment that labelled
# stories hold, so many were 0.40 to 0.77 by sentences read alone, 0.60 to 0.88 by sentences in their passages
# (`corpus/weights/THREADS_CARD.md`).
NEAREST: Final = 16
# Pairs that are weighed at once: what the trees need for a pair is some kilobytes.
BLOCK_PAIRS: Final = 8192


def find_links(reports: Reports) -> Links:
    """Log-odds that two reports tell of one commitment, for pairs (row, greater row) with at least one commitment.

    Raises:
        EncoderError: the weights are missing or damaged.
    """
    ones, others = candidate_pairs(reports)
    crowded = crowding(reports)
    links: Links = {}
    for first in range(0, len(ones), BLOCK_PAIRS):
        one, other = ones[first : first + BLOCK_PAIRS], others[first : first + BLOCK_PAIRS]
        odds = _forest().odds(describe(reports, one, other, crowded))
        links.update(zip(zip(one.tolist(), other.tolist(), strict=True), odds.tolist(), strict=True))
    return links


@lru_cache(maxsize=1)
def _forest() -> Forest:
    return load_forest(WEIGHTS_FILE)


def candidate_pairs(reports: Reports) -> tuple[Rows, Rows]:
    """Each report with the commitments of other articles nearest to it, and the commitments of one article together."""
    size = len(reports)
    pairs = [_nearest(reports, reports.vectors), _nearest(reports, reports.meant_vectors), _neighbours(reports)]
    ones, others = (np.concatenate(column) for column in zip(*pairs, strict=True))
    keys = np.unique(np.minimum(ones, others) * size + np.maximum(ones, others))
    return keys // max(1, size), keys % max(1, size)


def _nearest(reports: Reports, vectors: NDArray[np.float32]) -> tuple[Rows, Rows]:
    committed = np.flatnonzero(reports.commitments >= 0)
    most = min(NEAREST, len(committed))
    ones, others = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for first in range(0, len(reports) if most else 0, BLOCK_ROWS):
        rows = np.arange(first, min(first + BLOCK_ROWS, len(reports)))
        cosines = vectors[rows] @ vectors[committed].T
        elsewhere = reports.articles[rows, None] != reports.articles[committed][None]
        cosines[~elsewhere] = -np.inf
        places = np.argpartition(-cosines, most - 1, axis=1)[:, :most]
        kept = np.take_along_axis(elsewhere, places, axis=1)
        ones.append(np.repeat(rows, kept.sum(axis=1)))
        others.append(committed[places[kept]])
    return np.concatenate(ones), np.concatenate(others)


def _neighbours(reports: Reports) -> tuple[Rows, Rows]:
    """All pairs of commitments of one article: what one article tells apart, other articles' threads tell apart too."""
    committed = np.flatnonzero(reports.commitments >= 0)
    order = committed[np.argsort(reports.articles[committed], kind="stable")]
    _, firsts = np.unique(reports.articles[order], return_index=True)
    ones, others = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for rows in np.split(order, firsts[1:]):
        place, other = np.triu_indices(len(rows), 1)
        ones.append(rows[place])
        others.append(rows[other])
    return np.concatenate(ones), np.concatenate(others)
