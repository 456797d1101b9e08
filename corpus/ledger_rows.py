"""Ledger entries, threads and actors as plain objects, for JSON and CSV."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.actors import Actor
from corpus.article import Article
from corpus.ledger import Entry
from corpus.threads import Thread

Value = str | int | float | bool | None | list[str]
Row = dict[str, Value | list[dict[str, Value]]]


def entry_row(entry: Entry) -> Row:
    """One commitment; `article` is the path, `deadline` and `cadence` the article's words, `due` an ISO day or None."""
    one, article = entry.commitment, entry.article
    return {
        "id": one.commitment_id,
        "article": article.path,
        "date": article.published.isoformat() if article.published else None,
        "actors": list(one.actors),
        "speakers": list(one.speakers),
        "kind": one.kind.value,
        "quote": article.slice(one.span),
        "start_char": one.span.start_char,
        "end_char": one.span.end_char,
        "action": one.action,
        "counterparty": one.counterparty,
        "deadline": article.slice(one.deadline.span) if one.deadline else None,
        "due": one.deadline.due.isoformat() if one.deadline and one.deadline.due else None,
        "cadence": article.slice(one.cadence) if one.cadence else None,
        "conditional": one.conditional,
        "reported_by": one.reported_by,
        "status": one.status.value,
        "confidence": round(one.confidence, 3),
        "thread": entry.thread_id,
    }


def thread_row(thread: Thread, articles: Sequence[Article]) -> Row:
    """One thread with its events by date."""
    by_id = {article.article_id: article for article in articles}
    events: list[dict[str, Value]] = []
    for event in thread.events:
        article = by_id[event.article_id]
        events.append(
            {
                "article": article.path,
                "date": event.published.isoformat() if event.published else None,
                "what": event.what.value,
                "quote": article.slice(event.span),
                "start_char": event.span.start_char,
                "end_char": event.span.end_char,
                "due": event.due.isoformat() if event.due else None,
            }
        )
    return {"thread": thread.thread_id, "title": thread.title, "actors": list(thread.actors), "events": events}


def actor_row(actor: Actor) -> Row:
    """One actor with all spellings and roles seen."""
    return {
        "name": actor.name,
        "kind": actor.kind.value,
        "spellings": list(actor.spellings),
        "roles": list(actor.roles),
        "articles": len(actor.article_ids),
        "mentions": actor.count,
    }
