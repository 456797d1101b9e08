"""A question of a conversation, understood with what the build knows: its slips mended, those it is about named.

Of a conversation two things are taken over: whom it was about last, and what was last answered. A greeting or a refusal
between leaves both as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.answer import Answer
from bot.people import able
from bot.question import MOST_CHARS, Part, Question, plain_words, points_back, read_question, typed
from bot.spelling import Slip, find_slips, mended
from bot.who import Named, find_actors, find_names
from corpus.mentions import NameKind
from embeddings.analysis import analyse
from embeddings.build import Build

_PRONOUN = re.compile(r"\b(?:he|she|they|him|her|them|his|their)\b", re.IGNORECASE)
_THE_OTHER = re.compile(r"\bthe other (?P<office>\w+)", re.IGNORECASE)


def understand(
    build: Build, text: str, *, today: date, previous: Sequence[Answer] = (), without: frozenset[Part] = frozenset()
) -> Question:
    """The question as understood; `previous` are the answers of its conversation, oldest first."""
    if len(typed(text)) > MOST_CHARS:
        return read_question(text, today=today)
    plain = plain_words(text)
    last, question = _last(previous)
    slips = () if Part.SLIPS in without else find_slips(build, plain)
    if last and question and Part.SLIPS not in without and Part.BEFORE not in without:
        slips += _somebody_else(build, plain, previous, question)
    said = mended(plain, slips)
    return read_question(
        text,
        today=today,
        latest=build.manifest.last_date,
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
    # Somebody new who was asked about in vain is whom the talk is about now; the subject before was another's.
    newer = next((one.question for one in reversed(asked[asked.index(last) :]) if one.question.about), last.question)
    if newer.about == last.question.about:
        return last, last.question
    return last, replace(newer, terms=(), carried=(), subject=" ".join(newer.about))


def _about(build: Build, text: str, question: Question, *, is_first: bool) -> tuple[str, ...]:
    """The words that name those who act in it; of a question that points back, all names where it says nothing else."""
    acting = able(build, find_actors(build.registry, text))
    if acting or is_first or not points_back(question):
        return tuple(one.text for one in acting)
    if _PRONOUN.search(text):
        return ()
    named = [one for one in able(build, find_names(build.registry, text)) if _is_named(one)]
    of_names = {term for one in named for term in analyse(one.text)}
    return tuple(one.text for one in named) if of_names.issuperset(question.terms) else ()


def _is_named(named: Named) -> bool:
    """Whether it can be but a name: other words of names ("trams") are more often meant as what they say."""
    return named.text[0].isupper() or any(actor.kind in {NameKind.PERSON, NameKind.STATE} for actor in named.actors)


def _somebody_else(build: Build, text: str, previous: Sequence[Answer], question: Question) -> tuple[Slip, ...]:
    """Whom "the other minister" is: the one such person of the articles cited so far who was not asked about last.

    None where nobody or more than one fits.
    """
    found = _THE_OTHER.search(text)
    if found is None:
        return ()
    cited = {one.article.article_id for answer in previous for one in answer.citations}
    asked = {actor for words in question.about for one in find_names(build.registry, words) for actor in one.actors}
    fit = [
        actor
        for actor in build.registry.actors
        if actor.kind is NameKind.PERSON and actor not in asked and actor.name in build.commitments_by_actor
        if cited & set(actor.article_ids) and any(found["office"].casefold() in role.casefold() for role in actor.roles)
    ]
    return (Slip(found.group(), fit[0].name),) if len(fit) == 1 else ()
