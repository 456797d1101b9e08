"""Sentences of the corpus as candidates for an answer, what stands around them and what the ledger reads in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.article import Article, Span
from corpus.commitments import Commitment
from corpus.passages import split_sentences
from embeddings.analysis import analyse
from embeddings.build import Build

# A sentence that opens so cannot be read without the one before it.
_POINTS_BACK = re.compile(
    r"[“\"'‘]?(?:He|She|They|It|This|That|These|Those|His|Her|Their|Its|Both|Such|But|"
    r"The (?:two|ministers?|envoy|ambassador|premier|president|spokes\w+|officials?|ministry|delegation|unit|force|"
    r"deal|project|programme|scheme))\b"
)
# A straight mark closes where it follows a letter or a stop.
_MARK = re.compile(r"[“”\"]")
_CLOSES = re.compile(r"(?<=[\w.,!?;:…’'])\"")


# What is read with a sentence: with more, no gold quote more is cited, and it takes longer.
CONTEXT_CHARS = 400


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the words in it and around it, and what the ledger reads in it.

    `row` is its number in the build. `beside` are the terms of the headline and of the sentences before and after,
    `around` those of its passage; `spoken_of` are the surnames, as terms, of the people named in it or, where it names
    nobody, in the nearest sentence before it that does. `closeness` (0 to 1) is how well its passage answers the query.
    """

    row: int
    article: Article
    span: Span
    story: int
    terms: frozenset[str]
    beside: frozenset[str]
    around: frozenset[str]
    spoken_of: frozenset[str]
    closeness: float
    commitments: tuple[Commitment, ...]
    is_headline: bool

    @property
    def text(self) -> str:
        """The words, to the letter."""
        return self.article.slice(self.span)


def sentences_of(build: Build, rows: Mapping[int, float]) -> Iterable[Sentence]:
    """Each sentence of the passages, given by row with their closeness; what stands again in the body only there."""
    for row, close in rows.items():
        article, sentences = build.article_of(row), build.passages[row].sentences
        title = frozenset(analyse(article.title))
        terms = build.analysed[row].sentences
        around = title.union(*terms)
        story = build.stories[build.article_row(article.article_id)]
        commitments = build.commitments_by_article.get(article.article_id, ())
        people = build.surnames.get(article.article_id, frozenset())
        spoken_of = frozenset[str]()
        for place, (number, span) in enumerate(zip(build.passages.sentence_rows(row), sentences, strict=True)):
            spoken_of = terms[place] & people or spoken_of
            repeated = any(other.overlaps(span) for other in article.repeated)
            if not terms[place] or repeated:
                continue
            yield Sentence(
                row=number,
                article=article,
                span=span,
                story=story,
                terms=terms[place],
                beside=title.union(*terms[max(0, place - 1) : place + 2]),
                around=around,
                spoken_of=spoken_of,
                closeness=close,
                commitments=tuple(one for one in commitments if one.span.overlaps(span)),
                is_headline=span == article.headline,
            )


def paragraph_to(article: Article, span: Span) -> Span:
    """The paragraph up to the end of a sentence, at most its last `CONTEXT_CHARS` where the sentence is no longer.

    Many sentences say "it" and "he", and what stands before them tells who.
    """
    start = article.text.rfind("\n\n", 0, span.start_char)
    paragraph, end = start + 2 if start >= 0 else 0, span.end_char
    return Span(max(paragraph, min(span.start_char, end - CONTEXT_CHARS)), end)


def readable(article: Article, span: Span) -> Span:
    """The sentence, with the one before it in the same paragraph where it cannot be read alone.

    That is where it points back, and where it ends words of a speaker that began in that one.
    """
    words = article.slice(span)
    if not (_POINTS_BACK.match(words) or _ends_a_quotation(words)):
        return span
    paragraph = article.text.rfind("\n\n", 0, span.start_char) + 2 if "\n\n" in article.text[: span.start_char] else 0
    before = split_sentences(article.text[paragraph : span.start_char])
    return Span(paragraph + before[-1].start_char, span.end_char) if before else span


def _ends_a_quotation(words: str) -> bool:
    """Whether the first mark of quotation in it is a closing one."""
    first = _MARK.search(words)
    return first is not None and (first.group() == "”" or _CLOSES.match(words, first.start()) is not None)
