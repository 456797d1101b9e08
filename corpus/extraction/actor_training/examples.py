"""Labelled commitments as windows of the actor network, with the parties that are bound."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article, Span
from corpus.commitments import Kind
from corpus.errors import CorpusError
from corpus.extraction.actor_training.renaming import invented_states, rename, renamed, under_other_names
from corpus.extraction.actor_windows import ActorWindow, make_window
from corpus.extraction.setting import Setting
from corpus.extraction.training.labelled import locate, read_labelled, rows_of
from corpus.titles import word_set

# A labelled quote, its kind and the actors.
Row = tuple[str, Kind, tuple[str, ...]]
# One article in five is not learned from; which ones hangs on their names alone.
HELD_OUT_ONE_IN: Final = 5
BOUND, FREE, UNCLEAR = 1, 0, -1
# Words by which two different actors may be alike.
TITLES: Final = word_set(
    """
    the of and a an mr mrs ms dr sir lord senator sen rep gov governor minister ministers president prime campaign party
    administration government officials us u s
    """
)


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One commitment: its window, for each party whether it is BOUND, FREE or UNCLEAR, and the labelled names."""

    folder: str
    setting: Setting
    span: Span
    kind: Kind
    window: ActorWindow
    labels: NDArray[np.int64]
    actors: tuple[str, ...]
    is_held_out: bool
    is_renamed: bool


def read_examples(folder: Path) -> tuple[Example, ...]:
    """The labelled commitments of a folder with text/ and gold.jsonl, by article. Raises CorpusError without them.

    Those of articles with invented states come a second time at the end, the states under the names of real ones.
    """
    articles = [labelled.article for labelled in read_labelled(folder)]
    rows = {
        name: [(row["quote"], Kind(row["kind"]), tuple(row["actors"])) for row in some]
        for name, some in rows_of(folder).items()
    }
    found = [one for article in articles for one in _of_article(article, rows.get(article.path, ()), folder.name)]
    if not found:
        raise CorpusError(f"no labelled commitments in {folder}: expected quotes of its articles in gold.jsonl")
    return tuple(found + _renamed(articles, rows, folder.name))


def _renamed(articles: Sequence[Article], rows: Mapping[str, Sequence[Row]], folder: str) -> list[Example]:
    actors = {name for some in rows.values() for _, _, names in some for name in names}
    states = invented_states((article.text for article in articles), actors)
    found = []
    for article in articles:
        names = renamed(article, states)
        if names:
            own = [
                (rename(quote, names), kind, tuple(rename(actor, names) for actor in bound))
                for quote, kind, bound in rows.get(article.path, ())
            ]
            found += _of_article(under_other_names(article, names), own, f"{folder}, states renamed", is_renamed=True)
    return found


def _of_article(article: Article, rows: Sequence[Row], folder: str, *, is_renamed: bool = False) -> list[Example]:
    setting = Setting.of(article)
    held_out = int(hashlib.sha256(article.path.encode("utf-8")).hexdigest(), 16) % HELD_OUT_ONE_IN == 0
    found = []
    for quote, kind, actors in rows:
        span = locate(article, quote)
        if span is not None:
            window = make_window(article, setting.parties, span, kind)
            labels = label([party.name for party in window.parties], actors)
            found.append(Example(folder, setting, span, kind, window, labels, actors, held_out, is_renamed))
    return found


def words_of(name: str) -> set[str]:
    """The words of a name that tell it from others; all of them where only titles are left."""
    words = set(re.sub(r"\W+", " ", name.lower()).split())
    return words - TITLES or words


def label(names: Sequence[str], actors: Sequence[str]) -> NDArray[np.int64]:
    """BOUND for the names most like a labelled actor, UNCLEAR for others that share a word with one, else FREE."""
    labels = np.zeros(len(names), dtype=np.int64)
    told = [words_of(name) for name in names]
    for actor in actors:
        wanted = words_of(actor)
        likeness = [len(wanted & words) / max(1, len(wanted | words)) for words in told]
        best = max(likeness, default=0.0)
        for row, value in enumerate(likeness):
            if best > 0 and value == best:
                labels[row] = BOUND
            elif value > 0 and labels[row] == FREE:
                labels[row] = UNCLEAR
    return labels


def same_actors(found: Sequence[str], labelled: Sequence[str]) -> tuple[bool, bool]:
    """Whether some found name is a labelled one (they share a telling word), and whether each side's all are."""
    one, other = [words_of(name) for name in found], [words_of(name) for name in labelled]
    some = any(left & right for left in one for right in other)
    whole = all(any(left & right for right in other) for left in one) and all(
        any(left & right for left in one) for right in other
    )
    return some, bool(one) and whole
