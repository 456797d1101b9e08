"""What the network is punished for: wrong token classes, missed borders, and spans taken for what they are not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from corpus.extraction.network import CLASSES, Network
from corpus.extraction.proposals import overlap, propose
from corpus.extraction.training.batches import Batch
from corpus.extraction.training.examples import UNTAGGED, Example

# Starts and ends are rare: one token in fifty.
BORDER_WEIGHT: Final = 5.0
BORDER_SHARE: Final = 2.0
# A proposal that overlaps a labelled quote this much is it; below the other it is none; between, it teaches nothing.
SAME_SPAN: Final = 0.5
OTHER_SPAN: Final = 0.3
# Each labelled quote is also shown with its borders moved by up to this many word pieces, twice.
BORDER_NOISE: Final = 8
NOISY_COPIES: Final = 2


@dataclass(frozen=True, slots=True, eq=False)
class SpanTargets:
    """Proposed spans of a batch: window `rows`, `firsts`, `lasts` and their `classes`, all (m,) int64."""

    rows: NDArray[np.int64]
    firsts: NDArray[np.int64]
    lasts: NDArray[np.int64]
    classes: NDArray[np.int64]


def batch_loss(network: Network, batch: Batch, random: np.random.Generator) -> Tensor:
    """The loss of one batch, a scalar."""
    with torch.autocast("cpu", torch.bfloat16):
        tokens, parts = network(torch.from_numpy(batch.ids), torch.from_numpy(batch.mask))
    tokens = tokens.float()
    targets = span_targets(batch, tokens.detach().numpy(), random)
    scores = network.spans(parts, *map(torch.from_numpy, (targets.rows, targets.firsts, targets.lasts)))
    return token_loss(tokens, batch) + cross_entropy(scores, torch.from_numpy(targets.classes))


def token_loss(tokens: Tensor, batch: Batch) -> Tensor:
    """Cross-entropy of the classes and of the borders, averaged over the tagged tokens."""
    classes = torch.from_numpy(batch.classes)
    tagged = classes != UNTAGGED
    weight = torch.tensor(BORDER_WEIGHT)
    borders = sum(
        binary_cross_entropy_with_logits(
            tokens[..., CLASSES + place][tagged], torch.from_numpy(border)[tagged], pos_weight=weight
        )
        for place, border in enumerate((batch.starts, batch.ends))
    )
    return cross_entropy(tokens[..., :CLASSES][tagged], classes[tagged]) + BORDER_SHARE * borders


def span_targets(batch: Batch, tokens: NDArray[np.float32], random: np.random.Generator) -> SpanTargets:
    """The spans that the network proposes now and the labelled ones, each with the class it ought to have."""
    found = [_window_targets(one, tokens[row], random) for row, one in enumerate(batch.examples)]
    rows = np.concatenate([np.full(len(spans), row) for row, (spans, _) in enumerate(found)])
    spans = np.concatenate([spans for spans, _ in found])
    classes = np.concatenate([labels for _, labels in found])
    return SpanTargets(rows.astype(np.int64), spans[:, 0].copy(), spans[:, 1].copy(), classes)


def _window_targets(
    example: Example, tokens: NDArray[np.float32], random: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Spans (m, 2) of one window and their classes (m,)."""
    length = len(example.window.ids)
    spans = propose(example.window, tokens[:length, CLASSES], tokens[:length, CLASSES + 1])
    classes = np.zeros(len(spans), dtype=np.int64)
    clear = np.ones(len(spans), dtype=bool)
    if len(example.gold):
        spans = np.unique(np.concatenate([spans, _noisy(example, random)]), axis=0)
        shared = overlap(spans, example.gold[:, :2])
        best = shared.max(axis=1)
        classes = np.where(best >= SAME_SPAN, example.gold[shared.argmax(axis=1), 2], 0)
        clear = (best >= SAME_SPAN) | (best < OTHER_SPAN)
    if len(example.optional):
        clear &= (classes > 0) | (overlap(spans, example.optional).max(axis=1) < OTHER_SPAN)
    return spans[clear], classes[clear]


def _noisy(example: Example, random: np.random.Generator) -> NDArray[np.int64]:
    """The labelled spans and copies with moved borders, kept inside the tagged tokens."""
    low = min(first for first, _ in example.window.sentences)
    high = max(end for _, end in example.window.sentences) - 1
    gold = example.gold[:, :2]
    copies = np.repeat(gold, NOISY_COPIES, axis=0)
    copies = np.clip(copies + random.integers(-BORDER_NOISE, BORDER_NOISE + 1, copies.shape), low, high)
    return np.concatenate([gold, copies[copies[:, 1] > copies[:, 0]]])
