"""What people correct in the ledger, replayed over what a build has read: nothing here touches a file.

    corrected = replay(corrections, commitments=read, threads=threads, articles=articles, floor=0.5)

A build is made by machine and made anew at every change of the corpus; corrections are only ever added, and are laid
over whatever was read. One whose commitment is not there is kept as orphaned and comes back with its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from corpus.article import Article
from corpus.commitments import Commitment, Kind, Status
from corpus.regrouping import Join, Step, Take, regroup
from corpus.targets import Finder, Target
from corpus.threads import Thread

__all__ = ["Act", "Corrected", "Correction", "Edit", "Replayed", "State", "Target", "replay"]

# What a person has looked at and confirmed is in the ledger whatever the reader's confidence was.
CONFIRMED = 1.0


class Act(StrEnum):
    """What is done to the ledger."""

    CONFIRM = "confirm"
    REJECT = "reject"
    CHANGE = "change"
    MERGE = "merge"
    SPLIT = "split"
    UNDO = "undo"
    MOVE = "move"


_JUDGING = frozenset({Act.CONFIRM, Act.REJECT})


class State(StrEnum):
    """What has become of a correction in a build."""

    IN_FORCE = "in force"
    WITHDRAWN = "withdrawn"
    ORPHANED = "orphaned"


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody wants of the ledger.

    `targets` is one commitment; of a merge, those of the first thread, and `others` those of the second, each with
    the one that was named first. None, or no names, in `kind`, `actors` and `status` leaves that as it is. `undoes`
    is the number of the correction that is withdrawn, `moves` that of the one whose targets or others, whichever are
    given here, are to be these.
    """

    act: Act
    targets: tuple[Target, ...] = ()
    others: tuple[Target, ...] = ()
    kind: Kind | None = None
    actors: tuple[str, ...] = ()
    status: Status | None = None
    undoes: int | None = None
    moves: int | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """An edit with who made it and when (UTC), on what evidence; numbers count from 1 in the order of making."""

    number: int
    made: datetime
    by: str
    edit: Edit
    evidence: str
    note: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """A correction in one build: the commitments it was found to be about, by id, or why it is not in force.

    `found` are those of the edit's `targets` and `found_others` those of its `others`, in their order. `moved_by` is
    the number of the move that put it where it is, None where it is about what it was made of.
    """

    correction: Correction
    state: State
    found: tuple[str, ...]
    found_others: tuple[str, ...]
    reason: str
    moved_by: int | None = None


@dataclass(frozen=True, slots=True)
class Corrected:
    """The ledger as people left it; `verdicts` are the last changes of status, by the commitment's id."""

    commitments: tuple[Commitment, ...]
    review: tuple[Commitment, ...]
    threads: tuple[Thread, ...]
    verdicts: Mapping[str, Correction]
    replayed: tuple[Replayed, ...]


def replay(
    corrections: Sequence[Correction],
    *,
    commitments: Sequence[Commitment],
    threads: Sequence[Thread],
    articles: Sequence[Article],
    floor: float,
) -> Corrected:
    """Lay corrections, in the order of their numbers, over what was read.

    `commitments` are all that were read; those of a confidence (0 to 1) below `floor` are for review, unless confirmed.
    """
    if not corrections:
        believed = tuple(one for one in commitments if one.confidence >= floor)
        doubtful = tuple(one for one in commitments if one.confidence < floor)
        return Corrected(believed, doubtful, tuple(threads), {}, ())
    replayed = _place(corrections, Finder(commitments, articles))
    standing = [one for one in replayed if one.state is State.IN_FORCE]
    judged = {one.found[0]: one.correction.edit.act for one in standing if one.correction.edit.act in _JUDGING}
    changes = [one for one in standing if one.correction.edit.act is Act.CHANGE]
    confirmed = {id_ for id_, act in judged.items() if act is Act.CONFIRM}
    # The events of a thread tell what articles report: a person's change of status is beside them, not in them.
    kept = _changed([one for one in commitments if judged.get(one.commitment_id) is not Act.REJECT], changes)
    held = [
        replace(one, confidence=CONFIRMED) if one.commitment_id in confirmed else one
        for one in kept
        if one.confidence >= floor or one.commitment_id in confirmed
    ]
    verdicts = {one.found[0]: one.correction for one in changes if one.correction.edit.status}
    doubtful = tuple(one for one in kept if one.confidence < floor and one.commitment_id not in confirmed)
    return Corrected(
        commitments=_with_status(held, verdicts),
        review=_with_status(doubtful, verdicts),
        threads=regroup(threads, held, _steps(standing), articles=articles),
        verdicts=verdicts,
        replayed=replayed,
    )


def withdrawn(corrections: Sequence[Correction]) -> frozenset[int]:
    """The numbers of those that a later correction withdraws, unless that one is withdrawn in its turn."""
    found: set[int] = set()
    for one in sorted(corrections, key=lambda one: one.number, reverse=True):
        if one.edit.undoes is not None and one.number not in found:
            found.add(one.edit.undoes)
    return frozenset(found)


def _place(corrections: Sequence[Correction], finder: Finder) -> tuple[Replayed, ...]:
    gone = withdrawn(corrections)
    moved = _moved(corrections, gone)
    placed = []
    for one in sorted(corrections, key=lambda one: one.number):
        edit, moved_by = moved.get(one.number, (one.edit, None))
        found, others = _ids(edit.targets, finder), _ids(edit.others, finder)
        # Of a merge each side has to have somebody left; an undo has no sides. A move whose words are gone leaves the
        # one that it moved without, and that one is listed.
        sides = () if edit.act is Act.MOVE else ((edit.targets, found), (edit.others, others))
        lost = [side[0] for side, ids in sides if side and not ids]
        state = State.WITHDRAWN if one.number in gone else State.ORPHANED if lost else State.IN_FORCE
        reason = finder.why_missing(lost[0]) if state is State.ORPHANED else ""
        placed.append(Replayed(one, state, found, others, reason, moved_by))
    return tuple(placed)


def _moved(corrections: Sequence[Correction], gone: frozenset[int]) -> dict[int, tuple[Edit, int]]:
    """The edits of those that are moved, about what they were moved to last, with the number of that move."""
    edits = {one.number: one.edit for one in corrections}
    moved: dict[int, tuple[Edit, int]] = {}
    for one in sorted(corrections, key=lambda one: one.number):
        number = one.edit.moves
        if number is None or one.number in gone or number not in edits:
            continue
        edit = moved[number][0] if number in moved else edits[number]
        targets, others = one.edit.targets or edit.targets, one.edit.others or edit.others
        moved[number] = (replace(edit, targets=targets, others=others), one.number)
    return moved


def _ids(targets: Sequence[Target], finder: Finder) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.commitment_id for target in targets if (one := finder.find(target))))


def _steps(standing: Sequence[Replayed]) -> list[Step]:
    steps: list[Step] = []
    for one in standing:
        if one.correction.edit.act is Act.MERGE:
            steps.append(Join(one.found, one.found_others))
        elif one.correction.edit.act is Act.SPLIT:
            steps.append(Take(one.found[0]))
    return steps


def _changed(commitments: Sequence[Commitment], changes: Sequence[Replayed]) -> list[Commitment]:
    """With the last kind and actors that somebody gave each."""
    kinds = {one.found[0]: one.correction.edit.kind for one in changes if one.correction.edit.kind}
    actors = {one.found[0]: one.correction.edit.actors for one in changes if one.correction.edit.actors}
    return [
        replace(one, kind=kinds.get(one.commitment_id, one.kind), actors=actors.get(one.commitment_id, one.actors))
        if one.commitment_id in kinds or one.commitment_id in actors
        else one
        for one in commitments
    ]


def _with_status(commitments: Iterable[Commitment], verdicts: Mapping[str, Correction]) -> tuple[Commitment, ...]:
    return tuple(
        replace(one, status=verdicts[one.commitment_id].edit.status or one.status)
        if one.commitment_id in verdicts
        else one
        for one in commitments
    )
