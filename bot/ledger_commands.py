"""The commands that list what was read: commitments, threads and actors, as text, JSON Lines or CSV."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace

from bot.ledger_filters import add_filters, add_status, add_thread_status, filter_of
from bot.ledger_rows import (
    ACTOR_COLUMNS,
    COMMITMENT_COLUMNS,
    EVENT_COLUMNS,
    SHEET_COLUMNS,
    actor_object,
    commitment_object,
    event_rows,
    sheet_fields,
    thread_object,
)
from bot.ledger_text import actor_text, commitment_text, thread_text
from bot.settings import load_settings
from bot.tables import add_forms, table
from bot.tracker import Tracker
from corpus.actors import Actor
from corpus.ledger import Filter
from embeddings.encoder import NoEncoder

Add = Callable[[str, Callable[[argparse.Namespace], int], str, str], argparse.ArgumentParser]


def add_ledger_commands(command: Add) -> None:
    """Add the commands that list what was read to the command line."""
    ledger = command("commitments", _commitments, "List who undertook what", "tracker commitments --actor Naqvi --csv")
    add_status(ledger)
    ledger.add_argument("--core", action="store_true", help="only pledges, agreements, plans and refusals")
    ledger.add_argument("--review", action="store_true", help="the doubtful ones, which answers do not use")
    threads = command(
        "threads",
        _threads,
        "List commitments as they recur, with what became of them",
        "tracker threads --actor Naqvi --status delayed",
    )
    add_thread_status(threads)
    actors = command("actors", _actors, "List everyone whom the articles name", "tracker actors --kind pledge --json")
    for added in (ledger, threads, actors):
        add_filters(added)
        add_forms(added)


def opened(options: argparse.Namespace) -> Tracker:
    """The tracker on the data folder that the options name, for all but search: no encoder is loaded for it."""
    return Tracker.open(load_settings(data=options.data), encoder=NoEncoder())


def _commitments(options: argparse.Namespace) -> int:
    tracker = opened(options)
    ledger = tracker.review() if options.review else tracker.ledger()
    wanted = replace(filter_of(options), status=options.status, core_only=options.core)
    entries = ledger.select(wanted)
    rows = [commitment_object(entry) | (sheet_fields(entry) if options.csv else {}) for entry in entries]
    shown = "\n\n".join(map(commitment_text, entries)) or "no commitment fits"
    print(table(options, rows, (*COMMITMENT_COLUMNS, *SHEET_COLUMNS), shown), end="")
    return 0


def _threads(options: argparse.Namespace) -> int:
    ledger = opened(options).ledger()
    threads = ledger.select_threads(filter_of(options), what=options.status)
    articles = ledger.articles
    rows = [thread_object(thread, ledger.standing(thread), articles) for thread in threads]
    shown = "\n\n".join(thread_text(thread, ledger.standing(thread), articles) for thread in threads)
    print(table(options, event_rows(rows) if options.csv else rows, EVENT_COLUMNS, shown or "no thread fits"), end="")
    return 0


def _actors(options: argparse.Namespace) -> int:
    actors = _committed(opened(options), filter_of(options))
    rows = [actor_object(actor) for actor in actors]
    shown = "\n".join(map(actor_text, actors)) or "no actor fits"
    print(table(options, rows, ACTOR_COLUMNS, shown), end="")
    return 0


def _committed(tracker: Tracker, wanted: Filter) -> tuple[Actor, ...]:
    """Those whom the name may mean and, where more is asked, who are bound by or speak of a commitment that fits."""
    ledger, actors = tracker.ledger(), tracker.actors()
    if wanted.actor:
        actors = ledger.registry.resolve(wanted.actor)
    rest = replace(wanted, actor="")
    if rest == Filter():
        return actors
    named = {
        ledger.registry.canonical(name, article_id=entry.article.article_id)
        for entry in ledger.select(rest)
        for name in (*entry.commitment.actors, *entry.commitment.speakers)
    }
    return tuple(actor for actor in actors if actor.name in named)
