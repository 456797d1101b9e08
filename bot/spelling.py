"""Words of a question that are typed wrongly, read as words of the corpus; whoever asks is shown what was read.

    find_slips(build, "what did Barndt prmise on the harbuor")
    # (Slip("Barndt", "Brandt"), Slip("prmise", "promise"), Slip("harbuor", "harbour"))

A word is taken for a slip only where the articles never use it, where it is no plain word of the language (the encoder
has one piece for those), and where a word of the articles, or one that questions are asked with, is a letter or two
away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_lowercase

from rapidfuzz import process
from rapidfuzz.distance import OSA

from embeddings.analysis import analyse
from embeddings.asking import topic_terms
from embeddings.build import Build
from embeddings.lexical import LexicalIndex

# Shorter words have too many neighbours ("Khan", "Khar").
LEAST_CHARS = 5
# A word whose stem is at least as long may have two letters wrong; a name has one at most, as the next name is near.
TWO_SLIPS_CHARS = 8
# Passages that are read for how a word is written.
WRITTEN_IN = 8
# A plain word is one piece of the encoder's vocabulary between the marks of start and end.
PLAIN_TOKENS = 3

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"[’']s?$")
# Words that questions are asked with, whether or not the articles use them; those that only ask are known besides.
_OF_QUESTIONS = frozenset(
    re.findall(
        r"\w+",
        """
        january february march april june july august september october november december spring summer autumn winter
        refuse refused reject rejected oppose opposed decline declined deny denied guarantee guaranteed fulfil fulfilled
        deliver delivered honoured progress finished completed stopped cancelled delayed changed minister ministry
        president government commitments happened including number percentage latest recently previous
        """,
    )
)


@dataclass(frozen=True, slots=True)
class Slip:
    """A word as it was asked and the word of the articles that it was read as."""

    asked: str
    read: str


def find_slips(build: Build, text: str) -> tuple[Slip, ...]:
    """The words of the question that are read as others, each once, in their order."""
    words = [_POSSESSIVE.sub("", word) for word in _WORD.findall(text)]
    read = [
        _meant(build, word, is_name=place > 0 and word[0].isupper()) if is_strange(build, word) else word
        for place, word in enumerate(words)
    ]
    # Beside a word that is like none, another that the articles never use is the rest of an unknown name.
    lost = [place for place, other in enumerate(read) if not other]
    found = {
        word: other
        for place, (word, other) in enumerate(zip(words, read, strict=True))
        if other not in {"", word} and not {place - 1, place + 1} & set(lost)
    }
    return tuple(Slip(word, other) for word, other in found.items())


def mended(text: str, slips: tuple[Slip, ...]) -> str:
    """The text with every slip replaced."""
    for slip in slips:
        text = re.sub(rf"\b{re.escape(slip.asked)}\b", slip.read.replace("\\", ""), text)
    return text


def is_unused(build: Build, word: str) -> bool:
    """Whether the word bears on a subject and no article uses it."""
    return bool(topic_terms(word)) and not any(map(build.lexical.document_frequency, analyse(word)))


def is_strange(build: Build, word: str) -> bool:
    """Whether no article uses the word, nor does everyday language."""
    return is_unused(build, word) and build.encoder.count_tokens(word.casefold()) > PLAIN_TOKENS


def _meant(build: Build, word: str, *, is_name: bool) -> str:
    """The word that is meant by one that no article uses, "" where nothing is near; a name is read as a name only."""
    if word.casefold() in _OF_QUESTIONS:
        return word
    if len(word) < LEAST_CHARS:
        return ""
    read = _one_letter_away(build.lexical, word.casefold(), alone=is_name)
    if read and not is_name:
        read = _as_written(build, read)
    elif read:
        read = next((one for one in _written(build, analyse(read)[0]) if one[0].isupper()), "")
    if not read and not is_name:
        term = _two_letters_away(build.lexical, analyse(word)[0])
        read = next(iter(_written(build, term)), term) if term else ""
    return read.capitalize() if word[0].isupper() else read.casefold()


def _as_written(build: Build, word: str) -> str:
    """The word, or where no passage writes it so ("halfed", for its stem is known) one that it stands for."""
    asks = word in _OF_QUESTIONS or not topic_terms(word)
    written = [] if asks else _written(build, analyse(word)[0])
    return word if not written or word in {one.casefold() for one in written} else written[0]


def _one_letter_away(index: LexicalIndex, word: str, *, alone: bool) -> str:
    """A word one slip away: one to ask with, unless those of the articles `alone` count, else the most frequent."""
    known = []
    for place, other in enumerate(dict.fromkeys(_variants(word))):
        terms = analyse(other)
        asks = not alone and (other in _OF_QUESTIONS or not topic_terms(other))
        frequency = index.document_frequency(terms[0]) if len(terms) == 1 else 0
        if asks or frequency:
            known.append((not asks, -frequency, place, other))
    return min(known)[-1] if known else ""


def _variants(word: str) -> Iterator[str]:
    """All that one slip makes of it, the likeliest slips first. They seldom touch the first letter."""
    for at in range(1, len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]
    for at in range(1, len(word) + 1):
        for letter in ascii_lowercase:
            yield word[:at] + letter + word[at:]
            yield word[:at] + letter + word[at + 1 :]


def _two_letters_away(index: LexicalIndex, term: str) -> str:
    """The term of the corpus two letters away, of several the most frequent; "" where none is."""
    if len(term) < TWO_SLIPS_CHARS:
        return ""
    alike = [one for one in index.terms if one[:1] == term[:1] and len(one) >= TWO_SLIPS_CHARS - 2]
    found = process.extract(term, alike, scorer=OSA.distance, score_cutoff=2, limit=None, processor=None)
    ranked = sorted(found, key=lambda one: (one[1], -index.document_frequency(one[0]), one[0]))
    return ranked[0][0] if ranked else ""


def _written(build: Build, term: str) -> list[str]:
    """The words that a term stands for, as some passages write them."""
    rows = build.lexical.search((term,), k=WRITTEN_IN).rows.tolist()
    text = " ".join(f"{build.article_of(row).title} {build.passages[row].text}" for row in rows)
    return [_POSSESSIVE.sub("", word) for word in _WORD.findall(text) if term in analyse(word)]
