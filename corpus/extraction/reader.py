"""Articles to commitments: the tagger finds the words, `fill` reads around them who, by when and how."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

from corpus.article import Article
from corpus.commitments import Commitment
from corpus.extraction.fields import fill_all
from corpus.extraction.tagger import Tagger

# Raised when the rules around the tagger change what is read, so that stored readings are not taken for new ones.
RULES_VERSION = 2
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

    def read(self, articles: Sequence[Article]) -> tuple[tuple[Commitment, ...], ...]:
        """The commitments of each article, in the order of the text."""
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

    def read(self, articles: Sequence[Article]) -> tuple[tuple[Commitment, ...], ...]:
        """The commitments of each article, in the order of the text.

        Raises:
            EncoderError: the weights are missing or damaged.
        """
        return fill_all(articles, self._tagger.tag(articles))
