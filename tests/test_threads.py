from collections import Counter
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.actors import Registry, Sighting
from corpus.article import Article, Span, article_id
from corpus.commitments import Commitment, Deadline, Kind, Status, commitment_id
from corpus.event_kinds import What, what_of
from corpus.ledger import Filter, Ledger, due_of
from corpus.likeness import Rarity, Report, terms_of
from corpus.mentions import NameKind
from corpus.threads import Event, Thread, group_reports, join_sentences, make_threads


def article_of(path, text, published):
    return Article(article_id(text), path, text, Span(0, text.index("\n")), published, "Courier", None, None, None)


def commitment_of(article, quote, actors, **fields):
    start = article.text.index(quote)
    values = {
        "kind": Kind.PLEDGE,
        "speakers": (),
        "action": quote,
        "counterparty": None,
        "deadline": None,
        "cadence": None,
        "conditional": False,
        "reported_by": None,
        "status": Status.ANNOUNCED,
        "confidence": 0.9,
    }
    return Commitment(
        commitment_id=commitment_id(article.article_id, quote, quote),
        article_id=article.article_id,
        span=Span(start, start + len(quote)),
        actors=actors,
        **(values | fields),
    )


FIRST = article_of(
    "one.txt",
    "Harbour at Sarn\n\nVelmora will deepen the harbour at Sarn by March 2031.\n\nThe zoo shows two lynxes.",
    date(2030, 5, 2),
)
SECOND = article_of(
    "two.txt",
    "Harbour at Sarn again\n\nVelmora will now deepen the harbour at Sarn by June 2032.\n\nGulls came.",
    date(2031, 2, 1),
)
OTHER = article_of("other.txt", "Opera\n\nKarsund will build an opera for Pell.", date(2030, 7, 1))
ARTICLES = (FIRST, SECOND, OTHER)
DUE = date(2031, 3, 31)
COMMITMENTS = (
    commitment_of(
        FIRST, "will deepen the harbour at Sarn by March 2031", ("Velmora",), deadline=Deadline(Span(48, 61), DUE)
    ),
    commitment_of(SECOND, "will now deepen the harbour at Sarn by June 2032", ("Velmora",)),
    commitment_of(OTHER, "will build an opera for Pell", ("Karsund",)),
)


def report(article, commitment=None):
    return Report(article, Span(0, 1), commitment, frozenset(), Counter(), Counter(), np.ones(1), np.ones(1), None)


def event(what, day, due=None, commitment="c"):
    return Event(FIRST.article_id, Span(17, 40), what, commitment, day, due)


def thread(*events):
    return Thread("t", "Deepen the harbour", ("Velmora",), events)


def test_make_threads_joins_the_same_and_keeps_others_apart(fake_encoder):
    threads = make_threads(ARTICLES, COMMITMENTS, encode=fake_encoder.encode)
    homes = {one.commitment_id: thread.thread_id for thread in threads for one in thread.events if one.commitment_id}
    assert len(homes) == 3
    assert homes[COMMITMENTS[0].commitment_id] == homes[COMMITMENTS[1].commitment_id]
    assert homes[COMMITMENTS[2].commitment_id] != homes[COMMITMENTS[0].commitment_id]
    harbour = next(thread for thread in threads if thread.actors == ("Velmora",))
    assert [one.published for one in harbour.events] == sorted(one.published for one in harbour.events)
    assert harbour.events[0].what is What.ANNOUNCED


def test_make_threads_is_the_same_whatever_the_order(fake_encoder):
    one = make_threads(ARTICLES, COMMITMENTS, encode=fake_encoder.encode)
    other = make_threads(tuple(reversed(ARTICLES)), COMMITMENTS, encode=fake_encoder.encode)
    assert {thread.thread_id for thread in one} == {thread.thread_id for thread in other}


@given(st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 5)), st.floats(0, 1), max_size=20))
def test_group_reports_puts_every_commitment_in_one_group(links):
    reports = [report(row, row) for row in range(6)]
    groups = group_reports(reports, {pair: p for pair, p in links.items() if pair[0] != pair[1]})
    assert sorted(row for group in groups for row in group) == list(range(6))


def test_group_reports_needs_the_whole_group_to_be_alike():
    reports = [report(row, row) for row in range(3)]
    assert sorted(map(sorted, group_reports(reports, {(0, 1): 0.9, (1, 2): 0.13}))) == [[0, 1], [2]]
    assert sorted(map(sorted, group_reports(reports, {(0, 1): 0.9, (1, 2): 0.9}))) == [[0, 1, 2]]


def test_join_sentences_takes_few_of_one_article():
    reports = [report(0, 0), *(report(1) for _ in range(4))]
    links = {(0, row): 0.5 + row / 100 for row in range(1, 5)}
    assert join_sentences([[0]], links, reports) == [[0, 4, 3]]


@pytest.mark.parametrize(
    ("quote", "first", "status", "what"),
    [
        ("will deepen the harbour", True, Status.ANNOUNCED, What.ANNOUNCED),
        ("will deepen the harbour", False, Status.ANNOUNCED, What.REPEATED),
        ("the works were put off until 2032", False, Status.ANNOUNCED, What.DELAYED),
        ("the harbour is deep", False, Status.COMPLETED, What.DELIVERED),
        ("the new berth was opened on Sunday", False, None, What.DELIVERED),
        ("the project has been scrapped", False, None, What.ABANDONED),
        ("he denied that a date was ever set", False, None, What.DENIED),
        ("40 of the 120 divers are at work", False, None, What.IN_PROGRESS),
    ],
)
def test_what_of_reads_the_event(quote, first, status, what):
    assert what_of(quote, is_first=first, status=status) is what


def test_rarity_weighs_rare_terms_more():
    rarity = Rarity.of([terms_of("harbour berth"), terms_of("harbour opera")])
    assert rarity.weight({"berth"}) > rarity.weight({"harbour"}) >= 0


def test_terms_of_drops_endings_and_common_words():
    assert set(terms_of("The ministries promised 1,000 promises")) == {"ministr", "promis", "1000"}


def make_ledger(*threads):
    sightings = [Sighting("Velmora", NameKind.STATE, ("Velmora", "Velmoran"), (), FIRST.article_id, 2)]
    return Ledger.of(ARTICLES, COMMITMENTS, threads, registry=Registry.of(sightings))


@pytest.mark.parametrize(
    ("wanted", "paths"),
    [
        (Filter(), ["one.txt", "other.txt", "two.txt"]),
        (Filter(actor="velmoran"), ["one.txt", "two.txt"]),
        (Filter(actor="Nobody"), []),
        (Filter(words="opera"), ["other.txt"]),
        (Filter(since=date(2030, 7, 1)), ["other.txt", "two.txt"]),
        (Filter(until=date(2030, 6, 30)), ["one.txt"]),
        (Filter(kind=Kind.REFUSAL), []),
        (Filter(outlet="courier", status=Status.ANNOUNCED, core_only=True), ["one.txt", "other.txt", "two.txt"]),
    ],
)
def test_ledger_select_filters(wanted, paths):
    assert [entry.article.path for entry in make_ledger().select(wanted)] == paths


def test_ledger_lists_overdue_and_silent_threads():
    open_thread = thread(event(What.ANNOUNCED, date(2030, 5, 2), date(2031, 3, 31)))
    done = thread(event(What.ANNOUNCED, date(2030, 5, 2), date(2031, 3, 31)), event(What.DELIVERED, date(2031, 1, 1)))
    ledger = make_ledger(open_thread, done)
    assert ledger.overdue(today=date(2031, 4, 1)) == (open_thread,)
    assert ledger.overdue(today=date(2031, 3, 31)) == ()
    assert ledger.silent(today=date(2030, 8, 1), days=30) == (open_thread,)
    assert ledger.silent(today=date(2030, 5, 20), days=30) == ()
    assert ledger.is_closed(done)
    assert due_of(done) == date(2031, 3, 31)


def test_ledger_shows_changed_wording(fake_encoder):
    ledger = make_ledger(*make_threads(ARTICLES, COMMITMENTS, encode=fake_encoder.encode))
    changed = ledger.changed_wording()
    assert [(one.first.article_id, one.latest.article_id) for one in changed] == [(FIRST.article_id, SECOND.article_id)]
