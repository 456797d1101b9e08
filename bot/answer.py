"""What is said to a question: statements with citations, or a refusal with its reason. Never neither, never both."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.evidence import Citation
from bot.question import Part, Question
from bot.undertaking import Undertaking
from bot.written import Prose
from corpus.event_kinds import What


class Refusal(StrEnum):
    """Why a question is not answered."""

    EMPTY_QUESTION = "empty_question"
    TOO_LONG = "too_long"
    UNKNOWN_ACTOR = "unknown_actor"
    OUTSIDE_PERIOD = "outside_period"
    NO_COMMITMENT_ON_TOPIC = "no_commitment_on_topic"
    FALSE_PREMISE = "false_premise"
    NOT_IN_CORPUS = "not_in_corpus"


class Strength(StrEnum):
    """How likely it is that a quote answers the question."""

    STRONG = "strong"
    PARTIAL = "partial"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that the answer says. `text` is verbatim from the evidence; `citations` are never empty.

    `undertaking` is how the ledger reads it, None where it holds no commitment; `reported` is what it tells of how an
    undertaking goes on, None where that is not asked or not told. `also` is how many other reports say the same, copies
    of one counting once. Statements of one `group` are shown under it; "" where the answer has no groups.
    """

    text: str
    citations: tuple[int, ...]
    strength: Strength = Strength.STRONG
    undertaking: Undertaking | None = None
    reported: What | None = None
    also: int = 0
    group: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence of our own above the statements, about what its citations tell: an outcome, or that they differ.

    The quotes of a remark that is `side_by_side` are shown next to each other beneath it. `citations` are those of the
    answer's statements.
    """

    text: str
    citations: tuple[int, ...]
    side_by_side: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Another reading of the question that the user may choose: its words, and what is left out of its reading."""

    label: str
    question: str
    without: frozenset[Part] = frozenset()


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A passage that came near a question that is refused, and what it lacks."""

    citation: Citation
    lacks: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way to an answer, for whoever asks how it was found."""

    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question from one build.

    `reason` is None exactly where there are statements. `message` is the line above the statements or the wording of
    the refusal. Near misses have citations of their own, numbered after those of the statements. `choices` are given
    where a name may mean several. `remarks` are read before the statements, `compared` are the groups of a comparison,
    whether or not a statement belongs to them. `prose` is None where no language model was asked.
    """

    question: Question
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    reason: Refusal | None
    message: str
    nearest: tuple[NearMiss, ...]
    steps: tuple[Step, ...]
    build_id: str
    reading: str = ""
    choices: tuple[Choice, ...] = ()
    prose: Prose | None = None
    remarks: tuple[Remark, ...] = ()
    compared: tuple[str, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether the corpus holds an answer."""
        return self.reason is None

    @property
    def said(self) -> tuple[Statement, ...]:
        """What is said in the end: the sentences of the prose where it stands, else the statements."""
        if self.prose is None or not self.prose.stands:
            return self.statements
        return tuple(Statement(one.text, one.citations) for one in self.prose.sentences)
