"""Which reports tell of one commitment: a probability for each pair that is worth a look.

First every pair is weighed by its likeness alone. Then it is weighed again against its rivals: is this the report of
that article which is most like the commitment, and is this the commitment which the report is most like?
Both are logistic regressions whose weights were learned from labelled threads of invented stories
(`python benchmarks/threads.py --fit LABELLED` prints them).
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from typing import Final, TypeAlias

from corpus.likeness import Rarity, Report, compare

Links: TypeAlias = dict[tuple[int, int], float]

# Pairs are looked at where they share a word of at least this fraction of the idf of a word that stands nowhere else
# (of 40 articles in a third or fewer); words around too many commitments are passed over, for the sake of time.
LEAST_IDF: Final = 0.2
MOST_HOLDERS: Final = 100
# Commitments that a report is compared with; a comparison costs some 30 microseconds, and there are many reports.
MOST_CANDIDATES: Final = 16
MOST_RANK: Final = 5
MOST_MARGIN: Final = 4.0

LIKENESS_WEIGHTS: Final = {
    "cosine": 5.5,
    "around_cosine": 2.805,
    "crossed_cosine": 2.47,
    "rarest": 1.116,
    "around_shared": 5.992,
    "actors": 1.435,
    "both_commit": 0.652,
    "gap": -0.871,
    "said_there": -1.577,
    "said_around_there": 0.888,
    "said_around_here": -3.234,
}
LIKENESS_BIAS: Final = -7.777
RIVAL_WEIGHTS: Final = (0.77, -0.116, 0.065, 0.028, 0.144, -0.053, -0.414, -0.205, 0.098)
RIVAL_BIAS: Final = -0.615


def find_links(reports: Sequence[Report], rarity: Rarity) -> Links:
    """Probability for pairs (a commitment's row, another article's report) that they tell of one commitment."""
    pairs = candidate_pairs(reports, rarity)
    odds = [likeness_odds(compare(reports[one], reports[other], rarity)) for one, other in pairs]
    rivals = against_rivals(reports, pairs, odds)
    weighed = [RIVAL_BIAS + sum(w * x for w, x in zip(RIVAL_WEIGHTS, row, strict=True)) for row in rivals]
    return {pair: 1 / (1 + math.exp(-one)) for pair, one in zip(pairs, weighed, strict=True)}


def likeness_odds(likeness: dict[str, float]) -> float:
    """Log-odds of a pair by its likeness alone."""
    return LIKENESS_BIAS + sum(weight * likeness[name] for name, weight in LIKENESS_WEIGHTS.items())


def against_rivals(
    reports: Sequence[Report], pairs: Sequence[tuple[int, int]], odds: Sequence[float]
) -> list[tuple[float, ...]]:
    """For each pair its log-odds, then rank and margin among four sets of rivals.

    They are the pairs of the same report; of the same commitment and the other's article; of the same two articles;
    of the first's article and the same report.
    """
    homes = [report.article for report in reports]
    keys = (
        [other for _, other in pairs],
        [(one, homes[other]) for one, other in pairs],
        [(homes[one], homes[other]) for one, other in pairs],
        [(homes[one], other) for one, other in pairs],
    )
    columns: list[list[float]] = [list(odds)]
    for key in keys:
        columns.extend(_ranks(key, odds))
    return list(zip(*columns, strict=True))


def _ranks(keys: Sequence[Hashable], odds: Sequence[float]) -> tuple[list[float], list[float]]:
    """Rank (0 the best) and margin (over the second for the best, below the best for the others) within each key."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for row, key in enumerate(keys):
        groups[key].append(row)
    ranks, margins = [0.0] * len(odds), [0.0] * len(odds)
    for rows in groups.values():
        rows.sort(key=lambda row: (-odds[row], row))
        best = odds[rows[0]]
        second = odds[rows[1]] if len(rows) > 1 else best - MOST_MARGIN
        for rank, row in enumerate(rows):
            ranks[row] = float(min(rank, MOST_RANK))
            margins[row] = max(-MOST_MARGIN, min(MOST_MARGIN, odds[row] - (second if rank == 0 else best)))
    return ranks, margins


def candidate_pairs(reports: Sequence[Report], rarity: Rarity) -> list[tuple[int, int]]:
    """Pairs of different articles, the commitment first and not later than the other, that share a rather rare term.

    Of the commitments that share such terms with a report, those with most of them (by idf) are looked at.
    """
    holders: dict[str, list[int]] = defaultdict(list)
    for row, report in enumerate(reports):
        if report.commitment is not None:
            for term in report.around:
                holders[term].append(row)
    pairs: list[tuple[int, int]] = []
    for later, report in enumerate(reports):
        shared: Counter[int] = Counter()
        for term in sorted(report.around):
            weight = rarity.idf.get(term, 0.0)
            if weight >= LEAST_IDF * rarity.unseen and len(holders[term]) <= MOST_HOLDERS:
                for row in holders[term]:
                    shared[row] += weight  # type: ignore[assignment]
        fitting = (row for row in shared if _may_precede(reports[row], report, row < later))
        nearest = heapq.nsmallest(MOST_CANDIDATES, fitting, key=lambda row: (-shared[row], row))
        pairs.extend((row, later) for row in nearest)
    return sorted(pairs)


def _may_precede(one: Report, other: Report, stands_first: bool) -> bool:
    """Whether the first report can be of the earlier day; where a day is unknown the order of rows decides."""
    if one.article == other.article:
        return False
    if one.published is None or other.published is None or one.published == other.published:
        return stands_first or other.commitment is None
    return one.published < other.published
