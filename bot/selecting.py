"""Which of the candidates an answer quotes, and in which order: as many as the question asks for, each thing once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from bot.candidates import Candidate
from bot.intent import Expected, Intent
from bot.question import Question
from bot.retrieval import Found
from bot.weighing import log_odds
from corpus.commitments import Kind
from embeddings.analysis import analyse

_REFUSES = re.compile(
    r"\b(?:not|never|no(?! (?:more|less|fewer|later|earlier) than)|nor|cannot|rul(?:e[sd]?|ing) out|refus\w+|reject\w*"
    r"|den(?:y|ied|ies)|declin\w+|oppos\w+|turn(?:s|ed)? down|exclud\w+|resist\w*|block\w*|veto\w*|withh\w+)\b"
    r"|n[’']t\b",
    re.IGNORECASE,
)
_AGREES = re.compile(
    r"\b(?:agree\w*|accords?|deals?|pacts?|treat(?:y|ies)|memorand\w+|mou|sign(?:s|ed|ing)|joint\w*|both|together"
    r"|each other|mutual\w*|settled|concluded|decided"
    r"|(?:two|three) (?:\w+ )?(?:sides|countries|nations|states|governments|parties|ministers|leaders))\b",
    re.IGNORECASE,
)
# An answer is read, not scrolled: more statements than these bury the best ones.
MOST = {Intent.COMMITMENTS: 8, Intent.TIMELINE: 9, Intent.COMPARISON: 8, Intent.GENERAL: 7, Intent.AGREEMENT: 8}
MOST_ELSE = 6
# One date, one number: what answers it stands in one sentence, seldom in more than two.
MOST_EXPECTED = 4
# What an actor undertook altogether is a list.
MOST_OF_ACTOR = 8
# How much lower the log-odds of a further statement may be than those of the best.
GAP = {Intent.TIMELINE: 5.4, Intent.COMMITMENTS: 4.2, Intent.AGREEMENT: 4.2, Intent.COMPARISON: 4.7}
GAP_ELSE = 3.8
# Where it is asked what somebody undertook, how far they have to act in a sentence for it to be quoted.
LEAST_ACTING = 0.5
# The same for what several agreed: "it was agreed" names neither, "the minister assured his guest" one of them.
LEAST_AGREEING = 0.3
# What a sentence of the article that answers best is granted: what else it says is on the subject more often than not.
SAME_ARTICLE = 1.0
# Two sentences that share this part of their words (of the shorter one) say the same.
SAME_SHARE = 0.7
# Of one article a timeline tells this much.
MOST_OF_ARTICLE = 2


def select(question: Question, found: Found) -> tuple[Candidate, ...]:
    """The candidates that are quoted, by date where time matters, else the likeliest first."""
    theirs = question.binds or (question.intent is Intent.COMPARISON and len(found.parties) > 1)
    least = least_acting(question, found)
    able = [one for one in near(found) if not theirs or (one.signs.actor >= least and suits(question, one))]
    if not able:
        return ()
    floor = log_odds(able[0].probability) - GAP.get(question.intent, GAP_ELSE)
    kept: list[Candidate] = []
    of_article = Counter[str]()
    for one in able:
        if len(kept) == _most(question, found):
            break
        granted = SAME_ARTICLE if one.article.article_id == able[0].article.article_id else 0.0
        if log_odds(one.probability) < floor - granted:
            continue
        crowded = question.intent is Intent.TIMELINE and of_article[one.article.article_id] == MOST_OF_ARTICLE
        if not crowded and not any(says_the_same(one, other) for other in kept):
            kept.append(one)
            of_article[one.article.article_id] += 1
    if _by_date(question):
        kept.sort(key=lambda one: (one.article.published or date.max, one.article.path, one.span))
    return tuple(kept)


def near(found: Found) -> tuple[Candidate, ...]:
    """The candidates, likeliest first, without those of passages that name nobody of those asked about."""
    return tuple(one for one in found.candidates if not found.parties or one.signs.actor > 0)


def suits(question: Question, candidate: Candidate) -> bool:
    """Whether it is of the sort asked for: the ledger or its words tell of a refusal, or that several agreed."""
    if question.intent is Intent.REFUSAL:
        words = _REFUSES
    elif question.intent is Intent.AGREEMENT and len(question.about) > 1:
        words = _AGREES
        if any(one.kind is Kind.REFUSAL for one in candidate.sentence.commitments):
            return False
    else:
        return True
    return candidate.signs.kind > 0 or words.search(candidate.quote) is not None


def least_acting(question: Question, found: Found) -> float:
    """How far those asked about have to act in a sentence that is quoted, 0 to 1."""
    return LEAST_AGREEING if question.intent is Intent.AGREEMENT and len(found.parties) > 1 else LEAST_ACTING


def _most(question: Question, found: Found) -> int:
    if question.expected is not Expected.ANYTHING:
        return MOST_EXPECTED
    if question.intent is Intent.COMMITMENTS and found.parties and not found.topic:
        return MOST_OF_ACTOR
    return MOST.get(question.intent, MOST_ELSE)


def _by_date(question: Question) -> bool:
    listed = {Intent.COMMITMENTS, Intent.TIMELINE, Intent.COMPARISON, Intent.STATUS, Intent.AGREEMENT}
    return question.intent in listed and question.expected is Expected.ANYTHING


def says_the_same(one: Candidate, other: Candidate) -> bool:
    """Whether the second adds nothing. That both are of one thread is no sign of it: each tells another part."""
    if one.article.article_id == other.article.article_id and one.span.overlaps(other.span):
        return True
    left, right = set(analyse(one.quote)), set(analyse(other.quote))
    return len(left & right) >= SAME_SHARE * min(len(left), len(right))


def distinct(candidates: Sequence[Candidate], *, most: int) -> tuple[Candidate, ...]:
    """The first so many that each say something of their own."""
    kept: list[Candidate] = []
    for one in candidates:
        if len(kept) < most and not any(says_the_same(one, other) for other in kept):
            kept.append(one)
    return tuple(kept)
