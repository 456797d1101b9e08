"""Which passages are read for a question: those found, those of the people it is about, and those cited before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.period import tells_of
from bot.question import Question
from bot.sentences import Sentence, paragraph_to, sentences_of
from bot.weighing import Party
from corpus.article import Article, Span
from corpus.dates import Period
from embeddings.build import Build
from embeddings.search import Hit, Query, search

# Passages read for sentences. Ten articles' worth: an actor's commitments are spread over many reports.
DEPTH = 24

Read = tuple[tuple[Hit, ...], tuple[Sentence, ...]]


def read_passages(build: Build, question: Question, parties: Sequence[Party]) -> Read:
    """The passages found of the period asked for, and the sentences of all that are read."""
    hits = _found(build, question)
    return hits, tuple(sentences_of(build, _rows(build, question, hits, parties)))


def read_what_tells_of(build: Build, question: Question, period: Period, parties: Sequence[Party]) -> Read:
    """The same of articles of any time, of their sentences those that name the year or month asked for.

    "What did she assure them of in 2014?" may be told by an article of 2016.
    """
    known = Period(None, question.known_until, Span(0, 0)) if question.known_until else None
    hits, pool = read_passages(build, replace(question, period=known), parties)
    told = tuple(
        one
        for one in pool
        if tells_of(period, one.article.slice(paragraph_to(one.article, one.span)), published=one.article.published)
    )
    return hits if told else (), told


def _found(build: Build, question: Question) -> tuple[Hit, ...]:
    since, until = (question.period.since, question.period.until) if question.period else (None, None)
    if since and question.known_until and since > question.known_until:
        return ()
    return search(build, Query(text=question.search_text, k=DEPTH, since=since, until=until))


def _rows(build: Build, question: Question, hits: Sequence[Hit], parties: Sequence[Party]) -> dict[int, float]:
    """The passages to read, with their closeness to the query.

    The hits come first, then the passages in which one of those asked about is committed, and those of the articles
    that the answer before cited.
    """
    rows = {hit.row: hit.score for hit in hits}
    theirs = frozenset[str]().union(*(party.commitments for party in parties))
    for article_id, commitments in build.commitments_by_article.items() if theirs else ():
        spans = [one.span for one in commitments if one.commitment_id in theirs]
        if spans:
            rows |= {row: rows.get(row, 0.0) for row in passages_of(build, article_id, question, spans)}
    for article_id in question.before:
        rows |= {row: rows.get(row, 0.0) for row in passages_of(build, article_id, question)}
    return rows


def passages_of(build: Build, article_id: str, question: Question, spans: Sequence[Span] = ()) -> list[int]:
    """The rows of an article of the period, of those passages alone that hold one of the spans where there are any."""
    # The answer before may have come from another build.
    rows = build.rows_of.get(article_id, range(0))
    if not rows or not _in_period(build.article_of(rows[0]), question):
        return []
    return [row for row in rows if not spans or any(build.passages.span(row).overlaps(one) for one in spans)]


def _in_period(article: Article, question: Question) -> bool:
    if question.period is None:
        return True
    if article.published is None or (question.known_until and article.published > question.known_until):
        return False
    since, until = question.period.since, question.period.until
    return (since is None or since <= article.published) and (until is None or article.published <= until)
