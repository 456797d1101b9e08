"""Evidence to answer: what may be said, in which order, and when nothing may be said.

A question is refused for reasons that can be told (a name that no article mentions, a period without articles, words
that nothing near them covers), never because of one similarity score: a nearest neighbour always exists. The silence
of the corpus is worded as such, never as the absence of a commitment.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Answer, NearMiss, Refusal, Statement, Step
from bot.evidence import Citation, Evidence
from bot.question import Question, Want
from bot.render import day
from bot.retrieval import Found
from embeddings.analysis import analyse
from embeddings.build import Build

# An answer is read, not scrolled: more statements than this bury the best ones.
MAX_STATEMENTS = 6
MAX_NEAREST = 3
# The shares below were set by hand on small invented corpora and not searched for; see benchmarks/answers.py.
# Evidence this much weaker than the best is left out.
KEPT_SHARE = 0.72
# Two sentences that share this part of their words (of the shorter one) say the same.
SAME_SHARE = 0.7
# Below both, what was found is not about the question.
MIN_COVERAGE = 0.55
MIN_SIMILARITY = 0.6
# A question of which more than this part stands in no article is about something else.
MAX_MISSING = 0.6


def compose(build: Build, question: Question, found: Found) -> Answer:
    """The answer that this evidence allows. The same build, question and evidence always give the same answer."""
    steps = _steps(build, question, found)
    reason, message = _refusal(build, question, found)
    if reason is not None:
        return Answer(question, (), (), reason, message, _nearest(question, found), steps, build.build_id)
    kept = _kept(question, found.evidence)
    citations = tuple(Citation(number, evidence) for number, evidence in enumerate(kept, start=1))
    statements = tuple(Statement(citation.quote, (citation.number,)) for citation in citations)
    return Answer(question, statements, citations, None, _lead(question, found, citations), (), steps, build.build_id)


def _refusal(build: Build, question: Question, found: Found) -> tuple[Refusal | None, str]:
    covers = _corpus(build)
    if question.is_empty:
        return Refusal.EMPTY_QUESTION, "Ask about a person, an institution or a topic; these words name none."
    if found.unknown_names:
        names = " or ".join(f"“{name}”" for name in found.unknown_names)
        return Refusal.UNKNOWN_ACTOR, f"No article here mentions {names}. {covers}"
    if question.period and not found.hits:
        return Refusal.OUTSIDE_PERIOD, f"No article here was published {_period(question)}. {covers}"
    if _is_beside_the_question(found):
        words = f" The articles never use: {', '.join(_asked(question, found.missing))}." if found.missing else ""
        silence = "That the articles are silent does not mean that nothing was promised."
        return Refusal.NOT_IN_CORPUS, f"Nothing in these articles answers this.{words} {silence} {covers}"
    return None, ""


def _is_beside_the_question(found: Found) -> bool:
    far = found.coverage < MIN_COVERAGE and found.similarity < MIN_SIMILARITY
    return not found.evidence or far or found.missing_share > MAX_MISSING


def _corpus(build: Build) -> str:
    manifest = build.manifest
    return f"The corpus holds {manifest.articles} articles, {day(manifest.first_date)} to {day(manifest.last_date)}."


def _period(question: Question) -> str:
    period = question.period
    if period is None or (period.since is None and period.until is None):
        return "in that time"
    if period.since is None:
        return f"until {day(period.until)}"
    return f"since {day(period.since)}" if period.until is None else f"{day(period.since)} to {day(period.until)}"


def _asked(question: Question, terms: Sequence[str]) -> list[str]:
    """The words of the question, as the user wrote them, that these terms were made from."""
    return [word.strip("?!.,;:'’\"") for word in question.text.split() if set(analyse(word)) & set(terms)]


def _kept(question: Question, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The best evidence, each thing said once; by date where time matters, else best first."""
    floor = evidence[0].score * KEPT_SHARE
    kept: list[Evidence] = []
    for one in evidence:
        if one.score < floor or len(kept) == MAX_STATEMENTS:
            break
        if not any(_says_the_same(one, other, threads=question.want is Want.COMMITMENTS) for other in kept):
            kept.append(one)
    if question.want in {Want.COMMITMENTS, Want.TIMELINE}:
        kept.sort(key=lambda one: (str(one.article.published or "9999"), one.article.path, one.span))
    return tuple(kept)


def _says_the_same(one: Evidence, other: Evidence, *, threads: bool = False) -> bool:
    """Whether the second adds nothing: the same words or, with `threads`, the same commitment in another report."""
    same = one.article.article_id == other.article.article_id
    if (same and one.span.overlaps(other.span)) or (threads and not same and one.threads & other.threads):
        return True
    left, right = set(analyse(one.quote)), set(analyse(other.quote))
    return len(left & right) >= SAME_SHARE * min(len(left), len(right))


def _lead(question: Question, found: Found, citations: Sequence[Citation]) -> str:
    stories = len({citation.evidence.story for citation in citations})
    told = f"{len(citations)} passages from {stories} reports" if stories > 1 else "One report says"
    if question.want is Want.COMMITMENTS and found.in_ledger > len(citations):
        who = " and ".join(found.asked)
        return f"{told}; of {who} the ledger holds {found.in_ledger} commitments, these fit the question best:"
    return f"{told}:"


def _nearest(question: Question, found: Found) -> tuple[NearMiss, ...]:
    near: list[Evidence] = []
    for one in found.evidence:
        if len(near) < MAX_NEAREST and not any(_says_the_same(one, other) for other in near):
            near.append(one)
    return tuple(
        NearMiss(Citation(number, evidence), _lacks(question, evidence))
        for number, evidence in enumerate(near, start=1)
    )


def _lacks(question: Question, evidence: Evidence) -> str:
    held = set(analyse(evidence.quote)) | set(analyse(evidence.article.title))
    words = _asked(question, [term for term in question.terms if term not in held])
    return f"says nothing of {', '.join(words)}" if words else "names them, but does not answer this"


def _steps(build: Build, question: Question, found: Found) -> tuple[Step, ...]:
    taken = f"; taken over from before: {', '.join(question.carried)}" if question.carried else ""
    return (
        Step(
            "Understood", f"looking for: {', '.join(question.terms) or 'anything'}{taken}; published {_when(question)}"
        ),
        Step(
            "Searched",
            f"build {build.build_id}: {len(found.hits)} passages read, {len(found.evidence)} sentences weighed",
        ),
        Step(
            "Weighed", f"best sentence covers {found.coverage:.0%} of the question, similarity {found.similarity:.2f}"
        ),
        Step("Not in the corpus", ", ".join((*found.unknown_names, *_asked(question, found.missing))) or "nothing"),
    )


def _when(question: Question) -> str:
    return _period(question) if question.period else "at any time"
