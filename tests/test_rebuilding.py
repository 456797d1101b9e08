"""How the chat follows a rebuild: noted to its end, broken where it broke, and going on where nobody waits any more."""

from __future__ import annotations

import asyncio

import pytest

from bot.rebuilding import followed
from corpus.errors import CorpusError
from embeddings.build import Progress, Stage


def states(noted):
    return [row["state"] for row in noted["rows"]]


def follow(work):
    noted = []
    return followed(work, noted.append), noted


def test_a_rebuild_is_noted_to_its_end():
    async def work(report):
        report(Progress(Stage.ENCODE, done=3, total=4, rate=1.0, seconds_left=1.0))
        return "summary"

    following, noted = follow(work)
    assert asyncio.run(following) == "summary"
    assert "running" in states(noted[0])
    assert set(states(noted[-1])) == {"done"}


def test_a_rebuild_that_fails_is_noted_as_broken_and_says_why():
    async def work(report):
        raise CorpusError("the folder is gone")

    following, noted = follow(work)
    with pytest.raises(CorpusError, match="the folder is gone"):
        asyncio.run(following)
    assert "failed" in states(noted[-1])


def test_a_rebuild_goes_on_when_nobody_waits_any_more():
    ended = []

    async def both():
        async def work(report):
            await asyncio.sleep(0.02)
            ended.append(True)

        following, _ = follow(work)
        waiting = asyncio.ensure_future(following)
        await asyncio.sleep(0.005)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await asyncio.sleep(0.05)

    asyncio.run(both())
    assert ended == [True]
