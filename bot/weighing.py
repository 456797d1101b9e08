"""What speaks for a sentence as part of an answer: signs from 0 to 1.

Each fails in its own way (words miss what is said otherwise, vectors miss what is negated, the ledger misses what it
did not read), so all are taken together (`likelihood.py`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter

from bot.intent import Intent
from bot.question import Question
from bot.sentences import Sentence
from corpus.actors import Actor
from corpus.event_kinds import tells_progress
from corpus.mentions import NameKind
from embeddings.analysis import analyse

# What a word of the question is worth that stands beside the sentence or elsewhere in its passage: news names once and
# goes on with "he".
BESIDE_CREDIT = 0.6
AROUND_CREDIT = 0.3
# What it is worth to be named in the sentence, to be the one spoken of last, or to stand only near it; 1 is to be bound
# by a commitment in it.
NAMED_CREDIT = 0.85
SPOKEN_OF_CREDIT = 0.65
AROUND_NAME_CREDIT = 0.3
GOING_ON = frozenset({Intent.STATUS, Intent.TIMELINE})
# Words for all the parties to a matter at once: where each of those asked about is named nearby, they act in it.
_TOGETHER = re.compile(
    r"\b(?:(?:the two|both|the three|all) (?:\w+ )?"
    r"(?:sides?|parties|countries|nations|states|governments|ministers|leaders)"
    r"|both of them|jointly|with each other|each other's)\b",
    re.IGNORECASE,
)
# What a commitment is worth of a kind that was not asked for, or that cannot be checked.
OTHER_KIND_CREDIT = 0.5


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a sentence, each 0 to 1 (`similarity` some -1 to 1).

    `coverage` is the share of the topic's words in it, those nearby counting in part; `soft` the same in the sentence
    alone and `soft_around` in its paragraph up to its end, words near in meaning counting in part (`soft_coverage.py`);
    `closeness` how well its passage answers the query; `similarity` the product of the question's vector, turned
    (`query_adapter.py`), and that of the sentence as it is meant in its passage; `actor` how far those asked about act
    in it, 1 where nobody is asked about; `belief` how sure the ledger is of a commitment in it, `kind` whether one is
    of the kind asked for;
    `progress` whether it tells how something goes on, where that is asked; `headline` whether it is one. Of those that
    are looked at closely, else 0: `expected`, whether it tells what is asked for (a date, a number), and `match`, how
    well it answers by the network that reads both together (`matching.py`).
    """

    coverage: float
    soft: float
    soft_around: float
    closeness: float
    similarity: float
    actor: float
    belief: float
    kind: float
    progress: float
    headline: float
    expected: float = 0.0
    match: float = 0.0


NAMES = tuple(field.name for field in fields(Signs))
# `dataclasses.astuple` copies deeply, which takes longer than all the rest of the weighing.
_values = attrgetter(*NAMES)


@dataclass(frozen=True, slots=True)
class Party:
    """One whom a question is about: the ids of the commitments that bind them or that they spoke, and their names.

    `full` are the terms of their full names, `rivals` those of others with the same surname, and `others` the ids of
    the articles that name such a one and none of them.
    """

    actors: tuple[Actor, ...]
    commitments: frozenset[str]
    names: tuple[frozenset[str], ...]
    full: tuple[frozenset[str], ...]
    rivals: tuple[frozenset[str], ...]
    others: frozenset[str]

    @classmethod
    def of(cls, actors: Sequence[Actor], commitments: frozenset[str], *, rivals: Sequence[Actor] = ()) -> Party:
        """One party of the actors that a name may mean; a person is named by the surname alone."""
        names = dict.fromkeys(
            frozenset(terms[-1:] if actor.kind is NameKind.PERSON else terms)
            for actor in actors
            for spelling in (actor.name, *actor.spellings)
            if (terms := analyse(spelling))
        )
        full = tuple(frozenset(analyse(actor.name)) for actor in actors)
        # A surname alone is nobody else's name: most often it is one of theirs.
        strangers = [rival for rival in rivals if rival not in actors and len(analyse(rival.name)) > 1]
        own = {article_id for actor in actors for article_id in actor.article_ids}
        others = {article_id for rival in strangers for article_id in rival.article_ids} - own
        return cls(
            actors=tuple(actors),
            commitments=commitments,
            names=tuple(names),
            full=full,
            rivals=tuple(frozenset(analyse(rival.name)) for rival in strangers),
            others=frozenset(others),
        )

    @property
    def name(self) -> str:
        """What it is called: "Orla Vance"; "Orla Vance or Rafe Vance" where either may be meant."""
        return " or ".join(actor.name for actor in self.actors)

    def _is_meant(self, terms: frozenset[str]) -> bool:
        """Whether no other first name stands with the surname ("Imran Khan" where Aimal Khan is asked about)."""
        return any(own <= terms for own in self.full) or not any(other <= terms for other in self.rivals)

    def _is_only_told(self, sentence: Sentence) -> bool:
        """Whether a state is named where another undertakes something: to it, with regard to it or its citizens."""
        return bool(sentence.commitments) and all(actor.kind is NameKind.STATE for actor in self.actors)

    def acts_in(self, sentence: Sentence) -> float:
        """1 where the ledger has it as theirs, less where they are named in it, were spoken of last, or near it.

        A state that is named where the ledger has others bound acts no more than one that stands near.
        """
        if any(one.commitment_id in self.commitments for one in sentence.commitments):
            return 1.0
        if sentence.article.article_id in self.others:
            return 0.0
        if any(name <= sentence.terms for name in self.names):
            if self._is_only_told(sentence):
                return AROUND_NAME_CREDIT
            return NAMED_CREDIT if self._is_meant(sentence.terms) else 0.0
        if any(name <= sentence.spoken_of for name in self.names):
            return SPOKEN_OF_CREDIT
        return AROUND_NAME_CREDIT if any(name <= sentence.around for name in self.names) else 0.0


def signs_of(
    sentence: Sentence,
    question: Question,
    *,
    weights: Mapping[str, float],
    parties: Sequence[Party],
    soft: tuple[float, float],
    similarity: float,
) -> Signs:
    """What speaks for the sentence before it is looked at closely.

    `weights` are those of the topic's terms, `soft` the soft coverages of the sentence and of its paragraph.
    """
    return Signs(
        coverage=coverage_of(sentence, weights),
        soft=soft[0],
        soft_around=soft[1],
        closeness=sentence.closeness,
        similarity=similarity,
        actor=_acting(sentence, question, parties),
        belief=belief_in(sentence, parties),
        kind=float(any(one.kind in question.kinds for one in sentence.commitments)),
        progress=float(question.intent in GOING_ON and tells_progress(sentence.text)),
        headline=float(sentence.is_headline),
    )


def _acting(sentence: Sentence, question: Question, parties: Sequence[Party]) -> float:
    """How far those asked about act in it: for what they agreed all of them ("the two sides" too), else any."""
    if not parties:
        return 1.0
    found = [party.acts_in(sentence) for party in parties]
    if question.intent is not Intent.AGREEMENT:
        return max(found)
    if len(found) > 1 and min(found) > 0 and _TOGETHER.search(sentence.text):
        found = [max(one, SPOKEN_OF_CREDIT) for one in found]
    return sum(found) / len(found)


def coverage_of(sentence: Sentence, weights: Mapping[str, float]) -> float:
    """The share of these words that the sentence holds, 0 to 1, words near it counting in part; 1 of none."""
    total = sum(weights.values())
    return sum(weight * _credit(sentence, term) for term, weight in weights.items()) / total if total else 1.0


def _credit(sentence: Sentence, term: str) -> float:
    if term in sentence.terms:
        return 1.0
    return BESIDE_CREDIT if term in sentence.beside else AROUND_CREDIT if term in sentence.around else 0.0


def belief_in(sentence: Sentence, parties: Sequence[Party]) -> float:
    """How sure the ledger is of the commitment in it that fits best, 0 to 1; 0 where there is none."""
    theirs = frozenset[str]().union(*(party.commitments for party in parties))
    return max(
        (
            one.confidence
            * (1.0 if one.kind.is_core else OTHER_KIND_CREDIT)
            * (1.0 if not parties or one.commitment_id in theirs else OTHER_KIND_CREDIT)
            for one in sentence.commitments
        ),
        default=0.0,
    )


def log_odds(probability: float) -> float:
    """The logarithm of p / (1 - p), kept finite."""
    kept = min(max(probability, 1e-9), 1 - 1e-9)
    return math.log(kept / (1 - kept))


def best_of(signs: Sequence[Signs]) -> Signs:
    """The highest of each sign among several sentences.

    Raises:
        TypeError: there is none.
    """
    return Signs(*(max(values) for values in zip(*map(_values, signs), strict=True)))
