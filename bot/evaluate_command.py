"""The command that measures answers: `tracker evaluate` asks a file of labelled questions and keeps the figures."""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tqdm import tqdm

from bot.answer import Answer
from bot.arguments import file_lines
from bot.evaluation import Figures, Outcome, figures_by_type, figures_of, judge, misfits, refusal_reasons
from bot.evaluation_history import Run, below, corpus_sha256, last_run, lower_than, questions_sha256, read_floors
from bot.evaluation_report import LABELS, miss_lines, report
from bot.labels import LabelledQuestion, read_labelled
from bot.ledger_commands import Add
from bot.machine import Json, in_conversation, line
from bot.progress import ProgressBar
from bot.settings import Settings, load_settings
from bot.tracker import Tracker, build_corpus
from corpus.errors import SettingsError
from embeddings.build import Build, open_build, published_manifest
from embeddings.encoder import load_encoder

HISTORY_FILE = "evaluations.jsonl"
BUILDS_FOLDER = "evaluations"
BELOW_FLOOR = 1
_DISTRIBUTION = "policy-commitment-tracker"
# Enough to see what is wrong with a file of labels; the rest is counted.
_MOST_MISFITS = 5


def add_evaluate_command(command: Add) -> None:
    """Add the command to the command line."""
    evaluate = command(
        "evaluate",
        _evaluate,
        "Measure answers on questions whose right answers are known",
        "tracker evaluate --corpus ~/articles --questions questions.jsonl --note 'with the new encoder'",
    )
    evaluate.add_argument("--questions", required=True, metavar="FILE", help="JSON Lines of questions with gold quotes")
    evaluate.add_argument(
        "--corpus", metavar="DIR", help="folder of articles, indexed apart from yours (default: what is published)"
    )
    evaluate.add_argument("--half", default="", metavar="NAME", help="only questions marked with this half")
    evaluate.add_argument(
        "--history", metavar="FILE", help=f"where runs are kept (default: {HISTORY_FILE} in the data)"
    )
    evaluate.add_argument("--note", default="", metavar="TEXT", help="what is new in this run, for the history")
    evaluate.add_argument("--floors", metavar="FILE", help="JSON of figures that must be reached; exit status 1 if not")
    evaluate.add_argument("--errors", action="store_true", help="list what was missed")
    evaluate.add_argument("--json", action="store_true", help="print one JSON object")


def _evaluate(options: argparse.Namespace) -> int:
    questions = read_labelled(file_lines(options.questions, "questions"), name=options.questions, half=options.half)
    floors = read_floors("\n".join(file_lines(options.floors, "floors")), name=options.floors) if options.floors else {}
    base = load_settings(data=options.data)
    history = Path(options.history).expanduser() if options.history else base.data / HISTORY_FILE
    last, strange = last_run(_history_lines(history), questions_sha256(questions))
    for number in strange:
        _warn(f"{history}, line {number}: no evaluation; passed over")
    build, outcomes = _measure(_settings(base, options), questions, anew=options.corpus is not None)
    now = _run_of(build, outcomes, options)
    if options.json:
        print(line(_object(now, last, outcomes, errors=options.errors)))
    else:
        print("\n".join([report(outcomes, now, last), *(["", *miss_lines(outcomes)] if options.errors else [])]))
    _append(history, now)
    return _judge_figures(now, last, floors)


def _settings(base: Settings, options: argparse.Namespace) -> Settings:
    """Where the index that is measured lies: a folder of its own for a corpus that is named.

    Raises:
        SettingsError: the data folder that is named beside the corpus holds the index of another one.
    """
    if options.corpus is None:
        return base
    corpus = Path(options.corpus).expanduser().absolute()
    if options.data is None:
        key = hashlib.sha256(str(corpus.resolve()).encode()).hexdigest()[:12]
        return replace(base, data=base.data / BUILDS_FOLDER / f"{corpus.name}-{key}", corpus=corpus)
    published = published_manifest(base.data)
    if published and Path(published.corpus_folder).resolve() != corpus.resolve():
        raise SettingsError(
            f"{base.data} holds the index of {published.corpus_folder}, not of {corpus}; name another folder with"
            " --data, or none to have one made"
        )
    return replace(base, corpus=corpus)


def _measure(
    settings: Settings, questions: Sequence[LabelledQuestion], *, anew: bool
) -> tuple[Build, tuple[Outcome, ...]]:
    """Ask every question of the index, which is brought up to date before where it is `anew`."""
    encoder = load_encoder(settings.encoder)
    if anew:
        with ProgressBar(sys.stderr) as bar:
            build_corpus(settings, encoder, bar.show)
    build = open_build(settings.data, encoder=encoder)
    tracker = Tracker(settings, encoder, build)
    wrong = misfits(questions, build.articles)
    for one in wrong[:_MOST_MISFITS]:
        _warn(one)
    if len(wrong) > _MOST_MISFITS:
        _warn(f"{len(wrong) - _MOST_MISFITS} further labels do not fit the corpus; no answer can fulfil them")
    seconds: list[float] = []

    def ask(text: str, previous: tuple[Answer, ...]) -> Answer:
        started = time.perf_counter()
        answer = tracker.ask(text, previous=previous)
        seconds.append(time.perf_counter() - started)
        return answer

    texts = {article.path: article.text for article in build.articles}
    asked = tqdm(in_conversation(questions, ask), total=len(questions), desc="asking", file=sys.stderr, disable=None)
    return build, tuple(judge(one, answer, texts, seconds=seconds[-1]) for one, answer in asked)


def _run_of(build: Build, outcomes: Sequence[Outcome], options: argparse.Namespace) -> Run:
    return Run(
        when=datetime.now(UTC).isoformat(timespec="seconds"),
        version=version(_DISTRIBUTION),
        build_id=build.build_id,
        corpus=build.manifest.corpus_folder,
        corpus_sha256=corpus_sha256(build.articles),
        questions=options.questions,
        questions_sha256=questions_sha256([one.labelled for one in outcomes]),
        note=options.note,
        figures=_fields(figures_of(outcomes)),
        right=tuple(one.labelled.question_id for one in outcomes if one.is_right),
    )


def _object(now: Run, last: Run | None, outcomes: Sequence[Outcome], *, errors: bool) -> Json:
    """What `--json` prints."""
    return {
        "run": asdict(now),
        "types": {name: _fields(figures) for name, figures in figures_by_type(outcomes).items()},
        "refusals": {
            "right": refusal_reasons(outcomes, answerable=False),
            "wrong": refusal_reasons(outcomes, answerable=True),
        },
        "last": last and asdict(last),
        **({"errors": [_miss(one) for one in outcomes if not one.is_right]} if errors else {}),
    }


def _miss(outcome: Outcome) -> Json:
    return {
        "id": outcome.labelled.question_id,
        "question": outcome.labelled.question,
        "answerable": outcome.labelled.answerable,
        "reason": outcome.reason or None,
        "missed_quotes": outcome.missed_quotes,
        "missed_facts": outcome.missed_facts,
    }


def _fields(figures: Figures) -> dict[str, float | None]:
    return {name: value if value is None else round(value, 4) for name, value in asdict(figures).items()}


def _judge_figures(now: Run, last: Run | None, floors: Mapping[str, float]) -> int:
    """Warn of what is lower than in the last run, and fail where a floor is missed."""
    if last and (lower := lower_than(last, now)):
        told = ", ".join(f"{LABELS[name]} {last.figures[name]:.3f} -> {now.figures[name]:.3f}" for name in lower)
        _warn(f"worse than on {last.when}: {told}")
    missed = below(floors, now.figures)
    for name in missed:
        found = now.figures[name]
        _warn(f"{LABELS[name]}: {'-' if found is None else f'{found:.4f}'}, expected at least {floors[name]:.4f}")
    return BELOW_FLOOR if missed else 0


def _history_lines(history: Path) -> list[str]:
    return file_lines(str(history), "evaluations") if history.exists() else []


def _append(history: Path, now: Run) -> None:
    """Add the run as one line; a line that was cut off before is left alone.

    Raises:
        SettingsError: the file cannot be written.
    """
    try:
        history.parent.mkdir(parents=True, exist_ok=True)
        written = history.read_bytes() if history.is_file() else b""
        with history.open("a", encoding="utf-8") as file:
            file.write(("" if written.endswith(b"\n") or not written else "\n") + now.to_json() + "\n")
    except OSError as error:
        raise SettingsError(
            f"{history} cannot be written ({error.strerror}), so this run is not kept; name another with --history"
        ) from error


def _warn(message: str) -> None:
    print(f"tracker: {message}", file=sys.stderr)
