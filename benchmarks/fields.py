"""Measure the fields of commitments given the labelled quotes and kinds.

python benchmarks/fields.py LABELLED [LABELLED ...] [--held-out] [--attributions FOLDER]

LABELLED holds text/ and gold.jsonl. "Some actor right": one found and one labelled name share a telling word; "all
actors right": each found name does with a labelled one, and the other way round. With --held-out only the articles
that the actor network did not learn from are read. FOLDER holds text/ and attributions.jsonl (character spans of the
source, cue and content in each file): of what is said, how often is the speaker found whom a named source tells?
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.article import Article
from corpus.commitments import Commitment, Kind
from corpus.extraction.actor_training.examples import HELD_OUT_ONE_IN, same_actors, words_of
from corpus.extraction.candidate import Candidate
from corpus.extraction.fields import fill
from corpus.extraction.ground import Ground
from corpus.extraction.scene import look
from corpus.extraction.setting import Setting
from corpus.extraction.sources import source_of
from corpus.extraction.training.labelled import Labelled, Row, locate, read_labelled, rows_of

Pair = tuple[Article, Commitment, Row]


def read_pairs(folder: Path, *, held_out: bool) -> tuple[list[Pair], float]:
    """Every labelled commitment beside what is filled in for its quote, and the seconds of one core per article."""
    rows = rows_of(folder)
    articles = [one.article for one in read_labelled(folder)]
    if held_out:
        articles = [
            article
            for article in articles
            if int(hashlib.sha256(article.path.encode("utf-8")).hexdigest(), 16) % HELD_OUT_ONE_IN == 0
        ]
    pairs: list[Pair] = []
    began = time.process_time()
    for article in articles:
        found = [(locate(article, row["quote"]), row) for row in rows[article.path]]
        labelled = [(span, row) for span, row in found if span is not None]
        filled = fill(article, [Candidate(span, Kind(row["kind"]), 1.0) for span, row in labelled])
        pairs += [(article, one, row) for one, (_, row) in zip(filled, labelled, strict=True)]
    return pairs, (time.process_time() - began) / max(1, len(articles))


def share_words(found: str | None, labelled: str | None) -> bool:
    """Whether both are said and share a telling word."""
    return bool(found and labelled and words_of(found) & words_of(labelled))


def found_and_right(pairs: Sequence[Pair], said: Callable[[Pair], str | None], key: str) -> str:
    """Precision and recall of a field that is said or not."""
    right = sum(share_words(said(pair), pair[2][key]) for pair in pairs)
    found, labelled = sum(bool(said(pair)) for pair in pairs), sum(bool(pair[2][key]) for pair in pairs)
    return f"P {right / max(1, found):.2f} R {right / max(1, labelled):.2f} of {labelled}"


def print_figures(folder: Path, pairs: Sequence[Pair], seconds: float) -> None:
    """One line a field."""
    actors = [same_actors(one.actors, row["actors"]) for _, one, row in pairs]
    count = max(1, len(pairs))
    print(f"{folder.name}: {len(pairs)} commitments, {seconds * 1000:.0f} ms of one core an article")
    print(f"  some actor right {sum(some for some, _ in actors) / count:.3f}")
    print(f"  all actors right {sum(whole for _, whole in actors) / count:.3f}")
    print(f"  status right     {sum(one.status.value == row['status'] for _, one, row in pairs) / count:.3f}")
    print(f"  condition right  {sum(one.conditional == row['conditional'] for _, one, row in pairs) / count:.3f}")
    deadline = found_and_right(pairs, lambda p: p[0].slice(p[1].deadline.span) if p[1].deadline else None, "deadline")
    cadence = found_and_right(pairs, lambda p: p[0].slice(p[1].cadence) if p[1].cadence else None, "cadence")
    print(f"  deadline         {deadline}\n  cadence          {cadence}")
    print(f"  counterparty     {found_and_right(pairs, lambda p: p[1].counterparty, 'counterparty')}")
    print(f"  reported by      {found_and_right(pairs, lambda p: p[1].reported_by, 'reported_by')}")


def print_speakers(folder: Path) -> None:
    """How often the speaker of what is attributed to a name is found, and how often a wrong one is."""
    settings = {one.article.path: Setting.of(one.article) for one in read_texts(folder)}
    counts = {"named": 0, "right": 0, "wrong": 0}
    for line in (folder / "attributions.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        with (folder / "text" / row["article"]).open(encoding="utf-8", newline="") as file:
            text = file.read()
        setting = settings[row["article"]]
        source = " ".join(text[start:end] for start, end in row["source"])
        span = locate(setting.article, text[row["content"][0][0] : row["content"][0][1]])
        if span is None or not any(
            words_of(one.name) & words_of(source) for one in setting.parties if one.name in source
        ):
            continue
        scene = look(Ground.of(setting), span)
        speaker = source_of(scene)
        counts["named"] += 1
        if speaker is not None:
            counts["right" if share_words(scene.parties[speaker.party].name, source) else "wrong"] += 1
    right, wrong = counts["right"], counts["wrong"]
    print(f"{folder.name}: {counts['named']} attributions to a name")
    print(f"  speaker          P {right / max(1, right + wrong):.2f} R {right / max(1, counts['named']):.2f}")


def read_texts(folder: Path) -> Sequence[Labelled]:
    """The articles of a folder of attributions, without marks."""
    with TemporaryDirectory() as other:
        (Path(other) / "text").symlink_to((folder / "text").resolve())
        (Path(other) / "gold.jsonl").touch()
        return read_labelled(Path(other))


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path, nargs="*")
    parser.add_argument("--attributions", type=Path)
    parser.add_argument("--held-out", action="store_true")
    options = parser.parse_args()
    for folder in options.labelled:
        print_figures(folder, *read_pairs(folder, held_out=options.held_out))
    if options.attributions:
        print_speakers(options.attributions)


if __name__ == "__main__":
    main()
