"""What reading commitments adds to a build: seconds of each stage with and without the ledger, on a fresh data folder.

    python benchmarks/build_cost.py ../news                 a table
    python benchmarks/build_cost.py ../news --json          the same figures for a program
    python benchmarks/build_cost.py ../news --only ledger   one of the two builds

Every build runs in a process of its own. Seconds are those of the clock, then in brackets those of all processors:
the latter say more where other work runs beside. Loading what a stage needs counts for the stage.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

from corpus.extraction.reader import CommitmentReader, NoReader, Reader
from embeddings.build import make_build
from embeddings.encoder import load_encoder
from embeddings.progress import Progress, Stage

BUILDS: dict[str, Callable[[], Reader]] = {"search": NoReader, "ledger": CommitmentReader}


@dataclass(frozen=True, slots=True)
class Seconds:
    """Of the clock, and of all processors."""

    clock: float
    processors: float


class Clock:
    """Notes when each stage is first reported."""

    def __init__(self) -> None:
        self._began: dict[str, tuple[float, float]] = {"load": now()}

    def __call__(self, progress: Progress) -> None:
        """Take a report of progress."""
        self._began.setdefault(progress.stage.value, now())

    def stages(self) -> dict[str, Seconds]:
        """Each stage up to the beginning of the next, the last up to now, and their sum."""
        ends = [*list(self._began.values())[1:], now()]
        pairs = zip(self._began.items(), ends, strict=True)
        found = {name: Seconds(end[0] - start[0], end[1] - start[1]) for (name, start), end in pairs}
        total = Seconds(sum(one.clock for one in found.values()), sum(one.processors for one in found.values()))
        return {**found, "total": total}


def now() -> tuple[float, float]:
    """Seconds of the clock and of all processors, of this process and its children."""
    times = os.times()
    return time.perf_counter(), times.user + times.system + times.children_user + times.children_system


def build(name: str, corpus: Path) -> tuple[dict[str, Seconds], int]:
    """Make one build in a folder that is thrown away: what its stages cost, and how many commitments it holds."""
    clock = Clock()
    with tempfile.TemporaryDirectory() as data:
        reader, encoder = BUILDS[name](), load_encoder()
        summary = make_build(corpus, Path(data), encoder=encoder, reader=reader, on_progress=clock)
        return clock.stages(), summary.commitments


def main() -> int:
    """Build, print the figures; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="a folder of articles")
    parser.add_argument("--only", choices=tuple(BUILDS), help="make this build alone")
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    options = parser.parse_args()
    costs = {}
    for name in [options.only] if options.only else list(BUILDS):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
            costs[name], commitments = process.submit(build, name, options.corpus).result()
    if options.json:
        told = {name: {stage: asdict(one) for stage, one in stages.items()} for name, stages in costs.items()}
        print(json.dumps({"builds": told, "commitments": commitments}))
    else:
        print_table(costs)
        print(f"commitments in the last build: {commitments}")
    return 0


def print_table(costs: dict[str, dict[str, Seconds]]) -> None:
    """One line a stage, one column a build."""
    print(f"{'':12}" + "".join(f"{name:>20}" for name in costs))
    for stage in ("load", *Stage, "total"):
        cells = (stages.get(stage, Seconds(0.0, 0.0)) for stages in costs.values())
        print(f"{stage!s:12}" + "".join(f"{f'{one.clock:.1f} ({one.processors:.1f})':>20}" for one in cells))


if __name__ == "__main__":
    sys.exit(main())
