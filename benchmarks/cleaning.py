"""How much of a corpus cleaning cuts, by reason, and whether it cuts a labelled quote.

    python benchmarks/cleaning.py DIR...
    python benchmarks/cleaning.py --show 5 labelled/news labelled/more

Each DIR holds `text/*.txt`, or .txt files itself. Where `gold.jsonl` lies beside them (`article`, `quote`), every quote
that stands in the raw text must stand in the cleaned one; where `attributions.jsonl` does (`article`; `source`, `cue`,
`content` as lists of half-open character spans of the raw text), so must the words of every span; and every sentence of
the cleaned text must stand in the raw one. All comparisons squeeze white space. Exits with 1 where one is lost.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.cleaning import Cleaned, clean
from corpus.layout.characters import visible
from corpus.layout.paragraphs import squeeze
from corpus.layout.sentences import split_sentences

MISSING = "not in the raw text either"


@dataclass(slots=True)
class Tally:
    """What was cut, lost and found over all folders."""

    articles: int = 0
    characters: int = 0
    cut: Counter[str] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    told: Counter[str] = field(default_factory=Counter)
    checked: int = 0
    absent: int = 0
    lost: list[str] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> int:
    """Clean the folders named, print the table, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N lines of each reason")
    options = parser.parse_args(arguments)
    tally = Tally()
    for folder in options.folders:
        measure(folder, tally)
    report(tally, shown=options.show)
    return 1 if tally.lost else 0


def measure(folder: Path, tally: Tally) -> None:
    """Clean every text of one folder and check what is labelled in it."""
    texts = folder / "text" if (folder / "text").is_dir() else folder
    labels = defaultdict(list)
    for name, wanted in (*_gold(texts.parent), *_attributions(texts.parent, texts)):
        labels[name].append(wanted)
    for path in sorted(texts.glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            raw = file.read()
        cleaned = clean(raw)
        _count(tally, path.name, raw, cleaned)
        _check(tally, f"{folder.name}/{path.name}", raw, cleaned, labels[path.name])


def _gold(folder: Path) -> Iterator[tuple[str, str]]:
    """The labelled quotes of a folder with their articles."""
    path = folder / "gold.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        row = json.loads(line)
        yield row["article"], row["quote"]


def _attributions(folder: Path, texts: Path) -> Iterator[tuple[str, str]]:
    """The words of the labelled spans of a folder with their articles."""
    path = folder / "attributions.jsonl"
    raws: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        row = json.loads(line)
        name = row["article"]
        if name not in raws:
            with (texts / name).open(encoding="utf-8", newline="") as file:
                raws[name] = file.read()
        for part in ("source", "cue", "content"):
            for start, end in row[part]:
                yield name, raws[name][start:end]


def _count(tally: Tally, name: str, raw: str, cleaned: Cleaned) -> None:
    """Add one article to the table."""
    tally.articles += 1
    tally.characters += len(squeeze(raw))
    for removed in cleaned.removed:
        tally.cut[removed.reason] += len(removed.text)
        tally.lines[removed.reason] += 1
        tally.examples[removed.reason].append(f"{name}: {removed.text}")
    for span in cleaned.repeated:
        tally.examples["(kept) repeated"].append(f"{name}: {cleaned.text[span.start_char : span.end_char]}")
    headline = cleaned.text[: cleaned.headline.end_char] if cleaned.headline else "-"
    tally.examples["(kept) headline"].append(f"{name}: {headline}")
    for told in ("headline", "published", "outlet", "byline", "place", "repeated"):
        tally.told[told] += bool(getattr(cleaned, told))


def _check(tally: Tally, where: str, raw: str, cleaned: Cleaned, labels: Sequence[str]) -> None:
    """Note each labelled text that stands in the raw article and not in the cleaned one, and each sentence made up."""
    source = squeeze(visible(raw)[0])
    story = squeeze(cleaned.text)
    for label in labels:
        wanted = squeeze(visible(label)[0])
        tally.checked += 1
        if wanted not in source:
            tally.absent += 1
        elif wanted not in story:
            tally.lost.append(f"{where}: lost: {wanted}")
    for span in split_sentences(cleaned.text):
        sentence = cleaned.text[span.start_char : span.end_char]
        if sentence not in source:
            tally.lost.append(f"{where}: not verbatim: {sentence}")


def report(tally: Tally, *, shown: int) -> None:
    """Print the table, the examples asked for, and what was lost."""
    print(f"{tally.articles} articles, {tally.characters:,} characters")
    print(f"{'cut':34} {'lines':>7} {'characters':>11} {'share':>8}")
    for reason, characters in tally.cut.most_common():
        print(f"{reason:34} {tally.lines[reason]:7} {characters:11,} {characters / tally.characters:8.4%}")
    total = sum(tally.cut.values())
    print(f"{'in all':34} {sum(tally.lines.values()):7} {total:11,} {total / tally.characters:8.4%}")
    print("told: " + ", ".join(f"{name} {count}" for name, count in tally.told.items()))
    for reason, examples in sorted(tally.examples.items()) if shown else ():
        print(f"\n{reason}")
        for example in examples[:: max(1, len(examples) // shown)][:shown]:
            print(f"    {example[:260]}")
    print(
        f"\nlabelled texts: {tally.checked - tally.absent:,} checked ({tally.absent} {MISSING}), {len(tally.lost)} lost"
    )
    for lost in tally.lost[:50]:
        print(f"    {lost[:260]}")


if __name__ == "__main__":
    sys.exit(main())
