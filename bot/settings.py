"""Where things lie and which encoder is used: from the command line, else the environment, else defaults.

TRACKER_DATA      folder of builds      default: the user's data folder for this program
TRACKER_CORPUS    folder of articles    default: the corpus of the published build, else the sample corpus
TRACKER_ENCODER   a sentence-transformers model by name or path
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

import corpus
from corpus.errors import SettingsError
from embeddings.encoder import DEFAULT_ENCODER

PROGRAM = "policy-commitment-tracker"
SAMPLE_CORPUS = Path(corpus.__file__).parent / "articles"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run of the tracker needs to know; `corpus` is None where the user named no folder."""

    data: Path
    corpus: Path | None
    encoder: str


def load_settings(
    *, data: str | None = None, corpus: str | None = None, environ: Mapping[str, str] = os.environ
) -> Settings:
    """The settings of this run; what is given here wins over the environment.

    Raises:
        SettingsError: the data folder is a file.
    """
    folder = data or environ.get("TRACKER_DATA")
    articles = corpus or environ.get("TRACKER_CORPUS")
    settings = Settings(
        data=Path(folder).expanduser().absolute() if folder else user_data_path(PROGRAM),
        corpus=Path(articles).expanduser().absolute() if articles else None,
        encoder=environ.get("TRACKER_ENCODER") or DEFAULT_ENCODER,
    )
    if settings.data.exists() and not settings.data.is_dir():
        raise SettingsError(f"{settings.data} is a file; --data takes the folder of builds: name a folder, new or old")
    return settings
