import numpy as np
import pytest

from corpus.article import Article, Span, article_id
from corpus.commitments import Kind
from corpus.errors import EncoderError
from corpus.extraction.actor_features import describe
from corpus.extraction.actor_training.examples import BOUND, FREE, UNCLEAR, label, same_actors
from corpus.extraction.forest import Described, Forest, load_forest, save_forest
from corpus.extraction.ground import Ground
from corpus.extraction.scene import look
from corpus.extraction.setting import Setting
from corpus.extraction.verbs import is_promise, is_say

TEXT = "News\n\nTransport Minister Ilka Brandt arrived in Pell. She said Velmora would deepen the harbour for Karsund."


def setting_of(text=TEXT):
    return Setting.of(Article(article_id(text), "a.txt", text, Span(0, 4), None, None, None, None, None))


@pytest.fixture
def small_forest():
    """One tree: 1 where column "a" is above 0.5, else -1; then 0.25 from the base."""
    return Forest(
        columns=("a", "b"),
        feature=np.array([[0, 0, 0]]),
        threshold=np.array([[0.5, 0.0, 0.0]]),
        left=np.array([[1, 1, 2]]),
        right=np.array([[2, 1, 2]]),
        value=np.array([[0.0, -1.0, 1.0]]),
        base=0.25,
        depth=1,
    )


def test_forest_odds_follow_the_tree(small_forest):
    rows = np.array([[0.0, 9.0], [1.0, 9.0]], dtype=np.float32)
    assert small_forest.odds(Described(("a", "b"), rows)).tolist() == [0.25 - 1.0, 0.25 + 1.0]
    assert small_forest.odds(Described((), rows[:0])).tolist() == []


def test_forest_refuses_other_columns(small_forest):
    with pytest.raises(EncoderError, match="trained on 2 columns"):
        small_forest.odds(Described(("a",), np.zeros((1, 1), dtype=np.float32)))


def test_forest_is_the_same_after_saving(small_forest, tmp_path):
    save_forest(tmp_path / "forest.safetensors", small_forest)
    loaded = load_forest(tmp_path / "forest.safetensors")
    described = Described(("a", "b"), np.random.default_rng(0).normal(size=(20, 2)).astype(np.float32))
    assert np.array_equal(loaded.odds(described), small_forest.odds(described))


def test_load_forest_names_a_missing_file(tmp_path):
    with pytest.raises(EncoderError, match="train them anew"):
        load_forest(tmp_path / "none.safetensors")


def test_look_finds_the_subject_and_the_parties():
    start = TEXT.index("Velmora would")
    scene = look(Ground.of(setting_of()), Span(start, len(TEXT) - 1))
    names = [party.name for party in scene.parties]
    described = describe(scene, Kind.PLEDGE)
    assert described.rows.shape == (len(names), len(described.columns))
    level = described.rows[names.index("Velmora"), described.columns.index("subject_level")]
    assert level == 0
    previous = described.rows[names.index("Ilka Brandt"), described.columns.index("in_previous")]
    assert previous == 1


@pytest.mark.parametrize(
    ("verb", "say", "promise"), [("promised", False, True), ("said", True, False), ("walks", False, False)]
)
def test_verbs_are_told_by_their_stem(verb, say, promise):
    assert (is_say(verb), is_promise(verb)) == (say, promise)


def test_label_takes_the_name_most_alike():
    names = ["Ilka Brandt", "Brandt campaign", "Velmora"]
    assert label(names, ["Ilka Brandt"]).tolist() == [BOUND, UNCLEAR, FREE]


def test_same_actors_tells_some_from_all():
    assert same_actors(["Brandt"], ["Ilka Brandt", "Velmora"]) == (True, False)
    assert same_actors(["Brandt", "Velmora"], ["Velmora", "Ilka Brandt"]) == (True, True)
    assert same_actors([], ["Velmora"]) == (False, False)
