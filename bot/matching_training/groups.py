"""What the matcher learns from: questions, each with sentences that answer it and others that only look like it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

import numpy as np

from bot.labelled_evidence import holding_gold, with_evidence
from bot.labels import LabelledQuestion
from bot.matching import Placed, place
from bot.matching_training.phrasings import ask
from corpus.article import Article, Span
from corpus.errors import CorpusError
from corpus.extraction.training.labelled import locate, read_labelled, rows_of
from corpus.passages import split_sentences
from embeddings.build import Build
from embeddings.encoder import Encoder

# Of a labelled commitment: sentences of any article that are most like the question (of so many), and of its own.
LIKE_IT: Final = 4
LIKEST: Final = 25
OF_ITS_OWN: Final = 3
# Of a written question: so many of the sentences for which most speaks.
WEIGHED: Final = 30
FEWEST_CHARS: Final = 20


@dataclass(frozen=True, slots=True)
class Group:
    """A question with sentences in their paragraphs; those in `right` answer it, of those in `wrong` none does."""

    question: str
    right: tuple[Placed, ...]
    wrong: tuple[Placed, ...]


def from_labels(folders: Sequence[Path], encoder: Encoder, *, random: Random, most: int | None = None) -> list[Group]:
    """One group for each labelled commitment; the sentences of all folders are what a wrong one is drawn from.

    Raises:
        CorpusError: a folder holds no labelled articles.
    """
    placed: list[Placed] = []
    labelled: list[tuple[dict[str, Any], list[int], range]] = []
    for folder in folders:
        articles = [one.article for one in read_labelled(folder)][:most]
        rows = rows_of(folder)
        for article in articles:
            sentences = _sentences(article)
            own = range(len(placed), len(placed) + len(sentences))
            placed += [place(article, span) for span in sentences]
            labelled += [(row, [own[at] for at in found], own) for row, found in _found(article, sentences, rows)]
    if not labelled:
        raise CorpusError("no labelled commitments to ask about: expected quotes of the articles in gold.jsonl")
    questions = [ask(row, random) for row, _, _ in labelled]
    likeness = encoder.encode(questions) @ encoder.encode([text[start:] for text, start in placed]).T
    found = []
    for question, (_, right, own), like in zip(questions, labelled, likeness, strict=True):
        order = [int(at) for at in np.argsort(-like, kind="stable")[: LIKEST + len(right)] if at not in right]
        beside = sorted((at for at in own if at not in right), key=lambda at: -like[at])[:OF_ITS_OWN]
        wrong = dict.fromkeys([*random.sample(order[:LIKEST], min(LIKE_IT, len(order))), *beside])
        found.append(Group(question, tuple(placed[at] for at in right[:2]), tuple(placed[at] for at in wrong)))
    return found


def _sentences(article: Article) -> list[Span]:
    found = (one for one in split_sentences(article.text) if not any(r.covers(one) for r in article.repeated))
    return [one for one in found if one.end_char - one.start_char >= FEWEST_CHARS]


def _found(
    article: Article, sentences: Sequence[Span], rows: dict[str, list[dict[str, Any]]]
) -> list[tuple[dict[str, Any], list[int]]]:
    """The labelled commitments of an article with the places of the sentences that state them."""
    quotes = [(row, locate(article, row["quote"])) for row in rows[article.path] if row["actors"]]
    places = [(row, [at for at, one in enumerate(sentences) if quote and one.overlaps(quote)]) for row, quote in quotes]
    return [(row, some) for row, some in places if some]


def from_questions(build: Build, questions: Sequence[LabelledQuestion]) -> list[Group]:
    """One group for each written question: the sentences weighed for it, right where they hold a gold quote.

    Of a question without an answer all are wrong; one whose gold was not found at all teaches nothing.
    """
    groups = []
    for one, question, evidence in with_evidence(build, questions, most=WEIGHED):
        sides: dict[bool, list[Placed]] = {True: [], False: []}
        rights = holding_gold(one, [candidate.quote for candidate in evidence.candidates])
        for candidate, right in zip(evidence.candidates, rights, strict=True):
            sides[right].append(place(candidate.article, candidate.sentence.span))
        if sides[True] or not one.answerable:
            groups.append(Group(question.search_text, tuple(sides[True]), tuple(sides[False])))
    return groups
