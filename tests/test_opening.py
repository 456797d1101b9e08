from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import FakeEncoder

from corpus.corrections import Act, Correction, Edit, Target
from corpus.errors import BuildMismatch, DamagedBuild, NoBuild
from embeddings.build import Build, open_build, published_manifest
from embeddings.search import Query, search

FILES = [
    "corpus.sqlite",
    "dense.faiss",
    "lexical/data.csc.index.npy",
    "lexical/indices.csc.index.npy",
    "lexical/indptr.csc.index.npy",
    "lexical/params.index.json",
    "lexical/vocab.index.json",
    "sentences.npy",
]


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def flip_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("damage", [Path.unlink, cut_short, flip_a_bit, replace_by_folder])
@pytest.mark.parametrize("name", FILES)
def test_open_refuses_a_damaged_file(
    small_build: Build, data_folder: Path, name: str, damage: Callable[[Path], None]
) -> None:
    damage(data_folder / "builds" / small_build.build_id / name)
    with pytest.raises(DamagedBuild, match=f"{name} .*tracker build"):
        open_build(data_folder, encoder=small_build.encoder)


def test_every_file_of_a_build_is_checked(small_build: Build) -> None:
    assert [file.name for file in small_build.manifest.files] == FILES


def test_open_refuses_another_encoder(small_build: Build, data_folder: Path) -> None:
    other = FakeEncoder()
    other.fingerprint = "fake-2"
    with pytest.raises(BuildMismatch, match=r"made with fake \(fake-1\), this run uses fake \(fake-2\).*tracker build"):
        open_build(data_folder, encoder=other)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [("passages", 99, r"has \d passages, expected 99"), ("dimension", 9, "7 dimensions, expected 9")],
)
def test_open_refuses_counts_that_differ(
    small_build: Build, data_folder: Path, field: str, value: int, message: str
) -> None:
    path = data_folder / "builds" / small_build.build_id / "manifest.json"
    fields = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**fields, field: value}), encoding="utf-8")
    with pytest.raises(DamagedBuild, match=message):
        open_build(data_folder, encoder=small_build.encoder)


def test_open_says_that_there_is_no_build(data_folder: Path, fake_encoder: FakeEncoder) -> None:
    assert published_manifest(data_folder) is None
    with pytest.raises(NoBuild):
        open_build(data_folder, encoder=fake_encoder)


def test_published_manifest_is_that_of_the_build(small_build: Build, data_folder: Path, corpus_folder: Path) -> None:
    manifest = published_manifest(data_folder)
    assert manifest == small_build.manifest
    assert manifest is not None
    assert (manifest.articles, manifest.corpus_folder) == (3, str(corpus_folder))
    assert [str(manifest.first_date), str(manifest.last_date)] == ["2030-05-02", "2030-09-14"]


def test_open_build_answers_when_its_folder_is_gone(small_build: Build, data_folder: Path) -> None:
    shutil.rmtree(data_folder)
    assert search(small_build, Query("400 police officers"))[0].article.path == "sub/karsund police.txt"


def test_build_tells_the_article_of_each_passage(small_build: Build) -> None:
    for row, passage in enumerate(small_build.passages):
        article = small_build.article_of(row)
        assert article.article_id == passage.article_id
        assert article.slice(passage.span) == passage.text
        assert small_build.articles[small_build.article_row(article.article_id)] is article


def test_a_corrected_build_shares_all_that_corrections_do_not_touch(small_build: Build) -> None:
    registry, ledger = small_build.registry, small_build.ledger
    one = ledger.entries[0]
    edit = Edit(Act.REJECT, (Target.of(one.commitment, one.article),))
    corrected = small_build.corrected_by([Correction(1, datetime(2030, 1, 1, tzinfo=UTC), "brandt", edit, "", "")])
    assert (corrected.dense, corrected.lexical, corrected.stored) == (
        small_build.dense,
        small_build.lexical,
        small_build.stored,
    )
    assert corrected.registry is registry
    assert corrected.ledger.entries == ledger.entries[1:]
    assert one.commitment.commitment_id not in corrected.thread_of
    assert (
        one.article.article_id not in corrected.commitments_by_article
        or one.commitment not in (corrected.commitments_by_article[one.article.article_id])
    )
    assert small_build.ledger is ledger
    assert corrected.corrected_by(()).ledger.entries == ledger.entries
