"""The action of a candidate in a few of its own words, so that it can be read alone: "the money to be sent at once".

action_in(scene, kind, bound)

Who is bound is named elsewhere, so a subject that is bound is left out; any other subject stays, as without it
"be sent at once" tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus.commitments import Kind
from corpus.extraction.nominals import nominal_at
from corpus.extraction.parties import Party
from corpus.extraction.scene import Scene
from corpus.extraction.sources import speaks
from corpus.extraction.syntax import SUBJECTS, Tree
from corpus.extraction.verbs import stem
from corpus.extraction.wording import REFUSES, action_of, leads_of, tidy
from corpus.titles import PEOPLE_NOUNS, ROLE_WORDS, word_set

MOST_SUBJECT_WORDS: Final = 12
# Subjects that tell nothing beside the action ("the aim is to").
PLANS: Final = word_set("aim goal plan policy purpose idea intention promise pledge task")
WHEN_SAID: Final = re.compile(r" on \w+day$")
DENIED: Final = re.compile(r"(?:\b(?:not|never|cannot)|n['\u2019]t)(?: (?:to|yet|now|be|even))* $", re.IGNORECASE)
NOBODY: Final = re.compile(r"(?:no|none|neither|nobody|nothing|not)\b", re.IGNORECASE)
PRONOUNS: Final = word_set("i we he she it they you who which that this these those there")
# Verbs that bind without saying to what: their object is the action.
BINDS: Final = frozenset(
    stem(word) for word in word_set("promise pledge vow announce reaffirm reiterate guarantee renew repeat confirm")
)
BE: Final = word_set("is are was were be been")
HELPERS: Final = frozenset({"aux", "auxpass", "advmod", "neg"})
CONDITIONS: Final = frozenset({"if", "unless", "when", "once", "until", "after", "before", "should"})


@dataclass(frozen=True, slots=True)
class _Clause:
    """A verb of the candidate and where its action begins (offset in the article)."""

    tree: Tree
    verb: int
    start: int
    subject: int | None


def action_in(scene: Scene, kind: Kind, bound: Sequence[Party]) -> str:
    """The action: verb first where its subject is bound, else with the subject; never empty."""
    quote = re.sub(r"\s", " ", scene.setting.article.slice(scene.span))
    if scene.top is None:
        return action_of(quote, kind)
    for lead in leads_of(quote):
        clause = _clause_at(scene, scene.span.start_char + lead)
        if clause is not None:
            return _told(scene, clause, quote, lead, kind, bound)
    return _whole(scene, quote, bound) or action_of(quote, kind)


def _is_denied(quote: str, start: int) -> bool:
    """Whether the verb that begins at the offset is denied in so many words ("will not", "couldn't yet")."""
    return DENIED.search(quote[:start]) is not None or re.match(r"(?:not|never)\b", quote[start:]) is not None


def _clause_at(scene: Scene, start: int) -> _Clause | None:
    """The clause whose action begins at the offset; None where no verb stands there or only a condition is told."""
    tree = scene.trees[scene.own_tree]
    index = next((at for at, one in enumerate(tree.tokens) if one.span.end_char > start and one.dep != "punct"), None)
    if index is None:
        return None
    while tree.tokens[index].dep in HELPERS and tree.tokens[index].head > index:
        index = tree.tokens[index].head
    if not tree.tokens[index].is_verb or _is_condition(tree, index):
        return None
    own = tree.child(index, *SUBJECTS)
    above = tree.tokens[index].head
    # "The audit is to be finished", "work is expected to begin", "is drawn up and is being applied": the subject hangs
    # on the verb above.
    shared = {"xcomp": _is_passive(tree, above), "conj": True}.get(tree.tokens[index].dep, False)
    if not own and shared:
        own = tree.child(above, *SUBJECTS)
    subjects = [one for one in own if tree.tokens[one].span.end_char <= start]
    inside = [one for one in subjects if scene.span.covers(tree.tokens[one].span)]
    return _Clause(tree, index, start, inside[-1] if inside else None)


def _is_passive(tree: Tree, verb: int) -> bool:
    return tree.tokens[verb].text.lower() in BE or bool(tree.child(verb, "nsubjpass", "auxpass"))


def _is_condition(tree: Tree, verb: int) -> bool:
    return tree.tokens[verb].dep == "advcl" and any(
        tree.tokens[child].text.lower() in CONDITIONS for child in tree.children[verb]
    )


def _told(scene: Scene, clause: _Clause, quote: str, lead: int, kind: Kind, bound: Sequence[Party]) -> str:
    words = tidy(quote[lead:])
    before = quote[max(0, lead - 12) : lead + 4] if clause.subject is not None else quote[: lead + 4]
    denied = _is_denied(quote, lead) or (kind is Kind.REFUSAL and REFUSES.search(before) is not None)
    subject = _subject(scene, clause, bound)
    if subject is None:
        return f"not {words}" if denied and not words.startswith("not ") else words
    # "No complaint would be heard" says no already.
    denied = denied and not NOBODY.match(subject)
    joint = "" if words.split(" ", 1)[0].endswith("ing") else "to "
    return tidy(f"{subject} {'not ' if denied else ''}{joint}{words}")


def _subject(scene: Scene, clause: _Clause, bound: Sequence[Party]) -> str | None:
    """The words of the subject where it is neither a pronoun nor bound."""
    tree, subject = clause.tree, clause.subject
    if subject is None or tree.tokens[subject].text.lower() in PRONOUNS | PLANS:
        return None
    # What is done to it is told of a subject in the passive, whoever is bound ("a Harbour Guard being raised").
    if not tree.child(clause.verb, "nsubjpass", "auxpass") and _is_bound(scene, tree, subject, bound):
        return None
    text = scene.setting.article.text
    words = [at for at in tree.subtree(subject) if tree.tokens[at].span.end_char <= clause.start]
    while words[0] > 0 and tree.tokens[words[0] - 1].text.lower() in {"not", "no"}:
        words.insert(0, words[0] - 1)
    if len(words) > MOST_SUBJECT_WORDS:
        words = words[: next((n for n, at in enumerate(words) if at > subject and _adds(tree, at)), len(words))]
    first = max(scene.span.start_char, tree.tokens[words[0]].span.start_char)
    found = text[first : tree.tokens[words[-1]].span.end_char]
    return found if _is_name(scene, tree, words[0]) else found[:1].lower() + found[1:]


def _adds(tree: Tree, index: int) -> bool:
    """Whether what only tells more of a subject begins at the word: a comma, "who", "built by"."""
    return tree.tokens[index].text == "," or any(tree.tokens[at].dep in {"relcl", "acl"} for at in tree.path_up(index))


def _is_name(scene: Scene, tree: Tree, index: int) -> bool:
    """Whether the word keeps its capital inside a phrase: in a name, in the adjective of a state, all in capitals."""
    token = tree.tokens[index]
    here = [one for one in scene.setting.parties if any(place.span.overlaps(token.span) for place in one.places)]
    # A word that only ever opens sentences has its capital from there.
    named = any(place.span.start_char not in scene.ground.starts for one in here for place in one.places)
    return named or token.tag in {"NNP", "NNPS"} or (len(token.text) > 1 and token.text.isupper())


def _is_bound(scene: Scene, tree: Tree, subject: int, bound: Sequence[Party]) -> bool:
    """Whether the word, one joined to it or an apposition names one who is bound."""
    names = {party.name.lower() for party in bound}
    tokens = {subject, *tree.child(subject, "conj", "appos")}
    places = (place for place in scene.seen if scene.trees[place.tree] is tree and place.token in tokens)
    if any(scene.parties[place.party].name.lower() in names for place in places):
        return True
    return nominal_at(tree, scene.setting.article.text, subject).words.lower() in names


def _whole(scene: Scene, quote: str, bound: Sequence[Party]) -> str | None:
    """Of a candidate without such a lead what its chief verb says, or the object where it only binds."""
    tree, top = scene.trees[scene.own_tree], scene.top
    if top is None or not tree.tokens[top].is_verb:
        return None
    top = _what_is_said(tree, top)
    subject = next(iter(tree.child(top, *SUBJECTS)), None)
    named = subject is not None and tree.tokens[subject].text.lower() not in PRONOUNS
    if subject is not None and named and not _is_bound(scene, tree, subject, bound):
        return None
    start = tree.tokens[top].span.start_char
    if tree.tokens[top].tag != "VB" and (found := _object(scene, tree, top)) is not None:
        start = found
    offset = start - scene.span.start_char
    words = WHEN_SAID.sub("", tidy(quote[offset:])) if 0 <= offset < len(quote) else ""
    if " " not in words:
        return None
    return f"not {words}" if _is_denied(quote, offset) and not words.startswith("not ") else words


def _what_is_said(tree: Tree, verb: int) -> int:
    """The verb of the clause that a verb of speech opens ("said he had told"); itself where it opens none."""
    while speaks(tree.tokens[verb].text) and stem(tree.tokens[verb].text) not in BINDS:
        clauses = [one for one in tree.child(verb, "ccomp") if tree.tokens[one].is_verb]
        if not clauses or any(tree.tokens[one].tag == "TO" for one in tree.child(clauses[0], "aux")):
            break
        verb = clauses[0]
    return verb


def _object(scene: Scene, tree: Tree, verb: int) -> int | None:
    """Where the object of a verb that only binds begins, no one to whom it is said."""
    if stem(tree.tokens[verb].text) not in BINDS:
        return None
    for child in tree.child(verb, "dobj"):
        word = tree.tokens[child]
        named = any(scene.trees[place.tree] is tree and place.token == child for place in scene.seen)
        if not named and word.text.lower() not in PEOPLE_NOUNS | ROLE_WORDS | PRONOUNS:
            return tree.tokens[tree.subtree(child)[0]].span.start_char
    return None
