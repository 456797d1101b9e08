"""From the span of a commitment to the whole record: who is bound, who said it, to whom, by when, how often, how far."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.article import Article, Span
from corpus.commitments import Commitment, Deadline, Kind, commitment_id
from corpus.extraction.candidate import Candidate
from corpus.extraction.deadlines import find_cadence, find_deadline
from corpus.extraction.parties import Form, Party
from corpus.extraction.ranker import choose
from corpus.extraction.scene import Scene, Seen, Setting, look
from corpus.extraction.speech import is_promise, is_say
from corpus.extraction.syntax import SUBJECTS, Tree
from corpus.extraction.wording import action_of, is_conditional, status_of
from corpus.mentions import NameKind

UNNAMED = "unnamed"
# One who speaks for another is no third party.
SPEAKS_FOR = re.compile(
    r"spokes|press secretary|aide|advis[eo]r|manager|campaign|minister|secretary|ambassador|envoy|director|chair|chief|president|"
    r"governor|mayor|official|lawyer|attorney|officer|commission|head|leader",
    re.IGNORECASE,
)
TO_WHOM = re.compile(
    r"\b(?:with|to|for|towards?|toward|against|between|among|assur\w+|told|tells?|promis\w+|help\w*|giv\w+|offer\w*) (?:the )?$"
)


def fill(article: Article, candidates: Sequence[Candidate]) -> tuple[Commitment, ...]:
    """The record of every candidate, in the order given; `actors` is never empty."""
    if not candidates:
        return ()
    setting = Setting.of(article)
    return tuple(_commitment(setting, candidate) for candidate in candidates)


def _commitment(setting: Setting, candidate: Candidate) -> Commitment:
    article, span = setting.article, candidate.span
    scene = look(setting, span)
    bound = choose(scene, candidate.kind)
    speaker = speaker_of(scene)
    quote = article.slice(span)
    action = action_of(quote, candidate.kind)
    sentences = _sentences(setting, span)
    return Commitment(
        commitment_id=commitment_id(article.article_id, quote, action),
        article_id=article.article_id,
        span=span,
        kind=candidate.kind,
        actors=_names(scene, bound),
        speakers=() if speaker is None or speaker in bound else (scene.parties[speaker].name,),
        action=action,
        counterparty=_counterparty(scene, bound),
        deadline=_deadline(article, span, sentences),
        cadence=find_cadence(article.text, span),
        conditional=is_conditional(quote),
        reported_by=_reporter(scene, bound, speaker),
        status=status_of(quote),
        confidence=candidate.confidence,
    )


def _names(scene: Scene, bound: Sequence[int]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(re.sub(r"\s+", " ", scene.parties[party].name) for party in bound))
    return names or (scene.setting.article.outlet or UNNAMED,)


def _sentences(setting: Setting, span: Span) -> Span:
    first, last = setting.sentence_at(span.start_char), setting.sentence_at(span.end_char - 1)
    return Span(setting.sentences[first].start_char, setting.sentences[last].end_char)


def _deadline(article: Article, span: Span, sentences: Span) -> Deadline | None:
    """In the quote, or directly after it in its sentence ("..., by the end of May")."""
    inside = find_deadline(article.text, span, published=article.published)
    if inside is not None or span.end_char >= sentences.end_char:
        return inside
    after = find_deadline(article.text, Span(span.end_char, sentences.end_char), published=article.published)
    gap = article.text[span.end_char : after.span.start_char] if after else ""
    return after if after and not gap.strip(" ,") else None


def speaker_of(scene: Scene) -> int | None:
    """The party that says it: subject of a speech verb above or beside the quote, else whoever is named as speaking in
    the paragraph of a direct quotation; None where the reporter says it.
    """
    own = [place for place in scene.seen if place.tree >= scene.own and place.form in {Form.NAME, Form.NOMINAL}]
    said = [place for place in own if _says(scene.trees[place.tree], place)]
    above = [place for place in said if _is_above(scene, place)]
    if above or said:
        return (above or said)[0].party
    middle = (scene.span.start_char + scene.span.end_char) // 2
    if not any(one.start_char <= middle < one.end_char for one in scene.setting.quotations):
        return None
    return _named_speaker(scene)


def _says(tree: Tree, place: Seen) -> bool:
    token = tree.tokens[place.token]
    return token.dep in SUBJECTS and is_say(tree.tokens[token.head].text) and token.dep == "nsubj"


def _is_above(scene: Scene, place: Seen) -> bool:
    tree = scene.trees[place.tree]
    return (
        place.tree == scene.own_tree
        and scene.top is not None
        and tree.tokens[place.token].head in tree.path_up(scene.top)
    )


def _named_speaker(scene: Scene) -> int | None:
    """The one named as speaking nearest to the quotation within its paragraph, else the last one before it."""
    text, span = scene.setting.article.text, scene.span
    start = text.rfind("\n\n", 0, span.start_char)
    end = text.find("\n\n", span.end_char)
    near = [
        (min(abs(place.start_char - span.end_char), abs(span.start_char - place.end_char)), party)
        for place, party in scene.setting.speaking
        if start <= place.start_char and (end < 0 or place.end_char <= end)
    ]
    before = [party for place, party in scene.setting.speaking if place.end_char <= span.start_char]
    return min(near)[1] if near else before[-1] if before else None


def _reporter(scene: Scene, bound: Sequence[int], speaker: int | None) -> str | None:
    """A person who says of another that he has committed himself; whoever speaks for the bound one is none."""
    if speaker is None or speaker in bound or not bound:
        return None
    party, actor = scene.parties[speaker], scene.parties[bound[0]]
    if party.kind is not NameKind.PERSON or actor.kind is not NameKind.PERSON:
        return None
    if any(SPEAKS_FOR.search(role) for role in party.roles):
        return None
    return party.name if _commits_itself(scene, bound[0]) else None


def _commits_itself(scene: Scene, party: int) -> bool:
    """Whether the party is subject of a verb of promising within the quote's sentence."""
    for place in scene.seen:
        token = scene.trees[place.tree].tokens[place.token]
        if place.party == party and place.tree >= scene.own and token.dep in SUBJECTS:
            if is_promise(scene.trees[place.tree].tokens[token.head].text):
                return True
    return False


def _counterparty(scene: Scene, bound: Sequence[int]) -> str | None:
    """The first other party of the quote that stands after "with", "to", "assured" and the like."""
    text = scene.setting.article.text
    for place in sorted(scene.seen, key=lambda place: place.span):
        if place.party in bound or not scene.span.covers(place.span) or place.form is Form.ADJECTIVE:
            continue
        if TO_WHOM.search(text, max(scene.span.start_char, place.span.start_char - 20), place.span.start_char):
            return _described(scene.parties[place.party])
    return None


def _described(party: Party) -> str:
    return re.sub(r"\s+", " ", party.name)


__all__ = ["Kind", "fill", "speaker_of"]
