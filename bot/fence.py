"""What keeps the chat on this machine: no page of it calls another host, and no page of another host calls it.

Chainlit's page asks a font server and a script host for style sheets, and its socket takes connections from any web
site. So the links are cut out of the page, a content policy forbids the rest, and a request that says it comes from
another site, or for another host, is turned away. Knows nothing of Chainlit: any ASGI application can be fenced.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

# A link that loads from, or opens a connection to, another host as soon as the page is read.
_FOREIGN_LINK = re.compile(r"""<link\b[^>]*?\bhref=["']?(?:https?:)?//[^>]*>""", re.IGNORECASE)
_PLAIN_HOST = re.compile(r"[A-Za-z0-9.:\[\]-]+")
# The elements of the chat are compiled in the browser (eval), and its components set styles in line.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' blob:; worker-src 'self' blob:; "
    "connect-src 'self'{sockets}; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)


def without_foreign_links(page: str) -> str:
    """The HTML page without the links that make a browser turn to another host while it loads."""
    return _FOREIGN_LINK.sub("", page)


def content_policy(host: str) -> str:
    """The value of `Content-Security-Policy` for a page served under this host ("localhost:8000")."""
    sockets = f" ws://{host} wss://{host}" if _PLAIN_HOST.fullmatch(host) else ""
    return _POLICY.format(sockets=sockets)


def is_loopback(host: str) -> bool:
    """Whether the host, with or without a port, is this machine's own name or address."""
    name = _name(f"//{host}")
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")


def _name(address: str) -> str:
    """The host name in an address, "" where it holds none that can be read."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


class Fence:
    """An ASGI application around another one.

    `hosts` are the host names, without port, under which pages may be asked for besides this machine's own; None lets
    any pass, for a server that listens to the network on purpose.
    """

    def __init__(self, app: Application, hosts: Iterable[str] | None = ()) -> None:
        self._app = app
        self._hosts = None if hosts is None else frozenset(hosts)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one connection, or turn it away with 403."""
        if scope["type"] not in {"http", "websocket"}:
            return await self._app(scope, receive, send)
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get(b"host", "")
        if not self._admits(host, headers.get(b"origin")):
            return await _refuse(scope, send)
        if scope["type"] == "http" and "text/html" in headers.get(b"accept", ""):
            # The page is rewritten below, so it must not come compressed; it is 3 kB.
            plain = [(name, value) for name, value in scope["headers"] if name.lower() != b"accept-encoding"]
            return await self._app({**scope, "headers": plain}, receive, _Page(send, host))
        return await self._app(scope, receive, send)

    def _admits(self, host: str, origin: str | None) -> bool:
        # A browser says where a call comes from; programs that are no browser need not.
        if origin is not None and origin.partition("://")[2] != host:
            return False
        return self._hosts is None or is_loopback(host) or _name(f"//{host}") in self._hosts


class _Page:
    """Holds an HTML response back until it is whole, then sends it without foreign links and with the policy."""

    def __init__(self, send: Send, host: str) -> None:
        self._send = send
        self._host = host
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        body = without_foreign_links(self._body.decode("utf-8")).encode("utf-8")
        kept = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
        added = [
            (b"content-length", str(len(body)).encode()),
            (b"content-security-policy", content_policy(self._host).encode()),
            (b"referrer-policy", b"no-referrer"),
            (b"x-content-type-options", b"nosniff"),
        ]
        await self._send({**start, "headers": kept + added})
        await self._send({"type": "http.response.body", "body": body})


def _is_html(start: Message) -> bool:
    headers = {name.lower(): value for name, value in start["headers"]}
    return headers.get(b"content-type", b"").startswith(b"text/html") and b"content-encoding" not in headers


async def _refuse(scope: Message, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    line = b"This chat answers pages of its own only: open it under the address that `tracker chat` printed.\n"
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(line)).encode())]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": line})
