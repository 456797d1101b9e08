"""Answers as Markdown for the chat and as plain text for the terminal. Words of articles are always escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import zip_longest
from textwrap import shorten

from bot.answer import Answer, Remark, Statement, Strength
from bot.evidence import Citation
from bot.undertaking import Firmness, Undertaking
from corpus.article import Article

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>~$&-])")
# An address in running text becomes a link by itself; the word joiner (U+2060, invisible) keeps an article's words
# from doing so: links come from stored metadata only.
_OPENING_MARKS = ("“", "‘", '"')
_CLOSING_MARKS = {"“": "”", "‘": "’"}
_LIST_MARK = re.compile(r"^[-•*–] ")
_ADDRESS = re.compile(r"(?i)(https?:|www\.|@)")
_WORD_JOINER = "\u2060"
# A story without a headline is named by its first words, as many as a long headline has.
HEADLINE_CHARS = 110
# Two that are compared stand beside each other; three would be too narrow to read.
COLUMNS = 2
NOTHING_ELSE = "Nothing but what is above."
NOTHING = "No passage found on this that is theirs; the silence of these articles is no proof that there is nothing."


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

    Marks that open and are closed only further on in the article are closed here. The dash that opens a line of a list
    is the list's and is left out, with the space after it.
    """
    words = _LIST_MARK.sub("", " ".join(text.split()))
    if not words.startswith(_OPENING_MARKS):
        return f"“{words}”"
    closing = _CLOSING_MARKS.get(words[0], words[0])
    return words if closing in words[1:] else f"{words}{closing}"


def headline(article: Article) -> str:
    """The headline on one line, or the first words of a story without one, shortened for the screen."""
    return shorten(article.title, width=HEADLINE_CHARS, placeholder=" …")


def markdown(answer: Answer) -> str:
    """The answer for the chat: dated statements with `[S1]` markers, or the refusal with what came nearest."""
    lines = [f"*Read as: {escape(answer.reading)}*", ""] if answer.reading else []
    lines += [line for remark in answer.remarks for line in _markdown_remark(answer, remark)]
    lines += [escape(answer.message), "", *_listed(answer)]
    if answer.nearest:
        lines += ["", "**What comes nearest**", ""]
    for miss in answer.nearest:
        where = escape(source(miss.citation.article))
        mark = citation_name(miss.citation.number)
        lines.append(f"- {escape(quoted(miss.citation.quote))} {mark} — {where}; *{escape(miss.lacks)}*")
    return "\n".join(lines).strip()


def _markdown_remark(answer: Answer, remark: Remark) -> list[str]:
    """The remark as a paragraph, with the quotes that it sets against each other beneath it."""
    marks = " ".join(map(citation_name, remark.citations))
    lines = [f"**{escape(remark.text)}** {marks}", ""]
    if remark.side_by_side:
        cited = [answer.citations[number - 1] for number in remark.citations]
        heads = [f"{escape(source(one.article))} {citation_name(one.number)}" for one in cited]
        lines += [*_table(heads, [[escape(quoted(one.quote)) for one in cited]]), ""]
    return lines


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows)]


def _listed(answer: Answer) -> list[str]:
    """The statements as a list; those that are compared in two columns, or under one heading each."""
    groups = {
        group: [_markdown_statement(answer, one) for one in statements] for group, statements in grouped(answer).items()
    }
    sides = answer.compared if len(answer.compared) == COLUMNS else tuple(groups)
    if len(sides) != COLUMNS:
        return [line for group, listed in groups.items() for line in _headed(group, listed)]
    # What both of them do stands above what either does.
    joint = [line for group, listed in groups.items() if group not in sides for line in _headed(group, listed)]
    none = NOTHING_ELSE if joint else NOTHING
    cells = zip_longest(*(groups[side] or [f"*{none}*"] for side in sides), fillvalue="")
    return [*joint, *([""] if joint else []), *_table([escape(side) for side in sides], cells)]


def _headed(group: str, statements: Sequence[str]) -> list[str]:
    lines = [f"- {statement}" for statement in statements or [f"*{NOTHING}*"]]
    return ["", f"**{escape(group)}**", "", *lines] if group else lines


def grouped(answer: Answer) -> dict[str, list[Statement]]:
    """The statements by group: first of those that are compared, each of whom has one, then any other."""
    groups: dict[str, list[Statement]] = {group: [] for group in answer.compared}
    for statement in answer.statements:
        groups.setdefault(statement.group, []).append(statement)
    return groups


def _markdown_statement(answer: Answer, statement: Statement) -> str:
    first = answer.citations[statement.citations[0] - 1]
    marks = " ".join(citation_name(number) for number in statement.citations)
    told = f"**{day(first.article.published)}** · {escape(quoted(statement.text))} {_outlet(first)}{marks}"
    note = aside(statement)
    return f"{told} — *{escape(note)}*" if note else told


def aside(statement: Statement) -> str:
    """What is said of a statement beside its words: how firm it is, by when, who else says so, how surely it fits."""
    parts = [statement.reported.value.replace("_", " ")] if statement.reported else []
    parts += undertaking_words(statement.undertaking) if statement.undertaking else []
    parts += (
        [f"{statement.also} other {'report says' if statement.also == 1 else 'reports say'} so"]
        if statement.also
        else []
    )
    parts += [] if statement.strength is Strength.STRONG else [f"{statement.strength} match"]
    return " · ".join(parts)


def undertaking_words(undertaking: Undertaking) -> list[str]:
    """How firm it is and by when or how often, in words."""
    kind, firmness = undertaking.kind, undertaking.firmness
    words = [f"{firmness} ({kind})" if firmness is Firmness.ASPIRATION else f"{firmness} {kind}"]
    words = [kind] if firmness is Firmness.REFUSAL else words
    words += [f"due “{undertaking.due}”"] if undertaking.due else []
    words += [f"how often: “{undertaking.cadence}”"] if undertaking.cadence else []
    words += (
        ["no date given"] if firmness in {Firmness.FIRM, Firmness.CONDITIONAL} and not undertaking.is_checkable else []
    )
    return words


def plain(answer: Answer) -> str:
    """The answer for the terminal: statements with `[1]` markers, then the numbered sources and the build."""
    lines = [f"Read as: {answer.reading}"] if answer.reading else []
    for remark in answer.remarks:
        lines += _plain_remark(answer, remark)
    lines += [answer.message, ""]
    for group, statements in grouped(answer).items():
        lines += ["", f"{group}:"] if group else []
        lines += [_plain_statement(answer, one) for one in statements] or [f"- {NOTHING}"]
    lines += [f"  near: {quoted(m.citation.quote)} [{m.citation.number}] ({m.lacks})" for m in answer.nearest]
    lines.append("")
    for citation in (*answer.citations, *(miss.citation for miss in answer.nearest)):
        article = citation.article
        where = f"[{citation.number}] {source(article)}: {headline(article)}"
        lines.append(f"{where} ({article.path}, characters {citation.span.start_char}–{citation.span.end_char})")
        if article.url:
            lines.append(f"    {article.url}")
    lines += [f"You may also mean: {choice.question}" for choice in answer.choices if not choice.without]
    return "\n".join((*lines, f"Build {answer.build_id}")).strip()


def reference(citation: Citation) -> str:
    """A citation ready to be pasted: quote, headline, outlet, date, address."""
    article = citation.article
    parts = (quoted(citation.quote), headline(article), article.outlet, day(article.published))
    return ". ".join(filter(None, (*parts, article.url)))


def _plain_statement(answer: Answer, statement: Statement) -> str:
    first = answer.citations[statement.citations[0] - 1]
    marks = "".join(f"[{number}]" for number in statement.citations)
    note = aside(statement)
    return f"- {day(first.article.published)}: {quoted(statement.text)} {marks}{f' ({note})' if note else ''}"


def _plain_remark(answer: Answer, remark: Remark) -> list[str]:
    lines = [f"{remark.text} {''.join(f'[{number}]' for number in remark.citations)}"]
    if remark.side_by_side:
        cited = (answer.citations[number - 1] for number in remark.citations)
        lines += [f"  [{one.number}] {source(one.article)}: {quoted(one.quote)}" for one in cited]
    return lines


def _outlet(citation: Citation) -> str:
    return f"*{escape(citation.article.outlet)}* " if citation.article.outlet else ""
