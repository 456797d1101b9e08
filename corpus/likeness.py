"""How alike two reports are: the numbers from which it is told whether both are of one commitment."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.extraction.forest import Described
from corpus.reports import Reports
from corpus.term_sets import Rows, Shared, Weights, shared

FAR_DAYS: Final = 3650
MOST_NUMBERS: Final = 3
# Rows of vectors that are multiplied with all others at once.
BLOCK_ROWS: Final = 1024
# Nearest commitments of other articles whose mean cosine tells how crowded it is around a report: "cross-domain
# similarity local scaling" (Conneau et al. 2018, https://arxiv.org/abs/1710.04087), which uses ten as well.
CROWD: Final = 10
COLUMNS: Final = (
    "cosine",
    "crowded_cosine",
    "sentence_cosine",
    "meant_cosine",
    "own_total",
    "own_least",
    "own_most",
    "own_rarest",
    "sentence_total",
    "sentence_rarest",
    "around_total",
    "around_least",
    "around_most",
    "said_there_least",
    "said_there_most",
    "actors",
    "both_commit",
    "gap",
    "numbers",
    "numbers_around",
    "same_article",
    "tells_progress",
    "names",
    "in_article_least",
    "in_article_most",
    "articles",
)


def crowding(reports: Reports) -> NDArray[np.float64]:
    """The mean cosine of each report with its nearest commitments of other articles, (n,)."""
    committed = np.flatnonzero(reports.commitments >= 0)
    if not len(committed):
        return np.zeros(len(reports))
    means: list[NDArray[np.float64]] = []
    for first in range(0, len(reports), BLOCK_ROWS):
        block = slice(first, first + BLOCK_ROWS)
        cosines = reports.vectors[block] @ reports.vectors[committed].T
        cosines[reports.articles[block, None] == reports.articles[committed][None]] = -1.0
        nearest = np.sort(cosines, axis=1)[:, -CROWD:].astype(np.float64)
        known: NDArray[np.float64] = np.where(nearest > -1.0, nearest, 0.0)
        means.append(known.mean(axis=1))
    return np.concatenate(means)


def describe(reports: Reports, ones: Rows, others: Rows, crowded: NDArray[np.float64]) -> Described:
    """One row for each pair; both orders of a pair give the same row."""
    columns = {
        **_cosines(reports, ones, others, crowded),
        **_terms(reports, ones, others),
        **_facts(reports, ones, others),
    }
    return Described(COLUMNS, np.column_stack([columns[name] for name in COLUMNS]).astype(np.float32))


def _dots(left: NDArray[np.float32], right: NDArray[np.float32]) -> Weights:
    found: Weights = np.einsum("ij,ij->i", left, right).astype(np.float64)
    return found


def _cosines(reports: Reports, ones: Rows, others: Rows, crowded: NDArray[np.float64]) -> dict[str, Weights]:
    vectors = reports.vectors
    cosine = _dots(vectors[ones], vectors[others])
    return {
        "cosine": cosine,
        "crowded_cosine": cosine - (crowded[ones] + crowded[others]) / 2,
        "sentence_cosine": _dots(reports.sentence_vectors[ones], reports.sentence_vectors[others]),
        "meant_cosine": _dots(reports.meant_vectors[ones], reports.meant_vectors[others]),
    }


def _terms(reports: Reports, ones: Rows, others: Rows) -> dict[str, Weights]:
    by_article, by_sentence = reports.idf, reports.sentence_idf
    own = shared(reports.own, ones, reports.own, others, by_sentence)
    own_by_article = shared(reports.own, ones, reports.own, others, by_article)
    sentence = shared(reports.sentences, ones, reports.sentences, others, by_sentence)
    around = shared(reports.around, ones, reports.around, others, by_article)
    own_totals, around_totals = reports.own.totals(by_sentence), reports.around.totals(by_article)
    in_article = _said_in_article(reports, ones, others), _said_in_article(reports, others, ones)
    said = _said_there(reports, ones, others), _said_there(reports, others, ones)
    return {
        "own_total": own.total / reports.unseen,
        "own_least": _part(own, np.maximum(own_totals[ones], own_totals[others])),
        "own_most": _part(own, np.minimum(own_totals[ones], own_totals[others])),
        "own_rarest": own_by_article.heaviest / reports.unseen,
        "sentence_total": sentence.total / reports.unseen,
        "sentence_rarest": sentence.heaviest / reports.unseen,
        "around_total": around.total / reports.unseen,
        "around_least": _part(around, np.maximum(around_totals[ones], around_totals[others])),
        "around_most": _part(around, np.minimum(around_totals[ones], around_totals[others])),
        "said_there_least": np.minimum(*said),
        "said_there_most": np.maximum(*said),
        "in_article_least": np.minimum(*in_article),
        "in_article_most": np.maximum(*in_article),
        "articles": _same_subject(reports, ones, others),
        "names": shared(reports.names, ones, reports.names, others, by_article).total / reports.unseen,
    }


def _part(found: Shared, totals: Weights) -> Weights:
    """What fraction of the totals is shared."""
    return found.total / np.maximum(1.0, totals)


def _said_there(reports: Reports, ones: Rows, others: Rows) -> Weights:
    """What fraction of a report's words, by idf, stands around the other."""
    totals = reports.own.totals(reports.idf)
    return _part(shared(reports.own, ones, reports.around, others, reports.idf), totals[ones])


def _said_in_article(reports: Reports, ones: Rows, others: Rows) -> Weights:
    """What fraction of a report's words, by idf, stands anywhere in the other's article."""
    totals = reports.own.totals(reports.idf)
    return _part(shared(reports.own, ones, reports.texts, reports.articles[others], reports.idf), totals[ones])


def _same_subject(reports: Reports, ones: Rows, others: Rows) -> Weights:
    """How many words, by idf, the two articles share: over the geometric mean of what each holds."""
    homes, other_homes = reports.articles[ones], reports.articles[others]
    size = len(reports.texts.starts)
    pairs, places = np.unique(homes * size + other_homes, return_inverse=True)
    left, right = pairs // size, pairs % size
    totals = reports.texts.totals(reports.idf)
    both = shared(reports.texts, left, reports.texts, right, reports.idf).total
    alike: Weights = (both / np.maximum(1.0, np.sqrt(totals[left] * totals[right])))[places]
    return alike


def _facts(reports: Reports, ones: Rows, others: Rows) -> dict[str, Weights]:
    committed = reports.commitments >= 0
    count = np.ones(len(reports.idf))
    days, other_days = reports.days[ones], reports.days[others]
    gaps = np.where((days > 0) & (other_days > 0), np.abs(days - other_days), FAR_DAYS)
    around = [shared(reports.numbers, a, reports.numbers_around, b, count).total for a, b in _both(ones, others)]
    return {
        "actors": _same_actors(reports, ones, others),
        "both_commit": (committed[ones] & committed[others]).astype(np.float64),
        "gap": np.log1p(gaps) / 8,
        "numbers": np.minimum(MOST_NUMBERS, shared(reports.numbers, ones, reports.numbers, others, count).total),
        "numbers_around": np.minimum(MOST_NUMBERS, around[0] + around[1]),
        "same_article": (reports.articles[ones] == reports.articles[others]).astype(np.float64),
        "tells_progress": (reports.telling[ones] | reports.telling[others]).astype(np.float64),
    }


def _both(ones: Rows, others: Rows) -> tuple[tuple[Rows, Rows], tuple[Rows, Rows]]:
    return (ones, others), (others, ones)


def _same_actors(reports: Reports, ones: Rows, others: Rows) -> Weights:
    """What fraction of the actors' words is among the other's actors, or around it where it is no commitment."""
    count = np.ones(len(reports.idf))
    sizes = np.diff(reports.actors.starts)
    bound = shared(reports.actors, ones, reports.actors, others, count).total
    fraction = bound / np.maximum(1, np.minimum(sizes[ones], sizes[others]))
    for a, b in _both(ones, others):
        alone = (sizes[a] > 0) & (sizes[b] == 0)
        named = shared(reports.actors, a, reports.around_words, b, count).total / np.maximum(1, sizes[a])
        fraction = np.where(alone, named, fraction)
    return fraction
