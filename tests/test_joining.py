"""Which sentences join a group of commitments."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from conftest import read_alone
from test_threads import ARTICLES, COMMITMENTS, article_of

from corpus.errors import EncoderError
from corpus.grouping import NO_LINK
from corpus.joining import (
    COLUMNS,
    JOIN,
    LEAST_LIKENESS,
    MOST_SENTENCES,
    Joins,
    describe_joins,
    join_sentences,
    joined,
    load_joins,
    save_joins,
)
from corpus.linear_model import LinearModel
from corpus.reports import read_reports

BEFORE = article_of("before.txt", "News\n\nThe harbour at Sarn is too shallow for ships.", date(2029, 1, 1))
LATER = article_of(
    "later.txt", "News\n\nThe harbour at Sarn has been deepened by 2 metres and all ships are in.", date(2032, 4, 1)
)


@pytest.fixture
def reports(fake_encoder):
    articles = (*ARTICLES, BEFORE, LATER)
    return read_reports(articles, COMMITMENTS, encode=fake_encoder.encode, meant=read_alone(articles, fake_encoder))


def rows_of(reports, article):
    place = (*ARTICLES, BEFORE, LATER).index(article)
    return [row for row in range(len(COMMITMENTS), len(reports)) if reports.articles[row] == place]


def test_a_sentence_is_described_beside_the_group_it_is_most_like(reports):
    (before,), (later,) = rows_of(reports, BEFORE), rows_of(reports, LATER)
    links = {(0, later): 1.0, (1, later): 0.5, (2, later): -3.0, (0, before): -1.0}
    joins = describe_joins([[0, 1], [2]], links, reports)
    found = {
        sentence: dict(zip(COLUMNS, row, strict=True))
        for sentence, row in zip(joins.sentences, joins.rows, strict=True)
    }
    assert joins.groups == (0, 0)
    assert found[later]["likeness"] == 0.75 and found[later]["strongest_link"] == 1.0
    assert found[later]["next_likeness"] == -3.0 and found[later]["ahead"] == 3.75
    assert found[before]["likeness"] == (-1.0 + NO_LINK) / 2 and found[before]["next_likeness"] == NO_LINK
    assert (found[later]["later"], found[before]["later"]) == (1.0, 0.0)
    assert (found[later]["number"], found[before]["number"]) == (1.0, 0.0)
    assert found[later]["same_article"] == 0.0 and found[later]["size"] == 2.0


def test_what_is_hardly_like_any_group_is_not_described(reports):
    (later,) = rows_of(reports, LATER)
    assert describe_joins([[0]], {(0, later): LEAST_LIKENESS - 0.1}, reports).sentences == ()
    assert join_sentences([[0]], {}, reports) == [[0]]


def test_what_came_about_later_joins_and_what_was_before_does_not(reports):
    (before,), (later,) = rows_of(reports, BEFORE), rows_of(reports, LATER)
    assert join_sentences([[0, 1], [2]], {(0, later): 1.0, (1, later): 1.0}, reports) == [[0, 1, later], [2]]
    assert join_sentences([[0, 1], [2]], {(0, before): -2.0, (1, before): -2.0}, reports) == [[0, 1], [2]]


def test_few_of_one_article_join_the_likeliest_first(reports):
    (later,) = rows_of(reports, LATER)
    joins = Joins((later,) * 4, (0,) * 4, np.zeros((4, len(COLUMNS))))
    odds = np.array([JOIN, JOIN - 0.01, JOIN + 2, JOIN + 1])
    assert joined([[0]], joins, odds, reports) == [[0] + [later] * MOST_SENTENCES]


def test_weights_are_read_as_they_were_written(tmp_path):
    model = LinearModel(np.arange(len(COLUMNS))[None] / 8, np.array([-1.25]))
    save_joins(tmp_path / "joins.json", model)
    again = load_joins(tmp_path / "joins.json")
    assert np.array_equal(again.weights, model.weights) and np.array_equal(again.biases, model.biases)
    (tmp_path / "joins.json").write_text("{}")
    with pytest.raises(EncoderError, match=r"the joins' weights cannot be read from .*joins.json.*; reinstall"):
        load_joins(tmp_path / "joins.json")
