"""Answers as Markdown for the chat and as plain text for the terminal. Words of articles are always escaped."""

from __future__ import annotations

import re
from datetime import date
from textwrap import shorten

from bot.answer import Answer, Statement
from bot.evidence import Citation
from corpus.article import Article

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>~$&-])")
# An address in running text becomes a link by itself; the word joiner (U+2060, invisible) keeps an article's words
# from doing so: links come from stored metadata only.
_OPENING_MARKS = ("“", "‘", '"')
_LIST_MARK = re.compile(r"^[-•*–] ")
_ADDRESS = re.compile(r"(?i)(https?:|www\.|@)")
_WORD_JOINER = "\u2060"
# A story without a headline is named by its first words, as many as a long headline has.
HEADLINE_CHARS = 110


def citation_name(number: int) -> str:
    """How a citation is written and how its panel is named: "[S1]", which no prose holds by chance."""
    return f"[S{number}]"


def escape(text: str) -> str:
    """The words of an article as Markdown that shows them and does nothing else: no link, image, HTML or emphasis."""
    return _MARKDOWN.sub(r"\\\1", _ADDRESS.sub(rf"\1{_WORD_JOINER}", " ".join(text.split())))


def day(when: date | None) -> str:
    """A date as people write it, "8 January 2026", or "undated"."""
    return f"{when.day} {when:%B %Y}" if when else "undated"


def source(article: Article) -> str:
    """Where an article stands, for people: "Dawn, 8 January 2026"."""
    return ", ".join(filter(None, (article.outlet, day(article.published))))


def quoted(text: str) -> str:
    """An article's words on one line, in quotation marks where they do not open with marks of their own.

    The dash that opens a line of a list is the list's and is left out, with the space after it.
    """
    words = _LIST_MARK.sub("", " ".join(text.split()))
    return words if words.startswith(_OPENING_MARKS) else f"“{words}”"


def headline(article: Article) -> str:
    """The headline on one line, or the first words of a story without one, shortened for the screen."""
    return shorten(article.title, width=HEADLINE_CHARS, placeholder=" …")


def markdown(answer: Answer) -> str:
    """The answer for the chat: dated statements with `[S1]` markers, or the refusal with what came nearest."""
    lines = [escape(answer.message), ""]
    cited = {citation.number: citation for citation in answer.citations}
    for statement in answer.statements:
        first = cited[statement.citations[0]]
        marks = " ".join(citation_name(number) for number in statement.citations)
        lines.append(f"- **{day(first.article.published)}** · {escape(quoted(statement.text))} {_outlet(first)}{marks}")
    if answer.nearest:
        lines += ["", "**What comes nearest**", ""]
    for miss in answer.nearest:
        where = escape(source(miss.citation.article))
        mark = citation_name(miss.citation.number)
        lines.append(f"- {escape(quoted(miss.citation.quote))} {mark} — {where}; *{escape(miss.lacks)}*")
    return "\n".join(lines).strip()


def plain(answer: Answer) -> str:
    """The answer for the terminal: statements with `[1]` markers, then the numbered sources."""
    lines = [answer.message, ""]
    lines += [_plain_statement(answer, statement) for statement in answer.statements]
    lines += [f"  near: {quoted(m.citation.quote)} [{m.citation.number}] ({m.lacks})" for m in answer.nearest]
    lines.append("")
    for citation in (*answer.citations, *(miss.citation for miss in answer.nearest)):
        article = citation.article
        where = f"[{citation.number}] {source(article)}: {headline(article)}"
        lines.append(f"{where} ({article.path}, characters {citation.span.start_char}–{citation.span.end_char})")
        if article.url:
            lines.append(f"    {article.url}")
    return "\n".join(lines).strip()


def reference(citation: Citation) -> str:
    """A citation ready to be pasted: quote, headline, outlet, date, address."""
    article = citation.article
    parts = (quoted(citation.quote), headline(article), article.outlet, day(article.published))
    return ". ".join(filter(None, (*parts, article.url)))


def _plain_statement(answer: Answer, statement: Statement) -> str:
    first = next(citation for citation in answer.citations if citation.number == statement.citations[0])
    marks = "".join(f"[{number}]" for number in statement.citations)
    return f"- {day(first.article.published)}: {quoted(statement.text)} {marks}"


def _outlet(citation: Citation) -> str:
    return f"*{escape(citation.article.outlet)}* " if citation.article.outlet else ""
