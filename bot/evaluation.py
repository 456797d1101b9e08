"""How good answers are, beside what right ones hold: one outcome a question, and figures over many of them.

A gold quote is cited when one citation holds at least 0.6 of its word trigrams (its words in lower case, in runs of
three; a shorter quote is one run): the citation may then be cut elsewhere, but tells the same. A fact is said when it
stands, in lower case and whatever the marks between its words, in the statements or the quotes cited.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

from bot.answer import Answer
from bot.labels import LabelledQuestion
from corpus.article import Article

LEAST_COVERED = 0.6
_RUN_WORDS = 3
_WORD = re.compile(r"\w+")

Run = tuple[str, ...]

# The figures that are fractions, 0 to 1, of which more is better: what floors are set for and runs are compared by.
FRACTIONS = (
    "answered",
    "complete_answers",
    "quotes_cited",
    "facts_said",
    "articles_cited",
    "citations_on_topic",
    "citations_with_gold",
    "right_refusals",
    "verbatim_citations",
    "cited_statements",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question; `reason` is empty where it was answered, `seconds` is the time of the answer.

    `missed_articles` hold a gold quote and are not cited. `on_topic` citations are from a gold article, those
    `with_gold` hold a gold quote. A citation is not verbatim where its article does not hold it to the letter, a
    statement is uncited where it has no citation that the answer lists.
    """

    labelled: LabelledQuestion
    reason: str
    missed_quotes: tuple[str, ...]
    missed_facts: tuple[str, ...]
    gold_homes: int
    missed_articles: tuple[str, ...]
    citations: int
    on_topic: int
    with_gold: int
    not_verbatim: int
    statements: int
    uncited: int
    seconds: float
    first_statement: str

    @property
    def answered(self) -> bool:
        """Whether it was answered at all."""
        return not self.reason

    @property
    def is_right(self) -> bool:
        """A complete answer, or a refusal of what cannot be answered."""
        if not self.labelled.answerable:
            return not self.answered
        return self.answered and not self.missed_quotes and not self.missed_facts


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures over some questions; a fraction of nothing is None.

    Of the answerable questions: `answered` (the rest are wrong refusals), `complete_answers` (every gold quote cited
    and every fact said), `quotes_cited`, `facts_said`, `articles_cited` (citation recall: of the articles that hold a
    gold quote), `citations_on_topic` (citation precision: from a gold article), `citations_with_gold` (the stricter
    precision: holding a gold quote), `citations_per_answer`. Of the others: `right_refusals`. Of all:
    `verbatim_citations`, `cited_statements`, `median_seconds` and `p95_seconds` of an answer (nearest rank).
    """

    questions: int
    answerable: int
    answered: float | None
    complete_answers: float | None
    quotes_cited: float | None
    facts_said: float | None
    articles_cited: float | None
    citations_on_topic: float | None
    citations_with_gold: float | None
    right_refusals: float | None
    verbatim_citations: float | None
    cited_statements: float | None
    citations_per_answer: float | None
    median_seconds: float
    p95_seconds: float


def judge(labelled: LabelledQuestion, answer: Answer, texts: Mapping[str, str], *, seconds: float) -> Outcome:
    """The outcome of one question; `texts` are the corpus' articles by path."""
    held = [runs(citation.quote) for citation in answer.citations]
    said = _plain(" ".join([*(one.text for one in answer.statements), *(one.quote for one in answer.citations)]))
    gold = [runs(quote) for quote in labelled.gold_quotes]
    cited = {citation.article.path for citation in answer.citations}
    homes = gold_homes(labelled, texts)
    numbers = {citation.number for citation in answer.citations}
    return Outcome(
        labelled=labelled,
        reason=answer.reason or "",
        missed_quotes=tuple(
            quote
            for quote, wanted in zip(labelled.gold_quotes, gold, strict=True)
            if not any(covers(one, wanted) for one in held)
        ),
        missed_facts=tuple(fact for fact in labelled.must_mention if _plain(fact) not in said),
        gold_homes=len(homes),
        missed_articles=tuple(path for path in homes if path not in cited),
        citations=len(answer.citations),
        on_topic=sum(citation.article.path in labelled.gold_articles for citation in answer.citations),
        with_gold=sum(any(covers(one, wanted) for wanted in gold) for one in held),
        not_verbatim=sum(one.quote not in texts.get(one.article.path, "") for one in answer.citations),
        statements=len(answer.statements),
        uncited=sum(not numbers & set(statement.citations) for statement in answer.statements),
        seconds=seconds,
        first_statement=answer.statements[0].text if answer.statements else "",
    )


def figures_of(outcomes: Sequence[Outcome]) -> Figures:
    """The figures over some outcomes, at least one."""
    asked = [one for one in outcomes if one.labelled.answerable]
    answers = [one for one in asked if one.answered]
    citations = sum(one.citations for one in asked)
    quotes = sum(len(one.labelled.gold_quotes) for one in asked)
    facts = sum(len(one.labelled.must_mention) for one in asked)
    homes = sum(one.gold_homes for one in asked)
    refusable = [one for one in outcomes if not one.labelled.answerable]
    seconds = sorted(one.seconds for one in outcomes)
    return Figures(
        questions=len(outcomes),
        answerable=len(asked),
        answered=_fraction(len(answers), len(asked)),
        complete_answers=_fraction(sum(one.is_right for one in asked), len(asked)),
        quotes_cited=_fraction(quotes - sum(len(one.missed_quotes) for one in asked), quotes),
        facts_said=_fraction(facts - sum(len(one.missed_facts) for one in asked), facts),
        articles_cited=_fraction(homes - sum(len(one.missed_articles) for one in asked), homes),
        citations_on_topic=_fraction(sum(one.on_topic for one in asked), citations),
        citations_with_gold=_fraction(sum(one.with_gold for one in asked), citations),
        right_refusals=_fraction(sum(one.is_right for one in refusable), len(refusable)),
        verbatim_citations=_rest(sum(one.not_verbatim for one in outcomes), sum(one.citations for one in outcomes)),
        cited_statements=_rest(sum(one.uncited for one in outcomes), sum(one.statements for one in outcomes)),
        citations_per_answer=_fraction(citations, len(answers)),
        median_seconds=median(seconds),
        p95_seconds=seconds[ceil(0.95 * len(seconds)) - 1],
    )


def figures_by_type(outcomes: Iterable[Outcome]) -> dict[str, Figures]:
    """The figures of each type of question, in the order in which the types first come."""
    types: dict[str, list[Outcome]] = {}
    for one in outcomes:
        types.setdefault(one.labelled.type, []).append(one)
    return {name: figures_of(those) for name, those in types.items()}


def refusal_reasons(outcomes: Iterable[Outcome], *, answerable: bool) -> dict[str, int]:
    """How often each reason was given for refusing questions that can, or cannot, be answered; most often first."""
    given = Counter(one.reason for one in outcomes if one.reason and one.labelled.answerable is answerable)
    return dict(sorted(given.items(), key=lambda row: (-row[1], row[0])))


def misfits(questions: Iterable[LabelledQuestion], articles: Iterable[Article]) -> list[str]:
    """Labels that nothing in the corpus can fulfil, one line each: articles that are not there, quotes not in them."""
    texts = {article.path: article.text for article in articles}
    found = []
    for one in questions:
        where = f"line {one.line_number} ({one.question_id})"
        found += [f"{where}: no article {path!r} in the corpus" for path in sorted(one.gold_articles - texts.keys())]
        gold = " ".join(f" {_plain(texts.get(path, ''))} " for path in sorted(one.gold_articles))
        found += [
            f"{where}: none of its gold articles holds {quote[:60]!r}"
            for quote in one.gold_quotes
            if f" {_plain(quote)} " not in gold
        ]
    return found


def gold_homes(labelled: LabelledQuestion, texts: Mapping[str, str]) -> list[str]:
    """The paths of the gold articles that hold a gold quote word for word, in alphabetical order."""
    wanted = [f" {_plain(quote)} " for quote in labelled.gold_quotes]
    gold = {path: f" {_plain(texts.get(path, ''))} " for path in labelled.gold_articles}
    return sorted(path for path, text in gold.items() if any(quote in text for quote in wanted))


def runs(text: str) -> frozenset[Run]:
    """The word trigrams of a text; one run of all its words where it has fewer than three."""
    words = _WORD.findall(text.lower())
    return frozenset(tuple(words[at : at + _RUN_WORDS]) for at in range(max(1, len(words) - _RUN_WORDS + 1)))


def covers(held: frozenset[Run], wanted: frozenset[Run]) -> bool:
    """Whether a citation's runs hold enough of a gold quote's."""
    return len(held & wanted) >= LEAST_COVERED * len(wanted)


def _plain(text: str) -> str:
    """The words in lower case with one space between."""
    return " ".join(_WORD.findall(text.lower()))


def _fraction(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _rest(part: int, whole: int) -> float | None:
    return _fraction(whole - part, whole)
