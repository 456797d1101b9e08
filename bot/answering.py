"""Evidence to answer: what is said, how surely, and how it was found."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Answer, Choice, Statement, Step, Strength
from bot.evidence import Citation
from bot.intent import Expected, Intent
from bot.question import Question
from bot.refusing import asked_words, near_misses, period_words, refusal
from bot.retrieval import Candidate, Found
from bot.selecting import select
from bot.undertaking import undertaking_of
from embeddings.build import Build

# What the three words stand for, as probabilities.
STRONG = 0.7
PARTIAL = 0.4


def compose(build: Build, question: Question, found: Found) -> Answer:
    """The answer that this evidence allows. The same build, question and evidence always give the same answer."""
    steps = _steps(build, question, found)
    reason, message = refusal(build, question, found)
    choices = _choices(question, found)
    if reason is not None:
        near = near_misses(question, found)
        return Answer(question, (), (), reason, message, near, steps, build.build_id, choices)
    kept = select(question, found)
    citations = tuple(Citation(number, one.evidence) for number, one in enumerate(kept, start=1))
    statements = tuple(map(_statement, citations, kept))
    message = _lead(question, found, citations)
    return Answer(question, statements, citations, None, message, (), steps, build.build_id, choices)


def _statement(citation: Citation, candidate: Candidate) -> Statement:
    undertaking = undertaking_of(candidate.article, candidate.sentence.commitments)
    return Statement(citation.quote, (citation.number,), strength_of(candidate.probability), undertaking)


def strength_of(probability: float) -> Strength:
    """The word for a probability."""
    return Strength.STRONG if probability >= STRONG else Strength.PARTIAL if probability >= PARTIAL else Strength.WEAK


def _choices(question: Question, found: Found) -> tuple[Choice, ...]:
    """One choice for each whom an ambiguous name may mean."""
    return tuple(
        Choice(actor.name, question.text.replace(named.text, actor.name, 1))
        for named in found.named
        if len(named.actors) > 1 and named.text in question.text
        for actor in named.actors
    )


def _lead(question: Question, found: Found, citations: Sequence[Citation]) -> str:
    stories = len({citation.evidence.story for citation in citations})
    told = f"{len(citations)} passages from {stories} reports" if stories > 1 else "One report says"
    if question.intent is Intent.COMMITMENTS and len(found.theirs) > len(citations):
        who = " and ".join(found.asked)
        return f"{told}; of {who} the ledger holds {len(found.theirs)} commitments, these fit the question best:"
    return f"{told}:"


def _steps(build: Build, question: Question, found: Found) -> tuple[Step, ...]:
    best = found.candidates[0].signs if found.candidates else None
    weighed = f"best sentence covers {best.coverage:.0%} of the topic, similarity {best.similarity:.2f}" if best else ""
    missing = (*found.unknown_names, *asked_words(question, found.missing))
    return (
        Step("Understood", reading(question, found)),
        Step(
            "Searched",
            f"build {build.build_id}: {len(found.hits)} passages read, {len(found.candidates)} sentences weighed",
        ),
        Step("Weighed", weighed or "nothing to weigh"),
        Step("Not in the corpus", ", ".join(missing) or "nothing"),
    )


def reading(question: Question, found: Found) -> str:
    """The question as it was read, in words: what is wanted, of whom, on what, of when, and what was taken over."""
    parts = [question.intent.value if question.expected is Expected.ANYTHING else question.expected.word]
    parts += [f"of {' and '.join(found.asked)}"] if found.asked else []
    topic = ", ".join(asked_words(question, tuple(found.topic)))
    parts += [f"on {topic}"] if topic else []
    parts += [f"published {period_words(question)}"] if question.period else []
    parts += [f"taken over from before: {', '.join(question.carried)}"] if question.carried else []
    parts += [f"“{slip.asked}” read as “{slip.read}”" for slip in question.slips]
    return "; ".join(parts)
