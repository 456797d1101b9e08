"""Which state people speak for: "Velmoran Foreign Minister Ilka Dorvath", "Karsund's president, Emre Taskolu".

With it "her country" and "the government" mean a state.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from corpus.article import Span
from corpus.metonyms import is_capital, state_of
from corpus.titles import ROLE_WORDS

BEFORE_CHARS: Final = 70
AFTER_CHARS: Final = 60
# Words between state and role ("Chinese foreign ministry spokesperson"), and after the role ("minister for planning").
MOST_BETWEEN: Final = 3
MOST_AFTER_ROLE: Final = 5
ENVOYS: Final = frozenset({"ambassador", "envoy", "consul", "diplomat", "counterpart"})
ROLES: Final = ROLE_WORDS | {"counterpart"}
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ENDS: Final = re.compile(r"[.!?;:\u201c\u201d\"\n]")


def home_of_person(text: str, places: Sequence[Span], states: Mapping[str, str]) -> str | None:
    """The state in the titles beside a person's name, from the first place that has one; None where none has.

    `states` gives for each word that stands for a state of the article (lower case) that state.
    """
    for span in places:
        start = max(0, span.start_char - BEFORE_CHARS)
        # A state before a comma is of something else ("to guard Karsundi ships, Interior Minister Orla Vance").
        before = _words(_ENDS.split(text[start : span.start_char])[-1].rstrip(" ,").rsplit(",", 1)[-1])
        after = _ENDS.split(text[span.end_char : span.end_char + AFTER_CHARS])[0]
        found = _state_of_title(before, states)
        if found is None and after.startswith(", "):
            apposition = _words(after[2:].split(",")[0])
            role = next((at for at, word in enumerate(apposition) if word.lower() in ROLES), 0)
            found = _state_of_title(apposition[: role + 1], states)
        if found is not None:
            return found
    return None


def _words(text: str) -> list[str]:
    return [match.group() for match in _WORD.finditer(text)]


def _state_of_title(words: Sequence[str], states: Mapping[str, str]) -> str | None:
    """The state that stands few words before the last role, that role near the end ("Chinese envoy for trade")."""
    role = _last_role(words)
    if role is None:
        return None
    for at in range(role - 1, max(-1, role - 2 - MOST_BETWEEN), -1):
        state = state_named(words[at], states)
        if state is not None:
            return None if words[max(0, at - 1) : at] == ["to"] else state
    return None


def _last_role(words: Sequence[str]) -> int | None:
    role = max((at for at, word in enumerate(words) if word.lower() in ROLES), default=-1)
    return None if role < 0 or len(words) - role > MOST_AFTER_ROLE else role


def serves_at_home(text: str, places: Sequence[Span]) -> bool:
    """Whether a title that tells no state stands before the name ("the interior minister, Orla Vance"), no envoy's."""
    for span in places:
        words = _words(_ENDS.split(text[max(0, span.start_char - BEFORE_CHARS) : span.start_char])[-1])
        role = _last_role(words)
        if role is not None:
            return words[role].lower() not in ENVOYS
    return False


def state_named(word: str, states: Mapping[str, str]) -> str | None:
    """The state that a capitalised word stands for in this article or anywhere, no seat of government."""
    if not word[0].isupper():
        return None
    own = states.get(word.lower())
    return own if own is not None else None if is_capital(word) else state_of(word)
