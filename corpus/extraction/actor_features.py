"""What speaks for a party being the one bound: numbers about its place in sentence, paragraph and article.

`describe(scene, kind)` gives one row a party; the ranker learns what the columns weigh.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.article import Span
from corpus.commitments import Kind
from corpus.extraction.parties import Form, Party
from corpus.extraction.scene import Scene, Seen
from corpus.extraction.speech import is_promise, is_say
from corpus.extraction.syntax import Tree
from corpus.mentions import NameKind
from corpus.titles import BODY_NOUNS, PEOPLE_NOUNS, ROLE_WORDS

FAR = 9.0  # stands for "nowhere" in counts of steps or sentences
DEPS = ("nsubj", "nsubjpass", "pobj", "dobj", "poss", "compound", "amod", "conj", "appos", "attr", "ROOT")
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
INSIDE_SUBJECT = {"poss", "compound", "amod", "nmod", "appos", "prep", "pobj", "conj"}


@dataclass(frozen=True, slots=True)
class Frame:
    """What all parties of one scene share: the subject pronoun, quotation, recency of each party before the candidate."""

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


@dataclass(frozen=True, slots=True, eq=False)
class Described:
    """The parties of a scene as numbers: `rows` (n_parties, n_columns) float32."""

    columns: tuple[str, ...]
    rows: NDArray[np.float32]


def describe(scene: Scene, kind: Kind) -> Described:
    """One row a party of the scene; the columns are the same for every scene."""
    frame = _frame(scene, kind)
    by_party: dict[int, list[Seen]] = {}
    for place in scene.seen:
        by_party.setdefault(place.party, []).append(place)
    rows = [_row(scene, frame, number, by_party.get(number, [])) for number in range(len(scene.parties))]
    columns = tuple(rows[0]) if rows else ()
    values = np.array([tuple(row.values()) for row in rows], dtype=np.float32)
    return Described(columns, values.reshape(len(rows), len(columns)))


def _row(scene: Scene, frame: Frame, number: int, places: Sequence[Seen]) -> dict[str, float]:
    party = scene.parties[number]
    return {
        **frame.shared,
        **_standing(scene, party, number),
        **_grammar(scene, places),
        **_nearness(scene, frame, number, places),
        **_speech(scene, frame, number, places),
        **_pronouns(scene, frame, party, number),
    }


def _frame(scene: Scene, kind: Kind) -> Frame:
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
    paragraph = _paragraph(setting.article.text, span)
    before = [party for place, party in setting.speaking if place.end_char <= span.start_char]
    after = [party for place, party in setting.speaking if span.end_char <= place.start_char < paragraph.end_char]
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


def _paragraph(text: str, span: Span) -> Span:
    start = text.rfind("\n\n", 0, span.start_char)
    end = text.find("\n\n", span.end_char)
    return Span(start + 2 if start >= 0 else 0, end if end >= 0 else len(text))


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
    before = [party for start, party in scene.setting.topics if start < scene.span.start_char]
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


def _standing(scene: Scene, party: Party, number: int) -> dict[str, float]:
    """What the party is and how much the article is about it."""
    last_word = party.name.lower().split()[-1]
    counts = [len(one.places) for one in scene.parties]
    headline = scene.setting.article.headline
    first = party.places[0].span.start_char if party.places else scene.span.start_char
    return {
        **{f"is_{kind.value}": float(party.kind is kind) for kind in NameKind},
        "nominal": float(party.nominal),
        "has_role": float(bool(party.roles)),
        "body_noun": float(last_word in BODY_NOUNS),
        "people_noun": float(last_word in PEOPLE_NOUNS),
        "role_noun": float(last_word in ROLE_WORDS),
        "name_words": float(len(party.name.split())),
        "count": math.log1p(len(party.places)),
        "count_rank": float(sum(count > len(party.places) for count in counts)),
        "count_share": len(party.places) / max(1, sum(counts)),
        "in_headline": float(headline is not None and any(headline.covers(place.span) for place in party.places)),
        "first_at": first / max(1, len(scene.setting.article.text)),
        "opens": float(first <= (scene.setting.sentences[0].end_char if scene.setting.sentences else 0)),
        **_looks(scene, party, number),
        "opener_only": float(
            bool(party.places) and {place.span.start_char for place in party.places} <= scene.setting.starts
        ),
        "adjective_only": float(bool(party.places) and all(place.form is Form.ADJECTIVE for place in party.places)),
        "place_only": float(bool(party.places) and all(place.form is Form.PLACE for place in party.places)),
    }


def _looks(scene: Scene, party: Party, number: int) -> dict[str, float]:
    """How the name stands in the text: after "in" or "the", by its last word alone, before a comma and a number."""
    text = scene.setting.article.text
    places = [place for place in party.places if place.form is not Form.ADJECTIVE]
    before = [text[max(0, place.span.start_char - 10) : place.span.start_char].lower().split() for place in places]
    last = party.name.split()[-1]
    alone = sum(text[place.span.start_char : place.span.end_char] == last for place in places)
    share = max(1, len(places))
    return {
        "after_place_word": sum(words[-1:] in (["in"], ["at"], ["from"], ["near"], ["to"]) for words in before) / share,
        "after_the": sum(words[-1:] == ["the"] for words in before) / share,
        "last_alone": alone / share if " " in party.name else -1.0,
        "state_of_speaker": float(number in scene.homes),
    }


def _grammar(scene: Scene, places: Sequence[Seen]) -> dict[str, float]:
    """The party's part in the sentence of the candidate: at which step upwards it is subject, agent or within a subject."""
    here = [place for place in places if place.tree == scene.own_tree]
    tree = scene.trees[scene.own_tree] if scene.trees else Tree(())
    subject, within, verb = FAR, FAR, None
    for level, link in enumerate(scene.chain):
        for place in here:
            step = _step_to_subject(tree, place.token, link.subjects)
            if step is not None and step <= 1 and subject == FAR:
                subject, verb = float(level), link
            if step is not None and within == FAR:
                within = level + step / 10
    labels = {tree.tokens[place.token].dep for place in here}
    top = scene.top
    return {
        "subject_level": subject,
        "within_subject": within,
        "subject_says": float(verb is not None and is_say(tree.tokens[verb.verb].text)),
        "subject_promises": float(verb is not None and is_promise(tree.tokens[verb.verb].text)),
        "subject_passive": float(verb is not None and verb.passive),
        "agent": float(any(_is_agent(tree, place.token) for place in here)),
        "above_top": float(top is not None and any(place.token in tree.path_up(top) for place in here)),
        "under_top": float(top is not None and any(top in tree.path_up(place.token) for place in here)),
        **{f"dep_{dep}": float(dep in labels) for dep in DEPS},
        "form_name": float(any(place.form is Form.NAME for place in here)),
        "form_nominal": float(any(place.form is Form.NOMINAL for place in here)),
        "form_adjective": float(any(place.form is Form.ADJECTIVE for place in here)),
        "form_place": float(any(place.form is Form.PLACE for place in here)),
    }


def _step_to_subject(tree: Tree, token: int, subjects: Sequence[int]) -> int | None:
    """Steps from the word up to one of the subjects through words within it; a conjunct counts as the subject itself."""
    steps = 0
    for index in tree.path_up(token):
        if index in subjects:
            return steps
        dep = tree.tokens[index].dep
        if dep not in INSIDE_SUBJECT:
            return None
        steps += 0 if dep == "conj" else 2
    return None


def _is_agent(tree: Tree, token: int) -> bool:
    head = tree.tokens[tree.tokens[token].head]
    return head.dep == "agent" and tree.tokens[token].dep == "pobj"


def _nearness(scene: Scene, frame: Frame, number: int, places: Sequence[Seen]) -> dict[str, float]:
    """How near the party stands to the candidate, in characters, sentences and rank."""
    start, end = scene.span.start_char, scene.span.end_char
    spans = [place.span for place in places] + [place.span for place in scene.parties[number].places]
    inside = [span.start_char - start for span in spans if start <= span.start_char < end]
    before = [start - span.end_char for span in spans if span.end_char <= start]
    after = [span.start_char - end for span in spans if span.start_char >= end]
    own = [place for place in places if place.tree >= scene.own]
    previous = [place for place in places if place.tree == scene.own - 1]
    tree = scene.trees[scene.own - 1] if scene.own >= 1 else Tree(())
    heads = [tree.tokens[place.token] for place in previous]
    return {
        "inside": float(bool(inside)),
        "inside_at": min(inside, default=999) / max(1, end - start),
        "before_chars": math.log1p(min(before, default=99999)),
        "after_chars": math.log1p(min(after, default=99999)),
        "in_sentence": float(bool(own)),
        "in_previous": float(bool(previous)),
        "previous_subject": float(any(token.dep in {"nsubj", "nsubjpass"} for token in heads)),
        "previous_main": float(any(token.dep == "nsubj" and tree.tokens[token.head].dep == "ROOT" for token in heads)),
        "topic_recency": float(frame.topic_recency.get(number, 30)),
        "state_rank": float(frame.state_rank.get(number, 30)),
        "tag_proper": float(
            any(scene.trees[place.tree].tokens[place.token].tag in {"NNP", "NNPS"} for place in places)
        ),
        "recency": float(frame.recency.get(number, 30)),
        "person_recency": float(frame.person_recency.get(number, 30)),
    }


def _speech(scene: Scene, frame: Frame, number: int, places: Sequence[Seen]) -> dict[str, float]:
    """Whether the party is the one who speaks, here or around."""
    tree = scene.trees[scene.own_tree] if scene.trees else Tree(())
    here = [place.token for place in places if place.tree == scene.own_tree]
    speaks = [
        token
        for token in here
        if tree.tokens[token].dep == "nsubj" and is_say(tree.tokens[tree.tokens[token].head].text)
    ]
    text = scene.setting.article.text
    paragraph = _paragraph(text, scene.span)
    spoken = [span for span, party in scene.setting.speaking if party == number]
    return {
        "speaks_here": float(bool(speaks)),
        "speaks_in_paragraph": float(any(paragraph.covers(span) for span in spoken)),
        "spoke_times": math.log1p(len(spoken)),
        "said_before_rank": float(frame.said_before.get(number, 20)),
        "said_after_rank": float(frame.said_after.get(number, 20)),
        "only_speaker": float(len({party for _, party in scene.setting.speaking}) == 1 and bool(spoken)),
    }


def _pronouns(scene: Scene, frame: Frame, party: Party, number: int) -> dict[str, float]:
    """Whether the pronoun that is the subject can mean the party, and how many nearer ones it could mean."""
    person = party.kind is NameKind.PERSON
    pronoun = next((one for one in (frame.pronoun, frame.speaker_pronoun, frame.own_word) if 1 <= one <= 6), 0)
    single, many = pronoun in {1, 2}, pronoun in {4, 5}
    leaning = scene.setting.leanings.get(number, 0)
    wanted = {1: -1, 2: 1}.get(pronoun, 0)
    return {
        "fits_person": float(single and person),
        "fits_body": float((many or pronoun == 3) and not person),
        "pronoun_rank": float(frame.person_recency.get(number, 30)) if single else -1.0,
        "gender": float(leaning * wanted),
        "topic_rank": float(frame.topic_recency.get(number, 30)) if single and person else -1.0,
        "own_word": float(frame.own_word),
        "any_pronoun": float(pronoun),
    }
