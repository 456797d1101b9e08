from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import DamagedBuild
from embeddings.analysis import analyse
from embeddings.lexical import HEADING_WEIGHT, K1, B, Fields, LexicalIndex

PASSAGES = (
    Fields("Harbour", "Velmora deepens the harbour at Sarn"),
    Fields("Police", "Karsund hires officers"),
    Fields("Railway", "The track to Odrin waits for Karsund, Karsund says"),
    Fields("", "!"),
)


def bm25(term: str, row: int) -> float:
    """The formula by hand: idf(N, df) * tf / (tf + k1 * (1 - b + b * length / mean length)), as Lucene has it."""
    terms = [analyse(one.heading) * HEADING_WEIGHT + analyse(one.text) for one in PASSAGES]
    df = sum(term in words for words in terms)
    idf = math.log(1 + (len(terms) - df + 0.5) / (df + 0.5))
    mean_length = sum(map(len, terms)) / len(terms)
    tf = terms[row].count(term)
    return idf * tf / (tf + K1 * (1 - B + B * len(terms[row]) / mean_length))


@pytest.mark.parametrize(
    ("query", "rows"), [("harbour", [0]), ("Karsund", [2, 1]), ("Odrin harbours", [0, 2]), ("of the", []), ("xyz", [])]
)
def test_search_scores_by_the_formula(query: str, rows: list[int]) -> None:
    found = LexicalIndex.of(PASSAGES).search(analyse(query), k=10)
    assert found.rows.tolist() == rows
    expected = [sum(bm25(term, row) for term in analyse(query)) for row in rows]
    np.testing.assert_allclose(found.scores, expected, rtol=1e-5)


def test_search_passes_over_what_the_filter_drops() -> None:
    kept = np.array([True, True, False, True])
    assert LexicalIndex.of(PASSAGES).search(analyse("Karsund Odrin"), k=10, kept=kept).rows.tolist() == [1]


def test_search_gives_at_most_k() -> None:
    assert LexicalIndex.of(PASSAGES).search(analyse("Karsund"), k=1).rows.tolist() == [2]


def test_search_orders_equal_passages_by_row() -> None:
    index = LexicalIndex.of([Fields("A port", "ships")] * 5)
    assert index.search(analyse("ships"), k=3).rows.tolist() == [0, 1, 2]


def test_heading_finds_every_passage_of_its_article() -> None:
    index = LexicalIndex.of([Fields("harbour", "track"), Fields("harbour", "harbour"), Fields("x", "y")])
    assert index.search(analyse("harbour"), k=3).rows.tolist() == [1, 0]


@pytest.mark.parametrize(("term", "passages"), [("karsund", 2), ("harbour", 1), ("polic", 1), ("", 0), ("xyz", 0)])
def test_document_frequency_counts_passages(term: str, passages: int) -> None:
    assert LexicalIndex.of(PASSAGES).document_frequency(term) == passages


def test_index_of_passages_without_words_finds_nothing() -> None:
    index = LexicalIndex.of([Fields("", "!"), Fields("", "?")])
    assert index.n_passages == 2
    assert index.search(analyse("harbour"), k=3).rows.tolist() == []


def test_load_of_save_searches_alike(tmp_path: Path) -> None:
    index = LexicalIndex.of(PASSAGES)
    index.save(tmp_path / "a")
    loaded = LexicalIndex.load(tmp_path / "a")
    assert loaded.n_passages == 4
    for query in ("Karsund", "harbour at Sarn", "nothing"):
        ours, theirs = index.search(analyse(query), k=4), loaded.search(analyse(query), k=4)
        assert ours.rows.tolist() == theirs.rows.tolist()
        assert ours.scores.tolist() == theirs.scores.tolist()


def test_save_gives_the_same_bytes_twice(tmp_path: Path) -> None:
    for name in ("a", "b"):
        LexicalIndex.of(PASSAGES).save(tmp_path / name)
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert files
    assert all((tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in files)


@pytest.mark.parametrize("name", ["data.csc.index.npy", "vocab.index.json", "params.index.json"])
@pytest.mark.parametrize("content", [None, b"", b"{"])
def test_load_refuses_a_damaged_folder(tmp_path: Path, name: str, content: bytes | None) -> None:
    LexicalIndex.of(PASSAGES).save(tmp_path / "a")
    (tmp_path / "a" / name).unlink()
    if content is not None:
        (tmp_path / "a" / name).write_bytes(content)
    with pytest.raises(DamagedBuild, match="tracker build"):
        LexicalIndex.load(tmp_path / "a")
