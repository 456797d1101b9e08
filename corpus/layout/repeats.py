"""Paragraphs that only say again what others say: a summary above the story, its lead printed once more below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.layout.masthead import read_dateline
from corpus.layout.sentences import split_sentences

# A shorter sentence may stand twice by chance ("He declined to comment.").
LEAST_REPEATED_WORDS = 6
# So much of a paragraph must stand elsewhere; the rest may be such short sentences.
REPEATED_FRACTION = 0.75
# Places looked at for one opening of a sentence: keeps a text that repeats one phrase throughout linear.
MOST_PLACES = 8

_WORD = re.compile(r"\w+")
_DATELINE_END = re.compile(r"(?::| [-–—]{1,2}|—)\s")
_LABEL = re.compile(r"(?:summary|in short|in brief|key points?|highlights|synopsis|abstract)\s*[:.–—-]\s*", re.I)
Words = tuple[str, ...]


def repeated_paragraphs(paragraphs: Sequence[str]) -> tuple[int, ...]:
    """The rows of the paragraphs that only repeat others, in order; of two that repeat each other, the later.

    A sentence is repeated where its words stand in one run in another paragraph, whatever their case and punctuation.
    """
    homes = _homes([_sentences(paragraph) for paragraph in paragraphs])
    covered = {row for row, found in homes.items() if found}
    return tuple(
        row
        for row in sorted(covered)
        if all(any(home < row or home not in covered for home in sentence_homes) for sentence_homes in homes[row])
    )


def _homes(sentences: list[list[Words]]) -> dict[int, list[frozenset[int]]]:
    """For each paragraph, where else its long sentences stand; empty where too little of it stands elsewhere."""
    texts = [tuple(word for sentence in paragraph for word in sentence) for paragraph in sentences]
    places: dict[Words, list[tuple[int, int]]] = {}
    for row, words in enumerate(texts):
        for start in range(len(words) - LEAST_REPEATED_WORDS + 1):
            places.setdefault(words[start : start + LEAST_REPEATED_WORDS], []).append((row, start))
    homes = {}
    for row, paragraph in enumerate(sentences):
        long = [sentence for sentence in paragraph if len(sentence) >= LEAST_REPEATED_WORDS]
        found = [frozenset(_elsewhere(row, sentence, places, texts)) for sentence in long]
        enough = sum(map(len, long)) >= REPEATED_FRACTION * len(texts[row])
        homes[row] = found if long and enough and all(found) else []
    return homes


def _elsewhere(
    row: int, sentence: Words, places: dict[Words, list[tuple[int, int]]], texts: list[Words]
) -> Iterator[int]:
    """The other paragraphs in which the words of the sentence stand in one run."""
    for home, start in places[sentence[:LEAST_REPEATED_WORDS]][:MOST_PLACES]:
        if home != row and texts[home][start : start + len(sentence)] == sentence:
            yield home


def _sentences(paragraph: str) -> list[Words]:
    """The sentences of a paragraph as lower-case words, dateline and label left out."""
    body = _DATELINE_END.split(paragraph, maxsplit=1)[-1] if read_dateline(paragraph).place else paragraph
    label = _LABEL.match(body)
    body = body[label.end() :] if label else body
    borders = [0, *(span.end_char for span in split_sentences(body))]
    return [tuple(_WORD.findall(body[start:end].casefold())) for start, end in pairwise(borders)]
