"""A page taken apart: the paragraphs of its story, what stands around them, and what was left out with its reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.layout.furniture import furniture_reason
from corpus.layout.masthead import (
    Stamp,
    is_place_line,
    is_section_label,
    read_byline,
    read_dateline,
    read_place,
    read_stamp,
)
from corpus.layout.paragraphs import Block, continues, ends_sentence, split_blocks

# Labels, stamps and bylines stand among the first blocks; further down the same words are the story's.
MASTHEAD_BLOCKS = 12
LONGEST_MASTHEAD_CHARS = 160
# A paragraph of prose as long as this is a lead, no line of the masthead (leads of news have 25 to 45 words).
LEAD_WORDS = 20
# Tags of HTML around a paragraph. Others stay: `<tweet author="…">` tells who speaks.
_ELEMENT = (
    r"(?:p|br|div|span|a|b|i|u|em|strong|blockquote|h[1-6]|ul|ol|li|img|font|center|section|article|figure|small)"
)
_TAGS_BEFORE = re.compile(rf"(?:<{_ELEMENT}(?:\s[^<>]{{0,300}})?/?>\s*)+", re.I)
_TAGS_AFTER = re.compile(rf"(?:\s*(?:</{_ELEMENT}>|<br\s?/?>)\.?)+$", re.I)
_LONGEST_TAGS_CHARS = 400


@dataclass(frozen=True, slots=True)
class Removed:
    """Words that were left out, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """The paragraphs of the story in the page's order, what the page tells of it, and what was left out."""

    paragraphs: tuple[str, ...]
    stamps: tuple[Stamp, ...]
    places: tuple[str, ...]
    removed: tuple[Removed, ...]


@dataclass(slots=True)
class _Desk:
    """A page while it is being taken apart: each paragraph as the parts that stray blank lines broke it into.

    `touches` tells whether the last block stayed in the story, `in_body` whether the lead has been seen.
    """

    paragraphs: list[list[str]] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    in_body: bool = False
    touches: bool = False


def take_apart(text: str, *, after_date_line: bool) -> Page:
    """The page of a text; `after_date_line` tells that its first line stood behind a `date YYYY-MM-DD`."""
    desk = _Desk()
    blocks = split_blocks(text)
    for row, block in enumerate(blocks):
        following = blocks[row + 1].text if row + 1 < len(blocks) else ""
        if desk.touches and continues(desk.paragraphs[-1], block.text, after_gap=block.after_gap):
            desk.paragraphs[-1].append(block.text)
            continue
        line = _line(block)
        above = row < MASTHEAD_BLOCKS and len(line) <= LONGEST_MASTHEAD_CHARS
        reason = (
            (_told(desk, line) if above else None)
            or furniture_reason(line)
            or (_label(desk, line, following, on_date_line=after_date_line and row == 0) if above else None)
        )
        if reason:
            desk.removed.append(Removed(block.text, reason))
            desk.touches = False
        else:
            _keep(desk, block.text)
    paragraphs = tuple(" ".join(parts) for parts in desk.paragraphs)
    return Page(paragraphs, tuple(desk.stamps), tuple(desk.places), tuple(desk.removed))


def _line(block: Block) -> str:
    """The block as one line, its inner white space kept where it is one (two spaces part the entries of a bar)."""
    return block.lines[0].strip() if len(block.lines) == 1 else block.text


def _told(desk: _Desk, line: str) -> str | None:
    """Whether a line is a stamp or a byline, whose words go to the desk; None where it is neither."""
    for reason, stamp in (("stamp", read_stamp(line, bare_day=not desk.in_body)), ("byline", _byline(line))):
        if stamp:
            desk.stamps.append(stamp)
            return reason
    return None


def _label(desk: _Desk, line: str, following: str, *, on_date_line: bool) -> str | None:
    """Whether a line above the story only names a section, or a place, which goes to the desk; None where not."""
    if desk.in_body:
        return None
    if is_section_label(line, following, on_date_line=on_date_line):
        return "section label"
    if on_date_line and is_place_line(line, following):
        desk.places.append(read_place(line))
        return "place line"
    return None


def _byline(line: str) -> Stamp | None:
    """What a byline tells; None where the line is none."""
    byline = read_byline(line)
    return Stamp(byline=byline) if byline else None


def _keep(desk: _Desk, paragraph: str) -> None:
    """Add a paragraph to the story, without the tags that enclose it."""
    before = _TAGS_BEFORE.match(paragraph)
    after = _TAGS_AFTER.search(paragraph, max(0, len(paragraph) - _LONGEST_TAGS_CHARS))
    start, end = before.end() if before else 0, after.start() if after else len(paragraph)
    removed: Sequence[str] = [tags for tags in (paragraph[:start], paragraph[end:]) if tags.strip()]
    desk.removed.extend(Removed(tags.strip(), "markup") for tags in removed)
    if start >= end:
        return
    kept = paragraph[start:end].strip()
    desk.paragraphs.append([kept])
    lead = len(kept.split()) >= LEAD_WORDS and ends_sentence(kept)
    desk.in_body = desk.in_body or lead or read_dateline(kept).place is not None
    desk.touches = end == len(paragraph)
