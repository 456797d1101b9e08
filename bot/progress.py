"""The progress of a build on a terminal: one bar a stage, with rate and time left."""

from __future__ import annotations

import shutil
from types import TracebackType
from typing import Never, Self, TextIO

from tqdm import tqdm

from embeddings.build import Progress, Stage

LABELS = {
    Stage.READ: "reading articles",
    Stage.ENCODE: "encoding passages",
    Stage.COMMITMENTS: "reading commitments",
    Stage.THREADS: "linking commitments",
    Stage.INDEX: "indexing",
    Stage.VERIFY: "verifying",
    Stage.PUBLISH: "publishing",
}

UNITS = {
    Stage.READ: "files",
    Stage.ENCODE: "passages",
    Stage.COMMITMENTS: "articles",
    Stage.THREADS: "sentences",
    Stage.VERIFY: "passages",
}
NARROW_COLUMNS = 80


class ProgressBar:
    """Shows what `make_build` reports; where the stream is no terminal, one line a stage instead of a moving bar."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._stage: Stage | None = None
        self._bar: tqdm[Never] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def show(self, progress: Progress) -> None:
        """Take in one report."""
        if progress.stage is not self._stage:
            self._close()
            self._stage = progress.stage
            self._open(progress)
        if self._bar is not None:
            self._bar.total = progress.total
            self._bar.update(progress.done - self._bar.n)

    def _open(self, progress: Progress) -> None:
        label = LABELS[progress.stage]
        if self._stream.isatty():
            bar: tqdm[Never] = tqdm(
                total=progress.total or None,
                desc=label,
                file=self._stream,
                unit=f" {UNITS.get(progress.stage, 'steps')}",
                # A terminal that tells no width would get an empty line.
                ncols=shutil.get_terminal_size(fallback=(NARROW_COLUMNS, 24)).columns,
            )
            self._bar = bar
        else:
            self._stream.write(f"{label} ({progress.total})\n" if progress.total else f"{label}\n")
            self._stream.flush()

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None
