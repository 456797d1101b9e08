"""Runs a graph over many windows with OpenVINO: one stream a processor, every window alone.

A window is filled up to a multiple of LENGTH_STEP, because a kernel is made for every length not met before; what is
filled in is seen by no word. So a window's numbers are the same bytes whatever stands beside it, and little is spent on
padding.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Final

import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino import opset13 as op

from corpus.minilm.graph import GROUP, PADDING

LENGTH_STEP: Final = 16
# Each stream holds its own intermediate arrays, about 10 MB; more streams than this gain little.
MOST_STREAMS: Final = 16

Floats = NDArray[np.float32]
# The inputs of one window: rows of as many integers (n,) as it has tokens.
Inputs = Sequence[NDArray[np.int64]]
# Takes the number of a window and its outputs, which are views that the next window overwrites.
Keep = Callable[[int, Sequence[Floats]], None]


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """How a processor multiplies fastest: the precision, and whether matrices are given as 8-bit integers."""

    precision: str
    int8: bool


class Streams:
    """A compiled graph; safe to call from several threads."""

    def __init__(self, make: Callable[[bool], ov.Model]) -> None:
        """Compile the graph that `make` gives, told whether its matrices shall be 8-bit integers."""
        arithmetic = best_arithmetic()
        streams = min(MOST_STREAMS, n_processors())
        settings = {
            "INFERENCE_PRECISION_HINT": arithmetic.precision,
            "DYNAMIC_QUANTIZATION_GROUP_SIZE": GROUP if arithmetic.int8 else 0,
            "NUM_STREAMS": streams,
            "INFERENCE_NUM_THREADS": streams,
        }
        compiled = ov.Core().compile_model(make(arithmetic.int8), "CPU", settings)
        self._queue = ov.AsyncInferQueue(compiled, streams)
        self._queue_lock = Lock()
        # A question need not wait for the passages of a build that runs beside it.
        self._request = compiled.create_infer_request()
        self._request_lock = Lock()

    def run(self, windows: Sequence[Inputs], keep: Keep) -> None:
        """Compute every window, as many at once as there are streams, and hand each to `keep` as it is done."""

        def done(request: ov.InferRequest, row: int) -> None:
            keep(row, [tensor.data for tensor in request.output_tensors])

        with self._queue_lock:
            self._queue.set_callback(done)
            try:
                # The longest first: what is left at the end is short, and both streams end together.
                for row in sorted(range(len(windows)), key=lambda row: -len(windows[row][0])):
                    self._queue.start_async(filled(windows[row]), row)
            finally:
                # Interrupted or not, nothing of this call may still run when the next one sets its callback.
                self._queue.wait_all()

    def run_one(self, window: Inputs) -> list[Floats]:
        """The outputs of one window, without waiting for what other threads run."""
        with self._request_lock:
            self._request.infer(filled(window))
            return [np.array(tensor.data) for tensor in self._request.output_tensors]


def filled(window: Inputs) -> dict[int, NDArray[np.int64]]:
    """The inputs by number, (1, n) each, n the next multiple of LENGTH_STEP."""
    length = len(window[0])
    row = np.full((len(window), -(-length // LENGTH_STEP) * LENGTH_STEP), PADDING, dtype=np.int64)
    for number, values in enumerate(window):
        row[number, :length] = values
    return {number: row[number : number + 1] for number in range(len(window))}


def n_processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


@cache
def best_arithmetic() -> Arithmetic:
    """What this processor is fastest with.

    One with matrix tiles (Intel's AMX) computes twice as many tokens in bfloat16 as in integers that are scaled at run
    time; one with bfloat16 alone computes three times as many in such integers; any other computes in float32. The
    figures are in docs/decisions.md.
    """
    core = ov.Core()
    if "BF16" not in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES"):
        return Arithmetic("f32", int8=False)
    return Arithmetic("bf16", int8=not _has_tiles(core))


def _has_tiles(core: ov.Core) -> bool:
    """Whether a product of bfloat16 matrices is computed by tiles; only a compiled one of known shape tells."""
    states = op.parameter([1, LENGTH_STEP, GROUP], np.float32)
    product = op.matmul(states, op.constant(np.ones((GROUP, GROUP), np.float32)), False, True)
    probe = core.compile_model(ov.Model([product], [states], "probe"), "CPU", {"INFERENCE_PRECISION_HINT": "bf16"})
    kinds = [node.get_rt_info() for node in probe.get_runtime_model().get_ops()]
    return any("amx" in kind["primitiveType"].astype(str) for kind in kinds if "primitiveType" in kind)
