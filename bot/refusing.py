"""When nothing may be said, and why: for reasons that can be told, never because of one similarity score.

A nearest neighbour always exists. The silence of the corpus is worded as such, never as the absence of a commitment.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from bot.answer import NearMiss, Refusal
from bot.candidates import Candidate
from bot.evidence import Citation
from bot.intent import Expected, Intent, asks_several
from bot.people import stands_as_actor
from bot.question import MOST_CHARS, Question
from bot.render import day
from bot.retrieval import Found
from bot.selecting import distinct, least_acting, near, select, suits
from bot.weighing import NAMED_CREDIT, SPOKEN_OF_CREDIT, log_odds
from corpus.commitments import Kind
from corpus.mentions import NameKind
from embeddings.analysis import analyse
from embeddings.build import Build

MOST_NEAREST = 3
# A sentence that tells the date or number asked for has to be as likely as this.
LEAST_EXPECTED = 0.4
# A sentence that tells of a time in which nothing was published has to be as likely as this, and hold so much of the
# topic: other times are told of in any article.
LEAST_TOLD_OF = 0.5
LEAST_TOPIC_THEN = 0.25
# Names that nobody knows may be so much of what is asked about for the rest to be an answer.
MOST_UNKNOWN = 0.7
# What speaks for there being an answer, in log-odds: the weights of what `speaking` gives, fitted by logistic
# regression to 768 questions that neither matcher nor trees learned from and 50 that the trees did
# (`benchmarks/refusals.py`), and rounded.
SUPPORT = 3.2
SPEAKS = (0.4, 0.55, -0.55, -2.2, 0.5)
LEAST_TOPIC = 0.4
# So many of the likeliest sentences are looked at: one that is likely alone is more often likely by chance.
FIRST = 3
# A likeliest sentence below this is not about the question, whatever else speaks for an answer; one from SURE on
# answers it, even if it is the only one.
LEAST_LIKELY = 0.08
SURE = 0.7
# A sentence without any word of the topic holds this much of it, by words near in meaning, or nothing of it.
LEAST_HELD = 0.15
BARE_WORDS = 3
# A likeliest sentence below this is not about the question where hardly a word of the topic stands in any article.
MOST_MISSING = 0.9
LEAST_OF_MISSING = 0.3
# What speaks against an answer at least as much as for one is refused.
LEAST_SUPPORT = 0.0
SILENCE = "That the articles are silent does not mean that nothing was promised."

_UNDERTAKES = re.compile(
    r"\b(?:promis|pledg|vow|undert(?:ake|ook)|commit|agree|assur|guarante|announc|will\b|would\b|rul\w+ out)",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:not|never|no|nor|n[’']t|without|rul(?:e[sd]?|ing) out|refus\w+|reject\w*|den(?:y|ied|ies))\b", re.IGNORECASE
)


def refusal(build: Build, question: Question, found: Found) -> tuple[Refusal | None, str]:
    """Why this question cannot be answered from what was found, and how that is worded; None, "" where it can."""
    covers = _corpus(build)
    if question.is_empty:
        return _hint(build, question)
    if found.unknown_names and not _is_told_without_them(question, found):
        names = " or ".join(f"“{name}”" for name in found.unknown_names)
        return Refusal.UNKNOWN_ACTOR, f"No article here mentions {names}. {covers}"
    if outside := _outside_period(question, found):
        return Refusal.OUTSIDE_PERIOD, f"{outside} {covers}"
    if _is_beside_the_question(question, found):
        return _beside(question, found, covers)
    if _is_unfounded(question, found):
        granted = "Nothing in these articles supports what the question takes for granted"
        return Refusal.FALSE_PREMISE, f"{granted}; what comes nearest says no. {covers}"
    if question.expected is not Expected.ANYTHING and not (_expected(found) or asks_several(question.text)):
        what = question.expected.word
        return Refusal.NOT_IN_CORPUS, f"The articles tell of this, but not the {what} that is asked for. {covers}"
    return None, ""


def _hint(build: Build, question: Question) -> tuple[Refusal, str]:
    """What to ask, with one whom the articles name as an example."""
    if question.is_too_long:
        return Refusal.TOO_LONG, f"This is longer than {MOST_CHARS:,} characters: ask in a sentence or two."
    named = (actor for actor in build.registry.actors if actor.kind is NameKind.PERSON)
    example = next((actor.name for actor in named if actor.name in build.commitments_by_actor), "")
    such = f", such as: What did {example} promise?" if example else "."
    asked = f"{question.courtesy} Ask" if question.courtesy else "These words name nothing to look for: ask"
    return Refusal.EMPTY_QUESTION, f"{asked} about a person, an institution, a topic or a time{such}"


def _is_told_without_them(question: Question, found: Found) -> bool:
    """Whether the likeliest sentence is an answer although names are unknown that only belong to the topic."""
    acting = any(stands_as_actor(question.text, name) for name in found.unknown_names)
    few = found.missing_share <= MOST_UNKNOWN
    return few and not acting and any(one.probability >= LEAST_EXPECTED for one in found.candidates[:1])


def _outside_period(question: Question, found: Found) -> str:
    """A sentence that says so where nothing is told of the period asked for, "" where something is or any will do."""
    if question.period is None:
        return ""
    if not found.hits:
        return f"No article here was published {period_words(question)}."
    if found.told_of and not any(
        one.probability >= LEAST_TOLD_OF and one.signs.coverage >= LEAST_TOPIC_THEN for one in eligible(question, found)
    ):
        return f"No article published {period_words(question)} tells of this. {SILENCE}"
    if found.parties and not _present(found):
        return f"No article published {period_words(question)} tells of {found.asked}. {SILENCE}"
    return ""


def _present(found: Found) -> bool:
    """Whether anything that was read is by one of those asked about or names them."""
    return not found.candidates or any(one.signs.actor > 0 for one in found.candidates)


def _is_beside_the_question(question: Question, found: Found) -> bool:
    if not select(question, found) or support(question, found) < LEAST_SUPPORT:
        return True
    return bool(found.parties) and question.binds and _only_named(found, eligible(question, found))


def eligible(question: Question, found: Found) -> tuple[Candidate, ...]:
    """The candidates that may be an answer, likeliest first: those asked about act in them where they have to."""
    if not (found.parties and question.binds):
        return near(found)
    least = least_acting(question, found)
    return tuple(one for one in near(found) if one.signs.actor >= least and suits(question, one))


def support(question: Question, found: Found) -> float:
    """What speaks for there being an answer, in log-odds; infinite where a sentence is sure or none can be one."""
    acting = eligible(question, found)
    least = LEAST_OF_MISSING if found.missing_share > MOST_MISSING else LEAST_LIKELY
    if not acting or acting[0].probability < least or _is_beside(question, found, acting[:FIRST]):
        return -math.inf
    if acting[0].probability >= SURE:
        return math.inf
    return SUPPORT + sum(weight * sign for weight, sign in zip(SPEAKS, speaking(question, found, acting), strict=True))


def _is_beside(question: Question, found: Found, acting: Sequence[Candidate]) -> bool:
    """Whether bare words, or such as no article uses, are asked for of which none, nor one near, stands in them.

    The matcher takes any promise for an answer then.
    """
    bare = len(question.text.split()) <= BARE_WORDS or found.missing_share > MOST_MISSING
    if not found.topic or not bare:
        return False
    return all(one.signs.coverage == 0 and one.signs.soft_around < LEAST_HELD for one in acting)


def speaking(question: Question, found: Found, acting: Sequence[Candidate]) -> tuple[float, ...]:
    """What `support` adds up, in the order of SPEAKS; `acting` are the eligible sentences, at least one."""
    theirs = bool(found.parties) and question.binds
    odds = [log_odds(one.probability) for one in acting[:FIRST]]
    return (
        odds[0],
        sum(odds) / len(odds),
        found.missing_share,
        float(question.binds),
        float(theirs and max(one.signs.coverage for one in acting) < LEAST_TOPIC),
    )


def _only_named(found: Found, acting: Sequence[Candidate]) -> bool:
    """Whether they are asked about without a topic, and undertake nothing, by the ledger or in so many words."""
    named = (one for one in acting if one.signs.actor >= NAMED_CREDIT)
    return not (found.topic or found.theirs or any(_UNDERTAKES.search(one.quote) for one in named))


def _beside(question: Question, found: Found, covers: str) -> tuple[Refusal, str]:
    words = f" The articles never use: {', '.join(asked_words(question, found.missing))}." if found.missing else ""
    if found.parties and (found.topic or question.binds) and question.intent is not Intent.GENERAL:
        asked = asked_words(question, tuple(found.topic))
        undertook = "refused" if question.intent is Intent.REFUSAL else "undertook"
        about = f" about {', '.join(asked)}" if asked else ""
        message = f"These articles report nothing that {found.asked} {undertook}{about}.{words} {SILENCE} {covers}"
        return Refusal.NO_COMMITMENT_ON_TOPIC, message
    return Refusal.NOT_IN_CORPUS, f"Nothing in these articles answers this.{words} {SILENCE} {covers}"


def _is_unfounded(question: Question, found: Found) -> bool:
    """Whether an undertaking is taken for granted, and the likeliest sentence refuses it instead."""
    if not (question.presumes and found.topic) or question.intent is Intent.REFUSAL or _NEGATED.search(question.text):
        return False
    held = found.candidates[0].sentence.commitments
    return any(one.kind is Kind.REFUSAL for one in held) and all(one.kind is Kind.REFUSAL for one in held)


def _expected(found: Found) -> bool:
    return any(one.signs.expected and one.probability >= LEAST_EXPECTED for one in found.candidates)


def near_misses(question: Question, found: Found) -> tuple[NearMiss, ...]:
    """What came nearest, and what each lacks."""
    return tuple(
        NearMiss(Citation(number, one.evidence), _lacks(question, found, one))
        for number, one in enumerate(distinct(found.candidates, most=MOST_NEAREST), start=1)
    )


def _lacks(question: Question, found: Found, candidate: Candidate) -> str:
    held = set(analyse(candidate.quote)) | set(analyse(candidate.article.title))
    words = asked_words(question, [term for term in question.terms if term in found.topic and term not in held])
    others = [party.name for party in found.parties if party.acts_in(candidate.sentence) < SPOKEN_OF_CREDIT]
    lacks = [f"says nothing of {', '.join(words)}"] if words else []
    lacks += [f"is not by {' or '.join(others)}"] if others else []
    lacks += [f"tells no {question.expected.word}"] if not candidate.signs.expected else []
    return "; ".join(lacks) or "names them, but does not answer this"


def asked_words(question: Question, terms: Sequence[str]) -> list[str]:
    """The words of the question, as the user wrote them, that these terms were made from."""
    words = (word.strip("?!.,;:'’\"") for word in question.text.split())
    return list(dict.fromkeys(word for word in words if set(analyse(word)) & set(terms)))


def period_words(question: Question) -> str:
    """The period asked about, in words that follow "published"."""
    period = question.period
    if period is None or (period.since is None and period.until is None):
        return "at any time"
    if period.since is None:
        return f"until {day(period.until)}"
    return f"since {day(period.since)}" if period.until is None else f"{day(period.since)} to {day(period.until)}"


def _corpus(build: Build) -> str:
    manifest = build.manifest
    return f"The corpus holds {manifest.articles} articles, {day(manifest.first_date)} to {day(manifest.last_date)}."
