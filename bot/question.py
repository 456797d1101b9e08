"""What is asked: the words of a question that an answer has to bear on, the names in it, and the time it is about.

question = read_question("What did Naqvi promise about Besham in 2024?", today=date(2026, 1, 9))
assert question.terms == ("naqvi", "besham") and question.period.since == date(2024, 1, 1)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.intent import Expected, Intent, expected_of, intent_of, kinds_of, presumes
from bot.spelling import Slip, mended
from corpus.article import Span
from corpus.commitments import Kind
from corpus.dates import Period, parse_period
from embeddings.asking import topic_terms

_BACKWARD = re.compile(
    r"\b(?:he|she|they|it|him|her|them|his|their|its|that|those|this|these|there|the two)\b"
    r"|^(?:and|what about|how about)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*")
_WORD = re.compile(r"\w[\w’'-]*")


class Part(StrEnum):
    """What of its reading a user may have left out."""

    PERIOD = "period"
    BEFORE = "before"
    SLIPS = "slips"


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it is understood.

    `asked` is what was typed, `text` the same without what only its writing adds (capitals throughout, slips); `slips`
    are the words that were read as others. `terms` are analysed like the corpus and hold each word once, in the order
    asked; `carried` are terms taken over from the question before, and `before` the ids of the articles that its answer
    cited. `names` are runs of capitalised words, as written; `kinds` those of commitments asked for, empty for any.
    `search_text` is what is looked for.
    """

    asked: str
    text: str
    terms: tuple[str, ...]
    carried: tuple[str, ...]
    names: tuple[str, ...]
    period: Period | None
    intent: Intent
    expected: Expected
    kinds: frozenset[Kind]
    presumes: bool
    search_text: str
    before: tuple[str, ...] = ()
    slips: tuple[Slip, ...] = ()

    def as_of(self, day: date) -> Question:
        """The same question asked of what was published by this day."""
        period = self.period or Period(None, None, Span(0, 0))
        return replace(self, period=replace(period, until=min(day, period.until or day)))

    @property
    def is_empty(self) -> bool:
        """Whether it names nothing that could be looked for."""
        return not (self.terms or self.carried or self.period)

    @property
    def binds(self) -> bool:
        """Whether it asks what those it names undertook themselves, so that what others did is no answer."""
        return self.intent.is_about_commitments or self.presumes

    @property
    def is_follow_up(self) -> bool:
        """Whether it takes over something from the question before."""
        return bool(self.carried)


def without_shouting(text: str) -> str:
    """The words on one line; in small letters where all are capitals, which then say nothing of names."""
    asked = " ".join(text.split())
    return asked.lower() if asked.isupper() else asked


def read_question(
    text: str,
    *,
    today: date,
    previous: Question | None = None,
    before: tuple[str, ...] = (),
    slips: tuple[Slip, ...] = (),
    without: frozenset[Part] = frozenset(),
) -> Question:
    """The question as understood; `today` is what "last month" is counted from.

    A question that points back ("what did he say about it?") takes over the names, terms and, where it has none of
    its own, the period of the question before. `before` are the articles cited in answer to it. `without` are parts of
    the reading that the user has taken out of it: the words of a period then ask for nothing.
    """
    asked = " ".join(text.split())
    if Part.BEFORE in without:
        previous, before = None, ()
    slips = () if Part.SLIPS in without else slips
    plain = mended(without_shouting(text), slips)
    period = _window(parse_period(plain, today=today))
    topic = plain if period is None else plain[: period.span.start_char] + " " + plain[period.span.end_char :]
    period = None if Part.PERIOD in without else period
    terms = topic_terms(topic)
    intent = intent_of(plain)
    bare = not terms and previous is not None
    own = Question(
        asked=asked,
        text=plain,
        terms=terms,
        carried=(),
        names=_names(topic),
        period=period,
        intent=previous.intent if bare and intent is Intent.GENERAL and previous else intent,
        expected=expected_of(plain),
        kinds=kinds_of(intent),
        presumes=presumes(plain),
        search_text=plain,
        before=before if previous is not None else (),
        slips=slips,
    )
    if previous is None or not (bare or _BACKWARD.search(plain)):
        return own
    carried = tuple(term for term in dict.fromkeys(previous.carried + previous.terms) if term not in terms)
    return replace(
        own,
        carried=carried,
        period=period or (None if Part.PERIOD in without else previous.period),
        kinds=own.kinds or (previous.kinds if bare else own.kinds),
        search_text=f"{previous.search_text} {plain}",
    )


def _window(period: Period | None) -> Period | None:
    """The period to search in, None where any will do.

    A single day is more often the day something was due on than the day it was written: it stays among the words.
    """
    return None if period is None or (period.since is not None and period.since == period.until) else period


def _names(text: str) -> tuple[str, ...]:
    """Runs of capitalised words without those that only ask."""
    found = []
    for run in _NAME.findall(text):
        words = [word for word in _WORD.findall(run) if topic_terms(word)]
        if words:
            found.append(" ".join(words))
    return tuple(dict.fromkeys(found))
