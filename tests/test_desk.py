"""desk.sqlite: only ever added to, by several processes at once, and untouched by any number of rebuilds."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from conftest import FakeEncoder, FakeReader

from bot.desk import DESK_FILE, Desk
from bot.settings import Settings
from bot.tracker import Tracker
from corpus.commitments import Kind, Status
from corpus.corrections import Act, Edit, State, Target
from corpus.errors import DeskError, SettingsError
from embeddings.build import make_build

TARGET = Target("3fa2", "77", "velmora-port.txt", "Velmora would deepen “the” harbour", "deepen", ("Velmora", "Sarn"))


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def rows(folder):
    with closing(sqlite3.connect(folder / DESK_FILE)) as database:
        return database.execute("SELECT * FROM corrections").fetchall()


def test_reading_makes_no_file(desk, tmp_path):
    assert (desk.corrections(), desk.last_number()) == ((), 0)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "edit",
    [
        Edit(Act.CONFIRM, (TARGET,)),
        Edit(Act.CHANGE, (TARGET,), kind=Kind.REFUSAL, actors=("Sarn",), status=Status.COMPLETED),
        Edit(Act.MERGE, (TARGET, TARGET), (TARGET,)),
        Edit(Act.SPLIT, (TARGET,)),
    ],
)
def test_what_is_added_is_read_back(desk, tmp_path, edit):
    made = desk.add(edit, by="  Ilka\nBrandt ", evidence="Gazette 12", note="as told")
    assert (made.number, made.by, made.edit) == (1, "Ilka Brandt", edit)
    assert desk.corrections() == (made,)
    assert desk.last_number() == 1
    assert {path.name.removesuffix("-wal").removesuffix("-shm") for path in tmp_path.iterdir()} == {DESK_FILE}


def test_a_file_system_without_hard_links_will_do(desk, monkeypatch):
    def refuse(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    made = [desk.add(Edit(Act.CONFIRM, (TARGET,)), by="brandt") for _ in range(2)]
    assert desk.corrections() == tuple(made)


@pytest.mark.parametrize(
    ("edit", "fields", "said"),
    [
        (Edit(Act.CHANGE, (TARGET,), status=Status.COMPLETED), {"by": "brandt"}, "needs its evidence"),
        (Edit(Act.CHANGE, (TARGET,), status=Status.COMPLETED), {"by": "brandt", "evidence": " \n"}, "--evidence"),
        (Edit(Act.CONFIRM, (TARGET,)), {"by": "  "}, "--by NAME"),
        (Edit(Act.UNDO, undoes=9), {"by": "brandt"}, "no correction 9"),
    ],
)
def test_what_cannot_stand_is_refused_with_one_line(desk, edit, fields, said):
    with pytest.raises(SettingsError, match=said) as refused:
        desk.add(edit, **fields)
    assert "\n" not in str(refused.value)
    assert desk.corrections() == ()


def test_a_correction_is_withdrawn_once(desk):
    desk.add(Edit(Act.REJECT, (TARGET,)), by="brandt")
    desk.add(Edit(Act.UNDO, undoes=1), by="hale")
    with pytest.raises(SettingsError, match="correction 1 is withdrawn already"):
        desk.add(Edit(Act.UNDO, undoes=1), by="hale")
    desk.add(Edit(Act.UNDO, undoes=2), by="hale")
    desk.add(Edit(Act.UNDO, undoes=1), by="hale")
    assert len(desk.corrections()) == 4


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE corrections SET note = 'other'",
        "DELETE FROM corrections",
        "INSERT OR REPLACE INTO corrections SELECT number, made, 'other', act, targets, others, kind, actors, status,"
        " undoes, moves, evidence, note FROM corrections",
        "UPDATE OR REPLACE corrections SET number = 7",
        "INSERT INTO corrections SELECT 9, made, made_by, 'change', targets, others, kind, actors, 'completed', undoes,"
        " moves, ' ', note FROM corrections",
    ],
)
def test_rows_cannot_be_changed_by_any_program(desk, tmp_path, statement):
    desk.add(Edit(Act.REJECT, (TARGET,)), by="brandt")
    before = rows(tmp_path)
    with closing(sqlite3.connect(tmp_path / DESK_FILE)) as database, pytest.raises(sqlite3.IntegrityError):
        database.execute(statement)
    assert rows(tmp_path) == before


EARLIER = """
CREATE TABLE corrections (
    number INTEGER PRIMARY KEY AUTOINCREMENT, made TEXT NOT NULL, made_by TEXT NOT NULL,
    act TEXT NOT NULL CHECK (act IN ('confirm', 'reject', 'change', 'merge', 'split', 'undo')),
    targets TEXT NOT NULL, others TEXT NOT NULL, kind TEXT, actors TEXT NOT NULL, status TEXT,
    undoes INTEGER REFERENCES corrections (number), evidence TEXT NOT NULL, note TEXT NOT NULL);
CREATE VIEW correction_targets AS SELECT number FROM corrections;
CREATE TRIGGER corrections_are_not_changed BEFORE UPDATE ON corrections BEGIN SELECT RAISE(ABORT, 'no'); END;
CREATE TRIGGER corrections_are_not_removed BEFORE DELETE ON corrections BEGIN SELECT RAISE(ABORT, 'no'); END;
CREATE TRIGGER corrections_are_not_replaced BEFORE INSERT ON corrections
    WHEN EXISTS (SELECT 1 FROM corrections WHERE number = NEW.number) BEGIN SELECT RAISE(ABORT, 'no'); END;
INSERT INTO corrections VALUES (3, '2030-01-02T03:04:05+00:00', 'hale', 'reject', '[]', '[]', NULL, '[]', NULL, NULL,
    'Gazette 12', 'a forecast');
INSERT INTO corrections VALUES (4, '2030-01-02T03:04:06+00:00', 'hale', 'undo', '[]', '[]', NULL, '[]', NULL, 3,
    '', '');
PRAGMA user_version = 1;
"""


def test_a_file_of_the_earlier_format_is_read_as_it_is_and_kept_when_it_is_added_to(desk, tmp_path):
    with closing(sqlite3.connect(tmp_path / DESK_FILE)) as database:
        database.executescript(f"PRAGMA journal_mode = WAL; {EARLIER}")
    earlier = desk.corrections()
    assert [(one.number, one.by, one.edit.act, one.edit.undoes) for one in earlier] == [
        (3, "hale", Act.REJECT, None),
        (4, "hale", Act.UNDO, 3),
    ]
    with closing(sqlite3.connect(tmp_path / DESK_FILE)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (1,)
    with pytest.raises(SettingsError, match="correction 3 is withdrawn"):
        desk.add(Edit(Act.UNDO, undoes=3), by="brandt")
    moved = desk.add(Edit(Act.MOVE, (TARGET,), moves=4), by="brandt")
    assert moved.number == 5
    assert desk.corrections() == (*earlier, moved)
    with closing(sqlite3.connect(tmp_path / DESK_FILE)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (2,)
        names = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE name LIKE 'corr%'")}
        with pytest.raises(sqlite3.IntegrityError, match="only ever added"):
            database.execute("DELETE FROM corrections")
        assert database.execute("SELECT count(*) FROM correction_targets").fetchone() == (1,)
    assert names == {"corrections", "correction_targets"} | {
        f"corrections_are_not_{what}" for what in ("changed", "removed", "replaced")
    }


WRITER = """
import sys
from pathlib import Path
from bot.desk import Desk
from corpus.corrections import Act, Edit
for number in range(40):
    Desk(Path(sys.argv[1])).add(Edit(Act.CONFIRM), by=sys.argv[2], note=str(number))
"""


def test_processes_write_at_once_and_nothing_is_lost(desk, tmp_path):
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, tmp_path, name]) for name in ("brandt", "hale")]
    seen = [0]
    while any(one.poll() is None for one in writers):
        seen.append(desk.last_number())
    assert [one.returncode for one in writers] == [0, 0]
    found = desk.corrections()
    assert [one.number for one in found] == list(range(1, 81))
    assert seen == sorted(seen)
    for name in ("brandt", "hale"):
        assert [one.note for one in found if one.by == name] == [str(number) for number in range(40)]


def test_a_damaged_or_newer_file_is_refused_and_left_alone(desk, tmp_path):
    (tmp_path / DESK_FILE).write_bytes(b"no database at all" * 500)
    with pytest.raises(DeskError, match=r"desk.sqlite cannot be read .*people's corrections"):
        desk.corrections()
    with pytest.raises(DeskError):
        desk.add(Edit(Act.CONFIRM, (TARGET,)), by="brandt")
    assert (tmp_path / DESK_FILE).read_bytes().startswith(b"no database")
    (tmp_path / DESK_FILE).unlink()
    with closing(sqlite3.connect(tmp_path / DESK_FILE)) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(DeskError, match="has format 99, this version knows 2"):
        desk.corrections()


class Newsroom:
    """A corpus folder that changes, its builds, and a tracker that stays open all the while."""

    def __init__(self, corpus: Path, data: Path) -> None:
        self.corpus, self.data = corpus, data
        self.encoder = FakeEncoder()
        self.build()
        self.tracker = self.open()

    def build(self) -> None:
        make_build(self.corpus, self.data, encoder=self.encoder, reader=FakeReader(), on_progress=lambda _: None)

    def open(self) -> Tracker:
        return Tracker.open(Settings(data=self.data, corpus=None, encoder="fake"), encoder=self.encoder)

    def id_of(self, words: str) -> str:
        read = self.tracker.editor()._read.values()
        return next(one.commitment_id for one in read if words in one.action)

    def quotes(self) -> set[str]:
        return {one.article.slice(one.commitment.span) for one in self.tracker.ledger().entries}


def same(one, other):
    return (one.entries, one.threads, one.verdicts) == (other.entries, other.threads, other.verdicts)


@pytest.fixture
def newsroom(corpus_folder, data_folder):
    return Newsroom(corpus_folder, data_folder)


def test_tracker_goes_by_a_correction_at_once_wherever_it_was_made(newsroom):
    other = newsroom.open()
    edit = newsroom.tracker.editor().reject(newsroom.id_of("400 police"))
    assert any("400 police" in quote for quote in newsroom.quotes())
    made = newsroom.tracker.correct(edit, by="hale")
    assert not any("400 police" in quote for quote in newsroom.quotes())
    assert newsroom.tracker.coverage().commitments == 3
    assert len(other.ledger().entries) == 4
    assert other.refresh()
    assert not other.refresh()
    assert same(other.ledger(), newsroom.tracker.ledger())
    assert [one.correction for one in other.corrections()] == [made]


def test_answers_are_written_from_the_corrected_ledger(newsroom):
    question = "What did Karsund promise?"
    commitment = newsroom.id_of("400 police")
    before = newsroom.tracker.ask(question)
    assert any("400 police" in one.text for one in before.statements)
    edit = newsroom.tracker.editor().change(commitment, kind=None, actors=("Odrin",), status=None)
    newsroom.tracker.correct(edit, by="hale")
    assert {"Odrin"} == {
        name
        for one in newsroom.tracker.ledger().entries
        if "400" in one.commitment.action
        for name in one.commitment.actors
    }
    build = newsroom.tracker._build
    assert "Karsund" not in build.commitments_by_actor
    assert [one.commitment_id for one in build.commitments_by_actor["Odrin"]] == [commitment]


def test_evidence_that_names_an_article_has_to_hold_its_words(newsroom):
    edit = newsroom.tracker.editor().change(newsroom.id_of("deepen"), kind=None, actors=(), status=Status.COMPLETED)
    for evidence, said in (
        ("velmora-port.txt: 'the harbour is deep'", "does not hold the words"),
        ("velmora-port.txt", "without its words"),
        ("", "needs its evidence"),
    ):
        with pytest.raises(SettingsError, match=said):
            newsroom.tracker.correct(edit, by="hale", evidence=evidence)
    assert newsroom.tracker.corrections() == ()
    newsroom.tracker.correct(edit, by="hale", evidence="velmora-port.txt: 'two new berths for larger ships'")
    newsroom.tracker.correct(edit, by="hale", evidence="Harbour board, annual report 2031")
    assert len(newsroom.tracker.corrections()) == 2


def test_refresh_takes_what_can_be_opened(newsroom, data_folder):
    """A damaged build keeps nobody from correcting the one that is open, nor a damaged desk from a new build."""
    newsroom.build()
    newest = data_folder / "builds" / (data_folder / "CURRENT").read_text().strip()
    (newest / "corpus.sqlite").write_bytes(b"")
    newsroom.tracker.correct(newsroom.tracker.editor().reject(newsroom.id_of("400 police")), by="hale")
    assert len(newsroom.tracker.ledger().entries) == 3
    newsroom.build()
    (data_folder / DESK_FILE).write_bytes(b"no database at all" * 500)
    assert newsroom.tracker.refresh()
    assert len(newsroom.tracker.ledger().entries) == 3
    with pytest.raises(DeskError):
        newsroom.open()


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda editor, _: editor.confirm("zz"), "no commitment has an id that begins with 'zz'"),
        (lambda editor, _: editor.reject(""), "begins 4 ids"),
        (lambda editor, one: editor.change(one, kind=None, actors=(" ",), status=None), "nothing to change"),
        (lambda editor, one: editor.merge(one, one), "of one thread already"),
        (lambda editor, one: editor.merge(one, "zz"), "no thread or commitment"),
    ],
)
def test_what_is_not_clear_is_refused_with_one_line(newsroom, act, said):
    with pytest.raises(SettingsError, match=said) as refused:
        act(newsroom.tracker.editor(), newsroom.id_of("400 police"))
    assert "\n" not in str(refused.value)


def test_a_commitment_that_is_alone_is_not_split(newsroom):
    tracker, one, other = newsroom.tracker, newsroom.id_of("400 police"), newsroom.id_of("deepen")
    tracker.correct(tracker.editor().merge(one, other), by="hale")
    tracker.correct(tracker.editor().split(one), by="hale")
    with pytest.raises(SettingsError, match="alone in its thread"):
        tracker.editor().split(one)


def test_ids_may_be_shortened_and_threads_named(newsroom):
    editor = newsroom.tracker.editor()
    ids = sorted(editor._read)
    for one in ids:
        short = next(one[:n] for n in range(1, 17) if sum(other.startswith(one[:n]) for other in ids) == 1)
        assert editor.confirm(short.upper()).targets[0].commitment_id == one
    homes = newsroom.tracker._build.thread_of
    port, railway = newsroom.id_of("deepen"), newsroom.id_of("track")
    edit = editor.merge(homes[port], railway)
    assert (edit.targets[0].commitment_id, edit.others[0].commitment_id) == (port, railway)
    apart = newsroom.tracker.ledger().threads
    newsroom.tracker.correct(edit, by="hale")
    assert len(newsroom.tracker.ledger().threads) == len(apart) - 1
    newsroom.tracker.correct(newsroom.tracker.editor().split(port), by="hale")
    assert newsroom.tracker.ledger().threads == apart


def test_a_rejected_commitment_has_no_thread_to_merge(newsroom):
    one, other = newsroom.id_of("400 police"), newsroom.id_of("deepen")
    newsroom.tracker.correct(newsroom.tracker.editor().reject(one), by="hale")
    with pytest.raises(SettingsError, match=f"tracker ledger confirm {one}"):
        newsroom.tracker.editor().merge(other, one)


def edition(number, folder, texts, chance):
    """Another state of the folder: each article kept, edited, removed or brought back, and one more added."""
    for path, text in texts.items():
        deed = chance.choice(("keep", "edit", "remove", "bring back"))
        if deed == "remove":
            path.unlink(missing_ok=True)
        elif deed != "keep":
            path.write_text(text + (f"\nIn edition {number} gulls came.\n" if deed == "edit" else ""), "utf-8")
    (folder / f"added {number}.txt").write_text(f"Well {number}\n\nPell will dig well {number}.\n", "utf-8")


def test_twenty_rebuilds_lose_no_correction(newsroom, data_folder):
    tracker, folder, editor = newsroom.tracker, newsroom.corpus, newsroom.tracker.editor()
    port, police, railway = (newsroom.id_of(words) for words in ("deepen", "400 police", "track"))
    done = editor.change(port, kind=None, actors=(), status=Status.COMPLETED)
    tracker.correct(editor.reject(police), by="hale")
    tracker.correct(done, by="brandt", evidence="Gazette 12")
    tracker.correct(editor.merge(port, railway), by="brandt")
    tracker.correct(editor.change(railway, kind=Kind.REFUSAL, actors=("Odrin",), status=None), by="brandt")
    ledger, desk = tracker.ledger(), rows(data_folder)
    texts = {path: path.read_text("utf-8") for path in folder.rglob("*.txt")}
    about = {word: next(path for path in texts if word in texts[path]) for word in ("deepen", "400 police", "track")}
    chance = random.Random(20300502)
    for number in range(20):
        edition(number, folder, texts, chance)
        newsroom.build()
        assert tracker.refresh()
        assert rows(data_folder) == desk
        there = {word for word, path in about.items() if path.exists()}
        needs = ({"400 police"}, {"deepen"}, {"deepen", "track"}, {"track"})
        states = [State.IN_FORCE if need <= there else State.ORPHANED for need in needs]
        assert [one.state for one in tracker.corrections()] == states
        said = {word: [one for one in tracker.ledger().entries if word in one.commitment.action] for word in about}
        assert {word for word in said if said[word]} == there - {"400 police"}
        assert all(one.commitment.status is Status.COMPLETED for one in said["deepen"])
        assert all(one.commitment.actors == ("Odrin",) for one in said["track"])
        assert len({one.thread_id for word in ("deepen", "track") for one in said[word]}) == bool(
            there - {"400 police"}
        )
    for path in folder.glob("added *"):
        path.unlink()
    for path, text in texts.items():
        path.write_text(text, "utf-8")
    newsroom.build()
    tracker.refresh()
    assert same(tracker.ledger(), ledger)
    assert [one.state for one in tracker.corrections()] == [State.IN_FORCE] * 4
