"""Articles that tell one story in nearly the same words: a wire copy, a light rewrite.

Three copies are one source, so they share a story number. Near-duplicates are found by MinHash over word shingles with
locality-sensitive hashing (Broder 1997, https://doi.org/10.1109/SEQUEN.1997.666900), then checked by their Jaccard
similarity.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from datasketch import MinHash, MinHashLSH

from corpus.article import Article

SHINGLE_WORDS = 3
PERMUTATIONS = 64
SAME_STORY_JACCARD = 0.5
DAYS_APART = 7  # copies of a wire story appear within days; a yearly boilerplate text does not

_WORD = re.compile(r"\w+")


def group_stories(articles: Sequence[Article]) -> tuple[int, ...]:
    """The story number of each article: near-duplicates share one; numbers run from 0 in the order of the articles."""
    shingles = [_shingles(article.text) for article in articles]
    index = MinHashLSH(threshold=SAME_STORY_JACCARD, num_perm=PERMUTATIONS)
    leaders = list(range(len(articles)))
    signatures = MinHash.generator(_encoded(shingles), num_perm=PERMUTATIONS, seed=1)
    for row, signature in enumerate(signatures):
        for near in sorted(index.query(signature)):
            if (
                _days_fit(articles[near], articles[row])
                and _jaccard(shingles[near], shingles[row]) >= SAME_STORY_JACCARD
            ):
                _join(leaders, near, row)
        index.insert(row, signature, check_duplication=False)
    numbers: dict[int, int] = {}
    return tuple(numbers.setdefault(_leader(leaders, row), len(numbers)) for row in range(len(articles)))


def _encoded(shingles: Iterable[frozenset[str]]) -> Iterable[list[bytes]]:
    """The shingles as bytes, in a fixed order."""
    return ([shingle.encode() for shingle in sorted(words)] for words in shingles)


def _shingles(text: str) -> frozenset[str]:
    """All runs of `SHINGLE_WORDS` words, lower-cased, punctuation aside; a shorter text is one shingle."""
    words = _WORD.findall(text.casefold())
    return frozenset(
        " ".join(words[start : start + SHINGLE_WORDS]) for start in range(max(1, len(words) - SHINGLE_WORDS + 1))
    )


def _jaccard(first: frozenset[str], second: frozenset[str]) -> float:
    """Shared shingles over all shingles, 0-1."""
    return len(first & second) / len(first | second)


def _days_fit(first: Article, second: Article) -> bool:
    """Whether the articles may be copies by their dates; one without a date may."""
    if first.published is None or second.published is None:
        return True
    return abs((first.published - second.published).days) <= DAYS_APART


def _leader(leaders: list[int], row: int) -> int:
    """The first row of the story that this row belongs to."""
    while leaders[row] != row:
        leaders[row] = leaders[leaders[row]]
        row = leaders[row]
    return row


def _join(leaders: list[int], first: int, second: int) -> None:
    """Make the stories of two rows one, led by the earlier row."""
    early, late = sorted((_leader(leaders, first), _leader(leaders, second)))
    leaders[late] = early
