"""Who says: speech verbs and promise verbs, names beside them, and what stands within quotation marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.article import Span
from corpus.titles import word_set

SAY_STEMS = word_set(
    """
    say said tell told add announce declare state note report reply repli explain insist argue write wrote tweet ask remark
    warn stress maintain claim confirm reveal disclose assert recall observ suggest indicat read according describ testif
    comment respond continu mention acknowledg admit conced predict emphasiz emphasis underlin underscor reiterat repeat
    call inform brief spoke speak speaking caution contend cit quot post joke quip believ think thought hope
    """
)
PROMISE_STEMS = word_set(
    """
    promis pledg vow assur commit committ swear swore sworn undertak undertook undertaken guarante agre sign plan intend
    propos offer decid resolv prepar aim seek sought order direct approv back endors support favor favour reject refus
    declin oppos deni ban block unveil outlin introduc launch set push urg want advocat determin expect demand call
    accept consent pass adopt vot ratif authoriz authoris allocat invest fund schedul hire open clos start begin
    """
)
PRONOUNS = word_set(
    "he she they it we i you who his her their its our my him them us me itself himself herself themselves"
)
OPEN, CLOSE = "\u201c", "\u201d"
VERBS = (
    r"(?:said|says|say|told|tells|added|adds|announced|declared|stated|noted|replied|explained|insisted|argued|wrote|tweeted"
    r"|warned|stressed|maintained|claimed|confirmed|asserted|promised|pledged|vowed|assured|continued|asked|writes|explains)"
)
AFTER_NAME = re.compile(
    rf"(?:\s?\([^)\n]{{1,20}}\))?(?:,[^,.\n]{{1,70}},)?(?: also| later| then| has| had| again)? {VERBS}\b"
)
BEFORE_NAME = re.compile(rf"\b{VERBS} (?:[\w.'\u2019-]+ ){{0,5}}$")


def stem(word: str) -> str:
    """A verb without its ending, so that "promises", "promised" and "promising" are one: "promis"."""
    lowered = word.lower()
    for ending in ("ing", "ied", "ies", "ed", "es", "s", "e", "y"):
        if lowered.endswith(ending) and len(lowered) - len(ending) >= 3:
            return lowered[: -len(ending)]
    return lowered


SAY = frozenset(stem(word) for word in SAY_STEMS) | SAY_STEMS
PROMISE = frozenset(stem(word) for word in PROMISE_STEMS) | PROMISE_STEMS


def is_say(word: str) -> bool:
    """Whether the verb reports speech."""
    return stem(word) in SAY


def is_promise(word: str) -> bool:
    """Whether the verb binds, decides or proposes."""
    return stem(word) in PROMISE


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words within quotation marks; the span leaves the marks out."""

    span: Span


def find_quotations(text: str) -> tuple[Span, ...]:
    """What stands within double quotation marks, paragraph by paragraph; an unclosed one ends with its paragraph."""
    found = []
    for paragraph in re.finditer(r"[^\n]+", text):
        start: int | None = None
        for mark in re.finditer(r"[\u201c\u201d\"]", paragraph.group()):
            place = paragraph.start() + mark.start()
            if start is None and mark.group() != CLOSE:
                start = place + 1
            elif start is not None and mark.group() != OPEN:
                found.append(Span(start, max(place, start + 1)))
                start = None
        if start is not None and start < paragraph.end():
            found.append(Span(start, paragraph.end()))
    return tuple(found)


def is_speaking(text: str, span: Span) -> bool:
    """Whether the name at the span is said, in so many words beside it, to speak: "Vance, the minister, said"."""
    if AFTER_NAME.match(text, span.end_char):
        return True
    return BEFORE_NAME.search(text, max(0, span.start_char - 70), span.start_char) is not None


def last_before(spans: Sequence[Span], at: int) -> Span | None:
    """The last span that ends at or before a place; None where there is none."""
    return next((span for span in reversed(spans) if span.end_char <= at), None)
