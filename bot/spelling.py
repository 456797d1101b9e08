"""Words of a question that are typed wrongly, read as words of the corpus; whoever asks is shown what was read.

    find_slips(build, "what did Barndt promise on the harbuor")
    # (Slip("Barndt", "Brandt"), Slip("harbuor", "harbour"))

A word is taken for a slip only where the articles never use it, where it is no plain word of the language (the encoder
has one piece for those), and where one word of the articles is a letter or two away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from embeddings.analysis import analyse
from embeddings.asking import topic_terms
from embeddings.build import Build
from embeddings.lexical import LexicalIndex

# Shorter words have too many neighbours ("Khan", "Khar").
LEAST_CHARS = 5
# From this length on two letters may be wrong.
TWO_SLIPS_CHARS = 8
# A plain word is one piece of the encoder's vocabulary between the marks of start and end.
PLAIN_TOKENS = 3

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_POSSESSIVE = re.compile(r"[’']s?$")


@dataclass(frozen=True, slots=True)
class Slip:
    """A word as it was asked and the word of the articles that it was read as."""

    asked: str
    read: str


def find_slips(build: Build, text: str) -> tuple[Slip, ...]:
    """The words of the question that are read as others, each once, in their order."""
    words = dict.fromkeys(_POSSESSIVE.sub("", word) for word in _WORD.findall(text))
    return tuple(Slip(word, read) for word in words if (read := _meant(build, word)))


def mended(text: str, slips: tuple[Slip, ...]) -> str:
    """The text with every slip replaced."""
    for slip in slips:
        text = re.sub(rf"\b{re.escape(slip.asked)}\b", slip.read.replace("\\", ""), text)
    return text


def _meant(build: Build, word: str) -> str:
    """The word of the articles that is meant, "" where it is right as it is or nothing is near."""
    terms = analyse(word)
    if len(word) < LEAST_CHARS or not topic_terms(word) or any(map(build.lexical.document_frequency, terms)):
        return ""
    if build.encoder.count_tokens(word.lower()) <= PLAIN_TOKENS:
        return ""
    near = _nearest(build.lexical, terms[0])
    return _in_case(_as_written(build, near), word) if near else ""


def _nearest(index: LexicalIndex, term: str) -> str:
    """The term of the corpus a letter or two away, of several equally near the most frequent; "" where none is."""
    most = 1 if len(term) < TWO_SLIPS_CHARS else 2
    # Slips seldom touch the first letter, and a word with another one is usually another word.
    alike = [one for one in index.terms if one[:1] == term[:1] and len(one) >= LEAST_CHARS - 1]
    found = process.extract(term, alike, scorer=OSA.distance, score_cutoff=most, limit=None, processor=None)
    ranked = sorted(found, key=lambda one: (one[1], -index.document_frequency(one[0]), one[0]))
    return ranked[0][0] if ranked else ""


def _as_written(build: Build, term: str) -> str:
    """A term as a passage writes it, in small letters."""
    row = int(build.lexical.search((term,), k=1).rows[0])
    text = f"{build.passages[row].text} {build.article_of(row).title}"
    return next((word.casefold() for word in _WORD.findall(text) if term in analyse(word)), term)


def _in_case(read: str, asked: str) -> str:
    return read.capitalize() if asked[0].isupper() else read
