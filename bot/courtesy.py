"""What people say to one another around a question: taken off its opening, and answered where it is all they say.

assert without_courtesy("Thanks! And what did Hale promise?") == "And what did Hale promise?"
assert reply_to("Good morning") == "Hello."
"""

from __future__ import annotations

import re

_GREETING = r"hi|hello|hey|good (?:morning|afternoon|evening|day)|greetings"
_THANKS = r"(?:many )?thanks?(?: you)?(?: (?:very|so) much| a lot)?|cheers|much appreciated"
_PARTING = r"bye|good ?bye|see you"
_NODDING = r"ok|okay|great|perfect|good|nice|cool|fine|well done|very helpful|that (?:is|was) (?:great|helpful|all)"
_ABOUT_ITSELF = r"help|who are you|what are you|what can you do|what can i ask|how are you|how does this work|test"
_ALL = rf"(?:{_GREETING}|{_THANKS}|{_PARTING}|{_NODDING}|please|yes|no|sorry|there|you|for (?:that|this|your help))"
# Possessive throughout: "thank you" is one courtesy and may not be tried as two, which would take for ever.
_OPENING = re.compile(
    rf"^\W*+(?:(?>{_GREETING}|{_THANKS}|ok|okay|please)\b\W*+|(?>{_NODDING}|yes|no|sorry)[,.!;]\W*+)++", re.I
)
_ONLY = re.compile(rf"\W*+(?:(?>{_ALL})\b\W*+)++", re.I)
_REPLIES = (
    (re.compile(rf"\b(?:{_THANKS})\b", re.I), "You are welcome."),
    (re.compile(rf"\b(?:{_PARTING})\b", re.I), "Goodbye."),
    (re.compile(rf"\b(?:{_GREETING})\b", re.I), "Hello."),
)


def without_courtesy(text: str) -> str:
    """The question alone; the text as it is where it says nothing else."""
    rest = _OPENING.sub("", text, count=1)
    return rest if re.search(r"\w", rest) and not _ONLY.fullmatch(text) else text


def reply_to(text: str) -> str:
    """What is said in return where the text is nothing but courtesy or asks what this is; "" for any other."""
    if re.fullmatch(rf"\W*(?:{_ABOUT_ITSELF})\W*", text, re.I):
        return "This finds what articles report of commitments."
    if not _ONLY.fullmatch(text):
        return ""
    return next((reply for pattern, reply in _REPLIES if pattern.search(text)), "Ask on.")
