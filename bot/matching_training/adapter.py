"""Trains the query adapter: `python -m bot.matching_training.adapter --asked DATA QUESTIONS …`.

Each pair is an index and the questions written over its articles. Of every question that has an answer the sentences of
the passages found are put in order; the ones that hold a gold quote shall come first.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import Tensor, nn

from bot.labelled_evidence import holding_gold, with_evidence
from bot.labels import LabelledQuestion, read_labelled
from bot.query_adapter import TENSOR, WEIGHTS_FILE
from bot.retrieval import survey
from bot.sentences import readable
from corpus.errors import TrackerError
from embeddings.build import Build, open_build
from embeddings.encoder import load_encoder

EPOCHS: Final = 8
LEARNING_RATE: Final = 1e-3
WEIGHT_DECAY: Final = 0.5
DROPOUT: Final = 0.3
QUESTIONS_A_STEP: Final = 16
# How sharply the order is judged: cosines differ by tenths.
SCALE: Final = 16.0


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A question's unit vector (d,), those of the sentences found (n, d), and which of these (n,) are right."""

    question: Tensor
    sentences: Tensor
    right: Tensor


def examples(build: Build, questions: Sequence[LabelledQuestion]) -> Iterator[Example]:
    """One for each question of whose answer anything is found."""
    for labelled, question, _ in with_evidence(build, questions, most=1):
        if question.is_empty or not labelled.gold_quotes:
            continue
        pool = survey(build, question).pool
        quotes = [one.article.slice(readable(one.article, one.span)) for one in pool]
        right = np.array(holding_gold(labelled, quotes), dtype=np.float32)
        if right.any():
            vector = build.remembering.encode([question.search_text])[0]
            sentences = build.sentence_vectors.units([one.row for one in pool])
            yield Example(torch.from_numpy(vector), torch.from_numpy(sentences), torch.from_numpy(right))


def train(learned: Sequence[Example], *, seed: int) -> Tensor:
    """The matrix (d, d) that is added to a question's vector."""
    torch.manual_seed(seed)
    random = Random(seed)
    width = len(learned[0].question)
    turn = nn.Parameter(torch.zeros(width, width))
    optimizer = torch.optim.AdamW([turn], lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    for _ in range(EPOCHS):
        order = random.sample(list(learned), len(learned))
        for first in range(0, len(order), QUESTIONS_A_STEP):
            batch = order[first : first + QUESTIONS_A_STEP]
            loss = torch.stack([loss_of(turn, one) for one in batch]).mean()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            optimizer.zero_grad()
    return turn.detach()


def loss_of(turn: Tensor, one: Example) -> Tensor:
    """The mean negative log-probability of the right sentences among all; some numbers are left out by chance."""
    asked = turn @ nn.functional.dropout(one.question, DROPOUT)
    scores = one.sentences @ one.question + nn.functional.dropout(one.sentences, DROPOUT) @ asked
    return -(torch.log_softmax(SCALE * scores, 0) * one.right).sum() / one.right.sum()


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write the matrix; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot.matching_training.adapter", description=__doc__)
    parser.add_argument("--asked", type=Path, nargs=2, action="append", required=True, metavar=("DATA", "QUESTIONS"))
    parser.add_argument("--out", type=Path, default=WEIGHTS_FILE, help="the safetensors file to write")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    learned: list[Example] = []
    try:
        encoder = load_encoder()
        for data, questions in options.asked:
            labelled = read_labelled(questions.read_text(encoding="utf-8").splitlines(), name=questions.name)
            learned += examples(open_build(data, encoder=encoder), labelled)
    except TrackerError as error:
        sys.stderr.write(f"training: {error}\n")
        return 1
    if not learned:
        sys.stderr.write("training: no sentence found holds a gold quote; expected questions on these articles\n")
        return 1
    save_file({TENSOR: train(learned, seed=options.seed).numpy().astype(np.float16)}, str(options.out))
    sys.stdout.write(f"learned from {len(learned)} questions; written to {options.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
