"""Whose words they are: the one who says, tells or is told to have said what a candidate states.

source_of(scene)  # Source(party, span) or None where the reporter tells it
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from corpus.article import Span
from corpus.extraction.parties import DATELINE, Form
from corpus.extraction.scene import Scene, Seen
from corpus.extraction.syntax import SUBJECTS, Tree
from corpus.extraction.verbs import is_say, stem
from corpus.mentions import NameKind
from corpus.titles import word_set

# Verbs of saying that take what is said as a clause; "call", "cite" and the like tell of a person, not of words.
NO_SPEECH: Final = frozenset(stem(one) for one in word_set("call read inform post brief ask cite speak spoke quote"))
ALSO_SPEECH: Final = frozenset(
    stem(one) for one in word_set("promise pledge vow assure swear swore guarantee agree deny denied tweet accuse")
)
# Room for a comma, a quotation mark and a title between what is said and the name of the one who says it.
NEAR_CHARS: Final = 25
CLAUSES: Final = frozenset({"ccomp", "parataxis", "advcl", "xcomp", "dep", "ROOT", "conj", "relcl", "acl", "csubj"})


@dataclass(frozen=True, slots=True)
class Source:
    """Who says it: the row in the scene's parties; `resolved` where a pronoun or the context alone tells."""

    party: int
    resolved: bool = False


def speaks(word: str) -> bool:
    """Whether the verb makes its subject the source of what hangs on it."""
    return stem(word) in ALSO_SPEECH or (is_say(word) and stem(word) not in NO_SPEECH)


def source_of(scene: Scene) -> Source | None:
    """The source in the candidate's own sentence, for a quotation or "he said" else the one nearest around it."""
    tree = scene.trees[scene.own_tree] if scene.trees else Tree(())
    pronoun = None
    for token in _source_words(scene, tree):
        found = _at(scene, scene.own_tree, tree, token)
        if found is not None:
            return found
        pronoun = pronoun or tree.tokens[token].text.lower()
    if pronoun in {"he", "she"}:
        return _meant(scene, pronoun)
    return _beside(scene) if pronoun is None else None


def _source_words(scene: Scene, tree: Tree) -> Iterator[int]:
    """The words that can name the source: subjects of verbs of speech above the candidate, and "according to" them."""
    if scene.top is None:
        return
    path = tree.path_up(scene.top)
    # Who promised comes after who said so: "Krone said Vance had promised to".
    for below, index in (*pairwise(path), (None, scene.top)):
        if _takes_clause(tree, index, below):
            yield from tree.child(index, *SUBJECTS)
    for index, token in enumerate(tree.tokens):
        if token.text.lower() == "according":
            yield from (noun for to in tree.children[index] for noun in tree.child(to, "pobj"))
        # "The port, Vance said, will close."
        if token.dep == "parataxis" and token.is_verb and speaks(token.text):
            yield from tree.child(index, *SUBJECTS)


def _takes_clause(tree: Tree, verb: int, below: int | None) -> bool:
    """Whether a verb of speech has the word below it, or any where none is given, for what it says."""
    if not tree.tokens[verb].is_verb or not speaks(tree.tokens[verb].text):
        return False
    if below is None:
        return any(tree.tokens[child].dep in {"ccomp", "xcomp", "parataxis"} for child in tree.children[verb])
    return tree.tokens[below].dep in CLAUSES


def _at(scene: Scene, number: int, tree: Tree, token: int) -> Source | None:
    """The party that the word names, itself or as an apposition of it; no place of a dateline."""
    places = {place.token: place for place in scene.seen if place.tree == number and place.form is not Form.ADJECTIVE}
    for one in (token, *tree.child(token, "appos")):
        if one in places and not _is_dateline(scene, places[one]):
            return Source(places[one].party)
    return None


def _is_dateline(scene: Scene, place: Seen) -> bool:
    named = scene.parties[place.party].kind is not NameKind.PERSON
    return named and DATELINE.match(scene.setting.article.text, place.span.end_char) is not None


def _meant(scene: Scene, pronoun: str) -> Source | None:
    """The person whom "he" or "she" means: the last one who opened a sentence and is not spoken of as the other."""
    wanted = 1 if pronoun == "she" else -1
    start = scene.span.start_char
    people = [
        topic
        for topic in scene.ground.topics
        if topic.at < start
        and scene.setting.parties[topic.party].kind is NameKind.PERSON
        and scene.ground.leanings.get(topic.party, 0) * wanted >= 0
    ]
    if not people:
        return None
    return Source(people[-1].party, resolved=True)


def _beside(scene: Scene) -> Source | None:
    """By the words alone, where the grammar tells nobody: a name that says it right beside the candidate.

    Of a quotation also the one who is named as speaking after it in its paragraph, before it outside of quotation
    marks, or before a quotation that the paragraph continues.
    """
    setting, span = scene.setting, scene.span
    sentence = setting.sentences_of(span)
    for one in setting.speaking:
        if sentence.covers(one.span) and not span.overlaps(one.span) and _gap(one.span, span) <= NEAR_CHARS:
            return Source(one.party)
    if not setting.is_quoted(span):
        return None
    paragraph = setting.paragraph_of(span)
    told = [one for one in setting.speaking if not any(quoted.covers(one.span) for quoted in setting.quotations)]
    after = [one for one in told if paragraph.covers(one.span) and one.span.start_char >= span.end_char]
    before = [one for one in told if one.span.end_char <= span.start_char and paragraph.covers(one.span)]
    if not before and not after and _continues(setting.article.text, paragraph):
        before = [one for one in told if one.span.end_char <= paragraph.start_char]
    nearest = after[:1] or before[-1:]
    return Source(nearest[0].party, resolved=True) if nearest else None


def _gap(one: Span, other: Span) -> int:
    return max(one.start_char - other.end_char, other.start_char - one.end_char)


def _continues(text: str, paragraph: Span) -> bool:
    """Whether the paragraph goes on with a quotation that the one before it has left open."""
    earlier = text[: max(0, paragraph.start_char - 2)].rsplit("\n\n", 1)[-1]
    opened = max(earlier.rfind("\u201c"), -1)
    unclosed = opened > earlier.rfind("\u201d") if opened >= 0 else earlier.count('"') % 2 == 1
    return unclosed and text[paragraph.start_char : paragraph.start_char + 1] in {"\u201c", '"'}
