from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

ov = pytest.importorskip("openvino")

from openvino import opset13 as op  # noqa: E402  only where OpenVINO is installed

from corpus.minilm import streams as module  # noqa: E402
from corpus.minilm.graph import HEADS, LAYER_NORM_EPSILON, MiniLm, linear, token_ids  # noqa: E402
from corpus.minilm.streams import LENGTH_STEP, Arithmetic, Streams, best_arithmetic, filled  # noqa: E402

WIDTH, WORDS, LAYERS = 384, 50, 2
WINDOWS = [np.arange(3, 3 + length) for length in (1, 5, 16, 17, 40)]


@pytest.fixture(scope="module")
def weights():
    rng = np.random.default_rng(0)

    def normal(*shape):
        return rng.normal(scale=0.05, size=shape).astype(np.float32)

    found = {f"net.embeddings.{name}_embeddings.weight": normal(size, WIDTH) for name, size in SIZES.items()}
    found |= norm("net.embeddings.LayerNorm", normal)
    for layer in range(LAYERS):
        name = f"net.encoder.layer.{layer}"
        for part in ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"):
            found |= dense(f"{name}.{part}", normal(WIDTH, WIDTH), normal(WIDTH))
        found |= dense(f"{name}.intermediate.dense", normal(2 * WIDTH, WIDTH), normal(2 * WIDTH))
        found |= dense(f"{name}.output.dense", normal(WIDTH, 2 * WIDTH), normal(WIDTH))
        found |= norm(f"{name}.attention.output.LayerNorm", normal) | norm(f"{name}.output.LayerNorm", normal)
    return found | dense("head", normal(3, WIDTH), normal(3))


SIZES = {"word": WORDS, "position": 64, "token_type": 2}


def norm(name, normal):
    return dense(name, 1 + normal(WIDTH), normal(WIDTH))


def dense(name, weight, bias):
    return {f"{name}.weight": weight, f"{name}.bias": bias}


def expected_states(weights, ids, added=0.0):
    """The encoder in numpy, float64: Devlin et al. 2019 (https://arxiv.org/abs/1810.04805), Vaswani et al. 2017."""
    kept = {name.removeprefix("net."): array.astype(np.float64) for name, array in weights.items()}

    def apply(name, states):
        return states @ kept[f"{name}.weight"].T + kept[f"{name}.bias"]

    def normal(name, states):
        centred = states - states.mean(axis=1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + LAYER_NORM_EPSILON)
        return scaled * kept[f"{name}.weight"] + kept[f"{name}.bias"]

    tables = (kept[f"embeddings.{name}_embeddings.weight"] for name in SIZES)
    word, position, token_type = tables
    states = normal("embeddings.LayerNorm", word[ids] + added + position[: len(ids)] + token_type[0])
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}"
        split = (len(ids), HEADS, WIDTH // HEADS)
        query, key, value = (
            apply(f"{name}.attention.self.{part}", states).reshape(split).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        raised = np.exp(query @ key.transpose(0, 2, 1) / np.sqrt(WIDTH / HEADS))
        mixed = (raised / raised.sum(axis=2, keepdims=True)) @ value
        mixed = apply(f"{name}.attention.output.dense", mixed.transpose(1, 0, 2).reshape(len(ids), WIDTH))
        states = normal(f"{name}.attention.output.LayerNorm", states + mixed)
        inner = apply(f"{name}.intermediate.dense", states)
        inner = inner * 0.5 * (1 + np.vectorize(math.erf)(inner / np.sqrt(2)))
        states = normal(f"{name}.output.LayerNorm", states + apply(f"{name}.output.dense", inner))
    return states


def make(weights, *, added=None):
    def graph(int8):
        ids = token_ids()
        states = MiniLm(weights, prefix="net.", int8=int8).states(ids, added)
        return ov.Model([op.result(states), op.result(linear(weights, "head", states))], [ids], "test")

    return graph


def computed(streams, windows):
    found = {}

    def keep(row, outputs):
        found[row] = [np.array(one[0, : len(windows[row])]) for one in outputs]

    streams.run([(window,) for window in windows], keep)
    return [found[row] for row in range(len(windows))]


@pytest.mark.parametrize(
    ("arithmetic", "tolerance"),
    [
        (Arithmetic("f32", int8=False), 1e-4),
        (Arithmetic("bf16", int8=False), 0.1),
        (Arithmetic("f32", int8=True), 0.1),
        (Arithmetic("bf16", int8=True), 0.1),
    ],
)
def test_graph_computes_the_encoder_at_every_length(weights, monkeypatch, arithmetic, tolerance):
    monkeypatch.setattr(module, "best_arithmetic", lambda: arithmetic)
    for ids, (states, head) in zip(WINDOWS, computed(Streams(make(weights)), WINDOWS), strict=True):
        expected = expected_states(weights, ids)
        assert np.abs(states - expected).max() < tolerance
        assert np.abs(head - (expected @ weights["head.weight"].T + weights["head.bias"])).max() < tolerance


@pytest.mark.parametrize("int8", [False, True])
def test_graph_adds_to_the_words_what_it_is_given(weights, monkeypatch, int8):
    monkeypatch.setattr(module, "best_arithmetic", lambda: Arithmetic("f32", int8=int8))
    mark = np.linspace(-1, 1, WIDTH, dtype=np.float32)
    added = op.constant(mark.reshape(1, 1, WIDTH))
    ((states, _),) = computed(Streams(make(weights, added=added)), WINDOWS[1:2])
    expected = expected_states(weights, WINDOWS[1], mark)
    assert np.abs(states - expected).max() < 0.1
    assert np.abs(expected - expected_states(weights, WINDOWS[1])).max() > 0.5


def test_streams_give_a_window_the_same_bytes_in_any_company(weights):
    streams = Streams(make(weights))
    together = computed(streams, WINDOWS)
    alone = [computed(streams, [window])[0] for window in WINDOWS]
    single = [[one[0, : len(window)] for one in streams.run_one((window,))] for window in WINDOWS]
    for found in (alone, single, computed(streams, WINDOWS[::-1])[::-1]):
        for some, others in zip(found, together, strict=True):
            for one, other in zip(some, others, strict=True):
                np.testing.assert_array_equal(one, other)


def test_streams_run_nothing_of_nothing(weights):
    assert computed(Streams(make(weights)), []) == []


@pytest.mark.parametrize(("length", "wanted"), [(1, LENGTH_STEP), (LENGTH_STEP, LENGTH_STEP), (LENGTH_STEP + 1, 32)])
def test_filled_reaches_the_next_step(length, wanted):
    inputs = filled((np.arange(length) + 5, np.ones(length, np.int64)))
    assert [one.shape for one in inputs.values()] == [(1, wanted)] * 2
    assert inputs[0][0, :length].tolist() == list(range(5, 5 + length))
    assert not inputs[0][0, length:].any()
    assert not inputs[1][0, length:].any()


@pytest.mark.parametrize(
    ("capabilities", "tiles", "arithmetic"),
    [
        (["FP32", "INT8"], False, Arithmetic("f32", int8=False)),
        (["FP32", "INT8", "BF16"], False, Arithmetic("bf16", int8=True)),
        (["FP32", "INT8", "BF16"], True, Arithmetic("bf16", int8=False)),
    ],
)
def test_best_arithmetic_hangs_on_the_processor(monkeypatch, capabilities, tiles, arithmetic):
    class Core:
        def get_property(self, device, name):
            return capabilities

    monkeypatch.setattr(module.ov, "Core", Core)
    monkeypatch.setattr(module, "_has_tiles", lambda core: tiles)
    assert best_arithmetic.__wrapped__() == arithmetic


def test_best_arithmetic_knows_the_tiles_of_this_processor():
    told = Path("/proc/cpuinfo")
    flags = told.read_text(encoding="utf-8") if told.exists() else ""
    if "avx512_bf16" not in flags:
        pytest.skip("no processor that tells of bfloat16")
    assert best_arithmetic() == Arithmetic("bf16", int8="amx_bf16" not in flags)
