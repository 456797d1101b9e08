"""Unnamed parties of a parsed sentence: "the health ministry", "senior officials", "the envoy"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.article import Span
from corpus.extraction.parties import Party, resolve_words
from corpus.extraction.syntax import Tree
from corpus.titles import BODY_NOUNS, PEOPLE_NOUNS, ROLE_WORDS, word_set

NOMINAL_DEPS = frozenset(
    {"nsubj", "nsubjpass", "pobj", "poss", "conj", "dobj", "appos", "attr", "ROOT", "compound", "dative"}
)
INSIDE_NOMINAL = ("amod", "compound", "poss", "nummod", "nmod", "quantmod")
DETERMINERS = word_set("the a an this that these those his her its their our my your")


@dataclass(frozen=True, slots=True)
class Nominal:
    """An unnamed party of one sentence: its words without article, the head's index, how it is introduced."""

    words: str
    span: Span
    head: int
    introduced: str  # the word before it that makes it definite or not
    definite: bool
    bare: bool  # nothing but determiner and head: "the minister"


def nominals_of(tree: Tree, text: str, taken: Sequence[Span]) -> tuple[Nominal, ...]:
    """The noun phrases of a sentence that could act and are not proper names; `taken` are the spans of names."""
    found = []
    for index, token in enumerate(tree.tokens):
        noun = token.text.lower()
        if token.tag not in {"NN", "NNS", "NNP", "NNPS"} or token.dep not in NOMINAL_DEPS:
            continue
        if any(span.overlaps(token.span) for span in taken):
            continue
        if token.dep in {"nsubj", "nsubjpass"} or noun in BODY_NOUNS or noun in PEOPLE_NOUNS or noun in ROLE_WORDS:
            found.append(nominal_at(tree, text, index))
    return tuple(found)


def nominal_at(tree: Tree, text: str, head: int) -> Nominal:
    """The noun phrase whose chief word is `head`."""
    first = head
    while (
        first > 0
        and first - 1 in tree.subtree(head)
        and tree.tokens[first - 1].dep in (*INSIDE_NOMINAL, "det", "case", "punct")
    ):
        first -= 1
    introduced = tree.tokens[first].text.lower()
    start = first
    while start < head and (
        tree.tokens[start].text.lower() in DETERMINERS or tree.tokens[start].dep in {"case", "punct"}
    ):
        start += 1
    span = Span(tree.tokens[start].span.start_char, tree.tokens[head].span.end_char)
    return Nominal(
        words=text[span.start_char : span.end_char],
        span=span,
        head=head,
        introduced=introduced,
        definite=introduced in DETERMINERS - {"a", "an"},
        bare=start == head,
    )


def resolve_nominal(nominal: Nominal, parties: Sequence[Party]) -> int | None:
    """Row of the named party that "the minister" or "the bank" means; None for an indefinite or an unknown one."""
    # "The protection" is no short form of a Protection Unit; "the unit" is.
    last = nominal.words.lower().split()[-1]
    if not nominal.definite or last not in BODY_NOUNS | PEOPLE_NOUNS | ROLE_WORDS:
        return None
    return resolve_words(nominal.words, nominal.span.start_char, parties, introduced=nominal.introduced)
