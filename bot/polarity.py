"""Whether a sentence says yes or no, announced or done, sure or perhaps: what a paraphrase must not change."""

from __future__ import annotations

import re
from dataclasses import dataclass

from embeddings.analysis import analyse

_PARTICLE = re.compile(r"\b(?:not|no|never|none|nor|neither|nobody|nothing|without|cannot)\b|n[’']t\b", re.IGNORECASE)
_REVERSAL = re.compile(
    r"\b(?:refus(?:e[sd]?|ing|als?)|reject(?:s|ed|ing|ions?)?|den(?:y|ies|ied|ying|ials?)|rul(?:e[sd]?|ing)\sout"
    r"|declin(?:e[sd]?|ing)|fail(?:s|ed|ing|ures?)?|dismiss(?:es|ed|ing)?|oppos(?:e[sd]?|ing)|cancel(?:s|l?ed|l?ing)?"
    r"|abandon(?:s|ed|ing)?|scrap(?:s|ped|ping)?|halt(?:s|ed|ing)?|suspend(?:s|ed|ing)?|ban(?:s|ned|ning)?"
    r"|prevent(?:s|ed|ing)?|block(?:s|ed|ing)?|unable|unwilling|against|lacks?|stop(?:s|ped|ping)?|avoid(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)
# A particle that stands this near before a reversal turns it round: "did not rule out".
_TURNED = re.compile(r"(?:\b(?:not|no|never|cannot)|n[’']t)\s(?:\w{1,20}\s){0,2}$", re.IGNORECASE)
_TURNED_CHARS = 50
_ANNOUNCED = (
    r"will|would|shall|plan(?:s|ned|ning)?|intend\w{0,3}|aim(?:s|ed|ing)?|promis\w{0,3}|pledg\w{0,3}|vow\w{0,3}"
    r"|agree[ds]?|commit(?:s|ted|ting|ments?)?|undert(?:akes?|ook|aken)|might|could|(?-i:may)|propos(?:e[sd]?|ing|als?)"
)
# What a source says of things to come, and the many ways in which a sentence may say that they are.
_ANNOUNCES = re.compile(rf"\b(?:{_ANNOUNCED})\b|[’']ll\b", re.IGNORECASE)
_AHEAD = re.compile(
    rf"\b(?:{_ANNOUNCED}|should|must|expect\w{{0,3}}|hop(?:e[sd]?|ing)|consider\w{{0,3}}|offer\w{{0,3}}|ready"
    r"|willing\w{0,4}|seek\w{0,3}|want\w{0,3}|urg(?:e[sd]?|ing)|due|scheduled|announc\w{0,6}|assur\w{0,4}"
    r"|order\w{0,3}|refus\w{0,3}|reject\w{0,3}|rul(?:e[sd]?|ing)\sout|declin\w{0,3}"
    r"|to\s(?!the\b|an?\b|this\b|that\b|his\b|her\b|its\b|their\b)(?-i:[a-z]))|[’']ll\b",
    re.IGNORECASE,
)
_PERHAPS = re.compile(
    r"\b(?:might|could|(?-i:may)|perhaps|possibl[ey]|if|unless|subject\sto|provided|depend\w{0,3}|consider(?:s|ed|ing)?"
    r"|explor(?:e[sd]?|ing)|hop(?:e[sd]?|ing)|propos\w{0,4}|reportedly|allegedly|likely|unlikely)\b",
    re.IGNORECASE,
)
# How many words after a "not" tell what is denied.
_DENIED_WORDS = 3


@dataclass(frozen=True, slots=True)
class Polarity:
    """How a text says what it says.

    `denies`: it holds a negation. `turned`: it negates a refusal ("did not rule out"). `announces`: it tells of an
    announcement or of things to come; `ahead`: so it does in any of more ways. `perhaps`: it is hedged or on a
    condition.
    """

    denies: bool
    turned: bool
    announces: bool
    ahead: bool
    perhaps: bool


def polarity(text: str) -> Polarity:
    """Read a text for how it says what it says."""
    reversals = list(_REVERSAL.finditer(text))
    return Polarity(
        denies=bool(reversals) or _PARTICLE.search(text) is not None,
        turned=any(_TURNED.search(text, max(0, one.start() - _TURNED_CHARS), one.start()) for one in reversals),
        announces=_ANNOUNCES.search(text) is not None,
        ahead=_AHEAD.search(text) is not None,
        perhaps=_PERHAPS.search(text) is not None,
    )


def polarity_fault(sentence: str, source: str) -> str:
    """What the sentence changes of the way in which its source says it; "" where it changes nothing."""
    said, told = polarity(sentence), polarity(source)
    if told.denies != said.denies or told.turned != said.turned:
        return "drops a “not” of its source" if told.denies and not said.denies else "changes a “not” of its source"
    if said.denies and not _denies_the_same(sentence, source):
        return "denies something else than its source"
    if told.announces and not said.ahead:
        return "tells as done what its source only announces"
    if told.perhaps and not said.perhaps:
        return "tells as certain what its source does not"
    return ""


def _denies_the_same(sentence: str, source: str) -> bool:
    denied = _after_denial(sentence)[:_DENIED_WORDS]
    return not denied or 2 * len(set(denied) & set(_after_denial(source))) >= len(set(denied))


def _after_denial(text: str) -> tuple[str, ...]:
    """The terms behind the first negation; all of them where nothing stands behind it."""
    starts = [match.end() for pattern in (_PARTICLE, _REVERSAL) if (match := pattern.search(text))]
    behind = analyse(text[min(starts) :])
    return behind or analyse(text)
