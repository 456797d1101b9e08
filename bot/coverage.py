"""What a build covers, and what of the corpus folder it could not read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from corpus.loaders import Skipped
from embeddings.build import Build


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the published build covers; `outlets` by name, dates of publication, None where no article tells one."""

    build_id: str
    created: datetime
    corpus: Path
    encoder: str
    backend: str
    articles: int
    passages: int
    commitments: int
    stories: int
    undated: int
    outlets: tuple[str, ...]
    first_date: date | None
    last_date: date | None
    skipped: tuple[Skipped, ...]
    copies: int


def coverage_of(build: Build, *, backend: str) -> Coverage:
    """What this build covers; `backend` is what the encoder runs on."""
    published = sorted(article.published for article in build.articles if article.published)
    return Coverage(
        build_id=build.build_id,
        created=build.manifest.created,
        corpus=Path(build.manifest.corpus_folder),
        encoder=build.manifest.encoder,
        backend=backend,
        articles=len(build.articles),
        passages=len(build.passages),
        commitments=len(build.commitments),
        stories=len(set(build.stories)),
        undated=len(build.articles) - len(published),
        outlets=tuple(sorted({article.outlet for article in build.articles if article.outlet})),
        first_date=published[0] if published else None,
        last_date=published[-1] if published else None,
        skipped=build.skipped,
        copies=len(build.copies),
    )
