"""Vectors of texts that were encoded before: one question is looked for in passages and in sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder

# 1.5 kB each; the oldest are forgotten first.
MOST_REMEMBERED = 1_000


class Remembering:
    """An encoder's vectors, those of the latest texts kept; safe to use from several threads."""

    def __init__(self, encoder: Encoder, *, most: int = MOST_REMEMBERED) -> None:
        """Remember at most so many vectors of the encoder."""
        self._encoder = encoder
        self._most = most
        self._known: dict[str, NDArray[np.float32]] = {}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors (n, dimension) of the texts, the same as the encoder's."""
        known = self._known
        found = {text: known[text] for text in texts if text in known}
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        if missing:
            found |= zip(missing, self._encoder.encode(missing), strict=True)
            # Put in place as a whole, so that another thread sees the old or the new ones.
            self._known = dict(list((known | found).items())[-self._most :])
        return np.stack([found[text] for text in texts]) if texts else self._encoder.encode(())
