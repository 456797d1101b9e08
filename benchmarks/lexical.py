"""Which lexical engine: bm25s, tantivy or SQLite FTS5, at the sizes given, each in a process of its own.

    python benchmarks/lexical.py --corpus DIR                         8,000 and 1,000,000 passages, about 15 minutes
    python benchmarks/lexical.py --corpus DIR --sizes 8000            half a minute

DIR holds `.txt` articles. Passages are made of their sentences, drawn at random with a fixed seed, each with two
invented names appended whose frequencies fall as Zipf's law has it, so that the vocabulary grows with the corpus as a
real one's does. Every engine gets the same passages and the same questions (without their stop words, any word may
match), returns 50 rows, and is asked again under a filter that keeps 2% of the passages. tantivy is no dependency:
`pip install tantivy`, or leave it out with --engines. Index and open times are by the clock, index time also in
processor time; query times are processor time (each answers on one thread), which a busy machine does not distort.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

ENGINES = ("bm25s", "fts5", "tantivy")
OUTLETS = 50  # a filter on one of them keeps 2% of the passages
SENTENCES_PER_PASSAGE = 5
NAMES = 200_000
ZIPF_EXPONENT = 1.2
QUESTIONS = 60
DEPTH = 50  # what a fusion asks of each side
STOP = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be by did do for from has have he in is it its of on or said say that the to was what with",
    )
)
WORD = re.compile(r"\w+")

Asker = Callable[[list[str], int | None], list[int]]


@dataclass(frozen=True, slots=True)
class Figures:
    """One row of the table; milliseconds unless named otherwise."""

    engine: str
    passages: int
    index_seconds: float
    index_cpu_seconds: float
    index_peak_mb: float
    disk_mb: float
    open_ms: float
    serving_mb: float
    p50_ms: float
    p95_ms: float
    filtered_p50_ms: float
    filtered_p95_ms: float


def sentences_of(corpus: Path) -> list[str]:
    """The sentences of every `.txt` file, shortest and longest left out."""
    found: list[str] = []
    for path in sorted(corpus.rglob("*.txt")):
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [s for s in re.split(r"(?<=[.!?])\s+", text) if 30 < len(s) < 400]
    return found


def invented_name(number: int) -> str:
    """A pronounceable name, another one for every number."""
    consonants, vowels, syllables = "bdfgklmnprstvz", "aeiou", []
    number += 5000
    while number:
        number, rest = divmod(number, len(consonants) * len(vowels))
        syllables.append(consonants[rest // len(vowels)] + vowels[rest % len(vowels)])
    return "".join(syllables).capitalize()


def passages(corpus: Path, size: int) -> Iterator[str]:
    """`size` passages, the same in every process."""
    rng, sentences = random.Random(7), sentences_of(corpus)  # noqa: S311  no secret
    ranks = np.minimum(np.random.default_rng(7).zipf(ZIPF_EXPONENT, size=2 * size), NAMES)
    for row in range(size):
        names = f"{invented_name(int(ranks[2 * row]))} {invented_name(int(ranks[2 * row + 1]))}"
        yield " ".join([*rng.choices(sentences, k=SENTENCES_PER_PASSAGE), names])


def questions(corpus: Path) -> list[list[str]]:
    """The words of natural questions: a name, and three to six words of one sentence."""
    rng, sentences = random.Random(11), sentences_of(corpus)  # noqa: S311  no secret
    asked = []
    for number in range(QUESTIONS):
        words = [w for w in words_of(rng.choice(sentences)) if w not in STOP]
        asked.append([invented_name(number * 3).lower(), *rng.sample(words, min(len(words), rng.randint(3, 6)))])
    return asked


def words_of(text: str) -> list[str]:
    """Words in lower case."""
    return WORD.findall(text.lower())


def index_bm25s(corpus: Path, size: int, folder: Path) -> None:
    """Eager sparse scores in three arrays and a vocabulary."""
    import bm25s

    vocabulary: dict[str, int] = {}
    ids = [[vocabulary.setdefault(w, len(vocabulary)) for w in words_of(text)] for text in passages(corpus, size)]
    retriever = bm25s.BM25()
    retriever.index((ids, vocabulary), show_progress=False)
    retriever.save(str(folder), show_progress=False)


def open_bm25s(folder: Path, size: int) -> Asker:
    """Arrays mapped from disk; the filter is a mask."""
    import bm25s

    retriever = bm25s.BM25.load(str(folder), mmap=True)
    outlets = np.arange(size) % OUTLETS

    def ask(words: list[str], outlet: int | None) -> list[int]:
        known = [word for word in words if word in retriever.vocab_dict]
        scores = retriever.get_scores(known)
        if outlet is not None:
            scores = np.where(outlets == outlet, scores, 0)
        best = np.argpartition(-scores, DEPTH)[:DEPTH]
        return [int(row) for row in best[np.argsort(-scores[best], kind="stable")] if scores[row] > 0]

    return ask


def index_fts5(corpus: Path, size: int, folder: Path) -> None:
    """An FTS5 table that stores no text, and the outlets beside it."""
    connection = sqlite3.connect(folder / "lexical.sqlite")
    connection.execute("CREATE VIRTUAL TABLE passages USING fts5(text, content='', columnsize=1, tokenize='unicode61')")
    connection.execute("CREATE TABLE outlets(row INTEGER PRIMARY KEY, outlet INTEGER)")
    rows = enumerate(passages(corpus, size))
    connection.executemany("INSERT INTO passages(rowid, text) VALUES (?, ?)", rows)
    connection.executemany("INSERT INTO outlets VALUES (?, ?)", ((row, row % OUTLETS) for row in range(size)))
    connection.execute("INSERT INTO passages(passages) VALUES ('optimize')")
    connection.commit()
    connection.close()


def open_fts5(folder: Path, size: int) -> Asker:
    """BM25 as SQLite computes it; the filter is a join."""
    del size
    connection = sqlite3.connect(f"file:{folder / 'lexical.sqlite'}?mode=ro", uri=True)
    plain = "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?"
    joined = (
        "SELECT passages.rowid FROM passages JOIN outlets ON outlets.row = passages.rowid "
        "WHERE passages MATCH ? AND outlet = ? ORDER BY rank LIMIT ?"
    )

    def ask(words: list[str], outlet: int | None) -> list[int]:
        match = " OR ".join(f'"{word}"' for word in words)
        found = (
            connection.execute(plain, (match, DEPTH))
            if outlet is None
            else connection.execute(joined, (match, outlet, DEPTH))
        )
        return [row for (row,) in found]

    return ask


def index_tantivy(corpus: Path, size: int, folder: Path) -> None:
    """A Lucene-like index with an indexed outlet."""
    import tantivy

    index = tantivy.Index(tantivy_schema(), path=str(folder))
    writer = index.writer(heap_size=128_000_000, num_threads=1)
    for row, text in enumerate(passages(corpus, size)):
        entry = tantivy.Document()
        entry.add_text("text", text)
        entry.add_unsigned("row", row)
        entry.add_unsigned("outlet", row % OUTLETS)
        writer.add_document(entry)
    writer.commit()
    writer.wait_merging_threads()


def tantivy_schema():  # noqa: ANN201  an optional library's type
    """Text that is searched and not stored, the row, the outlet."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=False)
    builder.add_unsigned_field("row", stored=True, indexed=True, fast=True)
    builder.add_unsigned_field("outlet", stored=True, indexed=True, fast=True)
    return builder.build()


def open_tantivy(folder: Path, size: int) -> Asker:
    """BM25 as tantivy computes it; the filter is one more clause that must match."""
    import tantivy

    del size
    schema = tantivy_schema()
    searcher = tantivy.Index.open(str(folder)).searcher()

    def ask(words: list[str], outlet: int | None) -> list[int]:
        should = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "text", word)) for word in words]
        query = tantivy.Query.boolean_query(should)
        if outlet is not None:
            kept = tantivy.Query.boost_query(tantivy.Query.term_query(schema, "outlet", outlet), 0.0)
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, kept)])
        hits = searcher.search(query, DEPTH).hits
        return [searcher.doc(address)["row"][0] for _, address in hits]

    return ask


INDEXERS = {"bm25s": index_bm25s, "fts5": index_fts5, "tantivy": index_tantivy}
OPENERS = {"bm25s": open_bm25s, "fts5": open_fts5, "tantivy": open_tantivy}


def peak_mb() -> float:
    """The most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def make_index(engine: str, corpus: Path, size: int, folder: Path) -> dict[str, float]:
    """Index time and memory; run in a process of its own."""
    start, cpu = time.perf_counter(), time.process_time()
    INDEXERS[engine](corpus, size, folder)
    return {
        "index_seconds": time.perf_counter() - start,
        "index_cpu_seconds": time.process_time() - cpu,
        "index_peak_mb": peak_mb(),
        "disk_mb": sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6,
    }


def serve(engine: str, corpus: Path, size: int, folder: Path) -> dict[str, float]:
    """Open time, query times and memory; run in a process of its own."""
    asked = questions(corpus)
    start = time.perf_counter()
    ask = OPENERS[engine](folder, size)
    open_ms = (time.perf_counter() - start) * 1000
    figures = {"open_ms": open_ms}
    for prefix, outlet in (("", None), ("filtered_", 3)):
        ask(asked[0], outlet)
        times = []
        for words in asked:
            start = time.thread_time()
            rows = ask(words, outlet)
            times.append((time.thread_time() - start) * 1000)
            if outlet is not None and any(row % OUTLETS != outlet for row in rows):
                raise SystemExit(f"{engine} returned a row that the filter leaves out")
        figures |= {f"{prefix}p50_ms": float(np.median(times)), f"{prefix}p95_ms": float(np.quantile(times, 0.95))}
    return figures | {"serving_mb": peak_mb()}


def measure(engine: str, corpus: Path, size: int) -> Figures:
    """Index in one process, serve in another."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for step in ("index", "serve"):
            command = [sys.executable, __file__, "--corpus", str(corpus), "--step", step, engine, str(size), folder]
            found |= json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return Figures(engine, size, **{name: round(value, 1) for name, value in found.items()})


def main() -> None:
    """Print the table as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[8_000, 1_000_000])
    parser.add_argument("--engines", choices=ENGINES, nargs="+", default=list(ENGINES))
    parser.add_argument("--step", nargs=4, metavar=("STEP", "ENGINE", "SIZE", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        step, engine, size, folder = options.step
        print(json.dumps((make_index if step == "index" else serve)(engine, options.corpus, int(size), Path(folder))))
        return
    names = list(Figures.__dataclass_fields__)
    print("| " + " | ".join(names) + " |\n|" + " --- |" * len(names), flush=True)
    for size in options.sizes:
        for engine in options.engines:
            print(
                "| " + " | ".join(str(v) for v in asdict(measure(engine, options.corpus, size)).values()) + " |",
                flush=True,
            )


if __name__ == "__main__":
    main()
