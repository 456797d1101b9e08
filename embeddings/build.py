"""Making a build: read the corpus, split it, encode what is new, index, verify, publish, or leave all as it was.

    summary = make_build(corpus_folder, data_folder, encoder=encoder, on_progress=print)
    build = open_build(data_folder, encoder=encoder)

Each stage is one function, from one record to the next, and writes only in a folder that no reader looks at.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from corpus.actors import Registry
from corpus.article import Article
from corpus.duplicates import group_stories
from corpus.errors import DamagedBuild
from corpus.extraction.reader import Reader
from corpus.loaders import Reading, Skipped, read_corpus
from corpus.passages import MOST_WORDS, TARGET_WORDS, heading, split_passages
from corpus.threads import make_threads
from embeddings.dense import DenseIndex
from embeddings.encoder import Encoder
from embeddings.encoding import PARTS_FILE, SENTENCES_FILE, VECTORS_FILE, Encoded, Whole, cached_encode, encode_wholes
from embeddings.lexical import Fields, LexicalIndex
from embeddings.manifest import MANIFEST_FILE, Manifest, fingerprint, list_files
from embeddings.meant_sentences import MeantSentences
from embeddings.opened import Build
from embeddings.opening import (
    CORPUS_FILE,
    DENSE_FILE,
    LEXICAL_FOLDER,
    SENTENCE_VECTORS_FILE,
    load_build,
    open_build,
    published_corpus_folder,
    published_manifest,
)
from embeddings.passage_table import PassageTable
from embeddings.progress import Meter, OnProgress, Progress, Stage
from embeddings.publish import building, publish, published_build_id
from embeddings.readings import READINGS_FILE, read_articles
from embeddings.store import Stored, write_store

__all__ = [
    "Build",
    "BuildSummary",
    "Progress",
    "Stage",
    "make_build",
    "open_build",
    "published_build_id",
    "published_corpus_folder",
    "published_manifest",
]


# Passages whose vectors are encoded anew, compared with the stored ones and searched for, before a build is published.
VERIFIED_PASSAGES = 16
# bf16 arithmetic in batches of another shape moves a unit vector by less than this (cosine of old and new).
SAME_COSINE = 0.99


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What came of a build; `encoded` and `reused` add up to `passages`, `warnings` are lines for the user."""

    build_id: str
    articles: int
    passages: int
    commitments: int
    encoded: int
    reused: int
    skipped: tuple[Skipped, ...]
    copies: int
    warnings: tuple[str, ...]
    seconds: float


def make_build(
    corpus_folder: Path, data_folder: Path, *, encoder: Encoder, reader: Reader, on_progress: OnProgress
) -> BuildSummary:
    """Build the corpus and publish it; where anything fails the published build stays as it is.

    Raises:
        CorpusError: the folder is missing or holds no article.
        BuildBusy: another process is building in this data folder.
        BuildError: the data folder cannot be written, or what was written does not hold what it should.
    """
    started = time.monotonic()
    with building(data_folder) as making:
        reading = _read(corpus_folder, on_progress)
        stored = _split(reading, encoder, on_progress)
        encoded = _encode(stored, encoder, data_folder, on_progress)
        stored = _read_commitments(stored, reader, data_folder, on_progress)
        stored = _link(stored, encoded, reader, encoder, data_folder, on_progress)
        _index(making, stored, encoded, on_progress)
        manifest = _describe(making, stored, corpus_folder, encoder, reader)
        _verify(making, encoded, encoder, on_progress)
        meter = Meter(on_progress, Stage.PUBLISH, total=1)
        publish(making, data_folder, manifest.build_id)
        meter.advance(1)
    return _summary(manifest, stored, encoded, time.monotonic() - started)


def _read(corpus_folder: Path, on_progress: OnProgress) -> Reading:
    Meter(on_progress, Stage.READ, total=0)
    return read_corpus(corpus_folder)


def _split(reading: Reading, encoder: Encoder, on_progress: OnProgress) -> Stored:
    passages = PassageTable(reading.articles)
    meter = Meter(on_progress, Stage.READ, total=len(reading.articles))
    for row, article in enumerate(reading.articles):
        for passage in split_passages(article, count_tokens=encoder.count_tokens, max_tokens=encoder.max_tokens):
            bounds = ((sentence.start_char, sentence.end_char) for sentence in passage.sentences)
            passages.append(row, passage.span, bounds)
        meter.advance(1)
    return Stored(
        articles=reading.articles,
        stories=group_stories(reading.articles),
        passages=passages,
        commitments=(),
        actors=(),
        threads=(),
        copies=reading.copies,
        skipped=reading.skipped,
    )


def _encode(stored: Stored, encoder: Encoder, data_folder: Path, on_progress: OnProgress) -> Encoded:
    def whole_of(row: int) -> Whole:
        return Whole.of(_article(stored, row), stored.passages[row])

    return encode_wholes(whole_of, len(stored.passages), encoder=encoder, folder=data_folder, on_progress=on_progress)


def _read_commitments(stored: Stored, reader: Reader, data_folder: Path, on_progress: OnProgress) -> Stored:
    cache = data_folder / READINGS_FILE
    readings = read_articles(stored.articles, reader=reader, cache=cache, on_progress=on_progress)
    return replace(
        stored,
        commitments=tuple(one for reading in readings for one in reading.commitments),
        actors=Registry.of(one for reading in readings for one in reading.sightings).actors,
    )


def _link(
    stored: Stored, encoded: Encoded, reader: Reader, encoder: Encoder, data_folder: Path, on_progress: OnProgress
) -> Stored:
    meant = MeantSentences(stored.passages, encoded.parts)
    believed = [one for one in stored.commitments if one.confidence >= reader.floor]
    cache = data_folder / SENTENCES_FILE
    with cached_encode(encoder, cache=cache, on_progress=on_progress, stage=Stage.THREADS) as encode:
        threads = make_threads(stored.articles, believed, encode=encode, meant=meant) if believed else ()
    return replace(stored, threads=threads)


def _index(making: Path, stored: Stored, encoded: Encoded, on_progress: OnProgress) -> None:
    meter = Meter(on_progress, Stage.INDEX, total=3)
    write_store(making / CORPUS_FILE, stored)
    meter.advance(1)
    DenseIndex.of(encoded.vectors).save(making / DENSE_FILE)
    encoded.parts.save(making / SENTENCE_VECTORS_FILE)
    meter.advance(1)
    fields = (Fields(heading(_article(stored, row)), passage.text) for row, passage in enumerate(stored.passages))
    LexicalIndex.of(fields).save(making / LEXICAL_FOLDER)
    meter.advance(1)


def _describe(making: Path, stored: Stored, corpus_folder: Path, encoder: Encoder, reader: Reader) -> Manifest:
    files = list_files(making)
    created = datetime.now(UTC)
    dates = [article.published for article in stored.articles if article.published]
    manifest = Manifest(
        # Milliseconds: names sort by time, and two builds under one lock are never that near.
        build_id=f"{created:%Y%m%dT%H%M%S}{created.microsecond // 1000:03d}Z-{fingerprint(files, encoder.fingerprint)}",
        created=created,
        corpus_folder=str(corpus_folder.absolute()),
        encoder=encoder.name,
        encoder_fingerprint=encoder.fingerprint,
        dimension=encoder.dimension,
        reader_fingerprint=reader.fingerprint,
        confidence_floor=reader.floor,
        passage_rule=f"sentences, near {TARGET_WORDS} and at most {MOST_WORDS} words, {encoder.max_tokens} tokens",
        articles=len(stored.articles),
        stories=len(set(stored.stories)),
        passages=len(stored.passages),
        commitments=sum(one.confidence >= reader.floor for one in stored.commitments),
        copies=len(stored.copies),
        skipped=len(stored.skipped),
        first_date=min(dates, default=None),
        last_date=max(dates, default=None),
        files=files,
    )
    (making / MANIFEST_FILE).write_text(manifest.to_json(), encoding="utf-8")
    return manifest


def _verify(making: Path, encoded: Encoded, encoder: Encoder, on_progress: OnProgress) -> None:
    """Read the build back as a reader would, and search a sample of its passages by their own vectors."""
    vectors = encoded.vectors
    meter = Meter(on_progress, Stage.VERIFY, total=1)
    build = load_build(making, encoder=encoder)
    rows = np.unique(np.linspace(0, len(vectors) - 1, num=VERIFIED_PASSAGES, dtype=np.int64)).tolist()
    wholes = [Whole.of(build.article_of(row), build.passages[row]) for row in rows]
    anew, parts = encoder.encode_parts([one.text for one in wholes], [one.parts for one in wholes])
    for row, vector, own in zip(rows, anew, parts, strict=True):
        for sentence, part in zip(build.passages.sentence_rows(row), own, strict=True):
            if build.sentence_vectors.units([sentence])[0] @ part < SAME_COSINE:
                raise DamagedBuild(
                    f"a sentence of passage {row} was not stored with its own vector; the published build is unchanged,"
                    f" delete {PARTS_FILE} and build again"
                )
        if not np.array_equal(build.dense.vector(row), vectors[row]) or vectors[row] @ vector < SAME_COSINE:
            raise DamagedBuild(
                f"passage {row} was not stored with its own vector; the published build is unchanged,"
                f" delete {VECTORS_FILE} and build again"
            )
        nearest = build.dense.search(vectors[row], k=1)
        if not np.array_equal(build.dense.vector(int(nearest.rows[0])), vectors[row]) and nearest.scores[0] < 1 - 1e-5:
            raise DamagedBuild(f"passage {row} is not found by its own vector; the published build is unchanged")
    meter.advance(1)


def _summary(manifest: Manifest, stored: Stored, encoded: Encoded, seconds: float) -> BuildSummary:
    return BuildSummary(
        build_id=manifest.build_id,
        articles=manifest.articles,
        passages=manifest.passages,
        commitments=manifest.commitments,
        encoded=encoded.encoded,
        reused=encoded.reused,
        skipped=stored.skipped,
        copies=manifest.copies,
        warnings=encoded.warnings,
        seconds=seconds,
    )


def _article(stored: Stored, row: int) -> Article:
    return stored.articles[stored.passages.article_row(row)]
