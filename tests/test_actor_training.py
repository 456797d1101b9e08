from pathlib import Path

import numpy as np
import pytest

from corpus.extraction.actor_reader import WEIGHTS_FILE, ActorReader
from corpus.extraction.actor_training.__main__ import main
from corpus.extraction.actor_training.examples import read_examples
from corpus.extraction.bound import JOINING_FILE, SYNTAX_FILE
from corpus.extraction.forest import load_forest
from corpus.extraction.kinds import CORE_KINDS, kind_file

DATA = Path(__file__).parent / "data" / "press"


@pytest.mark.slow
def test_training_writes_all_weights_and_they_load(tmp_path, capsys):
    assert main(["--data", str(DATA), "--out", str(tmp_path), "--epochs", "1", "--examples", "120"]) == 0
    assert "held out" in capsys.readouterr().out
    window = read_examples(DATA)[0].window
    trained = ActorReader.load(tmp_path / WEIGHTS_FILE.name).read([window])[0]
    assert trained.shape == ActorReader.load().read([window])[0].shape
    assert np.isfinite(trained).all()
    for path in (
        tmp_path / JOINING_FILE.name,
        tmp_path / SYNTAX_FILE.name,
        *(kind_file(k, tmp_path) for k in CORE_KINDS),
    ):
        assert load_forest(path).columns


def test_training_without_labels_says_so(tmp_path, capsys):
    assert main(["--data", str(tmp_path), "--out", str(tmp_path / "out")]) == 1
    assert "no labelled articles" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
