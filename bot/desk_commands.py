"""`tracker ledger …`: people correct the ledger, look through what needs a look, and take it elsewhere."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bot.arguments import count_argument, day_argument
from bot.desk import login_name
from bot.export import Export, write_export
from bot.ledger_commands import Add, opened
from bot.ledger_filters import add_filters, add_thread_status, filter_of
from bot.ledger_rows import (
    CHANGED_COLUMNS,
    CORRECTION_COLUMNS,
    EVENT_COLUMNS,
    changed_object,
    changed_row,
    correction_object,
    correction_row,
    event_rows,
    thread_object,
)
from bot.ledger_text import changed_text, correction_text, made_text, thread_text
from bot.tables import add_forms, table
from bot.tracker import Tracker
from corpus.commitments import Kind, Status
from corpus.corrections import Act, Edit, State
from corpus.ledger import SILENT_DAYS, Ledger, due_of
from corpus.threads import Thread

Run = Callable[[argparse.Namespace], int]
MakeEdits = Callable[[Tracker, argparse.Namespace], list[Edit]]
Pick = Callable[[Ledger, argparse.Namespace], tuple[Thread, ...]]


def add_desk_commands(command: Add) -> None:
    """Add `tracker ledger` and what it does to the command line."""
    desk = command("ledger", _overview, "Correct, look through and export the ledger", "tracker ledger overdue")
    deeds = desk.add_subparsers(title="what to do", metavar="WHAT")

    def deed(name: str, run: Run, summary: str, example: str) -> argparse.ArgumentParser:
        added = deeds.add_parser(
            name,
            help=summary,
            description=summary,
            epilog=f"example:\n  tracker ledger {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        # Not named here it stays as it was given before the name of the deed.
        added.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help="folder of builds")
        added.set_defaults(run=run)
        return added

    _add_edits(deed)
    _add_lists(deed)
    export = deed(
        "export", _export, "Write the ledger as one spreadsheet, one JSON file or both", "export ~/ledger.xlsx"
    )
    export.add_argument("target", metavar="DIR|FILE", help="a folder for both, or a file .xlsx or .json")
    export.add_argument("--replace", action="store_true", help="write over files that are there")


def _add_edits(deed: Add) -> None:
    confirm = deed("confirm", _correct(_confirm), "Say that they are commitments", "confirm 3fa2b1c0 77d1")
    reject = deed("reject", _correct(_reject), "Say that they are none", "reject 3fa2b1c0 --note 'a forecast'")
    change = deed(
        "change",
        _correct(_change),
        "Give it another kind, other actors or another status",
        "change 3fa2b1c0 --status completed --evidence 'velmora-port.txt: the harbour was opened'",
    )
    change.add_argument("--kind", type=Kind, choices=list(Kind), help="what kind it is")
    change.add_argument("--actor", action="append", default=[], metavar="NAME", help="who is bound; may be repeated")
    change.add_argument("--status", type=Status, choices=list(Status), help="what has become of it; needs --evidence")
    merge = deed("merge", _correct(_merge), "Make one thread of two", "merge 3fa2b1c0 77d1")
    split = deed("split", _correct(_split), "Give a commitment a thread of its own", "split 3fa2b1c0")
    move = deed("move", _correct(_move), "Make an orphaned correction be about another commitment", "move 7 3fa2b1c0")
    undo = deed("undo", _correct(_undo), "Withdraw a correction", "undo 7")
    for added in (confirm, reject):
        added.add_argument("ids", metavar="ID", nargs="+", help="commitments' ids, or as much of each as is clear")
    for added in (change, split):
        added.add_argument("id", metavar="ID", help="a commitment's id, or as much of it as is clear")
    for name in ("id", "other"):
        merge.add_argument(name, metavar="ID", help="the id of a thread, or of one of its commitments")
    for added in (undo, move):
        added.add_argument("number", type=count_argument, metavar="N", help="the number of the correction")
    move.add_argument("id", metavar="ID", help="the id of the commitment that it is about, or as much as is clear")
    for added in (confirm, reject, change, merge, split, move):
        added.add_argument(
            "--evidence", default="", metavar="TEXT", help="an article's path or address and its words, or a document"
        )
    for added in (confirm, reject, change, merge, split, move, undo):
        added.add_argument("--by", metavar="NAME", help="who says so (default: your login name)")
        added.add_argument("--note", default="", metavar="TEXT", help="why, for whoever reads it later")


def _add_lists(deed: Add) -> None:
    made = deed("corrections", _corrections, "List what people corrected", "corrections --orphaned")
    made.add_argument("--orphaned", action="store_true", help="only those whose words are not in the corpus now")
    overdue = deed("overdue", _list(_overdue), "List threads whose last day is over, unfulfilled", "overdue --csv")
    silent = deed("silent", _list(_silent), "List open threads of which nothing was heard", "silent --days 90")
    silent.add_argument(
        "--days", type=count_argument, default=SILENT_DAYS, metavar="N", help=f"for N days ({SILENT_DAYS})"
    )
    changed = deed("changed", _changed, "List threads whose wording or last day changed", "changed --actor Naqvi")
    for added in (overdue, silent):
        added.add_argument("--today", type=day_argument, metavar="DATE", help="as of YYYY-MM-DD (default: today)")
    for added in (overdue, silent, changed):
        add_thread_status(added)
        add_filters(added)
    for added in (made, overdue, silent, changed):
        add_forms(added)


def _confirm(tracker: Tracker, options: argparse.Namespace) -> list[Edit]:
    return [*map(tracker.editor().confirm, options.ids)]


def _reject(tracker: Tracker, options: argparse.Namespace) -> list[Edit]:
    return [*map(tracker.editor().reject, options.ids)]


def _change(tracker: Tracker, options: argparse.Namespace) -> list[Edit]:
    return [tracker.editor().change(options.id, kind=options.kind, actors=options.actor, status=options.status)]


def _merge(tracker: Tracker, options: argparse.Namespace) -> list[Edit]:
    return [tracker.editor().merge(options.id, options.other)]


def _split(tracker: Tracker, options: argparse.Namespace) -> list[Edit]:
    return [tracker.editor().split(options.id)]


def _move(tracker: Tracker, options: argparse.Namespace) -> list[Edit]:
    return [tracker.editor().move(options.number, options.id)]


def _undo(tracker: Tracker, options: argparse.Namespace) -> list[Edit]:
    return [Edit(Act.UNDO, undoes=options.number)]


def _correct(make: MakeEdits) -> Run:
    """The command that keeps the edits which `make` reads from the options: all of them are clear, or none is kept."""

    def run(options: argparse.Namespace) -> int:
        tracker = opened(options)
        evidence, by = getattr(options, "evidence", ""), options.by or login_name()
        for edit in make(tracker, options):
            made = tracker.correct(edit, by=by, evidence=evidence, note=options.note)
            print(made_text(next(one for one in tracker.corrections() if one.correction.number == made.number)))
        return 0

    return run


def _overview(options: argparse.Namespace) -> int:
    tracker = opened(options)
    ledger, corrections = tracker.ledger(), tracker.corrections()
    counts = {
        "commitments": len(ledger.entries),
        "for review": len(tracker.review().entries),
        "threads": len(ledger.threads),
        "overdue": len(ledger.overdue(today=date.today())),
        f"silent for {SILENT_DAYS} days": len(ledger.silent(today=date.today(), days=SILENT_DAYS)),
        "changed in wording": len(ledger.changed_wording()),
        "corrections": len(corrections),
        "orphaned corrections": sum(one.state is State.ORPHANED for one in corrections),
    }
    print("\n".join(f"{count:>7}  {name}" for name, count in counts.items()))
    return 0


def _corrections(options: argparse.Namespace) -> int:
    listed = [one for one in opened(options).corrections() if not options.orphaned or one.state is State.ORPHANED]
    rows = [correction_object(one) for one in listed]
    shown = "\n\n".join(map(correction_text, listed)) or "no correction"
    print(table(options, [*map(correction_row, rows)] if options.csv else rows, CORRECTION_COLUMNS, shown), end="")
    return 0


def _overdue(ledger: Ledger, options: argparse.Namespace) -> tuple[Thread, ...]:
    return ledger.overdue(today=options.today or date.today())


def _silent(ledger: Ledger, options: argparse.Namespace) -> tuple[Thread, ...]:
    return ledger.silent(today=options.today or date.today(), days=options.days)


def _list(pick: Pick) -> Run:
    """The command that lists those of the threads that `pick` gives which fit the filters, in its order."""

    def run(options: argparse.Namespace) -> int:
        ledger = opened(options).ledger()
        fitting = set(_fitting(ledger, options))
        threads = [thread for thread in pick(ledger, options) if thread.thread_id in fitting]
        articles = ledger.articles
        rows = [thread_object(thread, ledger.standing(thread), articles) for thread in threads]
        shown = "\n\n".join(
            thread_text(thread, ledger.standing(thread), articles, due=due_of(thread)) for thread in threads
        )
        listed = event_rows(rows) if options.csv else rows
        print(table(options, listed, EVENT_COLUMNS, shown or "no thread fits"), end="")
        return 0

    return run


def _fitting(ledger: Ledger, options: argparse.Namespace) -> list[str]:
    return [one.thread_id for one in ledger.select_threads(filter_of(options), what=options.status)]


def _changed(options: argparse.Namespace) -> int:
    ledger = opened(options).ledger()
    fitting, articles = set(_fitting(ledger, options)), ledger.articles
    changed = [one for one in ledger.changed_wording() if one.thread.thread_id in fitting]
    rows = [changed_object(one, articles) for one in changed]
    shown = "\n\n".join(changed_text(one, articles) for one in changed) or "no thread fits"
    print(table(options, [*map(changed_row, rows)] if options.csv else rows, CHANGED_COLUMNS, shown), end="")
    return 0


def _export(options: argparse.Namespace) -> int:
    target = Path(options.target).expanduser()
    export = Export.of(opened(options))
    for path in write_export(export, target, replace=options.replace):
        print(path)
    return 0
