"""The ledger as people read it in the terminal; ids are cut to the characters that nearly always suffice."""

from __future__ import annotations

from datetime import date
from itertools import zip_longest
from textwrap import wrap

from bot.ledger_rows import Articles
from bot.render import day, quoted
from corpus.actors import Actor
from corpus.corrections import Act, Correction, Edit, Replayed, State, Target
from corpus.ledger import ChangedWording, Entry, Standing
from corpus.threads import Event, Thread

SHOWN_ID_CHARS = 8
# Two columns of words that fit a terminal of 100 characters.
COLUMN_CHARS = 47
MOVE = "tracker ledger move"


def short(identity: str) -> str:
    """The first characters of an id, which every command takes for the whole."""
    return identity[:SHOWN_ID_CHARS]


def commitment_text(entry: Entry) -> str:
    """One commitment: when, who and what, the words, the rest."""
    commitment, article = entry.commitment, entry.article
    notes = [commitment.kind.value]
    notes += ["conditional"] if commitment.conditional else []
    notes += [f"due {quoted(article.slice(commitment.deadline.span))}"] if commitment.deadline else []
    notes += [article.slice(commitment.cadence)] if commitment.cadence else []
    notes += [f"to {commitment.counterparty}"] if commitment.counterparty else []
    notes += [f"said by {', '.join(commitment.speakers)}"] if commitment.speakers else []
    head = f"{day(article.published)}  {', '.join(commitment.actors)}: {commitment.action}"
    where = f"({article.path}; id {short(commitment.commitment_id)})"
    return f"{head}\n  {quoted(article.slice(commitment.span))}\n  {'; '.join(notes)} {where}"


def thread_text(thread: Thread, standing: Standing, articles: Articles, *, due: date | None = None) -> str:
    """One thread: who and what, where it stands and by whose word, by when where that matters, its events."""
    said = standing.verdict
    if said is not None:
        told = f"as {said.by} says, {day(standing.day)}; evidence: {said.evidence}"
    else:
        told = f"{day(standing.day)}, {articles[standing.event.article_id].path}"
    lines = [f"{_heading(thread)} (id {short(thread.thread_id)})", f"  now {_plain(standing.what)} ({told})"]
    lines += [f"  was due by {day(due)}"] if due else []
    return "\n".join([*lines, *(_event(event, articles) for event in thread.events)])


def changed_text(changed: ChangedWording, articles: Articles) -> str:
    """One thread with its first and its latest statement side by side."""
    sides = [_side(event, articles) for event in (changed.first, changed.latest)]
    rows = (f"  {left:<{COLUMN_CHARS}}  {right}".rstrip() for left, right in zip_longest(*sides, fillvalue=""))
    return "\n".join([f"{_heading(changed.thread)} (id {short(changed.thread.thread_id)})", *rows])


def actor_text(actor: Actor) -> str:
    """One actor: name, roles, how many articles, other spellings."""
    also = [spelling for spelling in actor.spellings if spelling != actor.name]
    told = f"; also {', '.join(also)}" if also else ""
    return f"{actor.name} ({', '.join(actor.roles) or actor.kind.value}): {len(actor.article_ids)} articles{told}"


def correction_text(replayed: Replayed) -> str:
    """One correction: what, by whom, when, of which words, and what has become of it."""
    one = replayed.correction
    state = replayed.state.value + (f": {replayed.reason}" if replayed.reason else "")
    state += f", moved by {replayed.moved_by}" if replayed.moved_by else ""
    lines = [f"{one.number}. {edit_text(one)} ({one.by}, {one.made:%Y-%m-%d %H:%M} UTC; {state})"]
    lines += [_target(target) for target in (*one.edit.targets[:1], *one.edit.others[:1])]
    lines += [f"   evidence: {one.evidence}"] if one.evidence else []
    lines += [f"   note: {one.note}"] if one.note else []
    lines += [f"   if it is about another now: {MOVE} {one.number} ID"] if replayed.state is State.ORPHANED else []
    return "\n".join(lines)


def edit_text(correction: Correction) -> str:
    """What a correction does, in a few words."""
    edit = correction.edit
    if edit.act is Act.UNDO:
        return f"undo {edit.undoes}"
    if edit.act is Act.MOVE:
        return f"move {edit.moves} to {short((*edit.targets, *edit.others)[0].commitment_id)}"
    named = [edit.act.value, *(short(side[0].commitment_id) for side in (edit.targets, edit.others) if side)]
    fields = changed_fields(edit)
    return " ".join(named) + (f": {fields}" if fields else "")


def changed_fields(edit: Edit) -> str:
    """What a change sets, "" for any other edit: "kind plan; actors Sarn; status in progress"."""
    fields = [f"kind {edit.kind.value}"] if edit.kind else []
    fields += [f"actors {', '.join(edit.actors)}"] if edit.actors else []
    fields += [f"status {_plain(edit.status.value)}"] if edit.status else []
    return "; ".join(fields)


def made_text(replayed: Replayed) -> str:
    """What is said when a correction has been made."""
    number = replayed.correction.number
    shown = correction_text(replayed)
    return f"{shown}\n   to withdraw it: tracker ledger undo {number}" if replayed.state is State.IN_FORCE else shown


def _heading(thread: Thread) -> str:
    return f"{', '.join(thread.actors)}: {thread.title}"


def _event(event: Event, articles: Articles) -> str:
    article = articles[event.article_id]
    named = f"; id {short(event.commitment_id)}" if event.commitment_id else ""
    words = quoted(article.slice(event.span))
    return f"  {day(event.published)}  {_plain(event.what)}: {words} ({article.path}{named})"


def _side(event: Event, articles: Articles) -> list[str]:
    article = articles[event.article_id]
    by = f"due by {day(event.due)}" if event.due else "no last day"
    words = [quoted(article.slice(event.span)), f"({article.path}; {by})"]
    return [day(event.published), *(row for text in words for row in wrap(text, COLUMN_CHARS))]


def _target(target: Target) -> str:
    return f"   {quoted(target.quote)} ({target.path})"


def _plain(word: str) -> str:
    return word.replace("_", " ")
