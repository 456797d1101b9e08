"""How well questions are answered, and refused, on articles whose commitments are labelled.

    python benchmarks/answers.py --labelled DIR [DIR ...] --work DIR [--most N] [--errors]

Half of the articles (by a hash of their name) are the corpus, built under --work. Questions about the commitments in it
can be answered; three sorts cannot: about articles that are left out (`absent`), an actor of the corpus with an action
out of an article that is left out (`mixed`), and an actor's own commitment asked for a year before the first article
(`early`). Printed: how often the labelled quote is cited (60% of its word trigrams), citations an answer, the part of
them out of the right article, and how often each sort is refused. Labels that were measured on must not be tuned on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from retrieval import COMMITMENT_PHRASINGS, seeded

from bot.evaluation import covers, runs
from bot.settings import Settings
from bot.tracker import Tracker, build_corpus
from embeddings.encoder import load_encoder

PHRASINGS = ("promise", "commit", "keywords", "whether", "agreed", "plans")
SORTS = ("answerable", "absent", "mixed", "early")


@dataclass(frozen=True, slots=True)
class Case:
    """One question of a sort; `quote` and `article` are what an answer should cite."""

    sort: str
    text: str
    quote: str
    article: str


def held(article: str) -> bool:
    """Whether the article is in the corpus of this measurement."""
    return hashlib.sha256(article.encode()).digest()[0] % 2 == 0


def cases(folder: Path, *, most: int) -> list[Case]:
    """At most so many questions of each sort, the same in every run."""
    lines = (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [one for one in map(json.loads, lines) if one["actors"] and len(one["action"].split()) > 3]
    inside = [one for one in gold if held(one["article"])]
    outside = [one for one in gold if not held(one["article"])]
    rng = seeded(folder.name)
    actors = {actor for one in inside for actor in one["actors"]}
    mixed = [one | {"actors": rng.choice(inside)["actors"]} for one in outside]
    early = [one for one in inside if one["actors"][0] in actors]
    made = (("answerable", inside), ("absent", outside), ("mixed", mixed), ("early", early))
    return [case for sort, rows in made for case in chosen(rng, sort, rows, most)]


def chosen(rng: random.Random, sort: str, rows: Sequence[dict[str, Any]], most: int) -> list[Case]:
    """Some rows as questions of one sort."""
    found = []
    for row in rng.sample(list(rows), min(most, len(rows))):
        asked = COMMITMENT_PHRASINGS[rng.choice(PHRASINGS)](rng, row)
        text = f"{asked.rstrip('?')} in 1987?" if sort == "early" else asked
        found.append(Case(sort, text, row["quote"], row["article"]))
    return found


def measured(folder: Path, work: Path, *, most: int, errors: bool) -> dict[str, float]:
    """The figures of one labelled folder."""
    corpus = work / folder.name / "corpus"
    for path in sorted((folder / "text").iterdir()):
        if held(path.name) and not (corpus / path.name).exists():
            corpus.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, corpus / path.name)
    settings = Settings(data=work / folder.name / "data", corpus=corpus, encoder="")
    encoder = load_encoder()
    build_corpus(settings, encoder, lambda _: None)
    tracker = Tracker.open(settings, encoder=encoder)
    totals: dict[str, list[float]] = defaultdict(list)
    for case in cases(folder, most=most):
        started = time.perf_counter()
        answer = tracker.ask(case.text)
        totals["seconds"].append(time.perf_counter() - started)
        totals[f"refused {case.sort}"].append(not answer.answered)
        if errors and (case.sort == "answerable") != answer.answered:
            print(f"{case.sort}\t{answer.reason}\t{case.text}\t{[s.text[:90] for s in answer.statements[:1]]}")
        if case.sort != "answerable" or not answer.answered:
            continue
        wanted = runs(case.quote)
        totals["quote cited"].append(any(covers(runs(one.quote), wanted) for one in answer.citations))
        totals["citations"].append(len(answer.citations))
        totals["of the article"].append(
            sum(one.article.path == case.article for one in answer.citations) / len(answer.citations)
        )
    figures = {name: sum(values) / len(values) for name, values in sorted(totals.items())}
    return figures | {"median seconds": sorted(totals["seconds"])[len(totals["seconds"]) // 2]}


def main() -> int:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labelled", nargs="+", type=Path, required=True, help="folders with text/ and gold.jsonl")
    parser.add_argument("--work", type=Path, required=True, help="folder for corpora and builds")
    parser.add_argument("--most", type=int, default=100, help="questions of each sort (100)")
    parser.add_argument("--errors", action="store_true", help="print the questions that were treated wrongly")
    options = parser.parse_args()
    for folder in options.labelled:
        print(folder.name)
        for name, value in measured(folder, options.work, most=options.most, errors=options.errors).items():
            print(f"    {name:20} {value:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
