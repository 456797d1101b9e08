from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.build import Build
from embeddings.closeness import Reading, WeighedTerms, closeness, weigh

QUERY = WeighedTerms(("brandt", "deepen", "harbour"), (3.0, 2.0, 1.0))


def read(*sentences: str, heading: str = "") -> Reading:
    return Reading.of(heading.split(), [sentence.split() for sentence in sentences])


@pytest.mark.parametrize(
    ("reading", "cosine", "expected"),
    [
        (read("police"), 0.0, 0.0),
        (read("police"), 0.8, 2 * 0.8),
        (read("police"), -0.8, 0.0),
        # All in one sentence: sentence, neighbours, passage and pairs are whole.
        (read("brandt deepen harbour", "police"), 0.0, 1 + 1 + 1 + 0.5),
        # 3 of 6 in a sentence, 5 of 6 in two neighbours, 6 of 6 in all; "brandt deepen" is not near, 5 terms between.
        (read("brandt a b c d", "e deepen", "harbour"), 0.0, 0.5 + 5 / 6 + 1 + 0.5 * 3 / 8),
        # The headline counts for every sentence, and holds no pair.
        (read("deepen", heading="brandt harbour"), 0.0, 1 + 1 + 1 + 0),
        (read("brandt"), 0.5, 2 * 0.5 + 0.5 + 0.5 + 0.5),
        (Reading.of((), ()), 0.0, 0.0),
    ],
)
def test_closeness_adds_its_weighted_parts(reading: Reading, cosine: float, expected: float) -> None:
    assert closeness(QUERY, reading, cosine=cosine) == pytest.approx(expected / 5.5)


def test_closeness_of_a_query_without_terms_is_its_cosine() -> None:
    assert closeness(WeighedTerms((), ()), read("brandt"), cosine=0.6) == pytest.approx(2 * 0.6 / 5.5)


def test_closeness_prefers_words_that_stand_together() -> None:
    apart = read("brandt", "police", "deepen", "train", "harbour")
    together = read("police", "train", "brandt deepen harbour")
    assert closeness(QUERY, together, cosine=0.5) > closeness(QUERY, apart, cosine=0.5)


words = st.lists(st.sampled_from(["brandt", "deepen", "harbour", "police", "train"]), max_size=8).map(tuple)
parts = st.tuples(words, st.lists(words, max_size=4))


@given(parts, st.floats(-1, 1), st.floats(-1, 1))
def test_closeness_stays_between_0_and_1_and_rises_with_the_cosine(parts, one: float, other: float) -> None:
    low, high = sorted((one, other))
    reading = Reading.of(*parts)
    assert 0 <= closeness(QUERY, reading, cosine=low) <= closeness(QUERY, reading, cosine=high) <= 1


@given(parts, words)
def test_closeness_never_falls_when_a_sentence_is_added(parts, sentence: tuple[str, ...]) -> None:
    heading, sentences = parts
    longer = Reading.of(heading, [*sentences, sentence])
    assert closeness(QUERY, longer, cosine=0.5) >= closeness(QUERY, Reading.of(heading, sentences), cosine=0.5)


def test_weigh_gives_rare_terms_more(small_build: Build) -> None:
    n_passages = len(small_build.passages)
    weighed = weigh(("odrin", "nowher", "odrin"), small_build.lexical)
    df = small_build.lexical.document_frequency("odrin")
    assert weighed.terms == ("odrin", "nowher")
    assert weighed.weights == pytest.approx(
        (math.log(1 + (n_passages - df + 0.5) / (df + 0.5)), math.log(1 + (n_passages + 0.5) / 0.5))
    )
    assert weighed.weights[1] > weighed.weights[0] > 0
