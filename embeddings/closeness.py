"""How closely a passage answers a query, read sentence by sentence: what orders the candidates of both indexes.

An index tells that a passage holds the query's words, or means something like it. Here it is read whether they stand
together: in one sentence, or in two that follow each other, given what the headline has already said; and whether words
that neighbour each other in the query do so in the passage. A word counts by how rare it is in the corpus.

On the half of `benchmarks/retrieval.py` that was not tuned on, this order has a higher MRR@10 than words alone, meaning
alone, their reciprocal ranks or a sum of their scores, however strong or weak meaning is beside words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from embeddings.lexical import LexicalIndex

# What each part weighs. Found by a softmax regression on the tuned half of benchmarks/retrieval.py's questions, then
# rounded; with any other weight doubled or left out, MRR@10 changes by less than 0.007. The cosine is given more than
# the 1.3 found there: those questions use the articles' words, and where meaning alone does better (a sample of them
# drawn so that words have an MRR of 0.85 and meaning 0.78) 2 to 3 is best, which costs the others 0.001 to 0.008.
COSINE_WEIGHT = 2.0
SENTENCE_WEIGHT = 1.0
NEIGHBOURS_WEIGHT = 1.0
PASSAGE_WEIGHT = 1.0
PAIRS_WEIGHT = 0.5
_WHOLE = COSINE_WEIGHT + SENTENCE_WEIGHT + NEIGHBOURS_WEIGHT + PASSAGE_WEIGHT + PAIRS_WEIGHT

# Two terms of the query that follow each other do so in the passage too when at most three others stand between.
_NEAR_TERMS = 4


@dataclass(frozen=True, slots=True)
class WeighedTerms:
    """The analysed terms of a query, in their order and each once, with their weights (above 0)."""

    terms: tuple[str, ...]
    weights: tuple[float, ...]

    def held(self, found: frozenset[str]) -> int:
        """Which terms these hold, one bit a term."""
        return sum(1 << place for place, term in enumerate(self.terms) if term in found)

    def share(self, held: int) -> float:
        """How much of the query the terms with these bits are, 0 to 1."""
        whole = sum(self.weights)
        part = sum(weight for place, weight in enumerate(self.weights) if held >> place & 1)
        return part / whole if whole else 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """The analysed terms of a passage: of its heading, of each of its sentences, and where in them each term stands."""

    heading: frozenset[str]
    sentences: tuple[frozenset[str], ...]
    places: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, heading: Sequence[str], sentences: Sequence[Sequence[str]]) -> Reading:
        """That of these terms, in their order."""
        places: dict[str, list[int]] = {}
        for place, term in enumerate(term for sentence in sentences for term in sentence):
            places.setdefault(term, []).append(place)
        return cls(
            frozenset(heading),
            tuple(frozenset(sentence) for sentence in sentences),
            {term: tuple(own) for term, own in places.items()},
        )


def weigh(terms: Sequence[str], index: LexicalIndex) -> WeighedTerms:
    """The terms with their inverse document frequencies: log(1 + (N - df + 0.5) / (df + 0.5)), as in the index."""
    distinct = tuple(dict.fromkeys(terms))
    frequencies = [index.document_frequency(term) for term in distinct]
    weights = tuple(math.log(1 + (index.n_passages - df + 0.5) / (df + 0.5)) for df in frequencies)
    return WeighedTerms(distinct, weights)


def closeness(query: WeighedTerms, reading: Reading, *, cosine: float) -> float:
    """0 to 1, higher is closer; `cosine` is the similarity of query and passage, and counts as 0 below 0."""
    heading = query.held(reading.heading)
    sentences = [query.held(sentence) | heading for sentence in reading.sentences]
    whole = heading
    for sentence in sentences:
        whole |= sentence
    in_sentence = max((query.share(one) for one in sentences), default=0.0)
    in_neighbours = max((query.share(one | other) for one, other in pairwise(sentences)), default=in_sentence)
    parts = (
        COSINE_WEIGHT * max(cosine, 0.0),
        SENTENCE_WEIGHT * in_sentence,
        NEIGHBOURS_WEIGHT * in_neighbours,
        PASSAGE_WEIGHT * query.share(whole),
        PAIRS_WEIGHT * _pairs_together(query, reading.places),
    )
    return min(1.0, sum(parts) / _WHOLE)


def _pairs_together(query: WeighedTerms, places: Mapping[str, Sequence[int]]) -> float:
    """The share of the query's neighbouring terms, by weight, that stand near each other, 0 to 1."""
    whole = held = 0.0
    for (one, weight), (other, other_weight) in pairwise(zip(query.terms, query.weights, strict=True)):
        whole += weight + other_weight
        beside = places.get(other, ())
        if any(abs(place - near) <= _NEAR_TERMS for place in places.get(one, ()) for near in beside):
            held += weight + other_weight
    return held / whole if whole else 0.0
