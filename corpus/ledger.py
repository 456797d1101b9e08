"""The ledger: every commitment with its thread, filtered, and the lists that follow from it; verdicts belong to people.

ledger = Ledger.of(articles, commitments, threads)
ledger.select(Filter(actor="Vance", since=date(2030, 1, 1)))
ledger.overdue(today=date(2030, 9, 1))
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.actors import Registry, name_key
from corpus.article import Article
from corpus.commitments import Commitment, Kind, Status
from corpus.event_kinds import What
from corpus.likeness import terms_of
from corpus.threads import Event, Thread

# After these a thread owes nothing any more, whatever its deadline was.
CLOSING = frozenset({What.DELIVERED, What.ABANDONED, What.DENIED})


@dataclass(frozen=True, slots=True)
class Entry:
    """One commitment, the article that reports it and its thread (None where threads were not made)."""

    commitment: Commitment
    article: Article
    thread_id: str | None


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked of the ledger; a field left as it is asks nothing. `since` and `until` are days of publication."""

    actor: str = ""
    counterparty: str = ""
    kind: Kind | None = None
    status: Status | None = None
    words: str = ""
    since: date | None = None
    until: date | None = None
    outlet: str = ""
    core_only: bool = False


@dataclass(frozen=True, slots=True)
class ChangedWording:
    """A thread whose first and latest statement differ: both events, for their quotes to be shown side by side."""

    thread: Thread
    first: Event
    latest: Event


@dataclass(frozen=True, slots=True)
class Ledger:
    """All entries by day of publication, article and place, and all threads."""

    entries: tuple[Entry, ...]
    threads: tuple[Thread, ...]
    registry: Registry

    @classmethod
    def of(
        cls,
        articles: Sequence[Article],
        commitments: Sequence[Commitment],
        threads: Sequence[Thread],
        *,
        registry: Registry,
    ) -> Ledger:
        """Join commitments with their articles and threads."""
        by_id = {article.article_id: article for article in articles}
        home = {event.commitment_id: thread.thread_id for thread in threads for event in thread.events}
        entries = [Entry(one, by_id[one.article_id], home.get(one.commitment_id)) for one in commitments]
        entries.sort(key=lambda entry: (entry.article.published or date.max, entry.article.path, entry.commitment.span))
        return cls(tuple(entries), tuple(threads), registry)

    def select(self, wanted: Filter) -> tuple[Entry, ...]:
        """The entries that fit every field of the filter, in the ledger's order."""
        actors = self._names(wanted.actor)
        others = self._names(wanted.counterparty)
        return tuple(entry for entry in self.entries if _fits(entry, wanted) and _is_by(entry, wanted, actors, others))

    def _names(self, asked: str) -> frozenset[str]:
        """All spellings that an asked name may stand for, as keys; the name itself where nobody is known by it."""
        found = {name_key(name) for actor in self.registry.resolve(asked) for name in (actor.name, *actor.spellings)}
        return frozenset(found or {name_key(asked)}) if asked else frozenset()

    def overdue(self, *, today: date) -> tuple[Thread, ...]:
        """Threads whose last day is over, with nothing that reports delivery or an end; longest overdue first."""
        late = [
            (due, thread)
            for thread in self.threads
            if (due := due_of(thread)) and due < today and not is_closed(thread)
        ]
        return tuple(thread for _, thread in sorted(late, key=lambda found: (found[0], found[1].thread_id)))

    def silent(self, *, today: date, days: int) -> tuple[Thread, ...]:
        """Open threads of which nothing was reported for `days` days; the longest silent first."""
        border = today - timedelta(days=days)
        quiet = [
            (last, thread)
            for thread in self.threads
            if (last := last_day(thread)) and last < border and not is_closed(thread)
        ]
        return tuple(thread for _, thread in sorted(quiet, key=lambda found: (found[0], found[1].thread_id)))

    def changed_wording(self) -> tuple[ChangedWording, ...]:
        """Threads stated in different words of content or another deadline by different articles."""
        texts = {entry.article.article_id: entry.article for entry in self.entries}
        changed = []
        for thread in self.threads:
            stated = [event for event in thread.events if event.commitment_id is not None]
            if len({event.article_id for event in stated}) < 2:
                continue
            first, latest = stated[0], stated[-1]
            if _terms(first, texts) != _terms(latest, texts) or first.due != latest.due:
                changed.append(ChangedWording(thread, first, latest))
        return tuple(changed)


def _terms(event: Event, texts: dict[str, Article]) -> frozenset[str]:
    return frozenset(terms_of(texts[event.article_id].slice(event.span)))


def _fits(entry: Entry, wanted: Filter) -> bool:
    """Whether kind, status, words, days and outlet fit."""
    commitment, article = entry.commitment, entry.article
    day = article.published
    words = re.sub(r"\s+", " ", f"{article.slice(commitment.span)} {commitment.action}").lower()
    return all(
        (
            wanted.kind is None or commitment.kind is wanted.kind,
            wanted.status is None or commitment.status is wanted.status,
            not wanted.core_only or commitment.kind.is_core,
            all(word in words for word in wanted.words.lower().split()),
            wanted.since is None or (day is not None and day >= wanted.since),
            wanted.until is None or (day is not None and day <= wanted.until),
            not wanted.outlet or (article.outlet or "").lower() == wanted.outlet.lower(),
        )
    )


def _is_by(entry: Entry, wanted: Filter, actors: frozenset[str], others: frozenset[str]) -> bool:
    """Whether it binds or was said by the actor asked for, and was made to the counterparty asked for."""
    commitment = entry.commitment
    own = {name_key(name) for name in (*commitment.actors, *commitment.speakers)}
    to = {name_key(commitment.counterparty)} if commitment.counterparty else set()
    return (not wanted.actor or bool(own & actors)) and (not wanted.counterparty or bool(to & others))


def due_of(thread: Thread) -> date | None:
    """The last day that the latest statement with a deadline allows."""
    return next((event.due for event in reversed(thread.events) if event.due), None)


def last_day(thread: Thread) -> date | None:
    """The day of the last event that has one."""
    return max((event.published for event in thread.events if event.published), default=None)


def is_closed(thread: Thread) -> bool:
    """Whether the last event that is more than a repetition ended it."""
    telling = [event.what for event in thread.events if event.what is not What.REPEATED]
    return bool(telling) and telling[-1] in CLOSING
