"""How far a build is: what its maker reports, again and again, to whoever shows a bar."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """The stages of a build, in their order."""

    READ = "read"
    ENCODE = "encode"
    COMMITMENTS = "commitments"
    THREADS = "threads"
    INDEX = "index"
    VERIFY = "verify"
    PUBLISH = "publish"


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` in this stage; `rate` is per second, 0 before the first; `seconds_left` None where unknown."""

    stage: Stage
    done: int
    total: int
    rate: float
    seconds_left: float | None


OnProgress = Callable[[Progress], None]


class Meter:
    """Counts what one stage has done, and reports it."""

    def __init__(self, on_progress: OnProgress, stage: Stage, *, total: int, work: int | None = None) -> None:
        """`work` is the whole effort in a finer unit than `total`, where the things counted are unlike in size."""
        self._report = on_progress
        self._stage = stage
        self._total = total
        self._work = total if work is None else work
        self._done = 0
        self._worked = 0
        self._started = time.monotonic()
        self.advance(0)

    def advance(self, done: int, *, work: int | None = None) -> None:
        """Count `done` more things, and `work` more units of effort."""
        self._done += done
        self._worked += done if work is None else work
        seconds = time.monotonic() - self._started
        rate = self._done / seconds if seconds > 0 else 0.0
        left = (self._work - self._worked) * seconds / self._worked if self._worked else None
        self._report(Progress(self._stage, self._done, self._total, rate, left))
