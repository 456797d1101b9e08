"""Two annotators' readings of the same articles as one folder of labels: what both found, and what only one did.

    python benchmarks/spans.py tests/news/second.jsonl --texts ../news/text --out ../second
    python benchmarks/readings.py ../news ../second --out ../news-read-twice

Both folders hold text/ and gold.jsonl; the second may have read fewer articles. --out gets text/ with all articles of
the first, gold.jsonl with the first one's words for what both found (and for all that it found in articles which the
second has not read), and optional.jsonl with what one alone found, or called core where the other called it soft. Two
quotes are of one commitment where they share enough characters (`measuring.py`).
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.commitments import Kind
from corpus.errors import CorpusError
from corpus.extraction.training.labelled import Row, locate, read_labelled, rows_of
from corpus.extraction.training.measuring import pair

Rows = Mapping[str, Sequence[Row]]


def main() -> int:
    """Write the joined labels and say how far the two agree; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("first", type=Path, help="folder with text/ and gold.jsonl")
    parser.add_argument("second", type=Path, help="the same, read by somebody else")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write")
    options = parser.parse_args()
    try:
        gold, optional, twice = join(options.first, options.second)
    except CorpusError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    shutil.copytree(options.first / "text", options.out / "text", dirs_exist_ok=True)
    for name, rows in (("gold.jsonl", gold), ("optional.jsonl", optional)):
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (options.out / name).write_text(lines, encoding="utf-8")
    both = len([row for row in gold if row["article"] in twice])
    agreement = 2 * both / max(1, 2 * both + len(optional))
    print(
        f"{len(twice)} articles read twice: {both} commitments found by both, {len(optional)} by one; "
        f"F1 {agreement:.2f}"
    )
    return 0


def join(first: Path, second: Path) -> tuple[list[Row], list[Row], frozenset[str]]:
    """What both found, what one alone did, and the names of the articles that both have read.

    Raises:
        CorpusError: a folder holds no labelled articles.
    """
    one, other = rows_of(first), rows_of(second)
    twice = frozenset(labelled.article.path for labelled in read_labelled(second))
    gold: list[Row] = []
    optional: list[Row] = []
    for labelled in read_labelled(first):
        name = labelled.article.path
        if name not in twice:
            gold += one[name]
            continue
        own, others = (
            [(row, span) for row in rows[name] if (span := locate(labelled.article, row["quote"]))]
            for rows in (one, other)
        )
        partners = pair([span for _, span in own], [span for _, span in others])
        agreed = {row: at for row, at in partners.items() if is_core(own[row][0]) == is_core(others[at][0])}
        gold += [row for at, (row, _) in enumerate(own) if at in agreed]
        optional += [row for at, (row, _) in enumerate(own) if at not in agreed]
        optional += [row for at, (row, _) in enumerate(others) if at not in partners.values()]
    return gold, optional, twice


def is_core(row: Row) -> bool:
    """Whether the commitment is of a core kind."""
    return Kind(row["kind"]).is_core


if __name__ == "__main__":
    sys.exit(main())
