"""Whether words of a parsed sentence stand in the past: "flew out in April", "the deal of 3 May", "a 2019 law"."""

from __future__ import annotations

from typing import Final

from corpus.article import Span
from corpus.extraction.scene import Scene
from corpus.extraction.syntax import Tree
from corpus.titles import word_set

# Inside a noun phrase a day names a thing and says nothing of when it falls due.
NAMES_A_THING: Final = frozenset({"nummod", "compound", "amod", "nmod", "poss"})
PARTS: Final = word_set("first end middle start beginning close day half quarter part week month spring summer autumn")
# Participles that look ahead.
AHEAD: Final = word_set("planned scheduled set due expected slated earmarked fixed called timed promised pledged")


def is_past(scene: Scene, span: Span) -> bool:
    """Whether the verb over the words is in the past, or the words are a part of a name; False where none is found."""
    for tree in scene.trees[scene.own :]:
        top = tree.top_of(span)
        if top is not None:
            last = max(at for at, token in enumerate(tree.tokens) if span.overlaps(token.span))
            return _is_in_name(tree, last, span) or _verb_is_past(tree, top)
    return False


def _is_in_name(tree: Tree, index: int, span: Span) -> bool:
    """Whether a day, month or year names a thing: "the 2019 law", "the raid of 3 May", "the budget for 2031"."""
    token = tree.tokens[index]
    # The 10 of "10 January" and the year behind a month belong to the day itself.
    while span.overlaps(tree.tokens[token.head].span) and token.dep in NAMES_A_THING:
        token = tree.tokens[token.head]
    before = tree.tokens[token.head]
    if token.dep != "pobj" or before.text.lower() not in {"of", "for"}:
        return token.dep in NAMES_A_THING
    over = tree.tokens[before.head]
    return over.tag.startswith("NN") if before.text.lower() == "for" else over.text.lower() not in PARTS


def _verb_is_past(tree: Tree, top: int) -> bool:
    verb = next((at for at in tree.path_up(top) if tree.tokens[at].is_verb), None)
    if verb is None or tree.tokens[verb].text.lower() in AHEAD:
        return False
    helpers = [tree.tokens[child] for child in tree.child(verb, "aux", "auxpass")]
    tag = tree.tokens[verb].tag
    perfect = any(helper.text.lower() in {"has", "have", "had", "\u2019ve", "'ve"} for helper in helpers)
    # "Was to have opened" and "would have opened" are over as well.
    if not perfect and any(helper.tag in {"MD", "TO"} for helper in helpers):
        return False
    past = any(helper.tag == "VBD" for helper in helpers)
    alone = tag == "VBN" and not helpers and tree.tokens[verb].dep == "acl"
    return tag == "VBD" or perfect or past or alone
