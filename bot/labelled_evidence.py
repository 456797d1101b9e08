"""Labelled questions put to a build, each with what is found for it: what training and benchmarks learn from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from bot.answer import Answer
from bot.answering import compose
from bot.evaluation import covers, runs
from bot.labels import LabelledQuestion
from bot.machine import in_conversation
from bot.question import Question
from bot.retrieval import Found, find_evidence
from bot.understanding import understand
from embeddings.build import Build

# The day that "last month" is counted from: the same in every run.
TODAY: Final = date(2030, 1, 1)


def holding_gold(labelled: LabelledQuestion, quotes: Sequence[str]) -> list[bool]:
    """Whether each of these quotes holds one of the question's gold quotes."""
    gold = [runs(quote) for quote in labelled.gold_quotes]
    return [any(covers(words, one) for one in gold) for words in map(runs, quotes)]


def with_evidence(
    build: Build, questions: Sequence[LabelledQuestion], *, most: int
) -> Iterator[tuple[LabelledQuestion, Question, Found]]:
    """Each question as it is understood after those it follows, with at most so many sentences looked at closely.

    Raises:
        EncoderError: the weights of the matcher or of the likelihoods cannot be read.
    """
    found: list[tuple[Question, Found]] = []

    def answer(text: str, previous: tuple[Answer, ...]) -> Answer:
        question = understand(build, text, today=TODAY, previous=previous)
        found.append((question, find_evidence(build, question, most=most)))
        return compose(build, *found[-1])

    for one, _ in in_conversation(questions, answer):
        yield one, *found[-1]
