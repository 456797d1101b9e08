"""Answers as Markdown and as plain text."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answer import Answer, NearMiss, Refusal, Statement, Step
from bot.evidence import Citation, Evidence
from bot.question import read_question
from bot.render import citation_name, day, escape, markdown, plain, quoted, reference, undertaking_words
from bot.undertaking import Firmness, Undertaking
from corpus.article import Span
from corpus.commitments import Kind

QUESTION = read_question("What of Sarn?", today=date(2031, 3, 10))


def citation(article, quote: str, number: int) -> Citation:
    start = article.text.index(quote)
    return Citation(number, Evidence(article, Span(start, start + len(quote)), 0, 0.9))


@pytest.fixture
def answer(three_articles) -> Answer:
    port, police, _ = three_articles
    first = citation(port, "She promised two new berths for larger ships.", 1)
    second = citation(police, "Karsund will hire 400 police officers within a year", 2)
    statements = (Statement(first.quote, (1,)), Statement(second.quote, (2, 1)))
    steps = (Step("Understood", "sarn"),)
    return Answer(QUESTION, statements, (first, second), None, "2 reports:", (), steps, "b1")


@pytest.fixture
def refusal(three_articles) -> Answer:
    miss = NearMiss(citation(three_articles[2], "The track between Odrin and Pell", 1), "says nothing of Sarn")
    return Answer(QUESTION, (), (), Refusal.NOT_IN_CORPUS, "Nothing here.", (miss,), (), "b1")


def test_markdown_marks_each_statement(answer):
    assert markdown(answer).splitlines() == [
        "2 reports:",
        "",
        "- **2 May 2030** · “She promised two new berths for larger ships.” *Sarn Courier* [S1]",
        "- **14 September 2030** · “Karsund will hire 400 police officers within a year” *The Karsund Post* [S2] [S1]",
    ]


def test_markdown_of_refusal_shows_what_came_nearest(refusal):
    text = markdown(refusal)
    assert text.startswith("Nothing here.")
    assert "- “The track between Odrin and Pell” [S1] — undated; *says nothing of Sarn*" in text


def test_plain_lists_numbered_sources(answer):
    lines = plain(answer).splitlines()
    assert "- 2 May 2030: “She promised two new berths for larger ships.” [1]" in lines
    assert any(line.startswith("[2] The Karsund Post, 14 September 2030: Karsund to hire 400") for line in lines)


def test_reference_is_complete(answer):
    assert reference(answer.citations[0]) == (
        "“She promised two new berths for larger ships.”. Velmora to deepen Sarn harbour. Sarn Courier. 2 May 2030"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<img src=x onerror=alert(1)>", r"\<img src=x onerror=alert\(1\)\>"),
        ("![a](http://x.test/a.png)", "\\!\\[a\\]\\(http:\u2060//x.test/a.png\\)"),
        ("a *b* _c_ `d`", r"a \*b\* \_c\_ \`d\`"),
        ("two\n\nlines", "two lines"),
        ("# 5% | $3", r"\# 5% \| \$3"),
        ("Write to a@b.test", "Write to a@\u2060b.test"),
    ],
)
def test_escape_leaves_nothing_to_be_rendered(text, shown):
    assert escape(text) == shown


def test_markers_resolve_and_none_is_unused(answer):
    shown = markdown(answer)
    assert all(citation_name(one.number) in shown for one in answer.citations)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("She promised.", "“She promised.”"),
        ("“We will build,” she said.", "“We will build,” she said."),
        ("- a unit is being raised;", "“a unit is being raised;”"),
        ("two\n\nparagraphs", "“two paragraphs”"),
    ],
)
def test_quoted_marks_words_once(text, shown):
    assert quoted(text) == shown


@pytest.mark.parametrize(("when", "shown"), [(date(2026, 1, 8), "8 January 2026"), (None, "undated")])
def test_day_names_the_date(when, shown):
    assert day(when) == shown


@pytest.mark.parametrize(
    ("undertaking", "words"),
    [
        (Undertaking(Kind.PLEDGE, Firmness.FIRM, "by March 2031", ""), ["firm pledge", "due “by March 2031”"]),
        (Undertaking(Kind.PLAN, Firmness.CONDITIONAL, "", ""), ["conditional plan", "no date given"]),
        (Undertaking(Kind.REFUSAL, Firmness.REFUSAL, "", ""), ["refusal"]),
        (Undertaking(Kind.PRIORITY, Firmness.ASPIRATION, "", ""), ["aspiration (priority)"]),
    ],
)
def test_undertaking_words_tell_how_firm_it_is_and_whether_it_can_be_checked(undertaking, words):
    assert undertaking_words(undertaking) == words
