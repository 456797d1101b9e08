"""What the commands of the ledger may be asked to show: the same filters for commitments, threads and actors."""

from __future__ import annotations

import argparse

from bot.arguments import day_argument
from corpus.commitments import Kind, Status
from corpus.event_kinds import What
from corpus.ledger import Filter

# Where a thread may stand; a repetition leaves it where it stood.
THREAD_STATUSES = tuple(what for what in What if what is not What.REPEATED)


def add_filters(parser: argparse.ArgumentParser) -> None:
    """Actor, counterparty, kind, words, days and outlet."""
    parser.add_argument("--actor", default="", metavar="NAME", help="bound by it or speaking of it, in any spelling")
    parser.add_argument("--counterparty", default="", metavar="NAME", help="made to or with it")
    parser.add_argument("--kind", type=Kind, choices=list(Kind), help="only this kind")
    parser.add_argument("--words", default="", metavar="WORDS", help="all of these words stand in the quote or action")
    parser.add_argument("--since", type=day_argument, metavar="DATE", help="published on or after YYYY-MM-DD")
    parser.add_argument("--until", type=day_argument, metavar="DATE", help="published on or before YYYY-MM-DD")
    parser.add_argument("--outlet", default="", metavar="NAME", help="only this outlet")


def add_status(parser: argparse.ArgumentParser) -> None:
    """The status of commitments, as each article reports it or a person changed it."""
    parser.add_argument("--status", type=Status, choices=list(Status), help="only this status")


def add_thread_status(parser: argparse.ArgumentParser) -> None:
    """Where threads stand now."""
    parser.add_argument("--status", type=What, choices=THREAD_STATUSES, help="only those that stand there now")


def filter_of(options: argparse.Namespace) -> Filter:
    """The filter of these options, without the status, which means another thing of a thread."""
    return Filter(
        actor=options.actor,
        counterparty=options.counterparty,
        kind=options.kind,
        words=options.words,
        since=options.since,
        until=options.until,
        outlet=options.outlet,
    )
