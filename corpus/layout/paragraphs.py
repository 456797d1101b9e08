"""From the lines of a file to the paragraphs of a story.

A line break inside a block is a wrap only where the next word would not have fitted on the line; otherwise each line is
a paragraph. A sentence that stray blank lines broke in two is joined again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# A wrapped file has its lines cut near one width; wider "lines" than this are paragraphs.
WIDEST_WRAP_CHARS = 132
NARROWEST_WRAP_CHARS = 30
# A break inside a paragraph of more characters may be mended: of the 1,975 headlines measured none is longer, without a
# full stop, and above a paragraph in lower case.
HEADLINE_CHARS = 90

BULLET = re.compile(r"(?:[-–—*•·▪●◦‣]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])\s")
_FINAL = re.compile(r"[.!?:…][\"'”’»)\]*_]*$")
# A paragraph that ends with one of these is broken off, whatever follows.
_UNFINISHED_WORDS = """
    a an the of to and or in on at by for with from that which who whose as is are was were be been has have had will
    would shall should than its his her their our into between against under about after before while during
"""
_UNFINISHED = frozenset(_UNFINISHED_WORDS.split())
# A line of style sheet ends with a semicolon too.
_DECLARATION = re.compile(r"\s*-?[a-z][a-z-]*:[^;]*;\s*$")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph as the source has it: its lines unsqueezed, and whether a blank line stands before it."""

    lines: tuple[str, ...]
    after_gap: bool

    @property
    def text(self) -> str:
        """The words with every run of white space as one space."""
        return squeeze(" ".join(self.lines))


def squeeze(text: str) -> str:
    """The text with every run of white space as one space, none at the ends."""
    return " ".join(text.split())


def ends_sentence(text: str) -> bool:
    """Whether a paragraph ends with a final punctuation mark, closing quotation marks aside."""
    return _FINAL.search(text[-8:]) is not None


def split_blocks(text: str) -> list[Block]:
    """The paragraphs of a text, in order."""
    lines = text.split("\n")
    width = _wrap_width(lines)
    blocks: list[Block] = []
    run: list[str] = []
    gap = after_gap = True
    for line in lines:
        if not line.strip():
            gap = True
            continue
        if run and (gap or not _wraps(run[-1], line, width)):
            blocks.append(Block(tuple(run), after_gap))
            run = []
        if not run:
            after_gap = gap
        run.append(line)
        gap = False
    if run:
        blocks.append(Block(tuple(run), after_gap))
    return blocks


def _wrap_width(lines: list[str]) -> int:
    """The width at which the file is wrapped, 0 where it is not: its widest line, if many others come near it."""
    lengths = [len(line.rstrip()) for line in lines if line.strip()]
    width = max(lengths, default=0)
    near = sum(length > width - 16 for length in lengths)
    wrapped = NARROWEST_WRAP_CHARS <= width <= WIDEST_WRAP_CHARS and len(lengths) > 3 and near * 2 >= len(lengths) - 2
    return width if wrapped else 0


def _wraps(line: str, following: str, width: int) -> bool:
    """Whether the break between two neighbouring lines only comes from the width of the page."""
    if BULLET.match(following.lstrip()):
        return False
    if line.rstrip().endswith((",", ";")) and not BULLET.match(line.lstrip()):
        return not _DECLARATION.match(line)
    return bool(width) and len(line.rstrip()) + 1 + len(following.split(None, 1)[0]) > width


def continues(parts: Sequence[str], after: str, *, after_gap: bool) -> bool:
    """Whether `after` goes on with the sentence that a paragraph, given as its joined parts, broke off."""
    before = parts[-1]
    if ends_sentence(before) or BULLET.match(after) or (after_gap and BULLET.match(parts[0])):
        return False
    last_word = before.rsplit(" ", 1)[-1]
    if last_word in _UNFINISHED:
        return True
    if not after[:1].islower():
        return False
    longer_than_headline = len(parts) > 1 or len(before) > HEADLINE_CHARS
    return longer_than_headline or not after_gap or last_word.endswith((",", ";"))
