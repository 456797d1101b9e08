"""Paragraphs whose every sentence stands elsewhere in the story: a summary above it, a lead printed again below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.article import Span
from corpus.layout.masthead import read_dateline
from corpus.layout.sentences import split_sentences

# A shorter sentence may stand twice by chance ("He declined to comment.").
LEAST_REPEATED_WORDS = 6
_WORD = re.compile(r"\w+")
_DATELINE_END = re.compile(r"(?::| [-–—]{1,2}|—)\s")


def repeated_paragraphs(paragraphs: Sequence[str]) -> tuple[int, ...]:
    """The rows of the paragraphs that only repeat others, in order; of two equal ones the later is the repetition."""
    sentences = [_sentences(paragraph) for paragraph in paragraphs]
    homes: dict[str, list[int]] = {}
    for row, words in enumerate(sentences):
        for sentence in words:
            homes.setdefault(sentence, []).append(row)
    repeated: list[int] = []
    for row, words in enumerate(sentences):
        if words and all(_repeats(row, sentence, homes, sentences) for sentence in words):
            repeated.append(row)
    return tuple(repeated)


def _repeats(row: int, sentence: str, homes: dict[str, list[int]], sentences: list[list[str]]) -> bool:
    """Whether this sentence of paragraph `row` has its home in another paragraph: an earlier one, or a longer one."""
    long = len(sentence.split()) >= LEAST_REPEATED_WORDS
    return long and any(home < row if _same(sentences, home, row) else len(sentences[home]) > len(sentences[row]) or home < row
                        for home in homes[sentence] if home != row)  # fmt: skip


def _same(sentences: list[list[str]], first: int, second: int) -> bool:
    """Whether two paragraphs consist of the same sentences."""
    return sentences[first] == sentences[second]


def _sentences(paragraph: str) -> list[str]:
    """The sentences of a paragraph as bare lower-case words, the dateline left out."""
    body = _DATELINE_END.split(paragraph, maxsplit=1)[-1] if read_dateline(paragraph).place else paragraph
    return [" ".join(_WORD.findall(_slice(body, span).casefold())) for span in split_sentences(body)]


def _slice(text: str, span: Span) -> str:
    """The words of the span."""
    return text[span.start_char : span.end_char]
