"""What a question is after: the sort of answer, what a sentence must hold to be one, and the kinds of commitment.

assert intent_of("By when will the harbour be deepened?") is Intent.DEADLINE
assert expected_of("By when will the harbour be deepened?") is Expected.DEADLINE
"""

from __future__ import annotations

import re
from enum import StrEnum

from corpus.commitments import Kind


class Intent(StrEnum):
    """What sort of answer is asked for."""

    COMMITMENTS = "commitments"
    AGREEMENT = "agreement"
    REFUSAL = "refusal"
    STATUS = "status"
    TIMELINE = "timeline"
    COMPARISON = "comparison"
    DEADLINE = "deadline"
    WHO = "who"
    GENERAL = "general"

    @property
    def is_about_commitments(self) -> bool:
        """Whether the ledger's own records are what is asked for."""
        return self in {Intent.COMMITMENTS, Intent.AGREEMENT, Intent.REFUSAL}


class Expected(StrEnum):
    """What a sentence has to tell for it to be an answer, beside the subject."""

    ANYTHING = "anything"
    DEADLINE = "deadline"
    DATE = "date"
    CADENCE = "cadence"
    NUMBER = "number"

    @property
    def word(self) -> str:
        """What it is called where the articles do not tell it."""
        return {"cadence": "how often", "anything": "anything"}.get(self.value, self.value)


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(alternatives)})", re.IGNORECASE)


# What is done with a promise once it is made, and the words for one.
KEEPING = (
    r"(?:ke(?:ep|pt)(?:s|ing)?|honou?r(?:s|ed|ing)?|br(?:ea|o)k(?:e|s|en|ing)?|fulfill?(?:s|ed|ing)?"
    r"|st(?:ic|uc)k(?:s|ing)? to|deliver(?:s|ed|ing)? on|follow(?:s|ed|ing)? through on)"
)
PROMISE = r"(?:commitments?|promises?|pledges?|undertakings?|vows?|assurances?|agreements?|obligations?|word)"
_REFUSED = _words(
    *("rul(?:e|es|ed|ing) out", "refus", "reject", r"den(?:y|ied|ies)\b", "declin", "oppos", "not to", "never to"),
    *("turn(?:s|ed|ing)? down", "(?:say|says|said|saying) no", "will never", "would never"),
    *(r"(?:will|would|shall) (?:\w+ ){0,3}not\b", r"(?:won|wouldn)[’']t\b"),
)
_ASKS = (
    (
        Intent.TIMELINE,
        _words(
            *(
                "timeline",
                "history of",
                "chronolog",
                "over time",
                "since when",
                "step by step",
                "done about",
                "done on",
            ),
            *("sequence of", "trace the", r"(?:has|have|had) (?:been )?happened (?:since|with)"),
            r"how (?:has|have|did|was|were)\b.*\b(?:mov|chang|develop|evolv|progress|unfold)",
            r"what (?:has|have) been done\b.*\bsince",
        ),
    ),
    (
        Intent.COMPARISON,
        _words(
            *("compar", "differ", "versus", r"vs\b", "contradict", "say the same", "same about", "same thing"),
            *("disagree", "consistent", "two reports", "two articles", "both reports", r"before\b.*\bafter\b"),
            "(?:first|earlier) and (?:later|latest)",
        ),
    ),
    (
        Intent.DEADLINE,
        _words(
            *(r"when\b", "what date", "which (?:date|day|month|year)", "deadline", "by when", "until when", "what day"),
            *("how often", "how soon", "how frequently", "how regularly", "how long"),
        ),
    ),
    (
        Intent.STATUS,
        _words(
            *(
                "happened (?:to|after)",
                "became of",
                "become of",
                "status",
                "any progress",
                "how far",
                "fulfil",
                "actually",
            ),
            *("still (?:on|plan|going)", r"kept\b", "delivered", "honou?red", "follow(?:ed)? through", "outcome of"),
            *(r"has .*? been (?:kept|met)", r"where does .* stand"),
            r"(?:keep|break|stick to|stand by|broken?) .*\b(?:word|promise|pledge|guarantee|commitment|undertaking)",
        ),
    ),
    # "Has the loan been signed?" asks for the loan, not for what was agreed in it.
    (
        Intent.STATUS,
        re.compile(
            r"^\W*(?:and |so |but )?(?:has|have|had|was|were)\b(?!.*(?:commit|promis|pledg|agree|assur|offer|ruled)).*"
            r"\b(?:been|signed)\b",
            re.IGNORECASE,
        ),
    ),
    (Intent.WHO, re.compile(r"^\W*(?:and )?(?:who|whom|by whom)\b", re.IGNORECASE)),
    (Intent.REFUSAL, _REFUSED),
    (
        Intent.AGREEMENT,
        _words(r"agree(?:[ds]|ing)?\b", r"sign(?:ed|s)?\b", "came out of", "come out of", "jointly", "joint "),
    ),
    (
        Intent.COMMITMENTS,
        _words(
            *(
                "commit",
                "promis",
                "pledg",
                "vow",
                "undert(?:ake|ook|aking)",
                "assur",
                "offer",
                "announce",
                r"plan(?:s|ned|ning)?\b",
            ),
            *(
                "guarantee",
                "threat",
                r"what .*\bwould do",
                r"what (?:will|would|is|are) .*\bdo\b",
                r"(?:said|say|says|tell|told) .*\b(?:will|would|d) do\b",
                "said (?:it|he|she|they) would",
            ),
        ),
    ),
    # Last: "what will she do about the trade deal?" asks for no deal.
    (Intent.AGREEMENT, _words("agreement", r"accords?\b", r"deals?\b")),
)
# Asked outright, yes or no: "Did the exercise take place?"
_WHETHER = re.compile(r"^\W*(?:and |so |but )?(?:did|has|have|had|was|were|is|are|does|do)\b", re.IGNORECASE)
_PRESUMES = re.compile(
    r"^\W*(?:and )?(?:when|why|where|how)\b.*\b(?:agree|promis|pledg|vow|commit|sign|undert|offer)",
    re.IGNORECASE,
)
_KINDS = {
    Intent.REFUSAL: frozenset({Kind.REFUSAL}),
    Intent.AGREEMENT: frozenset({Kind.AGREEMENT}),
}
_CADENCE = _words("how often", "how frequently", "how regularly", "how many times")
_NUMBER = _words(
    *("how many", "how much", "how large", "how big", "how long"),
    "(?:what|which) (?:(?:pay|interest) )?(?:share|percentage|proportion|number|amount|sum|price|rate|rise|raise)\\b",
)
_DEADLINE = _words("deadline", "by when", "until when", "how soon")
_DATE = _words(
    *("when (?:is|are|will|would|can|could|must|should|does|do)", "from (?:when|what date)"),
    *(
        r"(?:what|which) (?:exact )?(?:date|day|month|year)\b",
        r"when (?:was|were) .*\b(?:suppos|due|mean|schedul|plan|expect|to)\b",
    ),
)

DEADLINE_WORD = re.compile(r"\bdeadlines?\b", re.IGNORECASE)
_ASKED_WHEN = re.compile(r"\b(?:when|how|what|which)\b", re.IGNORECASE)
_ASKED_FIRST = re.compile(r"\b(?:who(?:se|m)?|what|which|how|when|where|why)\b", re.IGNORECASE)
# Not one that only joins ("the company which runs the port").
_ASKED_NEXT = re.compile(
    r"(?:[?;:] |, (?=how|what|when|why)|\b(?:and|or|but|so|by|from|since|until) )"
    r"(?:who(?:se|m)?|what|which|how|when|where|why)\b"
    r"|\band (?:did|do|does|has|have|had|is|are|was|were|will|can)\b",
    re.IGNORECASE,
)


def intent_of(text: str) -> Intent:
    """The sort of answer that the words ask for; the first that fits of an order from narrow to wide."""
    text = _without_mentions(text)
    found = next((intent for intent, asks in _ASKS if asks.search(text)), None)
    if found is None:
        return Intent.STATUS if _WHETHER.search(text) else Intent.GENERAL
    return found


def expected_of(text: str) -> Expected:
    """What an answering sentence has to tell."""
    text = _without_mentions(text)
    asks = (
        (Expected.CADENCE, _CADENCE),
        (Expected.NUMBER, _NUMBER),
        (Expected.DEADLINE, _DEADLINE),
        (Expected.DATE, _DATE),
    )
    return next((expected for expected, pattern in asks if pattern.search(text)), Expected.ANYTHING)


def _without_mentions(text: str) -> str:
    """The words without a deadline that is not asked for: "Did they keep to the deadline?"."""
    return DEADLINE_WORD.sub(" ", text) if _WHETHER.search(text) and not _ASKED_WHEN.search(text) else text


def asks_several(text: str) -> bool:
    """Whether more than one thing is asked for ("Who signed it, and by when …?"): to tell one of them is an answer."""
    first = _ASKED_FIRST.search(text)
    return first is not None and _ASKED_NEXT.search(text, first.end()) is not None


def asks_for_refusal(text: str) -> bool:
    """Whether what was refused is asked for, whatever else is ("Who ruled out …?")."""
    return _REFUSED.search(text) is not None


def kinds_of(intent: Intent) -> frozenset[Kind]:
    """The kinds of commitment asked for, none where any will do."""
    return _KINDS.get(intent, frozenset())


def presumes(text: str) -> bool:
    """Whether the question takes it for granted that something was undertaken ("When did she agree to …?")."""
    return _PRESUMES.search(text) is not None
