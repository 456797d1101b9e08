"""How long the exact dense index takes to search, to save and to load.

    python benchmarks/dense.py --rows 1000000

Vectors are random: an exact index compares all of them, so its time does not depend on what they are. Searches are
given in processor time (they run on one thread), which a busy machine distorts least.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np

from embeddings.dense import DenseIndex

DIMENSION = 384
QUERIES = 20
KEPT_FRACTIONS = (1.0, 0.1, 0.02, 0.002)


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args()
    random = np.random.default_rng(0)
    vectors = random.standard_normal((options.rows, DIMENSION), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    queries = vectors[random.integers(options.rows, size=QUERIES)]
    index = DenseIndex.of(vectors)
    del vectors
    print(f"{options.rows:,} rows of {DIMENSION} float32, k = 100, median of {QUERIES} queries")
    print(f"{'no filter':>16}  {_milliseconds(index, queries, None):8.1f} ms")
    for fraction in KEPT_FRACTIONS:
        kept = random.random(options.rows) < fraction
        print(f"{fraction:>10.1%} kept  {_milliseconds(index, queries, kept):8.1f} ms")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "dense.faiss")
        started = time.perf_counter()
        index.save(path)
        saved = time.perf_counter()
        DenseIndex.load(path)
        print(f"saved in {saved - started:.1f} s, loaded in {time.perf_counter() - saved:.1f} s")


def _milliseconds(index: DenseIndex, queries: np.ndarray, kept: np.ndarray | None) -> float:
    seconds = []
    for query in queries:
        started = time.process_time()
        index.search(query, k=100, kept=kept)
        seconds.append(time.process_time() - started)
    return 1000 * statistics.median(seconds)


if __name__ == "__main__":
    main()
