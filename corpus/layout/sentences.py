"""Where the sentences of a text begin and end.

Rules over one paragraph at a time: a stop, then an optional closing quotation mark, then white space, is a border
unless the word before it is an abbreviation, an initial or a list number, or what follows carries the sentence on.
"""

from __future__ import annotations

import re

from corpus.article import Span

PARAGRAPH_BREAK = re.compile(r"\n[ \t]*\n\s*")

_STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)")
_OPENING = "\"'“‘«([-–—•*"

# Never the last word of a sentence: a name or a number follows.
_TITLES = frozenset(
    "mr mrs ms dr prof gen lt col maj brig capt cmdr sgt cpl adm sen rep gov pres rev hon fr mt ft messrs mx vs "
    "amb supt insp asst dept supdt sec".split()
)
# Take a number or a name after them; without one the word is an ordinary end ("He said no.").
_BEFORE_NUMBER = frozenset(
    "no nos art sec para pp p vol fig approx rs jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
# May end a sentence; they do so only where a usual first word follows.
_OFTEN_INSIDE = frozenset(
    "inc corp ltd co bros jr sr st ave etc al a.m p.m calif pa va md del fla ala ariz conn ill mass mich".split()
)
_FIRST_WORDS = frozenset(
    "The A An In On At He She It They We I You This That These Those But And However Meanwhile His Her Its Their Our My "
    "There Then When While If As For From After Before Last Since Under With Asked According Both Some Many Most All No "
    "Not So Such What Who Why How Where One Two Three By To Of Or Yet Still Also Earlier Later".split()
)
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_SPEECH = re.compile(r"(?:[\w.'’-]+\s+){0,4}?(?:said|says|asked|added|told|replied|wrote|tweeted|shouted|declared)\b")
_SPEECH_WINDOW_CHARS = 60  # "Foreign Minister Ilka Dorvath asked" fits; keeps the look-ahead bounded


def split_sentences(text: str) -> tuple[Span, ...]:
    """The sentences of `text` in order, as spans without outer white space; none crosses a paragraph.

    Together they cover every character that is not white space.
    """
    spans: list[Span] = []
    start = 0
    for gap in PARAGRAPH_BREAK.finditer(text):
        spans.extend(_split_paragraph(text, start, gap.start()))
        start = gap.end()
    spans.extend(_split_paragraph(text, start, len(text)))
    return tuple(spans)


def _split_paragraph(text: str, start: int, end: int) -> list[Span]:
    """The sentences between two paragraph breaks."""
    spans = []
    for stop in _STOP.finditer(text, start, end):
        if _ends_sentence(text, stop, start, end):
            spans.append(trimmed(text, start, stop.end()))
            start = stop.end()
    spans.append(trimmed(text, start, end))
    return [span for span in spans if span.start_char < span.end_char]


def trimmed(text: str, start: int, end: int) -> Span:
    """The span from `start` to `end` without outer white space (empty, at `end`, where there is nothing else)."""
    words = text[start:end]
    return Span(end - len(words.lstrip()), start + len(words.rstrip())) if words.strip() else Span(end, end)


def _ends_sentence(text: str, stop: re.Match[str], start: int, end: int) -> bool:
    """Whether the sentence ends at this stop."""
    rest = text[stop.end() : min(end, stop.end() + _SPEECH_WINDOW_CHARS)].lstrip()
    first = rest.lstrip(_OPENING + " ")[:1]
    if not rest or not first or first.islower():
        return not rest or not first
    marks = stop.group()
    if marks[0] in "!?":
        return not (len(marks) > 1 and marks[-1] in "\"”’'" and _SPEECH.match(rest))
    if marks != ".":
        return True
    before = text[max(start, stop.start() - 24) : stop.start()].split()
    return _full_stop_ends(before[-1].lstrip(_OPENING) if before else "", rest, list_start=len(before) <= 1)


def _full_stop_ends(word: str, rest: str, *, list_start: bool) -> bool:
    """Whether a plain full stop after `word` and before `rest` ends a sentence."""
    lowered = word.casefold()
    following = rest.split(None, 1)[0].strip(".,;:!?\"'“”‘’()")
    if not word or lowered in _TITLES:
        return False
    if lowered in _BEFORE_NUMBER:
        return not following[:1].isdigit()
    if list_start and word.isdigit():
        return False
    if lowered in _OFTEN_INSIDE or _ACRONYM.fullmatch(word):
        return following in _FIRST_WORDS
    return not (len(word) == 1 and word.isalpha() and word.isupper() and word != "I")
