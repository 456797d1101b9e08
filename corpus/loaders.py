"""From a folder of files to articles: every readable one, once, and a list of those that are not with the reason.

A table maps suffixes to readers. What a file tells of its article (front matter, columns, the page's head) goes before
what cleaning finds in the text, and `metadata.csv` or `metadata.jsonl` in the folder goes before both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from corpus.article import Article, article_id
from corpus.cleaning import clean
from corpus.errors import CorpusError, UnreadableArticle
from corpus.layout.published import find_date
from corpus.reading.documents import read_html, read_markdown, read_pdf, read_text, read_word
from corpus.reading.metadata import Metadata, read_metadata
from corpus.reading.raw import MOST_ARTICLE_BYTES, Problem, RawArticle
from corpus.reading.rows import article_of_row, read_rows
from corpus.reading.walking import METADATA_NAMES, walk

READERS: dict[str, Callable[[Path], Iterator[RawArticle]]] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
    ".docx": read_word,
}
ROW_SUFFIXES = frozenset({".jsonl", ".csv"})
LEAST_WORDS = 5  # a headline alone has more; what has fewer is a stub or a stray file
# Prose is letters (news above 0.9, a table of figures below 0.5) in words (news at 5, encoded data in the hundreds).
LEAST_LETTER_FRACTION = 0.5
MOST_LETTERS_A_WORD = 40
_SPACELESS = re.compile("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FILE_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a row of one, that is no article, and in one line why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A further path under which the text of an article stands."""

    path: str
    article_id: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a corpus folder holds: articles sorted by path, each text once."""

    articles: tuple[Article, ...]
    skipped: tuple[Skipped, ...]
    copies: tuple[Copy, ...]


@dataclass(slots=True)
class _Shelf:
    """What has been read so far."""

    articles: dict[str, Article] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)

    def put(self, path: str, raw: RawArticle, metadata: Metadata) -> None:
        """Take in one raw article, or list why it is none."""
        try:
            article = make_article(path, raw, metadata)
        except UnreadableArticle as error:
            self.skip(path, str(error))
            return
        if article.article_id in self.articles:
            self.copies.append(Copy(path, article.article_id))
        else:
            self.articles[article.article_id] = article

    def skip(self, path: str, reason: str) -> None:
        """List a path that is no article."""
        self.skipped.append(Skipped(path, reason))


def read_corpus(folder: Path) -> Reading:
    """All articles below a folder; nothing that a single file holds stops it.

    Raises CorpusError where there is no such folder, or where not one article in it can be read.
    """
    if not folder.is_dir():
        found = "is a file" if folder.exists() else "does not exist"
        raise CorpusError(f"corpus folder {folder} {found}, expected a folder of articles: name one with --corpus")
    shelf = _Shelf()
    files: list[tuple[str, Path]] = []
    described: list[tuple[str, Path]] = []
    for path, found_file in walk(folder):
        if isinstance(found_file, Problem):
            shelf.skip(path, found_file.reason)
        else:
            (described if found_file.name.casefold() in METADATA_NAMES else files).append((path, found_file))
    metadata = read_metadata(described, frozenset(path for path, _ in files))
    for where, reason in metadata.problems:
        shelf.skip(where, reason)
    for path, file in sorted(files):
        _read_file(path, file, metadata, shelf)
    if not shelf.articles:
        first = (
            f"; first of {len(shelf.skipped)}: {shelf.skipped[0].path}: {shelf.skipped[0].reason}"
            if shelf.skipped
            else ""
        )
        raise CorpusError(f"no readable article in {folder}, expected files ending in {', '.join(suffixes())}{first}")
    return Reading(
        tuple(shelf.articles.values()), tuple(sorted(shelf.skipped, key=lambda row: row.path)), tuple(shelf.copies)
    )


def suffixes() -> tuple[str, ...]:
    """The endings of the files that can be read, in alphabetical order."""
    return tuple(sorted({*READERS, *ROW_SUFFIXES}))


def _read_file(path: str, file: Path, metadata: Metadata, shelf: _Shelf) -> None:
    """Read the article or articles of one file onto the shelf."""
    suffix = file.suffix.casefold()
    try:
        if suffix in ROW_SUFFIXES:
            _read_row_file(path, file, metadata, shelf)
        elif suffix in READERS:
            for raw in READERS[suffix](file):
                shelf.put(path, raw, metadata)
        else:
            shelf.skip(
                path, f"{suffix or 'no'} suffix, expected one of {', '.join(suffixes())}: convert it or take it out"
            )
    except UnreadableArticle as error:
        shelf.skip(path, str(error))


def _read_row_file(path: str, file: Path, metadata: Metadata, shelf: _Shelf) -> None:
    """Read a file of one article a row; where no row is one, the file is listed once and not row by row."""
    problems: list[Skipped] = []
    readable = 0
    for number, row in read_rows(file):
        raw = row if isinstance(row, Problem) else article_of_row(row)
        if isinstance(raw, Problem):
            problems.append(Skipped(f"{path}#{number}", raw.reason))
        else:
            readable += 1
            shelf.put(f"{path}#{number}", raw, metadata)
    if readable:
        shelf.skipped.extend(problems)
    else:
        reason = (
            f"none of its {len(problems)} rows is an article; the first: {problems[0].reason}"
            if problems
            else "no rows"
        )
        shelf.skip(path, reason)


def make_article(path: str, raw: RawArticle, metadata: Metadata) -> Article:
    """The article of a raw one; raises UnreadableArticle where its text is no prose."""
    if len(raw.text) > MOST_ARTICLE_BYTES:
        raise UnreadableArticle(f"{len(raw.text):,} characters, expected one article: split it")
    if not raw.text.strip():
        raise UnreadableArticle("a heading without a text, expected an article: take it out or complete it")
    fields = metadata.of(path).over(raw.fields)
    story = clean(raw.text, title=fields.title)
    refuse_fragments(story.text)
    return Article(
        article_id=article_id(story.text),
        path=path,
        text=story.text,
        headline=story.headline,
        published=fields.published or story.published or _date_in_name(path),
        outlet=fields.outlet or story.outlet,
        byline=fields.byline or story.byline,
        place=fields.place or story.place,
        url=fields.url,
        repeated=story.repeated,
    )


def _date_in_name(path: str) -> date | None:
    """The only ISO date in a file's name: how archives name what appeared on that day."""
    days = _FILE_DATE.findall(path.rsplit("/", 1)[-1])
    return find_date(days[0]) if len(days) == 1 else None


def refuse_fragments(text: str) -> None:
    """Raise UnreadableArticle where a text is too short to be an article, or is no running text."""
    words = text.split()
    letters = sum(map(str.isalpha, text))
    marks = sum(map(len, words))
    if not _SPACELESS.search(text):
        if len(words) < LEAST_WORDS:
            raise UnreadableArticle(
                f"a story of {len(words)} words, expected at least {LEAST_WORDS}: take it out or complete it"
            )
        if letters > len(words) * MOST_LETTERS_A_WORD:
            raise UnreadableArticle("encoded data, expected running text: take it out")
    if letters < marks * LEAST_LETTER_FRACTION:
        raise UnreadableArticle("mostly figures or signs, expected running text: take it out or give its text")
