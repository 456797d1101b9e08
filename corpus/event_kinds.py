"""What a report says has become of a commitment: announced, in progress, delivered, delayed and so on.

A logistic regression on cues of the quote, of its sentence, and of the place among the thread's events; it was trained
with the links (`corpus/weights/THREADS_CARD.md`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.commitments import Kind, Status
from corpus.event_cues import CUES, cues_of, tells_progress
from corpus.linear_model import LinearModel, load_linear, save_linear

__all__ = ["BY_STATUS", "Told", "What", "kinds_of", "tells_progress"]

WEIGHTS_FILE: Final = Path(__file__).with_name("weights") / "event_kinds.json"
YEAR: Final = re.compile(r"\b20\d\d\b")
# What the sentence around a quote tells counts less than the quote: it may be of something else.
SENTENCE_SCALE: Final = 0.5
PLACES: Final = ("first", "same_day_as_first", "same_day", "commits", "days", "later_year", "same_year")
FORMS: Final = ("dated", "plain_future", "happened", "part_done", "all_done", "not_done", "will_not", "has_promised")
KINDS: Final = (Kind.REFUSAL, Kind.PLEDGE, Kind.PLAN, Kind.AGREEMENT, Kind.PRIORITY)


class What(StrEnum):
    """What one article reports of a commitment."""

    ANNOUNCED = "announced"
    REPEATED = "repeated"
    IN_PROGRESS = "in_progress"
    DELIVERED = "delivered"
    DELAYED = "delayed"
    ABANDONED = "abandoned"
    DENIED = "denied"


# What a status that a person has corrected tells of an event.
BY_STATUS: Final = {
    Status.COMPLETED: What.DELIVERED,
    Status.ABANDONED: What.ABANDONED,
    Status.IN_PROGRESS: What.IN_PROGRESS,
}


@dataclass(frozen=True, slots=True)
class Told:
    """One report of a thread as its words tell it; `kind` is that of its commitment, None for a mere sentence."""

    quote: str
    sentence: str
    published: date | None
    kind: Kind | None


def kinds_of(thread: Sequence[Told]) -> tuple[What, ...]:
    """What each report of a thread tells, the reports being in the order of their dates.

    The first one announces where it is a commitment, whatever else it says.

    Raises:
        EncoderError: the weights are missing or damaged.
    """
    found = []
    for place, told in enumerate(thread):
        if not place and told.kind is not None:
            found.append(What.ANNOUNCED)
            continue
        scores = _model().scores(features(thread, place)[None])
        found.append(list(What)[int(np.argmax(scores))])
    return tuple(found)


def features(thread: Sequence[Told], place: int) -> NDArray[np.float64]:
    """One report as numbers: its place in the thread, kind, cues of quote and sentence, and forms that cues make."""
    told = thread[place]
    quote, sentence = cues_of(told.quote), cues_of(told.sentence)
    numbers = [
        *_place(thread, place),
        *(float(told.kind is kind) for kind in KINDS),
        *(float(quote[name]) for name in CUES),
        *(SENTENCE_SCALE * sentence[name] for name in CUES),
        *_forms(quote),
    ]
    return np.array(numbers)


def _place(thread: Sequence[Told], place: int) -> tuple[float, ...]:
    """The numbers of `PLACES`."""
    told, earlier = thread[place], thread[:place]
    first = earlier[0].published if earlier else told.published
    gap = (told.published - first).days if told.published and first else 0
    years = YEAR.findall(told.quote)
    earlier_years = [year for one in earlier for year in YEAR.findall(one.quote)]
    both = bool(years and earlier_years)
    return (
        float(not earlier),
        float(bool(earlier) and gap == 0),
        float(any(one.published == told.published for one in earlier)),
        float(told.kind is not None),
        math.log1p(max(0, gap)) / 8,
        float(both and max(years) > max(earlier_years)),
        float(both and max(years) <= max(earlier_years)),
    )


def _forms(quote: dict[str, bool]) -> tuple[float, ...]:
    """The numbers of `FORMS`: cues that tell something only together."""
    future = quote["future"]
    hampered = quote["late"] or quote["unfinished"] or quote["denied"] or quote["given_up"]
    happened = quote["perfect"] or quote["past_passive"] or quote["past"]
    return (
        float(future and quote["new_date"]),
        float(future and not hampered),
        float(happened and not future),
        float(quote["part"] and not future),
        float(quote["done"] and not future),
        float(quote["done"] and quote["negated"]),
        float(future and quote["negated"]),
        float(quote["promise"] and not future),
    )


def feature_names() -> tuple[str, ...]:
    """The name of each number of `features`."""
    kinds = [f"kind_{kind}" for kind in KINDS]
    return (*PLACES, *kinds, *CUES, *(f"sentence_{name}" for name in CUES), *FORMS)


def save_model(path: Path, model: LinearModel) -> None:
    """Write the weights."""
    save_linear(path, model, rows=list(What), columns=feature_names())


@lru_cache(maxsize=1)
def _model() -> LinearModel:
    return load_model(WEIGHTS_FILE)


def load_model(path: Path) -> LinearModel:
    """Read what `save_model` wrote. Raises EncoderError for a file that is missing or of another version."""
    return load_linear(path, rows=list(What), columns=feature_names(), what="events'")
