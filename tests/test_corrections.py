"""Corrections laid over what was read: found again by id or by words, in the order of their making, never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from conftest import FakeEncoder, FakeReader, make_article, read_alone
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.actors import Registry
from corpus.commitments import Kind, Status
from corpus.corrections import Act, Correction, Edit, State, Target, replay
from corpus.event_kinds import What
from corpus.ledger import Filter, Ledger
from corpus.threads import make_threads

FLOOR = 0.5
PORT = make_article(
    "port.txt", "Sarn\n\nVelmora will deepen the harbour at Sarn by March 2031.", published=date(2030, 5, 2)
)
AGAIN = make_article(
    "again.txt", "Sarn again\n\nVelmora will now deepen the harbour at Sarn by June 2032.", published=date(2031, 2, 1)
)
OPERA = make_article("opera.txt", "Pell\n\nKarsund will build an opera for Pell.", published=date(2030, 7, 1))
POLICE = make_article("police.txt", "Karsund\n\nKarsund will hire 400 police officers.", published=date(2030, 9, 1))
ARTICLES = (PORT, AGAIN, OPERA, POLICE)


class World:
    """A corpus as a build reads it; `doubtful` are quotes that are read with too little confidence."""

    def __init__(self, *articles, doubtful=()):
        self.articles = articles
        read = [one for found in FakeReader().read(articles) for one in found]
        self.read = [replace(one, confidence=0.2) if one.action in doubtful else one for one in read]
        believed = [one for one in self.read if one.confidence >= FLOOR]
        self.threads = (
            make_threads(articles, believed, encode=FakeEncoder().encode, meant=read_alone(articles, FakeEncoder()))
            if believed
            else ()
        )

    def replay(self, *corrections):
        return replay(corrections, commitments=self.read, threads=self.threads, articles=self.articles, floor=FLOOR)

    def targets(self, *words):
        texts = {article.article_id: article for article in self.articles}
        return tuple(
            Target.of(next(one for one in self.read if word in one.action), texts[found.article_id])
            for word in words
            for found in self.read
            if word in found.action
        )


def correction(number, act, targets=(), *, others=(), undoes=None, **fields):
    edit = Edit(act, tuple(targets), tuple(others), undoes=undoes, **fields)
    return Correction(number, datetime(2030, 12, number, tzinfo=UTC), "Ilka Brandt", edit, "the gazette", "")


def actions(commitments):
    return [one.action.split()[-1] for one in commitments]


def groups(threads, world):
    known = {one.commitment_id: one.action for one in world.read}
    return sorted(sorted(known[one.commitment_id] for one in thread.events if one.commitment_id) for thread in threads)


def test_no_corrections_change_nothing():
    world = World(*ARTICLES, doubtful={OPERA.text[6:-1]})
    left = world.replay()
    assert left.threads == world.threads
    assert [*left.commitments, *left.review] == [one for one in world.read if "opera" not in one.action] + [
        one for one in world.read if "opera" in one.action
    ]


def test_confirmed_moves_from_review_to_the_ledger_with_a_thread():
    world = World(*ARTICLES, doubtful={"Karsund will build an opera for Pell"})
    before = world.replay()
    assert actions(before.review) == ["Pell"]
    left = world.replay(correction(1, Act.CONFIRM, world.targets("opera")))
    assert left.review == ()
    assert len(left.commitments) == len(before.commitments) + 1
    assert ["Karsund will build an opera for Pell"] in groups(left.threads, world)


def test_rejected_vanishes_from_ledger_review_and_its_thread():
    world = World(*ARTICLES, doubtful={"Karsund will build an opera for Pell"})
    first, second = (world.targets(word) for word in ("will deepen", "opera"))
    left = world.replay(correction(1, Act.REJECT, first), correction(2, Act.REJECT, second))
    assert "2031" not in actions(left.commitments)
    assert left.review == ()
    assert all("2031" not in action for group in groups(left.threads, world) for action in group)
    harbour = next(thread for thread in left.threads if thread.actors == ("Velmora",))
    # The repetition is now the first report of it.
    assert [event.what for event in harbour.events] == [What.ANNOUNCED]
    assert [one.state for one in left.replayed] == [State.IN_FORCE, State.IN_FORCE]


def test_the_last_of_confirm_and_reject_holds():
    world = World(*ARTICLES)
    port = world.targets("will deepen")
    rejected = correction(1, Act.REJECT, port)
    assert "2031" in actions(world.replay(rejected, correction(2, Act.CONFIRM, port)).commitments)
    again = world.replay(rejected, correction(2, Act.CONFIRM, port), correction(3, Act.REJECT, port))
    assert "2031" not in actions(again.commitments)


def test_change_sets_kind_actors_and_status_and_leaves_the_rest():
    world = World(*ARTICLES)
    opera = world.targets("opera")
    left = world.replay(
        correction(1, Act.CHANGE, opera, kind=Kind.REFUSAL, actors=("Pell", "Karsund")),
        correction(2, Act.CHANGE, opera, status=Status.COMPLETED),
    )
    changed = next(one for one in left.commitments if "opera" in one.action)
    read = next(one for one in world.read if "opera" in one.action)
    assert changed == replace(read, kind=Kind.REFUSAL, actors=("Pell", "Karsund"), status=Status.COMPLETED)
    assert left.verdicts == {read.commitment_id: left.replayed[1].correction}
    assert ("Pell", "Karsund") in {thread.actors for thread in left.threads}


def test_merge_makes_one_thread_and_split_two():
    world = World(PORT, OPERA)
    harbour, opera = "Velmora will deepen the harbour at Sarn by March 2031", "Karsund will build an opera for Pell"
    assert groups(world.threads, world) == [[opera], [harbour]]
    merge = correction(1, Act.MERGE, world.targets("harbour"), others=world.targets("opera"))
    merged = world.replay(merge)
    assert groups(merged.threads, world) == [[opera, harbour]]
    assert merged.threads[0].actors == ("Velmora", "Karsund")
    assert [event.what for event in merged.threads[0].events] == [What.ANNOUNCED, What.REPEATED]
    assert merged.threads[0].thread_id == world.threads[0].thread_id
    split = world.replay(merge, correction(2, Act.SPLIT, world.targets("opera")))
    assert split.threads == world.threads


def test_merge_stands_on_another_of_its_side_where_the_first_is_gone():
    world = World(*ARTICLES)
    port, again, opera = (world.targets(word) for word in ("will deepen", "will now", "opera"))
    merge = correction(1, Act.MERGE, (*port, *again), others=opera)
    left = World(AGAIN, OPERA).replay(merge)
    assert len(left.threads) == 1
    assert World(PORT, AGAIN).replay(merge).replayed[0].state is State.ORPHANED


def test_undo_withdraws_and_can_be_undone():
    world = World(*ARTICLES)
    rows = [correction(1, Act.REJECT, world.targets("opera")), correction(2, Act.UNDO, undoes=1)]
    left = world.replay(*rows)
    assert "Pell" in actions(left.commitments)
    assert [one.state for one in left.replayed] == [State.WITHDRAWN, State.IN_FORCE]
    left = world.replay(*rows, correction(3, Act.UNDO, undoes=2))
    assert "Pell" not in actions(left.commitments)
    assert [one.state for one in left.replayed] == [State.IN_FORCE, State.WITHDRAWN, State.IN_FORCE]


EDITED = make_article("port.txt", f"{PORT.text}\n\nGulls came.", published=date(2030, 5, 2))
MOVED = make_article("archive/sarn.txt", f"{PORT.text}\n\nGulls went.", published=date(2030, 5, 2))
REWORDED = make_article("port.txt", "Sarn\n\nVelmora will deepen the harbour at Sarn by May 2031.")
UNREAD = make_article("port.txt", "Sarn\n\nVelmora will deepen the harbour at Sarn by March 2031, it says.")
TWICE = make_article("archive/copy.txt", f"{PORT.text}\n\nLynxes came.", published=date(2030, 5, 3))


def test_a_moved_correction_keeps_who_and_when_and_is_about_other_words():
    before, now = World(PORT, OPERA), World(PORT, POLICE)
    done = correction(1, Act.CHANGE, before.targets("opera"), status=Status.COMPLETED)
    assert [one.state for one in now.replay(done).replayed] == [State.ORPHANED]
    (police,) = now.targets("police")
    (port,) = now.targets("harbour")
    first = correction(2, Act.MOVE, [port], moves=1)
    later = correction(3, Act.MOVE, [police], moves=1)
    moved = now.replay(done, first, later)
    assert [(one.state, one.moved_by) for one in moved.replayed] == [
        (State.IN_FORCE, 3),
        (State.IN_FORCE, None),
        (State.IN_FORCE, None),
    ]
    assert {one.status for one in moved.commitments if "police" in one.action} == {Status.COMPLETED}
    assert {one.status for one in moved.commitments if "harbour" in one.action} == {Status.ANNOUNCED}
    assert moved.verdicts[police.commitment_id] == done
    back = now.replay(done, first, later, correction(4, Act.UNDO, undoes=3))
    assert back.verdicts == {port.commitment_id: done}
    none = now.replay(done, first, correction(4, Act.UNDO, undoes=2))
    assert [one.state for one in none.replayed] == [State.ORPHANED, State.WITHDRAWN, State.IN_FORCE]


def test_a_moved_correction_stays_where_it_was_put_when_its_old_words_are_back():
    before = World(PORT, OPERA, POLICE)
    rejected = correction(1, Act.REJECT, before.targets("opera"))
    moved = before.replay(rejected, correction(2, Act.MOVE, before.targets("police"), moves=1))
    assert actions(moved.commitments) == actions(one for one in before.read if "police" not in one.action)
    gone = World(PORT, OPERA).replay(rejected, correction(2, Act.MOVE, before.targets("police"), moves=1))
    assert [(one.state, bool(one.reason)) for one in gone.replayed] == [(State.ORPHANED, True), (State.IN_FORCE, False)]


def test_a_merge_is_moved_by_the_side_that_is_gone():
    before, now = World(PORT, OPERA), World(PORT, POLICE)
    merge = correction(1, Act.MERGE, before.targets("harbour"), others=before.targets("opera"))
    assert len(now.replay(merge).threads) == 2
    moved = now.replay(merge, correction(2, Act.MOVE, others=now.targets("police"), moves=1))
    assert len(moved.threads) == 1
    assert moved.replayed[0].state is State.IN_FORCE


@pytest.mark.parametrize(
    ("articles", "reason"),
    [
        ((PORT,), ""),
        ((EDITED,), ""),
        ((MOVED,), ""),
        ((EDITED, MOVED), ""),
        ((OPERA,), "the article is no longer in the corpus"),
        ((REWORDED,), "the article no longer holds its words"),
        ((UNREAD,), "its words still stand there and are no longer read as a commitment"),
        ((MOVED, TWICE), "these words are now read as several commitments, or as another actor's in another article"),
    ],
)
def test_a_correction_is_found_by_id_then_by_words_else_it_is_orphaned(articles, reason):
    target = World(*ARTICLES).targets("will deepen")
    left = World(*articles).replay(correction(1, Act.REJECT, target))
    assert left.replayed[0].reason == reason
    assert left.replayed[0].state is (State.ORPHANED if reason else State.IN_FORCE)
    assert bool(left.replayed[0].found) is not bool(reason)


def test_words_of_another_actor_elsewhere_are_not_the_same_commitment():
    target = replace(World(PORT).targets("will deepen")[0], commitment_id="gone", actors=("Karsund",))
    assert World(PORT).replay(correction(1, Act.REJECT, [target])).replayed[0].state is State.IN_FORCE
    assert World(MOVED).replay(correction(1, Act.REJECT, [target])).replayed[0].state is State.ORPHANED


def ledger_of(world, *corrections):
    left = world.replay(*corrections)
    return Ledger.of(world.articles, left.commitments, left.threads, registry=Registry.of(()), verdicts=left.verdicts)


def test_a_thread_stands_as_people_said_until_a_later_report():
    world = World(OPERA, POLICE)
    said = correction(1, Act.CHANGE, world.targets("opera"), status=Status.ABANDONED)
    ledger = ledger_of(world, said)
    opera = ledger.select_threads(Filter(words="opera"))[0]
    standing = ledger.standing(opera)
    assert (standing.what, standing.day, standing.verdict) == (What.ABANDONED, date(2030, 12, 1), said)
    assert ledger.is_closed(opera)
    assert ledger.last_day(opera) == date(2030, 12, 1)
    assert ledger.select_threads(Filter(), what=What.ABANDONED) == (opera,)
    later = replace(
        opera, events=(*opera.events, replace(opera.events[0], what=What.DELAYED, published=date(2031, 1, 1)))
    )
    assert ledger.standing(later).what is What.DELAYED
    reopened = ledger_of(world, said, correction(2, Act.CHANGE, world.targets("opera"), status=Status.IN_PROGRESS))
    assert reopened.standing(opera).what is What.IN_PROGRESS
    assert not reopened.is_closed(opera)


POOL = (PORT, AGAIN, OPERA, POLICE, EDITED, MOVED, REWORDED)
ACTS = (Act.CONFIRM, Act.REJECT, Act.CHANGE, Act.MERGE, Act.SPLIT, Act.UNDO)


@st.composite
def histories(draw):
    """Corrections of the first corpus, and twenty corpora of the same pool."""
    world = World(*ARTICLES, doubtful={"Karsund will build an opera for Pell"})
    texts = {article.article_id: article for article in world.articles}
    targets = [Target.of(one, texts[one.article_id]) for one in world.read]
    rows = []
    for number in range(1, draw(st.integers(1, 8)) + 1):
        act = draw(st.sampled_from(ACTS if number > 1 else ACTS[:-1]))
        one, other = draw(st.permutations(targets))[:2]
        fields = {"status": draw(st.sampled_from(Status))} if act is Act.CHANGE else {}
        undoes = draw(st.integers(1, number - 1)) if act is Act.UNDO else None
        sides = () if act is Act.UNDO else (one,)
        rows.append(
            correction(number, act, sides, others=(other,) if act is Act.MERGE else (), undoes=undoes, **fields)
        )
    corpora = [draw(st.lists(st.sampled_from(POOL), unique_by=lambda one: one.path, min_size=1)) for _ in range(19)]
    return rows, [*corpora, list(ARTICLES)]


@given(histories())
@settings(max_examples=40, deadline=None)
def test_corrections_survive_twenty_rebuilds(history):
    rows, corpora = history
    doubtful = {"Karsund will build an opera for Pell"}
    first = World(*ARTICLES, doubtful=doubtful).replay(*rows)
    for articles in corpora:
        world = World(*articles, doubtful=doubtful)
        left = world.replay(*rows)
        # Every correction is listed, in one state, and an orphan says why.
        assert [one.correction for one in left.replayed] == rows
        assert all(bool(one.reason) is (one.state is State.ORPHANED) for one in left.replayed)
        # What is in force is true of the ledger: the last word on each commitment holds.
        kept = {one.commitment_id for one in (*left.commitments, *left.review)}
        last = {
            one.found[0]: one.correction.edit.act
            for one in left.replayed
            if one.state is State.IN_FORCE and one.correction.edit.act in {Act.CONFIRM, Act.REJECT}
        }
        assert kept == {one.commitment_id for one in world.read} - {k for k, act in last.items() if act is Act.REJECT}
        assert {k for k, act in last.items() if act is Act.CONFIRM} <= {one.commitment_id for one in left.commitments}
        statuses = {one.commitment_id: one.status for one in (*left.commitments, *left.review)}
        assert all(statuses[id_] is said.edit.status for id_, said in left.verdicts.items() if id_ in statuses)
        # Every commitment of the ledger is in exactly one thread, under an id of its own.
        homes = [event.commitment_id for thread in left.threads for event in thread.events if event.commitment_id]
        assert sorted(homes) == sorted(one.commitment_id for one in left.commitments)
        assert len({thread.thread_id for thread in left.threads}) == len(left.threads)
    # The corpus came back as it was, and so did everything that people had said of it.
    assert left == first
