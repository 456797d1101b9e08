"""Labelled articles read from a folder: `text/` with the article files and `gold.jsonl` with their commitments.

Where several annotators read an article, `optional.jsonl` holds what only some of them found.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.article import Article, Span, article_id
from corpus.cleaning import clean
from corpus.commitments import Kind
from corpus.errors import CorpusError

# A labelled commitment with all its fields, as it stands in the file.
Row = dict[str, Any]
# The words of a labelled commitment, its kind, and whether only some annotators found it.
_Quote = tuple[str, Kind, bool]


@dataclass(frozen=True, slots=True)
class Mark:
    """One labelled commitment: the quote as a span of the cleaned article, and its kind.

    One that is `optional` was found by some annotators only: it is no example of a commitment nor of the lack of one.
    """

    span: Span
    kind: Kind
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article and the commitments that an annotator found in it."""

    article: Article
    marks: tuple[Mark, ...]


def read_labelled(folder: Path) -> tuple[Labelled, ...]:
    """The labelled articles of a folder, by file name. Raises CorpusError where one of its two parts is missing."""
    rows = folder / "gold.jsonl"
    if not rows.is_file() or not (folder / "text").is_dir():
        raise CorpusError(f"no labelled articles in {folder}: expected gold.jsonl and text/ there")
    quotes = _quotes(rows, optional=False)
    if (folder / "optional.jsonl").is_file():
        quotes += _quotes(folder / "optional.jsonl", optional=True)
    of_article: dict[str, list[_Quote]] = {}
    for name, quote in quotes:
        of_article.setdefault(name, []).append(quote)
    return tuple(_labelled(path, of_article.get(path.name, [])) for path in sorted((folder / "text").iterdir()))


def rows_of(folder: Path) -> defaultdict[str, list[Row]]:
    """The commitments of gold.jsonl with all their fields, by article; none where there is no such file."""
    path = folder / "gold.jsonl"
    rows = defaultdict(list)
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines() if path.is_file() else ()):
        rows[row["article"]].append(row)
    return rows


def _quotes(path: Path, *, optional: bool) -> list[tuple[str, _Quote]]:
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [(row["article"], (row["quote"], Kind(row["kind"]), optional)) for row in rows]


def _labelled(path: Path, quotes: list[_Quote]) -> Labelled:
    with path.open(encoding="utf-8", newline="") as file:
        cleaned = clean(file.read())
    article = Article(
        article_id=article_id(cleaned.text),
        path=path.name,
        text=cleaned.text,
        headline=cleaned.headline,
        published=cleaned.published,
        outlet=cleaned.outlet,
        byline=cleaned.byline,
        place=cleaned.place,
        url=None,
        repeated=cleaned.repeated,
    )
    found = ((locate(article, quote), kind, optional) for quote, kind, optional in quotes)
    return Labelled(article, tuple(Mark(span, kind, optional) for span, kind, optional in found if span))


def locate(article: Article, quote: str) -> Span | None:
    """Where the quote stands in the article, white space aside; a place that only repeats others comes last."""
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    spans = [Span(*match.span()) for match in re.finditer(pattern, article.text)]
    return min(spans, key=lambda s: any(r.covers(s) for r in article.repeated), default=None)
