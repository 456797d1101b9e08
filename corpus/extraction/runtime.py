"""Runs the tagger's network over windows: OpenVINO where it loads, else torch; both give the same numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.extraction.windows import Window

Floats = NDArray[np.float32]
# (ids, mask) -> (token scores, span parts), as in `network.Network.forward`.
Run = Callable[[NDArray[np.int64], NDArray[np.int64]], tuple[Floats, Floats]]

# Windows of like length go together, so that little is computed on padding; 16 keep two cores busy.
BATCH: Final = 16


def open_runtime(weights: Mapping[str, Floats]) -> Run:
    """The fastest runtime that this machine has."""
    try:
        import openvino as ov

        from corpus.extraction.graph import build_graph
    except ImportError:
        return _torch_runtime(weights)
    # "THROUGHPUT" would cut two cores into streams; one stream over both is faster for batches.
    compiled = ov.Core().compile_model(build_graph(weights), "CPU", {"PERFORMANCE_HINT": "LATENCY"})
    request = compiled.create_infer_request()

    def run(ids: NDArray[np.int64], mask: NDArray[np.int64]) -> tuple[Floats, Floats]:
        request.infer({"ids": ids, "mask": mask})
        return np.array(request.get_output_tensor(0).data), np.array(request.get_output_tensor(1).data)

    return run


def _torch_runtime(weights: Mapping[str, Floats]) -> Run:
    """The same network in torch, for machines without OpenVINO."""
    import torch

    from corpus.extraction.network import Network

    network = Network(pretrained=False)
    network.load_state_dict({name: torch.from_numpy(array) for name, array in weights.items()})
    network.eval()

    def run(ids: NDArray[np.int64], mask: NDArray[np.int64]) -> tuple[Floats, Floats]:
        with torch.no_grad():
            tokens, parts = network(torch.from_numpy(ids), torch.from_numpy(mask))
        return tokens.numpy(), parts.numpy()

    return run


def run_windows(run: Run, windows: Sequence[Window]) -> Iterator[tuple[int, Floats, Floats]]:
    """For each window its row in `windows`, token scores (n, outputs) and span parts (n, 3 * width); in any order."""
    order = sorted(range(len(windows)), key=lambda row: len(windows[row].ids))
    for at in range(0, len(order), BATCH):
        rows = order[at : at + BATCH]
        longest = max(len(windows[row].ids) for row in rows)
        ids = np.zeros((len(rows), longest), dtype=np.int64)
        mask = np.zeros((len(rows), longest), dtype=np.int64)
        for place, row in enumerate(rows):
            ids[place, : len(windows[row].ids)] = windows[row].ids
            mask[place, : len(windows[row].ids)] = 1
        tokens, parts = run(ids, mask)
        for place, row in enumerate(rows):
            length = len(windows[row].ids)
            yield row, tokens[place, :length], parts[place, :length]
