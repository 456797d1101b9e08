from __future__ import annotations

import pytest

from corpus.article import Article, Span
from corpus.passages import split_passages
from embeddings.passage_table import PassageTable


def test_table_gives_back_what_was_appended(three_articles: tuple[Article, ...]) -> None:
    table = PassageTable(three_articles)
    expected, article_rows = [], []
    for row, article in enumerate(three_articles):
        for passage in split_passages(article, count_tokens=lambda text: len(text.split()), max_tokens=30):
            table.append(row, passage.span, [(one.start_char, one.end_char) for one in passage.sentences])
            expected.append(passage)
            article_rows.append(row)
    assert list(table) == expected
    assert table.article_rows.tolist() == article_rows == [table.article_row(row) for row in range(len(table))]
    assert table[1:3] == tuple(expected[1:3])
    assert table[-1] == expected[-1]


@pytest.mark.parametrize(
    ("article_row", "span"), [(-1, Span(0, 1)), (3, Span(0, 1)), (0, Span(0, 10**6)), (0, Span(5, 5))]
)
def test_append_refuses_what_is_in_no_article(
    three_articles: tuple[Article, ...], article_row: int, span: Span
) -> None:
    with pytest.raises(ValueError, match="passage 0"):
        PassageTable(three_articles).append(article_row, span, [])


def test_table_has_no_row_beyond_its_last(three_articles: tuple[Article, ...]) -> None:
    with pytest.raises(IndexError):
        PassageTable(three_articles)[0]
