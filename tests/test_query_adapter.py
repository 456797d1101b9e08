"""A question's vector is turned towards what answers it; how that is learned."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file, save_file

from bot import query_adapter
from bot.matching_training.adapter import Example, main, train
from bot.query_adapter import TENSOR, adapted
from corpus.errors import EncoderError
from corpus.extraction.reader import NoReader
from embeddings.build import make_build
from embeddings.encoder import DEFAULT_FINGERPRINT, load_encoder

UNIT = np.eye(384, dtype=np.float32)[0]


@pytest.fixture
def weights(monkeypatch, tmp_path):
    path = tmp_path / "adapter.safetensors"
    monkeypatch.setattr(query_adapter, "WEIGHTS_FILE", path)
    query_adapter.adapter.cache_clear()
    yield path
    query_adapter.adapter.cache_clear()


def test_a_vector_is_turned_by_the_matrix(weights):
    turn = np.zeros((384, 384), dtype=np.float16)
    turn[1, 0] = 0.5
    save_file({TENSOR: turn}, str(weights))
    assert adapted(UNIT, fingerprint=DEFAULT_FINGERPRINT)[:3].tolist() == [1.0, 0.5, 0.0]


def test_the_vector_of_another_encoder_stays_as_it_is():
    assert adapted(UNIT, fingerprint="another") is UNIT


@pytest.mark.parametrize(("content", "message"), [(b"nonsense", "cannot be read"), ({}, f"holds no '{TENSOR}'")])
def test_weights_that_are_none_are_told(weights, content, message):
    if isinstance(content, bytes):
        weights.write_bytes(content)
    else:
        save_file({"other": np.zeros(1)}, str(weights))
    with pytest.raises(EncoderError, match=message):
        adapted(UNIT, fingerprint=DEFAULT_FINGERPRINT)


def test_what_is_learned_puts_the_right_sentence_first():
    rng = np.random.default_rng(1)
    hidden = rng.normal(size=(16, 16)) * 0.6
    learned = []
    for _ in range(800):
        question = rng.normal(size=16)
        sentences = rng.normal(size=(12, 16))
        right = np.zeros(12, dtype=np.float32)
        right[5] = 1.0
        sentences[5] += hidden @ question
        question /= np.linalg.norm(question)
        sentences /= np.linalg.norm(sentences, axis=1, keepdims=True)
        arrays = (question.astype(np.float32), sentences.astype(np.float32), right)
        learned.append(Example(*map(torch.from_numpy, arrays)))
    turn = train(learned, seed=0)

    def first(matrix):
        found = (one.sentences @ (one.question + matrix @ one.question) for one in learned)
        return np.mean([one.right[scores.argmax()].item() for one, scores in zip(learned, found, strict=True)])

    assert first(turn) > first(torch.zeros(16, 16)) + 0.2
    assert torch.equal(turn, train(learned, seed=0))


def asked(number: str, question: str, quotes: list[str]) -> str:
    row = {
        "id": number,
        "question": question,
        "type": "actor_topic",
        "gold_articles": ["depot.txt"] if quotes else [],
        "gold_quotes": quotes,
        "must_mention": [],
        "answerable": bool(quotes),
        "follows": None,
    }
    return json.dumps(row) + "\n"


@pytest.mark.slow
def test_the_command_learns_from_questions_on_an_index(tmp_path, capsys):
    corpus, data = tmp_path / "corpus", tmp_path / "data"
    corpus.mkdir()
    quote = "Orla Vance promised to mend the northern bridge by June"
    (corpus / "depot.txt").write_text(f"Depot talks\n\nIt rained all day. {quote}. The ferry left at noon.\n")
    make_build(corpus, data, encoder=load_encoder(), reader=NoReader(), on_progress=lambda _: None)
    questions, out = tmp_path / "questions.jsonl", tmp_path / "adapter.safetensors"
    questions.write_text(asked("q1", "What did Vance undertake on bridges?", [quote]), encoding="utf-8")
    command = ["--asked", str(data), str(questions), "--out", str(out)]
    assert main(command) == 0
    turn = load_file(str(out))[TENSOR]
    assert turn.shape == (384, 384)
    assert np.abs(turn).max() > 0
    questions.write_text(asked("q1", "What did Vance say about cod?", []), encoding="utf-8")
    assert main(command) == 1
    assert "gold quote" in capsys.readouterr().err
