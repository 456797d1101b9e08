"""The kind of a core commitment: the tagger's opinion and that of the words around the quote, added up.

settled = settle(setting, candidate)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from corpus.commitments import Kind
from corpus.extraction.candidate import Candidate
from corpus.extraction.forest import Forest, load_forest
from corpus.extraction.kind_features import describe_kind
from corpus.extraction.setting import Setting

CORE_KINDS: Final = tuple(kind for kind in Kind if kind.is_core)
WEIGHTS_FOLDER: Final = Path(__file__).parent / "weights"
# How much the words around count beside the tagger. On news that the tagger has not learned from the kind of found
# commitments is right in 0.91 of the cases with 0, in 0.93 with 0.7 and with 1.
AROUND_WEIGHT: Final = 0.7
LEAST_CHANCE: Final = 1e-4
# Sayings that negate something and refuse nothing: all is to be done.
WHOLE_EFFORT: Final = re.compile(
    r"\bno (?:efforts?|stones?|pains|expense|resources?)\b[^.;]*\b(?:spared?|unturned)\b"
    r"|\b(?:spar(?:e[sd]?|ing)|leav(?:e[sd]?|ing)|left) no\b|\b(?:not|never) rest (?:until|till)\b|\bstop at nothing\b",
    re.IGNORECASE,
)


def kind_file(kind: Kind, folder: Path = WEIGHTS_FOLDER) -> Path:
    """Where the trees for one core kind are."""
    return folder / f"kind_{kind.value}.safetensors"


@cache
def kind_forests() -> tuple[Forest, ...]:
    """The forests that come with the package, one for each of CORE_KINDS."""
    return tuple(load_forest(kind_file(kind)) for kind in CORE_KINDS)


def settle(setting: Setting, candidate: Candidate) -> Candidate:
    """The candidate with its kind weighed anew; a soft one, or one without the tagger's chances, stays as it is.

    Raises:
        EncoderError: weights are missing or damaged.
    """
    if not candidate.kind.is_core or not candidate.chances:
        return candidate
    described = describe_kind(setting, candidate.span)
    around = [float(forest.odds(described)[0]) - forest.base for forest in kind_forests()]
    kind = likeliest(candidate.chances, around)
    whole = kind is Kind.REFUSAL and WHOLE_EFFORT.search(setting.article.slice(candidate.span)) is not None
    return replace(candidate, kind=Kind.PLEDGE if whole else kind)


def likeliest(chances: Sequence[float], around: Sequence[float]) -> Kind:
    """The core kind with the greatest sum; `chances` are the tagger's, of all kinds, `around` odds above the usual."""
    told = dict(zip(Kind, chances, strict=True))
    tagged = np.log(np.maximum([told[kind] for kind in CORE_KINDS], LEAST_CHANCE))
    return CORE_KINDS[int(np.argmax(tagged + AROUND_WEIGHT * np.asarray(around)))]
