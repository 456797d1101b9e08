"""Evaluations over time: what each run measured, which one it is to be compared with, and which floors it misses."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from bot.evaluation import FRACTIONS
from bot.labels import LabelledQuestion
from corpus.article import Article
from corpus.errors import SettingsError

# Figures are told and stored with four digits: what differs by less has not changed.
_LEAST_CHANGE = 0.00005


@dataclass(frozen=True, slots=True)
class Run:
    """One evaluation, as a line of the history: `when` is UTC, `right` the ids of the questions that came out right.

    Runs are compared where `questions_sha256` is the same; `corpus_sha256` tells whether the articles are too.
    """

    when: str
    version: str
    build_id: str
    corpus: str
    corpus_sha256: str
    questions: str
    questions_sha256: str
    note: str
    figures: Mapping[str, float | None]
    right: tuple[str, ...]

    def to_json(self) -> str:
        """The line of the history, without its end."""
        return json.dumps(asdict(self), ensure_ascii=False)


def last_run(lines: Iterable[str], questions_sha256: str) -> tuple[Run | None, list[int]]:
    """The latest run on the same questions, None where there is none, and the numbers of lines that are no run."""
    found, strange = None, []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
            run = Run(**{**fields, "right": tuple(fields["right"]), "figures": _numbers(fields["figures"])})
        except (ValueError, TypeError, KeyError, AttributeError):
            strange.append(number)
            continue
        if run.questions_sha256 == questions_sha256:
            found = run
    return found, strange


def lower_than(last: Run, now: Run) -> list[str]:
    """The fractions that are lower than in the last run, in their order."""
    return [name for name in FRACTIONS if _change(last, now, name) < -_LEAST_CHANGE]


def _change(last: Run, now: Run, name: str) -> float:
    before, after = last.figures.get(name), now.figures.get(name)
    return 0.0 if before is None or after is None else after - before


def read_floors(text: str, *, name: str) -> dict[str, float]:
    """The figures that must be reached, from a JSON object called `name`.

    Raises:
        SettingsError: it is no object of known figures with fractions from 0 to 1.
    """
    expected = f"expected a JSON object of figures with a number from 0 to 1 each ({', '.join(FRACTIONS)})"
    try:
        floors = _numbers(json.loads(text))
    except (ValueError, TypeError, AttributeError) as error:
        raise SettingsError(f"{name} holds no floors ({error}); {expected}") from error
    for figure, floor in floors.items():
        if figure not in FRACTIONS or floor is None or not 0 <= floor <= 1:
            raise SettingsError(f"{name}: {figure!r}: {floor!r}; {expected}")
    return {figure: floor for figure, floor in floors.items() if floor is not None}


def below(floors: Mapping[str, float], figures: Mapping[str, float | None]) -> list[str]:
    """The figures with a floor that are lower, or were not measured."""
    return [name for name, floor in floors.items() if (found := figures.get(name)) is None or found < floor]


def questions_sha256(questions: Sequence[LabelledQuestion]) -> str:
    """The same for the same questions and labels in the same order, however their file is laid out."""
    rows = [asdict(one) | {"gold_articles": sorted(one.gold_articles), "line_number": 0} for one in questions]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def corpus_sha256(articles: Iterable[Article]) -> str:
    """The same for the same texts under the same paths."""
    return hashlib.sha256("\n".join(sorted(f"{one.path}\t{one.article_id}" for one in articles)).encode()).hexdigest()


def _numbers(fields: Mapping[str, object]) -> dict[str, float | None]:
    """The fields as numbers; raises TypeError where one is none."""
    for name, value in fields.items():
        if isinstance(value, bool) or not isinstance(value, int | float | None):
            raise TypeError(f"{name!r} is {value!r}")
    return {name: value for name, value in fields.items() if isinstance(value, int | float | None)}
