"""An article cut into the passages that are searched and cited.

A passage is a run of whole sentences whose encoder text (headline, date, words) fits the encoder's window, so that
nothing is ever truncated. Only a sentence that is too long by itself is cut, between words. The passages of an article
follow one another, share no character and together cover all of it; each is a slice of `Article.text`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from corpus.article import Article, Span
from corpus.layout.sentences import split_sentences

__all__ = ["Passage", "encoder_text", "split_passages", "split_sentences"]

# Aim: a thought with its surroundings. Paragraphs of news run to 40-60 words; three of them answer one question.
TARGET_WORDS = 120
MOST_WORDS = 160
# The cost of ending a passage inside a paragraph, in the unit of a passage that is off its target by half.
SPLIT_PARAGRAPH_COST = 0.5
# A first line without a headline can be a whole paragraph: a heading of this many characters still tells the topic,
# and leaves the greater part of a 256-token window to the passage in every script.
HEADING_CHARS = 120
# An encoder may take a word of any length for one unknown token: what no sentence of that many words reaches is cut.
MOST_PIECE_CHARS = 2_000
# [CLS] and [SEP]: kept free whether or not the encoder's count includes them.
SPECIAL_TOKENS = 2


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of sentences: `article.slice(passage.span) == passage.text`.

    `sentences` are spans into `Article.text`, inside `span`; of a sentence too long for the encoder they are pieces.
    """

    article_id: str
    span: Span
    text: str
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence (or part of an overlong one) with its size, ready to be packed."""

    span: Span
    words: int
    tokens: int
    ends_paragraph: bool


def heading(article: Article) -> str:
    """The headline, or the first words where there is none, and the date: what places a passage in time and story."""
    title = article.title
    if len(title) > HEADING_CHARS:
        title = title[:HEADING_CHARS].rsplit(" ", 1)[0]
    parts = [title.rstrip(". ")]
    if article.published:
        parts.append(f"{article.published.day} {article.published:%B %Y}")
    return ". ".join(part for part in parts if part) + "."


def encoder_text(article: Article, passage: Passage) -> str:
    """What is encoded for a passage: heading, a line break, then the passage's own words."""
    return f"{heading(article)}\n{passage.text}"


def split_passages(article: Article, *, count_tokens: Callable[[str], int], max_tokens: int) -> tuple[Passage, ...]:
    """The passages of an article, in order.

    `count_tokens(text)` is the encoder's own count, with or without its special tokens; `max_tokens` its window,
    special tokens included. No `encoder_text` counts more than that. Raises ValueError where the heading fills it.
    """
    specials = count_tokens("")
    budget = max_tokens - count_tokens(heading(article)) - max(0, SPECIAL_TOKENS - specials)
    if budget < 1:
        raise ValueError(f"a window of {max_tokens} tokens cannot hold the heading of {article.path}: use a longer one")
    pieces = _pieces(article.text, lambda text: count_tokens(text) - specials, budget)
    return tuple(_passage(article, run) for run in _packed(pieces, budget))


def _passage(article: Article, run: list[_Piece]) -> Passage:
    """The passage made of these neighbouring pieces."""
    span = Span(run[0].span.start_char, run[-1].span.end_char)
    return Passage(article.article_id, span, article.slice(span), tuple(piece.span for piece in run))


def _pieces(text: str, count_tokens: Callable[[str], int], budget: int) -> list[_Piece]:
    """The sentences of the text, those beyond the budget cut between words."""
    pieces = []
    for sentence in split_sentences(text):
        ends_paragraph = "\n\n" in text[sentence.end_char : sentence.end_char + 3] or sentence.end_char == len(text)
        for span in _fitting(text, sentence, count_tokens, budget):
            words = text[span.start_char : span.end_char]
            last = ends_paragraph and span.end_char == sentence.end_char
            pieces.append(_Piece(span, len(words.split()), count_tokens(words), last))
    return pieces


def _fitting(text: str, span: Span, count_tokens: Callable[[str], int], budget: int) -> list[Span]:
    """The span itself where it fits the budget, else its halves (cut between words where there are two), and so on."""
    chars = span.end_char - span.start_char
    if chars <= 1 or (chars <= MOST_PIECE_CHARS and count_tokens(text[span.start_char : span.end_char]) <= budget):
        return [span]
    middle = (span.start_char + span.end_char) // 2
    space = text.rfind(" ", span.start_char, middle)
    cut = space if space > span.start_char else text.find(" ", middle, span.end_char)
    first_end, second_start = (cut, cut + 1) if cut > 0 else (middle, middle)
    halves = (Span(span.start_char, first_end), Span(second_start, span.end_char))
    return [piece for half in halves for piece in _fitting(text, half, count_tokens, budget)]


def _packed(pieces: list[_Piece], budget: int) -> list[list[_Piece]]:
    """The pieces in runs of least total cost: near the target, ending with paragraphs, never beyond the budget."""
    best: list[tuple[float, int]] = [(0.0, 0)]  # cost of packing the first i pieces, and where their last run starts
    for end in range(1, len(pieces) + 1):
        words = tokens = 0
        choice = (float("inf"), end - 1)
        for start in range(end - 1, -1, -1):
            words += pieces[start].words
            tokens += pieces[start].tokens
            if start < end - 1 and (tokens > budget or words > MOST_WORDS):
                break
            cost = best[start][0] + _cost(words, pieces[end - 1].ends_paragraph)
            choice = min(choice, (cost, start))
        best.append(choice)
    runs = []
    end = len(pieces)
    while end:
        start = best[end][1]
        runs.append(pieces[start:end])
        end = start
    return runs[::-1]


def _cost(words: int, ends_paragraph: bool) -> float:
    """How far a passage is from the best one: the squared part it is off its target, more inside a paragraph."""
    off_target = (words - TARGET_WORDS) / TARGET_WORDS
    return off_target * off_target + (0.0 if ends_paragraph else SPLIT_PARAGRAPH_COST**2)
