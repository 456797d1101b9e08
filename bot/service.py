"""The tracker as the chat holds it: one for all tabs, opened when the server starts or as soon as a build is there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import islice

from bot.answer import Answer
from bot.coverage import Coverage
from bot.evidence import Citation
from bot.question import Part
from bot.settings import Endpoint, Settings
from bot.starters import Starter, propose
from bot.tracker import Tracker, build_corpus
from bot.writing import OnSentence
from corpus.article import Article
from corpus.extraction.reader import Reader
from embeddings.build import BuildSummary, Progress
from embeddings.encoder import Encoder, load_encoder
from embeddings.search import Query

# What undertakings are worded like: the articles near this are those whose names are worth asking about.
UNDERTAKINGS = Query("minister president announced promised agreed pledged to", k=50)
STARTERS = 4


class Service:
    """Every method may block for seconds and may be called from several threads at once."""

    def __init__(self, settings: Settings, *, encoder: Encoder | None = None, reader: Reader | None = None) -> None:
        self._settings = settings
        self._encoder = encoder
        self._reader = reader
        self._tracker: Tracker | None = None
        self._opening = threading.Lock()
        self._starters: tuple[str, tuple[Starter, ...]] = ("", ())

    def ask(self, question: str, *, previous: tuple[Answer, ...], without: frozenset[Part] = frozenset()) -> Answer:
        """The answer of the newest build; `without` are parts of the question's reading to leave out.

        Raises:
            TrackerError: there is no build that can be opened, or no encoder.
        """
        return self._newest().ask(question, previous=previous, without=without)

    def write(self, answer: Answer, on_sentence: OnSentence) -> Answer:
        """The answer with prose by the language model, where one is set up.

        Raises:
            TrackerError: there is no build that can be opened, or no encoder.
        """
        return self._newest().write(answer, on_sentence)

    @property
    def endpoint(self) -> Endpoint | None:
        """Where a language model is asked; None where none is."""
        return self._settings.endpoint

    def coverage(self) -> Coverage:
        """What the newest build covers.

        Raises:
            TrackerError: there is no build that can be opened, or no encoder.
        """
        return self._newest().coverage()

    def copies_of(self, citation: Citation) -> tuple[Article, ...]:
        """The other articles and files that tell the report that is cited; empty before the first answer."""
        return self._tracker.copies_of(citation.article) if self._tracker else ()

    def starters(self) -> tuple[Starter, ...]:
        """Questions to begin with that the newest build answers, half of them on people and half on undertakings.

        Raises:
            TrackerError: there is no build that can be opened, or no encoder.
        """
        tracker = self._newest()
        build_id = tracker.coverage().build_id
        if self._starters[0] != build_id:
            articles = {hit.article.article_id: hit.article for hit in tracker.search(UNDERTAKINGS)}
            self._starters = (build_id, _answered(tracker, tuple(articles.values())))
        return self._starters[1]

    def rebuild(self, on_progress: Callable[[Progress], None]) -> BuildSummary:
        """Read the corpus folder anew and publish the build, where there was one and where there was none.

        Raises:
            TrackerError: the folder holds no article, another build is running, or the disk refuses.
        """
        return build_corpus(self._settings, self._ready_encoder(), on_progress, reader=self._reader)

    def _newest(self) -> Tracker:
        tracker = self._tracker
        if tracker is not None:
            tracker.refresh()
            return tracker
        encoder = self._ready_encoder()
        with self._opening:
            if self._tracker is None:
                self._tracker = Tracker.open(self._settings, encoder=encoder)
            return self._tracker

    def _ready_encoder(self) -> Encoder:
        with self._opening:
            if self._encoder is None:
                self._encoder = load_encoder(self._settings.encoder)
            return self._encoder


def _answered(tracker: Tracker, articles: tuple[Article, ...]) -> tuple[Starter, ...]:
    proposed = propose(articles)
    kept: list[Starter] = []
    for is_person in (True, False):
        of_kind = (one for one in proposed if one.is_person is is_person and tracker.ask(one.question).answered)
        kept += islice(of_kind, STARTERS // 2)
    return tuple(kept)
