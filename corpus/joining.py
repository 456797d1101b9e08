"""Which sentences belong to a group of commitments: those that tell, later, what became of them.

A sentence that is merely like a commitment tells of something else more often than not; a logistic regression on how
like it is, on when it was published and on its words says which does (`corpus/weights/THREADS_CARD.md`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.grouping import NO_LINK
from corpus.linear_model import LinearModel, load_linear, save_linear
from corpus.linking import Links
from corpus.reports import NUMBER, Reports

WEIGHTS_FILE: Final = Path(__file__).with_name("weights") / "joins.json"
# A sentence is like a group by its best links: a long thread has told of many other things as well.
BEST_LINKS: Final = 3
# What is less like a group than this is not looked at.
LEAST_LIKENESS: Final = -4.0
# Log-odds from which a sentence joins. On stories left out of training precision and recall of sentences are 0.47 and
# 0.87 at -1.5, 0.54 and 0.79 at -1, 0.61 and 0.68 at -0.5. Nobody can correct what is not found, so it is the highest
# that finds 0.85. By likeness alone, as sentences joined before, the precision is 0.36 there.
JOIN: Final = -1.5
# One article seldom tells more than two further things about one commitment.
MOST_SENTENCES: Final = 2
COLUMNS: Final = (
    "likeness",
    "strongest_link",
    "next_likeness",
    "ahead",
    "tells_progress",
    "size",
    "later",
    "same_article",
    "meant_cosine",
    "cosine",
    "words",
    "number",
)

ROWS: Final = ("joins",)

Groups = Sequence[Sequence[int]]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Joins:
    """Sentences with the group that each is most like: `sentences` and `groups` (n,), `rows` (n, columns)."""

    sentences: tuple[int, ...]
    groups: tuple[int, ...]
    rows: Floats


def join_sentences(groups: Groups, links: Links, reports: Reports) -> list[list[int]]:
    """Each sentence that belongs to the group that it is most like added to it.

    Raises:
        EncoderError: the weights are missing or damaged.
    """
    joins = describe_joins(groups, links, reports)
    return joined(groups, joins, odds_of(_model(), joins), reports)


def joined(groups: Groups, joins: Joins, odds: Floats, reports: Reports) -> list[list[int]]:
    """The groups with the sentences whose odds suffice, the likeliest few of each article."""
    grown = [list(group) for group in groups]
    taken: Counter[tuple[int, int]] = Counter()
    for place in sorted(range(len(odds)), key=lambda at: (-odds[at], joins.sentences[at])):
        sentence, group = joins.sentences[place], joins.groups[place]
        taken[group, int(reports.articles[sentence])] += 1
        if odds[place] >= JOIN and taken[group, int(reports.articles[sentence])] <= MOST_SENTENCES:
            grown[group].append(sentence)
    return grown


def describe_joins(groups: Groups, links: Links, reports: Reports) -> Joins:
    """Every sentence with the group that it is most like, as numbers; none of those that are hardly like any."""
    sentences, homes, rows = [], [], []
    for sentence, linked in _links_of(groups, links).items():
        ranked = sorted(((-_likeness(odds, len(groups[group])), group) for group, odds in linked.items()))
        likeness, group = -ranked[0][0], ranked[0][1]
        if likeness < LEAST_LIKENESS:
            continue
        following = -ranked[1][0] if len(ranked) > 1 else NO_LINK
        sentences.append(sentence)
        homes.append(group)
        like = (likeness, max(linked[group]), following, likeness - following)
        rows.append([*like, *_facts(sentence, groups[group], reports)])
    return Joins(tuple(sentences), tuple(homes), np.array(rows, dtype=np.float64).reshape(-1, len(COLUMNS)))


def _links_of(groups: Groups, links: Links) -> Mapping[int, Mapping[int, list[float]]]:
    """The links of each sentence to the commitments of each group; a row that is in no group is a sentence."""
    home = {row: number for number, group in enumerate(groups) for row in group}
    found: dict[int, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for (row, sentence), odds in links.items():
        if row in home and sentence not in home:
            found[sentence][home[row]].append(odds)
    return found


def _likeness(odds: Sequence[float], size: int) -> float:
    count = min(BEST_LINKS, size)
    highest = sorted(odds, reverse=True)[:count]
    return (sum(highest) + NO_LINK * (count - len(highest))) / count


def _facts(sentence: int, group: Sequence[int], reports: Reports) -> tuple[float, ...]:
    """The numbers of COLUMNS from "tells_progress" on."""
    rows, words = list(group), reports.drafts[sentence].words
    return (
        float(reports.telling[sentence]),
        float(len(group)),
        float(reports.days[sentence] > reports.days[rows].min()),
        float((reports.articles[rows] == reports.articles[sentence]).any()),
        float((reports.meant_vectors[rows] @ reports.meant_vectors[sentence]).max()),
        float((reports.vectors[rows] @ reports.vectors[sentence]).max()),
        float(len(words.split())),
        float(NUMBER.search(words) is not None),
    )


def odds_of(model: LinearModel, joins: Joins) -> Floats:
    """Log-odds (n,) that each sentence belongs to its group."""
    return model.scores(joins.rows)[:, 0]


def save_joins(path: Path, model: LinearModel) -> None:
    """Write the weights."""
    save_linear(path, model, rows=ROWS, columns=COLUMNS)


@lru_cache(maxsize=1)
def _model() -> LinearModel:
    return load_joins(WEIGHTS_FILE)


def load_joins(path: Path) -> LinearModel:
    """Read what `save_joins` wrote. Raises EncoderError for a file that is missing or of another version."""
    return load_linear(path, rows=ROWS, columns=COLUMNS, what="joins'")
