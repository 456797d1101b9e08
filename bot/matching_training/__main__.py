"""Trains the matcher: `python -m bot.matching_training --labelled DIR … --asked DATA QUESTIONS --out FILE --seed 0`.

--labelled are folders of labelled articles (text/, gold.jsonl), --asked an index (`tracker build`) and the questions
written over its articles (the format of `tracker evaluate`); the latter may be given several times.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

from bot.labels import read_labelled
from bot.matching import WEIGHTS_FILE
from bot.matching_training.groups import Group, from_labels, from_questions
from bot.matching_training.loop import train
from corpus.errors import TrackerError
from corpus.minilm.trained import save_trained
from embeddings.build import open_build
from embeddings.encoder import load_encoder


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write the weights; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot.matching_training", description=__doc__)
    parser.add_argument("--labelled", type=Path, nargs="+", required=True, help="folders with text/ and gold.jsonl")
    parser.add_argument("--asked", type=Path, nargs=2, action="append", default=[], metavar=("DATA", "QUESTIONS"))
    parser.add_argument("--half", default="", help="of the questions only those of this half")
    parser.add_argument("--out", type=Path, default=WEIGHTS_FILE, help="the safetensors file to write")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--articles", type=int, help="read only the first N of each folder (a trial run)")
    options = parser.parse_args(arguments)
    began = time.monotonic()
    try:
        encoder = load_encoder()
        made = from_labels(options.labelled, encoder, random=Random(options.seed), most=options.articles)
        written: list[Group] = []
        for data, questions in options.asked:
            lines = questions.read_text(encoding="utf-8").splitlines()
            labelled = read_labelled(lines, name=questions.name, half=options.half)
            written += from_questions(open_build(data, encoder=encoder), labelled)
        say(f"{len(made)} questions made of labels, {len(written)} written")
        network = train(made, written, seed=options.seed, report=say)
        save_trained(options.out, {name: one.float().numpy() for name, one in network.state_dict().items()})
    except TrackerError as error:
        sys.stderr.write(f"training: {error}\n")
        return 1
    say(f"written to {options.out} after {time.monotonic() - began:.0f} s")
    return 0


def say(line: str) -> None:
    """One line of progress on stdout."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
