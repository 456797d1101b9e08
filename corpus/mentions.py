"""Where proper names stand in a text, and the titles before them.

Found by their capitals, so that it costs nearly nothing and works on names that no model has seen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from corpus.article import Span
from corpus.metonyms import is_adjective, is_capital, is_state
from corpus.titles import (
    ADDRESS,
    BEGINS_NO_PERSON,
    DOMAINS,
    LABELS,
    LINKED_HEADS,
    NOT_OF_PEOPLE,
    ORGANISATION_WORDS,
    ROLE_WORDS,
    WEEKDAYS,
    is_common,
    is_role,
    word_set,
)

WORD = re.compile(r"[^\W_]+(?:(?:[.&'’-]|(?<=\d)[,])[^\W_]+)*(?:(?<=\b[A-Z])\.)?")
# Words that may stand inside a name between two capitalised ones.
PARTICLES = word_set("de del della der den da das dos du van von bin binti ibn al ul ur el la le di y e")
LINKS = word_set("of for and on the to in")
OPENING_QUOTES = frozenset('\u201c\u2018"')
POSSESSIVE = re.compile(r"['’]s?$")
# Bodies whose names hold an "and".
LONG_NAMED = word_set("ministry department committee commission office centers board bureau")
MOST_NAME_WORDS = 8
# An office whose place is named before the person who holds it.
OFFICE_TO = re.compile(r"\b(?P<office>[^\W\d_]+) (?:to|for|in) $")
MOST_OFFICE_CHARS = 40


class NameKind(StrEnum):
    """What a name names, as far as the words themselves tell."""

    PERSON = "person"
    BODY = "body"
    STATE = "state"
    CAPITAL = "capital"
    ADJECTIVE = "adjective"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a name stands: its span without the title, the name, and the title if there is one."""

    span: Span
    name: str
    role: str | None
    kind: NameKind


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    opens: bool  # stands first in a sentence or a quotation

    @property
    def is_name(self) -> bool:
        return self.text[0].isupper()


def find_mentions(text: str, sentences: Sequence[Span]) -> tuple[Mention, ...]:
    """Every mention of a proper name, in the order of the text; `sentences` are spans of the text in order."""
    words = _words(text, sentences)
    lower_case = {word.text for word in words if not word.is_name}
    mentions: list[Mention] = []
    position = 0
    while position < len(words):
        end = _run_end(text, words, position)
        if end > position:
            mentions.extend(_mentions_of_run(text, words[position:end], lower_case))
        position = max(end, position + 1)
    names = {mention.name for mention in mentions}
    return tuple(_without_label(mention, names) for mention in mentions)


def _without_label(mention: Mention, names: set[str]) -> Mention:
    """A person's mention less a party or a word in capitals before the name ("Democrat Orla Vance").

    Any word is left out before a name that the text gives alone as well.
    """
    rest = mention.name.split(" ", 1)[-1]
    if mention.role is not None or " " not in rest or mention.kind in {NameKind.STATE, NameKind.BODY}:
        return mention
    label = mention.name.split(" ", 1)[0].lower() in LABELS and kind_of(rest, role=None) is NameKind.PERSON
    if not label and (mention.kind is not NameKind.PERSON or rest not in names):
        return mention
    return replace(mention, span=Span(mention.span.end_char - len(rest), mention.span.end_char), name=rest)


def _words(text: str, sentences: Sequence[Span]) -> list[_Word]:
    words = []
    for sentence in sentences:
        opens = True
        for match in WORD.finditer(text, sentence.start_char, sentence.end_char):
            before = text[match.start() - 1 : match.start()]
            words.append(_Word(match.group(), match.start(), match.end(), opens or before in OPENING_QUOTES))
            opens = False
    return words


def _touches(text: str, left: _Word, right: _Word) -> bool:
    """Whether only a space (or the stop of an abbreviation) parts the two words and no possessive ends the first."""
    gap = text[left.end : right.start]
    abbreviated = gap == ". " and len(left.text) <= 4 and not right.opens
    return (gap == " " or abbreviated) and not POSSESSIVE.search(left.text)


def _run_end(text: str, words: Sequence[_Word], start: int) -> int:
    """Index after the last word of the name that begins at `start`; `start` itself where none does."""
    if not words[start].is_name:
        return start
    end = start + 1
    while end < len(words) and end - start < MOST_NAME_WORDS and _touches(text, words[end - 1], words[end]):
        if words[end].opens and not text[words[end].start - 1].isspace():
            break
        if words[end].is_name:
            end += 1
            continue
        step = _linked(text, words, start, end)
        if not step:
            break
        end += step
    return end


def _linked(text: str, words: Sequence[_Word], start: int, at: int) -> int:
    """How many words on a name goes through "of the" or "van" to its next capital; 0 where it ends before `at`."""
    word = words[at].text
    heads = {one.text.lower() for one in (words[start:at] if word == "and" else words[at - 1 : at])}
    allowed = PARTICLES if word in PARTICLES else LINKS if heads & LINKED_HEADS else frozenset()
    for step in (1, 2):
        if words[at + step - 1].text not in allowed or at + step >= len(words):
            return 0
        if not _touches(text, words[at + step - 1], words[at + step]):
            return 0
        if words[at + step].is_name:
            # "and" joins parts of one name only in long ones ("Health and Human Services"), else two names.
            apart = word in {"and", "on", "to", "in"} and not _is_long_name(words[start : at + step + 1])
            return 0 if apart else step + 1
    return 0


def _is_long_name(words: Sequence[_Word]) -> bool:
    lowered = [word.text.lower() for word in words]
    return "of" in lowered[:4] and any(word in LONG_NAMED for word in lowered[:3])


def _mentions_of_run(text: str, run: Sequence[_Word], lower_case: set[str]) -> list[Mention]:
    """The mention of a run of capitalised words, less a sentence's first word that is no name and less its titles."""
    run = _without_opening(run, lower_case)
    if _is_sent_to(text, run):
        return [mention for part in (run[:1], run[1:]) for mention in _mentions_of_run(text, part, lower_case)]
    run, role = _split_title(_without_end(run))
    if not run or all(is_common(word.text) or is_role(word.text) for word in run):
        return []
    start, end = run[0].start, run[-1].end
    possessive = POSSESSIVE.search(text, start, end)
    if possessive and possessive.end() == end:
        end = possessive.start()
    name = text[start:end]  # a line in capitals is a heading, not a name
    if len(name) < 2 or name.isdigit() or (name.isupper() and len(name.split()) > 2):
        return []
    return [Mention(Span(start, end), name, role, kind_of(name, role=role))]


def _is_sent_to(text: str, run: Sequence[_Word]) -> bool:
    """Whether a state and the one whose office is there stand in one run ("the envoy to Velmora Orla Vance")."""
    if len(run) < 3 or not is_state(run[0].text) or any(is_role(word.text) for word in run):
        return False
    office = OFFICE_TO.search(text, max(0, run[0].start - MOST_OFFICE_CHARS), run[0].start)
    name = kind_of(text[run[1].start : run[-1].end], role=None)
    return office is not None and is_role(office["office"]) and name is NameKind.PERSON


def _without_opening(run: Sequence[_Word], lower_case: set[str]) -> Sequence[_Word]:
    """The run without a first word that is capitalised only because it opens a sentence."""
    while run and run[0].opens:
        lowered = run[0].text.lower()
        if is_common(lowered) or (len(run) == 1 and lowered in lower_case and not is_state(lowered)):
            run = [_Word(word.text, word.start, word.end, False) for word in run[1:]]
            continue
        break
    while len(run) > 1 and is_common(run[0].text) and not is_role(run[0].text):
        run = run[1:]
    return run


def _without_end(run: Sequence[_Word]) -> Sequence[_Word]:
    """The run without the weekday or the form of address that stands behind a name ("Vance Thursday")."""
    while len(run) > 1 and run[-1].text.lower() in WEEKDAYS | ADDRESS:
        run = run[:-1]
    return run


def _split_title(run: Sequence[_Word]) -> tuple[Sequence[_Word], str | None]:
    """("Interior", "Minister", "Orla", "Vance") gives the last two words and "Interior Minister"."""
    last = max((place for place, word in enumerate(run[:-1]) if is_role(word.text)), default=-1)
    if last < 0:
        return run, None
    # "Secretary of State Amos Reed": the words after "of" belong to the title, the last two to the name.
    after = run[last + 1 :]
    if after and after[0].text in LINKS:
        names = [place for place, word in enumerate(after) if not word.is_name]
        rest = after[names[-1] + 1 :]
        if len(rest) < 3:
            return run, None
        after = rest[1:]
    if len(after) > 2 and after[0].text.lower() in DOMAINS:
        after = after[1:]
    if any(word.text.lower() in ORGANISATION_WORDS for word in after):
        return run, None
    title = " ".join(word.text for word in run[: len(run) - len(after)])
    return after, (None if title.lower().rstrip(".") in ADDRESS else title)


def kind_of(name: str, *, role: str | None) -> NameKind:
    """What the words of a name alone tell: a title makes a person, a table a state, a word like "Ministry" a body."""
    if role is not None:
        return NameKind.PERSON
    tests = {NameKind.STATE: is_state, NameKind.CAPITAL: is_capital, NameKind.ADJECTIVE: is_adjective}
    if found := next((kind for kind, test in tests.items() if test(name)), None):
        return found
    words = [word.lower() for word in re.split(r"[\s-]+", name)]
    if set(words) & ORGANISATION_WORDS or (name.isupper() and len(name) <= 6):
        return NameKind.BODY
    # A compound ("Diamer-Bhasha") is one word; a place or a thing has a word that no person's name holds.
    named = len(name.split())
    if (
        2 <= named <= 4
        and not any(map(str.isdigit, name))
        and not (set(words) & (ROLE_WORDS | LINKS | NOT_OF_PEOPLE) or words[0] in BEGINS_NO_PERSON)
    ):
        return NameKind.PERSON
    return NameKind.UNKNOWN
