"""An answer's citations to prose: the model is asked, its sentences are checked, and every failure ends in the quotes.

A refusal is never put to the model: where the articles are silent, only what it knows from elsewhere could be said.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.answer import Answer
from bot.check import Ground, ground
from bot.evidence import Citation
from bot.llm import LanguageModel
from bot.prompts import Message, messages, offered
from bot.prose import cut, refuses, settle
from bot.settings import Endpoint
from bot.who import find_actors
from bot.written import Prose, ProseSentence
from corpus.actors import Registry
from corpus.errors import ContextTooLong, CutShort, ModelError
from embeddings.analysis import analyse

# Five are asked for. A model that has lost its thread repeats itself until it is stopped.
MAX_SENTENCES = 10
OnSentence = Callable[[ProseSentence], None]


class Model(Protocol):
    """What writes: `stream` gives text as it comes, and raises ModelError where there is none or it ends too soon."""

    name: str

    def stream(self, messages: Sequence[Message]) -> Generator[str, None, None]:
        """The model's text, piece by piece."""
        ...


@dataclass(frozen=True, slots=True)
class Writer:
    """A model at work on one answer.

    `asked` are the terms of those whom the question names. `on_sentence` is given each sentence as soon as it is
    checked; where the prose is given up later, what it was given no longer counts.
    """

    model: Model
    asked: frozenset[str] = frozenset()
    on_sentence: OnSentence = lambda _: None


def writer(endpoint: Endpoint | None, registry: Registry, answer: Answer, on_sentence: OnSentence) -> Writer | None:
    """The model at this endpoint, with the names of those whom the question asks about; None without an endpoint."""
    if endpoint is None:
        return None
    named = find_actors(registry, answer.question.search_text)
    names = (name for one in named for actor in one.actors for name in (actor.name, *actor.spellings))
    return Writer(LanguageModel(endpoint), frozenset(term for name in names for term in analyse(name)), on_sentence)


def write(answer: Answer, writer: Writer | None) -> Answer:
    """The answer with the model's prose, or with the reason why there is none.

    A refusal comes back as it is, and so does every answer where there is no writer.
    """
    if writer is None or not answer.answered:
        return answer
    try:
        prose = _prose(answer, writer)
    except ModelError as error:
        prose = Prose(writer.model.name, (), 0, str(error))
    return replace(answer, prose=prose)


def _prose(answer: Answer, writer: Writer) -> Prose:
    citations = offered(answer.citations)
    if not citations:
        raise ModelError("was not asked, as every source speaks to a machine")
    try:
        return _checked(answer, citations, writer)
    except ContextTooLong:
        if len(citations) == 1:
            raise
        return _checked(answer, _better_half(citations), writer)


def _checked(answer: Answer, citations: Sequence[Citation], writer: Writer) -> Prose:
    grounds = tuple(map(ground, citations))
    kept: list[ProseSentence] = []
    dropped = 0
    stream = writer.model.stream(messages(answer.question, citations, nonce=secrets.token_hex(8)))
    with contextlib.closing(stream), contextlib.suppress(CutShort):
        for raw in cut(stream):
            sentence = _settled(raw, grounds, writer.asked, first=not kept)
            if sentence is None or _is_said(sentence, kept):
                dropped += 1
            else:
                kept.append(sentence)
                writer.on_sentence(sentence)
            if len(kept) + dropped == MAX_SENTENCES:
                break
    if not kept and not dropped:
        raise ModelError("wrote nothing")
    if all(one.replaced for one in kept):
        raise ModelError("wrote no sentence that its sources hold")
    return Prose(writer.model.name, tuple(kept), dropped, "")


def _settled(raw: str, grounds: Sequence[Ground], asked: frozenset[str], *, first: bool) -> ProseSentence | None:
    if not refuses(raw):
        return settle(raw, grounds, asked=asked)
    if first:
        raise ModelError("said that it cannot answer")
    return None


def _is_said(sentence: ProseSentence, kept: Sequence[ProseSentence]) -> bool:
    """Whether this adds nothing: a model that loops, or a quote that is to stand in and has been told from before."""
    if sentence.replaced and any(set(sentence.citations) <= set(one.citations) for one in kept):
        return True
    return any(analyse(sentence.text) == analyse(one.text) for one in kept)


def _better_half(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """The half of the citations that fit the question best, in their own order."""
    best = sorted(citations, key=lambda one: -one.evidence.score)[: len(citations) // 2]
    return tuple(one for one in citations if one in best)
