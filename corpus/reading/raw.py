"""One article as a file gives it, before cleaning; and the limits on what one article may be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

# A news story of 45,000 words, a whole magazine's, has some 300 KB; what is seven times as long is a dump, no article.
MOST_ARTICLE_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Fields:
    """What is known of an article from elsewhere than its story; None where nothing is."""

    title: str | None = None
    published: date | None = None
    outlet: str | None = None
    byline: str | None = None
    url: str | None = None
    place: str | None = None

    def over(self, other: Fields) -> Fields:
        """These fields, with those of `other` where these are unknown."""
        known = {name: value for name in self.__dataclass_fields__ if (value := getattr(self, name)) is not None}
        return replace(other, **known)


@dataclass(frozen=True, slots=True)
class RawArticle:
    """The uncleaned text of an article with the fields that its file gives."""

    text: str
    fields: Fields = Fields()


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row, or a file, is no article: one line."""

    reason: str
