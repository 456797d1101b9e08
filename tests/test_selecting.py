"""Which candidates are quoted, how many, in which order, and when none may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from conftest import make_article
from test_threads import commitment_of

from bot.answer import Refusal, Strength
from bot.answering import PARTIAL, STRONG, _also, compose, strength_of
from bot.candidates import Candidate
from bot.intent import Expected, Intent
from bot.question import Part, read_question
from bot.reading import choices, doubts, reading
from bot.refusing import refusal
from bot.retrieval import Found, find_evidence
from bot.selecting import MOST_EXPECTED, MOST_OF_ARTICLE, distinct, says_the_same, select
from bot.sentences import Sentence
from bot.weighing import NAMES, Party, Signs, log_odds
from bot.who import find_names
from corpus.actors import Actor
from corpus.article import Span
from corpus.commitments import Kind
from corpus.mentions import NameKind

TODAY = date(2031, 3, 10)
WORDS = "harbour police school dam railway budget ferry bridge tunnel market museum forest".split()
SURE = Signs(*[1.0] * len(NAMES))


def candidate(words: str, *, chance: float = 0.8, day: int = 1, story: int = 0, name: str = "") -> Candidate:
    """A sentence that is an article of its own, unless several are given one name and text."""
    article = make_article(name or f"{words}.txt", f"News\n\n{words}", published=date(2030, 5, day))
    span = Span(6, len(article.text))
    terms = frozenset(words.split())
    sentence = Sentence(0, article, span, story, terms, terms, terms, frozenset(), 0.5, (), is_headline=False)
    return Candidate(sentence, span, SURE, chance, frozenset(), None)


def found(candidates: Sequence[Candidate], **fields: object) -> Found:
    empty = Found((), (), {}, (), 0.0, (), (), ())
    return replace(empty, candidates=tuple(candidates), **fields)


def asked(text: str):
    return read_question(text, today=TODAY)


def person(name: str) -> Actor:
    return Actor(name, NameKind.PERSON, (name,), (), ("a",), 1)


def test_nothing_is_said_twice():
    one, copy, other = candidate("the dam will open"), candidate("the dam will open soon"), candidate("a ferry sank")
    assert says_the_same(one, copy) and not says_the_same(one, other)
    assert distinct([one, copy, other], most=3) == (one, other)
    assert select(asked("the dam"), found([one, copy, other])) == (one, other)


def test_what_several_agreed_is_quoted_where_it_tells_of_agreement():
    question = replace(asked("What agreements have Velmora and Karsund made?"), about=("Velmora", "Karsund"))
    unsaid = replace(SURE, kind=0.0)
    alone, both = (
        replace(candidate(words), signs=unsaid) for words in ("Velmora will pay", "the two sides will share the ferry")
    )
    assert select(question, found([alone, both])) == (both,)
    assert select(replace(question, about=("Velmora",)), found([alone, both])) == (alone, both)
    refusing = commitment_of(both.article, "will share", ("Velmora",), kind=Kind.REFUSAL)
    refused = replace(both, sentence=replace(both.sentence, commitments=(refusing,)))
    assert select(question, found([refused])) == ()


@pytest.mark.parametrize(
    ("question", "told"),
    [("What did he promise in 2030?", "“he”"), ("What did HER party want?", "“her”"), ("What did they promise?", "")],
)
def test_a_person_who_was_not_named_is_said_to_be_anybody(question, told):
    line = doubts(asked(question.lower()), found([]))
    assert (told in line and "anybody" in line) if told else line == ""
    assert doubts(replace(asked(question.lower()), carried=("brandt",)), found([])) == ""


def test_answer_has_no_more_statements_than_the_question_asks_for():
    many = [candidate(f"{word} {word}s") for word in WORDS]
    assert len(select(asked("How many officers?"), found(many))) == MOST_EXPECTED
    assert len(select(asked("What of it all?"), found(many))) < len(select(asked("Timeline of it all"), found(many)))


def test_timeline_is_in_order_of_dates_and_tells_little_of_one_article():
    days = [candidate("dam", day=9), candidate("ferry", day=2), candidate("forest", day=5)]
    assert [one.article.published.day for one in select(asked("Timeline of it"), found(days))] == [2, 5, 9]
    text = "News\n\n" + " ".join(WORDS)
    article = make_article("a.txt", text, published=date(2030, 5, 1))
    spans = [Span(text.index(word), text.index(word) + len(word)) for word in WORDS]
    crowd = [
        replace(candidate("x"), span=span, sentence=replace(candidate("x").sentence, article=article, span=span))
        for span in spans
    ]
    assert len(select(asked("Timeline of it"), found(crowd))) == MOST_OF_ARTICLE


def test_much_less_likely_candidate_is_left_out():
    assert len(select(asked("the dam"), found([candidate("dam", chance=0.9), candidate("ferry", chance=0.05)]))) == 1


def test_what_others_did_is_no_answer_to_what_somebody_undertook():
    idle = replace(candidate("dam"), signs=replace(SURE, actor=0.3))
    assert select(asked("What did Hale promise?"), found([idle])) == ()
    assert select(asked("the dam"), found([idle])) == (idle,)


def test_what_several_agreed_may_name_one_of_them():
    half = replace(candidate("it was agreed to open a ferry line"), signs=replace(SURE, actor=0.4))
    joint, own = asked("What did Hale and Brandt agree on?"), asked("What did Hale promise?")
    one = Party((), frozenset(), (), (), (), frozenset())
    assert joint.intent is Intent.AGREEMENT and own.intent is Intent.COMMITMENTS
    assert select(joint, found([half], parties=(one, one))) == (half,)
    assert select(joint, found([half], parties=(one,))) == ()
    assert select(own, found([half], parties=(one, one))) == ()


def test_of_refusals_only_what_refuses_is_told():
    kept, told = candidate("they will not pay for the dam"), candidate("they will pay for the ferry")
    plain = [replace(one, signs=replace(SURE, kind=0.0)) for one in (kept, told)]
    known = replace(told, signs=replace(SURE, kind=1.0))
    question = asked("What did Hale refuse to pay for?")
    assert select(question, found(plain)) == (plain[0],)
    most = replace(candidate("they pay no more than half"), signs=replace(SURE, kind=0.0))
    assert select(question, found([most])) == ()
    assert select(question, found([known])) == (known,)


def test_log_odds_stay_finite():
    assert log_odds(0.0) < log_odds(0.5) == 0.0 < log_odds(1.0) < 100


@pytest.mark.parametrize(
    ("chance", "word"),
    [(1.0, Strength.STRONG), (STRONG, Strength.STRONG), (PARTIAL, Strength.PARTIAL), (0.1, Strength.WEAK)],
)
def test_strength_is_a_word_for_the_probability(chance, word):
    assert strength_of(chance) is word


def test_also_counts_stories_and_not_copies():
    own = candidate("the dam will open", story=1)
    said = [
        own,
        *(candidate(f"the dam will open {word}", story=story) for word, story in (("a", 1), ("b", 2), ("c", 2))),
    ]
    assert _also(found([*said, candidate("the dam will open d", story=3), candidate("ferry", story=4)]), own) == 2


BRANDT = "What did Brandt promise on the harbour?"
DEADLINE = "What deadline did Brandt give for the harbour?"


@pytest.fixture
def evidence(small_build):
    """What the small build holds on a question that it answers."""
    return find_evidence(small_build, asked(BRANDT))


def changed(evidence: Found, **signs: float) -> Found:
    """The same candidates with other signs; `probability` is that of each."""
    chance = signs.pop("probability", 0.9)
    every = (replace(one, probability=chance, signs=replace(one.signs, **signs)) for one in evidence.candidates)
    return replace(evidence, candidates=tuple(every))


@pytest.mark.parametrize(
    ("question", "signs", "reason"),
    [
        (BRANDT, {}, None),
        ("", {}, Refusal.EMPTY_QUESTION),
        (BRANDT, {"probability": 0.01}, Refusal.NO_COMMITMENT_ON_TOPIC),
        (BRANDT, {"coverage": 0.1, "probability": 0.1}, Refusal.NO_COMMITMENT_ON_TOPIC),
        (BRANDT, {"coverage": 0.5, "probability": 0.3}, None),
        (BRANDT, {"coverage": 0.1, "probability": 0.9}, None),
        ("harbour", {"coverage": 0.0, "soft_around": 0.0, "probability": 0.9}, Refusal.NOT_IN_CORPUS),
        ("harbour", {"coverage": 0.0, "soft_around": 0.5, "probability": 0.9}, None),
        (BRANDT, {"actor": 0.0}, Refusal.NO_COMMITMENT_ON_TOPIC),
        ("What did Brandt promise on the harbour in 2030?", {"actor": 0.0}, Refusal.OUTSIDE_PERIOD),
        ("What is Brandt like?", {"probability": 0.01}, Refusal.NOT_IN_CORPUS),
        (
            "What deadline did Brandt give for the harbour?",
            {"expected": 0.0, "probability": 0.6},
            Refusal.NOT_IN_CORPUS,
        ),
        ("What deadline did Brandt give for the harbour?", {"expected": 1.0, "probability": 0.6}, None),
        ("What deadline did Brandt give for the harbour?", {"expected": 1.0}, None),
    ],
)
def test_refusal_goes_by_the_evidence(small_build, evidence, question, signs, reason):
    assert evidence.parties and evidence.candidates
    assert refusal(small_build, asked(question), changed(evidence, **signs))[0] is reason


def test_refused_undertaking_that_the_question_takes_for_granted_is_a_false_premise(small_build, evidence):
    likely = changed(evidence)
    first = next(one for one in likely.candidates if one.sentence.commitments)
    refusing = tuple(replace(one, kind=Kind.REFUSAL) for one in first.sentence.commitments)
    only = replace(likely, candidates=(replace(first, sentence=replace(first.sentence, commitments=refusing)),))
    granted, denied = asked("When did Brandt agree to deepen the harbour?"), asked("Why did Brandt not agree to it?")
    assert refusal(small_build, granted, only)[0] is Refusal.FALSE_PREMISE
    assert refusal(small_build, granted, replace(only, candidates=(first,)))[0] is not Refusal.FALSE_PREMISE
    assert refusal(small_build, denied, only)[0] is not Refusal.FALSE_PREMISE


def test_promise_on_a_matter_that_no_article_knows_is_no_answer(small_build, evidence):
    strange = replace(changed(evidence, coverage=0.0, soft_around=0.0), missing_share=1.0)
    assert refusal(small_build, asked(BRANDT), strange)[0] is Refusal.NO_COMMITMENT_ON_TOPIC
    near = replace(changed(evidence, coverage=0.0, soft_around=0.5), missing_share=1.0)
    assert refusal(small_build, asked(BRANDT), near)[0] is None


def test_unknown_state_is_not_in_the_corpus(small_build):
    question = asked("What did Norway promise on the harbour?")
    reason, message = refusal(small_build, question, find_evidence(small_build, question))
    assert reason is Refusal.UNKNOWN_ACTOR and "Norway" in message


def test_reading_and_choices_offer_what_can_be_left_out(small_build):
    question = read_question("What did Brandt promise on the harbour in 2030?", today=TODAY)
    held = find_evidence(small_build, question)
    assert "harbour" in reading(question, held) and "1 January 2030 to 31 December 2030" in reading(question, held)
    assert [one.without for one in choices(question, held)] == [frozenset({Part.PERIOD})]
    assert choices(asked(BRANDT), find_evidence(small_build, asked(BRANDT))) == ()


def test_comparison_is_grouped_by_those_who_are_compared(small_build):
    question = asked("Compare what Brandt and Hale said on harbour and police")
    held = find_evidence(small_build, question)
    parties = [
        Party.of(one.actors, frozenset())
        for name in ("Brandt", "Hale")
        for one in find_names(small_build.registry, name)
    ]
    answer = compose(small_build, question, replace(changed(held, actor=1.0), parties=tuple(parties)))
    assert question.intent is Intent.COMPARISON and question.expected is Expected.ANYTHING
    assert answer.statements and all(one.group for one in answer.statements)


def test_one_of_two_namesakes_is_not_named_for_both(small_build):
    question = asked("Compare what Brandt and Hale said on harbour and police")
    actors = [person(name) for name in ("Orla Vance", "Rafe Vance", "Ivo Hale")]
    parties = (Party.of(actors[:2], frozenset()), Party.of(actors[2:], frozenset()))
    held = changed(find_evidence(small_build, question), actor=1.0)
    answer = compose(small_build, question, replace(held, parties=parties))
    assert answer.compared == ("Orla Vance or Rafe Vance", "Ivo Hale")


def test_question_of_refusals_that_nothing_refuses_is_refused(small_build):
    told = replace(candidate("they will pay for the ferry"), signs=replace(SURE, kind=0.0))
    reason, message = refusal(small_build, asked("Which ferries were turned down?"), found([told]))
    assert reason is Refusal.NOT_IN_CORPUS
    assert message
