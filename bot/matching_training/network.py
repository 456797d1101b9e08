"""The matcher's network: the encoder over question and paragraph, the sentence marked, and a head of one number.

The head reads the first token and the mean of the sentence's.
"""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor, nn

from corpus.extraction.network import MarkedEncoder

WIDTH: Final = 192
DROPOUT: Final = 0.1


class MatcherNetwork(MarkedEncoder):
    """Encoder and head; the token type says which word pieces are the sentence."""

    def __init__(self) -> None:
        """Start from the pre-trained encoder."""
        super().__init__(pretrained=True)
        self.dropout = nn.Dropout(DROPOUT)
        self.join = nn.Linear(2 * self.encoder.config.hidden_size, WIDTH)
        self.score = nn.Linear(WIDTH, 1)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        """`ids`, `mask`, `types` (b, n) int64 -> log-odds (b,)."""
        states = self.states(ids, mask, types).float()
        marked = types.unsqueeze(2).float()
        mean = (states * marked).sum(1) / marked.sum(1).clamp(min=1.0)
        joined = self.dropout(torch.cat([states[:, 0], mean], dim=1))
        hidden = nn.functional.gelu(self.join(joined), approximate="tanh")
        scores: Tensor = self.score(self.dropout(hidden))[:, 0]
        return scores
