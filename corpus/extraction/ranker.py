"""Which of the parties is bound: a trained forest scores each, and the best ones are taken.

Trained by `python -m corpus.extraction.actor_training`; what the numbers mean stands in `actor_features`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from corpus.commitments import Kind
from corpus.extraction.actor_features import describe
from corpus.extraction.forest import Forest, load_forest
from corpus.extraction.scene import Scene

WEIGHTS_FILE: Final = Path(__file__).parent / "weights" / "actors.safetensors"
# A second party is bound too from this probability on: chosen on held-out articles, where most agreements name two or
# more parties and most other commitments one.
JOINT: Final = {Kind.AGREEMENT: 0.35}
ALSO: Final = 0.65


@cache
def _forest() -> Forest:
    return load_forest(WEIGHTS_FILE)


def choose(scene: Scene, kind: Kind) -> tuple[int, ...]:
    """Indices of the parties that are bound, the likeliest first; empty only where the scene has no party."""
    if not scene.parties:
        return ()
    described = describe(scene, kind)
    odds = _forest().odds(described.rows, described.columns)
    probability = 1 / (1 + np.exp(-odds))
    order = sorted(range(len(odds)), key=lambda party: (-odds[party], party))
    floor = JOINT.get(kind, ALSO)
    return tuple(party for place, party in enumerate(order) if place == 0 or probability[party] >= floor)
