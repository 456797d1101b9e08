"""What a report says has become of a commitment: announced, in progress, delivered, delayed and so on.

A logistic regression on cues of the quote, of its sentence, and of the place among the thread's events; it was trained
with the links (`corpus/weights/THREADS_CARD.md`).
"""

from __future__ import annotations

import json
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
from corpus.errors import EncoderError
from corpus.event_cues import CUES, cues_of, tells_progress

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


@dataclass(frozen=True, slots=True, eq=False)
class EventModel:
    """Weights (n_kinds, n_features) and biases (n_kinds,) for the kinds of event in their order."""

    weights: NDArray[np.float64]
    biases: NDArray[np.float64]


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
        model = _model()
        scores = model.weights @ features(thread, place) + model.biases
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


def save_model(path: Path, model: EventModel) -> None:
    """Write the weights by name, four digits each: they are few, and a person may read them."""
    table = {
        what.value: dict(zip(("bias", *feature_names()), np.round([bias, *row], 4).tolist(), strict=True))
        for what, bias, row in zip(What, model.biases, model.weights, strict=True)
    }
    path.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


@lru_cache(maxsize=1)
def _model() -> EventModel:
    return load_model(WEIGHTS_FILE)


def load_model(path: Path) -> EventModel:
    """Read what `save_model` wrote. Raises EncoderError for a file that is missing or of another version."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        rows = [[float(table[what.value][name]) for name in feature_names()] for what in What]
        return EventModel(np.array(rows), np.array([float(table[what.value]["bias"]) for what in What]))
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise EncoderError(f"the events' weights cannot be read from {path}: {error}; reinstall") from error
