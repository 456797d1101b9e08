"""The training command: `python -m corpus.extraction.training --data DIR [DIR ...] --out FILE --seed 0`."""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import torch

from corpus.errors import TrackerError
from corpus.extraction.network import Network
from corpus.extraction.tagger import Tagger
from corpus.extraction.training.calibrating import UNCALIBRATED, calibrate
from corpus.extraction.training.examples import make_examples
from corpus.extraction.training.labelled import Labelled, read_labelled
from corpus.extraction.training.loop import PHASES, mean_weights, train
from corpus.extraction.training.measuring import Figures
from corpus.extraction.weights_file import Calibration, load_weights, save_weights

# One article in seven of the first folder is not learned from: thresholds are chosen there. Which ones hangs on their
# names alone, so that adding articles moves none from one side to the other.
HELD_OUT_ONE_IN: Final = 7


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, calibrate, write the weights, print the figures; the exit status."""
    options = make_parser().parse_args(arguments)
    try:
        run(
            options.data,
            options.out,
            seed=options.seed,
            epochs=options.epochs,
            articles=options.articles,
            mean_with=options.mean_with,
        )
    except TrackerError as error:
        sys.stderr.write(f"training: {error}\n")
        return 1
    return 0


def make_parser() -> argparse.ArgumentParser:
    """The options of the command."""
    parser = argparse.ArgumentParser(prog="python -m corpus.extraction.training", description=__doc__)
    parser.add_argument(
        "--data",
        type=Path,
        nargs="+",
        required=True,
        help="folders of labelled articles (text/, gold.jsonl); the first is of the kind that will be read: one "
        f"in {HELD_OUT_ONE_IN} of its articles is held out to choose thresholds on",
    )
    parser.add_argument("--out", type=Path, required=True, help="the safetensors file to write")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--mean-with", type=Path, help="weights of another training; written is the mean of both")
    parser.add_argument("--epochs", type=int, help="of each phase (a trial run)")
    parser.add_argument("--articles", type=int, default=None, help="read only the first N of each folder (a trial run)")
    return parser


def run(
    data: Sequence[Path],
    out: Path,
    *,
    seed: int,
    epochs: int | None,
    articles: int | None,
    mean_with: Path | None = None,
) -> Figures:
    """Train on the folders and write the weights to `out`; the figures on the held-out articles.

    Raises:
        CorpusError: a folder holds no labelled articles.
        EncoderError: the weights of the other training cannot be read.
    """
    began = time.monotonic()
    others = [load_weights(mean_with)[0]] if mean_with else []
    folders = [read_labelled(folder)[:articles] for folder in data]
    held_out = [one for one in folders[0] if is_held_out(one)] or list(folders[0][:1])
    learned = [one for one in folders[0] if one not in held_out]
    learned += [one for folder in folders[1:] for one in folder]
    say(f"{len(learned)} articles to learn from, {len(held_out)} held out")
    phases = [replace(phase, epochs=epochs or phase.epochs) for phase in PHASES]
    network = train(make_examples(learned), seed=seed, phases=phases, report=say)
    for other in others:
        arrays = {name: torch.from_numpy(array) for name, array in other.items()}
        network.load_state_dict(mean_weights([network.state_dict(), arrays]))
    figures = finish(network, held_out, out)
    say(f"written to {out} after {time.monotonic() - began:.0f} s")
    return figures


def is_held_out(labelled: Labelled) -> bool:
    """Whether the article is one of those that thresholds are chosen on."""
    digest = hashlib.sha256(labelled.article.path.encode("utf-8")).hexdigest()
    return int(digest, 16) % HELD_OUT_ONE_IN == 0


def finish(network: Network, held_out: Sequence[Labelled], out: Path) -> Figures:
    """Calibrate the tagger as it will run (16-bit weights, its own runtime) and write it."""
    save(network, UNCALIBRATED, out)
    calibration, figures = calibrate(Tagger.load(out), held_out)
    save(network, calibration, out)
    say(
        f"held out: precision {figures.precision:.3f}, recall {figures.recall:.3f}, F1 {figures.f1:.3f}, "
        f"kind right {figures.kinds:.3f}; {calibration}"
    )
    return figures


def save(network: Network, calibration: Calibration, out: Path) -> None:
    """Write weights and calibration."""
    save_weights(out, {name: weight.float().numpy() for name, weight in network.state_dict().items()}, calibration)


def say(line: str) -> None:
    """One line of progress on stdout."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
