"""Indexes with the questions written over their articles, as benchmarks are given them on the command line."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.labels import LabelledQuestion, read_labelled
from corpus.commitments import Commitment
from embeddings.build import Build, open_build
from embeddings.encoder import load_encoder

# Of the ledger of articles that its reader learned from so much is hidden: it misses more in others.
HIDDEN = 0.35


def make_parser(about: str | None) -> argparse.ArgumentParser:
    """The options --learn, --fresh and --held, each given several times: an index and the questions on its articles."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--learn", "--fresh", "--held"):
        parser.add_argument(name, nargs=2, action="append", default=[], metavar=("DATA", "QUESTIONS"))
    return parser


def opened(
    pairs: Sequence[Sequence[str]], *, hidden: float = 0.0
) -> Iterator[tuple[str, Build, tuple[LabelledQuestion, ...]]]:
    """The questions' name, the build and the questions of each pair; "FILE#tuned" means only those of that half.

    Raises:
        TrackerError: there is no build, or a line is no question.
    """
    encoder = load_encoder()
    for data, questions in pairs:
        path, _, half = questions.partition("#")
        build = open_build(Path(data), encoder=encoder)
        hide(build, hidden)
        lines = Path(path).read_text(encoding="utf-8").splitlines()
        yield questions, build, read_labelled(lines, name=path, half=half)


def hide(build: Build, share: float) -> None:
    """Take this share of the commitments out of the ledger that answers go by, the same ones in every run."""

    def kept(ones: Sequence[Commitment]) -> tuple[Commitment, ...]:
        return tuple(one for one in ones if _draw(one.commitment_id) >= share)

    for name in ("commitments_by_article", "commitments_by_actor"):
        vars(build)[name] = {key: kept(ones) for key, ones in getattr(build, name).items()}


def _draw(text: str) -> float:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4]) / 2**32
