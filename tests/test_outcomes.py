"""What became of the undertakings of labelled stories: with the real encoder, "done" and "given up" are never wrong."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SPEC = importlib.util.spec_from_file_location("outcome_figures", ROOT / "benchmarks" / "outcomes.py")
figures = importlib.util.module_from_spec(SPEC)
sys.modules[SPEC.name] = figures
SPEC.loader.exec_module(figures)


@pytest.mark.slow
@pytest.mark.parametrize(("folder", "least"), [("threads", 8), ("threads-reworded", 0)])
def test_done_and_given_up_are_said_only_where_they_are_labelled(folder, least):
    told = list(figures.judged(ROOT / "tests" / "data" / folder))
    lasting = [(verdict, question) for (said, verdict), question in told if said in {"done", "given_up"}]
    assert [question for verdict, question in lasting if verdict != "right"] == []
    assert len(lasting) >= least
    counts = Counter(verdict for (said, verdict), _ in told if said in {"late", "partly"})
    assert counts["WRONG"] <= counts["right"]
