"""The ledger: every commitment with its thread, filtered, and the lists that follow from it; verdicts belong to people.

ledger = Ledger.of(articles, commitments, threads)
ledger.select(Filter(actor="Vance", since=date(2030, 1, 1)))
ledger.overdue(today=date(2030, 9, 1))
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from corpus.actors import Registry, name_key
from corpus.article import Article
from corpus.commitments import Commitment, Kind, Status
from corpus.corrections import Correction
from corpus.event_kinds import BY_STATUS, What, tells_progress
from corpus.terms import terms_of
from corpus.threads import Event, Thread

# After these a thread owes nothing any more, whatever its deadline was.
CLOSING = frozenset({What.DELIVERED, What.ABANDONED, What.DENIED})
# Half a year without a word is long for news: what is listed as silent where no number of days is given.
SILENT_DAYS: Final = 180


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
class Standing:
    """Where a thread stands and what tells it: the last telling event or, where it is set, a person's `verdict`.

    `day` is when that was published or, of a verdict, given.
    """

    what: What
    day: date | None
    event: Event
    verdict: Correction | None


@dataclass(frozen=True, slots=True)
class ChangedWording:
    """A thread whose first and latest statement differ: both events, for their quotes to be shown side by side."""

    thread: Thread
    first: Event
    latest: Event


@dataclass(frozen=True)
class Ledger:
    """All entries by day of publication, article and place, and all threads.

    `articles` are by their id, those that only tell of another's commitment among them; `verdicts` by the commitment's.
    """

    articles: Mapping[str, Article]
    entries: tuple[Entry, ...]
    threads: tuple[Thread, ...]
    registry: Registry
    verdicts: Mapping[str, Correction] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        articles: Sequence[Article],
        commitments: Sequence[Commitment],
        threads: Sequence[Thread],
        *,
        registry: Registry,
        verdicts: Mapping[str, Correction] | None = None,
    ) -> Ledger:
        """Join commitments with their articles and threads, and with what people say has become of them."""
        by_id = {article.article_id: article for article in articles}
        home = {event.commitment_id: thread.thread_id for thread in threads for event in thread.events}
        entries = [Entry(one, by_id[one.article_id], home.get(one.commitment_id)) for one in commitments]
        entries.sort(key=lambda entry: (entry.article.published or date.max, entry.article.path, entry.commitment.span))
        return cls(by_id, tuple(entries), tuple(threads), registry, verdicts or {})

    def known_by(self, day: date) -> Ledger:
        """The ledger of what was published by this day, and of what people had said by then."""
        entries = tuple(one for one in self.entries if one.article.published and one.article.published <= day)
        known = [
            replace(thread, events=tuple(one for one in thread.events if one.published and one.published <= day))
            for thread in self.threads
        ]
        verdicts = {key: said for key, said in self.verdicts.items() if said.made.date() <= day}
        return replace(self, entries=entries, threads=tuple(one for one in known if one.events), verdicts=verdicts)

    def entries_of(self, thread: Thread) -> tuple[Entry, ...]:
        """The commitments of a thread, in the ledger's order."""
        return self._by_thread.get(thread.thread_id, ())

    @cached_property
    def _by_thread(self) -> Mapping[str, tuple[Entry, ...]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.thread_id or "", []).append(entry)
        return {thread_id: tuple(entries) for thread_id, entries in found.items()}

    def select(self, wanted: Filter) -> tuple[Entry, ...]:
        """The entries that fit every field of the filter, in the ledger's order."""
        actors = self._names(wanted.actor)
        others = self._names(wanted.counterparty)
        return tuple(entry for entry in self.entries if _fits(entry, wanted) and _is_by(entry, wanted, actors, others))

    def select_threads(self, wanted: Filter, *, what: What | None = None) -> tuple[Thread, ...]:
        """The threads with a commitment that fits every field of the filter, and that stand at `what`, if given."""
        fitting = {entry.thread_id for entry in self.select(wanted)}
        return tuple(
            thread
            for thread in self.threads
            if thread.thread_id in fitting and (what is None or self.standing(thread).what is what)
        )

    def standing(self, thread: Thread) -> Standing:
        """Where the thread stands: as the last event that tells of it does, or as people say.

        A repetition tells nothing, nor does a sentence in whose words nothing has come about, is late or given up. What
        a person said holds until a report is published after it that tells something again.
        """
        telling = [event for event in thread.events if self._tells(event)]
        last = telling[-1] if telling else thread.events[0]
        said = max(self._verdicts_on(thread), key=lambda one: one.number, default=None)
        if said is None or (last.published is not None and last.published > said.made.date()):
            return Standing(last.what, last.published, last, None)
        status = said.edit.status or Status.ANNOUNCED
        return Standing(BY_STATUS.get(status, What.ANNOUNCED), said.made.date(), last, said)

    def _tells(self, event: Event) -> bool:
        if event.what is What.REPEATED:
            return False
        return event.commitment_id is not None or tells_progress(self.articles[event.article_id].slice(event.span))

    def _verdicts_on(self, thread: Thread) -> Iterable[Correction]:
        ids = (event.commitment_id for event in thread.events)
        return (self.verdicts[one] for one in ids if one is not None and one in self.verdicts)

    def is_closed(self, thread: Thread) -> bool:
        """Whether it ended: it was delivered, abandoned or denied."""
        return self.standing(thread).what in CLOSING

    def last_day(self, thread: Thread) -> date | None:
        """The last day on which something was published of it, or on which somebody said where it stands."""
        said = [one.made.date() for one in self._verdicts_on(thread)]
        return max([*said, *(event.published for event in thread.events if event.published)], default=None)

    def _names(self, asked: str) -> frozenset[str]:
        """All spellings that an asked name may stand for, as keys; the name itself where nobody is known by it."""
        found = {name_key(name) for actor in self.registry.resolve(asked) for name in (actor.name, *actor.spellings)}
        return frozenset(found or {name_key(asked)}) if asked else frozenset()

    def overdue(self, *, today: date) -> tuple[Thread, ...]:
        """Threads whose last day is over, with nothing that reports delivery or an end; longest overdue first."""
        late = [
            (due, thread)
            for thread in self.threads
            if (due := due_of(thread)) and due < today and not self.is_closed(thread)
        ]
        return tuple(thread for _, thread in sorted(late, key=lambda found: (found[0], found[1].thread_id)))

    def silent(self, *, today: date, days: int) -> tuple[Thread, ...]:
        """Open threads of which nothing was reported or said for `days` days; the longest silent first."""
        border = today - timedelta(days=days)
        quiet = [
            (last, thread)
            for thread in self.threads
            if (last := self.last_day(thread)) and last < border and not self.is_closed(thread)
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
