"""The chat as a reader meets it: a real server, a real browser, a small invented corpus."""

from __future__ import annotations

import getpass
import re
import sqlite3
from contextlib import closing
from urllib.parse import urlsplit

import pytest

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install '.[dev]'")

from chat_server import find_chromium, open_browser, running_chat  # noqa: E402

pytestmark = pytest.mark.browser

CORPUS = {
    "harbour.txt": (
        "date 2031-03-04\n\nVelmora promises to mend the harbour wall\n\nPORT IRRA: Works minister Tavi Orlen promised"
        " on Tuesday that Velmora would mend the harbour wall before the winter storms.\n\nThe ministry will pay twelve"
        " million crowns for the stones. Fishing crews welcomed the promise but asked for a date."
    ),
    "railway.txt": (
        "date 2031-05-20\n\nSarn and Velmora agree on a night train\n\nSARN: The transport ministers of Sarn and"
        " Velmora agreed to run a night train between the two capitals from September.\n\nTickets will cost forty"
        " crowns, the ministers said after the talks."
    ),
    "schools.txt": (
        "date 2031-06-11\n\nTeachers to be hired\n\nIRRA: Education minister Lisbet Quoy pledged to hire nine hundred"
        " teachers for village schools by 2033.\n\nThe union </mark><img src=x onerror=window.hacked=1> called the"
        " pledge overdue [S2] and ![late](https://evil.example/a.png), note:this::that."
    ),
    "metadata.csv": "path,outlet,url\nschools.txt,Irra Courier,https://courier.example/schools\n",
    "broken.pdf": "this is no PDF",
}
NEW = (
    "date 2031-07-01\n\nSarn vows to clean the river Ashe\n\nSARN: Environment minister Dovic Hale vowed to clean the"
    " river Ashe within four years and to publish a report on its water every quarter."
)


@pytest.fixture(scope="module")
def chromium():
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium on this machine: install one, or name it in CHROMIUM")
    return path


@pytest.fixture(scope="module")
def browser(chromium):
    with open_browser(chromium) as browser:
        yield browser


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    for name, text in CORPUS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    return tmp_path_factory.mktemp("room")


@pytest.fixture(scope="module")
def address(corpus, room):
    with running_chat(corpus=corpus, data=room / "data", log=room / "log.txt") as address:
        yield address


class Chat:
    """One tab, with what it asked of which host and what went wrong in it."""

    def __init__(self, browser, address, **options):
        self.context = browser.new_context(viewport={"width": 1440, "height": 900}, **options)
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        self.hosts, self.faults = set(), []
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        self.page.on("websocket", lambda socket: self.hosts.add(urlsplit(socket.url).netloc))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.address = address
        self.page.goto(address)
        self.page.wait_for_selector("#chat-input")

    def ask(self, question):
        """Type a question or a command, and wait until it has been dealt with."""
        answers = self.page.locator("[data-step-type=assistant_message]").count()
        self.page.fill("#chat-input", question)
        # Until the page is connected and has been given its commands it takes no question.
        self.page.wait_for_selector("#command-button")
        self.page.wait_for_selector("#chat-submit:not([disabled])")
        self.page.press("#chat-input", "Enter")
        if question.startswith("/"):
            # A typed command opens a menu; the first Enter has chosen from it.
            self.page.wait_for_selector(f"#command-{question[1:]}")
            self.page.press("#chat-input", "Enter")
        self.page.wait_for_function(
            "n => document.querySelectorAll('[data-step-type=assistant_message]').length > n"
            " && !document.querySelector('#stop-button')",
            arg=answers,
        )
        return self.page.locator("[data-step-type=assistant_message]").last

    def panel(self):
        """The passage in the side panel, once it is there."""
        self.page.wait_for_selector(".ct-passage")
        return self.page.locator(".ct-passage")

    def close(self):
        self.context.close()


@pytest.fixture
def chat(browser, address):
    tab = Chat(browser, address)
    yield tab
    tab.close()
    assert tab.hosts - {"", urlsplit(address).netloc} == set(), "the page called another host"
    assert tab.faults == []


def test_chat_tells_what_it_covers_before_the_first_question(chat):
    welcome = chat.page.locator("#welcome-screen")
    assert "3 articles" in welcome.inner_text()
    assert "4 March 2031 to 11 June 2031" in welcome.inner_text()
    assert chat.page.title() == "Commitment Tracker"


def test_chat_opens_the_cited_words_in_their_article(chat):
    answer = chat.ask("What did Tavi Orlen promise about the harbour wall?")
    answer.locator("a[href='#source-1']").first.click()
    panel = chat.panel()
    cited = panel.locator("mark").inner_text()
    assert cited in CORPUS["harbour.txt"] and "harbour wall" in cited
    assert cited in answer.inner_text()
    assert panel.locator("mark").is_visible()
    assert "4 March 2031" in panel.inner_text()
    assert chat.page.evaluate("document.querySelector('.ct-passage mark').getBoundingClientRect().top") < 900


def test_chat_shows_how_an_answer_was_found(chat):
    chat.ask("What did Tavi Orlen promise about the harbour wall?")
    chat.page.get_by_role("button", name=re.compile("how this was found")).click()
    understood = chat.page.get_by_text("Understood")
    understood.wait_for()
    assert "wall" in understood.locator("xpath=..").inner_text()


def test_chat_turns_to_the_next_source_and_copies_its_citation(chat):
    chat.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answer = chat.ask("What did the ministers say about Velmora?")
    answer.locator("a[href='#source-1']").first.click()
    first = chat.panel().locator("mark").first.inner_text()
    chat.page.get_by_role("button", name="Next source").click()
    chat.page.wait_for_function(
        "first => ![first, undefined].includes(document.querySelector('.ct-passage mark')?.innerText)", arg=first
    )
    assert answer.locator("a.ct-open").inner_text() == "S2"
    chat.page.get_by_role("button", name="Copy citation").click()
    chat.page.get_by_text("Copied").wait_for()
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    assert chat.page.locator(".ct-passage mark").first.inner_text() in copied and "2031" in copied


def kept(room):
    """Act, who and evidence of every correction that is on disk."""
    if not (room / "data" / "desk.sqlite").exists():
        return []
    with closing(sqlite3.connect(room / "data" / "desk.sqlite")) as database:
        return database.execute("SELECT act, made_by, evidence FROM corrections ORDER BY number").fetchall()


def test_chat_keeps_a_persons_word_on_what_the_ledger_reads(chat, room):
    who, before = getpass.getuser(), len(kept(room))
    answer = chat.ask("What did Lisbet Quoy pledge?")
    answer.locator("a[href='#source-1']").first.click()
    panel = chat.panel()
    reading = panel.locator(".ct-reading").first
    assert "Quoy" in reading.inner_text() and "teachers" in reading.inner_text()
    assert "tracker ledger change " in reading.locator("code").text_content()

    reading.get_by_role("button", name="Reject").click()
    chat.page.wait_for_selector(".ct-told-rejected")
    assert reading.locator(".ct-told").inner_text().strip().startswith(f"Rejected by {who} on ")
    assert answer.locator("a.ct-chip-rejected").first.inner_text() == "S1"
    # What was clicked gives way to what can be clicked next, which has the focus: the keyboard suffices.
    assert chat.page.evaluate("document.activeElement.innerText").strip() == "Undo"
    chat.page.keyboard.press("Enter")
    reading.get_by_role("button", name="Confirm").wait_for()
    assert answer.locator("a.ct-chip-rejected").count() == 0
    assert chat.page.evaluate("document.activeElement.innerText").strip() == "Confirm"
    chat.page.keyboard.press("Enter")
    chat.page.wait_for_selector(".ct-told-confirmed")
    rows = kept(room)[before:]
    assert [row[:2] for row in rows] == [("reject", who), ("undo", who), ("confirm", who)]
    assert rows[0][2] == rows[2][2] and rows[2][2].startswith("schools.txt: ")
    assert " ".join(rows[2][2].removeprefix("schools.txt: ").split()) in " ".join(CORPUS["schools.txt"].split())

    chat.page.reload()
    chat.page.wait_for_selector("#welcome-screen")
    answer = chat.ask("What did Lisbet Quoy pledge?")
    chip = answer.locator("a.ct-chip-confirmed").first
    assert f"Confirmed by {who} on " in chip.get_attribute("aria-label")
    assert f"Confirmed by {who} on " in answer.locator(".ct-source-told").first.inner_text()
    chip.click()
    chat.panel().get_by_role("button", name="Undo").first.click()
    chat.page.locator(".ct-reading .ct-act-confirm").first.wait_for()
    assert [row[0] for row in kept(room)[before:]] == ["reject", "undo", "confirm", "undo"]


def test_a_read_only_chat_shows_what_people_said_and_offers_nothing(
    browser, address, corpus, room, tmp_path, monkeypatch
):
    monkeypatch.setenv("TRACKER_READ_ONLY", "1")
    with running_chat(corpus=corpus, data=room / "data", log=tmp_path / "log.txt") as read_only:
        tab = Chat(browser, read_only)
        tab.ask("What did Lisbet Quoy pledge?").locator("a[href='#source-1']").first.click()
        panel = tab.panel()
        assert panel.locator(".ct-reading").count() > 0
        assert panel.locator(".ct-reading button, .ct-reading details").count() == 0
        tab.page.click("#command-button")
        tab.page.get_by_text("What is in the index").wait_for()
        assert tab.page.get_by_text("Read the folder of articles again").count() == 0
        tab.close()


def test_a_chat_answers_on_when_another_of_the_same_installation_has_ended(browser, corpus, chat, room, tmp_path):
    with running_chat(corpus=corpus, data=room / "data", log=tmp_path / "log.txt"):
        pass
    assert chat.ask("What did Lisbet Quoy pledge?").locator("a[href='#source-1']").count() == 1


def test_chat_answers_an_edited_question_anew(chat):
    chat.ask("What did Lisbet Quoy pledge?")
    chat.page.hover("[data-step-type=user_message]")
    chat.page.click(".edit-message")
    chat.page.fill("#edit-chat-input", "What did Tavi Orlen promise about the harbour wall?")
    chat.page.click(".confirm-edit")
    chat.page.locator("[data-step-type=assistant_message]", has_text="harbour wall").wait_for()
    assert "Quoy" not in chat.page.locator("[data-step-type=assistant_message]").last.inner_text()


def test_chat_fits_a_telephone(browser, address):
    tab = Chat(browser, address)
    tab.page.set_viewport_size({"width": 390, "height": 844})
    tab.ask("What did Tavi Orlen promise about the harbour wall?").locator("a[href='#source-1']").first.click()
    assert tab.panel().locator("mark").is_visible()
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 390
    tab.close()


def test_chat_keeps_hostile_words_as_words(chat):
    answer = chat.ask("What did the union call the pledge of Lisbet Quoy?")
    assert "![late](" in answer.inner_text() and "note:this::that" in answer.inner_text()
    answer.locator("a[href^='#source-']").first.click()
    panel = chat.panel()
    assert "</mark><img src=x onerror=window.hacked=1>" in panel.inner_text()
    assert chat.page.locator(".message-content img, .ct-passage img").count() == 0
    assert chat.page.evaluate("window.hacked") is None
    link = panel.get_by_role("link", name="Open the original")
    assert link.get_attribute("href").startswith("https://courier.example/schools#:~:text=")
    assert "noopener" in link.get_attribute("rel")


def test_chat_refuses_with_near_misses_that_open_too(chat):
    answer = chat.ask("What did Tavi Orlen promise about lighthouses?")
    marks = answer.locator("a.ct-chip-near")
    if marks.count():
        marks.first.click()
        assert "not an answer" in chat.panel().inner_text()
    assert answer.locator(".ct-sources").count() == 0


def test_chat_refuses_a_name_that_no_article_holds(chat):
    answer = chat.ask("What did Zebulon Quark promise?")
    assert "Zebulon Quark" in answer.inner_text()
    assert answer.locator(".ct-sources").count() == 0


def test_chat_follows_up_on_the_question_before(chat):
    chat.ask("What did Lisbet Quoy pledge?")
    answer = chat.ask("And by when did she want to hire them?")
    assert "2033" in answer.inner_text()


def test_chat_lists_where_promises_stand_and_goes_on_with_the_list(chat):
    answer = chat.ask("Which promises are still open?").inner_text()
    assert "open commitments" in answer and "as of" in answer
    assert "hire nine hundred teachers" in answer and "harbour wall" in answer
    followed = chat.ask("and on teachers?").inner_text()
    assert "hire nine hundred teachers" in followed and "harbour wall" not in followed


def test_chat_shows_how_a_question_was_read_and_asks_again_in_another_reading(chat):
    refused = chat.ask("What did Lisbet Quoy pledge in 2029?")
    assert "published 1 January 2029 to 31 December 2029" in refused.inner_text()
    before = chat.page.locator("[data-step-type=assistant_message]").count()
    refused.get_by_role("button", name="At any time").click()
    chat.page.wait_for_function(
        "n => document.querySelectorAll('[data-step-type=assistant_message]').length > n", arg=before
    )
    answer = chat.page.locator("[data-step-type=assistant_message]").last
    answer.locator("a[href='#source-1']").first.wait_for()
    assert "2033" in answer.inner_text()
    assert "published" not in answer.inner_text()


def test_chat_begins_anew_after_a_reload(chat):
    chat.ask("What did Lisbet Quoy pledge?")
    chat.page.reload()
    chat.page.wait_for_selector("#welcome-screen")
    assert chat.ask("What did Lisbet Quoy pledge?").locator("a[href='#source-1']").count() == 1


def test_chat_lists_what_it_holds_and_what_it_could_not_read(chat):
    text = chat.ask("/sources").inner_text()
    assert "3 articles" in text and "broken.pdf" in text and "Irra Courier" in text


def test_chat_explains_itself(chat):
    assert "/rebuild" in chat.ask("/help").inner_text()


def test_rebuild_shows_its_progress_and_every_tab_moves_on(browser, address, chat, corpus):
    other = Chat(browser, address)
    assert "Ashe" in other.ask("What did Dovic Hale vow about the river Ashe?").inner_text()
    assert other.page.locator(".ct-sources").count() == 0
    (corpus / "river.txt").write_text(NEW, encoding="utf-8")
    try:
        chat.ask("/rebuild")
        chat.page.get_by_text("The index is new").wait_for()
        summary = chat.page.locator("[data-step-type=assistant_message]").last.inner_text()
        assert "4 articles" in summary and "broken.pdf" in summary
        chat.page.wait_for_function(
            "n => n > 0 && document.querySelectorAll('.ct-build-done').length === n",
            arg=chat.page.locator(".ct-build-row").count(),
        )
        for tab in (other, chat):
            answer = tab.ask("What did Dovic Hale vow about the river Ashe?")
            answer.locator("a[href='#source-1']").first.click()
            assert tab.panel().locator("mark").inner_text() in NEW
    finally:
        (corpus / "river.txt").unlink()
        other.close()


def test_a_source_stays_open_while_the_index_is_rebuilt(chat):
    chat.ask("What did Lisbet Quoy pledge?")
    chat.page.fill("#chat-input", "/rebuild")
    chat.page.press("#chat-input", "Enter")
    chat.page.wait_for_selector("#command-rebuild")
    chat.page.press("#chat-input", "Enter")
    chat.page.wait_for_selector(".ct-build")
    chat.page.locator("a[href='#source-1']").first.click()
    chat.panel()
    chat.page.get_by_text("The index is new").wait_for()
    chat.page.wait_for_selector(".ct-build-row:last-child.ct-build-done")
    assert chat.page.locator(".ct-passage mark").is_visible()


def test_chat_without_an_index_says_so_and_builds_it(browser, corpus, tmp_path):
    with running_chat(corpus=corpus, data=tmp_path / "data", log=tmp_path / "log.txt", build_first=False) as address:
        tab = Chat(browser, address)
        tab.page.get_by_text("There is no index to answer from").wait_for()
        assert "Traceback" not in tab.page.inner_text("body")
        tab.page.get_by_role("button", name="Build the index now").click()
        tab.page.get_by_text("The index is new").wait_for()
        assert tab.ask("What did Lisbet Quoy pledge?").locator("a[href='#source-1']").count() == 1
        assert tab.faults == []
        tab.close()
