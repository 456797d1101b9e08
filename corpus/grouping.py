"""Reports with links to groups: commitments by average linkage, then the sentences that are like a group.

Average linkage (Sokal and Michener 1958) brings two groups together by the mean of all links between them. Single
linkage would grow groups of dozens that mix all; complete linkage would need every pair of wordings to be alike.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.linking import Links

# Chosen by the F1 of pairs on labelled stories left out of training, the mean of four folders: 0.39 at -3.25, 0.40
# at -3.0, 0.42 at -2.75, -2.5 and 0.41 at -2.25.
LINK: Final = -2.75
JOIN: Final = -3.0
# The log-odds of a pair that was not looked at, about those of the last pairs that are.
NO_LINK: Final = -6.0
# A sentence is like a group by its best links: a long thread has told of many other things as well.
BEST_LINKS: Final = 3
# One article seldom tells more than two further things about one commitment.
MOST_SENTENCES: Final = 2


def group_commitments(rows: Sequence[int], links: Mapping[tuple[int, int], float]) -> list[list[int]]:
    """Groups of the rows whose mean link is at least LINK, likeliest groups first joined; ties by row."""
    groups = {row: [row] for row in rows}
    excess = _excess(groups, links)
    waiting = [(-_mean(1, 1, value), row, other) for row in rows for other, value in excess[row].items() if row < other]
    heapq.heapify(waiting)
    while waiting:
        negative, row, other = heapq.heappop(waiting)
        if row not in groups or other not in groups:
            continue
        mean = _mean(len(groups[row]), len(groups[other]), excess[row].get(other, 0.0))
        if mean != -negative:  # told before one of the two had grown
            continue
        if mean < LINK:
            break
        groups[row].extend(groups.pop(other))
        _merge(row, other, excess)
        for near, value in excess[row].items():
            pair = (row, near) if row < near else (near, row)
            heapq.heappush(waiting, (-_mean(len(groups[row]), len(groups[near]), value), *pair))
    return [sorted(group) for group in groups.values()]


def _excess(groups: Mapping[int, list[int]], links: Mapping[tuple[int, int], float]) -> dict[int, dict[int, float]]:
    """For each row how far its links lie above that of a pair that was not looked at, by the other row."""
    excess: dict[int, dict[int, float]] = {row: {} for row in groups}
    for (one, other), odds in links.items():
        if one in excess and other in excess:
            excess[one][other] = excess[other][one] = odds - NO_LINK
    return excess


def _mean(size: int, other_size: int, excess: float) -> float:
    return NO_LINK + excess / (size * other_size)


def _merge(row: int, other: int, excess: dict[int, dict[int, float]]) -> None:
    """Make the links of a group those of the group that it joins."""
    for near, value in excess.pop(other).items():
        del excess[near][other]
        if near != row:
            total = excess[row].get(near, 0.0) + value
            excess[row][near] = excess[near][row] = total


def join_sentences(
    groups: Sequence[Sequence[int]], links: Links, *, articles: NDArray[np.int64], n_commitments: int
) -> list[list[int]]:
    """Each sentence (a row from `n_commitments` on) added to the group it is most like, the best few of each article.

    It joins where its best links to the group's commitments are at least JOIN on average.
    """
    home = {row: number for number, group in enumerate(groups) for row in group}
    found: dict[int, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for (row, sentence), odds in links.items():
        if row in home and sentence >= n_commitments:
            found[sentence][home[row]].append(odds)
    best = []
    for sentence, homes in found.items():
        likeness, number = max((_best(odds, len(groups[number])), -number) for number, odds in homes.items())
        if likeness >= JOIN:
            best.append((-likeness, sentence, -number))
    joined = [list(group) for group in groups]
    taken: Counter[tuple[int, int]] = Counter()
    for _, sentence, number in sorted(best):
        article = int(articles[sentence])
        taken[number, article] += 1
        if taken[number, article] <= MOST_SENTENCES:
            joined[number].append(sentence)
    return joined


def _best(odds: Sequence[float], size: int) -> float:
    count = min(BEST_LINKS, size)
    highest = sorted(odds, reverse=True)[:count]
    return (sum(highest) + NO_LINK * (count - len(highest))) / count
