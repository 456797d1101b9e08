"""The chat as a process of its own: finds a port, starts the server on this machine only, waits until it answers."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import webbrowser
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import NoReturn

from bot.settings import Settings
from corpus.errors import SettingsError, TrackerError

HOST = "127.0.0.1"
DEFAULT_PORT = 8000
# Ports tried after the default one, before the user is asked to name one.
PORTS_TRIED = 20
# Loading the chat's libraries takes 5 to 15 seconds on two busy cores.
START_SECONDS = 120.0
ROOT = Path(__file__).resolve().parent.parent


def serve(settings: Settings, *, port: int | None, headless: bool, say: Callable[[str], None]) -> int:
    """Run the chat until it ends or is interrupted; `say` is given its address once it answers. Returns an exit status.

    Raises:
        SettingsError: the port is taken.
        TrackerError: the server did not come up.
    """
    chosen = free_port(port)
    address = f"http://{HOST}:{chosen}"
    # What the server and its libraries say of themselves is no data: it goes to stderr.
    server = subprocess.Popen(_command(chosen), env=_environment(settings), cwd=ROOT, stdout=sys.stderr)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        _wait_until_up(server, address)
        say(address)
        if not headless:
            webbrowser.open(address)
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        _end(server)


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    """A request to end is as good as Ctrl-C: the server must not stay behind."""
    raise KeyboardInterrupt


def free_port(port: int | None) -> int:
    """The port that was asked for, or the first free one from the default upwards.

    Raises:
        SettingsError: the port that was asked for is taken, or no port was free.
    """
    if port is not None:
        if not _is_free(port):
            raise SettingsError(f"port {port} is taken by another program; end it or name another port with --port")
        return port
    for candidate in range(DEFAULT_PORT, DEFAULT_PORT + PORTS_TRIED):
        if _is_free(candidate):
            return candidate
    raise SettingsError(f"ports {DEFAULT_PORT} to {DEFAULT_PORT + PORTS_TRIED - 1} are taken; name one with --port")


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def _command(port: int) -> list[str]:
    app = str(Path(__file__).with_name("app.py"))
    return [sys.executable, "-m", "chainlit", "run", app, "--host", HOST, "--port", str(port), "--headless"]


def _environment(settings: Settings) -> dict[str, str]:
    given = {"TRACKER_DATA": str(settings.data), "TRACKER_ENCODER": settings.encoder, "CHAINLIT_APP_ROOT": str(ROOT)}
    corpus = {"TRACKER_CORPUS": str(settings.corpus)} if settings.corpus else {}
    return dict(os.environ) | given | corpus


def _wait_until_up(server: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise TrackerError(f"the chat ended as it started (exit status {server.returncode}); its words are above")
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/health", timeout=2):  # noqa: S310
            return
        time.sleep(0.2)
    raise TrackerError(f"the chat did not answer at {address} within {START_SECONDS:.0f} seconds; try again")


def _end(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
