"""Questions about labelled commitments, in words that are seldom the article's own.

A labelled action ("close the depot by June") is asked for with words left out or put for others that the encoder's word
vectors hold near, as people ask who have not read the article.
"""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from corpus.extraction.windows import tokenizer
from corpus.minilm.word_vectors import piece_vectors

PHRASINGS: Final = (
    "What did {actor} promise about {action}?",
    "what has {actor} said on {action}",
    "Did {actor} commit to {action}?",
    "will {actor} {action}?",
    "{actor} {action}",
    "Has {actor} undertaken to {action}?",
    "Who said they would {action}?",
    "What is {actor} going to do about {action}?",
    "{action}",
    "What happened with the plan to {action}?",
    "When will {actor} {action}?",
    "By when does {actor} mean to {action}?",
    "Is {actor} still planning to {action}?",
    "What are {actor}'s plans for {action}?",
    "who is to {action}",
)
OF_REFUSALS: Final = (
    "What did {actor} rule out on {action}?",
    "Why won't {actor} {action}?",
    "What did {actor} refuse: {action}?",
) * 2
OF_AGREEMENTS: Final = ("What did {both} agree on {action}?",) * 4
# How often a word is left out, put for another, the action cut to a few words, a person named by the surname alone, and
# a question written small.
LEFT_OUT, REPLACED, CUT, SURNAME, SMALL = 0.12, 0.3, 0.5, 0.45, 0.25
CUT_WORDS: Final = (3, 6)
# Words that are put for another: at least as near as this (cosine), of more letters than this, another beginning.
LEAST_NEAR: Final = 0.5
FEWEST_LETTERS: Final = 4
NEIGHBOURS: Final = 6


def ask(row: dict[str, Any], random: Random) -> str:
    """A question that the labelled commitment answers."""
    actor = random.choice(row["actors"])
    actor = actor.split()[-1] if random.random() < SURNAME else actor
    phrasings = PHRASINGS + {"refusal": OF_REFUSALS, "agreement": OF_AGREEMENTS}.get(row["kind"], ())
    told = {"actor": actor, "both": " and ".join(row["actors"][:2]), "action": loosened(row["action"], random)}
    asked = random.choice(phrasings).format(**told)
    return asked.lower() if random.random() < SMALL else asked


def loosened(action: str, random: Random) -> str:
    """The words of an action, some left out or put for others, often but a few of them."""
    words = []
    for word in action.split():
        if random.random() < LEFT_OUT:
            continue
        others = neighbours(word.strip(",.").lower())
        words.append(random.choice(others) if others and random.random() < REPLACED else word)
    if len(words) > CUT_WORDS[1] and random.random() < CUT:
        size = random.randint(*CUT_WORDS)
        start = random.randint(0, len(words) - size)
        words = words[start : start + size]
    return " ".join(words)


@cache
def neighbours(word: str) -> tuple[str, ...]:
    """Words that the encoder's word vectors hold near, but for those that only end otherwise; none of a short one."""
    pieces, vectors, usable = _vocabulary()
    row = tokenizer().token_to_id(word)
    if row is None or len(word) < FEWEST_LETTERS:
        return ()
    likeness = np.where(usable, vectors @ vectors[row], -1.0)
    nearest = np.argsort(-likeness, kind="stable")[1 : NEIGHBOURS + 1]
    near = [pieces[at] for at in nearest if likeness[at] > LEAST_NEAR]
    return tuple(one for one in near if one[:FEWEST_LETTERS] != word[:FEWEST_LETTERS])


@cache
def _vocabulary() -> tuple[list[str], NDArray[np.float32], NDArray[np.bool_]]:
    """The word pieces by id, their vectors (n, d) of length 1, and which are words that can stand alone."""
    numbers = tokenizer().get_vocab()
    pieces = sorted(numbers, key=numbers.__getitem__)
    usable = np.array([piece.isalpha() and len(piece) >= FEWEST_LETTERS for piece in pieces])
    return pieces, piece_vectors(), usable
