"""What the words around a quote say for its kind: "agreed" the sentence before, two states in one sentence, "will".

The tagger reads the quote with little around it; whether "China will train the unit" is one side's pledge or a part of
what both agreed is often told sentences before.
"""

from __future__ import annotations

import math
import re
from typing import Final

import numpy as np

from corpus.article import Span
from corpus.extraction.forest import Described
from corpus.extraction.setting import Setting
from corpus.mentions import NameKind

CUES: Final = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "agree": r"\b(?:agree[ds]?|agreeing|sign(?:s|ed|ing)?|initialled|concluded|accepted|consent\w*|ratif\w+|decided"
        r"|resolved|endorsed)\b",
        "deal": r"\b(?:agreements?|deals?|accords?|pacts?|treat(?:y|ies)|memorand\w+|mous?|communiqu\w+|understandings?"
        r"|protocols?|joint statement|contracts?|charter|compact|truce|ceasefire|settlement)\b",
        "joint": r"\b(?:joint|jointly|together|each other|one another|mutual\w*|bilateral|trilateral|both|respective"
        r"|side by side)\b",
        "sides": r"\b(?:(?:two|three|both|all|four|five) (?:\w+ )?(?:sides?|countries|nations|states|governments"
        r"|parties|ministers|leaders|capitals|neighbou?rs|companies|men|presidents|firms)|the (?:sides|parties"
        r"|ministers|leaders|delegations|signatories|neighbours|governments|partners|allies|states|countries))\b",
        "exchange": r"\b(?:co-?operat\w+|exchang\w+|coordinat\w+|shar(?:e|ing)|deepen\w*|strengthen\w*|hotline"
        r"|working group|talks|summit|visit\w*|counterpart\w*)\b",
        "promise": r"\b(?:promis\w+|pledg\w+|vow\w+|assur\w+|commit\w+|undert\w+|guarantee\w*|reaffirm\w*|reiterat\w*"
        r"|resolve\w*)\b",
        "plan": r"\b(?:plan\w*|schedul\w+|set to|due to|begin\w*|start\w*|launch\w*|announc\w+|programme|budget\w*"
        r"|approv\w+|order\w*|direct\w*|instruct\w*|establish\w*|(?:is|are|was|were) being)\b",
        "will": r"\b(?:will|shall|would)\b|['\u2019]ll\b",
        "going": r"\b(?:is|are|was|were) \w+ing\b",
        "not": r"\b(?:not|never|no|refus\w+|reject\w+|rul\w+ out)\b|n['\u2019]t\b",
        "they": r"\b(?:they|their)\b",
        "we": r"\b(?:we|our|us)\b",
        "i": r"\bi\b",
        "he": r"\b(?:he|she|his|her)\b",
        "said": r"\b(?:said|told|added|says)\b",
        "under": r"\b(?:under|in return|in exchange|according to|terms of|part of)\b",
        "passive": r"\b(?:be|been|being|is|are|was|were) \w+(?:ed|en|wn|ilt|ade)\b",
    }.items()
}
# Those that tell something from farther off.
WIDE: Final = ("agree", "deal", "joint", "sides", "exchange", "promise", "plan")
LEAD_CHARS: Final = 60
# Kinds of parties whose number in the sentence is counted.
COUNTED: Final = {"states": NameKind.STATE, "persons": NameKind.PERSON}


def describe_kind(setting: Setting, span: Span) -> Described:
    """One row for the quote; counts stand as the logarithm of one more."""
    row = {**_cues(setting, span), **_parties(setting, span), **_form(setting, span)}
    values = np.array([[math.log1p(value) for value in row.values()]], dtype=np.float32)
    return Described(tuple(row), values)


def _cues(setting: Setting, span: Span) -> dict[str, float]:
    """How often each cue stands in the quote, its sentence, those around, the headline and (a sentence) the article."""
    text, sentence, at = setting.article.text, setting.sentences_of(span), _number(setting, span)
    headline = setting.article.headline
    near = {
        "quote": setting.article.slice(span),
        "sentence": setting.article.slice(sentence),
        "before1": _sentence(setting, at - 1),
    }
    wide = {
        "before2": _sentence(setting, at - 2),
        "after1": _sentence(setting, at + 1),
        "headline": setting.article.slice(headline) if headline else text.split("\n", 1)[0],
        "lead": text[max(0, span.start_char - LEAD_CHARS) : span.start_char],
    }
    found = {f"{where}_{cue}": _count(cue, words) for where, words in near.items() for cue in CUES}
    found |= {f"{where}_{cue}": _count(cue, words) for where, words in wide.items() for cue in WIDE}
    return found | {f"article_{cue}": _count(cue, text) / max(1, len(setting.sentences)) for cue in WIDE}


def _count(cue: str, words: str) -> float:
    return float(sum(1 for _ in CUES[cue].finditer(words)))


def _number(setting: Setting, span: Span) -> int:
    start = setting.sentences_of(span).start_char
    return next((n for n, one in enumerate(setting.sentences) if one.start_char >= start), 0)


def _sentence(setting: Setting, number: int) -> str:
    return setting.article.slice(setting.sentences[number]) if 0 <= number < len(setting.sentences) else ""


def _parties(setting: Setting, span: Span) -> dict[str, float]:
    """How many parties, states and persons are named in the quote, in its sentence, and there before the quote."""
    sentence = setting.sentences_of(span)
    regions = {
        "quote": span,
        "sentence": sentence,
        "lead": Span(sentence.start_char, max(sentence.start_char + 1, span.start_char)),
    }
    found: dict[str, float] = {}
    for where, region in regions.items():
        named = [one for one in setting.parties if any(region.covers(place.span) for place in one.places)]
        found[f"{where}_parties"] = float(len(named))
        for word, kind in COUNTED.items():
            found[f"{where}_{word}"] = float(sum(one.kind is kind for one in named))
    return found


def _form(setting: Setting, span: Span) -> dict[str, float]:
    quote = setting.article.slice(span)
    return {
        "chars": float(len(quote)),
        "depth": _number(setting, span) / max(1, len(setting.sentences)),
        "quoted": float(setting.is_quoted(span)),
        "opens_with_to": float(re.match(r"(?:and )?to ", quote) is not None),
        "capital": float(quote[:1].isupper()),
    }
