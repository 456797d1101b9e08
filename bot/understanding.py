"""A question of a conversation, understood with what the build knows: its slips mended, those it is about named.

Of a conversation two things are taken over: whom it was about last, and what was last answered. A greeting or a refusal
between leaves both as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.answer import Answer
from bot.people import able
from bot.question import MOST_CHARS, Part, Question, plain_words, points_back, read_question, typed
from bot.spelling import find_slips, mended
from bot.who import find_actors, find_names
from embeddings.analysis import analyse
from embeddings.build import Build


def understand(
    build: Build, text: str, *, today: date, previous: Sequence[Answer] = (), without: frozenset[Part] = frozenset()
) -> Question:
    """The question as understood; `previous` are the answers of its conversation, oldest first."""
    if len(typed(text)) > MOST_CHARS:
        return read_question(text, today=today)
    plain = plain_words(text)
    slips = () if Part.SLIPS in without else find_slips(build, plain)
    said = mended(plain, slips)
    last, question = _last(previous)
    return read_question(
        text,
        today=today,
        previous=question,
        before=tuple(dict.fromkeys(one.article.article_id for one in last.citations)) if last else (),
        slips=slips,
        about=_about(build, said, read_question(said, today=today), is_first=question is None),
        without=without,
    )


def _last(previous: Sequence[Answer]) -> tuple[Answer | None, Question | None]:
    """The last answer, and its question as one about those who were asked about last; the last one if none is."""
    asked = [one for one in previous if not one.question.is_empty]
    if not asked:
        return None, None
    last = next((one for one in reversed(asked) if one.answered), asked[-1])
    since = [one.question.about for one in asked[asked.index(last) :] if one.question.about]
    question = last.question
    if since and since[-1] != question.about:
        question = replace(question, terms=question.topic, carried=(), about=since[-1], subject=" ".join(since[-1]))
    return last, question


def _about(build: Build, text: str, question: Question, *, is_first: bool) -> tuple[str, ...]:
    """The words that name those who act in it; of a question that points back, all names where it says nothing else."""
    acting = able(build, find_actors(build.registry, text))
    if acting or is_first or not points_back(question):
        return tuple(one.text for one in acting)
    named = able(build, find_names(build.registry, text))
    of_names = {term for one in named for term in analyse(one.text)}
    return tuple(one.text for one in named) if of_names.issuperset(question.terms) else ()
