"""What is asked: the words of a question that an answer has to bear on, the names in it, and the time it is about.

question = read_question("What did Naqvi promise about Besham in 2024?", today=date(2026, 1, 9))
assert question.terms == ("naqvi", "besham") and question.period.since == date(2024, 1, 1)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.courtesy import reply_to, without_courtesy
from bot.going_back import goes_back
from bot.intent import KEEPING, PROMISE, Expected, Intent, asks_for_refusal, expected_of, intent_of, kinds_of, presumes
from bot.invisible import visible
from bot.period import period_asked
from bot.spelling import Slip, mended
from corpus.article import Span
from corpus.commitments import Kind
from corpus.dates import Period
from embeddings.analysis import analyse
from embeddings.asking import topic_terms

# A question fits a line or two; what is longer is a text that was pasted.
MOST_CHARS = 1000
# "and on fares?", "what about trams?": the question before, of something else.
_ELLIPSIS = re.compile(
    r"^\W*(?:(?:and|but|so|also)\s+)?(?:(?:what|how) )?(?:about|on|for|in|at|with)\b"
    r"(?!.*\b(?:did|has|have|was|were|will|is|are)\b)",
    re.IGNORECASE,
)
_SOMEBODY_ELSE = re.compile(r"\b(?:the others?|another|(?:any|some)(?:one|body) else|who else)\b", re.IGNORECASE)
# What is left of "minister's" and "didn't" where no apostrophe is typed.
_LOST_APOSTROPHE = re.compile(r"(?<=\w) (?=s\b)|(?<=n) (?=t\b)")
# What only says that something was refused: no article has to say it in these words.
_REFUSING = frozenset(
    analyse(
        "refuse refuses refused refusal reject rejects rejected rejection decline declines declined deny denies denied "
        "oppose opposes opposed rule rules ruled ruling turned turn demand demands demanded request requests proposal "
        "proposals idea never"
    )
)
# "Did she keep her promise to deepen it?" is about deepening.
_KEEPING = re.compile(rf"\b{KEEPING}(?= (?:\S+ ){{0,2}}{PROMISE}\b)", re.IGNORECASE)
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
    `about` are the words that name those it is about, its own or taken over; `search_text` is what is looked for, and
    `subject` what a question that points back to this one is read after. `courtesy` is what is said in return where it
    asks nothing, "" for a question. Nothing that was published after `known_until` may be used.
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
    about: tuple[str, ...] = ()
    subject: str = ""
    courtesy: str = ""
    is_too_long: bool = False
    known_until: date | None = None

    @property
    def topic(self) -> tuple[str, ...]:
        """The terms of what it is about, without those of whom: its own, else those taken over."""
        people = set(analyse(" ".join(self.about)))
        own = tuple(term for term in self.terms if term not in people)
        return own or tuple(term for term in self.carried if term not in people)

    def as_of(self, day: date) -> Question:
        """The same question asked of what was published by this day; a period after it stays as it is."""
        period = self.period or Period(None, None, Span(0, 0))
        if period.since is None or period.since <= day:
            period = replace(period, until=min(day, period.until or day))
        return replace(self, period=period, known_until=day)

    @property
    def is_empty(self) -> bool:
        """Whether it names nothing that could be looked for."""
        return not (self.terms or self.carried or self.period)

    @property
    def binds(self) -> bool:
        """Whether it asks what those it names undertook themselves, so that what others did is no answer."""
        return self.intent.is_about_commitments or self.presumes


def typed(text: str) -> str:
    """What was typed, on one line, without characters that nobody sees."""
    return " ".join(visible(text).split())


def plain_words(text: str) -> str:
    """A question without what only its writing adds; in small letters where all are capitals, as they tell no names."""
    asked = _LOST_APOSTROPHE.sub("'", without_courtesy(typed(text)))
    return asked.lower() if asked.isupper() else asked


def read_question(
    text: str,
    *,
    today: date,
    latest: date | None = None,
    previous: Question | None = None,
    before: tuple[str, ...] = (),
    slips: tuple[Slip, ...] = (),
    about: tuple[str, ...] = (),
    without: frozenset[Part] = frozenset(),
) -> Question:
    """The question as understood; `today` is what "last month" is counted from, `latest` the day of the last article.

    A question that points back ("what did he say about it?") takes over whom the question before is about, its topic
    and, where it has none of its own, its period. `before` are the articles cited in answer to it, `about` the words
    that name those who are asked about. `without` are parts of the reading that the user has taken out of it: the words
    of a period then ask for nothing. A text of more than `MOST_CHARS` is not read.
    """
    asked = typed(text)
    if len(asked) > MOST_CHARS:
        return replace(read_question("", today=today), asked=asked[:MOST_CHARS], is_too_long=True)
    if Part.BEFORE in without:
        previous, before = None, ()
    slips = () if Part.SLIPS in without else slips
    courtesy = reply_to(asked)
    plain = "" if courtesy else mended(plain_words(asked), slips)
    period = period_asked(plain, today=today, latest=latest)
    topic = plain if period is None else plain[: period.span.start_char] + " " + plain[period.span.end_char :]
    intent = intent_of(plain)
    terms = _subject_terms(topic)
    own = Question(
        asked=asked,
        text=plain,
        terms=terms,
        carried=(),
        names=_names(topic),
        period=None if Part.PERIOD in without else period,
        intent=intent,
        expected=expected_of(plain),
        kinds=kinds_of(Intent.REFUSAL if intent is Intent.WHO and asks_for_refusal(plain) else intent),
        presumes=presumes(plain),
        search_text=plain,
        slips=slips,
        about=about,
        subject=plain,
        courtesy=courtesy,
    )
    if previous is None or not plain:
        return own
    own = replace(own, before=before)
    return _after(previous, own, timeless=Part.PERIOD in without) if points_back(own) else own


def _subject_terms(text: str) -> tuple[str, ...]:
    """The terms of what the words are about.

    Those of refusing are none of them where refusals are asked for, nor are those of keeping a promise.
    """
    terms = topic_terms(_KEEPING.sub(" ", text))
    own = tuple(term for term in terms if term not in _REFUSING) if asks_for_refusal(text) else terms
    return own or terms


def points_back(question: Question) -> bool:
    """Whether it cannot be read without the question before: it has no subject, or words that stand for one."""
    complete = bool(question.about and question.topic)
    named = bool(question.about or question.names)
    return not question.terms or goes_back(question.text, complete=complete, named=named)


def _after(previous: Question, own: Question, *, timeless: bool) -> Question:
    """The question with what it takes over: of the one before, not of all before that, so that it never grows long."""
    same = not own.about and not _SOMEBODY_ELSE.search(own.text)
    about = previous.about if same else own.about
    carried = (*(analyse(" ".join(about)) if same else ()), *previous.topic)
    subject = previous.subject if same else _without_names(previous.subject, previous.about)
    short = previous.intent.is_about_commitments and _ELLIPSIS.search(own.text) is not None
    bare = short or not own.topic
    return replace(
        own,
        carried=tuple(term for term in dict.fromkeys(carried) if term not in own.terms),
        period=own.period or (None if timeless else previous.period),
        intent=previous.intent if bare and own.intent is Intent.GENERAL else own.intent,
        kinds=own.kinds or (previous.kinds if bare else own.kinds),
        about=about,
        search_text=f"{subject} {own.text}",
        subject=" ".join((*about, own.text)) if own.topic else f"{' '.join(own.about)} {subject}".strip(),
    )


def _without_names(text: str, names: tuple[str, ...]) -> str:
    for name in names:
        text = text.replace(name, "")
    return " ".join(text.split())


def _names(text: str) -> tuple[str, ...]:
    """Runs of capitalised words without those that only ask."""
    found = []
    for run in _NAME.findall(text):
        words = [word for word in _WORD.findall(run) if topic_terms(word)]
        if words:
            found.append(" ".join(words))
    return tuple(dict.fromkeys(found))
