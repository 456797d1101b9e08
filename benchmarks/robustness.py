"""How well answers stand it that questions are typed as people type: shouting, in small letters, with slips.

    python benchmarks/robustness.py --corpus tests/quality/text --questions tests/quality/questions.jsonl --work DIR

Each question is asked as it is, in capitals, in small letters, without punctuation, and with a slip (two letters
swapped, one dropped, one doubled) in three of ten words of six letters or more; follow-ups follow the same form. The
index of --corpus is made under --work. Slips are drawn from a seed of their own for each question; with --rounds the
figures of slips are over that many drawings.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from retrieval import seeded

from bot.answer import Answer
from bot.evaluation import Figures, Outcome, figures_of, judge
from bot.labels import LabelledQuestion, read_labelled
from bot.machine import in_conversation
from bot.settings import load_settings
from bot.tracker import Tracker, build_corpus
from embeddings.build import open_build
from embeddings.encoder import load_encoder

SLIP_RATE = 0.3
LEAST_LETTERS = 6
_LONG_WORD = re.compile(rf"[^\W\d_]{{{LEAST_LETTERS},}}")
_MARKS = re.compile(r"[^\w\s]+")

Form = Callable[[LabelledQuestion, int], str]


def without_marks(text: str) -> str:
    """The words alone; marks between them leave one space."""
    return " ".join(_MARKS.sub(" ", text).split())


def with_slips(text: str, rng: random.Random) -> str:
    """The text with a slip in some of its long words; the first letter stays."""

    def slip(found: re.Match[str]) -> str:
        word = found.group()
        if rng.random() >= SLIP_RATE:
            return word
        at = rng.randrange(1, len(word) - 1)
        swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        return rng.choice((swapped, word[:at] + word[at + 1 :], word[: at + 1] + word[at:]))

    return _LONG_WORD.sub(slip, text)


FORMS: dict[str, Form] = {
    "as they are": lambda one, _: one.question,
    "capitals": lambda one, _: one.question.upper(),
    "small letters": lambda one, _: one.question.lower(),
    "no punctuation": lambda one, _: without_marks(one.question),
    "slips": lambda one, drawing: with_slips(one.question, seeded(f"{one.question_id} {drawing}")),
}


def asked(
    tracker: Tracker, texts: dict[str, str], questions: Sequence[LabelledQuestion], form: Form, drawing: int
) -> list[Outcome]:
    """The outcome of every question in one form."""
    seconds: list[float] = []

    def ask(text: str, previous: tuple[Answer, ...]) -> Answer:
        started = time.perf_counter()
        answer = tracker.ask(text, previous=previous)
        seconds.append(time.perf_counter() - started)
        return answer

    formed = [replace(one, question=form(one, drawing)) for one in questions]
    return [judge(one, answer, texts, seconds=seconds[-1]) for one, answer in in_conversation(formed, ask)]


def row(name: str, figures: Figures) -> str:
    """One line of the table."""
    wrong = None if figures.answered is None else 1 - figures.answered
    shares = (figures.quotes_cited, figures.facts_said, wrong, figures.right_refusals, figures.citations_on_topic)
    cells = "".join(f"{'-' if one is None else format(one, '.3f'):>10}" for one in shares)
    return f"{name:16}{cells}{1000 * figures.median_seconds:>10.0f}{1000 * figures.p95_seconds:>8.0f}"


def main() -> int:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of articles")
    parser.add_argument("--questions", type=Path, required=True, help="labelled questions, JSON Lines")
    parser.add_argument("--work", type=Path, required=True, help="folder for the index")
    parser.add_argument("--half", default="", help="only the questions marked with this half")
    parser.add_argument("--rounds", type=int, default=3, help="drawings of slips (3)")
    parser.add_argument(
        "--errors", action="store_true", help="print what a form loses beside the questions as they are"
    )
    options = parser.parse_args()
    lines = options.questions.read_text(encoding="utf-8").splitlines()
    questions = read_labelled(lines, name=options.questions.name, half=options.half)
    settings = replace(load_settings(data=options.work), corpus=options.corpus)
    encoder = load_encoder(settings.encoder)
    build_corpus(settings, encoder, lambda _: None)
    build = open_build(settings.data, encoder=encoder)
    tracker, texts = Tracker(settings, encoder, build), {one.path: one.text for one in build.articles}
    print(
        f"{'form':16}{'quotes':>10}{'facts':>10}{'w.refused':>10}{'r.refused':>10}{'on topic':>10}{'ms':>10}{'p95':>8}"
    )
    first: list[Outcome] = []
    for name, form in FORMS.items():
        rounds = range(options.rounds if name == "slips" else 1)
        outcomes = [one for drawing in rounds for one in asked(tracker, texts, questions, form, drawing)]
        first = first or outcomes
        print(row(name, figures_of(outcomes)))
        for one, plain in zip(outcomes, first * len(rounds), strict=True) if options.errors else ():
            if len(one.missed_quotes) > len(plain.missed_quotes) or one.answered != plain.answered:
                was = f"{len(plain.missed_quotes)} {plain.reason or 'answered'}"
                now = f"{len(one.missed_quotes)} {one.reason or 'answered'}"
                print(f"    {one.labelled.question_id} missed {was} -> {now}: {one.labelled.question}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
