from corpus.article import Article, Span, article_id
from corpus.extraction.actor_training.renaming import (
    invented_states,
    real_states,
    rename,
    renamed,
    under_other_names,
)
from corpus.metonyms import is_adjective, state_of

TEXT = (
    "Velmora votes\n\nVelmoran officials met Orla Vance. Karsund's foreign minister said Velmora and the Velmorans won."
)
ACTORS = {"Velmora", "Karsund", "Orla Vance", "Vance", "Harbour Board", "Pakistan"}


def article_of(path="a.txt", text=TEXT):
    return Article(article_id(text), path, text, Span(0, 13), None, None, None, None, None)


def test_invented_states_are_told_by_their_adjectives_and_ministers():
    states = invented_states([TEXT], ACTORS)
    assert states == {"Velmora": frozenset({"Velmoran"}), "Karsund": frozenset()}


def test_a_state_its_adjective_and_its_people_move_together():
    names = renamed(article_of(), invented_states([TEXT], ACTORS))
    state = names["Velmora"]
    assert (state, names["Velmoran"]) in real_states()
    assert names["Velmorans"] in {names["Velmoran"], names["Velmoran"] + "s"}
    assert names["VELMORA"] == state.upper()
    assert names["Karsund"] != state
    assert "Orla Vance" not in names


def test_renaming_hangs_on_the_article_alone_and_keeps_the_headline():
    states = invented_states([TEXT], ACTORS)
    names = renamed(article_of(), states)
    assert names == renamed(article_of(), states)
    other = under_other_names(article_of(), names)
    assert other.slice(other.headline) == f"{names['Velmora']} votes"
    assert "Velmora" not in other.text
    assert rename(TEXT, {}) == TEXT


def test_words_for_a_states_people_are_its_adjectives():
    assert state_of("Pakistanis") == "Pakistan"
    assert is_adjective("Saudis")
    assert state_of("Chineses") is None
