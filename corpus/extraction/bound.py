"""Who is bound by each candidate of an article: the network's and the syntax's opinion, joined by a forest."""

from __future__ import annotations

from collections.abc import Sequence
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
from corpus.extraction.scene import look
from corpus.extraction.setting import Setting

SYNTAX_FILE: Final = Path(__file__).parent / "weights" / "actor_syntax.safetensors"
JOINING_FILE: Final = Path(__file__).parent / "weights" / "actor_joining.safetensors"
# Log-odds of a party that the parsed sentences do not hold.
UNSEEN: Final = -8.0
# A party beside the likeliest is bound too from this probability on: chosen on held-out training articles, where a
# lower one finds the right actor oftener and all of them less often.
ALSO: Final = 0.4


@cache
def syntax_forest() -> Forest:
    """The forest on syntax that comes with the package."""
    return load_forest(SYNTAX_FILE)


@cache
def joining_forest() -> Forest:
    """The forest that joins both opinions."""
    return load_forest(JOINING_FILE)


def bound_by(setting: Setting, candidates: Sequence[Candidate]) -> tuple[tuple[Party, ...], ...]:
    """The parties bound by each candidate, the likeliest first; empty only where an article names nobody.

    Raises:
        EncoderError: weights are missing or damaged.
    """
    ground = Ground.of(setting)
    windows = [make_window(setting.article, setting.parties, one.span, one.kind) for one in candidates]
    read = shared_reader().read(windows)
    found = []
    for candidate, window, scores in zip(candidates, windows, read, strict=True):
        opinions = Opinions(scores, syntax_odds(ground, window, candidate.span, candidate.kind, forest=syntax_forest()))
        odds = joining_forest().odds(weigh(setting, window, opinions, candidate.span, candidate.kind))
        found.append(tuple(window.parties[row] for row in choose(odds)))
    return tuple(found)


def syntax_odds(ground: Ground, window: ActorWindow, span: Span, kind: Kind, *, forest: Forest) -> NDArray[np.float64]:
    """What the syntax says of each party of the window, (n_parties,) log-odds."""
    scene = look(ground, span)
    odds = forest.odds(describe(scene, kind))
    by_name: dict[str, float] = {}
    for party, value in zip(scene.parties, odds.tolist(), strict=True):
        by_name[party.name.lower()] = max(value, by_name.get(party.name.lower(), value))
    return np.array([by_name.get(party.name.lower(), UNSEEN) for party in window.parties])


def choose(odds: NDArray[np.float64]) -> tuple[int, ...]:
    """Rows of the parties that are bound, the likeliest first."""
    order = sorted(range(len(odds)), key=lambda row: (-float(odds[row]), row))
    floor = float(np.log(ALSO / (1 - ALSO)))
    return tuple(row for place, row in enumerate(order) if place == 0 or odds[row] >= floor)
