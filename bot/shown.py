"""An answer with what a language model made of it, as Markdown for the chat and as plain text for the terminal.

Without prose it is what `bot.render` makes of it; with it, the prose stands above the quotes, never in their place.
"""

from __future__ import annotations

from bot import render
from bot.answer import Answer
from bot.written import Prose, ProseSentence

INSTEAD = "The model’s sentence did not hold, for it {reason}; the source says:"


def markdown(answer: Answer) -> str:
    """The answer for the chat: checked prose, by whom, then the quotes; or the quotes and why there is no prose."""
    quotes = render.markdown(answer)
    prose = answer.prose
    if prose is None:
        return quotes
    if not prose.stands:
        return f"{quotes}\n\n*{render.escape(fallback_line(prose))}*"
    said = "".join(map(sentence_markdown, prose.sentences)).strip()
    return f"{said}\n\n*{render.escape(written_line(prose))}*\n\n{quotes}"


def plain(answer: Answer) -> str:
    """The same for the terminal."""
    quotes = render.plain(answer)
    prose = answer.prose
    if prose is None:
        return quotes
    if not prose.stands:
        return f"{quotes}\n\n{fallback_line(prose)}"
    said = " ".join(map(_plain_sentence, prose.sentences))
    return f"{said}\n\n{written_line(prose)}\n\n{quotes}"


def begun(model: str) -> str:
    """The Markdown above a message while the model writes it."""
    return f"*{render.escape(model)} writes; each sentence is shown once it is checked …*\n\n"


def sentence_markdown(sentence: ProseSentence) -> str:
    """One sentence with its marks, to be put behind the others; a quote that stands in has a paragraph of its own."""
    marks = " ".join(map(render.citation_name, sentence.citations))
    if sentence.replaced:
        told = INSTEAD.format(reason=sentence.replaced)
        return f"\n\n> *{told}* {render.escape(render.quoted(sentence.text))} {marks}\n\n"
    return f"{render.escape(sentence.text)} {marks} "


def written_line(prose: Prose) -> str:
    """Who wrote the prose, and what the check made of it."""
    replaced = sum(bool(one.replaced) for one in prose.sentences)
    told = [f"{replaced} replaced by a quote"] if replaced else []
    told += [f"{prose.dropped} left out"] if prose.dropped else []
    tail = f" ({', '.join(told)})" if told else ""
    return f"Written by {prose.model}; every sentence was checked against the quotes it cites{tail}."


def fallback_line(prose: Prose) -> str:
    """Why the quotes stand alone."""
    return f"Quotes only: the language model {prose.model} {prose.fallback}."


def _plain_sentence(sentence: ProseSentence) -> str:
    marks = "".join(f"[{number}]" for number in sentence.citations)
    words = (
        f"({INSTEAD.format(reason=sentence.replaced)} {render.quoted(sentence.text)})"
        if sentence.replaced
        else sentence.text
    )
    return f"{words} {marks}"
