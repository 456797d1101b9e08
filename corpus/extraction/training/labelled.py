"""Labelled articles read from a folder: `text/` with the article files and `gold.jsonl` with their commitments."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from corpus.article import Article, Span, article_id
from corpus.cleaning import clean
from corpus.commitments import Kind
from corpus.errors import CorpusError


@dataclass(frozen=True, slots=True)
class Mark:
    """One labelled commitment: the quote as a span of the cleaned article, and its kind."""

    span: Span
    kind: Kind


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
    quotes: dict[str, list[tuple[str, Kind]]] = {}
    for line in rows.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        quotes.setdefault(row["article"], []).append((row["quote"], Kind(row["kind"])))
    return tuple(_labelled(path, quotes.get(path.name, [])) for path in sorted((folder / "text").iterdir()))


def _labelled(path: Path, quotes: list[tuple[str, Kind]]) -> Labelled:
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
    found = ((locate(article, quote), kind) for quote, kind in quotes)
    return Labelled(article, tuple(Mark(span, kind) for span, kind in found if span))


def locate(article: Article, quote: str) -> Span | None:
    """Where the quote stands in the article, white space aside; a place that only repeats others comes last."""
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    spans = [Span(*match.span()) for match in re.finditer(pattern, article.text)]
    return min(spans, key=lambda s: any(r.covers(s) for r in article.repeated), default=None)
