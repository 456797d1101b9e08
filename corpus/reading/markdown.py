"""Markdown to plain text: what a reader would see, without pictures, raw HTML and addresses."""

from __future__ import annotations

import re

_HIDDEN = (
    (re.compile(r"<!--"), re.compile(r"-->")),
    *(
        (re.compile(rf"<{name}\b", re.I), re.compile(rf"</{name}\s{{0,9}}>", re.I))
        for name in ("script", "style", "iframe", "object", "svg", "template", "noscript")
    ),
)
_FENCE = re.compile(r"^(?:```|~~~)[^\n]*$", re.M)
_IMAGE = re.compile(
    r"!\[[^\[\]\n]{0,300}\](?:\([^()\n]{0,2000}(?:\([^()\n]{0,300}\)[^()\n]{0,300})?\)|\[[^\[\]\n]{0,100}\])"
)
_LINK = re.compile(
    r"\[([^\[\]\n]{0,500})\](?:\([^()\n]{0,2000}(?:\([^()\n]{0,300}\)[^()\n]{0,300})?\)|\[[^\[\]\n]{0,100}\])"
)
_REFERENCE = re.compile(r"^[ ]{0,3}\[[^\[\]\n]{1,100}\]:[^\n]*$", re.M)
_FOOTNOTE = re.compile(r"\[\^[^\[\]\n]{1,40}\]")
_AUTOLINK = re.compile(r"<(https?://[^<>\s]{1,2000}|[^<>\s@]{1,100}@[^<>\s@]{1,100})>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,5000}>")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+([^\n]*)$", re.M)
_UNDERLINE = re.compile(r"^(?:={3,}|-{3,}|\*{3,}|_{3,}|(?:[*_-] ){2,}[*_-])[ \t]*$", re.M)
_QUOTE = re.compile(r"^[ ]{0,3}(?:>[ ]?)+", re.M)
_EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{1,3}|~~|`{1,2})(?=\S)([^\n*_~`]{1,1000})(?<=\S)\1(?!\w)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!>~|-])")


def plain_text(markdown: str) -> str:
    """The words of a Markdown text; headings are paragraphs, links keep their text, lists their bullets."""
    text = markdown.replace("\r\n", "\n")
    for opening, closing in _HIDDEN:
        text = _without(text, opening, closing)
    text = _REFERENCE.sub("", _FENCE.sub("", text))
    text = _FOOTNOTE.sub("", _LINK.sub(r"\1", _IMAGE.sub("", text)))
    text = _TAG.sub("", _AUTOLINK.sub(r"\1", text))
    text = _UNDERLINE.sub("", _HEADING.sub(_heading, text))
    text = _QUOTE.sub("", text)
    for _ in range(2):  # emphasis within emphasis
        text = _EMPHASIS.sub(r"\2", text)
    return _ESCAPE.sub(r"\1", text)


def _heading(match: re.Match[str]) -> str:
    """A heading as a paragraph of its own."""
    return f"\n{match.group(1).rstrip(' #')}\n"


def _without(text: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> str:
    """The text without all that stands between the marks; what is never closed reaches to the end, as in a browser."""
    kept = []
    position = 0
    while start := opening.search(text, position):
        kept.append(text[position : start.start()])
        end = closing.search(text, start.end())
        if end is None:
            return "".join(kept)
        position = end.end()
    return "".join([*kept, text[position:]])
