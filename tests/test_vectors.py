from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import FakeEncoder
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings import vectors
from embeddings.vectors import open_vectors

TEXTS = ("two ships", "a dam", "police at the port")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "vectors.sqlite"


def fill(path: Path, texts: tuple[str, ...] = TEXTS, encoder: FakeEncoder | None = None) -> None:
    encoder = encoder or FakeEncoder()
    with open_vectors(path, encoder) as cache:
        cache.add(texts, encoder.encode(texts))


def known(path: Path, texts: tuple[str, ...] = TEXTS, encoder: FakeEncoder | None = None) -> list[bool]:
    with open_vectors(path, encoder or FakeEncoder()) as cache:
        return cache.find(texts)[1].tolist()


def test_find_gives_what_was_added_bit_for_bit(path: Path, fake_encoder: FakeEncoder) -> None:
    fill(path)
    with open_vectors(path, fake_encoder) as cache:
        found, is_known = cache.find(("a dam", "never seen", "two ships"))
    assert is_known.tolist() == [True, False, True]
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found[[0, 2]], fake_encoder.encode(("a dam", "two ships")))
    assert not found[1].any()


@given(texts=st.lists(st.text(), unique=True, max_size=6))
@settings(max_examples=25, deadline=None)
def test_find_after_add_knows_every_text(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("cache") / "vectors.sqlite"
    encoder = FakeEncoder()
    with open_vectors(path, encoder) as cache:
        cache.add(texts, encoder.encode(texts))
        found, is_known = cache.find(texts)
    assert is_known.all()
    np.testing.assert_array_equal(found, encoder.encode(texts))


def test_find_keeps_encoders_apart(path: Path) -> None:
    fill(path)
    other = FakeEncoder()
    other.fingerprint = "fake-2"
    assert known(path, encoder=other) == [False, False, False]
    assert known(path) == [True, True, True]


def test_add_replaces_what_stands_under_the_same_text(path: Path, fake_encoder: FakeEncoder) -> None:
    fill(path)
    with open_vectors(path, fake_encoder) as cache:
        cache.add(("a dam",), fake_encoder.encode(("police",)))
        np.testing.assert_array_equal(cache.find(("a dam",))[0], fake_encoder.encode(("police",)))


def test_add_refuses_vectors_of_another_shape(path: Path, fake_encoder: FakeEncoder) -> None:
    with (
        open_vectors(path, fake_encoder) as cache,
        pytest.raises(ValueError, match=r"expected .* \(1, 7\), got \(2, 7\)"),
    ):
        cache.add(("a dam",), fake_encoder.encode(("a dam", "police")))


@pytest.mark.parametrize(
    "bytes_on_disk",
    [b"", b"not a database at all, but a note of some length" * 40, b"SQLite format 3\x00" + b"\xff" * 5000],
    ids=["empty", "text", "garbage"],
)
def test_open_vectors_sets_a_damaged_file_aside(path: Path, bytes_on_disk: bytes) -> None:
    path.write_bytes(bytes_on_disk)
    with open_vectors(path, FakeEncoder()) as cache:
        cache.add(TEXTS, FakeEncoder().encode(TEXTS))
        warning = cache.warning
    assert known(path) == [True, True, True]
    if bytes_on_disk:
        assert warning is not None
        assert "\n" not in warning
        assert path.with_name("vectors.sqlite.damaged").read_bytes() == bytes_on_disk
    else:
        assert warning is None


def test_find_survives_pages_that_were_overwritten(path: Path, fake_encoder: FakeEncoder) -> None:
    texts = tuple(f"ship number {number}" for number in range(400))
    fill(path, texts)
    content = bytearray(path.read_bytes())
    content[8192:] = b"\xee" * (len(content) - 8192)
    path.write_bytes(bytes(content))
    with open_vectors(path, fake_encoder) as cache:
        found, is_known = cache.find(texts)
        cache.add(texts, fake_encoder.encode(texts))
        assert cache.find(texts)[1].all()
    assert not found[~is_known].any()


def test_find_does_not_trust_a_vector_that_is_no_unit_vector(path: Path) -> None:
    fill(path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE vectors SET vector = zeroblob(28) WHERE number = 2")
        connection.execute("UPDATE vectors SET vector = x'00' WHERE number = 3")
    connection.close()
    assert known(path) == [True, False, False]


def test_open_vectors_names_a_folder_that_is_not_there(tmp_path: Path, fake_encoder: FakeEncoder) -> None:
    with (
        pytest.raises(OSError, match=r"vectors\.sqlite"),
        open_vectors(tmp_path / "no" / "vectors.sqlite", fake_encoder),
    ):
        pass


def test_prune_drops_what_no_text_asked_for(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "_SPARE_VECTORS", 1)
    fill(path)
    assert known(path, ("a dam",)) == [True]  # two of three were not used: dropped
    assert known(path) == [False, True, False]


def test_prune_keeps_what_may_be_wanted_again(path: Path) -> None:
    fill(path)
    assert known(path, ("a dam",)) == [True]
    assert known(path) == [True, True, True]


def test_prune_waits_for_a_build_that_does_not_fail(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "_SPARE_VECTORS", 1)
    fill(path)
    with pytest.raises(KeyboardInterrupt), open_vectors(path, FakeEncoder()):
        raise KeyboardInterrupt
    assert known(path) == [True, True, True]


def test_cache_keeps_every_block_when_the_process_is_killed(path: Path) -> None:
    program = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from conftest import FakeEncoder\n"
        "from embeddings.vectors import open_vectors\n"
        "encoder = FakeEncoder()\n"
        "with open_vectors(Path(sys.argv[1]), encoder) as cache:\n"
        "    cache.add(('a dam',), encoder.encode(('a dam',)))\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    tests = Path(__file__).parent
    child = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        check=False,
        env={"PYTHONPATH": f"{tests}:{tests.parent}"},
    )
    assert child.returncode == -signal.SIGKILL
    assert known(path) == [False, True, False]
