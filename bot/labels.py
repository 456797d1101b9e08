"""Questions with what a right answer to them holds: the files that `tracker evaluate` measures on.

One JSON object a line: "id", "question" and "follows" as for `tracker ask --questions`, and beside them
"answerable" (true or false; where false, refusing is right), "gold_quotes" (verbatim clauses to cite), "gold_articles"
(paths of all articles a citation may be from), "must_mention" (facts to say, to the letter), "type" and "half".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.machine import AskedQuestion, Json, read_rows
from corpus.errors import SettingsError

_EXPECTED = {
    "answerable": 'expected "answerable": true or false',
    "gold_quotes": 'expected "gold_quotes": a list of clauses, copied from the articles to the letter',
    "gold_articles": 'expected "gold_articles": a list of paths in the corpus folder',
    "must_mention": 'expected "must_mention": a list of facts, as the articles word them',
    "type": 'expected "type": a word for the sort of question',
    "half": 'expected "half": a word, such as tuned or held',
}
NO_TYPE = "question"


@dataclass(frozen=True, slots=True)
class LabelledQuestion(AskedQuestion):
    """A question and what a right answer holds; `line_number` counts from 1 in its file, `half` may be empty."""

    line_number: int
    type: str
    answerable: bool
    gold_quotes: tuple[str, ...]
    gold_articles: frozenset[str]
    must_mention: tuple[str, ...]
    half: str


def read_labelled(lines: Iterable[str], *, name: str, half: str = "") -> tuple[LabelledQuestion, ...]:
    """The labelled questions of a JSON Lines file called `name`; with `half`, only those that are marked with it.

    Raises:
        SettingsError: a line is no question or lacks what a right answer holds, or no question is left.
    """
    read = [
        _labelled(asked, row, where=f"{name}, line {number}", number=number)
        for number, asked, row in read_rows(lines, name=name)
    ]
    chosen = tuple(one for one in read if half in {"", one.half})
    _keep_conversations(chosen, name=name)
    if not chosen:
        halves = ", ".join(sorted({one.half for one in read} - {""})) or "none"
        raise SettingsError(
            f"{name}: no question{f' of half {half!r} (halves in it: {halves})' if half else ''}; expected one a line"
        )
    return chosen


def _keep_conversations(chosen: Iterable[LabelledQuestion], *, name: str) -> None:
    """Refuse a half that holds a follow-up without the question that it follows."""
    there: set[str] = set()
    for one in chosen:
        if one.follows is not None and one.follows not in there:
            raise SettingsError(
                f"{name}, line {one.line_number}: follows {one.follows!r} of another half;"
                " expected a conversation to be in one half"
            )
        there.add(one.question_id)


def _labelled(asked: AskedQuestion, row: Json, *, where: str, number: int) -> LabelledQuestion:
    answerable = row.get("answerable")
    if not isinstance(answerable, bool):
        raise SettingsError(f"{where}: {_found(row, 'answerable')}; {_EXPECTED['answerable']}")
    quotes, facts = _strings(row, "gold_quotes", where=where), _strings(row, "must_mention", where=where)
    articles = _strings(row, "gold_articles", where=where)
    if answerable and not (quotes or facts):
        raise SettingsError(f"{where}: nothing to look for in the answer; {_EXPECTED['gold_quotes']}")
    if not answerable and (quotes or facts or articles):
        raise SettingsError(f'{where}: a question with "answerable": false has gold; leave it out or say true')
    if quotes and not articles:
        raise SettingsError(f"{where}: gold quotes without an article; {_EXPECTED['gold_articles']}")
    return LabelledQuestion(
        question_id=asked.question_id,
        question=asked.question,
        follows=asked.follows,
        line_number=number,
        type=_string(row, "type", where=where) or NO_TYPE,
        answerable=answerable,
        gold_quotes=quotes,
        gold_articles=frozenset(articles),
        must_mention=facts,
        half=_string(row, "half", where=where),
    )


def _string(row: Json, field: str, *, where: str) -> str:
    value = row.get(field, "")
    if not isinstance(value, str):
        raise SettingsError(f"{where}: {_found(row, field)}; {_EXPECTED[field]}")
    return value


def _strings(row: Json, field: str, *, where: str) -> tuple[str, ...]:
    value = row.get(field, [])
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        raise SettingsError(f"{where}: {_found(row, field)}; {_EXPECTED[field]}")
    return tuple(value)


def _found(row: Json, field: str) -> str:
    return f"{field!r} is {str(row[field])[:60]!r}" if field in row else f"no {field!r}"
