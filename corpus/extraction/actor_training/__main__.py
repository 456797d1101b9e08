"""The command: `python -m corpus.extraction.actor_training --data DIR [DIR ...] --out FILE --seed 0`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from corpus.commitments import Kind
from corpus.errors import TrackerError
from corpus.extraction.actor_reader import ActorReader, choose, save_actor_weights
from corpus.extraction.actor_training.examples import Example, read_examples, same_actors
from corpus.extraction.actor_training.loop import EPOCHS, train


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, write the weights, print the figures on the held-out articles; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m corpus.extraction.actor_training", description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="folders with text/ and gold.jsonl")
    parser.add_argument("--out", type=Path, required=True, help="the safetensors file to write")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--examples", type=int, default=None, help="read only the first N of each folder (a trial run)")
    options = parser.parse_args(arguments)
    try:
        run(options.data, options.out, seed=options.seed, epochs=options.epochs, most=options.examples)
    except TrackerError as error:
        sys.stderr.write(f"training: {error}\n")
        return 1
    return 0


def run(data: Sequence[Path], out: Path, *, seed: int, epochs: int, most: int | None) -> None:
    """Train on the folders and write the weights to `out`."""
    began = time.monotonic()
    examples = [example for folder in data for example in read_examples(folder)[:most]]
    learned = [example for example in examples if not example.is_held_out]
    say(f"{len(learned)} commitments to learn from, {len(examples) - len(learned)} held out")
    network = train(learned, seed=seed, epochs=epochs, report=say)
    save_actor_weights(out, {name: weight.float().numpy() for name, weight in network.state_dict().items()})
    say(f"written to {out} after {time.monotonic() - began:.0f} s")
    measure(ActorReader.load(out), [example for example in examples if example.is_held_out])


def measure(reader: ActorReader, examples: Sequence[Example]) -> None:
    """Say for each folder how often some actor and all actors are right."""
    scores = reader.read([example.window for example in examples])
    for folder in sorted({example.folder for example in examples}):
        right = [
            same_actors([one.window.parties[row].name for row in choose(found, Kind.PLEDGE)], one.actors)
            for one, found in zip(examples, scores, strict=True)
            if one.folder == folder
        ]
        some, whole = (sum(column) / len(right) for column in zip(*right, strict=True))
        say(f"{folder}: {len(right)} commitments, some actor right {some:.3f}, all actors right {whole:.3f}")


def say(line: str) -> None:
    """One line of progress on stdout."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
