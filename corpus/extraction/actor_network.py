"""The actor network: the MiniLM encoder reads a window with the quote marked; a head scores every place of a party."""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor, nn

from corpus.extraction.actor_windows import FEATURES
from corpus.extraction.network import MarkedEncoder

WIDTH: Final = 192
DROPOUT: Final = 0.1
# First output: how likely it is the chief one bound, against the other parties; second: whether it is bound at all.
OUTPUTS: Final = 2


class ActorNetwork(MarkedEncoder):
    """Encoder and head; the token type says which word pieces are the quote."""

    def __init__(self, *, pretrained: bool) -> None:
        """Start from the pre-trained encoder, or (for weights that are loaded at once) from nothing."""
        super().__init__(pretrained=pretrained)
        self.dropout = nn.Dropout(DROPOUT)
        self.join = nn.Linear(2 * self.encoder.config.hidden_size + FEATURES, WIDTH)
        self.score = nn.Linear(WIDTH, OUTPUTS)

    def forward(self, states: Tensor, rows: Tensor, firsts: Tensor, lasts: Tensor, features: Tensor) -> Tensor:
        """Scores (m, OUTPUTS) of places, each a window row with first and last token (m,) and its party's features."""
        joined = torch.cat([states[rows, firsts], states[rows, lasts], features], dim=1)
        hidden = nn.functional.gelu(self.join(self.dropout(joined)), approximate="tanh")
        scores: Tensor = self.score(self.dropout(hidden))
        return scores
