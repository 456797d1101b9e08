"""Characters that nobody sees: what hides orders in an article, and what a model may hide in its answer."""

from __future__ import annotations

import unicodedata

# Format (zero width, direction, tags), control, private use, surrogate and unassigned characters.
_UNSEEN = frozenset({"Cf", "Cc", "Co", "Cs", "Cn"})
_KEPT = frozenset("\n\t")


def visible(text: str) -> str:
    """The text without characters that a reader cannot see; line ends and tabs stay."""
    return "".join(letter for letter in text if letter in _KEPT or unicodedata.category(letter) not in _UNSEEN)
