"""How well a sentence answers a question, by a network that reads both together, the sentence marked in its paragraph.

shared_matcher().odds("Who replaces him?", [("He is out. The board picks a successor in May.", 11)])   # (1,) log-odds

Signs that compare words or vectors know neither that "pick a successor" answers "replace" nor which words matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.sentences import paragraph_to
from corpus.article import Article, Span
from corpus.extraction.decoding import gelu
from corpus.extraction.runtime import RunMarked, open_marked_runtime
from corpus.extraction.windows import tokenizer
from corpus.minilm.trained import load_trained

WEIGHTS_FILE: Final = Path(__file__).parent / "weights" / "matcher.safetensors"
# Word pieces of a question, and of it with the paragraph: nearly all fit whole.
MOST_ASKED: Final = 48
MOST_PIECES: Final = 176

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
# Title and paragraph, and the character at which the sentence in question, their end, begins.
Placed = tuple[str, int]


class Matcher:
    """The trained network; one is loaded per process. Safe to use from several threads."""

    def __init__(self, run: RunMarked, weights: Mapping[str, Floats]) -> None:
        """Join an encoder that runs and the head's layers `join` and `score`."""
        self._run = run
        self._bias = weights["join.bias"]
        self._score = weights["score.weight"][0]
        self._score_bias = float(weights["score.bias"][0])

    @classmethod
    def load(cls, path: Path = WEIGHTS_FILE) -> Matcher:
        """Load the weights that come with the package, or those of another training.

        Raises:
            EncoderError: the file is missing, damaged or not of this network.
        """
        arrays = load_trained(path, what="matcher", needs="score.weight")
        return cls(open_marked_runtime(arrays), arrays)

    def odds(self, question: str, placed: Sequence[Placed]) -> NDArray[np.float64]:
        """Log-odds (n,) that each sentence is part of the answer."""
        windows = [window_of(question, text, start) for text, start in placed]
        width = len(self._bias)
        found = []
        for (_, marked), read in zip(windows, self._run(windows), strict=True):
            of_sentence = read[marked == 1, width:].mean(axis=0)
            found.append(gelu(read[0, :width] + of_sentence + self._bias) @ self._score + self._score_bias)
        return np.array(found, dtype=np.float64)


def window_of(question: str, text: str, start: int) -> tuple[Ints, Ints]:
    """[CLS] question [SEP] paragraph [SEP] as ids (n,), and 1 for each that is of the sentence that begins at `start`.

    Of a paragraph that is too long what is cut off is its beginning; of a sentence that is, its end.
    """
    vocabulary = tokenizer()
    asked = vocabulary.encode(question, add_special_tokens=False).ids[:MOST_ASKED]
    pieces = vocabulary.encode(text, add_special_tokens=False)
    room = MOST_PIECES - MOST_ASKED - 3
    first = next((at for at, (begins, _) in enumerate(pieces.offsets) if begins >= start), len(pieces.ids) - 1)
    cut = min(first, max(0, len(pieces.ids) - room))
    ids = pieces.ids[cut : cut + room]
    begin, end = vocabulary.token_to_id("[CLS]"), vocabulary.token_to_id("[SEP]")
    marked = [0] * (len(asked) + 2) + [int(at >= first - cut) for at in range(len(ids))] + [0]
    return np.array([begin, *asked, end, *ids, end]), np.array(marked)


def place(article: Article, span: Span) -> Placed:
    """A sentence as the matcher reads it: in its paragraph, under the title of its article."""
    paragraph = article.slice(paragraph_to(article, span))
    title = "" if span == article.headline else f"{article.title}. "
    return title + paragraph, len(title) + len(paragraph) - (span.end_char - span.start_char)


@cache
def shared_matcher() -> Matcher:
    """The matcher with the package's own weights, loaded at the first call."""
    return Matcher.load()
