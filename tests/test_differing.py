"""Two reports of one undertaking: when they differ, and when they only tell different things."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from conftest import FakeReader

from bot.differing import Differing, differing_reports
from bot.question import read_question
from bot.render import markdown, plain
from bot.settings import Settings
from bot.tracker import Tracker
from corpus.article import Span
from corpus.commitments import Deadline
from corpus.event_kinds import What
from corpus.threads import Event, Thread
from embeddings.build import Build, make_build, open_build

TODAY = date(2034, 3, 10)
DAYS = ("2030-05-02", "2031-06-09")
Read = Callable[..., Build]


@pytest.fixture
def read(tmp_path, fake_encoder) -> Read:
    """A build of two reports that the ledger has in one thread; each with what it tells, its last day and its words."""

    def make(*reports: str, what: What = What.REPEATED, due: tuple[tuple[str, date], ...] = ()) -> Build:
        corpus = tmp_path / "articles"
        corpus.mkdir()
        for number, (day, words) in enumerate(zip(DAYS, reports, strict=True)):
            (corpus / f"{number}.txt").write_text(f"date {day}\nNews of the day {number}\n\n{words}\n", "utf-8")
        make_build(corpus, tmp_path / "data", encoder=fake_encoder, reader=FakeReader(), on_progress=lambda _: None)
        build = open_build(tmp_path / "data", encoder=fake_encoder)
        return with_thread(build, what, due)

    return make


def with_thread(build: Build, what: What, due: tuple[tuple[str, date], ...]) -> Build:
    articles = sorted(build.articles, key=lambda one: one.published or date.max)
    last_days = dict(zip((one.article_id for one in articles), due, strict=False))
    commitments = tuple(dated(build, one, last_days) for one in build.stored.commitments)
    by_article = {one.article_id: one for one in commitments}
    events = []
    for number, article in enumerate(articles):
        own = by_article.get(article.article_id)
        start = article.text.index("\n\n") + 2
        events.append(
            Event(
                article_id=article.article_id,
                span=own.span if own else Span(start, len(article.text)),
                what=what if number else What.ANNOUNCED,
                commitment_id=own.commitment_id if own else None,
                published=article.published,
                due=own.deadline.due if own and own.deadline else None,
            )
        )
    thread = Thread("one", "The harbour", ("Velmora",), tuple(events))
    return replace(build, stored=replace(build.stored, commitments=commitments, threads=(thread,)))


def dated(build: Build, commitment, last_days):
    words, day = last_days.get(commitment.article_id, ("", None))
    if not words:
        return commitment
    start = build.articles[build.article_row(commitment.article_id)].text.index(words)
    return replace(commitment, deadline=Deadline(Span(start, start + len(words)), day))


def found(build: Build, *, until: date | None = None) -> tuple[Differing, ...]:
    question = read_question("What of the harbour?", today=TODAY)
    return differing_reports(build, question.as_of(until) if until else question, frozenset({"one"}))


def test_other_last_day_is_told_in_both_reports_words(read):
    due = (("by March 2031", date(2031, 3, 31)), ("by June 2033", date(2033, 6, 30)))
    build = read(
        "Velmora will deepen Sarn harbour by March 2031.", "Velmora will deepen Sarn harbour by June 2033.", due=due
    )
    (one,) = found(build)
    assert one.text == (
        "The reports differ on the day: “by March 2031” in the one of 2 May 2030,"
        " “by June 2033” in the one of 9 June 2031."
    )
    assert (one.first.article.published, one.second.article.published) == (date(2030, 5, 2), date(2031, 6, 9))
    assert found(build, until=date(2030, 12, 31)) == ()


@pytest.mark.parametrize(
    "due",
    [
        (("by March 2031", date(2031, 3, 31)), ("by June 2033", date(2031, 4, 30))),
        # A day that was over when it was told is none that was allowed.
        (("by March 2031", date(2030, 3, 31)), ("by June 2033", date(2033, 6, 30))),
    ],
)
def test_days_that_are_near_or_over_do_not_differ(read, due):
    reports = "Velmora will deepen Sarn harbour by March 2031.", "Velmora will deepen Sarn harbour by June 2033."
    assert found(read(*reports, due=due)) == ()


def test_other_number_of_the_same_thing_is_told(read):
    build = read("Velmora will build twelve berths at Sarn harbour.", "Velmora will build 9 berths at Sarn harbour.")
    assert [one.text for one in found(build)] == ["The reports differ on the number: 12 and 9."]


@pytest.mark.parametrize(
    "second",
    [
        "Velmora will build 12 berths at Sarn harbour and buy 9 cranes.",
        "Velmora will build another 9 berths at Sarn harbour.",
        "Velmora will light Sarn harbour with 9 lamps.",
        "Odrin will hire teachers for 9 berths.",
        "Nine berths at Sarn harbour have been built so far, Velmora would add.",
    ],
)
def test_numbers_of_other_things_or_of_progress_do_not_differ(read, second):
    assert found(read("Velmora will build 12 berths at Sarn harbour.", second)) == ()


def test_denial_is_set_against_what_it_denies(read):
    build = read(
        "Velmora will deepen Sarn harbour.",
        "Brandt denied that Velmora had ever promised Sarn harbour.",
        what=What.DENIED,
    )
    assert [one.text for one in found(build)] == [
        "The reports contradict each other: the one of 9 June 2031 denies what the one of 2 May 2030 tells."
    ]


def test_event_that_only_the_ledger_takes_for_a_denial_is_none(read):
    assert found(read("Velmora will deepen Sarn harbour.", "Velmora would like Sarn harbour.", what=What.DENIED)) == ()


def test_answer_shows_both_quotes_next_to_each_other(read, tmp_path, fake_encoder):
    build = read("Velmora will build 12 berths at Sarn harbour.", "Velmora will build 9 berths at Sarn harbour.")
    tracker = Tracker(Settings(data=tmp_path / "data", corpus=None, encoder="fake"), fake_encoder, build)
    answer = tracker.ask("What did Velmora promise on the harbour?", today=TODAY)
    (remark,) = (one for one in answer.remarks if one.side_by_side)
    shown = markdown(answer).splitlines()
    at = shown.index(f"**{remark.text}** [S{remark.citations[0]}] [S{remark.citations[1]}]")
    assert shown[at + 2] == "| 2 May 2030 [S1] | 9 June 2031 [S2] |"
    assert "12 berths" in shown[at + 4] and "9 berths" in shown[at + 4]
    assert "  [2] 9 June 2031: “Velmora will build 9 berths at Sarn harbour.”" in plain(answer).splitlines()
