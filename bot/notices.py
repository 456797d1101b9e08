"""What the chat says of itself: welcome, help, what the index holds, how far a rebuild is and what came of it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from bot.coverage import Coverage
from bot.fence import is_loopback
from bot.progress import LABELS, UNITS
from bot.render import day, escape
from bot.settings import Endpoint
from corpus.errors import TrackerError
from corpus.loaders import Skipped
from embeddings.build import BuildSummary, Progress, Stage

logger = logging.getLogger("tracker.chat")
# What a chat offers beside questions.
COMMANDS = (
    {"id": "sources", "icon": "library", "description": "What is in the index, and what could not be read"},
    {"id": "rebuild", "icon": "refresh-cw", "description": "Read the folder of articles again"},
    {"id": "help", "icon": "circle-help", "description": "What can be asked, and how citations work"},
)
# A list longer than this is no longer read in a chat; `tracker status` prints all of it.
LISTED = 12

QUOTED = """\
Every statement is quoted word for word from your articles, and its mark, such as **S1**, opens the article at those \
words."""
NOTHING_LEAVES = "Nothing that you type or read leaves this machine."
HELP = """\
- Where the articles hold no answer you are told so, and why, with what came nearest.
- A question may point back: *And what became of it?*
- A time may be named: *What did he promise in June 2024?*
- An answer begins with how the question was **read**; buttons beneath it ask it again in another reading.
- A quote says how firm it is (*firm*, *conditional*, *aspiration*, *refusal*), by when, and where it fits the question
  only in part: *partial match*, *weak match*.
- *Which promises are overdue?* lists where commitments stand: overdue, gone silent, still open, delivered, delayed,
  dropped or denied, of everybody or of one (*Which of X's pledges …*), on a subject, in a time.
- *As of 3 May 2024* asks what was known by then. *Compare what A and B said on ports* sets two beside each other.
- The line above an answer opens to show **how it was found**.

**Commands**

- **/sources** lists what is in the index, and which files could not be read
- **/rebuild** reads the folder of articles again; answers go on meanwhile
- **/help** shows this
"""

APOLOGY = (
    "Something went wrong here that should not have, and this question has no answer because of it. "
    "Ask again; if it happens twice, the lines that the tracker printed in its terminal tell why."
)
GOES_ON = "The rebuild goes on without this message. **/sources** tells when the index is a new one."

# What is shown until the build reports for the first time.
BEGUN = Progress(Stage.READ, done=0, total=0, rate=0.0, seconds_left=None)


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage of a rebuild; `state` is done, running, waiting or failed, `fraction` 0 to 1."""

    name: str
    state: str
    detail: str
    fraction: float


def welcome(coverage: Coverage, endpoint: Endpoint | None = None) -> str:
    """What the chat covers and how it works, as Markdown for the page before the first question."""
    return f"# What was promised, and where is it written?\n\n{covered(coverage)}\n\n{how_it_works(endpoint)}"


def how_it_works(endpoint: Endpoint | None = None) -> str:
    """Where the words of an answer come from and who gets to see them, as Markdown."""
    return f"{QUOTED} {what_leaves(endpoint)}"


def what_leaves(endpoint: Endpoint | None) -> str:
    """What is sent to whom: nothing to anybody, or questions and cited quotes to the language model that is set up."""
    if endpoint is None:
        return NOTHING_LEAVES
    model, host = escape(endpoint.model), escape(endpoint.host)
    if is_loopback(endpoint.host):
        return f"Above the quotes, the language model **{model}** writes prose, which is checked. {NOTHING_LEAVES}"
    return (
        f"Above the quotes, the language model **{model}** at **{host}** writes prose, which is checked: each answered "
        "question and the passages that its answer quotes are sent there, and nothing else."
    )


def help_text(endpoint: Endpoint | None = None) -> str:
    """What can be asked and how citations work, as Markdown."""
    return f"Ask who undertook what, when, to whom and by when. {how_it_works(endpoint)}\n\n{HELP}"


def covered(coverage: Coverage) -> str:
    """How many articles, from whom and from when to when; on a second line how old the index is."""
    parts = [f"**{_count(coverage.articles, 'article')}**"]
    if coverage.outlets:
        parts.append(_count(len(coverage.outlets), "outlet"))
    if coverage.first_date and coverage.last_date:
        parts.append(f"{day(coverage.first_date)} to {day(coverage.last_date)}")
    return f"{' · '.join(parts)}\nIndexed on {_moment(coverage.created)}"


def searched(coverage: Coverage, *, found: bool = False) -> str:
    """The line above an answer, behind "Searching" or, once it is `found`, "Searched"."""
    return _count(coverage.articles, "article") + (" · how this was found" if found else "")


def holdings(coverage: Coverage, endpoint: Endpoint | None = None) -> str:
    """What the index holds and what it does not, as Markdown: the answer to /sources."""
    copies = f", and {_count(coverage.copies, 'further file')} with the text of one of them" if coverage.copies else ""
    lines = [
        covered(coverage),
        "",
        f"- **Reports**: {coverage.stories}{copies}. Articles that tell the same report count as one source.",
        f"- **Undated**: {coverage.undated}",
        f"- **Outlets**: {escape(_listed(coverage.outlets)) or 'none named'}",
        f"- **Folder**: {escape(str(coverage.corpus))}",
        f"- **Passages**: {coverage.passages}, encoded by {escape(coverage.encoder)}",
        f"- **Ledger**: {_count(coverage.commitments, 'commitment')}",
        f"- **Build**: {escape(coverage.build_id)}",
        f"- **Language model**: {f'{escape(endpoint.model)} at {escape(endpoint.host)}' if endpoint else 'none'}. "
        f"{what_leaves(endpoint)}",
    ]
    return "\n".join(lines) + _left_out(coverage.skipped)


def built(summary: BuildSummary) -> str:
    """What came of a rebuild, as Markdown."""
    lines = [
        f"**The index is new.** {_count(summary.articles, 'article')}, {_count(summary.passages, 'passage')}, "
        f"{_count(summary.commitments, 'commitment')}, "
        f"in {duration(summary.seconds)}.",
        "",
        f"- {_count(summary.encoded, 'passage')} encoded anew, {summary.reused} taken over as they were.",
    ]
    if summary.copies:
        lines.append(f"- {_count(summary.copies, 'file')} held the text of another article and count once.")
    lines.append("- Every open chat answers from the new index from its next question on.")
    return "\n".join(lines) + _left_out(summary.skipped)


def no_index(trouble: str) -> str:
    """What is said where there is no build to answer from."""
    return f"**There is no index to answer from.** {failed(trouble)}\n\nOr have it made here:"


def failed(trouble: str) -> str:
    """What is said where something that a user can act on went wrong."""
    return f"{escape(trouble[:1].upper() + trouble[1:])}."


def in_words(error: Exception) -> str:
    """What a user is told of an error: one of ours tells itself, any other goes to the log and gets an apology."""
    if isinstance(error, TrackerError):
        return failed(str(error))
    logger.error("a question, command or correction failed", exc_info=error)
    return APOLOGY


def stage_rows(progress: Progress | None, *, broken: bool = False) -> tuple[StageRow, ...]:
    """The stages of a rebuild as the last report leaves them; all are done where there is none to come (None)."""
    stages = list(Stage)
    reached = len(stages) if progress is None else stages.index(progress.stage)
    rows = []
    for row, stage in enumerate(stages):
        name = LABELS[stage].capitalize()
        if row == reached and progress is not None:
            fraction = progress.done / progress.total if progress.total else 0.0
            rows.append(StageRow(name, "failed" if broken else "running", pace(progress), min(fraction, 1.0)))
        else:
            rows.append(StageRow(name, "done" if row < reached else "waiting", "", float(row < reached)))
    return tuple(rows)


def stage_props(progress: Progress | None, *, broken: bool = False) -> dict[str, list[dict[str, object]]]:
    """The same as the page is given them."""
    return {"rows": [asdict(row) for row in stage_rows(progress, broken=broken)]}


def pace(progress: Progress) -> str:
    """How far the stage is, how fast it goes and how long it takes: "120 of 640 passages · 85 a second · 6 s left"."""
    if progress.total <= 1:
        return ""
    parts = [f"{progress.done} of {progress.total} {UNITS.get(progress.stage, '')}".rstrip()]
    if 0 < progress.done < progress.total:
        if progress.rate >= 1:
            parts.append(f"{progress.rate:.0f} a second")
        if progress.seconds_left is not None:
            parts.append(f"{duration(progress.seconds_left)} left")
    return " · ".join(parts)


def duration(seconds: float) -> str:
    """A length of time for people: "0.4 s", "12 s", "3 min 05 s", "2 h 10 min"."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"


def _left_out(skipped: Sequence[Skipped]) -> str:
    if not skipped:
        return ""
    lines = ["", "", f"**{_count(len(skipped), 'file')} could not be read**", ""]
    lines += [f"- {escape(one.path)}: {escape(one.reason)}" for one in skipped[:LISTED]]
    if len(skipped) > LISTED:
        lines.append(f"- and {len(skipped) - LISTED} more: `tracker status` lists them all")
    return "\n".join(lines)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return ", ".join(names[:LISTED]) + more


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def _moment(when: datetime) -> str:
    local = when.astimezone()
    return f"{day(local.date())} at {local:%H:%M}"
