"""Words by which a question goes on with what was asked before it: "and on fares?", "was the promise kept?"."""

from __future__ import annotations

import re

_BACKWARD = re.compile(
    r"\b(?:he|she|they|it|him|hers?|them|his|theirs?|its|that|those|this|these|there|same|the two|the others?)\b"
    r"|^\W*(?:and|but|so|also|what about|how about)\b|^\W*which (?:are|were|have)\b",
    re.IGNORECASE,
)
# What points back even where the question names somebody and a subject of its own: "its" and "they" may be theirs.
_AT_THE_SUBJECT = re.compile(
    r"\b(?:about|on|of|to|for|with|after|before|against|do) (?:it|that|this|them)\b|\b(?:those|these|there|same)\b"
    r"|^\W*(?:and|but|so|also|what about|how about|which ones?)\b"
    # What is said in answer to something, or comes after, beside or in place of it.
    r"|\b(?:too|as well|either|instead|meanwhile|in the meantime|in (?:exchange|return)|afterwards|in the end"
    r"|respond(?:ed)?|react(?:ed)?|repl(?:y|ied))\W*$"
    r"|\bthe (?:reactions?|responses?|reply|answer|reasons?|outcome|results?|catch)\b(?! (?:to|of|for|from|behind)\b)",
    re.IGNORECASE,
)
# A short question that names nobody goes on with what was talked about: "was the promise kept?", "on track?".
_SHORT_WORDS = 9
_ASKS = re.compile(
    r"^\W*(?:who|whom|what|when|where|why|how|which|did|does|do|is|are|was|were|has|have|will|would|can|could|should"
    r"|to|by|on|over|for|until|since)\b",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"\bthe\b", re.IGNORECASE)
_FEWEST_WORDS = 3
_ANYBODY = re.compile(r"\b(?:any(?:one|body)?|some(?:one|body)|articles?|corpus|reports?)\b", re.IGNORECASE)


def goes_back(text: str, *, complete: bool, named: bool) -> bool:
    """Whether the words point to what was asked before.

    Of a question that is `complete`, as it says whom and what it is about, fewer words do; of one in which nobody is
    `named` its being short is enough.
    """
    if _AT_THE_SUBJECT.search(text):
        return True
    return not complete and (_BACKWARD.search(text) is not None or (not named and _goes_on(text)))


def _goes_on(text: str) -> bool:
    if not _ASKS.match(text) or _ANYBODY.search(text):
        return False
    words = len(text.split())
    return words <= _FEWEST_WORDS or (words <= _SHORT_WORDS and _DEFINITE.search(text) is not None)
