"""From the raw text of an article to its story: page furniture out, broken sentences joined, what it tells of itself read.

Nothing else is changed. Every sentence of the cleaned text stands word for word in the raw text, white space aside, and
all that was left out is listed with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from corpus.article import Span
from corpus.layout.characters import visible
from corpus.layout.furniture import furniture_reason
from corpus.layout.masthead import (
    Dateline,
    Stamp,
    is_place_line,
    is_section_label,
    looks_like_headline,
    read_byline,
    read_date_line,
    read_dateline,
    read_place,
    read_stamp,
)
from corpus.layout.paragraphs import Block, continues, split_blocks, squeeze
from corpus.layout.repeats import repeated_paragraphs

# Labels, stamps, bylines and the headline stand among the first paragraphs; further down the same words are the story's.
MASTHEAD_PARAGRAPHS = 12
LONGEST_STAMP_CHARS = 160
# Above the body a line of fewer words names an office or a series rather than what happened.
HEADLINE_WORDS = 4

_Known = TypeVar("_Known")


@dataclass(frozen=True, slots=True)
class Removed:
    """Words that were left out, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A story and what its page tells of it; fields that it does not tell are None.

    `text` has the headline first and one blank line between paragraphs; `repeated` are spans of paragraphs that only
    repeat sentences of others. `invisible` counts characters that no reader sees.
    """

    text: str
    headline: Span | None
    published: date | None
    outlet: str | None
    byline: str | None
    place: str | None
    repeated: tuple[Span, ...]
    removed: tuple[Removed, ...]
    invisible: int


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The paragraphs that stay (and whether each still touches the one before it in the source) and what the others told."""

    paragraphs: tuple[str, ...]
    gaps: tuple[bool, ...]
    cut_before: tuple[bool, ...]
    stamps: tuple[Stamp, ...]
    places: tuple[str, ...]
    removed: tuple[Removed, ...]


def clean(raw: str, *, title: str | None = None) -> Cleaned:
    """The story within a raw text.

    `title` is a headline known from elsewhere (the page's metadata): it is put first where the text does not open with it.
    """
    text, invisible = visible(raw)
    date_line, published, rest = read_date_line(text)
    kept = _sort(split_blocks(rest))
    paragraphs = _joined(kept)
    removed = ((Removed(squeeze(date_line), "date line"),) if date_line else ()) + kept.removed
    paragraphs, headline = _headline_first(paragraphs, squeeze(visible(title)[0]) if title else None)
    dateline = next(
        (found for found in map(read_dateline, paragraphs[:MASTHEAD_PARAGRAPHS]) if found.place), Dateline()
    )
    spans = _spans(paragraphs)
    days = (published, *(stamp.published for stamp in kept.stamps), dateline.published)
    outlets = (*(stamp.outlet for stamp in kept.stamps), dateline.agency)
    return Cleaned(
        text="\n\n".join(paragraphs),
        headline=spans[0] if headline else None,
        published=_first(days),
        outlet=_first(outlets),
        byline=_first(tuple(stamp.byline for stamp in kept.stamps)),
        place=_first((dateline.place, *kept.places)),
        repeated=tuple(spans[row] for row in repeated_paragraphs(paragraphs)),
        removed=removed,
        invisible=invisible,
    )


def _sort(blocks: list[Block]) -> _Sorted:
    """Each block of a page to where it belongs: the story, a field, or the list of what was left out."""
    paragraphs: list[str] = []
    gaps: list[bool] = []
    cuts: list[bool] = []
    stamps: list[Stamp] = []
    places: list[str] = []
    removed: list[Removed] = []
    cut = False
    for row, block in enumerate(blocks):
        following = blocks[row + 1].text if row + 1 < len(blocks) else ""
        broken_off = bool(paragraphs) and not cut and continues(paragraphs[-1], block.text, after_gap=block.after_gap)
        reason = None if broken_off else _cut_reason(block, following, row, stamps, places)
        if reason:
            removed.append(Removed(block.text, reason))
        elif block.text:
            paragraphs.append(block.text)
            gaps.append(block.after_gap)
            cuts.append(cut)
        cut = reason is not None
    return _Sorted(tuple(paragraphs), tuple(gaps), tuple(cuts), tuple(stamps), tuple(places), tuple(removed))


def _cut_reason(block: Block, following: str, row: int, stamps: list[Stamp], places: list[str]) -> str | None:
    """Why a block is no part of the story, None where it is; what it tells is added to `stamps` and `places`."""
    line = block.lines[0] if len(block.lines) == 1 else block.text
    if row < MASTHEAD_PARAGRAPHS and len(line) <= LONGEST_STAMP_CHARS:
        stamp = read_stamp(line)
        if stamp:
            stamps.append(stamp)
            return "stamp"
        byline = read_byline(line)
        if byline:
            stamps.append(Stamp(byline=byline))
            return "byline"
        if is_section_label(line, following):
            return "section label"
        if row == 0 and is_place_line(line, following):
            places.append(read_place(line))
            return "place line"
    return furniture_reason(line)


def _joined(kept: _Sorted) -> list[str]:
    """The paragraphs with broken sentences joined, never across something that was cut."""
    joined: list[str] = []
    for paragraph, gap, cut in zip(kept.paragraphs, kept.gaps, kept.cut_before, strict=True):
        if joined and not cut and continues(joined[-1], paragraph, after_gap=gap):
            joined[-1] = f"{joined[-1]} {paragraph}"
        else:
            joined.append(paragraph)
    return joined


def _headline_first(paragraphs: list[str], title: str | None) -> tuple[list[str], bool]:
    """The paragraphs with the headline in front, and whether there is one."""
    if title:
        rest = [
            text for row, text in enumerate(paragraphs) if row >= MASTHEAD_PARAGRAPHS or not _same_words(text, title)
        ]
        same = next((text for text in paragraphs[:MASTHEAD_PARAGRAPHS] if _same_words(text, title)), title)
        return [same, *rest], True
    head = _opening(paragraphs)
    if not head:
        return paragraphs, False
    row = next((row for row in head if len(paragraphs[row].split()) >= HEADLINE_WORDS), head[0])
    return [paragraphs[row], *paragraphs[:row], *paragraphs[row + 1 :]], True


def _opening(paragraphs: list[str]) -> list[int]:
    """The rows of the headline-like paragraphs above the body; none where nothing follows them."""
    rows: list[int] = []
    for row, paragraph in enumerate(paragraphs[:-1]):
        if not looks_like_headline(paragraph, paragraphs[row + 1]):
            break
        rows.append(row)
    return rows


def _same_words(first: str, second: str) -> bool:
    """Whether two headlines differ at most in case and final stop."""
    return first.rstrip(". ").casefold() == second.rstrip(". ").casefold()


def _spans(paragraphs: list[str]) -> list[Span]:
    """Where each paragraph stands in the text that they make together."""
    spans = []
    start = 0
    for paragraph in paragraphs:
        spans.append(Span(start, start + len(paragraph)))
        start += len(paragraph) + len("\n\n")
    return spans


def _first(values: tuple[_Known | None, ...]) -> _Known | None:
    """The first value that is known."""
    return next((value for value in values if value is not None), None)
