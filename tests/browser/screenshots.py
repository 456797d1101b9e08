"""Pictures of the chat on the sample corpus: docs/chat.png for the README, or every view for whoever changes the look.

python tests/browser/screenshots.py                  makes docs/chat.png anew
python tests/browser/screenshots.py --all FOLDER     each page, wide and narrow, light and dark
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from chat_server import ROOT, find_chromium, open_browser, running_chat
from playwright.sync_api import Browser, Page

QUESTION = "What did Naqvi commit to?"
COMPARED = "Compare what Naqvi and Tarar said on Chinese nationals"
REFUSED = "What did the mayor of Port Irra promise about trams?"
SIZES = {"wide": (1440, 900), "narrow": (390, 844)}
# The panel slides in for 300 ms, and the page scrolls to a new question.
SETTLED_MS = 1200


def main() -> int:
    """Take the pictures; exit status 1 where there is no browser."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", metavar="FOLDER", type=Path, help="take every view into this folder instead")
    options = parser.parse_args()
    chromium = find_chromium()
    if chromium is None:
        sys.exit("no Chromium on this machine: install one, or name it in CHROMIUM")
    with tempfile.TemporaryDirectory() as room, open_browser(chromium) as browser:
        sample, data, log = ROOT / "corpus" / "articles", Path(room, "data"), Path(room, "log.txt")
        with running_chat(corpus=sample, data=data, log=log) as address:
            if options.all is None:
                _picture(browser, address, ROOT / "docs" / "chat.png")
            else:
                _all_pictures(browser, address, options.all)
    return 0


def _picture(browser: Browser, address: str, target: Path) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 860}, color_scheme="light")
    target.parent.mkdir(exist_ok=True)
    _open(page, address)
    _ask(page, QUESTION)
    page.click("a[href='#source-2']")
    page.wait_for_selector(".ct-passage mark")
    page.mouse.move(5, 400)
    page.wait_for_timeout(SETTLED_MS)
    page.screenshot(path=target)
    page.close()


def _all_pictures(browser: Browser, address: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for size, (width, height) in SIZES.items():
        for scheme in ("light", "dark"):
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            for number, (name, step) in enumerate(_views(page, address).items(), start=1):
                step()
                page.wait_for_timeout(SETTLED_MS)
                page.screenshot(path=folder / f"{size}-{scheme}-{number}-{name}.png")
            page.close()


def _views(page: Page, address: str):
    return {
        "welcome": lambda: _open(page, address),
        "answer": lambda: _ask(page, QUESTION),
        "panel": lambda: (page.click("a[href='#source-1']"), page.wait_for_selector(".ct-passage mark")),
        "judged": lambda: _judge(page),
        "comparison": lambda: (page.keyboard.press("Escape"), page.wait_for_timeout(SETTLED_MS), _ask(page, COMPARED)),
        "refusal": lambda: (page.keyboard.press("Escape"), page.wait_for_timeout(SETTLED_MS), _ask(page, REFUSED)),
        "steps": lambda: page.get_by_role("button", name="how this was found").last.click(),
        "sources": lambda: _command(page, "sources"),
        "rebuilt": lambda: (_command(page, "rebuild"), page.get_by_text("The index is new").wait_for(timeout=120_000)),
    }


def _open(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("#starters button:not([disabled])")


def _ask(page: Page, question: str) -> None:
    answers = page.locator("[data-step-type=assistant_message]").count()
    page.fill("#chat-input", question)
    page.wait_for_selector("#command-button")
    page.wait_for_selector("#chat-submit:not([disabled])")
    page.press("#chat-input", "Enter")
    page.locator("[data-step-type=assistant_message]").nth(answers).wait_for(timeout=60_000)


def _judge(page: Page) -> None:
    """Confirm what the panel shows; what another view confirmed before is taken back first."""
    if page.locator(".ct-act-undo").count():
        page.locator(".ct-act-undo").first.click()
        page.locator(".ct-act-confirm").first.wait_for()
    page.locator(".ct-act-confirm").first.click()
    page.wait_for_selector(".ct-told-confirmed")


def _command(page: Page, name: str) -> None:
    page.fill("#chat-input", f"/{name}")
    page.press("#chat-input", "Enter")
    page.wait_for_selector(f"#command-{name}")
    page.press("#chat-input", "Enter")


if __name__ == "__main__":
    sys.exit(main())
