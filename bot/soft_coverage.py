"""How much of what is asked about a text holds, words that only mean something near counting in part.

"Bans" is not in "he would bar them from entering": no term is shared, but the word vectors of the two are near.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.extraction.windows import tokenizer
from corpus.minilm.word_vectors import piece_vectors
from embeddings.analysis import analyse

# Words whose vectors are no nearer than this (cosine) have nothing to do with each other.
FAR: Final = 0.2

Floats = NDArray[np.float64]
_WORD = re.compile(r"\w[\w'’-]*")


def soft_coverages(question: str, weights: Mapping[str, float], texts: Sequence[str]) -> Floats:
    """The share (n,) of the question's words that each text holds, 0 to 1; 1 where nothing is asked about.

    `weights` are those of the terms that count. A word is held as far as the nearest word of the text is near to it:
    not at all from FAR down, wholly where it is the same.
    """
    asked = {word: max((weights.get(term, 0.0) for term in analyse(word)), default=0.0) for word in _words(question)}
    asked = {word: weight for word, weight in asked.items() if weight > 0}
    if not asked or not texts:
        return np.ones(len(texts))
    words_of = [_words(text) for text in texts]
    rows = {word: row for row, word in enumerate(dict.fromkeys(word for words in words_of for word in words))}
    found = np.zeros((len(asked), len(rows) + 1))
    if rows:
        cosines = _vectors(tuple(asked)) @ _vectors(tuple(rows)).T
        found[:, :-1] = np.clip((cosines - FAR) / (1.0 - FAR), 0.0, 1.0)
    # The last column stands for the end of each text, so that none is empty.
    columns = [row for words in words_of for row in (*(rows[word] for word in words), -1)]
    starts = np.cumsum([0, *(len(words) + 1 for words in words_of[:-1])])
    nearest = np.maximum.reduceat(found[:, columns], starts, axis=1)
    shares: Floats = np.array(list(asked.values())) @ nearest / sum(asked.values())
    return shares


@lru_cache(maxsize=1 << 15)
def _words(text: str) -> tuple[str, ...]:
    """The words that are terms, in lower case, each once."""
    return tuple(dict.fromkeys(word.lower() for word in _WORD.findall(text) if analyse(word)))


def _vectors(words: Sequence[str]) -> NDArray[np.float32]:
    """The vectors (n, dimension) of words, the mean of their pieces', of length 1."""
    pieces = [_pieces(word) for word in words]
    starts = np.cumsum([0, *(len(ids) for ids in pieces[:-1])])
    summed = np.add.reduceat(piece_vectors()[[one for ids in pieces for one in ids]], starts, axis=0)
    vectors: NDArray[np.float32] = summed / (np.linalg.norm(summed, axis=1, keepdims=True) + 1e-9)
    return vectors


@lru_cache(maxsize=1 << 17)
def _pieces(word: str) -> tuple[int, ...]:
    # What the vocabulary has no piece for is padding: near to nothing.
    return tuple(tokenizer().encode(word, add_special_tokens=False).ids) or (0,)
