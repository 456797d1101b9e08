from datetime import date

import pytest

from corpus.article import Article, Span, article_id
from corpus.commitments import Kind
from corpus.extraction.actions import action_in
from corpus.extraction.ground import Ground
from corpus.extraction.scene import look
from corpus.extraction.setting import Setting
from corpus.extraction.wording import tidy


def scene_of(sentence, quote):
    text = f"News of the day\n\nThe Velmoran envoy met Velmora's allies in Sarn.\n\n{sentence}"
    article = Article(article_id(text), "a.txt", text, Span(0, 15), date(2030, 5, 2), None, None, None, None)
    start = text.index(quote)
    return look(Ground.of(Setting.of(article)), Span(start, start + len(quote)))


def action_of(sentence, quote, bound, kind=Kind.PLEDGE):
    scene = scene_of(sentence, quote)
    return action_in(scene, kind, [party for party in scene.parties if party.name in bound])


@pytest.mark.parametrize(
    ("sentence", "action"),
    [
        ("Ilka Brandt said Velmora will deepen the harbour.", "deepen the harbour"),
        ("Ilka Brandt said the money would be sent at once to the heirs.", "the money to be sent at once to the heirs"),
        ("Ilka Brandt said strict checks were being made.", "strict checks being made"),
        ("A harbour audit is to be finished by June.", "a harbour audit to be finished by June"),
        ("Work on the track is expected to begin in July.", "work on the track to begin in July"),
        ("Velmora agreed in Sarn on Thursday to open the pass.", "open the pass"),
        ("She also asked the guard to search every ship.", "asked the guard to search every ship"),
        ("Ilka Brandt promised closer cooperation in farming.", "closer cooperation in farming"),
        ("Ilka Brandt promised the miners a new road.", "a new road"),
        ("The aim was to mend the dam.", "mend the dam"),
        ("Ilka Brandt said she had told the guard to search every ship.", "told the guard to search every ship"),
        ("\u201cWe have taken strong measures,\u201d she said.", "taken strong measures"),
        ("Velmoran citizens will be able to cross the pass.", "Velmoran citizens to be able to cross the pass"),
    ],
)
def test_action_in_names_the_subject_unless_it_is_bound(sentence, action):
    assert action_of(sentence, sentence, {"Velmora", "Ilka Brandt"}) == action


@pytest.mark.parametrize(
    ("sentence", "action"),
    [
        ("Velmora will not sell the port.", "not sell the port"),
        ("Ilka Brandt said no ship would be turned away.", "no ship to be turned away"),
        ("Ilka Brandt said relations would not move forward.", "relations not to move forward"),
    ],
)
def test_action_in_says_not_once_for_a_refusal(sentence, action):
    assert action_of(sentence, sentence, {"Velmora", "Ilka Brandt"}, Kind.REFUSAL) == action


@pytest.mark.parametrize(
    ("sentence", "action"),
    [
        ("Ilka Brandt said she could not yet support the treaty.", "not yet support the treaty"),
        ("Ilka Brandt is not planning an appeal.", "not planning an appeal"),
        ("Ilka Brandt will never close the port.", "not close the port"),
    ],
)
def test_action_in_keeps_a_denial_whatever_the_kind(sentence, action):
    assert action_of(sentence, sentence, {"Velmora", "Ilka Brandt"}, Kind.PLEDGE) == action


def test_action_in_passes_over_a_condition():
    sentence = "If talks should begin, Velmora will lift the ban."
    assert action_of(sentence, sentence, {"Velmora"}) == "lift the ban"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("open the pass, Interior Minister Ilka Brandt said on Thursday.", "open the pass"),
        ("open the pass, sources", "open the pass"),
        ("Other officers, he added, would be trained", "Other officers would be trained"),
        ("open the pass in May. The minister accepted", "open the pass in May"),
        ("meet Gov. Tobin Hale in Sarn", "meet Gov. Tobin Hale in Sarn"),
        ("meet Mrs. Vance and Dr. Hale", "meet Mrs. Vance and Dr. Hale"),
        ("leave no stone unturned\u201d in the search", "leave no stone unturned in the search"),
        ("keep the \u201cold port\u201d", "keep the \u201cold port\u201d"),
        ("one " * 23 + "and two", "one " * 23 + "\u2026"),
    ],
)
def test_tidy_leaves_one_phrase(words, expected):
    assert tidy(words) == expected
