import pytest

from corpus.article import Article, Span, article_id
from corpus.extraction.ground import Ground
from corpus.extraction.homes import home_of_person, serves_at_home
from corpus.extraction.nominals import nominals_of, resolve_nominal
from corpus.extraction.parties import parties_of, resolve_words
from corpus.extraction.reporters import reporter_of
from corpus.extraction.scene import look
from corpus.extraction.setting import Setting
from corpus.extraction.sources import source_of
from corpus.extraction.syntax import parse
from corpus.layout.sentences import split_sentences
from corpus.mentions import NameKind

STATES = {"velmora": "Velmora", "velmoran": "Velmora", "karsund": "Karsund", "karsundi": "Karsund"}


def parties_in(text):
    return parties_of(
        Article(article_id(text), "a.txt", text, None, None, None, None, None, None), split_sentences(text)
    )


def place_of(text, name):
    return Span(text.index(name), text.index(name) + len(name))


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("Velmoran Foreign Minister Orla Vance arrived.", "Velmora"),
        ("He met Karsund's transport minister, Orla Vance, there.", "Karsund"),
        ("Orla Vance, the Velmoran foreign minister, arrived.", "Velmora"),
        ("her Karsundi counterpart, Orla Vance", "Karsund"),
        ("Karsund's ambassador to Velmora Orla Vance", "Karsund"),
        ("Karsundi envoy Emre Taskolu met Interior Minister Orla Vance.", None),
        ("Orla Vance spoke in Velmora.", None),
    ],
)
def test_a_persons_state_is_read_from_the_titles_beside_the_name(text, home):
    assert home_of_person(text, [place_of(text, "Orla Vance")], STATES) == home


def test_a_minister_without_a_state_serves_at_home_and_an_envoy_does_not():
    text = "the interior minister, Orla Vance, met Ambassador Emre Taskolu and Ilka Brandt"
    assert serves_at_home(text, [place_of(text, "Orla Vance")])
    assert not serves_at_home(text, [place_of(text, "Emre Taskolu")])
    assert not serves_at_home(text, [place_of(text, "Ilka Brandt")])


NEWS = (
    "ISLAMABAD: Interior Minister Orla Vance met Chinese Ambassador Emre Taskolu in Pakistan on Monday. "
    "She said the government would train Chinese engineers. Taskolu said his country would pay."
)


def test_parties_know_their_state_and_the_article_its_own():
    homes = {party.name: party.home for party in parties_in(NEWS)}
    assert homes == {"Pakistan": "Pakistan", "Orla Vance": "Pakistan", "China": None, "Emre Taskolu": "China"}


def test_government_and_country_mean_states():
    parties = parties_in(NEWS)
    at = {words: NEWS.index(words) for words in ("government", "country")}
    assert parties[resolve_words("government", at["government"], parties)].name == "Pakistan"
    assert parties[resolve_words("country", at["country"], parties, introduced="his")].name == "China"
    assert resolve_words("government", 3, parties_in("Orla Vance told the government.")) is None


def test_a_nominal_in_a_tree_is_resolved_by_its_determiner():
    sentence = place_of(NEWS, "Taskolu said his country would pay.")
    (tree,) = parse(NEWS, [sentence])
    parties = parties_in(NEWS)
    found = [one for one in nominals_of(tree, NEWS, []) if one.words == "country"]
    assert [parties[resolve_nominal(one, parties)].name for one in found] == ["China"]


def test_an_official_who_tells_of_another_state_reports_it():
    text = (
        "Velmoran Foreign Minister Orla Vance met Karsundi and Velmoran officers in Pell. "
        "Karsund would open the pass, Vance said. Velmora would pay, Vance said."
    )
    article = Article(article_id(text), "a.txt", text, None, None, None, None, None, None)
    setting = Setting.of(article)
    parties = {party.name: party for party in setting.parties}

    def told_by(words, *bound):
        scene = look(Ground.of(setting), place_of(text, words))
        return reporter_of(scene, [parties[name] for name in bound], source_of(scene))

    assert parties["Karsund"].kind is NameKind.STATE
    assert told_by("Karsund would open the pass", "Karsund") == "Orla Vance"
    assert told_by("Karsund would open the pass", "Karsund", "Velmora") is None
    assert told_by("Velmora would pay", "Velmora") is None


def test_a_noun_that_is_part_of_a_name_is_not_resolved_to_it():
    text = "The Harbour Protection Unit was set up. The protection was needed. The unit is small."
    parties = parties_in(text)
    trees = parse(text, split_sentences(text))
    found = {one.words: resolve_nominal(one, parties) for tree in trees[1:] for one in nominals_of(tree, text, [])}
    assert (found["protection"], parties[found["unit"]].name) == (None, "Harbour Protection Unit")


def test_a_state_before_a_comma_is_not_that_of_the_title_behind_it():
    text = (
        "Velmora will guard Karsundi ships, Interior Minister Orla Vance said. Karsund agrees with Velmora. "
        "Velmora, a Velmoran says, is glad."
    )
    article = Article(article_id(text), "a.txt", text, None, None, None, None, None, None)
    vance = next(party for party in Setting.of(article).parties if party.name == "Orla Vance")
    assert vance.home != "Karsund"
