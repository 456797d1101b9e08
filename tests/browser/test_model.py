"""The chat with a language model set up, as a reader meets it: a scripted model, a real server, a real browser."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install '.[dev]'")

from chat_server import find_chromium, open_browser, running_chat
from scripted_endpoint import chunk, fail, head, say, scripted, send
from test_chat import CORPUS, Chat

pytestmark = pytest.mark.browser

QUESTION = "What did Lisbet Quoy pledge?"
HELD = "Lisbet Quoy pledged to hire nine hundred teachers for village schools by 2033 [1]."
INVENTED = "Quoy resigned in 2032 over <img src=x onerror=window.hacked=1> zeppelins [1]."


@pytest.fixture(scope="module")
def model():
    """The endpoint; its script is what the test puts into `scripts`."""
    scripts = [say(f"{HELD} {INVENTED}", pause=0.05)]
    with scripted(lambda handler, call: scripts[-1](handler, call)) as endpoint:
        endpoint.scripts = scripts
        yield endpoint


@pytest.fixture(scope="module")
def address(model, tmp_path_factory):
    corpus, room = tmp_path_factory.mktemp("corpus"), tmp_path_factory.mktemp("room")
    for name, text in CORPUS.items():
        (corpus / name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRACKER_LLM_URL", model.url)
        patch.setenv("TRACKER_LLM_MODEL", "scripted_one")
        with running_chat(corpus=corpus, data=room / "data", log=room / "log.txt") as address:
            yield address


@pytest.fixture
def chat(address):
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("no Chromium on this machine: install one, or name it in CHROMIUM")
    with open_browser(chromium) as browser:
        tab = Chat(browser, address)
        yield tab
        assert tab.faults == []
        tab.close()


def hang_after_a_sentence(handler, call):
    head(handler)
    send(handler, chunk(f"{HELD} And "))
    handler.over.wait(60)


def test_checked_prose_stands_above_the_quotes_and_its_marks_open_the_passage(chat):
    assert "scripted_one" in chat.page.locator("#welcome-screen").inner_text()
    answer = chat.ask(QUESTION)
    answer.locator(".ct-sources").wait_for()
    text = answer.inner_text()
    assert text.index("Written by scripted_one") > text.index("Lisbet Quoy pledged to hire")
    assert "1 left out" in text and "resigned" not in text and "zeppelins" not in text
    assert chat.page.evaluate("window.hacked") is None
    answer.locator("a[href='#source-1']").first.click()
    assert "nine hundred teachers" in chat.panel().locator("mark").inner_text()


def test_failing_model_leaves_the_quotes_and_one_line(chat, model):
    model.scripts.append(fail(401))
    answer = chat.ask(QUESTION)
    answer.get_by_text("Quotes only: the language model scripted_one did not accept the key").wait_for()
    assert "nine hundred teachers" in answer.inner_text() and "writes;" not in answer.inner_text()


def test_stopping_the_model_leaves_the_quotes(chat, model):
    model.scripts.append(hang_after_a_sentence)
    chat.page.fill("#chat-input", QUESTION)
    chat.page.wait_for_selector("#command-button")
    chat.page.wait_for_selector("#chat-submit:not([disabled])")
    chat.page.press("#chat-input", "Enter")
    chat.page.get_by_text("scripted_one writes; each sentence is shown once it is checked").wait_for()
    chat.page.click("#stop-button")
    chat.page.locator(".ct-sources").wait_for()
    stopped = chat.page.locator("[data-step-type=assistant_message]", has=chat.page.locator(".ct-sources"))
    answer = stopped.inner_text()
    assert "nine hundred teachers" in answer and "writes;" not in answer
