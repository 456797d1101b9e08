"""Passages cover their article, map back to it, and fit the encoder's window."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, Span, article_id
from corpus.loaders import read_corpus
from corpus.passages import MOST_WORDS, encoder_text, split_passages, split_sentences

ARTICLES = Path(__file__).parent.parent / "corpus" / "articles"


def article_of(text: str, *, headline: bool = False, published: date | None = None) -> Article:
    span = Span(0, len(text.split("\n", 1)[0])) if headline else None
    return Article(article_id(text), "a.txt", text, span, published, None, None, None, None)


def words_and_specials(text: str) -> int:
    """A tokenizer of one token a word, and two specials."""
    return len(text.split()) + 2


def passages_of(text: str, *, max_tokens: int = 256, **kinds):
    return split_passages(article_of(text, **kinds), count_tokens=words_and_specials, max_tokens=max_tokens)


def sentence(words: int) -> str:
    return " ".join(["Word", *["word"] * (words - 1)]) + "."


text_of_paragraphs = st.lists(
    st.lists(
        st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=12),
        min_size=1,
        max_size=60,
    ).map(" ".join),
    min_size=1,
    max_size=8,
).map("\n\n".join)


@given(text_of_paragraphs, st.integers(min_value=24, max_value=300))
def test_passages_cover_the_article_and_map_back(text, max_tokens):
    article = article_of(text)
    passages = split_passages(article, count_tokens=words_and_specials, max_tokens=max_tokens + 40)
    end = 0
    for passage in passages:
        assert article.slice(passage.span) == passage.text
        assert not text[end : passage.span.start_char].strip()
        assert passage.span.start_char >= end
        assert all(passage.span.covers(span) for span in passage.sentences)
        assert words_and_specials(encoder_text(article, passage)) <= max_tokens + 40
        end = passage.span.end_char
    assert not text[end:].strip()


@given(text_of_paragraphs)
def test_passages_hold_the_sentences_of_the_article(text):
    passages = passages_of(text, max_tokens=2000)
    assert tuple(span for passage in passages for span in passage.sentences) == split_sentences(text)


def test_passages_end_with_paragraphs_where_they_can():
    text = "\n\n".join(f"{sentence(30)} {sentence(30)}" for _ in range(4))
    assert [passage.text.count("\n\n") for passage in passages_of(text)] == [1, 1]


def test_passages_of_a_long_paragraph_are_even():
    words = [len(passage.text.split()) for passage in passages_of(" ".join([sentence(20)] * 13))]
    assert sum(words) == 260
    assert max(words) <= MOST_WORDS
    assert min(words) >= 100


def test_passages_cut_an_overlong_sentence_between_words():
    text = sentence(500)
    passages = passages_of(text, max_tokens=128)
    assert " ".join(passage.text for passage in passages) == text
    assert len(passages) > 4


def test_passages_cut_a_word_without_spaces():
    text = "字" * 900
    article = article_of(text)
    passages = split_passages(article, count_tokens=lambda words: len(words) + 2, max_tokens=256)
    assert "".join(passage.text for passage in passages) == text
    assert all(len(encoder_text(article, passage)) + 2 <= 256 for passage in passages)


def test_passages_refuse_a_window_that_cannot_hold_the_heading():
    with pytest.raises(ValueError, match="cannot hold the heading"):
        passages_of("The dam at Sarn will open. It is late.", max_tokens=5)


@pytest.mark.parametrize(
    ("headline", "published", "heading"),
    [
        (True, date(2024, 5, 9), "Dam to open. 9 May 2024.\n"),
        (True, None, "Dam to open.\n"),
        (False, date(2024, 5, 9), "Dam to open. 9 May 2024.\n"),
    ],
)
def test_encoder_text_opens_with_headline_and_date(headline, published, heading):
    article = article_of("Dam to open\n\nThe dam will open in May.", headline=headline, published=published)
    passage = split_passages(article, count_tokens=words_and_specials, max_tokens=256)[0]
    assert encoder_text(article, passage) == heading + passage.text


def test_encoder_text_shortens_a_first_line_that_is_no_headline():
    article = article_of(sentence(100))
    passage = split_passages(article, count_tokens=words_and_specials, max_tokens=256)[0]
    assert len(encoder_text(article, passage)) - len(passage.text) <= 122


@pytest.mark.slow
def test_passages_of_the_sample_corpus_are_never_truncated():
    from embeddings.encoder import load_encoder

    encoder = load_encoder()
    counts = []
    for article in read_corpus(ARTICLES).articles:
        for passage in split_passages(article, count_tokens=encoder.count_tokens, max_tokens=encoder.max_tokens):
            counts.append(encoder.count_tokens(encoder_text(article, passage)))
    assert len(counts) > 60
    assert max(counts) <= encoder.max_tokens
