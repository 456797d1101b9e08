"""The same commitment across articles: threads, each with its events in the order of their dates.

    threads = make_threads(articles, commitments, encode=encoder.encode)

Two reports belong together when their words, the words around them, their actors and their meaning are alike; how much
each counts was learned from labelled threads of invented stories (`benchmarks/threads.py`). Sentences that report
progress without being a commitment join the thread that they are most like.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.article import Article, Span
from corpus.commitments import Commitment
from corpus.event_kinds import What, what_of
from corpus.likeness import Report
from corpus.linking import Links, find_links
from corpus.reports import Encode, read_reports

# Chosen on the labelled threads (`python benchmarks/threads.py --fit`), where pair F1 is flat from 0.06 to 0.15: the
# upper half of that stretch, for a thread that mixes two commitments misleads more than one that misses an event.
LINK = 0.12
JOIN = 0.08
# One article seldom tells more than two things about one commitment.
MOST_SENTENCES = 2


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
    articles: Sequence[Article], commitments: Sequence[Commitment], *, encode: Encode
) -> tuple[Thread, ...]:
    """Every commitment in exactly one thread, a lone one in a thread of its own; by date of the first event, then id.

    `encode(texts)` gives unit rows (n, d) float32; it is called twice.
    """
    reports, rarity = read_reports(articles, commitments, encode=encode)
    links = find_links(reports, rarity)
    groups = join_sentences(group_reports(reports, links), links, reports)
    threads = [_thread([reports[row] for row in group], articles, commitments) for group in groups]
    return tuple(sorted(threads, key=lambda thread: (thread.events[0].published or date.max, thread.thread_id)))


def group_reports(reports: Sequence[Report], links: Links) -> list[list[int]]:
    """Commitments brought together, likeliest pairs first, where the groups' links reach LINK on average.

    A pair that was not looked at counts as a link of 0.
    """
    home = {row: row for row, report in enumerate(reports) if report.commitment is not None}
    groups = {row: [row] for row in home}
    pairs = [(p, pair) for pair, p in links.items() if p >= LINK and reports[pair[1]].commitment is not None]
    for _, (one, other) in sorted(pairs, key=lambda found: (-found[0], found[1])):
        left, right = home[one], home[other]
        if left == right or _mean_link(groups[left], groups[right], links) < LINK:
            continue
        for row in groups[right]:
            home[row] = left
        groups[left].extend(groups.pop(right))
    return list(groups.values())


def _mean_link(left: Sequence[int], right: Sequence[int], links: Links) -> float:
    """The mean link between two groups. Counting only the stronger links grows threads of dozens that mix all."""
    between = [max(links.get((one, other), 0.0), links.get((other, one), 0.0)) for one in left for other in right]
    return sum(between) / len(between)


def join_sentences(groups: Sequence[Sequence[int]], links: Links, reports: Sequence[Report]) -> list[list[int]]:
    """Each sentence added to the thread it is most like, where that is at least JOIN; the best few of each article."""
    home = {row: number for number, group in enumerate(groups) for row in group}
    best: dict[int, tuple[float, int]] = {}
    for (earlier, later), probability in links.items():
        if reports[later].commitment is None and probability >= max(JOIN, best.get(later, (0.0, 0))[0]):
            best[later] = (probability, home[earlier])
    joined = [list(group) for group in groups]
    taken: Counter[tuple[int, int]] = Counter()
    for row, (_, number) in sorted(best.items(), key=lambda found: (-found[1][0], found[0])):
        taken[number, reports[row].article] += 1
        if taken[number, reports[row].article] <= MOST_SENTENCES:
            joined[number].append(row)
    return joined


def _thread(found: Sequence[Report], articles: Sequence[Article], commitments: Sequence[Commitment]) -> Thread:
    parts = [
        Part(articles[one.article], one.span, None if one.commitment is None else commitments[one.commitment])
        for one in found
    ]
    parts.sort(key=lambda one: (one.article.published or date.max, one.article.article_id, one.span))
    events = [_event(part, is_first=not place) for place, part in enumerate(parts)]
    return thread_of(events, [part.commitment for part in parts if part.commitment is not None])


def thread_of(events: Sequence[Event], commitments: Sequence[Commitment]) -> Thread:
    """The thread of these events, by date; `commitments` are those of them that are one, in the same order."""
    first = commitments[0]
    return Thread(
        thread_id=hashlib.sha256(first.commitment_id.encode("utf-8")).hexdigest()[:12],
        title=first.action[:1].upper() + first.action[1:],
        actors=tuple(dict.fromkeys(name for commitment in commitments for name in commitment.actors)),
        events=tuple(events),
    )


def _event(part: Part, *, is_first: bool) -> Event:
    article, commitment = part.article, part.commitment
    quote = re.sub(r"\s+", " ", article.slice(part.span))
    return Event(
        article_id=article.article_id,
        span=part.span,
        what=what_of(quote, is_first=is_first, status=commitment.status if commitment else None),
        commitment_id=commitment.commitment_id if commitment else None,
        published=article.published,
        due=commitment.deadline.due if commitment and commitment.deadline else None,
    )
