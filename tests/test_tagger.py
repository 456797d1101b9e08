import itertools
import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, Span, article_id
from corpus.commitments import Kind
from corpus.errors import EncoderError
from corpus.extraction.decoding import STEEPNESS, Scored, SpanHead, choose
from corpus.extraction.evidence import EVIDENCE, USUAL_CHARS, Proposal, weigh
from corpus.extraction.proposals import overlap, propose
from corpus.extraction.restatements import without_restatements
from corpus.extraction.runtime import open_runtime
from corpus.extraction.tagger import CLASSES, Candidate, Tagger, calibrated, kind_of
from corpus.extraction.weights_file import Calibration, load_weights, save_weights
from corpus.extraction.windows import NO_CHARACTER, WINDOW_TOKENS, split_windows, tokenizer

STORY = (
    "Velmora promises Karsund a bridge\n\n"
    "Velmora will build a bridge to Karsund by June, the transport ministry said on Monday.\n\n"
    "It rained. Nobody from Karsund spoke."
)


def make_article(text: str, *, headline: bool = True, repeated: tuple[Span, ...] = ()) -> Article:
    first = Span(0, text.index("\n")) if headline else None
    return Article(article_id(text), "a.txt", text, first, date(2030, 1, 7), None, None, None, None, repeated=repeated)


def scored(start: int, end: int, probability: float) -> Scored:
    return Scored(Span(start, end), (1 - probability, probability, *(0.0,) * (CLASSES - 2)))


def test_windows_cover_every_sentence_with_its_own_characters():
    article = make_article(STORY)
    (window,) = split_windows(article)
    words = [article.slice(window.characters(row, row)) for row in range(len(window.ids)) if window.starts[row] >= 0]
    assert "".join(words) == STORY.replace(" ", "").replace("\n", "")


def test_windows_of_a_long_article_carry_the_headline_as_context():
    article = make_article(STORY + "\n\n" + " ".join(f"Line {n} of the bridge bill was read." for n in range(80)))
    windows = split_windows(article)
    title = tokenizer().encode(article.title, add_special_tokens=False).ids
    assert len(windows) > 2
    assert all(len(window.ids) <= WINDOW_TOKENS for window in windows)
    assert windows[1].ids[1 : 1 + len(title)].tolist() == title
    assert (windows[1].starts[: 2 + len(title)] == NO_CHARACTER).all()


def test_windows_cut_a_sentence_longer_than_themselves():
    article = make_article("Title\n\n" + "bridge " * 700, headline=False)
    assert sum(int((window.starts >= 0).sum()) for window in split_windows(article)) == 701


def test_windows_leave_out_what_only_repeats():
    article = make_article(STORY, repeated=(Span(0, STORY.index("\n")),))
    (window,) = split_windows(article)
    assert int(window.starts[window.starts >= 0].min()) == STORY.index("Velmora will")


def test_windows_of_an_empty_article_are_none():
    assert split_windows(make_article("   \n", headline=False)) == ()


def test_propose_pairs_likely_borders_and_keeps_whole_sentences():
    (window,) = split_windows(make_article("One two three. Four five six seven.", headline=False))
    starts, ends = np.full(len(window.ids), -9.0, np.float32), np.full(len(window.ids), -9.0, np.float32)
    starts[2], ends[6] = 1.0, 1.0
    assert propose(window, starts, ends).tolist() == [[1, 4], [2, 6], [5, 9]]


def test_propose_never_reaches_into_the_context_or_cuts_a_word():
    article = make_article(STORY + "\n\n" + "Velmorans disembarked unceremoniously. " * 60)
    window = split_windows(article)[1]
    spans = propose(window, np.full(len(window.ids), 3.0, np.float32), np.full(len(window.ids), 3.0, np.float32))
    assert len(spans) > len(window.sentences)
    for first, last in spans:
        span = window.characters(int(first), int(last))
        assert span.start_char >= 0
        around = article.text[span.start_char - 1] + article.text[span.end_char : span.end_char + 1]
        assert not any(sign.isalnum() for sign in around)


def test_overlap_counts_shared_over_joined():
    assert overlap(np.array([[0, 3]]), np.array([[2, 5], [4, 9]])).tolist() == [[2 / 6, 0.0]]


@pytest.mark.parametrize(
    ("spans", "price", "chosen"),
    [
        ([(0, 30, 0.9), (0, 10, 0.7), (10, 20, 0.7), (20, 30, 0.7)], 0.3, [(0, 10), (10, 20), (20, 30)]),
        ([(0, 30, 0.9), (0, 10, 0.7), (20, 30, 0.7)], 0.3, [(0, 30)]),
        ([(0, 30, 0.9), (0, 10, 0.5), (20, 30, 0.4)], 0.3, [(0, 30)]),
        ([(0, 10, 0.2)], 0.3, []),
        ([(0, 10, 0.5), (10, 20, 0.5)], 0.3, [(0, 10), (10, 20)]),
    ],
)
def test_choose_takes_items_where_they_are_believed(spans, price, chosen):
    found = choose([scored(*span) for span in spans], price=price)
    assert [(one.span.start_char, one.span.end_char) for one in found] == chosen


@given(
    st.lists(
        st.tuples(st.integers(0, 12), st.integers(1, 6), st.integers(0, 20)).map(
            lambda t: scored(t[0], t[0] + t[1], t[2] / 20)
        ),
        max_size=7,
    )
)
def test_choose_finds_the_best_sum_of_all(spans):
    price = 0.35

    def worth(some):
        return sum(one.probability**STEEPNESS for one in some)

    def apart(some):
        return not any(a.span.overlaps(b.span) for a, b in itertools.combinations(some, 2))

    every = (some for size in range(len(spans) + 1) for some in itertools.combinations(spans, size))
    best = max(worth(some) for some in every if apart(some) and all(one.probability > price for one in some))
    found = choose(spans, price=price)
    assert apart(found)
    assert math.isclose(worth(found), best, abs_tol=1e-9)


def weights(*numbers: float) -> Calibration:
    return Calibration((*numbers, *(0.0,) * (EVIDENCE - len(numbers))), 0.3, 0.3)


@given(st.floats(0.001, 0.999), st.floats(-20, 20), st.floats(-3, 3))
def test_calibrated_stays_a_distribution_and_keeps_the_order_of_kinds(some, odds, weight):
    classes = (1 - some, 0.7 * some, 0.3 * some, *(0.0,) * (CLASSES - 3))
    mapped = calibrated(Proposal(Span(0, 30), classes, (odds,) * EVIDENCE), weights(weight, 0.1))
    assert math.isclose(sum(mapped.classes), 1.0, abs_tol=1e-6)
    assert mapped.classes[1] > mapped.classes[2]


def test_calibrated_by_the_log_odds_alone_changes_nothing():
    classes = (0.25, 0.5, 0.25, *(0.0,) * (CLASSES - 3))
    proposal = Proposal(Span(0, 30), classes, (math.log(0.75 / 0.25), *(5.0,) * (EVIDENCE - 1)))
    assert np.allclose(calibrated(proposal, weights(1.0)).classes, classes)


def test_weigh_counts_the_length_and_drops_scraps():
    (window,) = split_windows(make_article("Karsund will dig a long tunnel by June. No.", headline=False))
    first, last = (np.array((a, b - 1)) for a, b in window.sentences)
    classes = np.full((2, CLASSES), 0.5 / (CLASSES - 1), np.float32)
    classes[:, 0] = 0.5
    (found,) = weigh(window, np.stack([first, last]), classes)
    assert found.span == Span(0, 39)
    assert found.evidence == pytest.approx((0.0, math.log(39 / USUAL_CHARS), 0.0, 1.0), abs=1e-6)


@pytest.mark.parametrize(
    ("weights", "kind"),
    [
        ({Kind.PLEDGE: 0.3, Kind.PLAN: 0.2, Kind.PROPOSAL: 0.4}, Kind.PLEDGE),
        ({Kind.PLEDGE: 0.3, Kind.PRIORITY: 0.3, Kind.PROPOSAL: 0.35}, Kind.PROPOSAL),
    ],
)
def test_kind_of_decides_core_or_soft_first(weights, kind):
    assert kind_of([0.0, *(weights.get(one, 0.0) for one in Kind)]) is kind


def test_span_head_agrees_with_the_network_it_was_trained_as():
    torch = pytest.importorskip("torch")
    from corpus.extraction.network import SPAN_WIDTH, Network, as_classes

    network = Network(pretrained=False).eval()
    parts = np.random.default_rng(0).normal(size=(9, 3 * SPAN_WIDTH)).astype(np.float32)
    spans = np.array([[0, 3], [2, 2], [4, 8]])
    head = SpanHead(network.kinds.weight.detach().numpy(), network.kinds.bias.detach().numpy())
    firsts, lasts = torch.tensor(spans[:, 0]), torch.tensor(spans[:, 1])
    with torch.no_grad():
        scores = network.spans(torch.tensor(parts)[None], torch.zeros(3, dtype=torch.int64), firsts, lasts)
    assert np.allclose(head.classes(parts, spans), as_classes(scores).numpy(), atol=1e-5)


def test_without_restatements_keeps_the_fuller_statement():
    text = "Velmora to build bridge. Velmora will build a bridge to Karsund by June. Karsund will dig a tunnel."
    spans = [Span(0, 23), Span(25, 71), Span(73, 98)]
    candidates = [Candidate(span, Kind.PLAN, 0.5) for span in spans]
    kept = without_restatements(make_article(text, headline=False), candidates)
    assert [one.span for one in kept] == spans[1:]


def fake_run(windows):
    """A network that sees a start at every "will" and an end at every "june"."""
    found = []
    for ids in windows:
        tokens = np.full((len(ids), CLASSES + 2), -9.0, np.float32)
        tokens[:, CLASSES] = np.where(ids == tokenizer().token_to_id("will"), 9.0, -9.0)
        tokens[:, CLASSES + 1] = np.where(ids == tokenizer().token_to_id("june"), 9.0, -9.0)
        found.append((tokens, np.stack([tokens[:, CLASSES], tokens[:, CLASSES + 1], 0 * tokens[:, 0]], axis=-1)))
    return found


def test_tag_cuts_the_commitment_out_of_the_article():
    weight, bias = np.zeros((CLASSES, 1), np.float32), np.zeros(CLASSES, np.float32)
    weight[1], bias[0] = 1.0, 5.0
    tagger = Tagger(fake_run, SpanHead(weight, bias), weights(1.0))
    article = make_article(STORY)
    ((candidate,),) = tagger.tag([article])
    assert article.slice(candidate.span) == "will build a bridge to Karsund by June"
    assert candidate.kind is next(iter(Kind))
    assert candidate.confidence > 0.99


def test_tag_of_no_articles_is_empty():
    tagger = Tagger(fake_run, SpanHead(np.zeros((CLASSES, 1)), np.zeros(CLASSES)), weights(1.0))
    assert tagger.tag([]) == ()


def test_load_weights_refuses_a_damaged_file(tmp_path):
    path = tmp_path / "weights.safetensors"
    path.write_bytes(b"no weights")
    with pytest.raises(EncoderError, match=r"cannot be read from .*weights.safetensors"):
        load_weights(path)


def test_weights_come_back_as_they_were_saved(tmp_path):
    calibration = Calibration((0.8, -0.1), 0.2, 0.35)
    save_weights(tmp_path / "w.safetensors", {"kinds.bias": np.array([0.5, -2.0], np.float32)}, calibration)
    arrays, found = load_weights(tmp_path / "w.safetensors")
    assert arrays["kinds.bias"].tolist() == [0.5, -2.0]
    assert found == calibration
    assert arrays["encoder.embeddings.word_embeddings.weight"].shape[1] == 384


@pytest.mark.slow
def test_graph_computes_what_the_network_computes():
    torch = pytest.importorskip("torch")
    from corpus.extraction.network import Network

    network = Network(pretrained=True).eval()
    run = open_runtime({name: weight.numpy() for name, weight in network.state_dict().items()})
    windows = [np.random.default_rng(seed).integers(1000, 20000, 20 + 30 * seed) for seed in range(3)]
    for ids, found in zip(windows, run(windows), strict=True):
        row = torch.from_numpy(ids)[None, :]
        with torch.no_grad():
            expected = network(row, torch.ones_like(row))
        for some, wanted in zip(found, expected, strict=True):
            # 8-bit matrices and 16-bit sums on machines that have them: two significant digits.
            assert np.abs(some - wanted[0].numpy()).max() < 0.3


@pytest.mark.slow
def test_tagger_finds_a_plain_promise():
    article = make_article(STORY)
    ((first, *_),) = Tagger.load().tag([article])
    assert "will build a bridge" in article.slice(first.span)
    assert first.kind.is_core
