"""How well a search finds the passage that a question is about: words, meaning, their ranks fused, and the product's.

    python benchmarks/retrieval.py --labelled DIR [DIR ...] --work DIR [--half tuned|held] [--errors]

Each labelled DIR holds text/ (articles) and gold.jsonl (commitments: actors, action, quote, deadline) or
attributions.jsonl (who said what, as character spans). All their articles together are the corpus; it is built under
--work. Questions are made from the labels, in thirteen phrasings, with words of the annotator's paraphrase (not of the
quote) where there is one, and a few words only: what a person remembers of a story. A hit is right when it holds 60% of
the gold quote's word trigrams. Articles are halved by a hash of their name: tune on one half, report the other.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.evaluation import covers, runs
from corpus.extraction.reader import NoReader
from embeddings.analysis import analyse
from embeddings.asking import topic_terms
from embeddings.build import make_build, open_build
from embeddings.encoder import load_encoder
from embeddings.opened import Build
from embeddings.search import Query, search

DEPTH = 10
FUSED = 100
RRF_K = 60
MIN_QUOTE_WORDS = 6
MOST_NAME_WORDS = 6
QUESTIONS_PER_ARTICLE = 3
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
PRONOUNS = frozenset("he she they it we you i who him her them his their its this that one some".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the phrasing it was made with, and the words that a right hit holds."""

    text: str
    phrasing: str
    quote: str
    article: str


def remembered(rng: random.Random, text: str, least: int, most: int) -> str:
    """A few content words of a text, in their order."""
    words = [word for word in WORD.findall(text) if topic_terms(word)]
    chosen = sorted(rng.sample(range(len(words)), min(len(words), rng.randint(least, most))))
    return " ".join(words[i] for i in chosen)


COMMITMENT_PHRASINGS: dict[str, Callable[[random.Random, dict[str, Any]], str]] = {
    "promise": lambda rng, g: f"What did {g['actors'][0]} promise about {remembered(rng, g['action'], 2, 4)}?",
    "commit": lambda rng, g: f"what has {g['actors'][0]} committed to on {remembered(rng, g['action'], 2, 3)}",
    "keywords": lambda rng, g: f"{surname(g)} {remembered(rng, g['action'], 2, 4)}".lower(),
    "whether": lambda rng, g: f"Will {g['actors'][0]} {g['action']}?",
    "who": lambda rng, g: f"Who said they would {g['action']}?",
    "when": lambda rng, g: f"When is {surname(g)} supposed to {remembered(rng, g['action'], 3, 5)}?",
    "agreed": lambda rng, g: f"Has {g['actors'][0]} agreed to {g['action']}?",
    "plans": lambda rng, g: f"What did {g['actors'][0]} say about plans to {g['action']}?",
    "which": lambda rng, g: f"Which commitment was made to {g['action']}?",
    "topic": lambda rng, g: f"{remembered(rng, g['action'], 3, 5)}",
    "deadline": lambda rng, g: (
        f"What is {g['actors'][0]} to do {g['deadline']} about {remembered(rng, g['action'], 1, 2)}?"
    ),
}


def surname(gold: dict[str, Any]) -> str:
    """The last word of the first actor's name."""
    return str(gold["actors"][0]).split()[-1]


def commitment_questions(folder: Path) -> Iterator[Question]:
    """One question for each labelled commitment."""
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        if not gold["actors"] or len(runs(gold["quote"])) < MIN_QUOTE_WORDS - 2:
            continue
        rng = seeded(gold["article"] + gold["quote"] + gold["action"])
        names = [name for name in COMMITMENT_PHRASINGS if name != "deadline" or gold["deadline"]]
        phrasing = rng.choice(names)
        yield Question(COMMITMENT_PHRASINGS[phrasing](rng, gold), phrasing, gold["quote"], gold["article"])


def attribution_questions(folder: Path) -> Iterator[Question]:
    """One question for each long attribution whose source has a name."""
    for line in (folder / "attributions.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        text = (folder / "text" / label["article"]).read_text(encoding="utf-8")
        source, content = (" ".join(text[a:b] for a, b in label[part]) for part in ("source", "content"))
        if (
            source.lower() in PRONOUNS
            or not 1 <= len(source.split()) <= 6
            or len(WORD.findall(content)) < 2 * MIN_QUOTE_WORDS
        ):
            continue
        rng = seeded(label["article"] + content)
        words = remembered(rng, content, 2, 4)
        phrasing = rng.choice(["said", "keywords said"])
        asked = f"What did {source} say about {words}?" if phrasing == "said" else f"{source} {words}".lower()
        yield Question(asked, phrasing, content, label["article"])


def seeded(text: str) -> random.Random:
    """Random choices that depend on this text alone."""
    return random.Random(hashlib.sha256(text.encode()).digest())  # noqa: S311  no secret


def questions(labelled: Sequence[Path]) -> list[Question]:
    """At most three questions an article from each folder, the same in every run."""
    found: dict[tuple[str, str], list[Question]] = {}
    for folder in labelled:
        source = commitment_questions if (folder / "gold.jsonl").exists() else attribution_questions
        for question in source(folder):
            found.setdefault((folder.name, question.article), []).append(question)
    chosen = []
    for key, asked in sorted(found.items()):
        chosen += seeded("".join(key)).sample(asked, min(QUESTIONS_PER_ARTICLE, len(asked)))
    return chosen


def is_held_back(question: Question) -> bool:
    """Whether the question's article is in the half that is not tuned on."""
    return hashlib.sha256(question.article.encode()).digest()[0] % 2 == 1


def corpus_build(labelled: Sequence[Path], work: Path) -> Build:
    """A build of all labelled articles; made anew when it is not there."""
    encoder = load_encoder()
    corpus, data = work / "corpus", work / "data"
    for folder in labelled:
        target = corpus / folder.parent.name / folder.name
        if not target.exists():
            shutil.copytree(folder / "text", target)
    make_build(corpus, data, encoder=encoder, reader=NoReader(), on_progress=lambda _: None)
    return open_build(data, encoder=encoder)


def by_words(build: Build, text: str) -> list[int]:
    """The rows that BM25 finds."""
    return [int(row) for row in build.lexical.search(topic_terms(text) or analyse(text), k=DEPTH).rows]


def by_meaning(build: Build, text: str) -> list[int]:
    """The rows whose vectors are nearest."""
    return [int(row) for row in build.dense.search(build.encoder.encode([text])[0], k=DEPTH).rows]


def by_ranks(build: Build, text: str) -> list[int]:
    """Reciprocal rank fusion of both, 100 deep (Cormack, Clarke, Büttcher, SIGIR 2009), to compare with."""
    scores: dict[int, float] = {}
    terms = topic_terms(text) or analyse(text)
    vector = build.encoder.encode([text])[0]
    for ranking in (build.lexical.search(terms, k=FUSED), build.dense.search(vector, k=FUSED)):
        for row, rank in ranking.ranks().items():
            scores[row] = scores.get(row, 0.0) + 1 / (RRF_K + rank)
    return sorted(scores, key=lambda row: (-scores[row], row))[:DEPTH]


def by_search(build: Build, text: str) -> list[int]:
    """The rows that the product's search gives."""
    return [hit.row for hit in search(build, Query(text, k=DEPTH))]


SYSTEMS = {"words": by_words, "meaning": by_meaning, "ranks": by_ranks, "search": by_search}


def rank_of(quote: str, rows: list[int], build: Build) -> int | None:
    """The rank of the first row that holds the quote, from 1; None where none of them does."""
    gold = runs(quote)
    for rank, row in enumerate(rows, start=1):
        if covers(runs(build.passages[row].text), gold):
            return rank
    return None


def figures(ranks: Sequence[int | None]) -> dict[str, float]:
    """hit@k and MRR@10."""
    at = {f"hit@{k}": float(np.mean([r is not None and r <= k for r in ranks])) for k in (1, 3, 5, 10)}
    return at | {"mrr@10": float(np.mean([1 / r if r else 0.0 for r in ranks]))}


def main() -> None:
    """Print one table a system, and its MRR for each phrasing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labelled", type=Path, nargs="+", required=True)
    parser.add_argument("--work", type=Path, required=True, help="a folder for the build, kept between runs")
    parser.add_argument("--half", choices=["tuned", "held"], default="held")
    parser.add_argument(
        "--errors", action="store_true", help="the questions that the search does not find first, on stderr"
    )
    parser.add_argument("--systems", choices=list(SYSTEMS), nargs="+", default=list(SYSTEMS))
    options = parser.parse_args()
    build = corpus_build(options.labelled, options.work)
    asked = [q for q in questions(options.labelled) if is_held_back(q) == (options.half == "held")]
    print(
        f"{len(build.articles)} articles, {len(build.passages)} passages, {len(asked)} questions, {options.half} half\n"
    )
    phrasings = sorted({q.phrasing for q in asked})
    print(
        f"{'':10}" + "".join(f"{name:>8}" for name in ("hit@1", "hit@3", "hit@5", "hit@10", "mrr@10", "ms")), *phrasings
    )
    for name in options.systems:
        start = time.perf_counter()
        ranks = [rank_of(q.quote, SYSTEMS[name](build, q.text), build) for q in asked]
        each_ms = (time.perf_counter() - start) * 1000 / len(asked)
        row = [*figures(ranks).values()]
        each = [figures([r for r, q in zip(ranks, asked, strict=True) if q.phrasing == p])["mrr@10"] for p in phrasings]
        print(f"{name:10}" + "".join(f"{value:8.3f}" for value in row) + f"{each_ms:8.1f}", *(f"{v:.3f}" for v in each))
        if options.errors and name == "search":
            for rank, question in zip(ranks, asked, strict=True):
                if rank is None or rank > 1:
                    print(rank, question.phrasing, "|", question.text, "|", question.article, file=sys.stderr)


if __name__ == "__main__":
    main()
