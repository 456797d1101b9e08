"""The reports that threads are made of: every commitment, and the sentences that may tell what became of one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from corpus.actors import name_key
from corpus.article import Article, Span
from corpus.commitments import Commitment
from corpus.event_cues import tells_progress
from corpus.layout.sentences import split_sentences
from corpus.term_sets import TermSets
from corpus.terms import Rarity, stem_of, terms_of

Encode: TypeAlias = Callable[[Sequence[str]], NDArray[np.float32]]
# Runs of articles, each with the row of its article -> unit rows (n, d): the sentences that they stand in, as these are
# meant in their passages.
Meant: TypeAlias = Callable[[Sequence[tuple[int, Span]]], NDArray[np.float32]]
# Of each article so many sentences are looked at, those nearest to the commitments of other articles, so that the work
# grows with the number of articles. With 5, 8, 12 and all, labelled events are linked with F1 0.39, 0.42, 0.41, 0.41.
MOST_OF_ARTICLE: Final = 8
# What stands around a sentence counts in part: "four have been paid" does not say for what.
AROUND_SHARE: Final = 0.5
TOLD_FACTOR: Final = 1.5
# Words that stand in more commitments than this tell nothing and make the index slow.
MOST_HOLDERS: Final = 200
LEAST_ACTOR_CHARS: Final = 3
LEAST_WORDS: Final = 4
NUMBER: Final = re.compile(r"\d[\d,.]*\d|\d")
# Capitals that do not begin a sentence or a quotation.
NAME: Final = re.compile(r"(?<![.!?\"\u201c] )(?<!^)\b[A-Z][\w'\u2019-]+")


@dataclass(frozen=True, slots=True)
class Draft:
    """One report before it is encoded: its place, its words, the sentences it stands in, and those around it."""

    article: int
    span: Span
    commitment: int
    actors: frozenset[str]
    words: str
    sentence: str
    around: str


@dataclass(frozen=True, slots=True, eq=False)
class Reports:
    """All reports as columns; row i of each is report i, commitments first.

    `commitments` (n,) has -1 for a sentence, `days` (n,) the ordinal of publication or 0; the vectors are unit rows
    (n, d) float32; `idf` over articles and `sentence_idf` over sentences are (n_vocabulary,) for the term sets, which
    have a row for each report, but for `texts`, which has one for each article.
    """

    drafts: tuple[Draft, ...]
    articles: NDArray[np.int64]
    commitments: NDArray[np.int64]
    days: NDArray[np.int64]
    telling: NDArray[np.bool_]
    vectors: NDArray[np.float32]
    sentence_vectors: NDArray[np.float32]
    meant_vectors: NDArray[np.float32]
    own: TermSets
    sentences: TermSets
    around: TermSets
    names: TermSets
    numbers: TermSets
    numbers_around: TermSets
    actors: TermSets
    around_words: TermSets
    texts: TermSets
    idf: NDArray[np.float64]
    sentence_idf: NDArray[np.float64]
    unseen: float

    def __len__(self) -> int:
        return len(self.drafts)


def read_reports(
    articles: Sequence[Article], commitments: Sequence[Commitment], *, encode: Encode, meant: Meant
) -> Reports:
    """All commitments in their order, then the sentences worth a look, in the order of articles and text.

    `encode(texts)` gives unit rows (n, d) float32 and is called once, with every text once; so is `meant(runs)`, with
    every report.
    """
    sentences = [split_sentences(article.text) for article in articles]
    terms = [list(terms_of(article.text)) for article in articles]
    rarity = Rarity.of(terms)
    drafts = draft_reports(articles, commitments, sentences, rarity)
    texts = {
        text: row for row, text in enumerate(dict.fromkeys(t for one in drafts for t in (one.words, one.sentence)))
    }
    vectors = encode(list(texts))
    vocabulary: dict[str, int] = {}
    sets = _term_sets(drafts, vocabulary)
    text_terms = TermSets.of(terms, vocabulary)
    of_sentences = Rarity.of(
        terms_of(article.slice(span)) for article, spans in zip(articles, sentences, strict=True) for span in spans
    )
    days = [articles[one.article].published for one in drafts]
    return Reports(
        drafts=tuple(drafts),
        articles=np.array([one.article for one in drafts], dtype=np.int64),
        commitments=np.array([one.commitment for one in drafts], dtype=np.int64),
        days=np.array([day.toordinal() if day else 0 for day in days], dtype=np.int64),
        telling=np.array([tells_progress(one.words) for one in drafts], dtype=np.bool_),
        vectors=vectors[[texts[one.words] for one in drafts]],
        sentence_vectors=vectors[[texts[one.sentence] for one in drafts]],
        meant_vectors=meant([(one.article, one.span) for one in drafts]),
        **sets,
        texts=text_terms,
        idf=np.array([rarity.of_term(term) for term in vocabulary]),
        sentence_idf=np.array([of_sentences.of_term(term) for term in vocabulary]),
        unseen=rarity.unseen,
    )


def _term_sets(drafts: Sequence[Draft], vocabulary: dict[str, int]) -> dict[str, TermSets]:
    """The sets of terms by the name of their column; numbers and actors have terms of their own kind."""

    def sets(texts: list[list[str]]) -> TermSets:
        return TermSets.of(texts, vocabulary)

    return {
        "own": sets([list(terms_of(one.words)) for one in drafts]),
        "sentences": sets([list(terms_of(one.sentence)) for one in drafts]),
        "around": sets([list(terms_of(one.around)) for one in drafts]),
        "names": sets([[stem for name in NAME.findall(one.sentence) if (stem := stem_of(name))] for one in drafts]),
        "numbers": sets([_numbers(one.words) for one in drafts]),
        "numbers_around": sets([_numbers(one.around) for one in drafts]),
        "actors": sets([[f"={word}" for word in one.actors] for one in drafts]),
        "around_words": sets([[f"={word.lower()}" for word in re.findall(r"\w+", one.around)] for one in drafts]),
    }


def _numbers(text: str) -> list[str]:
    return ["#" + number.replace(",", "") for number in NUMBER.findall(text)]


def draft_reports(
    articles: Sequence[Article],
    commitments: Sequence[Commitment],
    sentences: Sequence[Sequence[Span]],
    rarity: Rarity,
) -> list[Draft]:
    """The reports in their order; sentences that hold a commitment, or are the headline, are none of their own."""
    rows = {article.article_id: row for row, article in enumerate(articles)}
    drafts = []
    for number, commitment in enumerate(commitments):
        row = rows[commitment.article_id]
        drafts.append(_draft(articles[row], row, sentences[row], commitment.span, number, commitment.actors))
    taken: dict[int, list[Span]] = defaultdict(list)
    for draft in drafts:
        taken[draft.article].append(draft.span)
    index = _Index(drafts, rarity)
    for row, article in enumerate(articles):
        told = [] if article.headline is None else [article.headline]
        others = [one for one in sentences[row] if not any(one.overlaps(span) for span in (*taken[row], *told))]
        drafts += _nearest([_draft(article, row, sentences[row], span, -1, ()) for span in others], index)
    return drafts


def _nearest(drafts: Sequence[Draft], index: _Index) -> list[Draft]:
    """Of an article's sentences those that are nearest to a commitment of another one, in the order of the text."""
    near = [(_nearness(one, index), one) for one in drafts if len(one.words.split()) >= LEAST_WORDS]
    best = sorted((pair for pair in near if pair[0]), key=lambda pair: (-pair[0], pair[1].span))[:MOST_OF_ARTICLE]
    return sorted((one for _, one in best), key=lambda one: one.span)


def _nearness(draft: Draft, index: _Index) -> float:
    """How much idf a sentence and what stands around it share with commitments, more where it tells progress."""
    own, around = (index.shared(draft.article, set(terms_of(text))) for text in (draft.words, draft.around))
    told = tells_progress(draft.words) or NUMBER.search(draft.words)
    return (own + AROUND_SHARE * around) * (TOLD_FACTOR if told else 1.0)


def _draft(
    article: Article, row: int, sentences: Sequence[Span], span: Span, commitment: int, actors: Sequence[str]
) -> Draft:
    at = min(bisect_right(sentences, span.start_char, key=lambda one: one.end_char), len(sentences) - 1)
    first, last = sentences[max(0, at - 1)].start_char, sentences[min(len(sentences) - 1, at + 1)].end_char
    held = [one for one in sentences[at:] if one.overlaps(span)] or [span]
    return Draft(
        article=row,
        span=span,
        commitment=commitment,
        actors=frozenset(word for name in actors for word in name_key(name).split() if len(word) >= LEAST_ACTOR_CHARS),
        words=_flat(article.slice(span)),
        sentence=_flat(article.text[held[0].start_char : held[-1].end_char]),
        around=_flat(f"{article.title} {article.text[first:last]}"),
    )


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


class _Index:
    """Which commitments hold a term: how much idf a sentence shares with the nearest commitment of another article."""

    def __init__(self, drafts: Sequence[Draft], rarity: Rarity) -> None:
        self._rarity = rarity
        self._articles = [draft.article for draft in drafts]
        holders: dict[str, list[int]] = defaultdict(list)
        for number, draft in enumerate(drafts):
            for term in set(terms_of(draft.words)):
                holders[term].append(number)
        self._holders = {term: rows for term, rows in holders.items() if len(rows) <= MOST_HOLDERS}

    def shared(self, article: int, terms: set[str]) -> float:
        sums: dict[int, float] = defaultdict(float)
        for term in sorted(terms):
            if holders := self._holders.get(term):
                weight = self._rarity.of_term(term)
                for holder in holders:
                    sums[holder] += weight
        return max((total for holder, total in sums.items() if self._articles[holder] != article), default=0.0)
