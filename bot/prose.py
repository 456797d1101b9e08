"""What a language model writes, sentence by sentence: cut out of the stream, checked, kept, replaced or dropped.

A sentence that the quotes it cites do not hold gives way to the quote itself. Nothing of a sentence that did not pass
the check is kept: what a model knows from elsewhere must not reach the screen on any way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.check import Ground, fault, share
from bot.invisible import visible
from bot.written import ProseSentence
from corpus.layout.sentences import split_sentences
from embeddings.analysis import analyse

# A quote stands in for a sentence without a source only where it shares this part of the sentence's terms: with less
# it would answer something else.
MIN_RESEMBLANCE = 0.34
# What is longer than this is no sentence; the check turns it down.
LONGEST_CHARS = 700

_MARKS = r"[\[【]\s?S?\d{1,3}(?:\s?[,;–-]\s?S?\d{1,3}){0,9}\s?[\]】]"
_MARK = re.compile(rf"\s?{_MARKS}")
_TRAILING = re.compile(rf"([.!?…][\"'”’»)]?)((?:\s?{_MARKS})+)")
_NUMBER = re.compile(r"\d{1,3}")
_RANGE = re.compile(r"(\d{1,3})\s?[–-]\s?S?(\d{1,3})")
_LINE_OPENING = re.compile(r"^(?:#{1,6}\s|[-*•–]\s|\d{1,2}[.)]\s|>\s)\s*")
_EMPHASIS = re.compile(r"\*{1,3}|_{2,3}|`+")
_THOUGHT_OPENS, _THOUGHT_ENDS = "<think>", "</think>"
_REFUSES = re.compile(
    r"\bI(?:[’']m| am)? (?:cannot|can[’']t|can not|am unable|unable|sorry|do not have|don[’']t have|don[’']t know)\b"
    r"|\b(?:evidence|quotes?|articles?|passages?|information|sources?|context|text)\b[^.]{0,60}"
    r"\b(?:do|does|is|are) ?n[o’']t? ?(?:answer|mention|contain|provide|specif|say|tell|enough|sufficient|include)"
    r"|\b(?:unable|not possible|impossible) to (?:answer|say|tell|determine)\b|\bas an AI\b|\bno information\b",
    re.IGNORECASE,
)


def cut(pieces: Iterable[str]) -> Iterator[str]:
    """The sentences of a streamed text, each with its marks, as soon as the next one begins; without empty ones.

    Thoughts that a reasoning model writes before its answer are left out. What stands after the last full stop comes
    last, when the stream ends; a stream that raises leaves it out.
    """
    text, leads = "", None
    for piece in _without_thought(pieces):
        text += piece
        if leads is None and text.strip():
            leads = text.lstrip()[0] in "[【"
        if any(stop in text for stop in ".!?…\n"):
            whole, text = _whole(text, leads=bool(leads))
            yield from filter(analyse, whole)
        if len(text) > LONGEST_CHARS:
            yield text
            text = ""
    yield from filter(analyse, _sentences(text, leads=bool(leads)))


def settle(raw: str, grounds: Sequence[Ground], *, asked: frozenset[str]) -> ProseSentence | None:
    """A sentence of the model as it may be shown: its own words, or a quote for them, or None where no quote fits.

    A sentence without a number is held against the quote that it is most like: not the model's number tells what holds
    a sentence, but the check.
    """
    words, numbers = read_sentence(raw)
    by_number = {one.number: one for one in grounds}
    cited = [by_number[number] for number in numbers if number in by_number]
    like = [] if numbers else _resembling(words, grounds)
    words = _without_source(words, cited or like)
    if not analyse(words):
        return None
    known = len(cited) == len(numbers)
    reason = fault(words, cited or like, asked=asked) if known else "cites a number that no source has"
    if not reason:
        return ProseSentence(words, numbers or (like[0].number,), "")
    # Small models often give the number of another quote; the one that was meant is the one that is most alike.
    instead = next(iter(_resembling(words, grounds)), None) or _nearest(words, cited)
    return ProseSentence(instead.quote, (instead.number,), reason) if instead else None


def refuses(raw: str) -> bool:
    """Whether the sentence says that it cannot answer, or that the evidence is silent."""
    return _REFUSES.search(raw[:1000]) is not None


def read_sentence(raw: str) -> tuple[str, tuple[int, ...]]:
    """The words of a model's sentence without markup and marks, and the numbers that it cites, each once."""
    numbers: list[int] = []
    for mark in _MARK.findall(raw):
        spread = _RANGE.search(mark)
        if spread and 0 < int(spread[2]) - int(spread[1]) < 10:
            numbers += range(int(spread[1]), int(spread[2]) + 1)
        else:
            numbers += map(int, _NUMBER.findall(mark))
    words = " ".join(_EMPHASIS.sub("", _MARK.sub("", raw)).split())
    return words.strip("[]【】 "), tuple(dict.fromkeys(numbers))


def _without_thought(pieces: Iterable[str]) -> Iterator[str]:
    held, thinks, begun = "", False, False
    for piece in pieces:
        if begun:
            yield visible(piece)
            continue
        held += piece
        opening = held.lstrip()
        thinks = thinks or opening.startswith(_THOUGHT_OPENS)
        if thinks and _THOUGHT_ENDS in held:
            begun, held = True, held.split(_THOUGHT_ENDS, 1)[1]
        elif not thinks and opening and not _THOUGHT_OPENS.startswith(opening[: len(_THOUGHT_OPENS)]):
            begun = True
        if begun:
            yield visible(held)
    if held and not begun and not thinks:
        yield visible(held)


def _whole(text: str, *, leads: bool) -> tuple[list[str], str]:
    """The sentences of the text that are complete, and the rest, which may go on."""
    lines = text.split("\n")
    whole = [sentence for line in lines[:-1] for sentence in _sentences(line, leads=leads)]
    listed = _sentences(lines[-1], leads=leads)
    # A mark behind the full stop belongs to the sentence before, so that one is complete only when words follow.
    if len(listed) > 1 and (leads or listed[-1][0] not in "[【"):
        return whole + listed[:-1], listed[-1] if not lines[-1][-1:].isspace() else f"{listed[-1]} "
    return whole, lines[-1]


def _sentences(text: str, *, leads: bool) -> list[str]:
    """The sentences of complete lines; marks behind a full stop are taken in front of it unless marks lead."""
    found = []
    for line in text.split("\n"):
        words = _LINE_OPENING.sub("", line.strip())
        if not leads:
            words = _TRAILING.sub(r"\2\1", words)
        found += [words[span.start_char : span.end_char] for span in split_sentences(words)]
    return found


def _nearest(words: str, cited: Sequence[Ground]) -> Ground | None:
    """The cited quote that shares most with the sentence; the first among equals."""
    return max(cited, key=lambda one: share(words, one.terms), default=None)


def _resembling(words: str, grounds: Sequence[Ground]) -> list[Ground]:
    """The one quote that is most like the sentence; none where none is like it."""
    best = _nearest(words, grounds)
    return [best] if best and share(words, best.terms) >= MIN_RESEMBLANCE else []


def _without_source(words: str, cited: Sequence[Ground]) -> str:
    """The sentence without the outlet and date in front of it, which small models copy from what they are sent."""
    for one in cited:
        words = words.removeprefix(f"{one.about}: ")
    return words
