"""The commands that show the ledger: commitments, threads and actors, as a table, JSON Lines or CSV."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Callable, Sequence
from datetime import date

from bot.arguments import day_argument
from bot.machine import Json, line
from bot.render import day, quoted
from bot.settings import load_settings
from bot.tracker import Tracker
from corpus.actors import Actor
from corpus.article import Article
from corpus.commitments import Kind, Status
from corpus.ledger import Entry, Filter, Ledger
from corpus.threads import Event, Thread

LISTS = ("overdue", "silent", "changed")
# News comes back to a running promise within weeks; half a year without a word is worth a look.
SILENT_DAYS = 180
COMMITMENT_COLUMNS = (
    "id",
    "article",
    "date",
    "actors",
    "speakers",
    "kind",
    "quote",
    "start_char",
    "end_char",
    "action",
    "counterparty",
    "deadline",
    "cadence",
    "conditional",
    "reported_by",
    "status",
    "thread",
)

# What a spreadsheet is sorted and filtered by, beside what programs are given.
SHEET_COLUMNS = ("due", "confidence", "outlet", "url")

Add = Callable[[str, Callable[[argparse.Namespace], int], str, str], argparse.ArgumentParser]


def add_ledger_commands(command: Add) -> None:
    """Add the commands of the ledger to the command line."""
    ledger = command("commitments", _commitments, "List who undertook what", "tracker commitments --actor Naqvi --csv")
    _add_filters(ledger)
    ledger.add_argument("--core", action="store_true", help="only pledges, agreements, plans and refusals")
    ledger.add_argument("--review", action="store_true", help="the doubtful ones, which answers do not use")
    threads = command(
        "threads", _threads, "List commitments as they recur, with what became of them", "tracker threads"
    )
    threads.add_argument("--actor", default="", metavar="NAME", help="only what binds this actor")
    threads.add_argument("--list", choices=LISTS, help="only those overdue, silent for long, or changed in wording")
    threads.add_argument("--today", type=day_argument, default=date.today(), metavar="DATE", help=argparse.SUPPRESS)
    threads.add_argument(
        "--days", type=int, default=SILENT_DAYS, metavar="N", help=f"silent for N days ({SILENT_DAYS})"
    )
    actors = command("actors", _actors, "List everyone whom the articles name", "tracker actors --json")
    for added in (ledger, threads, actors):
        forms = added.add_mutually_exclusive_group()
        forms.add_argument("--json", action="store_true", help="print JSON, one object a line")
        forms.add_argument("--csv", action="store_true", help="print CSV with a header")


def _add_filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--actor", default="", metavar="NAME", help="bound by it or speaking of it, in any spelling")
    parser.add_argument("--counterparty", default="", metavar="NAME", help="made to or with it")
    parser.add_argument("--kind", type=Kind, choices=list(Kind), help="only this kind")
    parser.add_argument("--status", type=Status, choices=list(Status), help="only this status")
    parser.add_argument("--words", default="", metavar="WORDS", help="all of these words stand in the quote or action")
    parser.add_argument("--since", type=day_argument, metavar="DATE", help="published on or after YYYY-MM-DD")
    parser.add_argument("--until", type=day_argument, metavar="DATE", help="published on or before YYYY-MM-DD")
    parser.add_argument("--outlet", default="", metavar="NAME", help="only this outlet")


def _commitments(options: argparse.Namespace) -> int:
    wanted = Filter(
        actor=options.actor,
        counterparty=options.counterparty,
        kind=options.kind,
        status=options.status,
        words=options.words,
        since=options.since,
        until=options.until,
        outlet=options.outlet,
        core_only=options.core,
    )
    tracker = Tracker.open(load_settings(data=options.data))
    ledger = tracker.review() if options.review else tracker.ledger()
    entries = ledger.select(wanted)
    rows = [commitment_object(entry) | (_for_sheets(entry) if options.csv else {}) for entry in entries]
    _print(
        options, rows, (*COMMITMENT_COLUMNS, *SHEET_COLUMNS), "\n\n".join(map(_entry, entries)) or "no commitment fits"
    )
    return 0


def _threads(options: argparse.Namespace) -> int:
    ledger = Tracker.open(load_settings(data=options.data)).ledger()
    threads = _listed(ledger, options)
    if options.actor:
        own = {entry.thread_id for entry in ledger.select(Filter(actor=options.actor))}
        threads = tuple(thread for thread in threads if thread.thread_id in own)
    articles = {entry.article.article_id: entry.article for entry in ledger.entries}
    rows = [thread_object(thread, articles) for thread in threads]
    if options.csv:
        rows = [{**row, **event} for row in rows for event in row.pop("events")]
    columns = ("thread", "title", "actors", "article", "date", "what", "quote", "start_char", "end_char")
    shown = "\n\n".join(_thread(thread, articles) for thread in threads) or "no thread fits"
    _print(options, rows, columns, shown)
    return 0


def _listed(ledger: Ledger, options: argparse.Namespace) -> tuple[Thread, ...]:
    if options.list == "overdue":
        return ledger.overdue(today=options.today)
    if options.list == "silent":
        return ledger.silent(today=options.today, days=options.days)
    if options.list == "changed":
        return tuple(one.thread for one in ledger.changed_wording())
    return ledger.threads


def _actors(options: argparse.Namespace) -> int:
    actors = Tracker.open(load_settings(data=options.data)).actors()
    rows = [actor_object(actor) for actor in actors]
    _print(
        options, rows, ("name", "kind", "spellings", "roles", "articles", "mentions"), "\n".join(map(_actor, actors))
    )
    return 0


def commitment_object(entry: Entry) -> Json:
    """What `tracker commitments --json` prints of one commitment."""
    commitment, article = entry.commitment, entry.article
    deadline, cadence = commitment.deadline, commitment.cadence
    return {
        "id": commitment.commitment_id,
        "article": article.path,
        "date": article.published and article.published.isoformat(),
        "actors": list(commitment.actors),
        "speakers": list(commitment.speakers),
        "kind": commitment.kind,
        "quote": article.slice(commitment.span),
        "start_char": commitment.span.start_char,
        "end_char": commitment.span.end_char,
        "action": commitment.action,
        "counterparty": commitment.counterparty,
        "deadline": article.slice(deadline.span) if deadline else None,
        "cadence": article.slice(cadence) if cadence else None,
        "conditional": commitment.conditional,
        "reported_by": commitment.reported_by,
        "status": commitment.status,
        "thread": entry.thread_id,
    }


def _for_sheets(entry: Entry) -> Json:
    deadline, article = entry.commitment.deadline, entry.article
    due = deadline.due.isoformat() if deadline and deadline.due else None
    confidence = f"{entry.commitment.confidence:.2f}"
    return {"due": due, "confidence": confidence, "outlet": article.outlet, "url": article.url}


def thread_object(thread: Thread, articles: dict[str, Article]) -> Json:
    """What `tracker threads --json` prints of one thread; `articles` by id hold those of all its events."""
    events = [_event_object(event, articles[event.article_id]) for event in thread.events]
    return {"thread": thread.thread_id, "title": thread.title, "actors": list(thread.actors), "events": events}


def _event_object(event: Event, article: Article) -> Json:
    return {
        "article": article.path,
        "date": event.published and event.published.isoformat(),
        "what": event.what,
        "quote": article.slice(event.span),
        "start_char": event.span.start_char,
        "end_char": event.span.end_char,
    }


def actor_object(actor: Actor) -> Json:
    """What `tracker actors --json` prints of one actor."""
    return {
        "name": actor.name,
        "kind": actor.kind,
        "spellings": list(actor.spellings),
        "roles": list(actor.roles),
        "articles": len(actor.article_ids),
        "mentions": actor.count,
    }


def _print(options: argparse.Namespace, rows: Sequence[Json], columns: Sequence[str], shown: str) -> None:
    if options.json:
        print("\n".join(map(line, rows)), end="\n" if rows else "")
    elif options.csv:
        print(_csv(rows, columns), end="")
    else:
        print(shown)


def _csv(rows: Sequence[Json], columns: Sequence[str]) -> str:
    """Rows for a spreadsheet: lists joined by "; ", and no cell that a spreadsheet would take for a formula."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    return written.getvalue()


def _cell(value: object) -> str:
    text = "; ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text[:1] in {"=", "+", "@", "-"} else text


def _entry(entry: Entry) -> str:
    commitment, article = entry.commitment, entry.article
    notes = [commitment.kind.value]
    notes += ["conditional"] if commitment.conditional else []
    notes += [f"by {article.slice(commitment.deadline.span)}"] if commitment.deadline else []
    notes += [article.slice(commitment.cadence)] if commitment.cadence else []
    notes += [f"to {commitment.counterparty}"] if commitment.counterparty else []
    notes += [f"said by {', '.join(commitment.speakers)}"] if commitment.speakers else []
    head = f"{day(article.published)}  {', '.join(commitment.actors)}: {commitment.action}"
    return f"{head}\n  {quoted(article.slice(commitment.span))}\n  {'; '.join(notes)} ({article.path})"


def _thread(thread: Thread, articles: dict[str, Article]) -> str:
    events = [
        f"  {day(event.published)}  {event.what.value}: {quoted(articles[event.article_id].slice(event.span))}"
        f" ({articles[event.article_id].path})"
        for event in thread.events
    ]
    return "\n".join([f"{', '.join(thread.actors)}: {thread.title}", *events])


def _actor(actor: Actor) -> str:
    also = [spelling for spelling in actor.spellings if spelling != actor.name]
    told = f"; also {', '.join(also)}" if also else ""
    return f"{actor.name} ({', '.join(actor.roles) or actor.kind.value}): {len(actor.article_ids)} articles{told}"
