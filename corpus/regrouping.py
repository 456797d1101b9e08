"""Threads as people left them: two that are one are joined, a commitment that is not of its thread is taken out.

    threads = regroup(threads, commitments, [Join(("a1", "a2"), ("b1",)), Take("c3")], articles=articles)

What a join asserts is that two commitments are one: the first of each side that the ledger still holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from corpus.article import Article
from corpus.commitments import Commitment
from corpus.threads import Part, Thread, assemble


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
    """Parts of articles in groups, by number; `_made` are the threads of those that nothing has touched."""

    def __init__(
        self, threads: Sequence[Thread], commitments: Sequence[Commitment], articles: dict[str, Article]
    ) -> None:
        known = {one.commitment_id: one for one in commitments}
        self._numbers = count(len(threads))
        self._parts: dict[int, list[Part]] = {}
        self._made: dict[int, Thread] = {}
        for number, thread in enumerate(threads):
            self._parts[number] = [
                Part(articles[event.article_id], event.span, known.get(event.commitment_id or ""))
                for event in thread.events
                if event.commitment_id is None or event.commitment_id in known
            ]
            if len(self._parts[number]) == len(thread.events) and thread.actors == _actors(self._parts[number]):
                self._made[number] = thread
        self._home = {
            part.commitment.commitment_id: number
            for number, parts in self._parts.items()
            for part in parts
            if part.commitment is not None
        }
        for one in commitments:
            if one.commitment_id not in self._home:
                self._add([Part(articles[one.article_id], one.span, one)])

    def join(self, step: Join) -> None:
        """Bring the groups of both sides together."""
        home, other = self._first(step.side), self._first(step.other)
        if home is None or other is None or home == other:
            return
        moved = self._parts.pop(other)
        self._parts[home].extend(moved)
        self._made.pop(home, None)
        self._move(moved, home)

    def take(self, commitment_id: str) -> None:
        """Give a commitment its own group, unless it is the only one of its group already."""
        home = self._home.get(commitment_id)
        if home is None or len(_commitments(self._parts[home])) == 1:
            return
        own = [one for one in self._parts[home] if one.commitment and one.commitment.commitment_id == commitment_id]
        self._parts[home] = [part for part in self._parts[home] if part not in own]
        self._made.pop(home, None)
        self._add(own)

    def threads(self) -> Iterable[Thread]:
        """The thread of each group that holds a commitment."""
        for number, parts in self._parts.items():
            if number in self._made:
                yield self._made[number]
            elif _commitments(parts):
                yield assemble(parts)

    def _first(self, ids: tuple[str, ...]) -> int | None:
        return next((self._home[one] for one in ids if one in self._home), None)

    def _add(self, parts: list[Part]) -> None:
        number = next(self._numbers)
        self._parts[number] = parts
        self._move(parts, number)

    def _move(self, parts: list[Part], number: int) -> None:
        self._home.update({part.commitment.commitment_id: number for part in parts if part.commitment})


def _commitments(parts: Iterable[Part]) -> list[Commitment]:
    return [part.commitment for part in parts if part.commitment is not None]


def _actors(parts: Iterable[Part]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in _commitments(parts) for name in one.actors))
