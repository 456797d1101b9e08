"""An evaluation as text for the terminal: figures beside those of the last run, by type, and what was missed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from bot.evaluation import Figures, Outcome, figures_by_type, refusal_reasons
from bot.evaluation_history import Run

LABELS = {
    "answered": "answered, of what can be",
    "complete_answers": "complete answers",
    "quotes_cited": "gold quotes cited",
    "facts_said": "facts said",
    "articles_cited": "articles with a gold quote cited",
    "citations_on_topic": "citations from a gold article",
    "citations_with_gold": "citations that hold a gold quote",
    "right_refusals": "refused, of what cannot be answered",
    "verbatim_citations": "citations to the letter",
    "cited_statements": "statements with a citation",
    "citations_per_answer": "citations an answer",
    "median_seconds": "seconds an answer, median",
    "p95_seconds": "seconds an answer, 95th percentile",
}
_COLUMNS = {
    "questions": "asked",
    "answered": "answered",
    "complete_answers": "complete",
    "quotes_cited": "quotes",
    "facts_said": "facts",
    "citations_on_topic": "on topic",
    "citations_with_gold": "with gold",
    "right_refusals": "refused",
    "median_seconds": "seconds",
}
_LABEL_CHARS = max(map(len, LABELS.values())) + 2
_SHOWN_CHARS = 140


def report(outcomes: Sequence[Outcome], now: Run, last: Run | None) -> str:
    """All figures, beside those of the last run on the same questions where there was one."""
    asked = sum(one.labelled.answerable for one in outcomes)
    lines = [
        f"{len(outcomes)} questions, {asked} of which can be answered; build {now.build_id}",
        *figure_lines(now, last),
        *_refusal_lines(outcomes),
        "",
        *type_lines(figures_by_type(outcomes)),
    ]
    return "\n".join(lines + (change_lines(now, last) if last else []))


def figure_lines(now: Run, last: Run | None) -> list[str]:
    """One line a figure, with the last run's and the change."""
    lines = [f"{'':{_LABEL_CHARS}}{'now':>8}" + (f"{'last':>8}{'change':>8}" if last else "")]
    for name, label in LABELS.items():
        line = f"{label:{_LABEL_CHARS}}{number(now.figures.get(name))}"
        if last:
            line += number(last.figures.get(name)) + _change(last.figures.get(name), now.figures.get(name))
        lines.append(line)
    return lines


def type_lines(types: Mapping[str, Figures]) -> list[str]:
    """A table with one row a type of question."""
    width = max(len("type"), *map(len, types)) + 2
    lines = [f"{'type':{width}}" + "".join(f"{head:>10}" for head in _COLUMNS.values())]
    for name, figures in types.items():
        fields = asdict(figures)
        lines.append(f"{name:{width}}" + "".join(f"{number(fields[column]):>10}" for column in _COLUMNS))
    return lines


def change_lines(now: Run, last: Run) -> list[str]:
    """Since when what is compared, and the questions that came out otherwise."""
    lines = ["", f"last run on the same questions: {last.when}{f', {last.note}' if last.note else ''}"]
    if last.corpus_sha256 != now.corpus_sha256:
        lines.append("the articles have changed since: the figures tell of both changes")
    for label, gone in (
        ("right only now", [one for one in now.right if one not in last.right]),
        ("right only then", [one for one in last.right if one not in now.right]),
    ):
        lines += [f"{label}: {', '.join(gone)}"] if gone else []
    return lines


def miss_lines(outcomes: Sequence[Outcome]) -> list[str]:
    """Each question that did not come out right, with what its answer lacks."""
    lines = []
    for one in outcomes:
        if one.is_right:
            continue
        asked = f"{one.labelled.question_id} {one.labelled.question!r}"
        if not one.labelled.answerable:
            lines.append(f"answered, but cannot be: {asked}: {one.first_statement[:_SHOWN_CHARS]!r}")
            continue
        lines.append(f"refused ({one.reason}): {asked}" if one.reason else f"incomplete: {asked}")
        lines += [f"    not cited: {quote[:_SHOWN_CHARS]!r}" for quote in one.missed_quotes]
        lines += [f"    not said:  {fact!r}" for fact in one.missed_facts]
    return lines


def _refusal_lines(outcomes: Sequence[Outcome]) -> list[str]:
    lines = []
    for label, answerable in (("refused rightly", False), ("refused wrongly", True)):
        reasons = refusal_reasons(outcomes, answerable=answerable)
        told = ", ".join(f"{reason} {count}" for reason, count in reasons.items())
        lines += [f"{label}: {told}"] if told else []
    return lines


def number(value: float | None) -> str:
    """A figure in eight columns: counts whole, fractions with three digits, "-" for a fraction of nothing."""
    if value is None:
        return f"{'-':>8}"
    return f"{value:8d}" if isinstance(value, int) else f"{value:8.3f}"


def _change(before: float | None, after: float | None) -> str:
    if before is None or after is None:
        return f"{'':8}"
    return f"{after - before:+8.3f}"
