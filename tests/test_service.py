"""The tracker as the chat holds it, on real builds with the encoder of the tests."""

import pytest
from conftest import FakeReader

from bot.service import Service
from bot.settings import Settings
from corpus.errors import CorpusError, NoBuild

HARBOUR = "date 2031-03-04\n\nHarbour wall\n\nWorks Minister Tavi Orlen promised to mend the harbour wall by winter."
RIVER = "date 2031-07-01\n\nRiver Ashe\n\nEnvironment Minister Dovic Hale vowed to clean the water of the river Ashe."


@pytest.fixture
def service(tmp_path, fake_encoder):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "harbour.txt").write_text(HARBOUR, encoding="utf-8")
    return Service(
        Settings(data=tmp_path / "data", corpus=corpus, encoder="fake"), encoder=fake_encoder, reader=FakeReader()
    )


def test_service_without_a_build_says_so_and_makes_one(service):
    with pytest.raises(NoBuild):
        service.ask("What did Tavi Orlen promise?", previous=())
    reports = []
    summary = service.rebuild(reports.append)
    assert summary.articles == 1 and reports
    assert service.coverage().build_id == summary.build_id
    answer = service.ask("What did Tavi Orlen promise about the harbour wall?", previous=())
    assert answer.citations[0].quote in HARBOUR


def test_service_moves_to_a_build_that_another_process_published(service, tmp_path, fake_encoder):
    service.rebuild(lambda progress: None)
    before = service.coverage().build_id
    (tmp_path / "corpus" / "river.txt").write_text(RIVER, encoding="utf-8")
    other = Service(
        Settings(data=tmp_path / "data", corpus=tmp_path / "corpus", encoder="fake"),
        encoder=fake_encoder,
        reader=FakeReader(),
    )
    other.rebuild(lambda progress: None)
    assert service.coverage().articles == 2 and service.coverage().build_id != before


def test_service_leaves_the_build_alone_when_the_corpus_is_gone(service, tmp_path):
    service.rebuild(lambda progress: None)
    (tmp_path / "corpus" / "harbour.txt").unlink()
    with pytest.raises(CorpusError):
        service.rebuild(lambda progress: None)
    assert service.coverage().articles == 1


def test_service_starts_with_questions_that_have_an_answer(service):
    service.rebuild(lambda progress: None)
    starters = service.starters()
    assert [starter.question for starter in starters] == ["What did Tavi Orlen commit to?"]
    assert all(service.ask(starter.question, previous=()).answered for starter in starters)
    assert service.starters() is starters


def test_service_tells_the_copies_of_a_report(service, tmp_path):
    (tmp_path / "corpus" / "again.txt").write_text(HARBOUR, encoding="utf-8")
    service.rebuild(lambda progress: None)
    answer = service.ask("What did Tavi Orlen promise about the harbour wall?", previous=())
    (copy,) = service.copies_of(answer.citations[0])
    assert {copy.path, answer.citations[0].article.path} == {"again.txt", "harbour.txt"}
