"""Rows of the ledger for programs and spreadsheets: the contracts of `--json`, `--csv` and `tracker ledger export`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.machine import Json
from corpus.actors import Actor
from corpus.article import Article
from corpus.corrections import Replayed, Target
from corpus.ledger import ChangedWording, Entry, Standing
from corpus.threads import Event, Thread

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
EVENT_COLUMNS = ("thread", "title", "actors", "article", "date", "what", "quote", "start_char", "end_char")
ACTOR_COLUMNS = ("name", "kind", "spellings", "roles", "articles", "mentions")
CORRECTION_COLUMNS = (
    "correction",
    "made",
    "by",
    "act",
    "state",
    "reason",
    "commitments",
    "articles",
    "quotes",
    "kind",
    "actors",
    "status",
    "undoes",
    "moves",
    "evidence",
    "note",
)
CHANGED_COLUMNS = (
    "thread",
    "title",
    "actors",
    "first_date",
    "first_article",
    "first_quote",
    "latest_date",
    "latest_article",
    "latest_quote",
)

Articles = Mapping[str, Article]


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


def sheet_fields(entry: Entry) -> Json:
    """`SHEET_COLUMNS` of one commitment."""
    deadline, article = entry.commitment.deadline, entry.article
    return {
        "due": deadline.due.isoformat() if deadline and deadline.due else None,
        "confidence": round(entry.commitment.confidence, 2),
        "outlet": article.outlet,
        "url": article.url,
    }


def thread_object(thread: Thread, standing: Standing, articles: Articles) -> Json:
    """What `tracker threads --json` prints of one thread; `articles` hold those of all its events."""
    return {
        "thread": thread.thread_id,
        "title": thread.title,
        "actors": list(thread.actors),
        "events": [event_object(event, articles) for event in thread.events],
        "status": _standing_object(standing, articles),
    }


def event_object(event: Event, articles: Articles) -> Json:
    """One event of a thread, with its words."""
    article = articles[event.article_id]
    return {
        "article": article.path,
        "date": event.published and event.published.isoformat(),
        "what": event.what,
        "quote": article.slice(event.span),
        "start_char": event.span.start_char,
        "end_char": event.span.end_char,
    }


def _standing_object(standing: Standing, articles: Articles) -> Json:
    """Where a thread stands: the article and quote that tell it or, where a person does, who and on what evidence."""
    said, event = standing.verdict, event_object(standing.event, articles)
    return {
        "what": standing.what,
        "date": standing.day and standing.day.isoformat(),
        "article": None if said else event["article"],
        "quote": None if said else event["quote"],
        "by": said and said.by,
        "evidence": said and said.evidence,
    }


def event_rows(rows: Sequence[Json]) -> list[Json]:
    """One row for each event of the threads that `thread_object` made."""
    return [
        {"thread": row["thread"], "title": row["title"], "actors": row["actors"], **event}
        for row in rows
        for event in row["events"]
    ]


def changed_object(changed: ChangedWording, articles: Articles) -> Json:
    """What `tracker ledger changed --json` prints of one thread."""
    thread = changed.thread
    return {
        "thread": thread.thread_id,
        "title": thread.title,
        "actors": list(thread.actors),
        "first": event_object(changed.first, articles),
        "latest": event_object(changed.latest, articles),
    }


def changed_row(row: Json) -> Json:
    """The same on one line of a table."""
    sides = {f"{side}_{name}": row[side][name] for side in ("first", "latest") for name in ("date", "article", "quote")}
    return {name: row[name] for name in ("thread", "title", "actors")} | sides


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


def correction_object(replayed: Replayed) -> Json:
    """What `tracker ledger corrections --json` prints of one; `found` are ids in this build."""
    one = replayed.correction
    return {
        "correction": one.number,
        "made": one.made.isoformat(),
        "by": one.by,
        "act": one.edit.act,
        "state": replayed.state,
        "reason": replayed.reason or None,
        "found": [*replayed.found, *replayed.found_others],
        "targets": [_target_object(target) for target in one.edit.targets],
        "others": [_target_object(target) for target in one.edit.others],
        "kind": one.edit.kind,
        "actors": list(one.edit.actors),
        "status": one.edit.status,
        "undoes": one.edit.undoes,
        "moves": one.edit.moves,
        "evidence": one.evidence or None,
        "note": one.note or None,
    }


def _target_object(target: Target) -> Json:
    return {
        "commitment": target.commitment_id,
        "article": target.path,
        "quote": target.quote,
        "action": target.action,
        "actors": list(target.actors),
    }


def correction_row(row: Json) -> Json:
    """The same on one line of a table."""
    targets = [*row["targets"], *row["others"]]
    lists = {
        "commitments": [one["commitment"] for one in targets],
        "articles": [one["article"] for one in targets],
        "quotes": [one["quote"] for one in targets],
    }
    return {name: lists.get(name, row.get(name)) for name in CORRECTION_COLUMNS}
