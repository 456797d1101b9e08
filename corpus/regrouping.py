"""Threads as people left them: two that are one are joined, a commitment that is not of its thread is taken out.

    threads = regroup(threads, commitments, [Join(("a1", "a2"), ("b1",)), Take("c3")], articles=articles)

What a join asserts is that two commitments are one: the first of each side that the ledger still holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from corpus.article import Article
from corpus.commitments import Commitment
from corpus.event_kinds import What
from corpus.threads import Event, Thread, thread_of


@dataclass(frozen=True, slots=True)
class Join:
    """Commitments of two threads that are one, by id; the first of each side that is there stands for its side."""

    side: tuple[str, ...]
    other: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Take:
    """A commitment, by id, that gets a thread of its own."""

    commitment_id: str


Step = Join | Take


def regroup(
    threads: Sequence[Thread], commitments: Sequence[Commitment], steps: Sequence[Step], *, articles: Sequence[Article]
) -> tuple[Thread, ...]:
    """The threads of these commitments and no others, after all steps in their order; sorted as `make_threads` does.

    A commitment that is in no thread yet gets its own; what is left without a commitment is no thread any more. A step
    of which a side is not there changes nothing. Threads that nothing touches are the same objects.
    """
    groups = _Groups(threads, commitments, {article.article_id: article for article in articles})
    for step in steps:
        if isinstance(step, Join):
            groups.join(step)
        else:
            groups.take(step.commitment_id)
    return tuple(sorted(groups.threads(), key=lambda one: (one.events[0].published or date.max, one.thread_id)))


class _Groups:
    """Events in groups, by number; `_made` are the threads of those that nothing has touched."""

    def __init__(
        self, threads: Sequence[Thread], commitments: Sequence[Commitment], articles: dict[str, Article]
    ) -> None:
        self._known = {one.commitment_id: one for one in commitments}
        self._numbers = count(len(threads))
        self._events: dict[int, list[Event]] = {}
        self._made: dict[int, Thread] = {}
        self._home: dict[str, int] = {}
        for number, thread in enumerate(threads):
            events = [one for one in thread.events if one.commitment_id is None or one.commitment_id in self._known]
            self._put(events, number)
            if len(events) == len(thread.events) and thread.actors == _actors(self._commitments(events)):
                self._made[number] = thread
        for one in commitments:
            if one.commitment_id not in self._home:
                self._put([_announced(one, articles[one.article_id])], next(self._numbers))

    def join(self, step: Join) -> None:
        """Bring the groups of both sides together."""
        home, other = self._first(step.side), self._first(step.other)
        if home is None or other is None or home == other:
            return
        self._made.pop(home, None)
        self._made.pop(other, None)
        self._put([*self._events[home], *self._events.pop(other)], home)

    def take(self, commitment_id: str) -> None:
        """Give a commitment its own group, unless it is the only one of its group already."""
        home = self._home.get(commitment_id)
        if home is None or len(self._commitments(self._events[home])) == 1:
            return
        events = self._events[home]
        self._made.pop(home, None)
        self._put([one for one in events if one.commitment_id != commitment_id], home)
        self._put([one for one in events if one.commitment_id == commitment_id], next(self._numbers))

    def threads(self) -> Iterable[Thread]:
        """The thread of each group that holds a commitment."""
        for number, events in self._events.items():
            if number in self._made:
                yield self._made[number]
            elif self._commitments(events):
                ordered = _ordered(events)
                yield thread_of(ordered, self._commitments(ordered))

    def _first(self, ids: tuple[str, ...]) -> int | None:
        return next((self._home[one] for one in ids if one in self._home), None)

    def _put(self, events: list[Event], number: int) -> None:
        self._events[number] = events
        self._home.update({one.commitment_id: number for one in events if one.commitment_id is not None})

    def _commitments(self, events: Iterable[Event]) -> list[Commitment]:
        return [self._known[one.commitment_id] for one in events if one.commitment_id is not None]


def _ordered(events: Iterable[Event]) -> list[Event]:
    """By date, the first of them no repetition and none but the first an announcement; the rest tell what they told."""
    first, *rest = sorted(events, key=lambda one: (one.published or date.max, one.article_id, one.span))
    first = replace(first, what=What.ANNOUNCED) if first.what is What.REPEATED else first
    return [first, *(replace(one, what=What.REPEATED) if one.what is What.ANNOUNCED else one for one in rest)]


def _announced(commitment: Commitment, article: Article) -> Event:
    """The one event of a commitment that the build has put in no thread."""
    return Event(
        article_id=commitment.article_id,
        span=commitment.span,
        what=What.ANNOUNCED,
        commitment_id=commitment.commitment_id,
        published=article.published,
        due=commitment.deadline.due if commitment.deadline else None,
    )


def _actors(commitments: Iterable[Commitment]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in commitments for name in one.actors))
