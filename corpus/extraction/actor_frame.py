"""What all parties of one scene share: pronouns, quotation, and how recently each was named before the candidate."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.article import Span
from corpus.commitments import Kind
from corpus.extraction.parties import Form
from corpus.extraction.scene import Scene
from corpus.extraction.syntax import Tree
from corpus.extraction.verbs import is_promise, is_say
from corpus.mentions import NameKind
from corpus.titles import BODY_NOUNS, PEOPLE_NOUNS, ROLE_WORDS

PRONOUNS = {"he": 1, "she": 2, "it": 3, "they": 4, "we": 5, "i": 6, "you": 7, "who": 8, "which": 8, "that": 8}
OWN = {"his": 1, "her": 2, "its": 3, "their": 4, "our": 5, "my": 6}
GOVERNMENT = {
    "government",
    "country",
    "nation",
    "state",
    "capital",
    "cabinet",
    "republic",
    "kingdom",
    "army",
    "parliament",
    "ministry",
    "minister",
}
JOINT = {
    "sides",
    "countries",
    "parties",
    "two",
    "both",
    "ministers",
    "leaders",
    "governments",
    "nations",
    "neighbours",
    "neighbors",
    "states",
    "they",
    "delegations",
    "presidents",
}
PLANS = {
    "plan",
    "proposal",
    "bill",
    "deal",
    "agreement",
    "law",
    "programme",
    "program",
    "policy",
    "measure",
    "budget",
    "pact",
    "treaty",
    "scheme",
    "order",
    "promise",
    "pledge",
    "legislation",
    "it",
    "which",
    "amendment",
    "package",
    "initiative",
    "text",
    "accord",
    "statement",
    "communique",
    "project",
    "promises",
    "proposals",
    "plans",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What all parties of one scene share: subject pronoun, quotation, recency of each party before."""

    pronoun: int
    own_word: int
    speaker_pronoun: int
    topic_recency: dict[int, int]
    state_rank: dict[int, int]
    quotation: Span | None
    shared: dict[str, float]
    recency: dict[int, int]  # party -> rank of its last mention before the candidate, 0 the nearest
    person_recency: dict[int, int]
    said_before: dict[int, int]
    said_after: dict[int, int]


def frame_of(scene: Scene, kind: Kind) -> Frame:
    """Read what all parties of the scene share."""
    setting, span = scene.setting, scene.span
    quotation = next(
        (one for one in setting.quotations if one.start_char <= (span.start_char + span.end_char) // 2 < one.end_char),
        None,
    )
    pronoun, own_word = (
        _subject_pronoun(scene),
        _first_own(scene) or _lead_pronoun(setting.article.slice(span).lower().split()),
    )
    last = _last_places(scene)
    ranked = sorted(last, key=lambda party: -last[party])
    persons = [party for party in ranked if scene.parties[party].kind is NameKind.PERSON]
    paragraph = setting.paragraph_of(span)
    before = [party for place, party in _said(scene) if place.end_char <= span.start_char]
    after = [party for place, party in _said(scene) if span.end_char <= place.start_char < paragraph.end_char]
    return Frame(
        pronoun,
        own_word,
        _speaker_pronoun(scene),
        _topic_recency(scene),
        _state_rank(scene),
        quotation,
        _shared(scene, kind, quotation, pronoun),
        {party: rank for rank, party in enumerate(ranked)},
        {party: rank for rank, party in enumerate(persons)},
        {party: rank for rank, party in enumerate(dict.fromkeys(reversed(before)))},
        {party: rank for rank, party in enumerate(dict.fromkeys(after))},
    )


def _said(scene: Scene) -> list[tuple[Span, int]]:
    return [(one.span, one.party) for one in scene.setting.speaking]


def _last_places(scene: Scene) -> dict[int, int]:
    """Where each party was last named before the candidate begins."""
    last: dict[int, int] = {}
    start = scene.span.start_char
    for number, party in enumerate(scene.parties):
        places = [place.span.start_char for place in party.places if place.form is Form.NAME]
        places += [
            place.span.start_char for place in scene.seen if place.party == number and place.form is Form.NOMINAL
        ]
        before = [place for place in places if place < start]
        if before:
            last[number] = max(before)
    return last


def _topic_recency(scene: Scene) -> dict[int, int]:
    """Rank of each party among those that opened a sentence before the candidate, 0 the last."""
    before = [topic.party for topic in scene.ground.topics if topic.at < scene.span.start_char]
    return {party: rank for rank, party in enumerate(dict.fromkeys(reversed(before)))}


def _state_rank(scene: Scene) -> dict[int, int]:
    """Rank of each state by the number of its places in the article."""
    states = [n for n, party in enumerate(scene.parties) if party.kind is NameKind.STATE]
    states.sort(key=lambda n: (-len(scene.parties[n].places), n))
    return {party: rank for rank, party in enumerate(states)}


def _speaker_pronoun(scene: Scene) -> int:
    """The kind of pronoun that is subject of a speech verb above the candidate ("..., she said"), else 0."""
    tree = scene.trees[scene.own_tree] if scene.trees else Tree(())
    for link in scene.chain:
        kind = PRONOUNS.get(tree.tokens[link.subjects[0]].text.lower(), 0)
        if kind and is_say(tree.tokens[link.verb].text):
            return kind
    return 0


def _lead_pronoun(words: Sequence[str]) -> int:
    """The kind of the first pronoun among the first words of the candidate."""
    kinds = {**PRONOUNS, **OWN}
    return next((kinds[word] for word in words[:6] if word in kinds and word != "that"), 0)


def _subject_class(scene: Scene) -> float:
    """What the nearest subject is: 1 a joint one, 2 a government, 3 a plan, 4 a role, 5 a body, 6 people, 0 else."""
    if not scene.chain:
        return -1.0
    tree = scene.trees[scene.own_tree]
    words = [tree.tokens[index].text.lower() for index in scene.chain[0].subjects]
    words += [tree.tokens[child].text.lower() for index in scene.chain[0].subjects for child in tree.children[index]]
    tables = (JOINT, GOVERNMENT, PLANS, ROLE_WORDS, BODY_NOUNS, PEOPLE_NOUNS)
    return float(next((n for n, table in enumerate(tables, 1) if table & set(words)), 0))


def _subject_pronoun(scene: Scene) -> int:
    """The kind of pronoun that is the nearest subject of the candidate's chief word; 0 for a noun, 9 for no subject."""
    if not scene.chain:
        return 9
    tree = scene.trees[scene.own_tree]
    return PRONOUNS.get(tree.tokens[scene.chain[0].subjects[0]].text.lower(), 0)


def _first_own(scene: Scene) -> int:
    """The first possessive pronoun of the nearest subject ("her country"), else 0."""
    if not scene.chain:
        return 0
    tree = scene.trees[scene.own_tree]
    words = (tree.tokens[index].text.lower() for index in tree.subtree(scene.chain[0].subjects[0]))
    return next((OWN[word] for word in words if word in OWN), 0)


def _shared(scene: Scene, kind: Kind, quotation: Span | None, pronoun: int) -> dict[str, float]:
    tree = scene.trees[scene.own_tree] if scene.trees else Tree(())
    top = tree.tokens[scene.top] if scene.top is not None else None
    inside = [link for link in scene.chain if scene.span.overlaps(tree.tokens[link.subjects[0]].span)]
    words = scene.setting.article.slice(scene.span).lower().split()
    return {
        **{f"kind_{one.value}": float(kind is one) for one in Kind},
        "pronoun": float(pronoun),
        "lead_pronoun": float(_lead_pronoun(words)),
        "subject_class": _subject_class(scene),
        "speaker_pronoun": float(_speaker_pronoun(scene)),
        "says_above": float(any(is_say(tree.tokens[link.verb].text) for link in scene.chain[1:])),
        "quoted": float(quotation is not None),
        "quoted_whole": float(quotation is not None and quotation.covers(scene.span)),
        "top_is_verb": float(top is not None and top.is_verb),
        "top_says": float(top is not None and is_say(top.text)),
        "top_promises": float(top is not None and is_promise(top.text)),
        "has_subject": float(bool(inside)),
        "passive": float(bool(scene.chain) and scene.chain[0].passive),
        "links": float(len(scene.chain)),
        "first_person": float(bool({"we", "i", "our", "my", "i’ll", "we’ll", "i'll", "we'll"} & set(words))),
        "parties": math.log1p(len(scene.parties)),
        "words": float(len(words)),
    }
