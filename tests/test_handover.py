"""Sentences handed from a thread to the server's loop."""

from __future__ import annotations

import asyncio

import pytest

from bot.handover import Handover
from bot.written import ProseSentence
from corpus.errors import ModelError

FIRST, SECOND = ProseSentence("One.", (1,), ""), ProseSentence("Two.", (1,), "")


def test_sentences_come_in_order_and_then_what_came_of_the_work():
    async def run() -> list[ProseSentence]:
        async def work(hand_over):
            await asyncio.to_thread(lambda: [hand_over(one) for one in (FIRST, SECOND)])
            return "answer"

        handover = Handover(work)
        passed = [one async for one in handover]
        assert handover.answer == "answer"
        return passed

    assert asyncio.run(run()) == [FIRST, SECOND]


def test_failure_of_the_work_ends_the_sentences_and_is_told():
    async def run() -> None:
        async def work(hand_over):
            hand_over(FIRST)
            raise ModelError("gone")

        handover = Handover(work)
        assert [one async for one in handover] == [FIRST]
        with pytest.raises(ModelError, match="gone"):
            _ = handover.answer

    asyncio.run(run())


def test_work_stops_at_its_next_sentence_once_nobody_listens():
    async def run() -> None:
        handed = asyncio.Event()
        stopped = asyncio.Event()

        async def work(hand_over):
            hand_over(FIRST)
            await handed.wait()
            try:
                hand_over(SECOND)
            finally:
                stopped.set()

        handover = Handover(work)

        async def listen() -> None:
            async for _ in handover:
                pass

        listening = asyncio.create_task(listen())
        await asyncio.sleep(0.01)
        listening.cancel()
        with pytest.raises(asyncio.CancelledError):
            await listening
        handed.set()
        await asyncio.wait_for(stopped.wait(), 1)
        with pytest.raises(ModelError, match="was stopped"):
            _ = handover.answer

    asyncio.run(run())
