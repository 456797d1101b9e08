from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from conftest import read_alone
from hypothesis import given
from hypothesis import strategies as st

from corpus.actors import Registry, Sighting
from corpus.article import Article, Span, article_id
from corpus.commitments import Commitment, Deadline, Kind, Status, commitment_id
from corpus.errors import EncoderError
from corpus.event_kinds import Told, What, feature_names, features, kinds_of, load_model, save_model
from corpus.grouping import LINK, group_commitments
from corpus.ledger import Filter, Ledger, due_of
from corpus.likeness import COLUMNS, crowding, describe
from corpus.linear_model import LinearModel
from corpus.linking import candidate_pairs, find_links
from corpus.mentions import NameKind
from corpus.reports import MOST_OF_ARTICLE, read_reports
from corpus.term_sets import TermSets, shared
from corpus.terms import Rarity, terms_of
from corpus.threads import Event, Thread, make_threads, thread_of


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


def event(what, day, due=None, commitment="c"):
    return Event(FIRST.article_id, Span(17, 40), what, commitment, day, due)


def thread(*events):
    return Thread("t", "Deepen the harbour", ("Velmora",), events)


def test_make_threads_joins_the_same_and_keeps_others_apart(fake_encoder):
    threads = make_threads(ARTICLES, COMMITMENTS, encode=fake_encoder.encode, meant=read_alone(ARTICLES, fake_encoder))
    homes = {one.commitment_id: thread.thread_id for thread in threads for one in thread.events if one.commitment_id}
    assert len(homes) == 3
    assert homes[COMMITMENTS[0].commitment_id] == homes[COMMITMENTS[1].commitment_id]
    assert homes[COMMITMENTS[2].commitment_id] != homes[COMMITMENTS[0].commitment_id]
    harbour = next(thread for thread in threads if thread.actors == ("Velmora",))
    assert [one.published for one in harbour.events] == sorted(one.published for one in harbour.events)
    assert harbour.events[0].what is What.ANNOUNCED


def test_a_thread_has_the_first_action_that_says_enough_for_its_title():
    actions = ("Be built", "deepen the harbour at Sarn", "deepen the harbour at Sarn by June")
    stated = [replace(one, action=action) for one, action in zip(COMMITMENTS, actions, strict=True)]
    assert thread_of((), stated).title == "Deepen the harbour at Sarn"
    assert thread_of((), stated[:1]).title == "Be built"


def test_make_threads_is_the_same_whatever_the_order(fake_encoder):
    one = make_threads(ARTICLES, COMMITMENTS, encode=fake_encoder.encode, meant=read_alone(ARTICLES, fake_encoder))
    other = make_threads(
        tuple(reversed(ARTICLES)),
        COMMITMENTS,
        encode=fake_encoder.encode,
        meant=read_alone(ARTICLES[::-1], fake_encoder),
    )
    assert {thread.thread_id for thread in one} == {thread.thread_id for thread in other}


@given(st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 5)), st.floats(-9, 9), max_size=20))
def test_group_commitments_puts_every_commitment_in_one_group(links):
    groups = group_commitments(range(6), {pair: odds for pair, odds in links.items() if pair[0] < pair[1]})
    assert sorted(row for group in groups for row in group) == list(range(6))


def test_group_commitments_needs_the_mean_of_all_links():
    # (LINK + 1 + NO_LINK) / 2 lies below LINK: the third is like the second and was never looked at beside the first.
    assert group_commitments(range(3), {(0, 1): 4.0, (1, 2): LINK + 1}) == [[0, 1], [2]]
    assert group_commitments(range(3), {(0, 1): 4.0, (1, 2): LINK + 1, (0, 2): LINK - 0.5}) == [[0, 1, 2]]
    assert group_commitments(range(2), {(0, 1): LINK - 0.1}) == [[0], [1]]


def test_read_reports_encodes_every_text_once(fake_encoder):
    reports = read_reports(ARTICLES, COMMITMENTS, encode=fake_encoder.encode, meant=read_alone(ARTICLES, fake_encoder))
    texts = [text for batch in fake_encoder.batches for text in batch]
    assert len(texts) == len(set(texts))
    assert reports.drafts[0].words == "will deepen the harbour at Sarn by March 2031"
    assert reports.drafts[0].sentence == "Velmora will deepen the harbour at Sarn by March 2031."
    assert reports.commitments.tolist()[:3] == [0, 1, 2]


def test_read_reports_takes_the_sentences_nearest_to_what_others_undertook(fake_encoder):
    told = [f"Gulls were counted {number} times." for number in range(MOST_OF_ARTICLE)]
    near = ["Dredgers came to the harbour at Sarn.", "The harbour at Sarn was deepened by a metre."]
    later = article_of("later.txt", "\n\n".join(["News", *told, *near, "Gone."]), date(2031, 4, 1))
    reports = read_reports(
        (*ARTICLES, later),
        COMMITMENTS,
        encode=fake_encoder.encode,
        meant=read_alone((*ARTICLES, later), fake_encoder),
    )
    words = [one.words for one in reports.drafts if one.article == len(ARTICLES) and one.commitment < 0]
    assert len(words) <= MOST_OF_ARTICLE
    assert set(near) <= set(words)
    assert "Gone." not in words


def test_describe_tells_what_the_articles_share(fake_encoder):
    reports = read_reports(ARTICLES, COMMITMENTS, encode=fake_encoder.encode, meant=read_alone(ARTICLES, fake_encoder))
    found = describe(reports, np.array([0, 0]), np.array([1, 2]), crowding(reports))
    for name in ("articles", "in_article_least", "in_article_most"):
        same, other = found.rows[:, COLUMNS.index(name)]
        assert 1.0 >= same > other >= 0.0


def test_describe_is_the_same_in_both_directions(fake_encoder):
    reports = read_reports(ARTICLES, COMMITMENTS, encode=fake_encoder.encode, meant=read_alone(ARTICLES, fake_encoder))
    ones, others = np.array([0, 0, 1]), np.array([1, 2, 2])
    crowded = crowding(reports)
    one, other = describe(reports, ones, others, crowded), describe(reports, others, ones, crowded)
    assert one.columns == COLUMNS
    assert np.allclose(one.rows, other.rows)
    same, apart = one.rows[0], one.rows[1]
    for name in ("own_total", "sentence_total", "around_most", "actors"):
        assert same[COLUMNS.index(name)] > apart[COLUMNS.index(name)]


def test_find_links_is_surer_of_the_same_than_of_another(fake_encoder):
    links = find_links(
        read_reports(ARTICLES, COMMITMENTS, encode=fake_encoder.encode, meant=read_alone(ARTICLES, fake_encoder))
    )
    assert links[0, 1] > max(links.get((0, 2), -9.0), links.get((1, 2), -9.0))


def test_candidate_pairs_hold_each_pair_once(fake_encoder):
    ones, others = candidate_pairs(
        read_reports(ARTICLES, COMMITMENTS, encode=fake_encoder.encode, meant=read_alone(ARTICLES, fake_encoder))
    )
    pairs = list(zip(ones.tolist(), others.tolist(), strict=True))
    assert len(pairs) == len(set(pairs))
    assert all(one < other for one, other in pairs)


def test_candidate_pairs_are_near_by_what_is_meant_in_the_passage(fake_encoder, monkeypatch):
    monkeypatch.setattr("corpus.linking.NEAREST", 1)
    reports = read_reports(ARTICLES, COMMITMENTS, encode=fake_encoder.encode, meant=read_alone(ARTICLES, fake_encoder))
    meant = np.zeros_like(reports.meant_vectors)
    meant[:, 0] = 1.0
    meant[[1, 2]] = np.eye(meant.shape[1], dtype=np.float32)[1]
    pairs = [
        set(zip(*(rows.tolist() for rows in candidate_pairs(one)), strict=True))
        for one in (reports, replace(reports, meant_vectors=meant))
    ]
    assert [(1, 2) in found for found in pairs] == [False, True]


def told(quote, day, kind=Kind.PLEDGE):
    return Told(quote, quote, day, kind)


ANNOUNCED = told("Velmora will deepen the harbour at Sarn by March 2031", date(2030, 5, 2))


@pytest.mark.parametrize(
    ("quote", "kind", "what"),
    [
        ("Velmora reaffirmed that it will deepen the harbour", Kind.PLEDGE, What.REPEATED),
        ("the harbour works were postponed, not before June 2032 would the berth be deep", Kind.PLAN, What.DELAYED),
        ("the new berth was opened at last and all ships have arrived", None, What.DELIVERED),
        ("the project has been scrapped and abandoned", None, What.ABANDONED),
        ("he denied that a date was ever set and rejected the report", None, What.DENIED),
        ("the first 40 of the 120 divers have begun work so far", None, What.IN_PROGRESS),
    ],
)
def test_kinds_of_reads_a_later_event(quote, kind, what):
    assert kinds_of([ANNOUNCED, told(quote, date(2031, 2, 1), kind)]) == (What.ANNOUNCED, what)


def test_event_features_have_a_name_each():
    assert len(features([ANNOUNCED], 0)) == len(feature_names())


def test_event_model_is_read_as_it_was_written(tmp_path):
    shape = (len(What), len(feature_names()))
    model = LinearModel(np.arange(shape[0] * shape[1]).reshape(shape) / 8, np.arange(shape[0]) / 4)
    save_model(tmp_path / "events.json", model)
    again = load_model(tmp_path / "events.json")
    assert np.array_equal(again.weights, model.weights)
    assert np.array_equal(again.biases, model.biases)
    (tmp_path / "events.json").write_text("{}")
    with pytest.raises(EncoderError, match="reinstall"):
        load_model(tmp_path / "events.json")


def test_shared_sums_the_weights_of_common_terms():
    vocabulary = {}
    sets = TermSets.of([{"port", "sarn"}, {"port", "opera"}, {"opera"}, set()], vocabulary)
    weights = np.array([{"opera": 1.0, "port": 2.0, "sarn": 4.0}[term] for term in vocabulary])
    found = shared(sets, np.array([0, 0, 1, 3]), sets, np.array([1, 2, 1, 1]), weights)
    assert found.total.tolist() == [2, 0, 1 + 2, 0]
    assert found.heaviest.tolist() == [2, 0, 2, 0]
    assert sets.totals(weights).tolist() == [6, 3, 1, 0]


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


def test_a_sentence_moves_a_thread_only_where_its_words_tell_something():
    news = article_of(
        "news.txt", "News\n\nThe zoo shows two lynxes.\n\nThe harbour was opened at last.", date(2031, 5, 1)
    )
    announced = event(What.ANNOUNCED, date(2030, 5, 2))
    told, beside = (
        Event(news.article_id, Span(at, at + len(words)), What.DELIVERED, None, news.published, None)
        for words in ("The harbour was opened at last.", "The zoo shows two lynxes.")
        if (at := news.text.index(words))
    )
    for one, what in ((beside, What.ANNOUNCED), (told, What.DELIVERED)):
        of_both = thread(announced, one)
        ledger = Ledger.of((FIRST, news), COMMITMENTS[:1], [of_both], registry=Registry.of(()))
        assert ledger.standing(of_both).what is what
        assert ledger.is_closed(of_both) is (what is What.DELIVERED)


def test_ledger_shows_changed_wording(fake_encoder):
    ledger = make_ledger(
        *make_threads(ARTICLES, COMMITMENTS, encode=fake_encoder.encode, meant=read_alone(ARTICLES, fake_encoder))
    )
    changed = ledger.changed_wording()
    assert [(one.first.article_id, one.latest.article_id) for one in changed] == [(FIRST.article_id, SECOND.article_id)]


def test_ledger_knows_an_article_that_only_tells_of_a_commitment():
    told = replace(event(What.DELIVERED, date(2031, 5, 1), commitment=None), article_id=SECOND.article_id)
    ledger = Ledger.of(ARTICLES, COMMITMENTS[:1], [thread(told)], registry=Registry.of(()))
    assert {one.article.article_id for one in ledger.entries} == {FIRST.article_id}
    assert ledger.articles[ledger.threads[0].events[0].article_id] == SECOND
