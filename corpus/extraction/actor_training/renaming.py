"""Invented states under the names of real ones, so that what is learned of states holds for those of the news.

In invented articles a state is a name that no table knows, in the news it is "Pakistan" with its capital and adjective.
Invented articles that tell of states are therefore also learned from under real names, by the forests; the network
finds actors as often in either.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from corpus.article import Article, Span
from corpus.extraction.parties import is_adjective_of
from corpus.metonyms import STATES, state_of

NAME: Final = re.compile(r"[A-Z][^\W\d_]+(?:-[A-Z][^\W\d_]+)*")
FEWEST_LETTERS: Final = 5
# Said of states and of hardly anything else: "Velmora's foreign minister", "the government of Velmora".
OF_STATES: Final = (
    r"\b({name})['\u2019]s? (?:(?:prime|foreign|interior|finance|defence) minister|government|army|parliament"
    r"|embassy|ambassador|cabinet|navy|coast guard)\b"
    r"|\b(?:government|republic|kingdom|ambassador|embassy) (?:of|to) ({name})\b"
)
NO_PLURAL: Final = ("ese", "ish", "ch", "ss")

RealState = tuple[str, str]


def real_states() -> tuple[RealState, ...]:
    """Each state that has an adjective, with it."""
    rows = (row.split("=") for row in STATES.strip().replace("\n", ";").split(";"))
    return tuple((state, words.split("/")[0]) for state, _, words in rows if words)


def invented_states(texts: Iterable[str], actors: Collection[str]) -> dict[str, frozenset[str]]:
    """Those of the labelled actors that are invented states by the texts' words, each with its adjectives."""
    joined = "\n".join(texts)
    words = {word for word in NAME.findall(joined) if word.endswith(("n", "i"))}
    surnames = {name.split()[-1] for name in actors if " " in name}
    names = {name for name in actors if NAME.fullmatch(name) and len(name) >= FEWEST_LETTERS and not state_of(name)}
    names -= surnames
    told = {name for pair in re.findall(OF_STATES.format(name=NAME.pattern), joined) for name in pair}
    found = {name: frozenset(word for word in words if is_adjective_of(word, name)) for name in sorted(names)}
    return {name: own for name, own in found.items() if own or name in told}


def renamed(article: Article, states: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """What each word of the article that names an invented state is called instead; empty where it has none.

    The choice of real states hangs on the article's name alone.
    """
    words = set(NAME.findall(article.text))
    present = sorted(name for name, own in states.items() if words & {name, *own})
    seed = hashlib.sha256(article.path.encode("utf-8")).hexdigest()
    chosen = [real_states()[row] for row in np.random.default_rng(int(seed, 16)).permutation(len(real_states()))]
    names: dict[str, str] = {}
    for name, (state, adjective) in zip(present, chosen, strict=False):
        names[name] = state
        for own in states[name]:
            names[own] = adjective
            names[f"{own}s"] = adjective if adjective.endswith(NO_PLURAL) else f"{adjective}s"
    return {**names, **{word.upper(): other.upper() for word, other in names.items()}}


def rename(text: str, names: Mapping[str, str]) -> str:
    """The text with every such word exchanged."""
    if not names:
        return text
    pattern = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.sub(rf"\b(?:{pattern})\b", lambda match: names[match.group()], text)


def under_other_names(article: Article, names: Mapping[str, str]) -> Article:
    """The article as it would stand with the names exchanged; what spans it has move with them."""
    headline = article.headline and Span(
        len(rename(article.text[: article.headline.start_char], names)),
        len(rename(article.text[: article.headline.end_char], names)),
    )
    return replace(article, text=rename(article.text, names), headline=headline, repeated=())
