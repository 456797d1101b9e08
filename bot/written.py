"""What a language model wrote, after the check: sentences with their citations, or why there are none."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProseSentence:
    """One sentence of prose that its citations hold.

    `replaced` is "" for the model's own words; else `text` is a quote, verbatim, that stands for a sentence of the
    model that did not pass the check, and `replaced` tells why not.
    """

    text: str
    citations: tuple[int, ...]
    replaced: str


@dataclass(frozen=True, slots=True)
class Prose:
    """What a language model made of an answer's citations, every sentence checked.

    `dropped` counts its sentences that are left out: they did not pass, and no quote stands for them. Where the prose
    cannot be shown there are no sentences, and `fallback` tells why.
    """

    model: str
    sentences: tuple[ProseSentence, ...]
    dropped: int
    fallback: str

    @property
    def stands(self) -> bool:
        """Whether there is prose to show."""
        return not self.fallback
