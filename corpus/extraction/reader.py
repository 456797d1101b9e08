"""Articles to commitments: the tagger finds the words, `fill` reads around them who, by when and how."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Protocol

from corpus.article import Article
from corpus.commitments import Commitment
from corpus.extraction.fields import fill_all
from corpus.extraction.tagger import Tagger

# Raised when the rules around the tagger change what is read, so that stored readings are not taken for new ones.
RULES_VERSION = 8
# Articles whose sentences and candidates are read together: a second of work on two cores.
BLOCK_ARTICLES = 16
WEIGHTS_FOLDER = Path(__file__).with_name("weights")


class Reader(Protocol):
    """Reads the commitments of articles; the same `fingerprint` and the same article give the same commitments."""

    @property
    def fingerprint(self) -> str:
        """What tells this reader's readings from another's."""
        ...

    @property
    def floor(self) -> float:
        """Commitments less probable than this (0 to 1) are for a person to look at, not for the ledger."""
        ...

    def read(self, articles: Sequence[Article]) -> Iterable[tuple[Commitment, ...]]:
        """The commitments of each article, in the order of the text, one article after the other."""
        ...


class NoReader:
    """Reads nothing: for a build that is only searched, and to measure what reading costs."""

    fingerprint = "none"
    floor = 0.0

    def read(self, articles: Sequence[Article]) -> tuple[tuple[Commitment, ...], ...]:
        """No commitments for every article."""
        return tuple(() for _ in articles)


class CommitmentReader:
    """The reader that comes with the package; its weights are loaded when the first article is read."""

    @cached_property
    def fingerprint(self) -> str:
        """The rules' version and the SHA-256 of all weights, 16 hex digits."""
        digest = hashlib.sha256(str(RULES_VERSION).encode())
        for file in sorted(WEIGHTS_FOLDER.iterdir()):
            digest.update(file.name.encode())
            digest.update(file.read_bytes())
        return digest.hexdigest()[:16]

    @property
    def floor(self) -> float:
        """The floor that was chosen with the weights, on labelled news that they were not trained on."""
        return self._tagger.calibration.floor

    @cached_property
    def _tagger(self) -> Tagger:
        return Tagger.load()

    def read(self, articles: Sequence[Article]) -> Iterator[tuple[Commitment, ...]]:
        """The commitments of each article, in the order of the text, one article after the other.

        The tagger's network runs ahead in a thread of its own, so that no processor waits while fields are filled.

        Raises:
            EncoderError: the weights are missing or damaged.
        """
        if not articles:
            return
        blocks = [articles[first : first + BLOCK_ARTICLES] for first in range(0, len(articles), BLOCK_ARTICLES)]
        tag = self._tagger.tag
        with ThreadPoolExecutor(max_workers=1) as ahead:
            tagged = ahead.submit(tag, blocks[0])
            for block, following in zip(blocks, [*blocks[1:], ()], strict=True):
                found = tagged.result()
                tagged = ahead.submit(tag, following)
                yield from fill_all(block, found)
