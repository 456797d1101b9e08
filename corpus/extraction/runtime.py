"""Runs the networks over windows: OpenVINO where it loads, else torch.

Every window is computed alone, so the numbers of a window do not hang on the windows beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
Floats = NDArray[np.float32]
# Token ids of each window (n,) -> its token scores (n, outputs) and span parts (n, 3 * width), in the same order.
Run = Callable[[Sequence[Ids]], list[tuple[Floats, Floats]]]
# Token ids and types of each window, (n,) both -> what the head makes of each token as the first and as the last of a
# place (or in whatever two parts it reads tokens), (n, 2 * width), in the same order.
RunMarked = Callable[[Sequence[tuple[Ids, Ids]]], list[Floats]]


def open_runtime(weights: Mapping[str, Floats]) -> Run:
    """The tagger's network on the fastest runtime that this machine has."""
    try:
        return _openvino_runtime(weights)
    except ImportError:
        return _torch_runtime(weights)


def open_marked_runtime(weights: Mapping[str, Floats]) -> RunMarked:
    """A network's encoder over marked words on the fastest runtime that this machine has."""
    try:
        return _openvino_marked(weights)
    except ImportError:
        return _torch_marked(weights)


def ends_matrix(weights: Mapping[str, Floats]) -> Floats:
    """The columns of the actor head's first layer that read a place's first and last token, (2 * width, d)."""
    join, width = weights["join.weight"], len(weights["mark"])
    return np.concatenate([join[:, :width], join[:, width : 2 * width]])


def _openvino_runtime(weights: Mapping[str, Floats]) -> Run:
    from corpus.extraction.graph import tagger_graph
    from corpus.minilm.streams import Streams

    streams = Streams(lambda int8: tagger_graph(weights, int8=int8))

    def run(windows: Sequence[Ids]) -> list[tuple[Floats, Floats]]:
        found: dict[int, tuple[Floats, Floats]] = {}

        def keep(row: int, outputs: Sequence[Floats]) -> None:
            length = len(windows[row])
            found[row] = (np.array(outputs[0][0, :length]), np.array(outputs[1][0, :length]))

        streams.run([(window,) for window in windows], keep)
        return [found[row] for row in range(len(windows))]

    return run


def _openvino_marked(weights: Mapping[str, Floats]) -> RunMarked:
    from corpus.extraction.graph import actor_graph
    from corpus.minilm.streams import Streams

    ends = ends_matrix(weights)
    streams = Streams(lambda int8: actor_graph(weights, ends, int8=int8))

    def run(windows: Sequence[tuple[Ids, Ids]]) -> list[Floats]:
        found: dict[int, Floats] = {}

        def keep(row: int, outputs: Sequence[Floats]) -> None:
            found[row] = np.array(outputs[0][0, : len(windows[row][0])])

        streams.run(windows, keep)
        return [found[row] for row in range(len(windows))]

    return run


def _torch_runtime(weights: Mapping[str, Floats]) -> Run:
    import torch

    from corpus.extraction.network import Network

    network = Network(pretrained=False)
    network.load_state_dict({name: torch.from_numpy(array) for name, array in weights.items()})
    network.eval()

    def run(windows: Sequence[Ids]) -> list[tuple[Floats, Floats]]:
        found = []
        for window in windows:
            ids = torch.from_numpy(window)[None, :]
            with torch.no_grad():
                tokens, parts = network(ids, torch.ones_like(ids))
            found.append((tokens[0].numpy(), parts[0].numpy()))
        return found

    return run


def _torch_marked(weights: Mapping[str, Floats]) -> RunMarked:
    import torch

    from corpus.extraction.network import MarkedEncoder

    ends = torch.from_numpy(ends_matrix(weights))
    network = MarkedEncoder(pretrained=False)
    own = network.state_dict()
    network.load_state_dict({name: torch.from_numpy(array) for name, array in weights.items() if name in own})
    network.eval()

    def run(windows: Sequence[tuple[Ids, Ids]]) -> list[Floats]:
        found = []
        for window in windows:
            ids, types = (torch.from_numpy(one)[None, :] for one in window)
            with torch.no_grad():
                found.append((network.states(ids, torch.ones_like(ids), types)[0] @ ends.T).numpy())
        return found

    return run
