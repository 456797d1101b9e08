"""From the span of a commitment to the whole record: who is bound, who said it, to whom, by when, how often, how far.

fill(article, Tagger.load().tag([article])[0])
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from corpus.article import Article, Span
from corpus.commitments import Commitment, Deadline, commitment_id
from corpus.extraction.actions import action_in
from corpus.extraction.bound import Bound, bound_by
from corpus.extraction.candidate import Candidate
from corpus.extraction.counterparties import counterparty_of
from corpus.extraction.deadlines import find_cadence, find_deadline
from corpus.extraction.kinds import settle
from corpus.extraction.parties import Party
from corpus.extraction.reporters import reporter_of
from corpus.extraction.scene import Scene
from corpus.extraction.setting import Setting
from corpus.extraction.sources import source_of
from corpus.extraction.tense import is_past
from corpus.extraction.wording import is_conditional, status_of

UNNAMED = "unnamed"


def fill(article: Article, candidates: Sequence[Candidate]) -> tuple[Commitment, ...]:
    """The record of every candidate, in the order given; `actors` is never empty.

    Raises:
        EncoderError: the weights that tell kinds and who is bound cannot be read.
    """
    return fill_all([article], [candidates])[0]


def fill_all(
    articles: Sequence[Article], candidates: Sequence[Sequence[Candidate]]
) -> tuple[tuple[Commitment, ...], ...]:
    """What `fill` gives for each article, in less time: the networks read the candidates of all articles at once.

    Raises:
        EncoderError: the weights that tell kinds and who is bound cannot be read.
    """
    rows = [row for row, some in enumerate(candidates) if some]
    settings = [Setting.of(articles[row]) for row in rows]
    filled: list[tuple[Commitment, ...]] = [()] * len(articles)
    settled = [[settle(setting, one) for one in candidates[row]] for row, setting in zip(rows, settings, strict=True)]
    bound = bound_by(settings, settled)
    for row, setting, some, found in zip(rows, settings, settled, bound, strict=True):
        pairs = zip(some, found, strict=True)
        filled[row] = tuple(_commitment(setting, one, parties) for one, parties in pairs)
    return tuple(filled)


def _commitment(setting: Setting, candidate: Candidate, bound: Bound) -> Commitment:
    article, span = setting.article, candidate.span
    quote = article.slice(span)
    action = action_in(bound.scene, candidate.kind, bound.parties)
    source = source_of(bound.scene)
    said_by = bound.scene.parties[source.party] if source is not None else None
    speakers = [said_by] if said_by is not None and not said_by.nominal and said_by not in bound.parties else []
    return Commitment(
        commitment_id=commitment_id(article.article_id, quote, action),
        article_id=article.article_id,
        span=span,
        kind=candidate.kind,
        actors=_names(bound.parties) or (UNNAMED,),
        speakers=_names(speakers),
        action=action,
        counterparty=counterparty_of(bound.scene, bound.parties),
        deadline=_deadline(bound.scene, span),
        cadence=find_cadence(article.text, span),
        conditional=is_conditional(quote),
        reported_by=reporter_of(bound.scene, bound.parties, source),
        status=status_of(quote),
        confidence=candidate.confidence,
    )


def _names(parties: Sequence[Party]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(re.sub(r"\s+", " ", party.name) for party in parties))


def _deadline(scene: Scene, span: Span) -> Deadline | None:
    """In the quote, or directly after it in its sentence ("..., by the end of May")."""
    article, sentence = scene.setting.article, scene.setting.sentences_of(span)
    find = partial(
        find_deadline, article.text, published=article.published, is_past=lambda words: is_past(scene, words)
    )
    inside = find(span)
    if inside is not None or span.end_char >= sentence.end_char:
        return inside
    after = find(Span(span.end_char, sentence.end_char))
    gap = article.text[span.end_char : after.span.start_char] if after else ""
    return after if after and not gap.strip(" ,") else None
