"""The JSON forms of questions, answers, hits and status: what scripts give to the commands and read from them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from bot.answer import Answer
from bot.coverage import Coverage
from bot.evidence import Citation
from bot.written import Prose
from corpus.errors import SettingsError
from embeddings.build import BuildSummary
from embeddings.search import Hit

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One line of a file of questions; `follows` is the id of an earlier question of the same conversation."""

    question_id: str
    question: str
    follows: str | None


def read_questions(lines: Iterable[str], *, name: str) -> tuple[AskedQuestion, ...]:
    """The questions of a JSON Lines file called `name`; blank lines are passed over.

    Raises:
        SettingsError: a line is no question, an id comes twice, or `follows` names no earlier question.
    """
    return tuple(asked for _, asked, _ in read_rows(lines, name=name))


def read_rows(lines: Iterable[str], *, name: str) -> Iterator[tuple[int, AskedQuestion, Json]]:
    """Each question with the number of its line (from 1) and all fields of it; raises as `read_questions` does."""
    ids: set[str] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        asked, row = _question(line, where=f"{name}, line {number}")
        if asked.question_id in ids:
            raise SettingsError(f"{name}, line {number}: the id {asked.question_id!r} comes twice; give each its own")
        if asked.follows is not None and asked.follows not in ids:
            raise SettingsError(
                f"{name}, line {number}: follows {asked.follows!r}, which no earlier line holds; put that one first"
            )
        ids.add(asked.question_id)
        yield number, asked, row


def _question(line: str, *, where: str) -> tuple[AskedQuestion, Json]:
    expected = 'expected a JSON object with "id", "question" and, for a follow-up, "follows"'
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise SettingsError(f"{where}: no JSON ({error.msg}, column {error.colno}); {expected}") from error
    if not isinstance(row, dict) or not isinstance(row.get("question"), str) or row.get("id") is None:
        raise SettingsError(f"{where}: {line.strip()[:60]!r}; {expected}")
    follows = row.get("follows")
    return AskedQuestion(str(row["id"]), row["question"], None if follows is None else str(follows)), row


Question = TypeVar("Question", bound=AskedQuestion)


def in_conversation(
    questions: Iterable[Question], ask: Callable[[str, tuple[Answer, ...]], Answer]
) -> Iterator[tuple[Question, Answer]]:
    """Ask the questions in order; `ask` is given each with the answers of its conversation so far, oldest first."""
    answers: dict[str | None, tuple[Answer, ...]] = {None: ()}
    for one in questions:
        previous = answers[one.follows]
        answer = ask(one.question, previous)
        answers[one.question_id] = (*previous, answer)
        yield one, answer


def answer_object(answer: Answer, *, question_id: str | None) -> Json:
    """What `tracker ask --json` prints of one answer; `prose` is there only where a language model was asked."""
    row: Json = {
        "id": question_id,
        "answered": answer.answered,
        "reason": answer.reason,
        "statements": [{"text": one.text, "citations": list(one.citations)} for one in answer.said],
        "citations": [_citation(citation) for citation in answer.citations],
    }
    if answer.remarks:
        row["remarks"] = [{"text": one.text, "citations": list(one.citations)} for one in answer.remarks]
    return row | {"prose": _prose(answer.prose)} if answer.prose else row


def hits_object(hits: Sequence[Hit], *, question_id: str | None) -> Json:
    """What `tracker search --json` prints of one query."""
    return {
        "id": question_id,
        "hits": [
            {
                "article": hit.article.path,
                "start_char": hit.passage.span.start_char,
                "end_char": hit.passage.span.end_char,
                "text": hit.passage.text,
                "score": hit.score,
            }
            for hit in hits
        ],
    }


def summary_object(summary: BuildSummary) -> Json:
    """What `tracker build --json` prints."""
    return asdict(summary) | {"skipped": [asdict(one) for one in summary.skipped], "seconds": round(summary.seconds, 2)}


def status_object(coverage: Coverage) -> Json:
    """What `tracker status --json` prints."""
    return asdict(coverage) | {
        "created": coverage.created.isoformat(),
        "corpus": str(coverage.corpus),
        "first_date": coverage.first_date and coverage.first_date.isoformat(),
        "last_date": coverage.last_date and coverage.last_date.isoformat(),
        "skipped": [asdict(one) for one in coverage.skipped],
    }


def line(row: Json) -> str:
    """One object on one line."""
    return json.dumps(row, ensure_ascii=False)


def _prose(prose: Prose) -> Json:
    """Who wrote, how many sentences a quote stands for, how many are left out, and why there are none."""
    return {
        "model": prose.model,
        "replaced": sum(bool(one.replaced) for one in prose.sentences),
        "dropped": prose.dropped,
        "fallback": prose.fallback,
    }


def _citation(citation: Citation) -> Json:
    article = citation.article
    return {
        "n": citation.number,
        "article": article.path,
        "start_char": citation.span.start_char,
        "end_char": citation.span.end_char,
        "quote": citation.quote,
        "date": article.published and article.published.isoformat(),
        "outlet": article.outlet,
        "url": article.url,
    }
