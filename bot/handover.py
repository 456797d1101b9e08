"""Sentences that are written in a thread, handed over to the server's own loop one by one as they are checked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from threading import Event

from bot.answer import Answer
from bot.writing import OnSentence
from bot.written import ProseSentence
from corpus.errors import ModelError

Work = Callable[[OnSentence], Awaitable[Answer]]


class Handover:
    """`async for` gives each sentence while the work goes on; then `answer` is what came of it.

    Left early, the work stops at its next sentence.
    """

    def __init__(self, work: Work) -> None:
        """Begin the work, which calls what it is given from any thread."""
        self._loop, self._stopped = asyncio.get_running_loop(), Event()
        self._passed = asyncio.Queue[ProseSentence | None]()
        self._work = asyncio.ensure_future(work(self._hand_over))
        self._work.add_done_callback(lambda _: self._passed.put_nowait(None))

    async def __aiter__(self) -> AsyncIterator[ProseSentence]:
        """Each sentence as it passes."""
        try:
            while (sentence := await self._passed.get()) is not None:
                yield sentence
        except asyncio.CancelledError:
            self._stopped.set()
            raise

    @property
    def answer(self) -> Answer:
        """What came of the work, once every sentence has passed."""
        return self._work.result()

    def _hand_over(self, sentence: ProseSentence) -> None:
        if self._stopped.is_set():
            raise ModelError("was stopped")
        self._loop.call_soon_threadsafe(self._passed.put_nowait, sentence)
