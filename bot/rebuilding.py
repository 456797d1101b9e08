"""A rebuild as the chat follows it: what it reports is noted, not oftener than is asked for."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from bot.notices import BEGUN, stage_props
from embeddings.build import BuildSummary
from embeddings.progress import OnProgress

# The page asks twice a second (RebuildProgress.jsx).
NOTED_SECONDS = 0.5

Note = Callable[[dict[str, Any]], None]


async def followed(work: Callable[[OnProgress], Awaitable[BuildSummary]], note: Note) -> BuildSummary:
    """What comes of `work`, which is given where to report to; each state is noted, the last one as it ended.

    Who waits may be cancelled: the work goes on. What `work` raises is raised, once it is noted as broken.
    """
    latest = deque([BEGUN], maxlen=1)
    task = asyncio.ensure_future(work(latest.append))
    while not task.done():
        await asyncio.wait({task}, timeout=NOTED_SECONDS)
        note(stage_props(latest[-1]))
    note(stage_props(latest[-1], broken=True) if task.exception() else stage_props(None))
    return task.result()
