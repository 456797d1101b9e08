"""How often the line above an answer on status is right, on stories of which it is labelled what became of what.

python benchmarks/outcomes.py tests/data/threads tests/data/threads-reworded

Each folder holds text/, threads.jsonl (as for benchmarks/threads.py) and outcomes.jsonl: {"thread", "question"}. Every
question is asked once for each day on which something of its thread was reported, of what was published by then. The
line is right where it tells what the last of these reports tells; "in part" of what is done is counted apart, as is a
line that says that something was reported since. One minute for a folder on one core.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from bot.outcomes import AS_EVENT, Reported, what_is_reported
from bot.retrieval import find_evidence
from bot.settings import load_settings
from bot.tracker import build_corpus
from bot.understanding import understand
from corpus.event_kinds import What
from embeddings.build import open_build
from embeddings.encoder import load_encoder

FOREVER = date(9999, 12, 31)


def main() -> None:
    """Print how many lines say what, and whether that is right, for each folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    for folder in parser.parse_args().folders:
        counts = Counter(kind for kind, _ in judged(folder))
        print(f"{folder}: {sum(counts.values())} lines")
        for (said, verdict), number in sorted(counts.items()):
            print(f"  {said:16} {verdict:22} {number}")


def judged(folder: Path) -> Iterator[tuple[tuple[str, str], str]]:
    """What each line says and whether that is right, and the question."""
    questions = {one["thread"]: one["question"] for one in _rows(folder / "outcomes.jsonl")}
    threads = {one["thread"].split()[0]: one["events"] for one in _rows(folder / "threads.jsonl")}
    with tempfile.TemporaryDirectory() as data:
        settings = replace(load_settings(data=data, corpus=str(folder / "text")))
        encoder = load_encoder(settings.encoder)
        build_corpus(settings, encoder, lambda progress: None)
        build = open_build(settings.data, encoder=encoder)
        for thread, question in questions.items():
            for until, told in _days(threads[thread]):
                asked = understand(build, question, today=until).as_of(until)
                reported = what_is_reported(build, asked, find_evidence(build, asked))
                yield _verdict(reported, told), question


def _rows(path: Path) -> Iterator[dict]:
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())


def _days(events: Sequence[dict]) -> Iterator[tuple[date, set[What]]]:
    """The last day before each further report, with what was told last by then; nothing where it was only announced."""
    days = sorted({date.fromisoformat(event["date"]) for event in events})
    for day, following in zip(days, (*days[1:], FOREVER), strict=True):
        told = [one for one in events if date.fromisoformat(one["date"]) <= day and What(one["what"]) in AS_EVENT]
        last = {What(one["what"]) for one in told if one["date"] == told[-1]["date"]}
        yield following - timedelta(days=1), last


def _verdict(reported: Reported, told: set[What]) -> tuple[str, str]:
    right = {AS_EVENT[what] for what in told}
    if reported.told is None or reported.told.outcome is None:
        return "nothing plainly", "though it is told" if right else "right"
    said = reported.told.outcome
    if said in right:
        return said.value, "right"
    if reported.since:
        return said.value, "with what came since"
    return said.value, "weaker than done" if said == "partly" and What.DELIVERED in told else "WRONG"


if __name__ == "__main__":
    main()
