"""Characters that no reader sees: stripped, so that words match and nothing is hidden in a text, and counted.

Every other character stays as it is: quotation marks, dashes and accents are the source's own.
"""

from __future__ import annotations

import re
import unicodedata

# Zero-width and bidirectional controls, soft hyphen, byte-order mark, tags, variation selectors' supplement.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff"
    "\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U000e0000-\U000e0fff]"
)
_JOINER = re.compile("[\u200c\u200d]+")
# A joiner is part of the spelling between letters of these scripts, and of a picture made of several.
_JOINING_SCRIPTS = ("ARABIC", "SYRIAC", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU",
                    "KANNADA", "MALAYALAM", "SINHALA", "MYANMAR", "KHMER", "MONGOLIAN")  # fmt: skip
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028]")
_PARAGRAPH_END = "\u2029"


def visible(raw: str) -> tuple[str, int]:
    r"""The text with line ends as `\n`, without controls and invisible characters, and how many of these it had."""
    text = _LINE_END.sub("\n", raw).replace(_PARAGRAPH_END, "\n\n")
    text, stripped = _INVISIBLE.subn("", _CONTROL.sub("", text))
    kept = _JOINER.sub(_joiner_kept, text)
    return kept, stripped + len(text) - len(kept)


def _joiner_kept(match: re.Match[str]) -> str:
    """One joiner where it belongs to the spelling, else nothing."""
    text = match.string
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return match.group()[0] if _joins(before) and _joins(after) else ""


def _joins(character: str) -> bool:
    """Whether a joiner beside this character changes how it is written."""
    if not character:
        return False
    return unicodedata.name(character, "").startswith(_JOINING_SCRIPTS) or unicodedata.category(character) == "So"
