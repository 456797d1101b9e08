"""A query to hits: the best of both indexes among the passages that the filters keep, ordered by reading them closely.

Ranks were fused first (Cormack, Clarke, Büttcher: Reciprocal Rank Fusion, SIGIR 2009), then scores (Bruch, Gai, Ingber:
An Analysis of Fusion Functions for Hybrid Retrieval, TOIS 2023, https://doi.org/10.1145/3596512). Ranks forget by how
much a passage is the best, so the weaker index unsettles what the other had settled; scores do not, and gain little.
docs/decisions.md has the figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article
from corpus.errors import SettingsError
from corpus.passages import Passage
from embeddings.analysis import analyse
from embeddings.asking import topic_terms
from embeddings.closeness import WeighedTerms, closeness, weigh
from embeddings.opened import Build
from embeddings.ranking import Ranking, Rows, Scores, best_rows

Mask = NDArray[np.bool_]

MOST_HITS = 1000

# How many of each index's best are read. With 30 or 80 MRR@10 is the same to 0.002 (benchmarks/retrieval.py, tuned
# half); 50 take 17 ms of processor time at 6,000 passages, 100 take 30.
CANDIDATES = 50

# News tells first what is new, and repeats it below: between passages that fit alike the lead is preferred. On
# questions about any sentence of an article this costs 0.001 of MRR@10; 0.02 costs 0.003, and 0.04 costs 0.007.
LEAD_WEIGHT = 0.01


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for, and among what: `since` and `until` are inclusive, empty tuples filter nothing.

    A date filter passes over articles without a date. Outlets are compared without regard to case; `articles` are ids.
    """

    text: str
    k: int = 10
    since: date | None = None
    until: date | None = None
    outlets: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage found; ranks count from 1 and are None where that ranking does not hold the passage.

    `score`, 0 to 1, orders the hits of one query and means nothing beside those of another. `cosine` is the similarity
    of query and passage, -1 to 1.
    """

    rank: int
    score: float
    article: Article
    passage: Passage
    row: int
    dense_rank: int | None
    lexical_rank: int | None
    cosine: float


def search(build: Build, query: Query) -> tuple[Hit, ...]:
    """The best passages for the query among those its filters keep, best first, at most `query.k`.

    Where several passages have the very same words (copies of a report under other headlines) the best is given alone.

    Raises:
        SettingsError: the query is empty, its `k` is out of range, or its period ends before it starts.
    """
    _check(query)
    kept = _kept(build, query)
    depth = max(CANDIDATES, query.k)
    vector = build.remembering.encode([query.text])[0]
    terms = topic_terms(query.text) or analyse(query.text)
    dense = build.dense.search(vector, k=depth, kept=kept)
    lexical = build.lexical.search(terms, k=depth, kept=kept)
    rows = np.union1d(dense.rows, lexical.rows)
    cosines = build.dense.cosines(vector, rows)
    close = _closeness(build, weigh(terms, build.lexical), rows, cosines)
    ranked = best_rows((1 - LEAD_WEIGHT) * close + LEAD_WEIGHT * build.leads[rows], rows, k=len(rows))
    cosine_of = dict(zip(rows.tolist(), cosines.tolist(), strict=True))
    dense_ranks, lexical_ranks = dense.ranks(), lexical.ranks()
    return tuple(
        Hit(
            rank=rank,
            score=score,
            article=build.article_of(row),
            passage=build.passages[row],
            row=row,
            dense_rank=dense_ranks.get(row),
            lexical_rank=lexical_ranks.get(row),
            cosine=cosine_of[row],
        )
        for rank, (row, score) in enumerate(_distinct(build, ranked, k=query.k), start=1)
    )


def _closeness(build: Build, terms: WeighedTerms, rows: Rows, cosines: Scores) -> Scores:
    """How closely each candidate answers the query, (n,) float32, 0 to 1."""
    scores = np.empty(len(rows), dtype=np.float32)
    for place, (row, cosine) in enumerate(zip(rows.tolist(), cosines.tolist(), strict=True)):
        scores[place] = closeness(terms, build.analysed[row], cosine=cosine)
    return scores


def _check(query: Query) -> None:
    if not query.text.strip():
        raise SettingsError("the query is empty; give the words to look for")
    if not 1 <= query.k <= MOST_HITS:
        raise SettingsError(f"{query.k} hits were asked for; k is from 1 to {MOST_HITS}")
    if query.since and query.until and query.until < query.since:
        raise SettingsError(
            f"the period ends on {query.until}, before it starts on {query.since}; exchange the two dates"
        )


def _kept(build: Build, query: Query) -> Mask | None:
    """Which passages the filters keep, (n,) bool; None where there is no filter."""
    if not (query.since or query.until or query.outlets or query.articles):
        return None
    wanted = np.ones(len(build.articles), dtype=np.bool_)
    if query.since or query.until:
        # Day 0 stands for no date, and is before every day that can be asked for.
        wanted &= build.days >= (query.since or date.min).toordinal()
        wanted &= build.days <= (query.until or date.max).toordinal()
    if query.outlets:
        wanted &= np.isin(build.outlets, [outlet.casefold() for outlet in query.outlets])
    if query.articles:
        ids = set(query.articles)
        wanted &= np.array([article.article_id in ids for article in build.articles], dtype=np.bool_)
    kept: Mask = wanted[build.passages.article_rows]
    return kept


def _distinct(build: Build, ranked: Ranking, *, k: int) -> list[tuple[int, float]]:
    """Row and score of the k best, of passages with the very same words only the best."""
    distinct: dict[str, tuple[int, float]] = {}
    for row, score in zip(ranked.rows.tolist(), ranked.scores.tolist(), strict=True):
        distinct.setdefault(build.passages[row].text, (row, score))
        if len(distinct) == k:
            break
    return list(distinct.values())
