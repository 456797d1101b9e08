"""Where commitments stand, listed from the ledger: "Which promises are overdue?", "Has Tarar kept his word?".

Such a question asks for no passage: no article says that nothing was heard since. Its answer is what the ledger's own
lists hold (`corpus/ledger.py`), each entry with the words that tell it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.answer import Answer, Refusal, Statement, Step
from bot.evidence import Citation, Evidence
from bot.outcome_words import said_of
from bot.outcomes import AS_EVENT, LEAST_SHARED_WORDS
from bot.people import able, find_people, party_of, unknown_names
from bot.question import Question
from bot.reading import choices, doubts, reading
from bot.render import day
from bot.retrieval import Found
from bot.sentences import readable
from bot.standing_words import LedgerList, list_asked, possessors
from bot.undertaking import undertaking_of
from bot.weighing import Party
from bot.who import find_names
from corpus.article import Article, Span
from corpus.commitments import Commitment
from corpus.event_kinds import What
from corpus.ledger import SILENT_DAYS, Ledger, due_of
from corpus.passages import split_sentences
from corpus.threads import Event, Thread
from embeddings.analysis import analyse
from embeddings.build import Build

# As many as an answer of commitments holds: more bury one another, and the commands list all.
MOST_THREADS = 8
SILENCE = "That no report tells of something does not mean that it did not happen."
_WORDED = {
    LedgerList.OVERDUE: "past the last day that was named, with no report of delivery or an end",
    LedgerList.SILENT: f"open with nothing heard of them for {SILENT_DAYS} days",
    LedgerList.OPEN: "open: no report tells that they were delivered, given up or denied",
    LedgerList.DELIVERED: "reported delivered",
    LedgerList.DELAYED: "reported late",
    LedgerList.ABANDONED: "reported given up",
    LedgerList.DENIED: "denied by a later report",
    LedgerList.IN_PROGRESS: "reported to be in progress",
}
_ORDERED = {LedgerList.OVERDUE: "the longest overdue first", LedgerList.SILENT: "the longest silent first"}
_COMMANDS = {
    LedgerList.OVERDUE: "tracker ledger overdue",
    LedgerList.SILENT: "tracker ledger silent",
    LedgerList.DELIVERED: "tracker threads --status delivered",
    LedgerList.DELAYED: "tracker threads --status delayed",
    LedgerList.ABANDONED: "tracker threads --status abandoned",
    LedgerList.DENIED: "tracker threads --status denied",
    LedgerList.IN_PROGRESS: "tracker threads --status in_progress",
}
_REPORTED = {
    LedgerList.DELIVERED: What.DELIVERED,
    LedgerList.DELAYED: What.DELAYED,
    LedgerList.ABANDONED: What.ABANDONED,
    LedgerList.DENIED: What.DENIED,
    LedgerList.IN_PROGRESS: What.IN_PROGRESS,
}


def list_standings(build: Build, question: Question, *, today: date) -> Answer | None:
    """The answer that lists what is asked for; None where something else is, or nothing on its subject is known."""
    named, _ = find_people(build, question)
    named = named or able(build, find_names(build.registry, possessors(question.text)))
    asked = list_asked(question, frozenset(term for one in named for term in analyse(one.text)))
    if asked is None or unknown_names(build, question):
        return None
    parties = tuple(party_of(build, one) for one in named)
    ledger = build.ledger if question.known_until is None else build.ledger.known_by(question.known_until)
    today = min(today, question.known_until or today)
    about = [one for one in ledger.threads if _fits(ledger, one, question, parties, asked.topic)]
    if not about and (asked.topic or parties):
        return None
    threads = _in_state(ledger, about, asked.state, today)
    # What became of one matter is told by more than the threads: the articles are read for it as for any question.
    if not threads and asked.topic and asked.state in _REPORTED:
        return None
    citations, statements = _told(build, ledger, threads[:MOST_THREADS], asked.state, parties)
    found = Found((), (), dict.fromkeys(asked.topic, 1.0), (), 0.0, (), named, parties)
    return Answer(
        question=question,
        statements=statements,
        citations=citations,
        reason=None if statements else Refusal.NO_COMMITMENT_ON_TOPIC,
        message=doubts(question, found)
        + _lead(asked.state, len(threads), len(about), today, told=any(one.reported for one in statements)),
        nearest=(),
        steps=(Step("Listed", f"build {build.build_id}: {len(about)} commitments looked at, {len(threads)} fit"),),
        build_id=build.build_id,
        reading=reading(question, found, wanted=_wanted(asked.state)),
        choices=choices(question, found),
    )


def _fits(ledger: Ledger, thread: Thread, question: Question, parties: Sequence[Party], topic: frozenset[str]) -> bool:
    """Whether it binds those asked about, was told of in the period, is of the subject and more than a wish."""
    if not _binding((entry.commitment for entry in ledger.entries_of(thread)), parties):
        return False
    period = question.period
    days = (one.published for one in thread.events if one.published)
    if period and not any((period.since or date.min) <= one <= (period.until or date.max) for one in days):
        return False
    # Every sentence of every report is looked at for it, so only where there is a subject.
    return not topic or topic <= {term for one in thread.events for term in analyse(_words(ledger, one))}


def _binding(commitments: Iterable[Commitment], parties: Sequence[Party]) -> frozenset[str]:
    """The ids of those that are more than a wish and bind one of those asked about, or anybody where nobody is."""
    own = frozenset[str]().union(*(party.commitments for party in parties))
    firm = {one.commitment_id for one in commitments if one.kind.is_core}
    return frozenset(firm & own if parties else firm)


def _words(ledger: Ledger, event: Event) -> str:
    article = ledger.articles[event.article_id]
    return article.slice(_sentences(article, event.span))


def _in_state(ledger: Ledger, about: Sequence[Thread], state: LedgerList, today: date) -> list[Thread]:
    """The threads that stand there: by their last day, by how long nothing was heard, else the latest told first."""
    asked = {one.thread_id for one in about}
    if state is LedgerList.OVERDUE:
        return [one for one in ledger.overdue(today=today) if one.thread_id in asked]
    if state is LedgerList.SILENT:
        return [one for one in ledger.silent(today=today, days=SILENT_DAYS) if one.thread_id in asked]
    # Where all are asked for, those of which something was told since come first.
    return sorted(
        (one for one in about if _stands(ledger, one, state)),
        key=lambda one: (
            state is LedgerList.ANY and _outcome(ledger, one) is None,
            -(ledger.standing(one).day or date.min).toordinal(),
            one.thread_id,
        ),
    )


def _stands(ledger: Ledger, thread: Thread, state: LedgerList) -> bool:
    if state in {LedgerList.ANY, LedgerList.OPEN}:
        return state is LedgerList.ANY or not ledger.is_closed(thread)
    return ledger.standing(thread).what is _REPORTED[state] and _outcome(ledger, thread) is not None


def _outcome(ledger: Ledger, thread: Thread) -> Event | None:
    """The report that tells where the thread stands, as far as its words or a person bear the ledger out."""
    standing = ledger.standing(thread)
    if standing.verdict is not None or standing.what is What.DENIED:
        return standing.event
    outcome = AS_EVENT.get(standing.what)
    if outcome is None:
        return None
    terms = frozenset(term for one in _stated(thread) for term in analyse(_words(ledger, one)))
    words = _words(ledger, standing.event)
    shared = len(terms & frozenset(analyse(words))) >= LEAST_SHARED_WORDS
    return standing.event if shared and said_of(words, terms) is outcome else None


def _stated(thread: Thread) -> list[Event]:
    return [one for one in thread.events if one.commitment_id]


def _told(
    build: Build, ledger: Ledger, threads: Sequence[Thread], state: LedgerList, parties: Sequence[Party]
) -> tuple[tuple[Citation, ...], tuple[Statement, ...]]:
    """What each thread says: what was undertaken and, where something was told of it since, that; nothing twice."""
    citations: list[Citation] = []
    statements: list[Statement] = []
    for thread in threads:
        told = _outcome(ledger, thread)
        made = {one.commitment.commitment_id: one.commitment for one in ledger.entries_of(thread)}
        for event in _shown(thread, told, state, _binding(made.values(), parties)):
            article = ledger.articles[event.article_id]
            span = readable(article, _sentences(article, event.span))
            if any(one.article.article_id == article.article_id and one.span.overlaps(span) for one in citations):
                continue
            story = build.stories[build.article_row(article.article_id)]
            evidence = Evidence(article, span, story, 1.0, frozenset({thread.thread_id}))
            citations.append(Citation(len(citations) + 1, evidence))
            undertaken = [made[event.commitment_id]] if event.commitment_id in made else []
            statements.append(
                Statement(
                    text=evidence.quote,
                    citations=(len(citations),),
                    undertaking=None if event is told else undertaking_of(article, undertaken),
                    reported=ledger.standing(thread).what if event is told else None,
                )
            )
    return tuple(citations), tuple(statements)


def _shown(thread: Thread, told: Event | None, state: LedgerList, able: frozenset[str]) -> list[Event]:
    """A statement, of those that are able, that has the last day where that matters, and what was told since."""
    stated = [one for one in _stated(thread) if one.commitment_id in able]
    dated = [one for one in stated if one.due and one.due == due_of(thread)]
    undertaken = (
        (dated or stated)[-1] if state in {LedgerList.OVERDUE, LedgerList.SILENT, LedgerList.OPEN} else stated[0]
    )
    if told is None or told is undertaken:
        return [undertaken]
    return sorted((undertaken, told), key=lambda one: one.published or date.max)


def _sentences(article: Article, span: Span) -> Span:
    """The whole sentences that hold the span."""
    held = [one for one in split_sentences(article.text) if one.overlaps(span)] or [span]
    return Span(min(one.start_char for one in held), max(one.end_char for one in held))


def _wanted(state: LedgerList) -> str:
    """What is asked for, in words."""
    if state is LedgerList.ANY:
        return state.value
    return f"commitments {state}" if state is LedgerList.IN_PROGRESS else f"{state} commitments"


def _lead(state: LedgerList, count: int, looked_at: int, today: date, *, told: bool) -> str:
    """How many there are, on what day, and where the rest is to be found."""
    of_all = f"the {looked_at} commitments" if looked_at != 1 else "the one commitment"
    if state is LedgerList.ANY:
        known = "Reports tell this much of" if told else "No report tells outright"
        return f"{known} what became of {of_all} that the ledger holds here, as of {day(today)}. {SILENCE}"
    if not count:
        return f"Of {of_all} that the ledger holds here none is {_WORDED[state]}, as of {day(today)}. {SILENCE}"
    number = "One commitment is" if count == 1 else f"{count} commitments are"
    more = f", {_ORDERED[state]}" if state in _ORDERED and count > 1 else ""
    more += f"; {MOST_THREADS} are shown" if count > MOST_THREADS else ""
    more += f" (all: {_COMMANDS[state]})" if count > MOST_THREADS and state in _COMMANDS else ""
    return f"{number} {_WORDED[state]}, as of {day(today)}{more}. {SILENCE}"
