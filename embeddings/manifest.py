"""What a build says of itself: manifest.json, written last and read first."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from corpus.errors import BuildMismatch, DamagedBuild

MANIFEST_FILE = "manifest.json"

# Raise it with every change of what stands in a build's files, or of how they are read: terms of the lexical index too.
FORMAT_VERSION = 2

_REMEDY = "make a new build with: tracker build"
_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class BuildFile:
    """One file of the build; `name` is relative to its folder and uses `/`."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`created` is UTC; `first_date` and `last_date` are those of its articles, None where none has a date."""

    build_id: str
    created: datetime
    corpus_folder: str
    encoder: str
    encoder_fingerprint: str
    dimension: int
    passage_rule: str
    reader_fingerprint: str
    confidence_floor: float
    articles: int
    stories: int
    passages: int
    commitments: int
    copies: int
    skipped: int
    first_date: date | None
    last_date: date | None
    files: tuple[BuildFile, ...]

    def to_json(self) -> str:
        """The text of manifest.json."""
        fields = {"format_version": FORMAT_VERSION, **asdict(self)}
        return json.dumps(fields, indent=2, default=_iso, ensure_ascii=False) + "\n"


def fingerprint(files: tuple[BuildFile, ...], encoder_fingerprint: str) -> str:
    """12 hex digits that are the same for the same files and encoder."""
    named = "\n".join([encoder_fingerprint, *(f"{file.sha256} {file.name}" for file in files)])
    return hashlib.sha256(named.encode("utf-8")).hexdigest()[:12]


def list_files(folder: Path) -> tuple[BuildFile, ...]:
    """Every file in the folder and below except the manifest, by name, with its size and checksum."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST_FILE)
    return tuple(BuildFile(path.relative_to(folder).as_posix(), path.stat().st_size, _sha256(path)) for path in paths)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a build folder.

    Raises:
        DamagedBuild: it is missing or is no manifest.
        BuildMismatch: it was written in another format.
    """
    path = folder / MANIFEST_FILE
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        version = fields.pop("format_version")
        if version != FORMAT_VERSION:
            raise BuildMismatch(f"{folder} has format {version}, this program reads {FORMAT_VERSION}; {_REMEDY}")
        return _manifest(fields)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedBuild(f"{path} cannot be read as a manifest ({error}); {_REMEDY}") from error


def read_corpus_folder(folder: Path) -> Path:
    """The folder that a build was made of, in whatever format it was written.

    Raises:
        DamagedBuild: the manifest is missing or does not tell.
    """
    path = folder / MANIFEST_FILE
    try:
        return Path(json.loads(path.read_text(encoding="utf-8"))["corpus_folder"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedBuild(f"{path} cannot be read as a manifest ({error}); {_REMEDY}") from error


def check_files(folder: Path, manifest: Manifest) -> None:
    """Compare every file of the build with its size and checksum.

    Raises:
        DamagedBuild: a file is missing or differs; the message names it.
    """
    for file in manifest.files:
        path = folder / file.name
        try:
            found_bytes = path.stat().st_size
            if found_bytes != file.size_bytes:
                raise DamagedBuild(f"{path} has {found_bytes} bytes, expected {file.size_bytes}; {_REMEDY}")
            if _sha256(path) != file.sha256:
                raise DamagedBuild(f"{path} differs from its checksum in {MANIFEST_FILE}; {_REMEDY}")
        except OSError as error:
            raise DamagedBuild(f"{path} cannot be read ({error.strerror}); {_REMEDY}") from error


def _manifest(fields: dict[str, Any]) -> Manifest:
    fields["created"] = datetime.fromisoformat(str(fields["created"]))
    for name in ("first_date", "last_date"):
        fields[name] = date.fromisoformat(str(fields[name])) if fields[name] is not None else None
    fields["files"] = tuple(BuildFile(**file) for file in fields["files"])
    return Manifest(**fields)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _iso(moment: object) -> str:
    if isinstance(moment, date):
        return moment.isoformat()
    raise TypeError(f"{type(moment).__name__} has no place in a manifest")
