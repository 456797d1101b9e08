"""Kill builds at random moments, and see that the published build always opens, answers and holds no ghosts.

    python benchmarks/kill_builds.py --times 50
    python benchmarks/kill_builds.py --times 20 --encoder real

Between the kills the corpus changes: articles come, are edited and go. Each holds a word that stands nowhere else, so
that what the published build holds can be compared with what the corpus held when that build was begun. Half of the
kills fall at a random time, half right after a random report of progress, so that short stages are hit as well.
Prints one line for each kill; exit status 1 where anything was wrong.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import TrackerError
from corpus.extraction.reader import CommitmentReader, NoReader
from embeddings.build import Build, Stage, make_build, open_build
from embeddings.encoder import Encoder, load_encoder
from embeddings.pooling import Bounds
from embeddings.search import Query, search

FIRST_ARTICLES = 30
CHANGES_A_ROUND = 4
# A slow fake encoder leaves time to be killed in; the real one needs none.
FAKE_SECONDS_A_TEXT = 0.004
WORD = re.compile(r"\bzq\d{5}\b")


class SlowFakeEncoder:
    """Counts words into a few columns by checksum; no model, no weights."""

    name = "slow-fake"
    fingerprint = "slow-fake-1"
    dimension = 32
    max_tokens = 120
    backend = "fake"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit rows, (n, 32) float32."""
        time.sleep(FAKE_SECONDS_A_TEXT * len(texts))
        vectors = np.full((len(texts), self.dimension), 0.01, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                vectors[row, zlib.crc32(word.encode()) % self.dimension] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def encode_parts(
        self, texts: Sequence[str], bounds: Sequence[Bounds]
    ) -> tuple[NDArray[np.float32], list[NDArray[np.float32]]]:
        """The same, and each part has the row of its text."""
        vectors = self.encode(texts)
        return vectors, [np.tile(row, (len(own), 1)) for row, own in zip(vectors, bounds, strict=True)]

    def count_tokens(self, text: str) -> int:
        """The number of words."""
        return len(text.split())


@dataclass
class Corpus:
    """A folder of invented articles that changes; `words` maps each file's name to the word that only it holds."""

    folder: Path
    chance: random.Random
    words: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    versions: int = 0

    def change(self) -> None:
        """Add, edit or remove one article."""
        what = self.chance.choice(["add", "edit", "remove"]) if len(self.words) > FIRST_ARTICLES // 2 else "add"
        name = f"{self.versions:05d}.txt" if what == "add" else self.chance.choice(sorted(self.words))
        if name in self.words:
            self.gone.add(self.words.pop(name))
        if what == "remove":
            (self.folder / name).unlink()
        else:
            self._write(name)

    def _write(self, name: str) -> None:
        self.versions += 1
        word = f"zq{self.versions:05d}"
        self.words[name] = word
        place = self.chance.choice(["Velmora", "Karsund", "Odrin", "Pell"])
        paragraph = f"The government of {place} promised to build a bridge over the river by 2031, the minister said. "
        number = self.chance.randint(1, 12)
        text = f"{place} plans bridge {word}\n\n" + "\n\n".join(
            f"{paragraph}It is part {part}." for part in range(number)
        )
        (self.folder / name).write_text(f"date 2030-01-02\n{text}\n", encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Kill:
    """When to kill: so many seconds after the start, or right after the first report of a stage."""

    seconds: float
    stage: Stage | None

    def __str__(self) -> str:
        return f"after {self.seconds:.2f} s" if self.stage is None else f"as it begins to {self.stage}"


@dataclass
class Trial:
    """One corpus, one data folder, and what is published there."""

    corpus: Corpus
    data: Path
    encoder_name: str
    encoder: Encoder
    published: frozenset[str] = frozenset()

    def build(self, kill: Kill | None = None) -> float:
        """Build in a process of its own, killed where that is asked for; how many seconds it lived."""
        command = [sys.executable, __file__, "--encoder", self.encoder_name, "--child", self.corpus.folder, self.data]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            reports = child.stdout or []
            next(iter(reports))  # imports are done, the build begins
            started = time.monotonic()
            if kill and kill.stage:
                next((line for line in reports if line.strip() == kill.stage), None)
                child.kill()
            elif kill:
                threading.Timer(kill.seconds, child.kill).start()
            child.communicate()
            return time.monotonic() - started

    def fault(self) -> str:
        """What is wrong with the published build; empty where nothing is."""
        try:
            build = open_build(self.data, encoder=self.encoder)
            found = frozenset(word for article in build.articles for word in WORD.findall(article.title))
            ghosts = {word for word in self.corpus.gone - found if _answers(build, word)}
            dumb = {word for word in found if not _answers(build, word)}
        except TrackerError as error:
            return f"{type(error).__name__}: {error}"
        now = frozenset(self.corpus.words.values())
        if found not in (self.published, now):
            return f"holds {len(found)} articles that were never the corpus together"
        self.published = found
        return f"ghosts {sorted(ghosts)}, not found {sorted(dumb)}" if ghosts or dumb else ""


def main() -> int:
    """Run the kills that the arguments ask for; 0 where all went well."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=50, help="how many builds are killed (50)")
    parser.add_argument("--encoder", choices=["fake", "real"], default="fake")
    parser.add_argument("--seed", type=int, default=0, help="of the corpus, its changes and the moments (0)")
    parser.add_argument("--child", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    encoder: Encoder = load_encoder() if options.encoder == "real" else SlowFakeEncoder()
    if options.child:
        print("ready", flush=True)
        reader = CommitmentReader() if options.encoder == "real" else NoReader()
        make_build(
            *options.child,
            encoder=encoder,
            reader=reader,
            on_progress=lambda progress: print(progress.stage, flush=True),
        )
        return 0
    with tempfile.TemporaryDirectory() as folder:
        corpus = Corpus(Path(folder, "corpus"), random.Random(options.seed))  # noqa: S311 - no secret
        return run(Trial(corpus, Path(folder, "data"), options.encoder, encoder), times=options.times)


def run(trial: Trial, *, times: int) -> int:
    """Kill so many builds; 1 where the published build was ever wrong, else 0."""
    trial.corpus.folder.mkdir()
    for _ in range(FIRST_ARTICLES):
        trial.corpus.change()
    seconds = trial.build()
    faults = [fault] if (fault := trial.fault()) else []
    for number in range(1, times + 1):
        for _ in range(CHANGES_A_ROUND):
            trial.corpus.change()
        kill = _choose(trial.corpus.chance, seconds)
        lived = trial.build(kill)
        faults += [fault] if (fault := trial.fault()) else []
        print(f"{number:3d}  {kill!s:24} lived {lived:5.2f} s  {fault or 'the published build is whole'}", flush=True)
    trial.build()
    faults += [fault] if (fault := trial.fault()) else []
    left = sorted(path.name for path in (trial.data / "builds").iterdir() if path.name.startswith("."))
    print(f"{times} builds killed, {len(faults)} faults; left over after the last, whole build: {left or 'nothing'}")
    return 1 if faults or left else 0


def _choose(chance: random.Random, seconds: float) -> Kill:
    return Kill(chance.uniform(0, seconds * 1.1), chance.choice([None, None, None, *Stage]))


def _answers(build: Build, word: str) -> bool:
    """Whether the first hits for the word hold it."""
    return any(word in hit.article.text for hit in search(build, Query(word, k=3)))


if __name__ == "__main__":
    sys.exit(main())
