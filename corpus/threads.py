"""The same commitment across articles: threads, each with its events in the order of their dates.

    threads = make_threads(articles, commitments, encode=encoder.encode, meant=meant)

Every commitment and every sentence that may tell what became of one is a report (`corpus/reports.py`); reports are
linked (`corpus/linking.py`), commitments are grouped (`corpus/grouping.py`), sentences join them (`corpus/joining.py`),
and each event is told by its words and its place in the thread (`corpus/event_kinds.py`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.article import Article, Span
from corpus.commitments import Commitment
from corpus.event_kinds import Told, What, kinds_of
from corpus.grouping import group_commitments
from corpus.joining import join_sentences
from corpus.linking import find_links
from corpus.reports import Encode, Meant, Reports, read_reports

# Longer titles are cut after a word.
MOST_TITLE_CHARS = 120
# An action of fewer words tells little: the next statement's is taken.
FEWEST_TITLE_WORDS = 4


@dataclass(frozen=True, slots=True)
class Event:
    """What one article reports of a thread: the quote's span, the commitment where it is one, and three dates.

    `said` is the day of the statement where the article tells it apart from `published`; `due` the last day allowed.
    """

    article_id: str
    span: Span
    what: What
    commitment_id: str | None
    published: date | None
    due: date | None


@dataclass(frozen=True, slots=True)
class Thread:
    """One commitment as it recurs: the action as title, everyone bound, and events by date."""

    thread_id: str
    title: str
    actors: tuple[str, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A run of an article that belongs to a thread, and the commitment where it is one."""

    article: Article
    span: Span
    commitment: Commitment | None


def make_threads(
    articles: Sequence[Article], commitments: Sequence[Commitment], *, encode: Encode, meant: Meant
) -> tuple[Thread, ...]:
    """Every commitment in exactly one thread, a lone one in a thread of its own; by date of the first event, then id.

    `encode(texts)` and `meant(runs)` give unit rows (n, d) float32 of texts and of what articles say in their passages;
    each is called once.

    Raises:
        EncoderError: the weights of links or events are missing or damaged.
    """
    if not commitments:
        return ()
    reports = read_reports(articles, commitments, encode=encode, meant=meant)
    links = find_links(reports)
    groups = group_commitments(range(len(commitments)), links)
    grown = join_sentences(groups, links, reports)
    threads = [_thread(group, reports, articles, commitments) for group in grown]
    return tuple(sorted(threads, key=lambda thread: (thread.events[0].published or date.max, thread.thread_id)))


def _thread(
    rows: Sequence[int], reports: Reports, articles: Sequence[Article], commitments: Sequence[Commitment]
) -> Thread:
    def order(row: int) -> tuple[date, str, Span]:
        article = articles[reports.articles[row]]
        return article.published or date.max, article.article_id, reports.drafts[row].span

    ordered = sorted(rows, key=order)
    own = [commitments[row] for row in ordered if row < len(commitments)]
    told = [_told(row, reports, articles, commitments) for row in ordered]
    events = [
        _event(row, what, reports, articles, commitments) for row, what in zip(ordered, kinds_of(told), strict=True)
    ]
    return thread_of(events, own)


def thread_of(events: Sequence[Event], commitments: Sequence[Commitment]) -> Thread:
    """The thread of these events, by date; `commitments` are those of them that are one, in the same order."""
    first = commitments[0]
    return Thread(
        thread_id=hashlib.sha256(first.commitment_id.encode("utf-8")).hexdigest()[:12],
        title=_title(next((one for one in commitments if len(one.action.split()) >= FEWEST_TITLE_WORDS), first)),
        actors=tuple(dict.fromkeys(name for commitment in commitments for name in commitment.actors)),
        events=tuple(events),
    )


def _title(commitment: Commitment) -> str:
    """The action as one line."""
    flat = re.sub(r"\s+", " ", commitment.action).strip(' ,;:."\u201c\u201d*-')
    if len(flat) > MOST_TITLE_CHARS:
        flat = flat[:MOST_TITLE_CHARS].rsplit(" ", 1)[0].rstrip(" ,;:") + " \u2026"
    return flat[:1].upper() + flat[1:]


def _told(row: int, reports: Reports, articles: Sequence[Article], commitments: Sequence[Commitment]) -> Told:
    draft = reports.drafts[row]
    return Told(
        quote=draft.words,
        sentence=draft.sentence,
        published=articles[draft.article].published,
        kind=commitments[row].kind if row < len(commitments) else None,
    )


def _event(
    row: int, what: What, reports: Reports, articles: Sequence[Article], commitments: Sequence[Commitment]
) -> Event:
    draft = reports.drafts[row]
    commitment = commitments[row] if row < len(commitments) else None
    return Event(
        article_id=articles[draft.article].article_id,
        span=draft.span,
        what=what,
        commitment_id=commitment.commitment_id if commitment else None,
        published=articles[draft.article].published,
        due=commitment.deadline.due if commitment and commitment.deadline else None,
    )
