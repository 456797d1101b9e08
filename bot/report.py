"""Builds and coverage as text for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.coverage import Coverage
from bot.render import day
from corpus.loaders import Skipped
from embeddings.build import BuildSummary

# An age is told in hours up to two days.
HOURS_SHOWN = 48


def build_report(summary: BuildSummary) -> str:
    """What came of a build, with each file that was skipped and why."""
    lines = [
        f"published {summary.build_id} in {summary.seconds:.1f} s: {summary.articles} articles,"
        f" {summary.passages} passages ({summary.encoded} encoded, {summary.reused} reused),"
        f" {summary.commitments} commitments"
    ]
    lines += summary.warnings
    if summary.copies:
        lines.append(f"{summary.copies} files hold an article that is there under another name")
    return "\n".join(lines + _skipped(summary.skipped))


def coverage_report(coverage: Coverage) -> str:
    """What is published, with each file that was skipped and why."""
    age = datetime.now(UTC) - coverage.created
    hours = age.total_seconds() / 3600
    old = f"{hours:.1f} hours" if hours < HOURS_SHOWN else f"{age.days} days"
    told = f"{coverage.stories} stories, {coverage.copies} further copies, {coverage.undated} undated"
    lines = [
        f"build      {coverage.build_id}, {old} old",
        f"corpus     {coverage.corpus}",
        f"articles   {coverage.articles} ({told})",
        f"published  {day(coverage.first_date)} to {day(coverage.last_date)}",
        f"outlets    {', '.join(coverage.outlets) or 'none named'}",
        f"passages   {coverage.passages}, with {coverage.commitments} commitments",
        f"encoder    {coverage.encoder} ({coverage.backend})",
    ]
    return "\n".join(lines + _skipped(coverage.skipped))


def _skipped(skipped: Sequence[Skipped]) -> list[str]:
    return [f"skipped {len(skipped)}:", *(f"  {one.path!r}: {one.reason}" for one in skipped)] if skipped else []
