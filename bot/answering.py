"""Evidence to answer: what is said, how surely, and how it was found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.answer import Answer, Statement, Step, Strength
from bot.candidates import Candidate
from bot.evidence import Citation
from bot.intent import Intent
from bot.outcome_words import Outcome, said_of
from bot.outcomes import AS_EVENT
from bot.question import Question
from bot.reading import choices, doubts, reading
from bot.refusing import asked_words, near_misses, refusal
from bot.remarks import Findings
from bot.render import day, source
from bot.retrieval import Found
from bot.selecting import LEAST_ACTING, says_the_same, select
from bot.undertaking import undertaking_of
from bot.weighing import GOING_ON
from corpus.commitments import Kind
from corpus.event_kinds import What
from embeddings.analysis import analyse
from embeddings.build import Build

# What the three words stand for, as probabilities.
STRONG = 0.5
PARTIAL = 0.25


def compose(build: Build, question: Question, found: Found) -> Answer:
    """The answer that this evidence allows. The same build, question and evidence always give the same answer."""
    reason, message = refusal(build, question, found)
    told = Findings.of(build, question, found, () if reason else _selected(question, found))
    kept = told.kept
    citations = tuple(Citation(number, one.evidence) for number, one in enumerate(kept, start=1))
    return Answer(
        question=question,
        statements=tuple(_statement(question, found, kept, *pair) for pair in zip(citations, kept, strict=True)),
        citations=citations,
        reason=reason,
        message=doubts(question, found) + (message or lead(question, found, kept)),
        nearest=near_misses(question, found) if reason else (),
        steps=_steps(build, question, found),
        build_id=build.build_id,
        reading=reading(question, found),
        choices=choices(question, found),
        remarks=told.remarks(question, citations),
        compared=_compared(question, found) if kept else (),
    )


def _selected(question: Question, found: Found) -> tuple[Candidate, ...]:
    """What is quoted; of those who are compared nothing that is beside the subject, only because it names them."""
    kept = select(question, found)
    if not _compared(question, found) or not found.topic:
        return kept
    near = [one for one in kept if one.probability >= PARTIAL or found.topic.keys() & one.sentence.terms]
    # Whoever would be left without a word keeps the likeliest: their side is not empty.
    for party in found.parties:
        theirs = [one for one in kept if party.acts_in(one.sentence) >= LEAST_ACTING]
        near += [] if any(one in theirs for one in near) else theirs[:1]
    return tuple(one for one in kept if one in near)


def _statement(
    question: Question, found: Found, kept: Sequence[Candidate], citation: Citation, candidate: Candidate
) -> Statement:
    # What is said to be done is no undertaking with or without a date any more.
    done = said_of(candidate.sentence.text, candidate.sentence.terms) is Outcome.DONE
    return Statement(
        text=citation.quote,
        citations=(citation.number,),
        strength=strength_of(candidate.probability),
        undertaking=None if done else undertaking_of(candidate.article, candidate.sentence.commitments),
        reported=_reported(kept, candidate) if question.intent in GOING_ON else None,
        also=_also(found, candidate),
        group=_group(question, found, candidate),
    )


def _reported(kept: Sequence[Candidate], candidate: Candidate) -> What | None:
    """What it tells of how an undertaking goes on, as far as the words bear the ledger out."""
    what = candidate.reported
    if what in AS_EVENT:
        return what if said_of(candidate.sentence.text, candidate.sentence.terms) is AS_EVENT[what] else None
    if what is What.REPEATED:
        own = candidate.article.published or date.min
        before = (one for one in kept if one.threads & candidate.threads and (one.article.published or date.max) < own)
        return what if any(True for _ in before) else None
    # Nothing is announced where the ledger reads no commitment.
    return what if candidate.sentence.commitments or what is not What.ANNOUNCED else None


def strength_of(probability: float) -> Strength:
    """The word for a probability."""
    return Strength.STRONG if probability >= STRONG else Strength.PARTIAL if probability >= PARTIAL else Strength.WEAK


def _also(found: Found, candidate: Candidate) -> int:
    """How many other reports say the same; those of copies are one."""
    stories = {
        one.sentence.story
        for one in found.candidates
        if one.sentence.story != candidate.sentence.story and says_the_same(candidate, one)
    }
    return len(stories)


def _group(question: Question, found: Found, candidate: Candidate) -> str:
    """Under which of those that are compared it belongs: who acts in it, else the report that it stands in."""
    if question.intent is not Intent.COMPARISON:
        return ""
    acts = {party.name: party.acts_in(candidate.sentence) for party in found.parties}
    # Of namesakes, the one who stands there with the whole name.
    whole = [name for name in acts if frozenset(analyse(name)) <= frozenset(analyse(candidate.quote))]
    acts = dict.fromkeys(whole, 1.0) if len(whole) == 1 and _are_namesakes(found) else acts
    # Whoever the ledger has bound acts; the others are but named beside them.
    least = 1.0 if 1.0 in acts.values() else LEAST_ACTING
    acting = [name for name, act in acts.items() if act >= least]
    return " and ".join(acting) if len(found.parties) > 1 and acting else source(candidate.article)


def _are_namesakes(found: Found) -> bool:
    """Whether two of those asked about share their last word."""
    last = [party.actors[0].name.split()[-1] for party in found.parties]
    return len(set(last)) < len(last)


def _compared(question: Question, found: Found) -> tuple[str, ...]:
    """Those who are compared, whether or not anything is said of each; none where reports are."""
    if question.intent is not Intent.COMPARISON or len(found.parties) < 2:
        return ()
    return tuple(dict.fromkeys(party.name for party in found.parties))


def lead(question: Question, found: Found, kept: Sequence[Candidate]) -> str:
    """The line above the statements: how many, from how many reports, and what of it is left out."""
    stories = len({one.sentence.story for one in kept})
    told = f"{len(kept)} passages from {stories} reports" if stories > 1 else "One report says"
    days = [one.article.published for one in kept if one.article.published]
    if question.intent in GOING_ON and days and stories > 1:
        told += f", the latest of {day(max(days))}"
    kinds = {commitment.kind for one in kept for commitment in one.sentence.commitments}
    if question.intent is Intent.REFUSAL and Kind.REFUSAL not in kinds:
        told += ", none of which is read as a refusal"
    elif question.binds and len(found.theirs) > len(kept):
        told = f"{told}; of {found.asked} the ledger holds {len(found.theirs)} commitments, these fit the question best"
    return f"{told}:"


def _steps(build: Build, question: Question, found: Found) -> tuple[Step, ...]:
    best = found.candidates[0].signs if found.candidates else None
    weighed = f"best sentence covers {best.coverage:.0%} of the topic, similarity {best.similarity:.2f}" if best else ""
    missing = (*found.unknown_names, *asked_words(question, found.missing))
    return (
        Step("Understood", _understood(question, found)),
        Step(
            "Searched",
            f"build {build.build_id}: {len(found.hits)} passages read, {len(found.candidates)} sentences weighed",
        ),
        Step("Weighed", weighed or "nothing to weigh"),
        Step("Not in the corpus", ", ".join(missing) or "nothing"),
    )


def _understood(question: Question, found: Found) -> str:
    carried = f"; taken over: {', '.join(question.carried)}" if question.carried else ""
    return f"{reading(question, found)}{carried}"
