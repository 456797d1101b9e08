"""A published build, checked and loaded: what the chat and the command line ask."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.actors import Registry
from corpus.article import Article
from corpus.commitments import Commitment
from corpus.errors import BuildMismatch, DamagedBuild
from corpus.ledger import Ledger
from corpus.loaders import Copy, Skipped
from corpus.threads import Thread
from embeddings.dense import DenseIndex
from embeddings.encoder import Encoder
from embeddings.lexical import LexicalIndex
from embeddings.manifest import Manifest, check_files, read_manifest
from embeddings.passage_table import PassageTable
from embeddings.publish import published_build_id, published_folder
from embeddings.store import Stored, read_store

CORPUS_FILE = "corpus.sqlite"
DENSE_FILE = "dense.faiss"
LEXICAL_FOLDER = "lexical"


@dataclass(frozen=True)
class Build:
    """All of one build, in memory: it goes on answering when a newer one is published and its own folder is gone.

    Row i of `dense` and of `lexical` is `passages[i]`; `articles` and `stories` are in the order of the paths.
    """

    build_id: str
    manifest: Manifest
    stored: Stored
    dense: DenseIndex
    lexical: LexicalIndex
    encoder: Encoder

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

    @cached_property
    def commitments(self) -> tuple[Commitment, ...]:
        """The commitments of the ledger, by article and place in its text."""
        return tuple(one for one in self.stored.commitments if one.confidence >= self.manifest.confidence_floor)

    @cached_property
    def review(self) -> Ledger:
        """What was read with too little confidence for the ledger, for a person to look at."""
        doubtful = [one for one in self.stored.commitments if one.confidence < self.manifest.confidence_floor]
        return Ledger.of(self.articles, doubtful, (), registry=self.registry)

    @property
    def threads(self) -> tuple[Thread, ...]:
        """The commitments as they recur across articles, by the date of the first event."""
        return self.stored.threads

    @cached_property
    def thread_of(self) -> dict[str, str]:
        """The thread of each commitment, both by id."""
        events = ((event.commitment_id, thread) for thread in self.threads for event in thread.events)
        return {commitment: thread.thread_id for commitment, thread in events if commitment is not None}

    @cached_property
    def ledger(self) -> Ledger:
        """Every commitment with its article and thread, to be filtered and listed."""
        return Ledger.of(self.articles, self.commitments, self.threads, registry=self.registry)

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
    def commitments_by_actor(self) -> dict[str, tuple[Commitment, ...]]:
        """The commitments that bind an actor or were spoken by it, under its name in the registry."""
        found: dict[str, list[Commitment]] = defaultdict(list)
        for one in self.commitments:
            for name in dict.fromkeys(self._canonical(name, one.article_id) for name in (*one.actors, *one.speakers)):
                found[name].append(one)
        return {name: tuple(ones) for name, ones in found.items()}

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


def open_build(data_folder: Path, *, encoder: Encoder) -> Build:
    """The published build, after every file has been compared with its checksum.

    Raises:
        NoBuild: nothing has been published in this folder.
        BuildMismatch: it was made in another format or by another encoder.
        DamagedBuild: a file is missing or differs from its checksum.
    """
    folder = published_folder(data_folder)
    try:
        return load_build(folder, encoder=encoder)
    except DamagedBuild:
        # Builds may have been published, and this one dropped, while it was being read.
        if published_build_id(data_folder) == folder.name:
            raise
        return load_build(published_folder(data_folder), encoder=encoder)


def published_manifest(data_folder: Path) -> Manifest | None:
    """What the published build says of itself, None where nothing has been published; checks no other file.

    Raises:
        BuildMismatch: it was made in another format.
        DamagedBuild: the manifest is missing or cannot be read.
    """
    if published_build_id(data_folder) is None:
        return None
    return read_manifest(published_folder(data_folder))


def load_build(folder: Path, *, encoder: Encoder) -> Build:
    """The build in this folder, checked as `open_build` checks it.

    Raises:
        BuildMismatch: it was made in another format or by another encoder.
        DamagedBuild: a file is missing or differs from its checksum.
    """
    manifest = read_manifest(folder)
    if manifest.encoder_fingerprint != encoder.fingerprint:
        raise BuildMismatch(
            f"{folder} was made with {manifest.encoder} ({manifest.encoder_fingerprint[:12]}), this run uses"
            f" {encoder.name} ({encoder.fingerprint[:12]}); take that encoder again, or build anew with: tracker build"
        )
    check_files(folder, manifest)
    build = Build(
        build_id=manifest.build_id,
        manifest=manifest,
        stored=read_store(folder / CORPUS_FILE),
        dense=DenseIndex.load(folder / DENSE_FILE),
        lexical=LexicalIndex.load(folder / LEXICAL_FOLDER),
        encoder=encoder,
    )
    _check_counts(build, folder)
    return build


def _check_counts(build: Build, folder: Path) -> None:
    if len(build.commitments) != build.manifest.commitments:
        raise DamagedBuild(
            f"{folder / CORPUS_FILE} holds {len(build.commitments)} commitments, expected"
            f" {build.manifest.commitments}; make a new build with: tracker build"
        )
    expected = build.manifest.passages
    found = {CORPUS_FILE: len(build.passages), DENSE_FILE: len(build.dense), LEXICAL_FOLDER: build.lexical.n_passages}
    for name, rows in found.items():
        if rows != expected:
            raise DamagedBuild(
                f"{folder / name} has {rows} passages, expected {expected}; make a new build with: tracker build"
            )
    if build.dense.dimension != build.manifest.dimension:
        raise DamagedBuild(
            f"{folder / DENSE_FILE} has {build.dense.dimension} dimensions, expected {build.manifest.dimension};"
            " make a new build with: tracker build"
        )
