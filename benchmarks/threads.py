"""Fit and measure the linking of reports into threads.

python benchmarks/threads.py --fit LABELLED        # prints the weights of corpus/linking.py
python benchmarks/threads.py LABELLED              # measures with labelled commitments

LABELLED holds text/, gold.jsonl (commitments) and threads.jsonl. Fitting is by scikit-learn's logistic regression, on
the commitments as labelled, with the encoder that the tracker uses; figures of --fit are cross-validated over articles.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from corpus import linking, threads
from corpus.article import Article, Span
from corpus.commitments import Commitment, Kind, Status, commitment_id
from corpus.likeness import Report, compare
from corpus.loaders import read_corpus
from corpus.reports import read_reports
from embeddings.encoder import load_encoder

FOLDS = 8
LINKS = (0.06, 0.08, 0.1, 0.12, 0.15, 0.2)
LEAST_OVERLAP = 0.3  # intersection over union of two quotes that state the same


def locate(article: Article, quote: str) -> Span | None:
    """The span of a quote in an article, whatever the white space."""
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    match = re.search(pattern, article.text)
    return Span(match.start(), match.end()) if match else None


def rows_of(path: Path) -> list[dict[str, object]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def labelled_commitments(folder: Path, articles: Sequence[Article]) -> list[Commitment]:
    """The labelled commitments of the articles that a thread mentions."""
    named = {event["article"] for thread in rows_of(folder / "threads.jsonl") for event in thread["events"]}  # type: ignore[attr-defined]
    by_path = {article.path: article for article in articles if article.path in named}
    found = []
    for row in rows_of(folder / "gold.jsonl"):
        article = by_path.get(str(row["article"]))
        span = locate(article, str(row["quote"])) if article else None
        if article is None or span is None:
            continue
        found.append(
            Commitment(
                commitment_id=commitment_id(article.article_id, article.slice(span), str(row["action"])),
                article_id=article.article_id,
                span=span,
                kind=Kind(str(row["kind"])),
                actors=tuple(row["actors"]),  # type: ignore[arg-type]
                speakers=(),
                action=str(row["action"]),
                counterparty=None,
                deadline=None,
                cadence=None,
                conditional=False,
                reported_by=None,
                status=Status(str(row["status"])),
                confidence=1.0,
            )
        )
    return found


def labels_of(folder: Path, articles: Sequence[Article], reports: Sequence[Report]) -> list[set[int]]:
    """For each report the labelled threads it belongs to."""
    homes: list[set[int]] = [set() for _ in reports]
    row_of = {article.path: row for row, article in enumerate(articles)}
    for number, thread in enumerate(rows_of(folder / "threads.jsonl")):
        for event in thread["events"]:  # type: ignore[attr-defined]
            row = row_of[event["article"]]
            span = locate(articles[row], event["quote"])
            for place, report in enumerate(reports):
                if span and report.article == row and overlap(span, report.span) >= LEAST_OVERLAP:
                    homes[place].add(number)
    return homes


def overlap(one: Span, other: Span) -> float:
    """Intersection over union in characters."""
    shared = max(0, min(one.end_char, other.end_char) - max(one.start_char, other.start_char))
    return shared / (max(one.end_char, other.end_char) - min(one.start_char, other.start_char))


def fit(rows: NDArray[np.float64], labels: NDArray[np.int64], *, strength: float) -> tuple[NDArray[np.float64], float]:
    """Weights and bias of a logistic regression on standardised columns, told for the columns as they are."""
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=strength, max_iter=1000).fit(scaler.transform(rows), labels)
    weights = model.coef_[0] / scaler.scale_
    return weights, float(model.intercept_[0] - (weights * scaler.mean_).sum())


def crossed(
    rows: NDArray[np.float64], labels: NDArray[np.int64], groups: Sequence[int], *, strength: float
) -> NDArray[np.float64]:
    """Log-odds of every row from a model that has not seen its group."""
    odds = np.zeros(len(rows))
    for learned, left_out in GroupKFold(FOLDS).split(rows, labels, groups):
        weights, bias = fit(rows[learned], labels[learned], strength=strength)
        odds[left_out] = rows[left_out] @ weights + bias
    return odds


def run(folder: Path, *, fits: bool) -> None:
    """Print weights with cross-validated figures, or the figures of the shipped weights."""
    articles = list(read_corpus(folder / "text").articles)
    named = {event["article"] for thread in rows_of(folder / "threads.jsonl") for event in thread["events"]}  # type: ignore[attr-defined]
    articles = [article for article in articles if article.path in named]
    commitments = labelled_commitments(folder, articles)
    reports, rarity = read_reports(articles, commitments, encode=load_encoder().encode)
    homes = labels_of(folder, articles, reports)
    if not fits:
        links = linking.find_links(reports, rarity)
        print_figures(links, reports, homes)
        return
    pairs = linking.candidate_pairs(reports, rarity)
    likeness = [compare(reports[one], reports[other], rarity) for one, other in pairs]
    rows = np.array([list(one.values()) for one in likeness])
    labels = np.array([int(bool(homes[one] & homes[other])) for one, other in pairs])
    groups = [reports[one].article for one, _ in pairs]
    odds = crossed(rows, labels, groups, strength=0.5)
    rivals = np.array(linking.against_rivals(reports, pairs, odds.tolist()))
    final = crossed(rivals, labels, groups, strength=0.2)
    print(f"pairs {len(pairs)}, linked {labels.sum()}, average precision {average_precision_score(labels, final):.3f}")
    weights, bias = fit(rows, labels, strength=0.5)
    print("LIKENESS_WEIGHTS", {name: round(float(w), 3) for name, w in zip(likeness[0], weights, strict=True)})
    print("LIKENESS_BIAS", round(bias, 3))
    weights, bias = fit(rivals, labels, strength=0.2)
    print("RIVAL_WEIGHTS", tuple(round(float(w), 3) for w in weights), "RIVAL_BIAS", round(bias, 3))
    links = dict(zip(pairs, (1 / (1 + np.exp(-final))).tolist(), strict=True))
    for link in LINKS:
        threads.LINK, threads.JOIN = link, link * 2 / 3
        print(f"LINK {link}", end=" ")
        print_figures(links, reports, homes)


def print_figures(links: linking.Links, reports: Sequence[Report], homes: Sequence[set[int]]) -> None:
    """Pair precision, recall and F1 of the grouping, over reports that are labelled."""
    groups = threads.join_sentences(threads.group_reports(reports, links), links, reports)
    home = defaultdict(set)
    for number, group in enumerate(groups):
        for row in group:
            home[row].add(number)
    labelled = [row for row, one in enumerate(homes) if one]
    pairs = [(a, b) for place, a in enumerate(labelled) for b in labelled[place + 1 :]]
    gold = [bool(homes[a] & homes[b]) for a, b in pairs]
    found = [bool(home[a] & home[b]) for a, b in pairs]
    right = sum(g and f for g, f in zip(gold, found, strict=True))
    precision, recall = right / max(1, sum(found)), right / max(1, sum(gold))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"pair precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path)
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    run(options.labelled, fits=options.fit)


if __name__ == "__main__":
    main()
