"""The usual names of an article's fields in columns, front matter and metadata, and their values made ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from corpus.layout.characters import visible
from corpus.layout.paragraphs import squeeze
from corpus.layout.published import find_date
from corpus.reading.raw import Fields

TEXT = (
    "text",
    "body",
    "content",
    "article",
    "article_text",
    "article_body",
    "full_text",
    "fulltext",
    "maintext",
    "story",
)
KEY = ("article", "file", "path", "filename", "file_name")
_TITLE = ("title", "headline", "article_title", "heading")
PUBLISHED = ("date", "published", "published_at", "publish_date", "published_date", "date_published",
              "publication_date", "pubdate", "datetime", "created", "timestamp")  # fmt: skip
_OUTLET = (
    "outlet",
    "source",
    "publisher",
    "publication",
    "newspaper",
    "sitename",
    "site",
    "site_name",
    "media",
    "domain",
)
_BYLINE = ("author", "byline", "authors", "writer", "by")
_URL = ("url", "link", "permalink", "source_url", "href", "canonical_url")
_PLACE = ("place", "dateline", "location")
# A longer value of such a field is a mistake of columns, not a name.
LONGEST_FIELD_CHARS = 500
MOST_NAMES = 20
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"'\\]+", re.I)


def named(row: Mapping[str, object]) -> dict[str, object]:
    """The row with its column names in lower case, spaces and hyphens as underscores."""
    return {
        re.sub(r"[\s-]+", "_", str(name).strip().casefold()): value for name, value in row.items() if name is not None
    }


def pick(row: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    """The first value among these columns that is a text or a number, squeezed; None where there is none."""
    for name in names:
        value = _plain(row.get(name))
        if value:
            return value
    return None


def _plain(value: object) -> str | None:
    """A value as one line; a list of names as names with commas; None where it is neither text nor number."""
    if isinstance(value, list):
        # Lists within lists are passed over: aliases of YAML can nest them without end.
        value = ", ".join(part for item in value[:MOST_NAMES] if not isinstance(item, list) and (part := _plain(item)))
    if isinstance(value, datetime | date):
        value = value.isoformat()
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    words = squeeze(str(value))
    return words if words and len(words) <= LONGEST_FIELD_CHARS else None


def _seen(row: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    """What `pick` gives, without characters that no reader sees: they could turn the words around it on the screen."""
    return squeeze(visible(pick(row, names) or "")[0]) or None


def read_fields(row: Mapping[str, object]) -> Fields:
    """The fields of an article from a row whose columns are `named`; a link is kept only if it is http or https."""
    published = pick(row, PUBLISHED)
    url = pick(row, _URL)
    return Fields(
        title=_seen(row, _TITLE),
        published=find_date(published) if published else None,
        outlet=_seen(row, _OUTLET),
        byline=_seen(row, _BYLINE),
        url=url if url and _WEB_ADDRESS.fullmatch(url) else None,
        place=_seen(row, _PLACE),
    )
