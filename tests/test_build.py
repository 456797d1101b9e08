from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from conftest import FakeEncoder, FakeReader

from corpus.errors import BuildBusy, BuildError, CorpusError, DamagedBuild
from embeddings.build import BuildSummary, Progress, Stage, make_build, open_build, published_build_id
from embeddings.encoding import VECTORS_FILE
from embeddings.publish import building
from embeddings.search import Query, search

PORT, POLICE, RAILWAY = "velmora-port.txt", "sub/karsund police.txt", "odrin-railway.txt"


def build(corpus_folder: Path, data_folder: Path) -> BuildSummary:
    return make_build(
        corpus_folder, data_folder, encoder=FakeEncoder(), reader=FakeReader(), on_progress=lambda _: None
    )


def paths_found(data_folder: Path, text: str) -> list[str]:
    return [hit.article.path for hit in search(open_build(data_folder, encoder=FakeEncoder()), Query(text))]


def files_of(data_folder: Path) -> dict[str, bytes]:
    folder = data_folder / "builds" / str(published_build_id(data_folder))
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }


def test_make_build_publishes_what_its_summary_says(corpus_folder: Path, data_folder: Path) -> None:
    (corpus_folder / "again.txt").write_bytes((corpus_folder / PORT).read_bytes())
    (corpus_folder / "empty.txt").write_bytes(b"")
    summary = build(corpus_folder, data_folder)
    opened = open_build(data_folder, encoder=FakeEncoder())
    assert opened.build_id == summary.build_id == published_build_id(data_folder)
    assert (summary.articles, summary.copies, [file.path for file in summary.skipped]) == (3, 1, ["empty.txt"])
    assert summary.passages == summary.encoded == len(opened.passages) == len(opened.dense) == opened.lexical.n_passages
    assert [file.path for file in opened.skipped] == ["empty.txt"]
    assert len(opened.copies) == 1
    assert len(opened.stories) == len(opened.articles) == 3


def test_make_build_gives_the_same_bytes_twice(corpus_folder: Path, tmp_path: Path) -> None:
    first, second = build(corpus_folder, tmp_path / "one"), build(corpus_folder, tmp_path / "two")
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")
    assert first.build_id.split("-")[1] == second.build_id.split("-")[1]


def test_make_build_encodes_nothing_twice(corpus_folder: Path, data_folder: Path) -> None:
    first = build(corpus_folder, data_folder)
    (corpus_folder / RAILWAY).rename(corpus_folder / "moved.txt")
    second = build(corpus_folder, data_folder)
    assert (second.encoded, second.reused) == (0, first.passages)


def test_make_build_encodes_of_an_edited_article_what_is_new(corpus_folder: Path, data_folder: Path) -> None:
    first = build(corpus_folder, data_folder)
    path = corpus_folder / RAILWAY
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{'Trains need track. ' * 40}\n", encoding="utf-8")
    second = build(corpus_folder, data_folder)
    assert second.encoded >= 1
    assert second.reused >= first.passages - 1
    assert second.encoded + second.reused == second.passages


def test_make_build_leaves_no_ghost_of_removed_or_edited_articles(corpus_folder: Path, data_folder: Path) -> None:
    build(corpus_folder, data_folder)
    assert POLICE in paths_found(data_folder, "400 police officers")
    (corpus_folder / POLICE).unlink()
    port = (corpus_folder / PORT).read_text(encoding="utf-8")
    (corpus_folder / PORT).write_text(port.replace("March 2031", "June 2032"), encoding="utf-8")
    summary = build(corpus_folder, data_folder)
    assert POLICE not in paths_found(data_folder, "400 police officers")
    database_path = data_folder / "builds" / summary.build_id / "corpus.sqlite"
    with closing(sqlite3.connect(database_path)) as database:
        texts = [text for (text,) in database.execute("SELECT text FROM passage_texts")]
    assert not any("Karsund" in text or "March 2031" in text for text in texts)
    assert any("June 2032" in text for text in texts)


def test_make_build_leaves_the_published_build_where_the_corpus_is_empty(
    corpus_folder: Path, data_folder: Path, tmp_path: Path
) -> None:
    before = build(corpus_folder, data_folder).build_id
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "empty", tmp_path / "missing"):
        with pytest.raises(CorpusError):
            build(folder, data_folder)
    assert published_build_id(data_folder) == before
    assert paths_found(data_folder, "police")
    assert [path.name for path in (data_folder / "builds").iterdir()] == [before]


@pytest.mark.parametrize("stage", list(Stage))
def test_make_build_leaves_the_published_build_where_it_is_cut_off(
    corpus_folder: Path, data_folder: Path, stage: Stage
) -> None:
    before = build(corpus_folder, data_folder).build_id

    def cut_off(progress: Progress) -> None:
        if progress.stage is stage:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_build(corpus_folder, data_folder, encoder=FakeEncoder(), reader=FakeReader(), on_progress=cut_off)
    assert published_build_id(data_folder) == before
    assert [path.name for path in (data_folder / "builds").iterdir()] == [before]


def test_make_build_stops_where_another_is_building(corpus_folder: Path, data_folder: Path) -> None:
    with building(data_folder), pytest.raises(BuildBusy):
        build(corpus_folder, data_folder)
    assert build(corpus_folder, data_folder).articles == 3


def test_make_build_tells_that_the_disk_is_full(
    corpus_folder: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = build(corpus_folder, data_folder).build_id

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("embeddings.build.write_store", full)
    with pytest.raises(BuildError, match="No space left on device; the published build is unchanged"):
        build(corpus_folder, data_folder)
    assert published_build_id(data_folder) == before


def test_make_build_refuses_vectors_that_are_not_those_of_its_texts(corpus_folder: Path, data_folder: Path) -> None:
    before = build(corpus_folder, data_folder).build_id

    class Another(FakeEncoder):
        """The same fingerprint, other vectors: what a cache that was tampered with looks like."""

        def encode(self, texts):
            return np.roll(super().encode(texts), 1, axis=1)

    with pytest.raises(DamagedBuild, match="vectors"):
        make_build(corpus_folder, data_folder, encoder=Another(), reader=FakeReader(), on_progress=lambda _: None)
    assert published_build_id(data_folder) == before
    (data_folder / VECTORS_FILE).unlink()
    make_build(corpus_folder, data_folder, encoder=Another(), reader=FakeReader(), on_progress=lambda _: None)


def test_make_build_reports_its_stages_in_order(corpus_folder: Path, data_folder: Path) -> None:
    seen: list[Progress] = []
    make_build(corpus_folder, data_folder, encoder=FakeEncoder(), reader=FakeReader(), on_progress=seen.append)
    assert list(dict.fromkeys(one.stage for one in seen)) == list(Stage)
    for stage in Stage:
        last = [one for one in seen if one.stage is stage][-1]
        assert last.done == last.total > 0


def test_make_build_tells_of_a_damaged_cache_and_goes_on(corpus_folder: Path, data_folder: Path) -> None:
    build(corpus_folder, data_folder)
    for leftover in data_folder.glob(f"{VECTORS_FILE}-*"):
        leftover.unlink()
    (data_folder / VECTORS_FILE).write_bytes(b"no database at all" * 500)
    summary = build(corpus_folder, data_folder)
    assert summary.encoded == summary.passages
    assert len(summary.warnings) == 1
    assert VECTORS_FILE in summary.warnings[0]
