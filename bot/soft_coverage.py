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
        cosines = _cosines(tuple(asked), tuple(rows))
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


def _cosines(asked: Sequence[str], words: Sequence[str]) -> Floats:
    """The cosines (n asked, n words) of words, each of which has the mean of its pieces' vectors."""
    pieces = [_pieces(word) for word in words]
    flat = [one for ids, _ in pieces for one in ids]
    distinct, places = np.unique(flat, return_inverse=True)
    table = piece_vectors()
    wanted = np.stack([table[list(ids)].sum(axis=0) / length for ids, length in map(_pieces, asked)])
    # The product with a word's mean is the mean of the products with its pieces.
    products = (wanted @ table[distinct].T)[:, places]
    starts = np.cumsum([0, *(len(ids) for ids, _ in pieces[:-1])])
    cosines: Floats = np.add.reduceat(products, starts, axis=1) / np.array([length for _, length in pieces])
    return cosines


@lru_cache(maxsize=1 << 17)
def _pieces(word: str) -> tuple[tuple[int, ...], float]:
    """The ids of a word's pieces and the length of the sum of their vectors."""
    # What the vocabulary has no piece for is padding: near to nothing.
    ids = tuple(tokenizer().encode(word, add_special_tokens=False).ids) or (0,)
    return ids, float(np.linalg.norm(piece_vectors()[list(ids)].sum(axis=0))) + 1e-9
