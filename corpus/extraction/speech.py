"""Who says: names beside a verb of speech, and what stands within quotation marks."""

from __future__ import annotations

import re

from corpus.article import Span

OPEN, CLOSE = "\u201c", "\u201d"
VERBS = (
    r"(?:said|says|say|told|tells|added|adds|announced|declared|stated|noted|replied|explained|insisted|argued"
    r"|wrote|tweeted"
    r"|warned|stressed|maintained|claimed|confirmed|asserted|promised|pledged|vowed|assured|continued|asked|writes"
    r"|explains)"
)
AFTER_NAME = re.compile(
    rf"(?:\s?\([^)\n]{{1,20}}\))?(?:,[^,.\n]{{1,70}},)?(?: also| later| then| has| had| again)? {VERBS}\b"
)
# "said Vance", "added the interior minister, Vance"; verbs that take a person after them ("told Vance") are not here.
INVERTED = (
    r"(?:said|says|added|adds|declared|stated|noted|replied|explained|insisted|argued|wrote|tweeted|warned|stressed"
    r"|claimed)"
)
BEFORE_NAME = re.compile(
    rf"\b{INVERTED} (?:(?!(?:that|on|in|to|at|it|he|she|they|there|we|if|when|last|this|by"
    rf"|and)\b)[\w.'\u2019-]+,? ){{0,5}}$"
)


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
