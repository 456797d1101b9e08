"""Who is bound by each candidate of an article: the network's and the syntax's opinion, joined by a forest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.article import Span
from corpus.commitments import Kind
from corpus.extraction.actor_evidence import Opinions, weigh
from corpus.extraction.actor_features import describe
from corpus.extraction.actor_reader import shared_reader
from corpus.extraction.actor_windows import ActorWindow, make_window
from corpus.extraction.candidate import Candidate
from corpus.extraction.forest import Forest, load_forest
from corpus.extraction.ground import Ground
from corpus.extraction.parties import Party
from corpus.extraction.scene import Scene, look, sentences_around
from corpus.extraction.setting import Setting
from corpus.extraction.syntax import Tree, parse_all

SYNTAX_FILE: Final = Path(__file__).parent / "weights" / "actor_syntax.safetensors"
JOINING_FILE: Final = Path(__file__).parent / "weights" / "actor_joining.safetensors"
# Log-odds of a party that the parsed sentences do not hold.
UNSEEN: Final = -8.0
# A party beside the likeliest is bound too from this probability on, by an agreement sooner: chosen on held-out
# training articles, where lower ones find the right actor oftener and all of them less often.
ALSO: Final = 0.45
ALSO_AGREED: Final = 0.3


@cache
def syntax_forest() -> Forest:
    """The forest on syntax that comes with the package."""
    return load_forest(SYNTAX_FILE)


@cache
def joining_forest() -> Forest:
    """The forest that joins both opinions."""
    return load_forest(JOINING_FILE)


@dataclass(frozen=True, slots=True)
class Bound:
    """Who is bound by a candidate, the likeliest first, and the grammar that it was read from."""

    parties: tuple[Party, ...]
    scene: Scene


def bound_by(settings: Sequence[Setting], candidates: Sequence[Sequence[Candidate]]) -> tuple[tuple[Bound, ...], ...]:
    """For each article who is bound by each of its candidates.

    Nobody only where an article names nobody. All articles are read at once, but none hangs on the others.

    Raises:
        EncoderError: weights are missing or damaged.
    """
    asked = [_Asked(row, one) for row, some in enumerate(candidates) for one in some]
    windows = [
        make_window(settings[one.row].article, settings[one.row].parties, one.candidate.span, one.candidate.kind)
        for one in asked
    ]
    read = shared_reader().read(windows)
    found: list[list[Bound]] = [[] for _ in settings]
    for one, window, scores, scene in zip(asked, windows, read, _scenes_of(settings, asked), strict=True):
        odds = odds_of(scene, window, one.candidate.kind, syntax_forest())
        described = weigh(settings[one.row], window, Opinions(scores, odds), one.candidate.span, one.candidate.kind)
        chosen = choose(joining_forest().odds(described), one.candidate.kind)
        found[one.row].append(Bound(tuple(window.parties[party] for party in chosen), scene))
    return tuple(tuple(some) for some in found)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A candidate and the row of its article."""

    row: int
    candidate: Candidate


def _scenes_of(settings: Sequence[Setting], asked: Sequence[_Asked]) -> list[Scene]:
    """What surrounds each candidate; every sentence is parsed once, all in one go."""
    grounds = {row: Ground.of(settings[row]) for row in dict.fromkeys(one.row for one in asked)}
    places = list(
        dict.fromkeys(
            (one.row, sentence)
            for one in asked
            for sentence in sentences_around(grounds[one.row], one.candidate.span)[0]
        )
    )
    trees: dict[int, dict[Span, Tree]] = {row: {} for row in grounds}
    parsed = parse_all([(settings[row].article.text, sentence) for row, sentence in places])
    for (row, sentence), tree in zip(places, parsed, strict=True):
        trees[row][sentence] = tree
    return [look(grounds[one.row], one.candidate.span, trees[one.row]) for one in asked]


def odds_of(scene: Scene, window: ActorWindow, kind: Kind, forest: Forest) -> NDArray[np.float64]:
    """What the syntax of a scene says of each party of the window, (n_parties,) log-odds."""
    odds = forest.odds(describe(scene, kind))
    by_name: dict[str, float] = {}
    for party, value in zip(scene.parties, odds.tolist(), strict=True):
        by_name[party.name.lower()] = max(value, by_name.get(party.name.lower(), value))
    return np.array([by_name.get(party.name.lower(), UNSEEN) for party in window.parties])


def choose(odds: NDArray[np.float64], kind: Kind) -> tuple[int, ...]:
    """Rows of the parties that are bound, the likeliest first."""
    order = sorted(range(len(odds)), key=lambda row: (-float(odds[row]), row))
    least = ALSO_AGREED if kind is Kind.AGREEMENT else ALSO
    floor = float(np.log(least / (1 - least)))
    return tuple(row for place, row in enumerate(order) if place == 0 or odds[row] >= floor)
