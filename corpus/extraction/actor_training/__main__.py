"""The command: `python -m corpus.extraction.actor_training --data DIR [DIR ...] --out FILE --seed 0`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import TrackerError
from corpus.extraction.actor_reader import WEIGHTS_FILE, ActorReader
from corpus.extraction.actor_training import forests, kinds
from corpus.extraction.actor_training.examples import Example, read_examples
from corpus.extraction.actor_training.loop import EPOCHS, train
from corpus.extraction.bound import JOINING_FILE, SYNTAX_FILE
from corpus.extraction.forest import save_forest
from corpus.extraction.kinds import CORE_KINDS, kind_file
from corpus.minilm.trained import save_trained


def main(arguments: Sequence[str] | None = None) -> int:
    """Train network and forests, write them, print the figures on the held-out articles; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m corpus.extraction.actor_training", description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="folders with text/ and gold.jsonl")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write the files of weights to")
    parser.add_argument("--forests-only", action="store_true", help="keep the network that is there, train the forests")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--examples", type=int, default=None, help="read only the first N of each folder (a trial run)")
    options = parser.parse_args(arguments)
    try:
        examples = [example for folder in options.data for example in read_examples(folder)[: options.examples]]
        if not options.forests_only:
            train_network(examples, options.out, seed=options.seed, epochs=options.epochs)
        train_forests(examples, options.out, seed=options.seed)
        train_kinds(examples, options.out, seed=options.seed)
    except TrackerError as error:
        sys.stderr.write(f"training: {error}\n")
        return 1
    return 0


def train_network(examples: Sequence[Example], out: Path, *, seed: int, epochs: int) -> None:
    """Train the network on the articles that are not held out."""
    began = time.monotonic()
    original = [example for example in examples if not example.is_renamed]
    learned = [example for example in original if not example.is_held_out]
    say(f"network: {len(learned)} commitments to learn from, {len(original) - len(learned)} held out")
    network = train(learned, seed=seed, epochs=epochs, report=say)
    arrays = {name: weight.float().numpy() for name, weight in network.state_dict().items()}
    save_trained(out / WEIGHTS_FILE.name, arrays)
    say(f"network written after {time.monotonic() - began:.0f} s")


def train_forests(examples: Sequence[Example], out: Path, *, seed: int) -> None:
    """Train the forest on syntax on the same articles as the network, the joining one on the held-out articles."""
    learned = [example for example in examples if not example.is_held_out]
    held_out = [example for example in examples if example.is_held_out]
    rows = forests.syntax_rows(learned)
    syntax = forests.fit(rows, options=forests.SYNTAX, penalty=forests.SYNTAX_PENALTY, seed=seed)
    save_forest(out / SYNTAX_FILE.name, syntax)
    rows = forests.joining_rows(held_out, ActorReader.load(out / WEIGHTS_FILE.name), syntax)
    joining = forests.fit(rows, options=forests.JOINING, penalty=forests.JOINING_PENALTY, seed=seed)
    save_forest(out / JOINING_FILE.name, joining)
    forests.measure(held_out, rows, seed=seed, report=say)


def train_kinds(examples: Sequence[Example], out: Path, *, seed: int) -> None:
    """Train the forests on kind on all articles: the tagger's opinion, which they are added to, is not asked here."""
    original = [example for example in examples if not example.is_renamed]
    for kind, forest in zip(CORE_KINDS, kinds.fit(original, seed=seed), strict=True):
        save_forest(kind_file(kind, out), forest)
    kinds.measure(original, seed=seed, report=say)


def say(line: str) -> None:
    """One line of progress on stdout."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
