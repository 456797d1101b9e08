"""What the syntax around a candidate says for a party being the one bound: one row of numbers a party."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence

import numpy as np

from corpus.commitments import Kind
from corpus.extraction.actor_frame import Frame, frame_of
from corpus.extraction.forest import Described
from corpus.extraction.parties import Form, Party
from corpus.extraction.scene import Scene, Seen
from corpus.extraction.syntax import Tree
from corpus.extraction.verbs import is_promise, is_say
from corpus.mentions import NameKind
from corpus.titles import BODY_NOUNS, PEOPLE_NOUNS, ROLE_WORDS

FAR = 9.0  # stands for "nowhere" in counts of steps or sentences
DEPS = ("nsubj", "nsubjpass", "pobj", "dobj", "poss", "compound", "amod", "conj", "appos", "attr", "ROOT")
INSIDE_SUBJECT = {"poss", "compound", "amod", "nmod", "appos", "prep", "pobj", "conj"}


def describe(scene: Scene, kind: Kind) -> Described:
    """One row a party of the scene; the columns are the same for every scene."""
    frame = frame_of(scene, kind)
    by_party: dict[int, list[Seen]] = {}
    for place in scene.seen:
        by_party.setdefault(place.party, []).append(place)
    counts = sorted(len(party.places) for party in scene.parties)
    rows = [_row(scene, frame, number, by_party.get(number, []), counts) for number in range(len(scene.parties))]
    columns = tuple(rows[0]) if rows else ()
    values = np.array([tuple(row.values()) for row in rows], dtype=np.float32)
    return Described(columns, values.reshape(len(rows), len(columns)))


def _row(scene: Scene, frame: Frame, number: int, places: Sequence[Seen], counts: Sequence[int]) -> dict[str, float]:
    party = scene.parties[number]
    return {
        **frame.shared,
        **_standing(scene, party, number, counts),
        **_grammar(scene, places),
        **_nearness(scene, frame, number, places),
        **_speech(scene, frame, number, places),
        **_pronouns(scene, frame, party, number),
    }


def _standing(scene: Scene, party: Party, number: int, counts: Sequence[int]) -> dict[str, float]:
    """What the party is and how much the article is about it; `counts` are all parties' places, the fewest first."""
    last_word = party.name.lower().split()[-1]
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
        "count_rank": float(len(counts) - bisect_right(counts, len(party.places))),
        "count_share": len(party.places) / max(1, sum(counts)),
        "in_headline": float(headline is not None and any(headline.covers(place.span) for place in party.places)),
        "first_at": first / max(1, len(scene.setting.article.text)),
        "opens": float(first <= (scene.setting.sentences[0].end_char if scene.setting.sentences else 0)),
        **_looks(scene, party, number),
        "opener_only": float(
            bool(party.places) and {place.span.start_char for place in party.places} <= scene.ground.starts
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
        "own_state": float(party.kind is NameKind.STATE and party.home == party.name),
        "abroad": float(
            party.kind is NameKind.PERSON and party.home is not None and party.home != scene.setting.own_state
        ),
    }


def _grammar(scene: Scene, places: Sequence[Seen]) -> dict[str, float]:
    """The party's part in the sentence of the candidate: at which step upwards it is (in) a subject."""
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
    """Steps from the word up to one of the subjects through words within it; a conjunct is the subject itself."""
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
    paragraph = scene.setting.paragraph_of(scene.span)
    spoken = [one.span for one in scene.setting.speaking if one.party == number]
    return {
        "speaks_here": float(bool(speaks)),
        "speaks_in_paragraph": float(any(paragraph.covers(span) for span in spoken)),
        "spoke_times": math.log1p(len(spoken)),
        "said_before_rank": float(frame.said_before.get(number, 20)),
        "said_after_rank": float(frame.said_after.get(number, 20)),
        "only_speaker": float(len({one.party for one in scene.setting.speaking}) == 1 and bool(spoken)),
    }


def _pronouns(scene: Scene, frame: Frame, party: Party, number: int) -> dict[str, float]:
    """Whether the pronoun that is the subject can mean the party, and how many nearer ones it could mean."""
    person = party.kind is NameKind.PERSON
    pronoun = next((one for one in (frame.pronoun, frame.speaker_pronoun, frame.own_word) if 1 <= one <= 6), 0)
    single, many = pronoun in {1, 2}, pronoun in {4, 5}
    leaning = scene.ground.leanings.get(number, 0)
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
