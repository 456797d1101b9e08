"""Answers as Markdown and as plain text."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from bot.answer import Answer, NearMiss, Refusal, Remark, Statement, Step
from bot.evidence import Citation, Evidence
from bot.question import read_question
from bot.render import (
    NOTHING,
    NOTHING_ELSE,
    citation_name,
    day,
    escape,
    markdown,
    plain,
    quoted,
    reference,
    undertaking_words,
)
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
        ("“Why won’t he pay?", "“Why won’t he pay?”"),
        ('"We will build,', '"We will build,"'),
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


@pytest.fixture
def comparison(three_articles) -> Answer:
    port, police, _ = three_articles
    first = citation(port, "She promised two new berths for larger ships.", 1)
    second = citation(police, "Karsund will hire 400 police officers within a year", 2)
    statements = (Statement(first.quote, (1,), group="Ilka Brandt"), Statement(second.quote, (2,), group="Tobin Hale"))
    citations = (first, second)
    return Answer(QUESTION, statements, citations, None, "2:", (), (), "b1", compared=("Ilka Brandt", "Tobin Hale"))


def test_two_who_are_compared_stand_in_two_columns_with_their_marks(comparison):
    rows = [line for line in markdown(comparison).splitlines() if line.startswith("|")]
    assert rows[:2] == ["| Ilka Brandt | Tobin Hale |", "| --- | --- |"]
    left, right = rows[2].strip("| ").split(" | ")
    assert "two new berths" in left and "[S1]" in left
    assert "400 police officers" in right and "[S2]" in right


def test_side_of_which_nothing_is_found_says_so(comparison):
    only = replace(comparison, statements=comparison.statements[:1])
    assert markdown(only).splitlines()[-1].endswith(f"| *{NOTHING}* |")
    assert plain(only).splitlines().count(f"- {NOTHING}") == 1
    three = replace(only, compared=("Ilka Brandt", "Tobin Hale", "Odrin"))
    lines = markdown(three).splitlines()
    assert [line for line in lines if line.startswith("**")] == ["**Ilka Brandt**", "**Tobin Hale**", "**Odrin**"]
    assert lines.count(f"- *{NOTHING}*") == 2


def test_what_both_do_stands_above_the_columns(comparison):
    both = replace(comparison.statements[0], group="Ilka Brandt and Tobin Hale")
    lines = markdown(replace(comparison, statements=(both, comparison.statements[1]))).splitlines()
    head = lines.index("| Ilka Brandt | Tobin Hale |")
    assert lines.index("**Ilka Brandt and Tobin Hale**") < head
    assert lines[head + 2].startswith(f"| *{NOTHING_ELSE}* |")
    assert {"[S1]", "[S2]"} <= set(re.findall(r"\[S\d\]", "\n".join(lines)))


@pytest.mark.parametrize("hostile", ["<b>x</b> | y", "a\n\n| b |"])
def test_cells_hold_no_markup_of_an_article(hostile, three_articles, comparison):
    article = replace(three_articles[0], text=hostile, outlet=hostile)
    quote = Citation(1, Evidence(article, Span(0, len(hostile)), 0, 0.9))
    remark = Remark("The reports differ.", (1, 2), side_by_side=True)
    shown = markdown(replace(comparison, citations=(quote, comparison.citations[1]), remarks=(remark,)))
    for line in shown.splitlines():
        assert len(re.findall(r"(?<!\\)\|", line)) in {0, 3}
    assert "<b>" not in shown
