"""What people said of the commitments that the ledger reads in a citation, and a click in a panel as an edit.

    (one,) = judged_of(build, citation)
    tracker.correct(edit_of(build, citation, one.commitment_id, Act.CONFIRM), by="brandt", evidence=one.evidence)

Rejected commitments are listed too: whoever opens the passage sees who rejected them and may withdraw it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from textwrap import shorten

from bot.desk_edits import Editor
from bot.evidence import Citation
from bot.ledger_text import changed_fields, short
from bot.render import day
from corpus.commitments import Commitment
from corpus.corrections import Act, Correction, Edit, State
from corpus.errors import SettingsError
from embeddings.build import Build

# What fits a panel, and what tells words from all others: a reading longer than a paragraph helps nobody.
ACTION_CHARS = 400
EVIDENCE_CHARS = 1_000
_TOLD = {Act.CONFIRM: "confirmed", Act.REJECT: "rejected"}


@dataclass(frozen=True, slots=True)
class Judged:
    """One commitment behind a citation, in words for people.

    `verdict` is "confirmed" or "rejected", and `told` the line that says by whom and when; both "" where nobody said
    so. `changes` tell what else people set. `evidence` names the words on which a verdict given here stands, and
    `command` is what changes the rest of the record on the command line.
    """

    commitment_id: str
    kind: str
    actors: str
    action: str
    verdict: str
    told: str
    changes: tuple[str, ...]
    evidence: str
    command: str


def judged_of(build: Build, citation: Citation) -> tuple[Judged, ...]:
    """The commitments of the ledger, and those that somebody judged, whose words overlap the citation's.

    Empty where the article is none of the build any more.
    """
    shown = _corrected(build, citation)
    verdicts = _last(build, shown, _TOLD)
    held = {one.commitment_id for one in build.commitments_by_article.get(citation.article.article_id, ())}
    return tuple(
        _judged(build, citation, one, verdicts.get(one.commitment_id))
        for one in shown
        if one.commitment_id in held or one.commitment_id in verdicts
    )


def edit_of(build: Build, citation: Citation, commitment_id: str, act: Act) -> Edit | None:
    """The edit that confirms or rejects a commitment behind the citation, or withdraws what was said of it last.

    None where it is so already, as after a second click.

    Raises:
        SettingsError: the ledger reads no such commitment there any more, or it is asked for anything else.
    """
    shown = {one.commitment_id: one for one in judged_of(build, citation)}
    if commitment_id not in shown:
        raise SettingsError("a rebuild has read these words anew since they were shown; ask again to correct them")
    last = _last(build, _corrected(build, citation), _TOLD).get(commitment_id)
    if act is Act.UNDO:
        return Edit(Act.UNDO, undoes=last.number) if last else None
    if act not in _TOLD:
        raise SettingsError(f"a panel confirms, rejects and withdraws; {act} it with: tracker ledger {act}")
    if last and last.edit.act is act:
        return None
    return (Editor(build).confirm if act is Act.CONFIRM else Editor(build).reject)(commitment_id)


def _corrected(build: Build, citation: Citation) -> list[Commitment]:
    """All that was read in these words, as corrected where the ledger holds it, in the order of the text."""
    held = {one.commitment_id: one for one in build.commitments_by_article.get(citation.article.article_id, ())}
    read = build.read_by_article.get(citation.article.article_id, ())
    return [held.get(one.commitment_id, one) for one in read if one.span.overlaps(citation.span)]


def _last(build: Build, commitments: Sequence[Commitment], acts: Collection[Act]) -> dict[str, Correction]:
    """The last correction in force of one of these acts on each commitment that has any, by the commitment's id."""
    wanted = {one.commitment_id for one in commitments}
    return {
        one.found[0]: one.correction
        for one in build.corrected.replayed
        if one.state is State.IN_FORCE and one.correction.edit.act in acts and one.found[0] in wanted
    }


def _judged(build: Build, citation: Citation, commitment: Commitment, said: Correction | None) -> Judged:
    verdict = _TOLD[said.edit.act] if said else ""
    article = citation.article
    words = " ".join(article.slice(commitment.span).split())[:EVIDENCE_CHARS]
    identity = short(commitment.commitment_id)
    return Judged(
        commitment_id=commitment.commitment_id,
        kind=commitment.kind.value.capitalize(),
        actors=", ".join(commitment.actors),
        action=shorten(commitment.action, width=ACTION_CHARS, placeholder=" …"),
        verdict=verdict,
        told=f"{verdict.capitalize()} {_by(said)}" if said else "",
        changes=tuple(
            f"{changed_fields(one.correction.edit)}, set {_by(one.correction)}"
            + (f"; evidence: {one.correction.evidence}" if one.correction.evidence else "")
            for one in build.corrected.replayed
            if one.state is State.IN_FORCE
            and one.correction.edit.act is Act.CHANGE
            and one.found[0] == commitment.commitment_id
        ),
        evidence=f"{article.path}: {words}",
        command=f"tracker ledger change {identity} --status completed --evidence 'WHERE: WORDS'",
    )


def _by(said: Correction) -> str:
    return f"by {said.by} on {day(said.made.astimezone().date())}"
