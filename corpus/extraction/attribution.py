"""Who says it, who tells of it as a third party, and to whom it was promised."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from corpus.article import Span
from corpus.extraction.parties import Form, Party
from corpus.extraction.setting import Setting, Speaking
from corpus.extraction.speech import VERBS
from corpus.mentions import NameKind

# One who speaks for another is no third party.
SPEAKS_FOR: Final = re.compile(
    r"spokes|press secretary|aide|advis[eo]r|manager|campaign|minister|secretary|ambassador|envoy|director|chair"
    r"|chief|president|"
    r"governor|mayor|official|lawyer|attorney|officer|commission|head|leader",
    re.IGNORECASE,
)
SAYS_PRONOUN: Final = re.compile(
    rf"\b(?:he|she|they) (?:also |then |had |later )?{VERBS}\b|\b{VERBS} (?:he|she)\b", re.IGNORECASE
)
PROMISED: Final = re.compile(
    r"\b(?:ha[sd] |have |was |is )?(?:promis\w+|pledg\w+|vow\w+|agreed|assured|committed|undertak\w+|undertook"
    r"|plann?(?:s|ed|ing)|intend\w+"
    r"|refus\w+|wants? to)\b",
    re.IGNORECASE,
)
TO_WHOM: Final = re.compile(
    r"\b(?:with|to|for|towards?|between|among|assur\w+|told|tells?|promis\w+|help\w*|giv\w+"
    r"|offer\w*) (?:the )?(?:\w+ )?$",
    re.IGNORECASE,
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


def reporter_of(setting: Setting, span: Span, bound: Sequence[Party], speaker: int | None) -> str | None:
    """The person who says of another, or of another state, that he committed himself; None where he speaks for him."""
    if speaker is None or not bound:
        return None
    teller, actor = setting.parties[speaker], bound[0]
    if teller in bound or teller.kind is not NameKind.PERSON:
        return None
    if actor.kind is NameKind.STATE:
        return teller.name if teller.home not in (None, *(party.name for party in bound)) else None
    if actor.kind is not NameKind.PERSON or any(SPEAKS_FOR.search(role) for role in teller.roles):
        return None
    sentence = setting.article.slice(setting.sentences_of(span))
    at = sentence.find(actor.name.split()[-1])
    return teller.name if at >= 0 and PROMISED.search(sentence, at) else None


def counterparty_of(setting: Setting, span: Span, bound: Sequence[Party]) -> str | None:
    """The first other party of the quote that stands after "with", "to", "assured" and the like."""
    text = setting.article.text
    places = sorted(
        (place.span, row)
        for row, party in enumerate(setting.parties)
        for place in party.places
        if party not in bound and place.form is not Form.ADJECTIVE and span.covers(place.span)
    )
    for place, row in places:
        if TO_WHOM.search(text, max(span.start_char, place.start_char - 24), place.start_char):
            return re.sub(r"\s+", " ", setting.parties[row].name)
    return None
