"""What the syntax of an article's candidates is read against: who opens sentences, who is a he or a she."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.article import Span
from corpus.extraction.parties import Form, Party
from corpus.extraction.setting import Setting
from corpus.mentions import NameKind

HEAD_CHARS = 30  # room for "Foreign Minister " before the name that opens a sentence
MOST_LEANING = 2


@dataclass(frozen=True, slots=True)
class Topic:
    """A party that stands at the head of a sentence; `at` is where its name begins."""

    at: int
    party: int


@dataclass(frozen=True, slots=True)
class Ground:
    """A setting with what pronouns and missing subjects are resolved by.

    `leanings` tell of each party how much oftener "she" than "he" stands in sentences where it is the only person.
    """

    setting: Setting
    starts: frozenset[int]
    topics: tuple[Topic, ...]
    leanings: dict[int, int]

    @classmethod
    def of(cls, setting: Setting) -> Ground:
        """Read a setting once, for all its candidates."""
        return cls(
            setting,
            frozenset(one.start_char for one in setting.sentences),
            _topics(setting.sentences, setting.parties),
            _leanings(setting.article.text, setting.sentences, setting.parties),
        )

    def sentence_at(self, at: int) -> int:
        """The number of the sentence that holds the place, or of the next one."""
        sentences = self.setting.sentences
        return min(bisect_right(sentences, at, key=lambda span: span.end_char), len(sentences) - 1)


def _topics(sentences: Sequence[Span], parties: Sequence[Party]) -> tuple[Topic, ...]:
    """The parties that stand at the head of a sentence, in the order of the text: as a rule its subject."""
    starts = [sentence.start_char for sentence in sentences]
    found = []
    for index, party in enumerate(parties):
        for place in party.places:
            start = starts[max(0, bisect_right(starts, place.span.start_char) - 1)]
            if place.form is Form.NAME and place.span.start_char - start <= HEAD_CHARS:
                found.append(Topic(place.span.start_char, index))
    return tuple(sorted(found, key=lambda topic: (topic.at, topic.party)))


def _leanings(text: str, sentences: Sequence[Span], parties: Sequence[Party]) -> dict[int, int]:
    """How much oftener "she" than "he" stands in the sentences where a person is the only one named."""
    named: list[set[int]] = [set() for _ in sentences]
    starts = [sentence.start_char for sentence in sentences]
    for index, party in enumerate(parties):
        if party.kind is NameKind.PERSON:
            for place in party.places:
                named[max(0, bisect_right(starts, place.span.start_char) - 1)].add(index)
    leanings: dict[int, int] = {}
    for sentence, persons in zip(sentences, named, strict=True):
        if len(persons) == 1:
            words = text[sentence.start_char : sentence.end_char].lower().split()
            balance = sum(word in {"she", "her"} for word in words) - sum(
                word in {"he", "his", "him"} for word in words
            )
            leanings[next(iter(persons))] = leanings.get(next(iter(persons)), 0) + balance
    return {party: max(-MOST_LEANING, min(MOST_LEANING, balance)) for party, balance in leanings.items()}
