"""What speaks for a party beside the network's score: where it stands to the quote, what it is, who speaks.

One row a party; a small forest, trained on articles that the network has not learned from, joins the two.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.article import Span
from corpus.commitments import Kind
from corpus.extraction.actor_windows import ActorWindow
from corpus.extraction.attribution import speaker_of
from corpus.extraction.forest import Described
from corpus.extraction.parties import Form, Party
from corpus.extraction.setting import Setting
from corpus.mentions import NameKind

FAR_CHARS = 3000
ACTS = re.compile(
    r"(?:\s+(?:also|now|again|both|jointly|never|on \w+day|today))*,?\s+"
    r"(?:will|would|shall|won['\u2019]t|(?:is|are|was|were) to"
    r"|(?:is|are) going to|(?:ha[sd]|have) \w+|agree\w*|promis\w+|pledg\w+|vow\w+|undert\w+|commit\w+|plan\w*|intend\w*"
    r"|refus\w+|announc\w+|decid\w+|assur\w+|want\w*|call\w*|propos\w+|is|are|was|were)\b"
)
FIRST_PERSON = re.compile(r"\b(?:we|I|our|my|us)\b")
PASSIVE = re.compile(r"\b(?:be|been|being|is|are|was|were) \w+(?:ed|en|wn|ilt|ade|ut|ept|eld)\b")


@dataclass(frozen=True, slots=True, eq=False)
class Opinions:
    """What is thought of the parties: the network's scores (n_parties, 2), the syntax's log-odds (n_parties,)."""

    network: NDArray[np.float32]
    syntax: NDArray[np.float64]


def weigh(setting: Setting, window: ActorWindow, opinions: Opinions, span: Span, kind: Kind) -> Described:
    """One row a party of the window."""
    scores = opinions.network
    shared = _shared(setting, span, kind)
    speaker = speaker_of(setting, span)
    network = _network(scores)
    syntax = _syntax(opinions.syntax)
    parties = _parties(window.parties)
    around = _Around.of(setting, span)
    rows = [
        {
            **shared,
            **network[row],
            **syntax[row],
            **parties[row],
            **_standing(around, party, row, row == speaker),
        }
        for row, party in enumerate(window.parties)
    ]
    columns = tuple(rows[0]) if rows else ()
    values = np.array([tuple(row.values()) for row in rows], dtype=np.float32)
    return Described(columns, values.reshape(len(rows), len(columns)))


def _shared(setting: Setting, span: Span, kind: Kind) -> dict[str, float]:
    quote = setting.article.slice(span)
    return {
        **{f"kind_{one.value}": float(kind is one) for one in Kind},
        "quoted": float(setting.is_quoted(span)),
        "first_person": float(FIRST_PERSON.search(quote) is not None),
        "passive": float(PASSIVE.search(quote) is not None),
    }


def _network(scores: NDArray[np.float32]) -> list[dict[str, float]]:
    """The network's scores, and how far each is from the best other one."""
    best = np.sort(scores[:, 0])[::-1] if len(scores) else np.zeros(0)
    second = float(best[1]) if len(best) > 1 else -50.0
    order = np.argsort(np.argsort(-scores[:, 0])) if len(scores) else np.zeros(0)
    return [
        {
            "first": max(-20.0, float(first)),
            "also": max(-20.0, float(also)),
            "margin": float(np.clip(first - (second if first == best[0] else best[0]), -12, 12)),
            "rank": float(order[row]),
        }
        for row, (first, also) in enumerate(scores)
    ]


def _syntax(odds: NDArray[np.float64]) -> list[dict[str, float]]:
    """The log-odds that the forest on syntax gives, and how far and in which rank below its best."""
    order = np.argsort(np.argsort(-odds, kind="stable"), kind="stable")
    best = float(odds.max()) if len(odds) else 0.0
    return [
        {"syntax": float(one), "syntax_below": float(one) - best, "syntax_rank": float(order[row])}
        for row, one in enumerate(odds)
    ]


def _parties(parties: Sequence[Party]) -> list[dict[str, float]]:
    """What each party is, and how many are named oftener."""
    counts = [len(party.places) for party in parties]
    by_count = sorted(counts)
    states = sorted(len(party.places) for party in parties if party.kind is NameKind.STATE)
    return [
        {
            **{f"is_{kind.value}": float(party.kind is kind) for kind in NameKind},
            "nominal": float(party.nominal),
            "has_role": float(bool(party.roles)),
            "count": float(np.log1p(count)),
            "count_rank": float(len(by_count) - bisect_right(by_count, count)),
            "state_rank": float(len(states) - bisect_right(states, count)),
        }
        for party, count in zip(parties, counts, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Around:
    """A candidate's span with its sentence, its paragraph, and the rows of those who speak in each."""

    setting: Setting
    span: Span
    sentence: Span
    speaking_here: frozenset[int]
    speaking_near: frozenset[int]

    @classmethod
    def of(cls, setting: Setting, span: Span) -> _Around:
        sentence, paragraph = setting.sentences_of(span), setting.paragraph_of(span)
        here, near = (
            frozenset(one.party for one in setting.speaking if where.covers(one.span))
            for where in (sentence, paragraph)
        )
        return cls(setting, span, sentence, here, near)


def _standing(around: _Around, party: Party, row: int, speaks: bool) -> dict[str, float]:
    """Where the party stands to the quote and in its sentence."""
    text, span, sentence = around.setting.article.text, around.span, around.sentence
    spans = [place.span for place in party.places if place.form is Form.NAME]
    inside = [one.start_char - span.start_char for one in spans if span.covers(one)]
    before = [span.start_char - one.end_char for one in spans if one.end_char <= span.start_char]
    after = [one.start_char - span.end_char for one in spans if one.start_char >= span.end_char]
    acts = [one for one in spans if sentence.covers(one) and ACTS.match(text, one.end_char)]
    return {
        "speaks": float(speaks),
        "speaks_here": float(row in around.speaking_here),
        "speaks_near": float(row in around.speaking_near),
        "inside_at": float(min(inside, default=999)),
        "before": float(min(before, default=FAR_CHARS)),
        "after": float(min(after, default=FAR_CHARS)),
        "in_sentence": float(any(sentence.covers(one) for one in spans)),
        "acts_in_quote": float(any(span.covers(one) for one in acts)),
        "acts_in_sentence": float(bool(acts)),
        "opens_quote": float(any(0 <= at <= 5 for at in inside)),
        "opens_sentence": float(any(0 <= one.start_char - sentence.start_char <= 30 for one in spans)),
        "adjective_here": float(
            any(place.form is Form.ADJECTIVE and sentence.covers(place.span) for place in party.places)
        ),
    }
