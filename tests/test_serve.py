"""Ports and addresses of the chat's server; the server itself is driven by the tests of the page."""

from __future__ import annotations

import socket

import pytest

from bot import serve
from corpus.errors import SettingsError


@pytest.fixture
def taken():
    """A port on loopback that another program holds."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as holder:
        holder.bind((serve.HOST, 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_free_port_refuses_one_that_is_taken(taken):
    with pytest.raises(SettingsError, match=f"port {taken} is taken"):
        serve.free_port(taken)


def test_free_port_passes_over_a_default_that_is_taken(taken, monkeypatch):
    monkeypatch.setattr(serve, "DEFAULT_PORT", taken)
    assert taken < serve.free_port(None) < taken + serve.PORTS_TRIED


def test_free_port_gives_up_with_a_remedy(taken, monkeypatch):
    monkeypatch.setattr(serve, "DEFAULT_PORT", taken)
    monkeypatch.setattr(serve, "PORTS_TRIED", 1)
    with pytest.raises(SettingsError, match="--port"):
        serve.free_port(None)


def test_serve_stays_on_this_machine():
    assert serve.HOST == "127.0.0.1"
