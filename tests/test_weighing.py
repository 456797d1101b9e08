"""What speaks for a sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from test_threads import commitment_of

from bot.question import read_question
from bot.sentences import Sentence
from bot.weighing import AROUND_NAME_CREDIT, NAMED_CREDIT, NAMES, SPOKEN_OF_CREDIT, Party, Signs, best_of, signs_of
from corpus.actors import Actor
from corpus.article import Span
from corpus.mentions import NameKind
from embeddings.analysis import analyse

MIDDLING = Signs(*[0.5] * len(NAMES))


def test_best_of_takes_each_sign_from_where_it_is_highest():
    found = best_of([replace(MIDDLING, coverage=0.9), replace(MIDDLING, actor=0.8)])
    assert found == replace(MIDDLING, coverage=0.9, actor=0.8)


def test_best_of_none_is_an_error():
    with pytest.raises(TypeError):
        best_of([])


def person(name, *articles):
    return Actor(name, NameKind.PERSON, (name,), (), articles, 1)


@pytest.fixture
def named(three_articles):
    """Makes a sentence of the first article with these terms in it."""
    article = three_articles[0]

    def named(*words: str) -> Sentence:
        own = frozenset(analyse(" ".join(words)))
        return Sentence(0, article, Span(0, 4), 0, own, own, own, frozenset(), 1.0, (), is_headline=False)

    return named


def test_surname_alone_is_that_of_whoever_is_asked_about(named):
    here = named("vance").article.article_id
    asked, surname, other = person("Orla Vance", here), person("Vance", "b"), person("Rafe Vance", "c")
    party = Party.of([asked], frozenset(), rivals=[asked, surname, other])
    assert party.acts_in(named("vance")) == NAMED_CREDIT
    assert party.acts_in(named("rafe", "vance")) == 0.0
    assert party.acts_in(named("orla", "vance", "rafe")) == NAMED_CREDIT


def test_surname_in_an_article_that_names_another_alone_is_the_others(named):
    here = named("vance").article.article_id
    party = Party.of([person("Orla Vance", "b")], frozenset(), rivals=[person("Rafe Vance", here)])
    assert party.acts_in(named("vance")) == 0.0


def test_a_state_does_not_act_where_another_is_bound(named):
    told = named("karsund", "velmora")
    bound = replace(told, commitments=(commitment_of(told.article, "Brandt", ("Velmora",)),))
    karsund = Party.of([Actor("Karsund", NameKind.STATE, ("Karsund",), (), ("a",), 1)], frozenset())
    assert karsund.acts_in(told) == NAMED_CREDIT
    assert karsund.acts_in(bound) == AROUND_NAME_CREDIT
    theirs = replace(karsund, commitments=frozenset(one.commitment_id for one in bound.commitments))
    assert theirs.acts_in(bound) == 1.0
    assert Party.of([person("Ivo Karsund", "a")], frozenset()).acts_in(bound) == NAMED_CREDIT


def test_two_sides_act_together_where_both_are_named_nearby(three_articles):
    parties = [Party.of([person(name, "a")], frozenset()) for name in ("Orla Vance", "Ivo Brandt")]
    question = read_question("What did Vance and Brandt agree on?", today=date(2031, 3, 10))

    def acting(text: str, around: str) -> float:
        article = replace(three_articles[0], text=text)
        own, near = frozenset(analyse(text)), frozenset(analyse(f"{text} {around}"))
        sentence = Sentence(0, article, Span(0, len(text)), 0, own, near, near, frozenset(), 1.0, (), is_headline=False)
        return signs_of(sentence, question, weights={}, parties=parties, soft=(0.5, 0.5), similarity=0.0).actor

    assert acting("Both sides will open a ferry line", "Vance met Brandt") == SPOKEN_OF_CREDIT
    assert acting("Both sides will open a ferry line", "Vance met nobody") < SPOKEN_OF_CREDIT
    assert acting("A ferry line will open", "Vance met Brandt") < SPOKEN_OF_CREDIT


def test_what_two_are_asked_about_is_either_s_but_for_an_agreement(three_articles):
    parties = [Party.of([person(name, "a")], frozenset()) for name in ("Orla Vance", "Ivo Brandt")]
    text = "Vance will open a ferry line"
    article = replace(three_articles[0], text=text)
    terms = frozenset(analyse(text))
    sentence = Sentence(0, article, Span(0, len(text)), 0, terms, terms, terms, frozenset(), 1.0, (), is_headline=False)
    asked = [
        read_question(f"What did Vance and Brandt {verb}?", today=date(2031, 3, 10)) for verb in ("promise", "sign")
    ]
    either, both = (
        signs_of(sentence, one, weights={}, parties=parties, soft=(0.5, 0.5), similarity=0.0).actor for one in asked
    )
    assert either == NAMED_CREDIT
    assert both == NAMED_CREDIT / 2
