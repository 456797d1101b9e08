"""Whether a sentence tells what is expected of an answer: a deadline, a date, how often, a number."""

from __future__ import annotations

import re

from bot.intent import DEADLINE_WORD, Expected
from corpus.article import Article, Span
from corpus.date_phrases import find_dates
from corpus.extraction.deadlines import find_cadence, find_deadline

_DIGIT = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundred|thousand|million|billion|dozen|half|third|quarter|both|no|none|one|all)\b",
    re.IGNORECASE,
)  # fmt: skip
_TIMES = re.compile(r"\b(?:once|twice|times|every|each|regular\w*|continuous\w*|ongoing|alternat\w+)\b", re.IGNORECASE)


def tells(expected: Expected, article: Article, span: Span) -> bool:
    """Whether these words of the article tell what is expected of an answer."""
    words = article.slice(span)
    match expected:
        case Expected.ANYTHING:
            return True
        case Expected.NUMBER:
            return _DIGIT.search(words) is not None
        case Expected.CADENCE:
            return find_cadence(article.text, span) is not None or _TIMES.search(words) is not None
        case Expected.DEADLINE:
            named = DEADLINE_WORD.search(words) is not None and _is_dated(article, words)
            return named or find_deadline(article.text, span, published=article.published) is not None
        case Expected.DATE:
            return (
                _is_dated(article, words) or find_deadline(article.text, span, published=article.published) is not None
            )


def _is_dated(article: Article, words: str) -> bool:
    reference = article.published
    return reference is not None and any(True for _ in find_dates(words, reference=reference, forward=True))
