"""Where things lie and which encoder is used: from the command line, else the environment, else defaults.

TRACKER_DATA      folder of builds      default: the user's data folder for this program
TRACKER_CORPUS    folder of articles    default: the corpus of the published build, else the sample corpus
TRACKER_ENCODER   a sentence-transformers model by name or path
TRACKER_READ_ONLY 1 for a chat that changes nothing: it offers no corrections and no rebuild

A language model may write prose from what an answer cites; without the first of these none is asked:

TRACKER_LLM_URL             an OpenAI-compatible endpoint, such as http://127.0.0.1:8080/v1
TRACKER_LLM_MODEL           the model's name there
TRACKER_LLM_KEY             its key, if it wants one; never shown
TRACKER_LLM_FIRST_SECONDS   how long to wait for its first word, and for each further one    default: 30
TRACKER_LLM_TOTAL_SECONDS   how long it may take for a whole answer                          default: 120
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_data_path

import corpus
from corpus.errors import SettingsError
from embeddings.encoder import DEFAULT_ENCODER

PROGRAM = "policy-commitment-tracker"
SAMPLE_CORPUS = Path(corpus.__file__).parent / "articles"


FIRST_SECONDS = 30.0
TOTAL_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a language model is asked, and how long to wait for it. The key stays out of every printed form."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    first_seconds: float = FIRST_SECONDS
    total_seconds: float = TOTAL_SECONDS

    @property
    def host(self) -> str:
        """The host, with its port where one is named: what a user is told of where the questions go."""
        return urlsplit(self.url).netloc


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run of the tracker needs to know.

    `corpus` is None where the user named no folder, `endpoint` where no language model is to be asked.
    """

    data: Path
    corpus: Path | None
    encoder: str
    endpoint: Endpoint | None = None
    read_only: bool = False


def load_settings(
    *, data: str | None = None, corpus: str | None = None, environ: Mapping[str, str] = os.environ
) -> Settings:
    """The settings of this run; what is given here wins over the environment.

    Raises:
        SettingsError: the data folder is a file, or the language model's settings are not complete, or a switch is
            neither on nor off.
    """
    folder = data or environ.get("TRACKER_DATA")
    articles = corpus or environ.get("TRACKER_CORPUS")
    settings = Settings(
        data=Path(folder).expanduser().absolute() if folder else user_data_path(PROGRAM),
        corpus=Path(articles).expanduser().absolute() if articles else None,
        encoder=environ.get("TRACKER_ENCODER") or DEFAULT_ENCODER,
        endpoint=_endpoint(environ),
        read_only=_read_only(environ),
    )
    if settings.data.exists() and not settings.data.is_dir():
        raise SettingsError(f"{settings.data} is a file; --data takes the folder of builds: name a folder, new or old")
    return settings


def _read_only(environ: Mapping[str, str]) -> bool:
    given = environ.get("TRACKER_READ_ONLY", "").strip()
    if given not in {"", "0", "1"}:
        raise SettingsError(f"TRACKER_READ_ONLY is {given!r}; expected 1 for a chat that changes nothing, or 0")
    return given == "1"


def _endpoint(environ: Mapping[str, str]) -> Endpoint | None:
    url, model, key = (environ.get(f"TRACKER_LLM_{name}", "").strip() for name in ("URL", "MODEL", "KEY"))
    if not url:
        return None
    _check_address(url)
    if not model:
        raise SettingsError(f"TRACKER_LLM_URL is set and TRACKER_LLM_MODEL is not; name the model to ask at {url}")
    if not (key.isascii() and key.isprintable()):
        raise SettingsError("TRACKER_LLM_KEY holds characters that no key has; copy it anew")
    first = _seconds(environ, "TRACKER_LLM_FIRST_SECONDS", FIRST_SECONDS)
    return Endpoint(url, model, key, first, _seconds(environ, "TRACKER_LLM_TOTAL_SECONDS", TOTAL_SECONDS))


def _check_address(url: str) -> None:
    expected = "expected an address such as http://127.0.0.1:8080/v1"
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise SettingsError(f"TRACKER_LLM_URL is {url!r}; {expected}")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise SettingsError(f"TRACKER_LLM_URL holds more than an address; {expected}, and the key in TRACKER_LLM_KEY")


def _seconds(environ: Mapping[str, str], name: str, default: float) -> float:
    given = environ.get(name, "").strip()
    try:
        seconds = float(given) if given else default
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise SettingsError(f"{name} is {given!r}; expected a number of seconds above 0, at most 3600")
    return seconds
