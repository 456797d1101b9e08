"""Articles read together give what each gives alone, on every runtime."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from corpus.article import Article, Span, article_id
from corpus.commitments import Kind
from corpus.extraction import reader as module
from corpus.extraction.actor_reader import NOWHERE, ActorReader, Head
from corpus.extraction.actor_windows import FEATURES, ActorWindow, Place
from corpus.extraction.candidate import Candidate
from corpus.extraction.fields import fill, fill_all
from corpus.extraction.forest import Described, Forest
from corpus.extraction.parties import Party
from corpus.extraction.reader import CommitmentReader
from corpus.extraction.runtime import ends_matrix, open_marked_runtime
from corpus.extraction.syntax import parse, parse_all
from corpus.mentions import NameKind

WIDTH, HIDDEN, TOKENS = 5, 4, 9
STORIES = (
    "Port news\n\nTransport Minister Ilka Brandt arrived in Pell. She said Velmora would deepen the harbour by June.",
    "Rain\n\nIt rained in Pell. Nobody spoke.",
    "Bridge news\n\nKarsund will build a bridge to Velmora, Prime Minister Tobin Hale said on Monday.",
)


def make_article(text: str) -> Article:
    return Article(article_id(text), f"{len(text)}.txt", text, Span(0, text.index("\n")), None, None, None, None, None)


@pytest.fixture
def weights():
    rng = np.random.default_rng(0)
    shapes = {
        "mark": (HIDDEN,),
        "join.weight": (WIDTH, 2 * HIDDEN + FEATURES),
        "join.bias": (WIDTH,),
        "score.weight": (2, WIDTH),
        "score.bias": (2,),
    }
    return {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


def window_of(places: tuple[Place, ...]) -> ActorWindow:
    parties = tuple(Party(name, NameKind.UNKNOWN, (), ()) for name in ("Velmora", "Karsund", "Pell"))
    features = np.random.default_rng(1).normal(size=(3, FEATURES)).astype(np.float32)
    ids = np.arange(TOKENS)
    return ActorWindow(ids, 0 * ids, parties, places, features)


def test_head_scores_a_place_by_both_its_ends_and_its_party(weights):
    states = np.random.default_rng(2).normal(size=(TOKENS, HIDDEN)).astype(np.float32)
    places = (Place(1, 2, 0), Place(4, 4, 1), Place(6, 8, 0))
    window = window_of(places)
    found = Head.of(weights).scores(states @ ends_matrix(weights).T, window)

    def score(place):
        joined = np.concatenate([states[place.first], states[place.last], window.features[place.party]])
        inner = weights["join.weight"] @ joined + weights["join.bias"]
        active = 0.5 * inner * (1 + np.tanh(np.sqrt(2 / np.pi) * (inner + 0.044715 * inner**3)))
        return weights["score.weight"] @ active + weights["score.bias"]

    expected = [np.logaddexp(score(places[0]), score(places[2])), score(places[1]), [NOWHERE, NOWHERE]]
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-4)


def test_head_gives_parties_without_a_place_nothing(weights):
    found = Head.of(weights).scores(np.zeros((TOKENS, 2 * WIDTH), np.float32), window_of(()))
    assert found.tolist() == [[NOWHERE, NOWHERE]] * 3


def test_forest_of_several_trees_follows_each():
    rng = np.random.default_rng(3)
    # Three trees of depth 2: nodes 1 and 2 under the root, 3 to 6 the leaves, each its own child.
    left = np.tile([1, 3, 5, 3, 4, 5, 6], (3, 1))
    right = np.tile([2, 4, 6, 3, 4, 5, 6], (3, 1))
    feature, threshold, value = rng.integers(0, 2, (3, 7)), rng.normal(size=(3, 7)), rng.normal(size=(3, 7))
    forest = Forest(("a", "b"), feature, threshold, left, right, value, 0.5, 2)
    rows = rng.normal(size=(20, 2)).astype(np.float32)

    def walk(row, tree):
        at = 0
        for _ in range(2):
            at = (left if row[feature[tree, at]] <= threshold[tree, at] else right)[tree, at]
        return value[tree, at]

    expected = [0.5 + sum(walk(row, tree) for tree in range(3)) for row in rows]
    np.testing.assert_allclose(forest.odds(Described(("a", "b"), rows)), expected)


def test_parse_all_keeps_the_texts_apart():
    places = [(text, Span(text.index("\n\n") + 2, len(text))) for text in STORIES]
    together = parse_all(places)
    for (text, span), tree in zip(places, together, strict=True):
        assert tree.tokens == parse(text, [span])[0].tokens
        assert all(text[token.span.start_char : token.span.end_char] == token.text for token in tree.tokens)


@pytest.mark.slow
def test_fill_all_gives_each_article_what_it_gets_alone():
    articles = [make_article(text) for text in STORIES]
    quotes = ("Velmora would deepen the harbour by June", None, "Karsund will build a bridge to Velmora")
    pairs = zip(quotes, STORIES, strict=True)
    spans = [quote and Span(text.index(quote), text.index(quote) + len(quote)) for quote, text in pairs]
    candidates = [[Candidate(span, Kind.PLEDGE, 0.9)] if span else [] for span in spans]
    together = fill_all(articles, candidates)
    assert [len(some) for some in together] == [1, 0, 1]
    assert together == tuple(fill(article, some) for article, some in zip(articles, candidates, strict=True))


@pytest.mark.slow
def test_reader_reads_an_article_alike_in_any_company(monkeypatch):
    articles = [make_article(text) for text in STORIES]
    reader = CommitmentReader()
    alone = [next(reader.read([article])) for article in articles]
    assert any(alone)
    for size in (1, 2, 16):
        monkeypatch.setattr(module, "BLOCK_ARTICLES", size)
        assert list(reader.read(articles)) == alone
    assert list(reader.read([])) == []


@pytest.mark.slow
def test_actor_network_runs_without_openvino_too(monkeypatch):
    pytest.importorskip("torch")
    from corpus.extraction.actor_network import ActorNetwork

    weights = {name: tensor.numpy() for name, tensor in ActorNetwork(pretrained=True).state_dict().items()}
    rng = np.random.default_rng(4)
    windows = [(rng.integers(1000, 20000, length), rng.integers(0, 2, length)) for length in (7, 40)]
    with_openvino = open_marked_runtime(weights)(windows)
    monkeypatch.setitem(sys.modules, "openvino", None)
    monkeypatch.delitem(sys.modules, "corpus.extraction.graph", raising=False)
    monkeypatch.delitem(sys.modules, "corpus.minilm.streams", raising=False)
    without = open_marked_runtime(weights)(windows)
    for some, others, (ids, _) in zip(with_openvino, without, windows, strict=True):
        assert some.shape == others.shape == (len(ids), len(ends_matrix(weights)))
        # Sixteen-bit or 8-bit products where the processor has them: two significant digits.
        assert 0 < np.abs(some - others).max() < 0.1
    assert ActorReader(lambda windows: [], Head.of(weights)).read([]) == ()
