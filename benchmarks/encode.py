"""How fast the default encoder is beside sentence-transformers' own `encode`, and how near its vectors are.

    python benchmarks/encode.py                       300 passages of about 150 words, three rounds
    python benchmarks/encode.py --check               exit status 1 unless 4 times as fast at mean cosine 0.999

Passages are made of the sample corpus's sentences, drawn at random with a fixed seed. The two take turns, so that
another process on the machine slows both; the ratio is that of the median rounds. Processor time tells the same story
where the machine is busy. Each encodes in a process of its own, for the memory that it needs.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from embeddings.encoder import Backend, load_encoder

CORPUS = Path(__file__).parent.parent / "corpus" / "articles"
PASSAGE_WORDS = 150
MIN_RATIO = 4.0
MIN_COSINE = 0.999


@dataclass(frozen=True, slots=True)
class Round:
    """One pass over all passages: seconds on the clock, and of all processors."""

    seconds: float
    cpu_seconds: float


def passages(corpus: Path, size: int) -> list[str]:
    """`size` passages of about 150 words each, the same in every process."""
    rng = random.Random(5)  # noqa: S311  no secret
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(corpus.glob("*.txt")))
    sentences = [s for s in re.split(r"(?<=[.!?])\s+", text) if len(s.split()) > 5]
    if not sentences:
        raise SystemExit(f"{corpus} holds no .txt articles; name a folder that does with --corpus")
    made = []
    while len(made) < size:
        words: list[str] = []
        while len(words) < PASSAGE_WORDS:
            words += rng.choice(sentences).split()
        made.append(" ".join(words[: PASSAGE_WORDS + rng.randint(-40, 20)]))
    return made


def serve(backend: Backend, corpus: Path, size: int) -> None:
    """Encode all passages once for each line on standard input; run in a process of its own."""
    start = time.perf_counter()
    encoder = load_encoder(backend=backend)
    encoder.encode(["what was promised?"])
    ready = time.perf_counter() - start
    texts = passages(corpus, size)
    for line in sys.stdin:
        before = time.perf_counter(), time.process_time()
        vectors = encoder.encode(texts)
        figures = Round(time.perf_counter() - before[0], time.process_time() - before[1])
        np.save(line.strip(), vectors)
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        report = {**asdict(figures), "backend": encoder.backend, "peak_mb": peak_mb, "ready_seconds": ready}
        print(json.dumps(report), flush=True)


class Contestant:
    """An encoder in another process."""

    def __init__(self, backend: Backend, corpus: Path, size: int, folder: Path) -> None:
        command = [sys.executable, __file__, "--serve", backend.value, "--corpus", str(corpus), "--size", str(size)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._vectors = folder / f"{backend.value}.npy"
        self._size = size
        self.rounds: list[Round] = []
        self.backend = ""

    def run(self) -> None:
        """One round, printed."""
        assert self._process.stdin is not None  # noqa: S101  asked for above
        assert self._process.stdout is not None  # noqa: S101
        print(self._vectors, file=self._process.stdin, flush=True)
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"the process that encodes ended with status {self._process.wait()}")
        found = json.loads(line)
        self.backend = found["backend"]
        self.rounds.append(Round(found["seconds"], found["cpu_seconds"]))
        print(
            f"{self.backend:22} {self._size / found['seconds']:7.1f} passages/s  "
            f"{self._size / found['cpu_seconds']:6.1f} per processor second  "
            f"peak {found['peak_mb']:5.0f} MB  ready after {found['ready_seconds']:4.1f} s",
            flush=True,
        )

    def vectors(self) -> np.ndarray:
        """What the last round gave, (n, dimension) float32."""
        vectors: np.ndarray = np.load(self._vectors)
        return vectors

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def compare(corpus: Path, size: int, rounds: int, folder: Path) -> tuple[float, float]:
    """The ratio of speeds and the mean cosine; everything is printed."""
    ours, theirs = (Contestant(b, corpus, size, folder) for b in (Backend.AUTO, Backend.SENTENCE_TRANSFORMERS))
    for _ in range(rounds):
        theirs.run()
        ours.run()
    cosines = (ours.vectors() * theirs.vectors()).sum(axis=1)
    middle = {c: statistics.median(r.seconds for r in c.rounds) for c in (ours, theirs)}
    cpu = {c: statistics.median(r.cpu_seconds for r in c.rounds) for c in (ours, theirs)}
    ratio = middle[theirs] / middle[ours]
    print(f"\n{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, {size} passages, median of {rounds} rounds")
    print(f"ratio   {ratio:.2f} by the clock, {cpu[theirs] / cpu[ours]:.2f} by processor time")
    print(f"cosine  mean {cosines.mean():.5f}, least {cosines.min():.5f}")
    for contestant in (ours, theirs):
        contestant.close()
    return ratio, float(cosines.mean())


def main() -> None:
    """Print both side by side."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="a folder of .txt articles (default: the sample)")
    parser.add_argument("--size", type=int, default=300, help="passages (default: 300)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each (default: 3)")
    parser.add_argument("--check", action="store_true", help="exit 1 below 4 times the speed or mean cosine 0.999")
    parser.add_argument("--serve", type=Backend, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.serve, options.corpus, options.size)
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        ratio, cosine = compare(options.corpus, options.size, options.rounds, Path(folder))
    if options.check and (ratio < MIN_RATIO or cosine < MIN_COSINE):
        raise SystemExit(f"expected a ratio of at least {MIN_RATIO} and a mean cosine of at least {MIN_COSINE}")


if __name__ == "__main__":
    main()
