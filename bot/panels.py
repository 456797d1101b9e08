"""What the chat shows of an answer: its Markdown with marks that open a source, and the sources with their articles.

Pure functions and records; the chat sends the records to the browser as they are. Words of an article stay text all
the way: cut into pieces here, because a browser counts characters differently, and shown as text nodes there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from bot.answer import Answer
from bot.evidence import Citation
from bot.judging import Judged
from bot.render import day, escape, reference
from bot.shown import markdown
from corpus.article import Article, Span
from corpus.errors import SettingsError

# How much of a long article is shown on either side of the cited words: some four screens. A report is shown whole.
AROUND_CHARS = 12_000
# A link into a page names its first and last words where the quote is longer than this; browsers match whole words.
FRAGMENT_CHARS = 120
FRAGMENT_WORDS = 6
# In escaped article text the brackets carry a backslash, so only the answer's own marks match.
_MARK = re.compile(r"\[S(\d+)\]")
_PARAGRAPH_END = re.compile(r"\n\s*\n")
_ODD_IN_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f<>\"`\\]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of an article's characters that is cited, or is not."""

    text: str
    cited: bool


@dataclass(frozen=True, slots=True)
class SourceCard:
    """One citation as the side panel shows it.

    The pieces of all paragraphs, put together, are a slice of the article but for the blank lines; those that are
    cited are the quote, and `judged` what the ledger reads in it. `headline` is "" where the article has none, and its
    `title` its first words. `lacks` is "" for a citation that an answer stands on, else what a near miss is missing.
    """

    number: int
    title: str
    headline: str
    outlet: str
    published: str
    written: str
    url: str
    path: str
    reference: str
    lacks: str
    paragraphs: tuple[tuple[Piece, ...], ...]
    cut_before: bool
    cut_after: bool
    copies: tuple[str, ...]
    judged: tuple[Judged, ...]


def answer_markdown(answer: Answer) -> str:
    """The answer as Markdown in which each mark `[S1]` is a link to "#source-1", which the page turns into a click."""
    return linked(markdown(answer))


def linked(text: str) -> str:
    """Markdown whose marks `[S1]` are links to "#source-1"."""
    return _MARK.sub(r"[S\1](#source-\1)", text)


def source_cards(
    answer: Answer,
    *,
    copies_of: Callable[[Citation], tuple[Article, ...]],
    judged_of: Callable[[Citation], tuple[Judged, ...]] = lambda _: (),
) -> tuple[SourceCard, ...]:
    """The citations of the answer, else the near misses of the refusal.

    `copies_of` gives the copies of a report, `judged_of` the commitments behind a citation with what people said.
    """
    near = ((one.citation, one.lacks) for one in answer.nearest)
    return tuple(
        source_card(one, copies=copies_of(one), judged=judged_of(one), lacks=lacks)
        for one, lacks in (*((citation, "") for citation in answer.citations), *near)
    )


def shown_citation(answer: Answer, number: int) -> Citation:
    """The citation or near miss of this number.

    Raises:
        SettingsError: the answer shows none of that number.
    """
    for one in (*answer.citations, *(miss.citation for miss in answer.nearest)):
        if one.number == number:
            return one
    raise SettingsError(f"the answer has no source {number}")


def source_card(
    citation: Citation, *, copies: tuple[Article, ...] = (), judged: tuple[Judged, ...] = (), lacks: str = ""
) -> SourceCard:
    """One citation with as much of its article as fits a panel."""
    article = citation.article
    shown = _window(article, citation.span)
    return SourceCard(
        number=citation.number,
        title=_one_line(article.title),
        headline=_one_line(article.slice(article.headline)) if article.headline else "",
        outlet=_one_line(article.outlet or ""),
        published=day(article.published),
        written=_one_line(", ".join(filter(None, (article.byline, article.place)))),
        url=deep_link(article.url, citation.quote),
        path=_one_line(article.path),
        reference=reference(citation),
        lacks=_one_line(lacks),
        paragraphs=_paragraphs(article, shown, citation.span),
        cut_before=shown.start_char > _body_start(article, citation.span),
        cut_after=shown.end_char < len(article.text),
        copies=tuple(
            _one_line(", ".join(filter(None, (copy.outlet, day(copy.published), copy.path)))) for copy in copies
        ),
        judged=judged,
    )


def deep_link(url: str | None, words: str) -> str:
    """The stored address with a text fragment that makes a browser scroll to the words; "" where it is no web address.

    Syntax: https://wicg.github.io/scroll-to-text-fragment/ (2024). A page that words it otherwise opens at its top.
    """
    if not url or _ODD_IN_ADDRESS.search(url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return ""
    # The slash that an address without a path gets from every browser.
    address = url if parts.path or parts.query or parts.fragment else f"{url}/"
    return f"{address}{':~:' if parts.fragment else '#:~:'}text={_fragment(words)}"


def trail(answer: Answer) -> str:
    """How the answer was found, as a Markdown list."""
    return "\n".join(f"- **{escape(step.name)}** {escape(step.detail)}" for step in answer.steps)


def _fragment(words: str) -> str:
    line = _one_line(words)
    listed = line.split(" ")
    if len(line) <= FRAGMENT_CHARS or len(listed) <= 2 * FRAGMENT_WORDS:
        return _encoded(line)
    return f"{_encoded(' '.join(listed[:FRAGMENT_WORDS]))},{_encoded(' '.join(listed[-FRAGMENT_WORDS:]))}"


def _encoded(words: str) -> str:
    # A hyphen would mark a prefix or suffix in the fragment.
    return quote(words, safe="").replace("-", "%2D")


def _body_start(article: Article, cited: Span) -> int:
    """Where the story begins behind its headline, which the panel shows by itself; 0 where the headline is cited."""
    headline = article.headline
    return headline.end_char if headline and not headline.start_char and not headline.overlaps(cited) else 0


def _window(article: Article, cited: Span) -> Span:
    """What of the article is shown: all of it, or the cited words with whole words around them."""
    first, last = _body_start(article, cited), len(article.text)
    start, end = max(first, cited.start_char - AROUND_CHARS), min(last, cited.end_char + AROUND_CHARS)
    if start > first:
        space = article.text.find(" ", start, cited.start_char)
        start = space + 1 if space >= 0 else start
    if end < last:
        space = article.text.rfind(" ", cited.end_char, end)
        end = space if space >= 0 else end
    return Span(start, end)


def _paragraphs(article: Article, shown: Span, cited: Span) -> tuple[tuple[Piece, ...], ...]:
    starts = [shown.start_char]
    ends = []
    for gap in _PARAGRAPH_END.finditer(article.text, shown.start_char, shown.end_char):
        ends.append(gap.start())
        starts.append(gap.end())
    ends.append(shown.end_char)
    return tuple(
        pieces for start, end in zip(starts, ends, strict=True) if (pieces := _pieces(article.text, start, end, cited))
    )


def _pieces(text: str, start: int, end: int, cited: Span) -> tuple[Piece, ...]:
    """The characters from start to end, cut where the cited words begin and end; () where there is nothing to read."""
    if not text[start:end].strip():
        return ()
    left = min(max(cited.start_char, start), end)
    right = max(min(cited.end_char, end), left)
    runs = ((start, left, False), (left, right, True), (right, end, False))
    return tuple(Piece(text[first:last], cited=is_cited) for first, last, is_cited in runs if first < last)


def _one_line(text: str) -> str:
    return " ".join(text.split())
