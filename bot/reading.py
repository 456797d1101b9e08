"""The question as it was read, in words for whoever asked it, and the other readings that they may choose."""

from __future__ import annotations

import re

from bot.answer import Choice
from bot.intent import Expected, Intent
from bot.question import Part, Question
from bot.refusing import asked_words, period_words
from bot.retrieval import Found
from embeddings.analysis import analyse

_WANTED = {
    Intent.COMMITMENTS: "undertakings",
    Intent.AGREEMENT: "agreements",
    Intent.REFUSAL: "refusals",
    Intent.STATUS: "how it stands",
    Intent.TIMELINE: "a timeline",
    Intent.COMPARISON: "a comparison",
    Intent.DEADLINE: "when",
    Intent.WHO: "who",
    Intent.GENERAL: "reports",
}
_ONE_PERSON = re.compile(r"\b(?:he|she|him|her|his)\b", re.IGNORECASE)
_EXPECTED = {
    Expected.DEADLINE: "a deadline",
    Expected.DATE: "a date",
    Expected.CADENCE: "how often",
    Expected.NUMBER: "a number",
}


def reading(question: Question, found: Found, *, wanted: str = "") -> str:
    """What is wanted, of whom, on what, of when, and what was taken over or read otherwise; "" of an empty question.

    `wanted` is what is wanted in words where the intent does not tell it.
    """
    if question.is_empty:
        return ""
    parts = [wanted or _EXPECTED.get(question.expected, _WANTED[question.intent])]
    parts += [f"of {found.asked}"] if found.asked else []
    topic = ", ".join(asked_words(question, tuple(found.topic)))
    parts += [f"on {topic}"] if topic else []
    when = "telling of" if found.told_of else "published"
    parts += [f"{when} {period_words(question)}"] if question.period else []
    parts += [_taken_over(question)] if question.carried else []
    parts += [f"“{slip.asked}” read as “{slip.read}”" for slip in question.slips]
    return " · ".join(parts)


def _taken_over(question: Question) -> str:
    """What it has of the question before, in that one's words."""
    of_people = set(analyse(" ".join(question.about)))
    before = question.search_text.removesuffix(question.text)
    kept = [word for word in before.split() if set(analyse(word)) & set(question.carried) - of_people]
    words = " ".join(dict.fromkeys(word.strip("?!.,;:") for word in kept))
    return f"with what you asked before: {words}" if words else "with what you asked before"


def doubts(question: Question, found: Found) -> str:
    """A line on each name that may mean several, and on a "he" who was not named; "" where there is neither."""
    several = (one for one in found.named if len(one.actors) > 1)
    told = "".join(f"“{one.text}” may mean {len(one.actors)} people here: choose one below. " for one in several)
    unnamed = _ONE_PERSON.search(question.text)
    if unnamed is None or found.named or question.names or question.carried:
        return told
    return f"{told}Nobody was named whom “{unnamed.group()}” could mean: this is of anybody. "


def choices(question: Question, found: Found) -> tuple[Choice, ...]:
    """Those whom a name may mean or is seldom, one by one; then the reading without its period, past or spelling."""
    if question.is_empty:
        return ()
    people = [
        Choice(f"Only {actor.name}", question.text.replace(named.text, actor.name, 1))
        for named in found.named
        if len(named.actors) > 1 and named.text in question.text
        for actor in named.actors
    ]
    people += [
        Choice(f"{actor.name} instead", question.text.replace(named.text, actor.name, 1))
        for named in found.named
        if named.text in question.text
        for actor in named.others
    ]
    offered = (
        (question.period is not None, "At any time", Part.PERIOD),
        (bool(question.carried), "Without what I asked before", Part.BEFORE),
        (bool(question.slips), "As I typed it", Part.SLIPS),
    )
    parts = [Choice(label, question.asked, frozenset({part})) for applies, label, part in offered if applies]
    return (*people, *parts)
