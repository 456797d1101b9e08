"""A published build in memory: what was read, indexed and corrected, and what follows from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from corpus.actors import Registry
from corpus.article import Article
from corpus.commitments import Commitment
from corpus.corrections import Corrected, Correction, replay
from corpus.ledger import Ledger
from corpus.loaders import Copy, Skipped
from corpus.mentions import NameKind
from corpus.threads import Event, Thread
from embeddings.analysed import AnalysedPassages
from embeddings.analysis import analyse
from embeddings.dense import DenseIndex
from embeddings.encoder import Encoder
from embeddings.lexical import LexicalIndex
from embeddings.manifest import Manifest
from embeddings.passage_table import PassageTable
from embeddings.remembering import Remembering
from embeddings.sentence_vectors import SentenceVectors
from embeddings.store import Stored

# Cached properties of a build that are the same whatever is corrected.
_UNCORRECTED = frozenset(
    [
        "registry",
        "read_by_article",
        "days",
        "leads",
        "outlets",
        "_rows_by_id",
        "rows_of",
        "surnames",
        "analysed",
        "remembering",
    ]
)


@dataclass(frozen=True)
class Build:
    """All of one build, in memory: it goes on answering when a newer one is published and its own folder is gone.

    Row i of `dense` and of `lexical` is `passages[i]`, whose sentences are the rows `passages.sentence_rows(i)` of
    `sentence_vectors`; `articles` and `stories` are in the order of the paths.
    Commitments, threads and the ledger are as the corrections leave them; `stored` is what was read.
    """

    build_id: str
    manifest: Manifest
    stored: Stored
    dense: DenseIndex
    lexical: LexicalIndex
    sentence_vectors: SentenceVectors
    encoder: Encoder
    corrections: tuple[Correction, ...] = ()

    def corrected_by(self, corrections: Sequence[Correction]) -> Build:
        """The same build, its indexes shared, with these corrections in place of those it has."""
        made = replace(self, corrections=tuple(corrections))
        # What corrections do not touch is not worked out twice. Another thread may be working something out meanwhile,
        # so the dictionary is asked by name and not walked.
        vars(made).update({name: vars(self)[name] for name in _UNCORRECTED if name in vars(self)})
        return made

    @cached_property
    def remembering(self) -> Remembering:
        """The encoder for questions: each is looked for in several ways."""
        return Remembering(self.encoder)

    @cached_property
    def analysed(self) -> AnalysedPassages:
        """The terms of each passage."""
        return AnalysedPassages(self.passages, self.article_of)

    @cached_property
    def corrected(self) -> Corrected:
        """What was read, with the corrections laid over it."""
        return replay(
            self.corrections,
            commitments=self.stored.commitments,
            threads=self.stored.threads,
            articles=self.articles,
            floor=self.manifest.confidence_floor,
        )

    @property
    def articles(self) -> tuple[Article, ...]:
        """Every article, in the order of their paths."""
        return self.stored.articles

    @property
    def stories(self) -> tuple[int, ...]:
        """The story of each article: copies and rewrites of one report share a number."""
        return self.stored.stories

    @property
    def passages(self) -> PassageTable:
        """Every passage, made on demand."""
        return self.stored.passages

    @property
    def commitments(self) -> tuple[Commitment, ...]:
        """The commitments of the ledger, by article and place in its text."""
        return self.corrected.commitments

    @cached_property
    def review(self) -> Ledger:
        """What was read with too little confidence for the ledger, for a person to look at."""
        return Ledger.of(self.articles, self.corrected.review, (), registry=self.registry)

    @property
    def threads(self) -> tuple[Thread, ...]:
        """The commitments as they recur across articles, by the date of the first event."""
        return self.corrected.threads

    @cached_property
    def thread_of(self) -> dict[str, str]:
        """The thread of each commitment, both by id."""
        events = ((event.commitment_id, thread) for thread in self.threads for event in thread.events)
        return {commitment: thread.thread_id for commitment, thread in events if commitment is not None}

    @cached_property
    def events_by_article(self) -> dict[str, tuple[tuple[str, Event], ...]]:
        """What each article reports of commitments, each event with its thread's id."""
        found: dict[str, list[tuple[str, Event]]] = defaultdict(list)
        for thread in self.threads:
            for event in thread.events:
                found[event.article_id].append((thread.thread_id, event))
        return {article_id: tuple(events) for article_id, events in found.items()}

    @cached_property
    def ledger(self) -> Ledger:
        """Every commitment with its article and thread, to be filtered and listed."""
        verdicts = self.corrected.verdicts
        return Ledger.of(self.articles, self.commitments, self.threads, registry=self.registry, verdicts=verdicts)

    @cached_property
    def registry(self) -> Registry:
        """Everyone whom the articles name, with the spellings seen."""
        return Registry(self.stored.actors)

    @cached_property
    def commitments_by_article(self) -> dict[str, tuple[Commitment, ...]]:
        """The commitments of each article that has any, in the order of its text."""
        found: dict[str, list[Commitment]] = defaultdict(list)
        for one in self.commitments:
            found[one.article_id].append(one)
        return {article_id: tuple(ones) for article_id, ones in found.items()}

    @cached_property
    def read_by_article(self) -> dict[str, tuple[Commitment, ...]]:
        """All that was read in each article, doubtful or rejected as it may be, in the order of its text."""
        found: dict[str, list[Commitment]] = defaultdict(list)
        for one in self.stored.commitments:
            found[one.article_id].append(one)
        return {article_id: tuple(ones) for article_id, ones in found.items()}

    @cached_property
    def commitments_by_actor(self) -> dict[str, tuple[Commitment, ...]]:
        """The commitments that bind an actor or were spoken by it, under its name in the registry."""
        found: dict[str, list[Commitment]] = defaultdict(list)
        for one in self.commitments:
            for name in dict.fromkeys(self._canonical(name, one.article_id) for name in (*one.actors, *one.speakers)):
                found[name].append(one)
        return {name: tuple(ones) for name, ones in found.items()}

    @cached_property
    def surnames(self) -> dict[str, frozenset[str]]:
        """The last words, as terms, of the names of the people whom each article names, by the article's id."""
        found: dict[str, set[str]] = defaultdict(set)
        for actor in self.registry.actors:
            terms = analyse(actor.name) if actor.kind is NameKind.PERSON else ()
            for article_id in actor.article_ids if terms else ():
                found[article_id].add(terms[-1])
        return {article_id: frozenset(terms) for article_id, terms in found.items()}

    def _canonical(self, name: str, article_id: str) -> str:
        return self.registry.canonical(name, article_id=article_id)

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """The files that were no articles, with the reason."""
        return self.stored.skipped

    @property
    def copies(self) -> tuple[Copy, ...]:
        """The files whose text is that of an article."""
        return self.stored.copies

    def article_of(self, row: int) -> Article:
        """The article of a passage."""
        return self.articles[self.passages.article_row(row)]

    def article_row(self, article_id: str) -> int:
        """The row of an article.

        Raises:
            KeyError: no article of this build has the id.
        """
        return self._rows_by_id[article_id]

    @cached_property
    def rows_of(self) -> dict[str, range]:
        """The passages of each article, by its id; they are neighbours."""
        bounds = np.searchsorted(self.passages.article_rows, np.arange(len(self.articles) + 1)).tolist()
        return {
            article.article_id: range(*between)
            for article, between in zip(self.articles, pairwise(bounds), strict=True)
        }

    @cached_property
    def days(self) -> NDArray[np.int32]:
        """The day of each article as its proleptic ordinal, (n_articles,) int32; 0 where it has no date."""
        return np.array([one.published.toordinal() if one.published else 0 for one in self.articles], dtype=np.int32)

    @cached_property
    def leads(self) -> NDArray[np.bool_]:
        """Which passages begin their article, (n_passages,) bool; the passages of an article are neighbours."""
        article_rows = self.passages.article_rows
        leads: NDArray[np.bool_] = np.diff(article_rows, prepend=-1) != 0
        return leads

    @cached_property
    def outlets(self) -> NDArray[np.object_]:
        """The outlet of each article with its case folded, (n_articles,) str; empty where it has none."""
        return np.array([(one.outlet or "").casefold() for one in self.articles], dtype=np.object_)

    @cached_property
    def _rows_by_id(self) -> dict[str, int]:
        return {article.article_id: row for row, article in enumerate(self.articles)}
