"""Opening a published build: every file is checked before anything is answered from it."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import BuildMismatch, DamagedBuild
from embeddings.dense import DenseIndex
from embeddings.encoder import Encoder, NoEncoder
from embeddings.lexical import LexicalIndex
from embeddings.manifest import Manifest, check_files, read_corpus_folder, read_manifest
from embeddings.opened import Build
from embeddings.publish import kept_folder, published_build_id, published_folder
from embeddings.sentence_vectors import SentenceVectors
from embeddings.store import read_store

CORPUS_FILE = "corpus.sqlite"
DENSE_FILE = "dense.faiss"
LEXICAL_FOLDER = "lexical"
SENTENCE_VECTORS_FILE = "sentences.npy"


def open_build(data_folder: Path, *, encoder: Encoder, build_id: str | None = None) -> Build:
    """The published build, or an earlier one by its id, after every file has been compared with its checksum.

    Raises:
        NoBuild: nothing has been published in this folder, or no build of that id is kept.
        BuildMismatch: it was made in another format or by another encoder.
        DamagedBuild: a file is missing or differs from its checksum.
    """
    if build_id is not None:
        return load_build(kept_folder(data_folder, build_id), encoder=encoder)
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


def published_corpus_folder(data_folder: Path) -> Path | None:
    """The folder that the published build was made of, in whatever format; None where nothing has been published.

    Raises:
        DamagedBuild: the manifest is missing or does not tell.
    """
    if published_build_id(data_folder) is None:
        return None
    return read_corpus_folder(published_folder(data_folder))


def load_build(folder: Path, *, encoder: Encoder) -> Build:
    """The build in this folder, checked as `open_build` checks it.

    Raises:
        BuildMismatch: it was made in another format or by another encoder.
        DamagedBuild: a file is missing or differs from its checksum.
    """
    manifest = read_manifest(folder)
    if encoder.fingerprint not in {NoEncoder.fingerprint, manifest.encoder_fingerprint}:
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
        sentence_vectors=SentenceVectors.load(folder / SENTENCE_VECTORS_FILE),
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
    sentences = build.passages.sentence_rows(expected - 1).stop if expected else 0
    if len(build.sentence_vectors) != sentences:
        raise DamagedBuild(
            f"{folder / SENTENCE_VECTORS_FILE} has {len(build.sentence_vectors)} sentences, expected {sentences};"
            " make a new build with: tracker build"
        )
    if build.dense.dimension != build.manifest.dimension:
        raise DamagedBuild(
            f"{folder / DENSE_FILE} has {build.dense.dimension} dimensions, expected {build.manifest.dimension};"
            " make a new build with: tracker build"
        )
