"""The fence around the chat's server, without the server."""

import asyncio

import pytest

from bot.fence import Fence, content_policy, is_loopback, without_foreign_links

PAGE = (
    '<head><link rel="preconnect" href="https://fonts.example.com" crossorigin />'
    '<link\n  rel="stylesheet"\n  href="//cdn.example.com/a.css"\n/><link rel="icon" href="/favicon" /></head>'
)


async def page_app(scope, receive, send):
    assert b"accept-encoding" not in dict(scope["headers"])
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
    await send({"type": "http.response.body", "body": PAGE[:40].encode(), "more_body": True})
    await send({"type": "http.response.body", "body": PAGE[40:].encode()})


async def data_app(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": b"{}"})


def served(app, *, kind="http", **headers):
    """What the fenced application sends to a request with these headers."""
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request"}

    scope = {"type": kind, "headers": [(name.encode(), value.encode()) for name, value in headers.items()]}
    asyncio.run(app(scope, receive, send))
    return sent


def test_without_foreign_links_keeps_own_ones():
    assert without_foreign_links(PAGE) == '<head><link rel="icon" href="/favicon" /></head>'


def test_fence_serves_the_page_clean_and_under_a_policy():
    start, body = served(Fence(page_app), host="localhost:8000", accept="text/html", **{"accept-encoding": "gzip"})
    headers = dict(start["headers"])
    assert body["body"] == b'<head><link rel="icon" href="/favicon" /></head>'
    assert headers[b"content-length"] == str(len(body["body"])).encode()
    assert b"ws://localhost:8000" in headers[b"content-security-policy"]


def test_fence_leaves_data_alone():
    start, body = served(Fence(data_app), host="localhost:8000", accept="text/html")
    assert body["body"] == b"{}" and start["headers"] == [(b"content-type", b"application/json")]


@pytest.mark.parametrize(
    ("headers", "hosts", "status"),
    [
        ({"host": "localhost:8000"}, (), 200),
        ({"host": "127.0.0.1:8000", "origin": "http://127.0.0.1:8000"}, (), 200),
        ({"host": "[::1]:8000"}, (), 200),
        ({"host": "localhost:8000", "origin": "https://evil.example"}, (), 403),
        ({"host": "localhost:8000", "origin": "http://localhost:9000"}, (), 403),
        ({"host": "localhost:8000", "origin": "null"}, (), 403),
        ({"host": "evil.example"}, (), 403),
        ({"host": "[::1"}, (), 403),
        ({}, (), 403),
        ({"host": "desk.example"}, ("desk.example",), 200),
        ({"host": "desk.example", "origin": "https://evil.example"}, None, 403),
        ({"host": "desk.example"}, None, 200),
    ],
)
def test_fence_turns_other_sites_away(headers, hosts, status):
    assert served(Fence(data_app, hosts), **headers)[0]["status"] == status


def test_fence_closes_a_socket_from_another_site():
    (message,) = served(Fence(data_app), kind="websocket", host="localhost:8000", origin="https://evil.example")
    assert message["type"] == "websocket.close"


def test_content_policy_takes_no_host_that_could_end_it():
    assert "evil" not in content_policy("a; script-src evil")


@pytest.mark.parametrize(
    ("host", "own"), [("127.0.0.2:1", True), ("a.localhost", True), ("localhost.example", False), ("10.0.0.1", False)]
)
def test_is_loopback_knows_this_machine(host, own):
    assert is_loopback(host) is own
