from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from conftest import FakeEncoder

from embeddings.encoding import BLOCK_TEXTS, PARTS_FILE, Encoded, Whole, cached_encode, encode_wholes
from embeddings.progress import Progress, Stage

TEXTS = [f"ships {'port ' * (number % 7)}{number}" for number in range(2 * BLOCK_TEXTS + 10)]


def encode(texts: list[str], encoder: FakeEncoder, folder: Path) -> tuple[Encoded, list[Progress]]:
    seen: list[Progress] = []

    def whole_of(row: int) -> Whole:
        return Whole(texts[row], ((0, 5), (6, len(texts[row]))))

    return encode_wholes(whole_of, len(texts), encoder=encoder, folder=folder, on_progress=seen.append), seen


def test_encode_wholes_gives_each_row_its_vector(tmp_path: Path, fake_encoder: FakeEncoder) -> None:
    encoded, seen = encode(TEXTS, fake_encoder, tmp_path)
    np.testing.assert_array_equal(encoded.vectors, FakeEncoder().encode(TEXTS))
    assert (encoded.encoded, encoded.reused) == (len(TEXTS), 0)
    assert [one.done for one in seen] == [0, BLOCK_TEXTS, 2 * BLOCK_TEXTS, len(TEXTS)]
    assert {(one.stage, one.total) for one in seen} == {(Stage.ENCODE, len(TEXTS))}
    assert seen[-1].seconds_left == 0


def test_encode_wholes_gives_the_parts_of_each_text_their_vectors(tmp_path: Path, fake_encoder: FakeEncoder) -> None:
    texts = ["ships and a dam", "water port"]
    for _ in range(2):
        encoded, _ = encode(texts, fake_encoder, tmp_path)
        expected = FakeEncoder().encode(["ships", "and a dam", "water", "port"])
        np.testing.assert_allclose(encoded.parts.units(range(4)), expected, atol=0.01)
    assert encoded.reused == 2
    # A text whose parts are not known is read again, and gives the same.
    (tmp_path / PARTS_FILE).unlink()
    again, _ = encode(texts, fake_encoder, tmp_path)
    assert again.encoded == 2
    np.testing.assert_array_equal(again.parts.units(range(4)), encoded.parts.units(range(4)))


def test_encode_wholes_reads_a_text_again_whose_parts_are_others(tmp_path: Path, fake_encoder: FakeEncoder) -> None:
    for parts in (((0, 5),), ((6, 10),), ()):
        encoded = encode_wholes(
            lambda _, parts=parts: Whole("ships port", parts),
            1,
            encoder=fake_encoder,
            folder=tmp_path,
            on_progress=lambda _: None,
        )
        assert len(encoded.parts) == len(parts)
        assert encoded.encoded == bool(parts)


def test_encode_wholes_begins_with_the_longest(tmp_path: Path, fake_encoder: FakeEncoder) -> None:
    encode(TEXTS, fake_encoder, tmp_path)
    lengths = [len(text) for batch in fake_encoder.batches for text in batch]
    assert lengths == sorted(lengths, reverse=True)


def test_encode_wholes_encodes_only_what_is_new(tmp_path: Path, fake_encoder: FakeEncoder) -> None:
    encode(TEXTS[:9], fake_encoder, tmp_path)
    fake_encoder.batches.clear()
    encoded, _ = encode(["a new dam", *TEXTS[:9]], fake_encoder, tmp_path)
    assert fake_encoder.batches == [("a new dam",)]
    assert (encoded.encoded, encoded.reused) == (1, 9)
    np.testing.assert_array_equal(encoded.vectors, FakeEncoder().encode(["a new dam", *TEXTS[:9]]))


def test_encode_wholes_encodes_anew_for_another_encoder(tmp_path: Path, fake_encoder: FakeEncoder) -> None:
    encode(TEXTS[:5], fake_encoder, tmp_path)
    other = FakeEncoder()
    other.fingerprint = "fake-2"
    encoded, _ = encode(TEXTS[:5], other, tmp_path)
    assert encoded.encoded == 5


def test_encode_wholes_loses_one_block_when_it_is_cut_off(tmp_path: Path) -> None:
    class Failing(FakeEncoder):
        def encode(self, texts):
            if len(self.batches) == 2:
                raise KeyboardInterrupt
            return super().encode(texts)

    with pytest.raises(KeyboardInterrupt):
        encode(TEXTS, Failing(), tmp_path)
    encoded, _ = encode(TEXTS, FakeEncoder(), tmp_path)
    assert encoded.reused == 2 * BLOCK_TEXTS


def test_encode_wholes_of_nothing_is_nothing(tmp_path: Path, fake_encoder: FakeEncoder) -> None:
    encoded, _ = encode([], fake_encoder, tmp_path)
    assert (encoded.vectors.shape, len(encoded.parts)) == ((0, 7), 0)
    assert fake_encoder.batches == []


def test_cached_encode_encodes_no_text_twice(tmp_path: Path) -> None:
    encoder, cache = FakeEncoder(), tmp_path / "sentences.sqlite"
    with cached_encode(encoder, cache=cache, on_progress=lambda _: None, stage=Stage.THREADS) as encode:
        first = encode(["a port", "a school", "a port"])
    with cached_encode(encoder, cache=cache, on_progress=lambda _: None, stage=Stage.THREADS) as encode:
        again = encode(["a school", "a dam", "a port"])
    assert sum(map(len, encoder.batches)) <= 4
    assert np.array_equal(again[[2, 0]], first[[0, 1]])
    assert np.array_equal(again, FakeEncoder().encode(["a school", "a dam", "a port"]))
