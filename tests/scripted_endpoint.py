"""An OpenAI-compatible endpoint on this machine that answers by a script, rightly or wrongly.

with scripted(say("Brandt promised two berths [1].")) as server:
    endpoint = Endpoint(server.url, "scripted")
"""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Script = Callable[[BaseHTTPRequestHandler, int], None]


class Scripted:
    """The endpoint: where it is, and what it has been asked (paths, headers and bodies, oldest first)."""

    def __init__(self, script: Script) -> None:
        self.bodies: list[dict] = []
        self.headers: list[dict[str, str]] = []
        self.over = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("content-length", 0))
                outer.bodies.append(json.loads(self.rfile.read(length)))
                outer.headers.append({name.lower(): value for name, value in self.headers.items()})
                self.over = outer.over
                with contextlib.suppress(OSError):
                    script(self, len(outer.bodies))

            def log_message(self, *words: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.block_on_close = False
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"

    @property
    def prompt(self) -> str:
        """What the last call said to the model, all messages together."""
        return "\n".join(message["content"] for message in self.bodies[-1]["messages"])


@contextlib.contextmanager
def scripted(script: Script) -> Iterator[Scripted]:
    """The endpoint, for as long as the block lasts."""
    endpoint = Scripted(script)
    thread = threading.Thread(target=endpoint.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        endpoint.over.set()
        endpoint.server.shutdown()
        endpoint.server.server_close()
        thread.join()


def head(handler: BaseHTTPRequestHandler, status: int = 200, kind: str = "text/event-stream", **more: str) -> None:
    """Status and headers."""
    handler.send_response(status)
    handler.send_header("content-type", kind)
    for name, value in more.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()


def send(handler: BaseHTTPRequestHandler, data: object) -> None:
    """One event of the stream; bytes are sent as they are."""
    raw = data if isinstance(data, bytes) else f"data: {json.dumps(data)}\n\n".encode()
    handler.wfile.write(raw)
    handler.wfile.flush()


def chunk(text: str | None = None, finish: str | None = None, **delta: object) -> dict:
    """One chunk of a chat completion."""
    told = delta | ({} if text is None else {"content": text})
    choice = {"index": 0, "delta": told, "finish_reason": finish}
    return {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "scripted", "choices": [choice]}


def pieces(text: str, size: int = 7) -> list[str]:
    """The text in pieces of so many characters."""
    return [text[start : start + size] for start in range(0, len(text), size)]


def say(*texts: str, finish: str | None = "stop", usage: bool = False, pause: float = 0.0) -> Script:
    """Streams the first text to the first call, the second to the second, the last one to all further calls."""

    def script(handler: BaseHTTPRequestHandler, call: int) -> None:
        head(handler)
        send(handler, chunk(role="assistant"))
        for piece in pieces(texts[min(call, len(texts)) - 1]):
            send(handler, chunk(piece))
            time.sleep(pause)
        if finish:
            send(handler, chunk(finish=finish))
        if usage:
            send(handler, chunk() | {"choices": [], "usage": {"total_tokens": 9}})
        send(handler, b"data: [DONE]\n\n")

    return script


def fail(status: int, body: str = '{"error": {"message": "sk-secret is wrong"}}', **headers: str) -> Script:
    """Answers every call with an error."""

    def script(handler: BaseHTTPRequestHandler, call: int) -> None:
        head(handler, status, "application/json", **headers)
        handler.wfile.write(body.encode())

    return script


def in_turn(*scripts: Script) -> Script:
    """The first script for the first call, and so on; the last one for all further calls."""
    return lambda handler, call: scripts[min(call, len(scripts)) - 1](handler, call)
