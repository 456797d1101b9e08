"""A rebuild as the chat follows it: what it reports is drawn, not oftener than is seen."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from bot.notices import BEGUN, stage_props
from embeddings.build import BuildSummary
from embeddings.progress import OnProgress

# Redrawing a card more often is not seen, and every redraw travels to the browser.
REDRAW_SECONDS = 0.5

Draw = Callable[[dict[str, Any]], Awaitable[None]]


async def followed(work: Callable[[OnProgress], Awaitable[BuildSummary]], draw: Draw) -> BuildSummary:
    """What comes of `work`, which is given where to report to; each state is drawn, the last one as it ended.

    Who waits may be cancelled: the work goes on. What `work` raises is raised, once it is drawn as broken.
    """
    latest = deque([BEGUN], maxlen=1)
    task = asyncio.ensure_future(work(latest.append))
    while not task.done():
        await asyncio.wait({task}, timeout=REDRAW_SECONDS)
        await draw(stage_props(latest[-1]))
    await draw(stage_props(latest[-1], broken=True) if task.exception() else stage_props(None))
    return task.result()
