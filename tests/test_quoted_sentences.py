"""Which sentence is quoted with the one before it, so that it can be read alone."""

from __future__ import annotations

import pytest
from conftest import make_article

from bot.sentences import readable
from corpus.article import Span


@pytest.mark.parametrize(
    ("paragraph", "sentence", "quoted"),
    [
        ("Brandt came. She promised berths.", "She promised berths.", "Brandt came. She promised berths."),
        ('"I said half. Next year you will have it," she wrote.', 'Next year you will have it," she wrote.', None),
        ("“I said half. Next year you will have it,” she wrote.", "Next year you will have it,” she wrote.", None),
        ('Rain fell. "We will pay," she said.', '"We will pay," she said.', '"We will pay," she said.'),
        (
            'Rain fell. Hale said "we will pay" twice.',
            'Hale said "we will pay" twice.',
            'Hale said "we will pay" twice.',
        ),
        ("Rain fell. Hale will pay.", "Hale will pay.", "Hale will pay."),
    ],
)
def test_sentence_that_cannot_be_read_alone_brings_the_one_before(paragraph, sentence, quoted):
    article = make_article("a.txt", f"News\n\nElsewhere.\n\n{paragraph}")
    start = article.text.index(sentence)
    shown = article.slice(readable(article, Span(start, start + len(sentence))))
    assert shown == (quoted or paragraph)


def test_first_sentence_of_a_paragraph_stands_alone():
    article = make_article("a.txt", "News\n\nElsewhere.\n\nShe promised berths.")
    start = article.text.index("She")
    assert article.slice(readable(article, Span(start, len(article.text)))) == "She promised berths."
