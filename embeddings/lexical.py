"""Passages that share words with a query: BM25 over stemmed terms, with the headline as a heavier field.

Fields are weighted as Robertson, Zaragoza and Taylor propose (Simple BM25 Extension to Multiple Weighted Fields, CIKM
2004, https://doi.org/10.1145/1031171.1031181): a term of the headline counts as often as its field weighs, before
BM25 damps frequencies, so that a word in both fields is not rewarded twice over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from corpus.errors import DamagedBuild
from embeddings.analysis import analyse
from embeddings.ranking import Ranking, best_rows

Mask = NDArray[np.bool_]

# The values of Trotman, Jia and Crane (Towards an Efficient and Effective Search Engine, 2012) that Anserini ships:
# passages are of like length and rarely repeat a word, so little is left to damp and to normalise.
K1 = 0.9
B = 0.4

# A headline names the story of every passage of its article: one more sentence of each. A whole number, as terms are
# counted.
HEADING_WEIGHT = 1


@dataclass(frozen=True, slots=True)
class Fields:
    """What the index reads of one passage: its article's headline and date, and its own words."""

    heading: str
    text: str


class LexicalIndex:
    """Row i is passage i; scores are BM25 sums, above 0 for every passage that shares a term with the query."""

    def __init__(self, index: bm25s.BM25) -> None:
        self._index = index

    @classmethod
    def of(cls, passages: Iterable[Fields]) -> LexicalIndex:
        """An index of these passages, in this order."""
        vocabulary: dict[str, int] = {}
        numbered = [[vocabulary.setdefault(term, len(vocabulary)) for term in _weighted(one)] for one in passages]
        if not vocabulary:
            # The library divides by the mean length; a term that no query has gives these passages one.
            vocabulary[""] = 0
            numbered = [[0] for _ in numbered]
        index = bm25s.BM25(method="lucene", k1=K1, b=B, backend="numpy", csc_backend="numpy")
        index.index((numbered, vocabulary), create_empty_token=False, show_progress=False)
        return cls(index)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """The index that `save` wrote.

        Raises:
            DamagedBuild: a file is missing or cannot be read.
        """
        try:
            return cls(bm25s.BM25.load(str(folder), load_corpus=False, mmap=True))
        except (OSError, EOFError, ValueError, KeyError) as error:
            raise DamagedBuild(
                f"{folder} cannot be read as a lexical index; make a new build with: tracker build"
            ) from error

    def save(self, folder: Path) -> None:
        """Write the index as plain arrays and JSON, without pickle; the same passages give the same bytes."""
        self._index.save(str(folder), allow_pickle=False, show_progress=False)

    @property
    def n_passages(self) -> int:
        """The number of rows."""
        return int(self._index.scores["num_docs"])

    @property
    def terms(self) -> tuple[str, ...]:
        """Every term of the corpus, in no order."""
        return tuple(self._index.vocab_dict)

    def document_frequency(self, term: str) -> int:
        """In how many passages an analysed term stands, headline and date included."""
        number = self._index.vocab_dict.get(term)
        if number is None:
            return 0
        ends = self._index.scores["indptr"]
        return int(ends[number + 1] - ends[number])

    def search(self, terms: Sequence[str], *, k: int, kept: Mask | None = None) -> Ranking:
        """The k best rows for analysed terms among those that `kept` (n,) bool lets through.

        A passage that shares no term with the query is no hit, so there may be fewer than k, or none.
        """
        scores = self.scores(terms)
        hit = scores > 0 if kept is None else (scores > 0) & kept
        rows = np.flatnonzero(hit)
        return best_rows(scores[rows], rows, k=k)

    def scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """The score of every passage, (n,) float32; 0 where it shares no term with the query."""
        numbers = self._index.get_tokens_ids(list(terms))
        if not numbers:
            return np.zeros(self.n_passages, dtype=np.float32)
        scores: NDArray[np.float32] = self._index.get_scores_from_ids(numbers)
        return scores


def _weighted(passage: Fields) -> list[str]:
    return [*analyse(passage.heading) * HEADING_WEIGHT, *analyse(passage.text)]
