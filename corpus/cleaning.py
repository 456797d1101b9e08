"""From the raw text of an article to its story: furniture out, broken sentences joined, what it tells of itself read.

Nothing else is changed. Every sentence of the cleaned text stands word for word in the raw text, white space aside, and
all that was left out is listed with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from corpus.article import Span
from corpus.layout.characters import visible
from corpus.layout.masthead import Dateline, looks_like_headline, read_date_line, read_dateline
from corpus.layout.page import MASTHEAD_BLOCKS, Removed, take_apart
from corpus.layout.paragraphs import squeeze
from corpus.layout.repeats import repeated_paragraphs

__all__ = ["Cleaned", "Removed", "clean"]

# Above the body a line of fewer words names an office or a series rather than what happened.
HEADLINE_WORDS = 4
# The body begins within so many paragraphs below a headline (kickers, sub-headings, "ABSTRACT").
BODY_WITHIN = 4

_Known = TypeVar("_Known")


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


def clean(raw: str, *, title: str | None = None) -> Cleaned:
    """The story within a raw text.

    `title` is a headline known from elsewhere (the page's metadata), put first where the text does not open with it.
    """
    text, invisible = visible(raw)
    date_line, published, rest = read_date_line(text)
    page = take_apart(rest, after_date_line=bool(date_line))
    paragraphs, headline = _headline_first(page.paragraphs, squeeze(visible(title)[0]) if title else "")
    body = paragraphs[1 if headline else 0 : MASTHEAD_BLOCKS]
    dateline = next((found for found in map(read_dateline, body) if found.place), Dateline())
    spans = _spans(paragraphs)
    repeated = repeated_paragraphs(paragraphs[1:] if headline else paragraphs)
    return Cleaned(
        text="\n\n".join(paragraphs),
        headline=spans[0] if headline else None,
        published=_first((published, *(stamp.published for stamp in page.stamps), dateline.published)),
        outlet=_first((*(stamp.outlet for stamp in page.stamps), dateline.agency)),
        byline=_first(stamp.byline for stamp in page.stamps),
        place=_first((dateline.place, *page.places)),
        repeated=tuple(spans[row + headline] for row in repeated),
        removed=((Removed(squeeze(date_line), "date line"),) if date_line else ()) + page.removed,
        invisible=invisible,
    )


def _headline_first(paragraphs: tuple[str, ...], title: str) -> tuple[tuple[str, ...], bool]:
    """The paragraphs with the headline in front, and whether there is one."""
    if title:
        row = next((row for row in range(min(len(paragraphs), MASTHEAD_BLOCKS)) if _same(paragraphs[row], title)), None)
        return _moved(paragraphs, row) if row is not None else ((title, *paragraphs), True)
    head = _opening(paragraphs)
    if not head:
        return paragraphs, False
    return _moved(paragraphs, next((row for row in head if len(paragraphs[row].split()) >= HEADLINE_WORDS), head[-1]))


def _moved(paragraphs: tuple[str, ...], row: int) -> tuple[tuple[str, ...], bool]:
    """The paragraphs with the one of this row in front, which makes it the headline."""
    return (paragraphs[row], *paragraphs[:row], *paragraphs[row + 1 :]), True


def _opening(paragraphs: tuple[str, ...]) -> list[int]:
    """The rows of the headline-like paragraphs above the body; none where nothing follows them."""
    rows: list[int] = []
    for row, paragraph in enumerate(paragraphs[:-1]):
        body = max(paragraphs[row + 1 : row + 1 + BODY_WITHIN], key=len)
        if not looks_like_headline(paragraph, body):
            break
        rows.append(row)
    return rows


def _same(first: str, second: str) -> bool:
    """Whether two headlines differ at most in case and final stop."""
    return first.rstrip(". ").casefold() == second.rstrip(". ").casefold()


def _spans(paragraphs: tuple[str, ...]) -> list[Span]:
    """Where each paragraph stands in the text that they make together."""
    spans = []
    start = 0
    for paragraph in paragraphs:
        spans.append(Span(start, start + len(paragraph)))
        start += len(paragraph) + len("\n\n")
    return spans


def _first(values: Iterable[_Known | None]) -> _Known | None:
    """The first value that is known."""
    return next((value for value in values if value is not None), None)
