"""Vectors of texts that were encoded before are the encoder's, and only new texts are encoded."""

from __future__ import annotations

import numpy as np

from embeddings.remembering import Remembering


class Counting:
    """Hands on to another encoder and notes what it was asked for."""

    def __init__(self, encoder):
        self._encoder = encoder
        self.asked: list[str] = []

    def encode(self, texts):
        self.asked += texts
        return self._encoder.encode(texts)


def test_only_new_texts_are_encoded_and_vectors_are_the_encoder_s(fake_encoder):
    counting = Counting(fake_encoder)
    remembering = Remembering(counting)
    first = remembering.encode(["harbour", "dam", "harbour"])
    second = remembering.encode(["dam", "ferry"])
    assert counting.asked == ["harbour", "dam", "ferry"]
    assert np.array_equal(first, fake_encoder.encode(["harbour", "dam", "harbour"]))
    assert np.array_equal(second, fake_encoder.encode(["dam", "ferry"]))


def test_the_oldest_are_forgotten(fake_encoder):
    counting = Counting(fake_encoder)
    remembering = Remembering(counting, most=2)
    for text in ("harbour", "dam", "ferry", "dam", "harbour"):
        remembering.encode([text])
    assert counting.asked == ["harbour", "dam", "ferry", "harbour"]


def test_no_texts_give_no_rows(fake_encoder):
    assert Remembering(fake_encoder).encode([]).shape == (0, fake_encoder.dimension)
