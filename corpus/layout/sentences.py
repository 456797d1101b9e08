"""Where the sentences of a text begin and end.

Rules over one paragraph at a time: a stop, then an optional closing quotation mark, then white space, is a border
unless the word before it is an abbreviation, an initial or a list number, or what follows carries the sentence on.

Our own rules, for three reasons (November 2026, pysbd 0.3.4, sentencex 1.0.32, syntok 1.4.4). Of the 40 hard cases of
`tests/test_sentences.py`, on which these rules were made, they get 38 right, pysbd 33, the others 32. They read 7 MB of
news a second; pysbd 0.1, syntok 0.3, sentencex 17. And sentencex, the only other fast one, keeps a quotation of many
sentences whole: in 86 of 1,061 paragraphs of unseen news it differed from these rules, nearly always so, where a
citation wants the one sentence that was promised.
"""

from __future__ import annotations

import re

from corpus.article import Span

PARAGRAPH_BREAK = re.compile(r"\n[ \t]*\n\s*")

_STOP = re.compile(r"[.!?…]+[\"'”’»)\]*]*(?:\[\d{1,3}\])*(?=\s)")
_DASH = re.compile(r"[-–—―]{1,2}\s")  # after a dateline, or before the name of who is quoted
_OPENING = "\"'“‘«([-–—•*"

# Never the last word of a sentence: a name follows.
_TITLE_WORDS = """
    mr mrs ms dr drs prof profs gen gens sens reps govs lt col maj brig capt cmdr sgt cpl adm sen
    rep gov pres rev hon fr mt ft messrs mx vs amb supt
    insp asst dept supdt sec smt md v e.g i.e
"""
# Take a number after them; without one the word is an ordinary end ("He said no.").
_NUMBERED_WORDS = """
    no nos art para pp vol fig approx rs jan feb mar apr jun jul aug sep sept oct nov dec
"""
# End a sentence only where a usual first word follows.
_OFTEN_INSIDE_WORDS = """
    inc corp ltd co bros jr sr st ave etc al a.m p.m calif pa va del fla ala ariz conn ill mass mich minn wash ore tenn
"""
_FIRST_WORD_WORDS = """
    The A An In On At He She It They We I You This That These Those But And However Meanwhile His Her Its Their Our My
    There Then When While If As For From After Before Last Since Under With Asked According Both Some Many Most All No
    Not So Such What Who Why How Where One Two Three By To Of Or Yet Still Also Earlier Later
"""
_TITLES = frozenset(_TITLE_WORDS.split())
_BEFORE_NUMBER = frozenset(_NUMBERED_WORDS.split())
_OFTEN_INSIDE = frozenset(_OFTEN_INSIDE_WORDS.split())
_FIRST_WORDS = frozenset(_FIRST_WORD_WORDS.split())
_ELLIPSIS_CHARS = 8
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_SPEECH = re.compile(r"(?:[\w.'’-]+\s+){0,5}?(?:said|says|asked|added|told|replied|wrote|tweeted|shouted|declared)\b")
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
    if not rest or not first:
        return True
    if first.islower() or rest.startswith(".") or _DASH.match(rest):
        return False
    if stop.start() - start <= _ELLIPSIS_CHARS and not any(map(str.isalnum, text[start : stop.start()])):
        return False  # points before the first word
    marks = stop.group().split("[", 1)[0]
    if marks[0] in "!?":
        return not (len(marks) > 1 and marks[-1] in "\"”’'" and _SPEECH.match(rest))
    if marks != ".":
        return True
    before = text[max(start, stop.start() - 24) : stop.start()].split()
    if not before or text[stop.start() - 1].isspace():
        return False  # a point of an ellipsis
    return _full_stop_ends(before[-1].lstrip(_OPENING), rest, list_start=len(before) <= 1)


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
