"""How answers are judged, and the figures over many: every expected value can be counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.answer import Answer, Refusal, Statement
from bot.evaluation import (
    FRACTIONS,
    Figures,
    covers,
    figures_by_type,
    figures_of,
    gold_homes,
    judge,
    misfits,
    refusal_reasons,
    runs,
)
from bot.evidence import Citation, Evidence
from bot.labels import LabelledQuestion
from bot.question import read_question
from corpus.article import Span

BERTHS = "She promised two new berths for larger ships"
HIRE = "Karsund will hire 400 police officers within a year"
QUESTION = LabelledQuestion(
    question_id="a",
    question="What was promised?",
    follows=None,
    line_number=1,
    type="actor",
    answerable=True,
    gold_quotes=(BERTHS, HIRE),
    gold_articles=frozenset({"velmora-port.txt", "sub/karsund police.txt"}),
    must_mention=("Two new berths", "400"),
    half="",
)
UNANSWERABLE = replace(
    QUESTION,
    question_id="b",
    type="unanswerable",
    answerable=False,
    gold_quotes=(),
    gold_articles=frozenset(),
    must_mention=(),
)


@pytest.fixture
def texts(three_articles) -> dict[str, str]:
    return {article.path: article.text for article in three_articles}


@pytest.fixture
def cite(three_articles):
    """Makes a citation of some words of one of the three articles."""

    def cite(quote: str, number: int = 1) -> Citation:
        article = next(one for one in three_articles if quote in one.text)
        start = article.text.index(quote)
        return Citation(number, Evidence(article, Span(start, start + len(quote)), 0, 0.9))

    return cite


def answer_of(*citations: Citation) -> Answer:
    """An answer with one statement a citation; a refusal without any."""
    asked = read_question("What was promised?", today=date(2031, 3, 10))
    statements = tuple(Statement(one.quote, (one.number,)) for one in citations)
    return Answer(asked, statements, citations, None if citations else Refusal.NOT_IN_CORPUS, "", (), (), "b1")


def test_runs_are_trigrams_of_words_in_lower_case():
    assert runs("Two new, berths for") == {("two", "new", "berths"), ("new", "berths", "for")}
    assert runs("New berths!") == {("new", "berths")}


def test_citation_covers_a_quote_from_six_tenths_of_its_trigrams():
    quote = runs("one two three four five six seven")  # five trigrams
    assert covers(runs("one two three four five"), quote)  # three of them
    assert not covers(runs("one two three four"), quote)
    assert not covers(runs("one two"), runs("one three"))


def test_complete_answer_is_right(cite, texts):
    outcome = judge(QUESTION, answer_of(cite(BERTHS), cite(HIRE, 2)), texts, seconds=0.5)
    assert outcome.is_right
    assert (outcome.citations, outcome.on_topic, outcome.with_gold, outcome.gold_homes) == (2, 2, 2, 2)
    assert (outcome.not_verbatim, outcome.uncited, outcome.statements, outcome.reason) == (0, 0, 2, "")


def test_incomplete_answer_tells_what_it_lacks(cite, texts):
    outcome = judge(QUESTION, answer_of(cite(HIRE), cite("The railway company said", 2)), texts, seconds=0.5)
    assert not outcome.is_right
    assert outcome.answered
    assert outcome.missed_quotes == (BERTHS,)
    assert outcome.missed_facts == ("Two new berths",)
    assert outcome.missed_articles == ("velmora-port.txt",)
    assert (outcome.on_topic, outcome.with_gold) == (1, 1)


def test_citation_cut_elsewhere_counts_and_a_bare_word_does_not(cite, texts):
    assert not judge(
        QUESTION, answer_of(cite("two new berths for larger ships. Fishing")), texts, seconds=0.1
    ).missed_facts[1:]
    cut = judge(QUESTION, answer_of(cite("promised two new berths for larger ships. Fishing")), texts, seconds=0.1)
    assert BERTHS not in cut.missed_quotes
    assert BERTHS in judge(QUESTION, answer_of(cite("two new berths")), texts, seconds=0.1).missed_quotes


def test_quote_that_its_article_lacks_is_not_verbatim(cite, texts):
    changed = {path: text.replace("berths", "docks") for path, text in texts.items()}
    outcome = judge(QUESTION, answer_of(cite(BERTHS), cite(HIRE, 2)), changed, seconds=0.1)
    assert outcome.not_verbatim == 1
    assert judge(QUESTION, answer_of(cite(BERTHS)), {}, seconds=0.1).not_verbatim == 1


def test_statement_is_uncited_where_its_citation_is_not_listed(cite, texts):
    answer = answer_of(cite(BERTHS), cite(HIRE, 2))
    made_up = replace(answer, statements=(*answer.statements, Statement("x", (7,)), Statement("y", ())))
    assert judge(QUESTION, made_up, texts, seconds=0.1).uncited == 2


def test_refusing_is_right_only_where_nothing_can_be_answered(cite, texts):
    assert judge(UNANSWERABLE, answer_of(), texts, seconds=0.1).is_right
    assert not judge(UNANSWERABLE, answer_of(cite(HIRE)), texts, seconds=0.1).is_right
    refused = judge(QUESTION, answer_of(), texts, seconds=0.1)
    assert not refused.is_right
    assert refused.reason == "not_in_corpus"


def test_refusal_is_wrong_even_where_only_facts_are_asked_for(texts):
    bare = replace(QUESTION, gold_quotes=(), must_mention=())
    assert not judge(bare, answer_of(), texts, seconds=0.1).is_right


@pytest.fixture
def outcomes(cite, texts):
    """A complete answer, half an answer with a stray citation, a wrong refusal, a right one, an answer out of turn."""
    return [
        judge(QUESTION, answer_of(cite(BERTHS), cite(HIRE, 2)), texts, seconds=0.1),
        judge(QUESTION, answer_of(cite(HIRE), cite("The railway company said", 2)), texts, seconds=0.2),
        judge(QUESTION, answer_of(), texts, seconds=0.3),
        judge(UNANSWERABLE, answer_of(), texts, seconds=0.4),
        judge(UNANSWERABLE, answer_of(cite(HIRE)), texts, seconds=1.0),
    ]


def test_figures_are_shares_of_what_was_asked_for(outcomes):
    assert figures_of(outcomes) == Figures(
        questions=5,
        answerable=3,
        answered=round(2 / 3, 4),
        complete_answers=round(1 / 3, 4),
        quotes_cited=3 / 6,
        facts_said=3 / 6,
        articles_cited=3 / 6,
        citations_on_topic=3 / 4,
        citations_with_gold=3 / 4,
        right_refusals=1 / 2,
        verbatim_citations=1.0,
        cited_statements=1.0,
        citations_per_answer=4 / 2,
        median_seconds=0.3,
        p95_seconds=1.0,
    )


def test_fraction_of_nothing_is_none(outcomes):
    refusals = figures_of(outcomes[3:4])
    assert refusals.complete_answers is None
    assert refusals.citations_per_answer is None
    assert refusals.verbatim_citations is None
    assert refusals.right_refusals == 1.0
    assert figures_of(outcomes[:1]).right_refusals is None


def test_every_fraction_is_a_figure():
    assert set(FRACTIONS) < set(Figures.__dataclass_fields__)


def test_figures_by_type_keep_the_order_of_the_types(outcomes):
    types = figures_by_type([*outcomes[3:], *outcomes[:3]])
    assert list(types) == ["unanswerable", "actor"]
    assert (types["unanswerable"].questions, types["actor"].questions) == (2, 3)


def test_refusal_reasons_are_counted_apart(outcomes):
    assert refusal_reasons(outcomes, answerable=False) == {"not_in_corpus": 1}
    assert refusal_reasons([outcomes[2], outcomes[2], *outcomes], answerable=True) == {"not_in_corpus": 3}


def test_gold_homes_hold_a_gold_quote_word_for_word(texts):
    assert gold_homes(QUESTION, texts) == ["sub/karsund police.txt", "velmora-port.txt"]
    assert gold_homes(replace(QUESTION, gold_quotes=("she promised TWO new berths",)), texts) == ["velmora-port.txt"]
    assert gold_homes(replace(QUESTION, gold_quotes=("two new berth",)), texts) == []


def test_misfits_name_the_labels_that_no_answer_can_fulfil(three_articles):
    assert misfits([QUESTION, UNANSWERABLE], three_articles) == []
    wrong = replace(
        QUESTION, gold_quotes=(BERTHS, "three new berths"), gold_articles=frozenset({"velmora-port.txt", "x"})
    )
    assert misfits([wrong], three_articles) == [
        "line 1 (a): no article 'x' in the corpus",
        "line 1 (a): none of its gold articles holds 'three new berths'",
    ]
