"""Runs the tagger's network over windows: OpenVINO where it loads, else torch.

Every window is computed alone, at its own length, as many at once as there are processors: nothing is spent on padding,
and the numbers of a window do not hang on the windows beside it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
# Token ids of each window (n,) -> its token scores (n, outputs) and span parts (n, 3 * width), in the same order.
Run = Callable[[Sequence[NDArray[np.int64]]], list[tuple[Floats, Floats]]]


def open_runtime(weights: Mapping[str, Floats]) -> Run:
    """The fastest runtime that this machine has."""
    try:
        return _openvino_runtime(weights)
    except ImportError:
        return _torch_runtime(weights)


def _openvino_runtime(weights: Mapping[str, Floats]) -> Run:
    """One stream a processor; matrices in 8-bit integers where the processor also knows bfloat16."""
    import openvino as ov

    from corpus.extraction.graph import GROUP, build_graph

    core = ov.Core()
    fast = "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    streams = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
    settings = {
        "INFERENCE_PRECISION_HINT": "bf16" if fast else "f32",
        "DYNAMIC_QUANTIZATION_GROUP_SIZE": GROUP if fast else 0,
        "NUM_STREAMS": streams,
        "INFERENCE_NUM_THREADS": streams,
    }
    queue = ov.AsyncInferQueue(core.compile_model(build_graph(weights, int8=fast), "CPU", settings), streams)

    def run(windows: Sequence[NDArray[np.int64]]) -> list[tuple[Floats, Floats]]:
        found: dict[int, tuple[Floats, Floats]] = {}

        def keep(request: ov.InferRequest, row: int) -> None:
            tokens, parts = (np.array(request.get_output_tensor(place).data[0]) for place in (0, 1))
            found[row] = (tokens, parts)

        queue.set_callback(keep)
        # Like lengths follow each other: a kernel is made once for each length.
        for row in sorted(range(len(windows)), key=lambda row: -len(windows[row])):
            queue.start_async({0: windows[row][None, :]}, row)
        queue.wait_all()
        return [found[row] for row in range(len(windows))]

    return run


def _torch_runtime(weights: Mapping[str, Floats]) -> Run:
    """The same network in torch, for machines without OpenVINO."""
    import torch

    from corpus.extraction.network import Network

    network = Network(pretrained=False)
    network.load_state_dict({name: torch.from_numpy(array) for name, array in weights.items()})
    network.eval()

    def run(windows: Sequence[NDArray[np.int64]]) -> list[tuple[Floats, Floats]]:
        found = []
        for window in windows:
            ids = torch.from_numpy(window)[None, :]
            with torch.no_grad():
                tokens, parts = network(ids, torch.ones_like(ids))
            found.append((tokens[0].numpy(), parts[0].numpy()))
        return found

    return run
