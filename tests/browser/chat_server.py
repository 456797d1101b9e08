"""A chat of its own for whoever drives it in a browser: started on a free port, ended with all that it started."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
# A first build, and libraries that take half a minute to load on a busy machine.
START_SECONDS = 180.0
# Nothing that Chromium does on its own account may pass for a request of the page.
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def find_chromium() -> str | None:
    """The path of a Chromium on this machine: the one that CHROMIUM names, an installed one, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    for name in (named, "chromium", "chromium-browser", "google-chrome"):
        if name and (path := shutil.which(name)):
            return path
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return str(own) if own.exists() else None


@contextlib.contextmanager
def open_browser(chromium: str) -> Iterator[Browser]:
    """A headless browser that calls nobody by itself."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        try:
            yield browser
        finally:
            browser.close()


@contextlib.contextmanager
def running_chat(*, corpus: Path, data: Path, log: Path, build_first: bool = True) -> Iterator[str]:
    """The address of a chat on these folders; `build_first` is False for one that starts with nothing built."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    if build_first:
        command = [sys.executable, "-m", "bot.cli", "chat", "--headless", "--port", port]
        command += ["--data", str(data), "--corpus", str(corpus)]
    else:
        command = [sys.executable, "-m", "chainlit", "run", str(ROOT / "bot" / "app.py"), "--headless", "--port", port]
    folders = {"TRACKER_DATA": str(data), "TRACKER_CORPUS": str(corpus), "CHAINLIT_APP_ROOT": str(ROOT)}
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    environment = os.environ | folders | {"PYTHONPATH": path}
    with log.open("wb") as output:
        server = subprocess.Popen(command, env=environment, stdout=output, stderr=output, start_new_session=True)
        try:
            yield _address(server, port, log)
        finally:
            _end(server)


def _address(server: subprocess.Popen[bytes], port: str, log: Path) -> str:
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/health", timeout=2):
            return address
        time.sleep(0.2)
    raise RuntimeError(f"the chat did not come up; it said:\n{log.read_text(errors='replace')}")


def _end(server: subprocess.Popen[bytes]) -> None:
    """End the session that was started here: the command and the server beneath it."""
    for number in (signal.SIGINT, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(timeout=10)
