"""The walls of the house: which room may import which, and who alone may import a heavy library."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("corpus", "embeddings", "bot")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
ALLOWED_ROOMS = {"corpus": {"corpus"}, "embeddings": {"corpus", "embeddings"}, "bot": {"corpus", "embeddings", "bot"}}
ONLY_IMPORTER = {
    "sentence_transformers": "embeddings/encoder.py",
    "faiss": "embeddings/dense.py",
    "bm25s": "embeddings/lexical.py",
    "chainlit": "bot/app.py",
    "openai": "bot/llm.py",
}


def imported(path: Path) -> set[str]:
    """The full names of the modules that this file imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_imports_only_rooms_below(path):
    room = path.relative_to(ROOT).parts[0]
    rooms = {name.split(".")[0] for name in imported(path)} & set(ROOMS)
    assert rooms <= ALLOWED_ROOMS[room]


@pytest.mark.parametrize(("library", "home"), ONLY_IMPORTER.items())
def test_heavy_library_has_one_importer(library, home):
    importers = {
        str(path.relative_to(ROOT)) for path in MODULES if library in {name.split(".")[0] for name in imported(path)}
    }
    assert importers <= {home}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_is_small_enough_to_read(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 250


def test_names_of_bot_shadow_no_other_module():
    # The chat server puts bot/ first on sys.path, so a file there hides any module of its name.
    import sys

    names = {path.stem for path in (ROOT / "bot").glob("*.py")} - {"__init__"}
    assert not names & (
        set(sys.stdlib_module_names) | {"numpy", "torch", "faiss", "chainlit", "click", "fastapi", "tqdm"}
    )


def test_weights_and_texts_are_installed_with_the_package():
    import tomllib

    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]
    installed = {path for room, globs in told.items() for glob in globs for path in (ROOT / room).glob(glob)}
    weights = {path for room in ROOMS for path in (ROOT / room).rglob("*.safetensors")}
    assert len(weights) >= 12
    assert weights | set((ROOT / "corpus" / "articles").iterdir()) <= installed
