"""`metadata.csv` and `metadata.jsonl`: fields of the articles beside and below them, preferred to the articles' own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from corpus.errors import UnreadableArticle
from corpus.reading.columns import KEY, PUBLISHED, pick, read_fields
from corpus.reading.raw import Fields, Problem
from corpus.reading.rows import read_rows


@dataclass(slots=True)
class Metadata:
    """Fields by the path of the article they describe, and what was wrong, by the row that it was found in."""

    fields: dict[str, Fields] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)

    def of(self, path: str) -> Fields:
        """What the metadata tell of this article; of a row of a file, also what they tell of the file."""
        file = path.rsplit("#", 1)[0]
        return self.fields.get(path, Fields()).over(self.fields.get(file, Fields()))


def read_metadata(files: Iterable[tuple[str, Path]], existing: frozenset[str]) -> Metadata:
    """All metadata of a corpus: `files` are its metadata files, outer folders first, `existing` all other paths."""
    metadata = Metadata()
    for path, file in files:
        try:
            for number, row in read_rows(file):
                if isinstance(row, Problem):
                    metadata.problems.append((f"{path}#{number}", row.reason))
                else:
                    _add(metadata, f"{path}#{number}", row, existing)
        except UnreadableArticle as error:
            metadata.problems.append((path, str(error)))
    return metadata


def _add(metadata: Metadata, where: str, row: dict[str, object], existing: frozenset[str]) -> None:
    """Take one row in, or note what is wrong with it."""
    key = pick(row, KEY)
    if key is None:
        metadata.problems.append((where, f"names no article, expected a column {', '.join(KEY[:3])}: add it"))
        return
    target = (PurePosixPath(where.rsplit("#", 1)[0]).parent / key.replace("\\", "/").removeprefix("./")).as_posix()
    if target not in existing and target.rsplit("#", 1)[0] not in existing:
        metadata.problems.append((where, f"describes {key!r}, which is not there: mend the name or take the row out"))
        return
    fields = read_fields(row)
    if fields.published is None and (written := pick(row, PUBLISHED)):
        metadata.problems.append((where, f"date {written!r} is no day, expected YYYY-MM-DD: mend it"))
    metadata.fields[target] = fields.over(metadata.fields.get(target, Fields()))
