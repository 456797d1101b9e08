import json
from pathlib import Path

import numpy as np
import pytest
import torch

from corpus.article import Article, Span
from corpus.commitments import Kind
from corpus.errors import CorpusError
from corpus.extraction.candidate import Candidate
from corpus.extraction.tagger import Tagger
from corpus.extraction.training.__main__ import is_held_out, main
from corpus.extraction.training.batches import BATCH_TOKENS, make_batch, plan_epoch
from corpus.extraction.training.calibrating import figures_above, fit_logistic, strictest_of_the_best
from corpus.extraction.training.examples import UNTAGGED, make_example, make_examples
from corpus.extraction.training.labelled import Labelled, Mark, locate, read_labelled
from corpus.extraction.training.loop import mean_weights
from corpus.extraction.training.losses import span_targets
from corpus.extraction.training.measuring import Figures, measure, overlap_fraction, pair
from corpus.extraction.training.steps import LOWEST_FACTOR, rate_factor
from corpus.extraction.weights_file import Calibration
from corpus.extraction.windows import NO_CHARACTER, split_windows

DATA = Path(__file__).parent / "data" / "labelled"


@pytest.fixture(scope="module")
def labelled():
    return read_labelled(DATA)


def test_read_labelled_finds_every_quote_to_the_letter(labelled):
    rows = (DATA / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    assert sum(len(one.marks) for one in labelled) == len(rows)
    assert all(one.article.slice(mark.span).strip() for one in labelled for mark in one.marks)


def test_read_labelled_refuses_a_folder_without_labels(tmp_path):
    with pytest.raises(CorpusError, match=r"expected gold.jsonl and text/"):
        read_labelled(tmp_path)


def test_locate_passes_over_white_space_and_prefers_the_story_to_its_summary():
    text = "We will pay.\n\nRain fell. We\nwill pay."
    article = Article("x", "x", text, None, None, None, None, None, None, repeated=(Span(0, 12),))
    assert locate(article, "We will pay") == Span(25, 36)
    assert locate(article, "We will not pay") is None


def test_make_example_marks_borders_and_lets_the_shorter_mark_name_the_class(labelled):
    one = next(one for one in labelled if one.marks)
    window = split_windows(one.article)[0]
    long, short = Span(0, 60), Span(30, 60)
    example = make_example(window, (Mark(short, Kind.PLAN), Mark(long, Kind.PLEDGE)))
    inside = [int(row) for row in np.nonzero(example.classes > 0)[0]]
    assert {tuple(gold) for gold in example.gold.tolist()} >= {
        (inside[0], inside[-1], 1 + list(Kind).index(Kind.PLEDGE))
    }
    assert example.classes[inside[-1]] == 1 + list(Kind).index(Kind.PLAN)
    assert example.starts.sum() == 2
    assert example.classes[0] == UNTAGGED


def test_make_example_takes_no_loss_where_only_some_annotators_found_one(labelled):
    window = split_windows(next(one for one in labelled if one.marks).article)[0]
    marks = (Mark(Span(0, 60), Kind.PLEDGE, optional=True), Mark(Span(30, 60), Kind.PLAN))
    example = make_example(window, marks)
    tagged = (window.starts != NO_CHARACTER) & (window.ends > 0)
    unsure = tagged & (window.starts < 30)
    certain = tagged & (window.starts >= 30) & (window.starts < 60)
    assert (example.classes[unsure] == UNTAGGED).all()
    assert unsure.any()
    assert (example.classes[certain] == 1 + list(Kind).index(Kind.PLAN)).all()
    assert (len(example.gold), example.optional.shape) == (1, (1, 2))
    assert example.starts.sum() == 1


def test_span_targets_teach_nothing_of_what_only_some_annotators_found(labelled):
    window = split_windows(next(one for one in labelled if one.marks).article)[0]
    tokens = np.full((1, len(window.ids), 10), -9.0, np.float32)
    certain = make_example(window, ())
    unsure = make_example(window, (Mark(Span(0, 10**6), Kind.PLEDGE, optional=True),))
    shown, left = (span_targets(make_batch([one]), tokens, np.random.default_rng(0)) for one in (certain, unsure))
    first, last = unsure.optional[0]
    long = [b - a for a, b in zip(shown.firsts, shown.lasts, strict=True) if (b - a) >= 0.4 * (last - first)]
    assert long
    assert len(left.rows) == len(shown.rows) - len(long)
    assert not left.classes.any()


def test_make_example_drops_a_mark_of_another_window(labelled):
    window = split_windows(labelled[0].article)[0]
    assert len(make_example(window, (Mark(Span(10**6, 10**6 + 9), Kind.PLAN),)).gold) == 0


def test_plan_epoch_shows_every_labelled_window_and_keeps_batches_small(labelled):
    examples = make_examples(labelled)
    plan = plan_epoch(examples, np.random.default_rng(0), empty_seen=0.5)
    seen = [row for rows in plan for row in rows]
    assert {row for row, one in enumerate(examples) if len(one.gold)} <= set(seen)
    assert len(seen) == len(set(seen))
    assert all(make_batch([examples[row] for row in rows]).ids.size <= BATCH_TOKENS for rows in plan)


def test_plan_epoch_is_the_same_for_the_same_seed(labelled):
    examples = make_examples(labelled)
    first, second = (plan_epoch(examples, np.random.default_rng(3), empty_seen=0.5) for _ in range(2))
    assert first == second


def test_span_targets_hold_the_labelled_spans_with_their_classes(labelled):
    example = max(make_examples(labelled), key=lambda one: len(one.gold))
    batch = make_batch([example])
    tokens = np.full((1, batch.ids.shape[1], 10), -9.0, np.float32)
    targets = span_targets(batch, tokens, np.random.default_rng(0))
    found = dict(zip(zip(targets.firsts.tolist(), targets.lasts.tolist(), strict=True), targets.classes, strict=True))
    assert all(found[first, last] > 0 for first, last, _ in example.gold.tolist())
    assert 0 in found.values()


@pytest.mark.parametrize(
    ("one", "other", "fraction"),
    [((0, 10), (5, 15), 5 / 15), ((0, 10), (0, 10), 1.0), ((0, 10), (10, 20), 0.0), ((0, 10), (30, 40), 0.0)],
)
def test_overlap_fraction_is_shared_over_joined(one, other, fraction):
    assert overlap_fraction(Span(*one), Span(*other)) == fraction


def test_pair_gives_each_labelled_span_one_partner_best_first():
    assert pair([Span(0, 10), Span(0, 9)], [Span(0, 10)]) == {0: 0}
    assert pair([Span(0, 2)], [Span(0, 10)]) == {}


def test_measure_neither_rewards_nor_punishes_what_meets_a_soft_label():
    marks = (Mark(Span(0, 10), Kind.PLEDGE), Mark(Span(20, 30), Kind.PROPOSAL), Mark(Span(60, 70), Kind.PLAN))
    candidates = [
        Candidate(Span(0, 9), Kind.PLAN, 0.9),
        Candidate(Span(20, 30), Kind.PLEDGE, 0.8),
        Candidate(Span(40, 50), Kind.PLEDGE, 0.7),
        Candidate(Span(60, 70), Kind.WILLINGNESS, 0.7),
    ]
    figures = measure(candidates, marks)
    assert figures == Figures(right=1, wrong=1, labelled=2, kind_right=0)
    assert (figures.precision, figures.recall, figures.f1, figures.kinds) == (1 / 2, 1 / 2, 2 / 4, 0.0)


def test_measure_neither_demands_nor_punishes_what_only_some_annotators_found():
    marks = (Mark(Span(0, 10), Kind.PLEDGE), Mark(Span(20, 30), Kind.PLAN, optional=True))
    found = [Candidate(Span(0, 10), Kind.PLEDGE, 0.9), Candidate(Span(20, 30), Kind.PLAN, 0.9)]
    assert measure(found, marks) == measure(found[:1], marks) == Figures(right=1, wrong=0, labelled=1, kind_right=1)


def test_read_labelled_tells_what_only_some_annotators_found(tmp_path):
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "a.txt").write_text("Bridges\n\nVance will mend the bridge. Vance will paint the gate.\n")
    for name, quote in (("gold", "Vance will mend the bridge"), ("optional", "Vance will paint the gate")):
        row = {"article": "a.txt", "quote": quote, "kind": "pledge"}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n")
    marks = read_labelled(tmp_path)[0].marks
    assert [mark.optional for mark in marks] == [False, True]


def test_figures_of_nothing_are_zero():
    assert (Figures().precision, Figures().recall, Figures().f1) == (0.0, 0.0, 0.0)


def test_figures_above_leaves_out_what_is_below_the_floor(labelled):
    one = Labelled(labelled[0].article, (Mark(Span(0, 10), Kind.PLAN),))
    found = [[Candidate(Span(0, 10), Kind.PLAN, 0.4), Candidate(Span(30, 40), Kind.PLAN, 0.2)]]
    assert figures_above(found, [one], 0.3) == Figures(right=1, wrong=0, labelled=1, kind_right=1)


def test_fit_logistic_finds_the_map_that_made_the_outcomes():
    random = np.random.default_rng(0)
    numbers = np.stack([random.normal(0, 2, 4000), np.ones(4000)], axis=1)
    right = random.random(4000) < 1 / (1 + np.exp(-numbers @ np.array([0.6, -0.5])))
    slope, offset = fit_logistic(numbers, right.astype(float), prior=np.array([1.0, 0.0]))
    assert slope == pytest.approx(0.6, abs=0.05)
    assert offset == pytest.approx(-0.5, abs=0.1)


def test_fit_logistic_of_nothing_trusts_the_network():
    nothing = fit_logistic(np.zeros((0, 2)), np.zeros(0), prior=np.array([1.0, 0.0]))
    assert nothing == pytest.approx((1.0, 0.0))


def test_rate_factor_rises_then_falls():
    factors = [rate_factor(step, 100) for step in range(100)]
    assert factors.index(max(factors)) == 7
    assert factors[-1] == LOWEST_FACTOR


def test_mean_weights_is_halfway_between_two():
    mean = mean_weights([{"a": torch.tensor([1.0, 2.0])}, {"a": torch.tensor([3.0, 2.0])}])
    assert mean["a"].tolist() == [2.0, 2.0]


def test_main_names_a_missing_folder_and_fails(tmp_path, capsys):
    assert main(["--data", str(tmp_path), "--out", str(tmp_path / "w.safetensors")]) == 1
    assert capsys.readouterr().err.startswith("training: no labelled articles in ")


def test_is_held_out_hangs_on_the_name_alone(labelled):
    assert [is_held_out(one) for one in labelled] == [is_held_out(Labelled(one.article, ())) for one in labelled]


@pytest.mark.slow
def test_training_command_learns_from_a_few_articles(tmp_path, capsys):
    out = tmp_path / "w.safetensors"
    assert main(["--data", str(DATA), str(DATA), "--out", str(out), "--epochs", "2", "--articles", "6"]) == 0
    assert "held out: precision" in capsys.readouterr().out
    tagger = Tagger.load(out)
    assert len(tagger.tag([one.article for one in read_labelled(DATA)])) == len(read_labelled(DATA))


def test_of_floors_that_do_hardly_worse_the_highest_is_taken():
    def tried(price, floor, right):
        return Calibration((1.0,), price, floor), Figures(right, 1000 - right, 1000, 0)

    known = [tried(0.1, 0.2, 570), tried(0.1, 0.3, 568), tried(0.1, 0.4, 540), tried(0.2, 0.5, 569)]
    assert strictest_of_the_best(known) == known[1]
