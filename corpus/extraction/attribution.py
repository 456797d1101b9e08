"""Who says it by the words alone: a sign for who is bound (`sources.py` reads it from the grammar)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from corpus.article import Span
from corpus.extraction.setting import Setting, Speaking
from corpus.extraction.speech import VERBS

SAYS_PRONOUN: Final = re.compile(
    rf"\b(?:he|she|they) (?:also |then |had |later )?{VERBS}\b|\b{VERBS} (?:he|she)\b", re.IGNORECASE
)


def speaker_of(setting: Setting, span: Span) -> int | None:
    """Row of the party that says the quote; None where the reporter does.

    Named beside a verb of speech in the sentence; for a direct quotation or "he said" the one so named nearest in the
    paragraph, else the last one before.
    """
    sentence, paragraph = setting.sentences_of(span), setting.paragraph_of(span)
    own = _nearest(setting.speaking, span, within=sentence)
    if own is not None:
        return own
    words = setting.article.slice(sentence)
    if not setting.is_quoted(span) and not SAYS_PRONOUN.search(words):
        return None
    near = _nearest(setting.speaking, span, within=paragraph)
    before = [one.party for one in setting.speaking if one.span.end_char <= span.start_char]
    return near if near is not None else before[-1] if before else None


def _nearest(speaking: Sequence[Speaking], span: Span, *, within: Span) -> int | None:
    near = [(_distance(one.span, span), one.party) for one in speaking if within.covers(one.span)]
    return min(near)[1] if near else None


def _distance(one: Span, other: Span) -> int:
    return max(0, one.start_char - other.end_char, other.start_char - one.end_char)
