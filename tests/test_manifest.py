from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from corpus.errors import BuildMismatch, DamagedBuild
from embeddings.manifest import FORMAT_VERSION, BuildFile, Manifest, check_files, fingerprint, list_files, read_manifest

MANIFEST = Manifest(
    build_id="20300502T101500000Z-0123456789ab",
    created=datetime(2030, 5, 2, 10, 15, tzinfo=UTC),
    corpus_folder="/articles of Velmora",
    encoder="fake",
    encoder_fingerprint="fake-1",
    dimension=7,
    passage_rule="sentences",
    reader_fingerprint="r1",
    confidence_floor=0.5,
    articles=3,
    stories=2,
    passages=5,
    commitments=0,
    copies=1,
    skipped=0,
    first_date=date(2030, 5, 2),
    last_date=None,
    files=(BuildFile("lexical/data.npy", 12, "00ff"),),
)


def test_read_of_written_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(MANIFEST.to_json(), encoding="utf-8")
    assert read_manifest(tmp_path) == MANIFEST


def test_read_refuses_another_format(tmp_path: Path) -> None:
    fields = {**json.loads(MANIFEST.to_json()), "format_version": FORMAT_VERSION + 1, "colour": "new"}
    (tmp_path / "manifest.json").write_text(json.dumps(fields), encoding="utf-8")
    with pytest.raises(
        BuildMismatch, match=rf"format {FORMAT_VERSION + 1}, .* reads {FORMAT_VERSION}; .*tracker build"
    ):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "{}",
        "7",
        f'{{"format_version": {FORMAT_VERSION}}}',
        MANIFEST.to_json().replace("2030-05-02", "soon"),
    ],
)
def test_read_refuses_what_is_no_manifest(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(DamagedBuild, match="tracker build"):
        read_manifest(tmp_path)


def test_list_files_names_every_file_but_the_manifest(tmp_path: Path) -> None:
    (tmp_path / "lexical").mkdir()
    (tmp_path / "lexical" / "b").write_bytes(b"")
    (tmp_path / "a").write_bytes(b"abc")
    (tmp_path / "manifest.json").write_bytes(b"{}")
    assert list_files(tmp_path) == (
        BuildFile("a", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        BuildFile("lexical/b", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    )


@pytest.mark.parametrize(
    ("content", "message"), [(None, "No such file"), (b"ab", "2 bytes, expected 3"), (b"abd", "checksum")]
)
def test_check_files_names_the_file_that_differs(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    manifest = replace(MANIFEST, files=list_files(tmp_path))
    check_files(tmp_path, manifest)
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DamagedBuild, match=rf"/a .*{message}.*tracker build"):
        check_files(tmp_path, manifest)


def test_fingerprint_tells_files_names_and_encoders_apart() -> None:
    one, other = BuildFile("a", 1, "00"), BuildFile("b", 1, "00")
    prints = [
        fingerprint((one,), "x"),
        fingerprint((other,), "x"),
        fingerprint((one,), "y"),
        fingerprint((one, other), "x"),
    ]
    assert len(set(prints)) == 4
    assert fingerprint((one,), "x") == prints[0]
    assert {len(each) for each in prints} == {12}
