"""The sentences of our own above the quotes: what is reported to have become of it, and where two reports differ.

They say yes or no only where a sentence does in so many words, and name its report; what they are about is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.answer import Remark
from bot.candidates import Candidate, candidate_of
from bot.differing import Differing, differing_reports
from bot.evidence import Citation
from bot.intent import Expected, Intent
from bot.likelihood import at_a_glance
from bot.outcome_words import Outcome
from bot.outcomes import Reported, what_is_reported
from bot.question import Question
from bot.render import day
from bot.retrieval import Found, glance
from bot.sentences import Sentence
from corpus.event_kinds import What
from embeddings.build import Build

# More pairs of reports than these above an answer would bury it.
MOST_DIFFERING = 2
# What is asked for may be that something did not come about: "yes" and "no" would then mean the opposite.
_CONTRARY = re.compile(
    r"\b(?:not|never|no|abandon\w*|cancel\w*|scrap\w*|drop\w*|delay\w*|postpon\w*|put off|fail\w*|refus\w*|reject\w*"
    r"|den(?:y|ied)|late|br[eo]ak\w*|broken?|withdr[ae]w\w*|overdue|stop\w*|still)\b|n[’']t\b",
    re.IGNORECASE,
)
_WHETHER = re.compile(r"^\W*(?:(?:and|so|but)\W+)?(?:did|has|have|had|was|were|is|are|does|do)\b", re.IGNORECASE)
_ASKS_FOR_WORDS = re.compile(
    r"^\W*(?:(?:and|so|but)\W+)?(?:did|has|have|had|does|do|is|was)\b(?:\W+\w+){1,6}?\W+"
    r"(?:say|said|saying|mention\w*|comment\w*|tell|told|speak|spoken|explain\w*|think|believe|want\w*"
    r"|call\w* for|object\w*)\b",
    re.IGNORECASE,
)
_OPENS = {Outcome.DONE: "Yes", Outcome.PARTLY: "In part", Outcome.LATE: "Not yet", Outcome.GIVEN_UP: "No"}
_REPORTED = {
    Outcome.DONE: "reported done",
    Outcome.PARTLY: "reported begun or done in part",
    Outcome.LATE: "reported late or not yet done",
    Outcome.GIVEN_UP: "reported given up",
}


UNTOLD = "Not reported in so many words: no passage found here says outright what came of this"


@dataclass(frozen=True, slots=True)
class Findings:
    """What is quoted in the end, by date where remarks ask for more of it, and what the remarks are about.

    `reported` is None where it is not asked what became of something.
    """

    kept: tuple[Candidate, ...]
    reported: Reported | None
    differing: tuple[Differing, ...]

    @classmethod
    def of(cls, build: Build, question: Question, found: Found, kept: Sequence[Candidate]) -> Findings:
        """Read the reports behind the candidates that were selected; nothing is found of none."""
        if not kept:
            return cls((), None, ())
        reported = what_is_reported(build, question, found) if _asks_outcome(question) else None
        threads = frozenset(thread for one in kept for thread in (*one.threads, *_denied_in(build, one)))
        differing = differing_reports(build, question, threads)[:MOST_DIFFERING]
        wanted = [each for one in differing for each in (one.first, one.second)]
        if reported:
            wanted += [one.sentence for one in (reported.told, reported.since, reported.first) if one]
        missing: list[Candidate] = []
        for sentence in wanted:
            if not any(_holds(one, sentence) for one in (*kept, *missing)):
                missing.append(_candidate(build, question, found, sentence))
        return cls(_by_date(kept, missing) if missing else tuple(kept), reported, differing)

    def remarks(self, question: Question, citations: Sequence[Citation]) -> tuple[Remark, ...]:
        """The remarks; `citations` are those of what is kept, in its order."""
        return (*self._on_outcome(question, citations), *self._on_differing(citations))

    def _on_outcome(self, question: Question, citations: Sequence[Citation]) -> list[Remark]:
        if self.reported is None:
            return []
        told, since = self.reported.told, self.reported.since
        if told is None or told.outcome is None:
            return [_untold(citations, self._citing(citations, since.sentence) if since else None)]
        by = self._citing(citations, told.sentence)
        lines = [Remark(f"{_verdict(question, told.outcome)}{_report(by)}.", (by.number,))]
        if since:
            last = self._citing(citations, since.sentence)
            text = f"What was reported since, last{_report(last)}, does not say outright what came of it."
            lines.append(Remark(text, (last.number,)))
        if self.reported.first:
            begun = self._citing(citations, self.reported.first.sentence)
            lines.append(Remark(f"First reported here as undertaken{_report(begun)}.", (begun.number,)))
        return lines

    def _on_differing(self, citations: Sequence[Citation]) -> list[Remark]:
        return [
            Remark(
                one.text,
                tuple(self._citing(citations, each).number for each in (one.first, one.second)),
                side_by_side=True,
            )
            for one in self.differing
        ]

    def _citing(self, citations: Sequence[Citation], sentence: Sentence) -> Citation:
        return next(citation for citation, one in zip(citations, self.kept, strict=True) if _holds(one, sentence))


def _denied_in(build: Build, candidate: Candidate) -> list[str]:
    """The threads of what is denied in it: a denial is no commitment, which would bring its thread along."""
    events = build.events_by_article.get(candidate.article.article_id, ())
    return [
        thread for thread, event in events if event.what is What.DENIED and event.span.overlaps(candidate.sentence.span)
    ]


def _asks_outcome(question: Question) -> bool:
    """Whether it asks what came of something, and not for a date or number or what somebody said of it."""
    told = question.intent is Intent.STATUS and question.expected is Expected.ANYTHING
    return told and not _ASKS_FOR_WORDS.search(question.text)


def _untold(citations: Sequence[Citation], nearest: Citation | None) -> Remark:
    """That nothing is told plainly, and which report is the latest on it."""
    last = max(citations, key=lambda one: (one.article.published or date.min, one is nearest, -one.number))
    when = f"; the latest found on it is of {day(last.article.published)}" if last.article.published else ""
    return Remark(f"{UNTOLD}{when}.", (last.number,))


def _verdict(question: Question, outcome: Outcome) -> str:
    """What is reported, after a plain "yes" or "no" where it cannot mean the opposite."""
    words = _REPORTED[outcome]
    plain = _WHETHER.search(question.text) and not _CONTRARY.search(question.text)
    return f"{_OPENS[outcome]}: {words}" if plain else f"{words[0].upper()}{words[1:]}"


def _report(citation: Citation) -> str:
    outlet = f" in {citation.article.outlet}" if citation.article.outlet else ""
    return f" on {day(citation.article.published)}{outlet}"


def _by_date(kept: Sequence[Candidate], missing: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """All by date; a quote that stands in a longer one is left out."""

    def order(one: Candidate) -> tuple[date, str, int]:
        return one.article.published or date.max, one.article.path, one.span.start_char

    longer = [one for one in missing if not any(_covers(other, one) for other in missing if other is not one)]
    rest = [one for one in kept if not any(_covers(other, one) for other in longer)]
    return tuple(sorted((*rest, *longer), key=order))


def _covers(one: Candidate, other: Candidate) -> bool:
    return one.article.article_id == other.article.article_id and one.span.covers(other.span)


def _holds(candidate: Candidate, sentence: Sentence) -> bool:
    """Whether what would be quoted holds the whole sentence."""
    return candidate.article.article_id == sentence.article.article_id and candidate.span.covers(sentence.span)


def _candidate(build: Build, question: Question, found: Found, sentence: Sentence) -> Candidate:
    """The sentence as a candidate: the one that was weighed, else weighed at a glance."""
    weighed = (one for one in found.candidates if one.sentence.span == sentence.span and _holds(one, sentence))
    if candidate := next(weighed, None):
        return candidate
    (own,) = glance(build, question, [sentence], found.topic, found.parties)
    beside = [one.signs for one in found.candidates]
    return candidate_of(build, sentence, own, at_a_glance([own, *beside], question, parties=len(found.parties))[0])
