"""Train and measure the linking of reports into threads, and what is told of each event.

python benchmarks/threads.py LABELLED tests/data/threads*            # one story left out at a time
python benchmarks/threads.py LABELLED tests/data/threads* --write    # and the weights
python benchmarks/threads.py tests/unseen --as-shipped              # the weights in use, on stories they never learned

Each folder holds text/ and threads.jsonl: {"thread", "events": [{"article", "date", "quote", "what"}]}. Articles
are read by the reader that comes with the package: links are learned on what is read, not on what an annotator would
have marked. Of the articles that no thread mentions some are read as well: nothing in them belongs to a thread or to
each other, as most of a real corpus. A few minutes on two cores; the same figures each time.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from corpus import event_kinds, joining, linking
from corpus.article import Article, Span
from corpus.commitments import Commitment
from corpus.event_kinds import Told, What, feature_names, features, save_model
from corpus.extraction.actor_training.forests import as_forest
from corpus.extraction.forest import Described, Forest, save_forest
from corpus.extraction.reader import CommitmentReader, Reader
from corpus.grouping import group_commitments
from corpus.joining import COLUMNS as JOIN_COLUMNS
from corpus.joining import JOIN, Joins, describe_joins, join_sentences, joined, odds_of, save_joins
from corpus.likeness import COLUMNS, crowding, describe
from corpus.linear_model import LinearModel
from corpus.linking import Links, candidate_pairs, find_links
from corpus.loaders import read_corpus
from corpus.passages import split_passages
from corpus.reports import Reports, read_reports
from embeddings.encoder import Encoder, load_encoder
from embeddings.encoding import Whole
from embeddings.meant_sentences import MeantSentences
from embeddings.passage_table import PassageTable
from embeddings.sentence_vectors import SentenceVectors

LEAST_OVERLAP = 0.3  # intersection over union of two quotes that state the same
SEED = 0
TREES = {"max_iter": 60, "learning_rate": 0.12, "max_leaf_nodes": 8, "min_samples_leaf": 40, "l2_regularization": 5.0}
STRANGERS = 5  # of the articles that no thread mentions every fifth is read
EVENT_STRENGTH = 0.2
JOIN_STRENGTH = 0.1
LEAST_SPREAD = 1e-6
SURE = 9.0
# Rare events weigh more, by this power of their rarity: otherwise a denial, of which few are labelled, is never told.
RARE_POWER = 0.25
# Added to the log-odds that a commitment only repeats: news restates far more than the labelled stories do, and what is
# told rightly of these is the same from 0 to 1 (0.717 and 0.714 of 318 events).
RESTATED = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """One folder: its reports, and for each report what it tells of which labelled threads.

    `sizes` are the labelled events of each thread; `stories` and `strange` are by article: a strange one is named by no
    thread, and is no story of its own.
    """

    name: str
    articles: tuple[Article, ...]
    commitments: tuple[Commitment, ...]
    reports: Reports
    told: tuple[dict[int, What], ...]
    stories: tuple[str, ...]
    strange: NDArray[np.bool_]
    sizes: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """The candidate pairs of one folder as numbers; those of which neither report is labelled teach nothing."""

    ones: NDArray[np.int64]
    others: NDArray[np.int64]
    rows: NDArray[np.float32]
    labels: NDArray[np.bool_]
    known: NDArray[np.bool_]


def locate(article: Article, quote: str) -> Span | None:
    """The span of a quote in an article, whatever the white space."""
    match = re.search(r"\s+".join(re.escape(word) for word in quote.split()), article.text)
    return Span(match.start(), match.end()) if match else None


def overlap(one: Span, other: Span) -> float:
    """Intersection over union in characters."""
    shared = max(0, min(one.end_char, other.end_char) - max(one.start_char, other.start_char))
    return shared / (max(one.end_char, other.end_char) - min(one.start_char, other.start_char))


def read_labelled(folder: Path, *, reader: Reader, encoder: Encoder) -> Labelled:
    """Read the articles of a folder and find the labelled quotes among its reports."""
    lines = (folder / "threads.jsonl").read_text(encoding="utf-8").splitlines()
    threads = [json.loads(line)["events"] for line in lines if line.strip()]
    named = {event["article"] for events in threads for event in events}
    found_there = read_corpus(folder / "text").articles
    strangers = {one.path for one in [one for one in found_there if one.path not in named][::STRANGERS]}
    articles = tuple(one for one in found_there if one.path in named | strangers)
    read = reader.read(articles)
    commitments = tuple(one for found in read for one in found if one.confidence >= reader.floor)
    reports = read_reports(articles, commitments, encode=encoder.encode, meant=meant_in(articles, encoder))
    row_of = {article.path: row for row, article in enumerate(articles)}
    told: list[dict[int, What]] = [{} for _ in reports.drafts]
    for number, events in enumerate(threads):
        for event in events:
            row = row_of[event["article"]]
            span = locate(articles[row], event["quote"])
            for place in np.flatnonzero(reports.articles == row):
                if span and overlap(span, reports.drafts[place].span) >= LEAST_OVERLAP:
                    told[place][number] = What(event["what"])
    stories = _stories([[row_of[event["article"]] for event in events] for events in threads], len(articles))
    sizes = tuple(len(events) for events in threads)
    names = tuple(
        "" if one.path in strangers else f"{folder.name} {story}" for one, story in zip(articles, stories, strict=True)
    )
    strange = np.array([one.path in strangers for one in articles])
    return Labelled(folder.name, articles, commitments, reports, tuple(told), names, strange, sizes)


def meant_in(articles: tuple[Article, ...], encoder: Encoder) -> MeantSentences:
    """What a build knows of the sentences of these articles."""
    passages = PassageTable(articles)
    for row, article in enumerate(articles):
        for one in split_passages(article, count_tokens=encoder.count_tokens, max_tokens=encoder.max_tokens):
            passages.append(row, one.span, ((sentence.start_char, sentence.end_char) for sentence in one.sentences))
    wholes = [Whole.of(articles[passages.article_row(row)], passage) for row, passage in enumerate(passages)]
    _, parts = encoder.encode_parts([one.text for one in wholes], [one.parts for one in wholes])
    return MeantSentences(passages, SentenceVectors.of(np.concatenate(parts)))


def _stories(threads: Iterable[Sequence[int]], n_articles: int) -> list[int]:
    """Articles that a thread joins are of one story."""
    story = list(range(n_articles))
    for rows in threads:
        joined = {story[row] for row in rows}
        story = [min(joined) if one in joined else one for one in story]
    return story


def pairs_of(data: Labelled) -> Pairs:
    """All candidate pairs with their labels."""
    ones, others = candidate_pairs(data.reports)
    described = describe(data.reports, ones, others, crowding(data.reports))
    homes = [set(told) for told in data.told]
    both = list(zip(ones.tolist(), others.tolist(), strict=True))
    return Pairs(
        ones=ones,
        others=others,
        rows=described.rows,
        labels=np.array([bool(homes[one] & homes[other]) for one, other in both]),
        known=np.array([bool(homes[one] or homes[other]) for one, other in both]) | _strange(data, ones, others),
    )


def _strange(data: Labelled, ones: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Pairs of two articles of which one is a stranger: they are of two stories."""
    homes, other_homes = data.reports.articles[ones], data.reports.articles[others]
    found: NDArray[np.bool_] = (homes != other_homes) & (data.strange[homes] | data.strange[other_homes])
    return found


def fit_links(sets: Sequence[tuple[Pairs, NDArray[np.bool_]]]) -> Forest:
    """A forest on the chosen pairs of each folder."""
    rows = np.vstack([pairs.rows[chosen] for pairs, chosen in sets])
    labels = np.concatenate([pairs.labels[chosen] for pairs, chosen in sets])
    model = HistGradientBoostingClassifier(**TREES, random_state=SEED).fit(rows, labels)
    return as_forest(model, COLUMNS)


def cross_links(folders: Sequence[Labelled], pairs: Sequence[Pairs]) -> list[Links]:
    """Links by forests that have not seen the story; a pair of two stories has the mean of both."""
    totals = [np.zeros((2, len(one.ones))) for one in pairs]
    for story in sorted({name for data in folders for name in data.stories if name}):
        touched = [
            np.isin(data.reports.articles[np.stack([one.ones, one.others])], _rows_of(data, story)).any(axis=0)
            for data, one in zip(folders, pairs, strict=True)
        ]
        forest = fit_links([(one, one.known & ~left) for one, left in zip(pairs, touched, strict=True)])
        for total, one, left in zip(totals, pairs, touched, strict=True):
            total[:, left] += forest.odds(Described(COLUMNS, one.rows[left])), np.ones(left.sum())
    forest = fit_links([(one, one.known) for one in pairs])
    for total, one in zip(totals, pairs, strict=True):
        between = total[1] == 0
        total[:, between] = forest.odds(Described(COLUMNS, one.rows[between])), np.ones(between.sum())
    return [
        dict(zip(zip(one.ones.tolist(), one.others.tolist(), strict=True), (total[0] / total[1]).tolist(), strict=True))
        for one, total in zip(pairs, totals, strict=True)
    ]


def _rows_of(data: Labelled, story: str) -> list[int]:
    return [row for row, name in enumerate(data.stories) if name == story]


def event_rows(data: Labelled) -> list[tuple[NDArray[np.float64], What, str]]:
    """Each event of the labelled threads as numbers, with what it tells and its story."""
    found = []
    for number in sorted({number for told in data.told for number in told}):
        rows = [row for row, told in enumerate(data.told) if number in told]
        rows.sort(key=lambda row: (data.reports.days[row], data.reports.articles[row], data.reports.drafts[row].span))
        thread = [_told(data, row) for row in rows]
        for place, row in enumerate(rows):
            story = data.stories[data.reports.articles[row]]
            found.append((features(thread, place), data.told[row][number], story))
    return found


def _told(data: Labelled, row: int) -> Told:
    draft, commitment = data.reports.drafts[row], int(data.reports.commitments[row])
    kind = data.commitments[commitment].kind if commitment >= 0 else None
    return Told(draft.words, draft.sentence, data.articles[draft.article].published, kind)


def fit_events(rows: Sequence[tuple[NDArray[np.float64], What, str]]) -> LinearModel:
    """Weights by event; an event that no row tells is never chosen."""
    values, labels = np.stack([row for row, _, _ in rows]), [what.value for _, what, _ in rows]
    rarity = {label: (len(labels) / count) ** RARE_POWER for label, count in Counter(labels).items()}
    mean = sum(rarity[label] for label in labels) / len(labels)
    counts = {label: weight / mean for label, weight in sorted(rarity.items())}
    model = LogisticRegression(C=EVENT_STRENGTH, max_iter=3000, class_weight=counts).fit(values, labels)
    weights, biases = np.zeros((len(What), values.shape[1])), np.full(len(What), -100.0)
    for place, what in enumerate(model.classes_):
        weights[list(What).index(What(what))], biases[list(What).index(What(what))] = (
            model.coef_[place],
            model.intercept_[place],
        )
    weights[list(What).index(What.REPEATED), feature_names().index("commits")] += RESTATED
    return LinearModel(weights, biases)


def cross_events(rows: Sequence[tuple[NDArray[np.float64], What, str]]) -> float:
    """The fraction of events told rightly by models that have not seen their story."""
    right = 0
    for story in sorted({story for _, _, story in rows}):
        model = fit_events([row for row in rows if row[2] != story])
        tested = [row for row in rows if row[2] == story]
        right += sum(list(What)[int(np.argmax(model.scores(x[None])))] is what for x, what, _ in tested)
    return right / len(rows)


@dataclass(frozen=True, slots=True, eq=False)
class Joinable:
    """The commitments of one folder in groups, and the sentences that may join them.

    Of the sentences of groups that are labelled `labels` says which belong; those of other groups are not `known`.
    """

    groups: list[list[int]]
    joins: Joins
    labels: NDArray[np.bool_]
    known: NDArray[np.bool_]
    stories: tuple[str, ...]


def joinable(data: Labelled, links: Links) -> Joinable:
    """The sentences of a folder that may join its groups, with their labels."""
    groups = group_commitments(range(len(data.commitments)), links)
    joins = describe_joins(groups, links, data.reports)
    labelled = [set().union(*(data.told[row] for row in group)) for group in groups]
    both = list(zip(joins.sentences, joins.groups, strict=True))
    return Joinable(
        groups=groups,
        joins=joins,
        labels=np.array(
            [bool(labelled[group] & data.told[sentence].keys()) for sentence, group in both], dtype=np.bool_
        ),
        known=np.array([bool(labelled[group]) for _, group in both], dtype=np.bool_),
        stories=tuple(data.stories[data.reports.articles[sentence]] for sentence in joins.sentences),
    )


def fit_joins(sets: Sequence[tuple[Joinable, NDArray[np.bool_]]]) -> LinearModel:
    """A logistic regression on the chosen sentences of each folder."""
    rows = np.vstack([one.joins.rows[chosen] for one, chosen in sets])
    labels = np.concatenate([one.labels[chosen] for one, chosen in sets])
    if len(set(labels.tolist())) < 2:  # nothing to tell apart: by what the labels say, all join or none does
        return LinearModel(np.zeros((1, rows.shape[1])), np.array([SURE if labels.any() else -SURE]))
    mean, spread = rows.mean(axis=0), np.maximum(rows.std(axis=0), LEAST_SPREAD)
    model = LogisticRegression(C=JOIN_STRENGTH, max_iter=2000).fit((rows - mean) / spread, labels)
    weights = model.coef_[0] / spread
    return LinearModel(weights[None], np.array([model.intercept_[0] - weights @ mean]))


def cross_joins(sets: Sequence[Joinable]) -> list[NDArray[np.float64]]:
    """For each folder the odds of its sentences by models that have not seen their story."""
    odds = [np.zeros(len(one.labels)) for one in sets]
    for story in sorted({name for one in sets for name in one.stories}):
        left = [np.array([name == story for name in one.stories], dtype=np.bool_) for one in sets]
        model = fit_joins([(one, one.known & ~out) for one, out in zip(sets, left, strict=True)])
        for own, one, out in zip(odds, sets, left, strict=True):
            own[out] = odds_of(model, one.joins)[out]
    return odds


def measure_joins(sets: Sequence[Joinable], odds: Sequence[NDArray[np.float64]]) -> str:
    """One line: how many of the sentences that join labelled groups belong, and of likeness alone as many found."""
    known = [one.known for one in sets]
    labels = np.concatenate([one.labels[own] for one, own in zip(sets, known, strict=True)])
    scores = np.concatenate([one[own] for one, own in zip(odds, known, strict=True)])
    rows = np.vstack([one.joins.rows[own] for one, own in zip(sets, known, strict=True)])
    kept = scores >= JOIN
    right, found = int(labels[kept].sum()), int(labels.sum())
    ranked = labels[np.argsort(-rows[:, JOIN_COLUMNS.index("likeness")], kind="stable")]
    needed = int(np.searchsorted(np.cumsum(ranked), right)) + 1
    return (
        f"sentences of labelled groups: precision {right / max(1, kept.sum()):.3f} recall {right / max(1, found):.3f}; "
        f"by likeness alone precision {right / needed:.3f} at that recall"
    )


def measure(data: Labelled, groups: Sequence[Sequence[int]]) -> str:
    """One line: events found, pairs of events linked, how many linked pairs are right, and sentences that belong."""
    count = len(data.commitments)
    home = {row: number for number, group in enumerate(groups) for row in group}
    placed = [(number, home[row]) for row, told in enumerate(data.told) for number in told if row in home]
    pairs = [(a, b) for place, a in enumerate(placed) for b in placed[place + 1 :]]
    together = sum(size * (size - 1) // 2 for size in data.sizes)
    linked = sum(a[1] == b[1] for a, b in pairs)
    right = sum(a == b for a, b in pairs)
    joined = [row for row in home if row >= count]
    precision, recall = right / max(1, linked), right / max(1, together)
    return (
        f"{data.name}: reports of events in threads {len(placed)} ({sum(data.sizes)} labelled), pair precision "
        f"{precision:.3f} recall {recall:.3f} F1 {2 * precision * recall / max(1e-9, precision + recall):.3f}, "
        f"sentences joined {len(joined)}, labelled {sum(bool(data.told[row]) for row in joined)}"
    )


def run(folders: Sequence[Path], *, reader: Reader, encoder: Encoder, to: Path | None) -> list[str]:
    """Cross-validated figures, a line each; with `to` the weights trained on everything are written there."""
    data = [read_labelled(folder, reader=reader, encoder=encoder) for folder in folders]
    pairs = [pairs_of(one) for one in data]
    events = [row for one in data for row in event_rows(one)]
    sets = [joinable(one, links) for one, links in zip(data, cross_links(data, pairs), strict=True)]
    joins = cross_joins(sets)
    found = zip(data, sets, joins, strict=True)
    lines = [measure(one, joined(own.groups, own.joins, odds, one.reports)) for one, own, odds in found]
    lines.append(measure_joins(sets, joins))
    lines.append(f"{len(events)} events, told rightly {cross_events(events):.3f}")
    if to is not None:
        to.mkdir(parents=True, exist_ok=True)
        save_forest(to / linking.WEIGHTS_FILE.name, fit_links([(one, one.known) for one in pairs]))
        save_joins(to / joining.WEIGHTS_FILE.name, fit_joins([(one, one.known) for one in sets]))
        save_model(to / event_kinds.WEIGHTS_FILE.name, fit_events(events))
    return lines


def run_as_shipped(folders: Sequence[Path], *, reader: Reader, encoder: Encoder) -> list[str]:
    """Figures of the weights in use, a line a folder."""
    data = [read_labelled(folder, reader=reader, encoder=encoder) for folder in folders]
    lines = []
    for one in data:
        links = find_links(one.reports)
        groups = group_commitments(range(len(one.commitments)), links)
        lines.append(measure(one, join_sentences(groups, links, one.reports)))
    return lines


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path, nargs="+")
    parser.add_argument("--write", action="store_true", help="store the weights that the tracker uses")
    parser.add_argument("--as-shipped", action="store_true", help="measure the weights in use, train none")
    options = parser.parse_args()
    if options.as_shipped:
        for line in run_as_shipped(options.labelled, reader=CommitmentReader(), encoder=load_encoder()):
            print(line)
        return
    to = linking.WEIGHTS_FILE.parent if options.write else None
    for line in run(options.labelled, reader=CommitmentReader(), encoder=load_encoder(), to=to):
        print(line)


if __name__ == "__main__":
    main()
