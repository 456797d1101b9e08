"""Measures the span tagger on labelled articles: which commitments it finds, are their kinds right, how fast is it.

    python benchmarks/commitments.py ../labelled/dev ../labelled/domain-commitments

Each folder holds text/ and gold.jsonl (optional.jsonl is counted neither way). Actors are left out of account: what is
measured is the tagger alone, by the same rule of overlap as the labelled data's own scorer.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from corpus.extraction.candidate import Candidate
from corpus.extraction.tagger import Tagger
from corpus.extraction.training.labelled import Labelled, read_labelled
from corpus.extraction.training.measuring import LEAST_OVERLAP, Figures, measure, overlap_fraction

# Of how many equal steps of confidence the calibration table is made.
STEPS = 5


def main() -> int:
    """Print one table a folder; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", help="folders with text/ and gold.jsonl")
    parser.add_argument("--weights", type=Path, help="other weights than those of the package")
    parser.add_argument("--errors", action="store_true", help="also print what was missed and what was wrong")
    options = parser.parse_args()
    tagger = Tagger.load(options.weights) if options.weights else Tagger.load()
    for folder in options.folders:
        report(folder, tagger, errors=options.errors)
    return 0


def report(folder: Path, tagger: Tagger, *, errors: bool) -> None:
    """Tag the articles of a folder and print the figures."""
    labelled = read_labelled(folder)
    began = time.perf_counter()
    found = tagger.tag([one.article for one in labelled])
    seconds = time.perf_counter() - began
    floor = tagger.calibration.floor
    ledger = [[one for one in some if one.confidence >= floor] for some in found]
    figures = sum((measure(some, one.marks) for some, one in zip(ledger, labelled, strict=True)), Figures())
    words = sum(len(one.article.text.split()) for one in labelled)
    print(f"{folder.name}: {len(labelled)} articles, {figures.labelled} core commitments, floor {floor:.2f}")
    print(f"  precision {figures.precision:.3f}  recall {figures.recall:.3f}  F1 {figures.f1:.3f}")
    print(f"  kind right {figures.kinds:.3f}  seconds {seconds:.1f}  words a second {words / seconds:.0f}")
    for low, count, fraction in calibration_table(found, labelled):
        print(f"  confidence {low:.1f} to {low + 1 / STEPS:.1f}: {count:4} candidates, {fraction:.2f} right")
    if errors:
        print_errors(ledger, labelled)


def calibration_table(
    found: Iterable[Sequence[Candidate]], labelled: Iterable[Labelled]
) -> list[tuple[float, int, float]]:
    """For each step of confidence its lower border, how many candidates fall there, and which fraction is labelled."""
    rows: list[list[bool]] = [[] for _ in range(STEPS)]
    for candidates, one in zip(found, labelled, strict=True):
        for candidate in candidates:
            right = any(overlap_fraction(candidate.span, mark.span) >= LEAST_OVERLAP for mark in one.marks)
            rows[min(STEPS - 1, int(candidate.confidence * STEPS))].append(right)
    return [(row / STEPS, len(some), sum(some) / max(1, len(some))) for row, some in enumerate(rows)]


def print_errors(ledger: Iterable[Sequence[Candidate]], labelled: Iterable[Labelled]) -> None:
    """Each missed core commitment and each core candidate that meets no label."""
    for candidates, one in zip(ledger, labelled, strict=True):
        for mark in one.marks:
            if (
                mark.kind.is_core
                and not mark.optional
                and not any(overlap_fraction(c.span, mark.span) >= LEAST_OVERLAP for c in candidates)
            ):
                print(f"missed {one.article.path} {mark.kind} | {one.article.slice(mark.span)!r}")
        for candidate in candidates:
            meets = any(overlap_fraction(candidate.span, mark.span) >= LEAST_OVERLAP for mark in one.marks)
            if candidate.kind.is_core and not meets:
                quote = one.article.slice(candidate.span)
                print(f"wrong  {one.article.path} {candidate.kind} {candidate.confidence:.2f} | {quote!r}")


if __name__ == "__main__":
    sys.exit(main())
