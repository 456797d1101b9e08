"""What somebody names on the command line, as an edit of the ledger; ids may be shortened as long as they are clear.

edit = Editor(build).change("3fa2", kind=None, actors=("Karsund",), status=None)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.article import Article
from corpus.commitments import Commitment, Kind, Status
from corpus.corrections import Act, Edit, State, Target
from corpus.errors import SettingsError
from corpus.threads import Thread
from embeddings.build import Build

# An id that is not clear is answered with this many of those that it may mean.
SHOWN_IDS = 3
_LIST = "tracker ledger corrections"
_MARKS = " :;,.–—-\"'“”‘’"


class Editor:
    """Makes edits of what one build holds, rejected commitments included: they can be confirmed again."""

    def __init__(self, build: Build) -> None:
        self._build = build
        self._read = {one.commitment_id: one for one in build.stored.commitments}
        self._threads = {thread.thread_id: thread for thread in build.threads}

    def confirm(self, given: str) -> Edit:
        """Whoever looked at it says that it is a commitment.

        Raises:
            SettingsError: no commitment has an id that begins so, or several have.
        """
        return Edit(Act.CONFIRM, (self._target(self._named(given)),))

    def reject(self, given: str) -> Edit:
        """Whoever looked at it says that it is none.

        Raises:
            SettingsError: no commitment has an id that begins so, or several have.
        """
        return Edit(Act.REJECT, (self._target(self._named(given)),))

    def change(self, given: str, *, kind: Kind | None, actors: Sequence[str], status: Status | None) -> Edit:
        """Another kind, other actors, another status; what is None or empty stays.

        Raises:
            SettingsError: nothing is to be changed, or the id is not clear.
        """
        names = tuple(dict.fromkeys(name for name in (" ".join(one.split()) for one in actors) if name))
        if kind is None and status is None and not names:
            raise SettingsError("nothing to change; give --kind, --actor or --status with what it should be")
        return Edit(Act.CHANGE, (self._target(self._named(given)),), kind=kind, actors=names, status=status)

    def merge(self, given: str, other: str) -> Edit:
        """Two threads, each named by its id or by that of one of its commitments, are one.

        Raises:
            SettingsError: an id is not clear, a commitment is not in the ledger, or both are of one thread already.
        """
        one, two = self._side(given), self._side(other)
        if self._home(one[0]) == self._home(two[0]):
            raise SettingsError(f"{given} and {other} are of one thread already; see: tracker threads")
        return Edit(Act.MERGE, self._targets(one), self._targets(two))

    def split(self, given: str) -> Edit:
        """A commitment is none of its thread.

        Raises:
            SettingsError: the id is not clear, or the commitment is not in the ledger or alone in its thread.
        """
        commitment = self._in_ledger(self._named(given))
        if len(_members(self._threads[self._home(commitment)])) == 1:
            raise SettingsError(f"{given} is alone in its thread; there is nothing to split it from")
        return Edit(Act.SPLIT, (self._target(commitment),))

    def move(self, number: int, given: str) -> Edit:
        """An orphaned correction is about this commitment from now on; of a merge, its side that is gone.

        Raises:
            SettingsError: there is no such correction, it is not orphaned, or the commitment is not clear or, where
                threads are merged or split, not in the ledger.
        """
        one = next((one for one in self._build.corrected.replayed if one.correction.number == number), None)
        if one is None:
            raise SettingsError(f"there is no correction {number}; list them with: {_LIST}")
        if one.state is not State.ORPHANED:
            raise SettingsError(
                f"correction {number} is {one.state}; what can be moved is listed by: {_LIST} --orphaned"
            )
        commitment = self._named(given)
        if one.correction.edit.act in (Act.MERGE, Act.SPLIT):
            commitment = self._in_ledger(commitment)
        target = (self._target(commitment),)
        return Edit(Act.MOVE, () if one.found else target, target if one.found else (), moves=number)

    def check_evidence(self, evidence: str) -> None:
        """Where evidence begins with the path or the address of an article of the corpus, the article holds its words.

        Raises:
            SettingsError: no words are given, or the article does not hold them.
        """
        named = [(name, one) for one in self._build.articles for name in (one.path, one.url) if name]
        found = max((one for one in named if evidence.startswith(one[0])), key=lambda one: len(one[0]), default=None)
        if found is None:
            return
        words = evidence.removeprefix(found[0]).strip(_MARKS)
        if not words:
            raise SettingsError(f"{found[0]} is named without its words; add those that tell it")
        if " ".join(words.split()) not in " ".join(found[1].text.split()):
            raise SettingsError(f"{found[0]} does not hold the words {words!r}; copy them to the letter")

    def _named(self, given: str) -> Commitment:
        found = _beginning(self._read, given)
        if not found:
            raise SettingsError(f"no commitment has an id that begins with {given!r}; ids: tracker commitments")
        _refuse_several(given, found)
        return self._read[found[0]]

    def _side(self, given: str) -> list[Commitment]:
        """The commitments of a thread, first the one that was named or, where the thread was, its first."""
        commitments, threads = _beginning(self._read, given), _beginning(self._threads, given)
        if not commitments and not threads:
            raise SettingsError(f"no thread or commitment has an id that begins with {given!r}; ids: tracker threads")
        _refuse_several(given, [*commitments, *threads])
        if threads:
            return self._commitments(self._threads[threads[0]])
        first = self._in_ledger(self._read[commitments[0]])
        members = self._commitments(self._threads[self._home(first)])
        return [first, *(one for one in members if one != first)]

    def _in_ledger(self, commitment: Commitment) -> Commitment:
        if commitment.commitment_id not in self._build.thread_of:
            raise SettingsError(
                f"{commitment.commitment_id} is not in the ledger, so it has no thread; confirm it first with:"
                f" tracker ledger confirm {commitment.commitment_id}"
            )
        return commitment

    def _home(self, commitment: Commitment) -> str:
        return self._build.thread_of[commitment.commitment_id]

    def _commitments(self, thread: Thread) -> list[Commitment]:
        return [self._read[one] for one in _members(thread)]

    def _targets(self, commitments: Iterable[Commitment]) -> tuple[Target, ...]:
        return tuple(map(self._target, commitments))

    def _target(self, commitment: Commitment) -> Target:
        return Target.of(commitment, self._article(commitment))

    def _article(self, commitment: Commitment) -> Article:
        return self._build.articles[self._build.article_row(commitment.article_id)]


def _members(thread: Thread) -> list[str]:
    return [event.commitment_id for event in thread.events if event.commitment_id is not None]


def _beginning(ids: Iterable[str], given: str) -> list[str]:
    """The ids that begin so; the one that is so, where there is one."""
    wanted = given.strip().lower()
    found = [one for one in ids if one.startswith(wanted)]
    return [wanted] if wanted in found else found


def _refuse_several(given: str, found: Sequence[str]) -> None:
    if len(found) > 1:
        shown = ", ".join(found[:SHOWN_IDS]) + (", …" if len(found) > SHOWN_IDS else "")
        raise SettingsError(f"{given!r} begins {len(found)} ids ({shown}); give more of the one that is meant")
