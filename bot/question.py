"""What is asked: the words of a question that an answer has to bear on, the names in it, and the time it is about.

question = read_question("What did Naqvi promise about Besham in 2024?", today=date(2026, 1, 9))
assert question.terms == ("naqvi", "besham") and question.period.since == date(2024, 1, 1)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from corpus.commitments import Kind
from corpus.dates import Period, parse_period
from embeddings.asking import topic_terms

_COMMITMENT = re.compile(
    r"\b(?:commit|promis|pledg|vow|undert(?:ake|ook)|agree|assur|offer|announce|rule[ds]? out|refus|plan)",
    re.IGNORECASE,
)
_TIMELINE = re.compile(r"\b(?:timeline|history|chronolog|over time|moved on|since when|done about)\b", re.IGNORECASE)
_WHEN = re.compile(r"\b(?:when|what date|which date|deadline|by when|how often|how soon)\b", re.IGNORECASE)
_BACKWARD = re.compile(
    r"\b(?:he|she|they|it|him|her|them|his|their|its|that|those|this|these|there|the two)\b"
    r"|^(?:and|what about|how about)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*")
_WORD = re.compile(r"\w[\w’'-]*")


_KINDS = {
    Kind.REFUSAL: re.compile(
        r"\b(?:rul(?:e[sd]?|ing) out|refus\w+|reject\w*|den(?:y|ied|ies)|not to)\b", re.IGNORECASE
    ),
    Kind.AGREEMENT: re.compile(r"\b(?:agree[sd]?|agreements?|sign(?:ed)?|accords?|deals?)\b", re.IGNORECASE),
}


class Want(StrEnum):
    """What sort of answer is asked for."""

    COMMITMENTS = "commitments"
    TIMELINE = "timeline"
    WHEN = "when"
    PASSAGES = "passages"


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it is understood.

    `terms` are analysed like the corpus and hold each word once, in the order asked; `carried` are terms taken over
    from the question before. `names` are runs of capitalised words, as written; `kinds` those of commitments asked
    for, empty for any. `search_text` is what is looked for.
    """

    text: str
    terms: tuple[str, ...]
    carried: tuple[str, ...]
    names: tuple[str, ...]
    period: Period | None
    want: Want
    kinds: frozenset[Kind]
    search_text: str

    @property
    def is_empty(self) -> bool:
        """Whether it names nothing that could be looked for."""
        return not (self.terms or self.carried or self.period)


def read_question(text: str, *, today: date, previous: Question | None = None) -> Question:
    """The question as understood; `today` is what "last month" is counted from.

    A question that points back ("what did he say about it?") takes over the names, terms and, where it has none of
    its own, the period of the question before.
    """
    asked = " ".join(text.split())
    # Capitals throughout say nothing of names, and would make names of the small words.
    text = asked.lower() if asked.isupper() else asked
    period = _window(parse_period(text, today=today))
    topic = text if period is None else text[: period.span.start_char] + " " + text[period.span.end_char :]
    terms = topic_terms(topic)
    carries = previous is not None and (not terms or _BACKWARD.search(text) is not None)
    if previous is None or not carries:
        return Question(asked, terms, (), _names(topic), period, _want(text), _kinds(text), text)
    carried = tuple(term for term in dict.fromkeys(previous.carried + previous.terms) if term not in terms)
    return Question(
        text=asked,
        terms=terms,
        carried=carried,
        names=_names(topic),
        period=period or previous.period,
        want=_want(text),
        kinds=_kinds(text),
        search_text=f"{previous.search_text} {text}",
    )


def _window(period: Period | None) -> Period | None:
    """The period to search in, None where any will do.

    A single day is more often the day something was due on than the day it was written: it stays among the words.
    """
    return None if period is None or (period.since is not None and period.since == period.until) else period


def _want(text: str) -> Want:
    if _TIMELINE.search(text):
        return Want.TIMELINE
    if _WHEN.search(text):
        return Want.WHEN
    return Want.COMMITMENTS if _COMMITMENT.search(text) else Want.PASSAGES


def _kinds(text: str) -> frozenset[Kind]:
    """The kinds of commitment that the verb asks for, none where it asks for any."""
    return frozenset(kind for kind, asks in _KINDS.items() if asks.search(text))


def _names(text: str) -> tuple[str, ...]:
    """Runs of capitalised words without those that only ask."""
    found = []
    for run in _NAME.findall(text):
        words = [word for word in _WORD.findall(run) if topic_terms(word)]
        if words:
            found.append(" ".join(words))
    return tuple(dict.fromkeys(found))
