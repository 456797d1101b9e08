"""Formats of one article a file: plain text, Markdown, HTML, PDF, Word."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import trafilatura
import yaml
from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph
from pypdf import PdfReader
from trafilatura.settings import Document as Page

from corpus.errors import UnreadableArticle
from corpus.reading.columns import named, read_fields
from corpus.reading.decoding import decode, read_bytes
from corpus.reading.markdown import plain_text
from corpus.reading.raw import Fields, RawArticle

MOST_FILE_BYTES = 30_000_000  # a PDF or Word file with its pictures
MOST_PAGES = 400
MOST_TAGS = 60_000  # the busiest news pages have some 10,000; the parser's time grows with their nesting
MOST_UNPACKED_BYTES = 30_000_000  # a Word file is an archive: a small one can unpack to gigabytes of text
_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.{0,65536}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S)
_CHARSET = re.compile(rb"<meta[^>]{1,80}charset\s*=\s*[\"']?([A-Za-z0-9_-]{3,30})", re.I)
_HEAD_BYTES = 4096
_HYPHENATED = re.compile(r"(?<=[^\W\d_])-\n(?=[a-z])")

for _name in ("pypdf", "trafilatura", "htmldate"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


def read_text(path: Path) -> Iterator[RawArticle]:
    """The article of a plain text file."""
    yield RawArticle(decode(read_bytes(path)))


def read_markdown(path: Path) -> Iterator[RawArticle]:
    """The article of a Markdown file: front matter as fields, the rest as plain text."""
    text = decode(read_bytes(path))
    fields = Fields()
    match = _FRONT_MATTER.match(text)
    if match:
        text = text[match.end() :]
        try:
            header = yaml.safe_load(match.group(1))
        except (yaml.YAMLError, ValueError, RecursionError):
            header = None
        fields = read_fields(named(header)) if isinstance(header, dict) else fields
    yield RawArticle(plain_text(text), fields)


def read_html(path: Path) -> Iterator[RawArticle]:
    """The article of a web page, without its scripts, menus and forms."""
    data = read_bytes(path)
    declared = _CHARSET.search(data, 0, _HEAD_BYTES)
    page = _declared(data, declared.group(1).decode("ascii")) if declared else decode(data)
    if page.count("<") > MOST_TAGS:
        raise UnreadableArticle(f"a page of more than {MOST_TAGS:,} tags, expected one article: save it as text")
    try:
        found = trafilatura.bare_extraction(
            page,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except Exception as error:  # lxml and trafilatura raise many kinds on hostile pages
        raise UnreadableArticle(
            f"not readable as HTML ({type(error).__name__}): save the page again or as text"
        ) from error
    header = found.as_dict() if isinstance(found, Page) else {}
    # A page too small to know its article by is taken whole.
    text = header.get("text") or trafilatura.html2txt(
        page if "<body" in page else f"<html><body>{page}</body></html>", clean=True
    )
    if not text.strip():
        raise UnreadableArticle("a page without an article, expected running text: save the article's own page")
    fields = read_fields({name: header.get(name) for name in ("title", "date", "author", "sitename", "url")})
    yield RawArticle(text.replace("\n", "\n\n"), fields)


def _declared(data: bytes, charset: str) -> str:
    """The text of a page in the encoding that it declares; in the one that fits where it declares none that exists."""
    try:
        return data.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return decode(data)


def read_pdf(path: Path) -> Iterator[RawArticle]:
    """The text of a PDF, words broken at line ends joined."""
    data = read_bytes(path, most_bytes=MOST_FILE_BYTES)
    try:
        pages = PdfReader(io.BytesIO(data), strict=False).pages
        if len(pages) > MOST_PAGES:
            raise UnreadableArticle(f"{len(pages)} pages, expected an article of at most {MOST_PAGES}: split it")
        text = "\n".join(page.extract_text() for page in pages)
    except UnreadableArticle:
        raise
    except Exception as error:  # pypdf raises many kinds on broken files
        raise UnreadableArticle(f"not readable as PDF ({type(error).__name__}): export it again") from error
    if not text.strip():
        raise UnreadableArticle("a PDF without text, expected letters and not pictures of them: run OCR on it first")
    yield RawArticle(_HYPHENATED.sub("", text))


def read_word(path: Path) -> Iterator[RawArticle]:
    """The paragraphs of a Word file."""
    data = read_bytes(path, most_bytes=MOST_FILE_BYTES)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [entry.file_size for entry in archive.infolist() if entry.filename.endswith((".xml", ".rels"))]
        if sum(parts) > MOST_UNPACKED_BYTES:
            size = f"{MOST_UNPACKED_BYTES / 1e6:.0f} MB"
            raise UnreadableArticle(f"unpacks to more than {size} of text, expected an article: save its text alone")
        paragraphs = [words for part in Document(io.BytesIO(data)).iter_inner_content() for words in _words_of(part)]
    except UnreadableArticle:
        raise
    except Exception as error:  # zipfile, lxml and python-docx raise many kinds on broken files
        raise UnreadableArticle(f"not readable as Word ({type(error).__name__}): save it again as .docx") from error
    yield RawArticle("\n\n".join(paragraphs))


def _words_of(part: Paragraph | Table) -> list[str]:
    """The paragraphs of one part of a Word file; an entry of a list keeps a bullet, a row of a table is a paragraph."""
    if isinstance(part, Paragraph):
        listed = part.style is not None and str(part.style.name).startswith("List")
        return [f"- {part.text}" if listed and part.text else part.text]
    rows = ([cell.text for cell in row.cells] for row in part.rows)
    return [" | ".join(dict.fromkeys(text for text in cells if text.strip())) for cells in rows]
