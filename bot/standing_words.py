"""Questions that ask for a list of the ledger: where commitments stand, not what an article says.

question = read_question("Which promises are overdue?", today=date(2031, 1, 9))
assert list_asked(question, frozenset()) == Asked(LedgerList.OVERDUE, frozenset())
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.intent import KEEPING, PROMISE, Expected, expected_of
from bot.question import Question
from embeddings.analysis import analyse


class LedgerList(StrEnum):
    """The list that is asked for."""

    OVERDUE = "overdue"
    SILENT = "silent"
    OPEN = "open"
    DELIVERED = "delivered"
    DELAYED = "delayed"
    ABANDONED = "abandoned"
    DENIED = "denied"
    IN_PROGRESS = "in progress"
    ANY = "how it stands"


_PROMISES = r"(?:commitments|promises|pledges|undertakings|vows|assurances|agreements|obligations)"
_PROMISED = r"(?:promised|pledged|agreed|undertaken|committed to|vowed|announced)"
_DONE = r"(?:kept|delivered|fulfill?ed|honou?red|implemented|completed|carried out|met|done)"
# Of commitments at large, not of one: "Which promises …?", "Has anything promised in 2030 …?", "What is overdue?".
_AT_LARGE = re.compile(
    rf"\b(?:which|what|any|all|every|list|show|how many)\b(?: \S+){{0,5}}? {_PROMISES}\b"
    rf"|^\W*{_PROMISES}\b"
    rf"|\b(?:anything|something|everything|nothing|what)\b(?: \S+){{0,4}}? {_PROMISED}\b"
    r"|^\W*(?:and )?(?:what|which|anything|is anything|who) (?:is|are|was|has|have)? ?(?:still |been )*"
    r"(?:overdue|outstanding|pending|past (?:its|their|the) (?:deadline|due date))\b",
    re.IGNORECASE,
)
# Of all that somebody undertook: "Has Tarar kept his word?", "Did she break any promise?".
_OF_SOMEBODY = re.compile(
    rf"\b{KEEPING}"
    rf"(?: (?:on|to|any|all|of|his|her|its|their|the|these|those|\S+['’]s?))*? {PROMISE}\W*$"
    rf"|\b(?:became|become) of (?:his|her|its|their|\S+['’]s?) {_PROMISES}\W*$",
    re.IGNORECASE,
)
_STATES = tuple(
    (state, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for state, words in (
        (
            LedgerList.OVERDUE,
            r"overdue|past (?:its|their|the) (?:deadline|due date|last day)s?"
            r"|missed (?:its|their|the|a|any)? ?deadlines?",
        ),
        (
            LedgerList.SILENT,
            r"(?:gone|went|fallen) (?:silent|quiet)|silent|(?:been )?forgotten|nothing (?:has been |was |is )?heard",
        ),
        (
            LedgerList.OPEN,
            r"(?:still )?(?:open|outstanding|pending|unfulfilled|unkept|unmet|undelivered)"
            rf"|(?:not|never|n['’]t)(?: yet)?(?: been)?(?: yet)? {_DONE}|yet to be {_DONE}",
        ),
        (
            LedgerList.ABANDONED,
            r"abandoned|dropped|broken|broke|break|breaks|given up|gave up|scrapped|cancell?ed|withdrawn",
        ),
        (LedgerList.DENIED, r"denied|disowned"),
        (LedgerList.DELAYED, r"delayed|postponed|put off|pushed back|behind schedule|(?:running |come )?late"),
        (
            LedgerList.IN_PROGRESS,
            r"in progress|under ?way|ongoing|being (?:implemented|carried out|fulfill?ed|kept|delivered)",
        ),
        (LedgerList.DELIVERED, rf"{_DONE}(?: on)?|followed through(?: on)?"),
    )
)
_WHOSE = re.compile(
    rf"(?P<whose>\b[\w .-]+?)['’]s? (?:\w+ )?{PROMISE}\b|{PROMISE} (?:of|by|from) (?P<of>[\w .'’-]+)", re.IGNORECASE
)
# What goes on with a list: "and of Hale?", "which are still open?", "which of them are on trams?".
_GOES_ON = re.compile(
    r"^\W*(?:(?:and|but|so|also)\W+)*(?:of|by|from|for|on|in|with|(?:what |how )?about)\b"
    r"(?!.*\b(?:did|will|would)\b)"
    r"|^\W*(?:(?:and|but|so)\W+)?(?:which|what|any|how many)(?: ones?)?(?: of (?:them|these|those|his|hers|theirs))?"
    r"\W+(?:are|is|were|was|has|have|had)\b",
    re.IGNORECASE,
)
# What tells of one matter in so many words asks for the articles on it, not for a list.
MOST_TOPIC = 4
_NO_LIST = frozenset({Expected.DATE, Expected.DEADLINE, Expected.CADENCE})


@dataclass(frozen=True, slots=True)
class Asked:
    """The list that is asked for, and the terms of the question that narrow it to a subject, none for all of it."""

    state: LedgerList
    topic: frozenset[str]


def list_asked(question: Question, people: frozenset[str]) -> Asked | None:
    """The list of the ledger that the words ask for, None where they ask for something else.

    `people` are the terms of those asked about.
    """
    text = question.text
    goes_on = bool(question.carried) and _GOES_ON.search(text) is not None
    if goes_on and not _states_in(text):
        text = question.search_text
    named = _states_in(text)
    # A deadline that was missed is not asked for.
    asking = text[: named[0][1].start()] if named else text
    if expected_of(asking) in _NO_LIST or question.is_too_long:
        return None
    rest = frozenset(question.terms) - people
    own = _OF_SOMEBODY.search(text)
    if own is not None and people:
        return None if rest - frozenset(analyse(own.group())) else Asked(LedgerList.ANY, frozenset())
    if not named or not (_AT_LARGE.search(text) or (goes_on and text is question.text)):
        return None
    # "not delivered" names one state, "delivered or dropped" two.
    apart = [one for one in named[1:] if one[1].end() <= named[0][1].start() or named[0][1].end() <= one[1].start()]
    of_states = frozenset(
        term for _, found in (*named, *_states_in(question.search_text)) for term in analyse(found.group())
    )
    topic = (rest - of_states) or (frozenset(question.carried) - people - of_states)
    if len(topic) > MOST_TOPIC or (apart and topic):
        return None
    return Asked(LedgerList.ANY if apart else named[0][0], topic)


def _states_in(text: str) -> list[tuple[LedgerList, re.Match[str]]]:
    """The states that the words name, in the order of `_STATES`."""
    return [(state, found) for state, words in _STATES if (found := words.search(text))]


def possessors(text: str) -> str:
    """The parts of the text that name whose commitments are meant: "Hale's promises", "promises of Hale"."""
    return " ; ".join(found["whose"] or found["of"] for found in _WHOSE.finditer(text))
