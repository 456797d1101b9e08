"""The tracker as the chat holds it: one for all tabs, opened when the server starts or as soon as a build is there."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from itertools import islice

from bot import notices
from bot.answer import Answer
from bot.coverage import Coverage
from bot.desk import login_name
from bot.evidence import Citation
from bot.judging import Judged
from bot.question import Part
from bot.settings import Endpoint, Settings
from bot.starters import Starter, propose
from bot.tracker import Tracker, build_corpus
from bot.writing import OnSentence
from corpus.article import Article
from corpus.corrections import Act
from corpus.errors import SettingsError, TrackerError
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

    def judged(self, citation: Citation) -> tuple[Judged, ...]:
        """The commitments that the ledger reads in a citation, with what people said; empty before the first answer."""
        return self._tracker.judged(citation) if self._tracker else ()

    def judge(self, citation: Citation, commitment_id: str, act: Act, *, by: str) -> None:
        """Confirm or reject a commitment behind a citation, or withdraw that again, for good and for every answer.

        Raises:
            TrackerError: nobody is named, the words were read anew, or it cannot be written.
        """
        if not by:
            raise SettingsError("the ledger can only be read here; correct it with: tracker ledger confirm|reject ID")
        self._newest().judge(citation, commitment_id, act, by=by)

    @property
    def read_only(self) -> bool:
        """Whether the chat is to change nothing: neither corrections nor a rebuild."""
        return self._settings.read_only

    def corrector(self, login: str, *, at_home: bool) -> str:
        """Who corrects the ledger: who logged in or, `at_home` on the user's own machine, whose machine it is.

        "" where nobody may: whoever does so has to be known, corrections be wanted, and the disk take them.
        """
        if self.read_only or not os.access(self._settings.data, os.W_OK) or not (login or at_home):
            return ""
        try:
            return login or login_name()
        except SettingsError:
            return ""

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

    def offered(self) -> tuple[Starter, ...]:
        """The same, none where nothing can be answered yet."""
        try:
            return self.starters()
        except TrackerError:
            return ()

    def welcome(self) -> str:
        """What is said before the first question, as Markdown: what is covered, if anything is, and how it works."""
        try:
            return notices.welcome(self.coverage(), self.endpoint)
        except TrackerError:
            return notices.how_it_works(self.endpoint)

    def rebuild(self, on_progress: Callable[[Progress], None]) -> BuildSummary:
        """Read the corpus folder anew and publish the build, where there was one and where there was none.

        Raises:
            TrackerError: the chat is read-only, the folder holds no article, another build is running, or the disk
                refuses.
        """
        if self.read_only:
            raise SettingsError("this chat is read-only (TRACKER_READ_ONLY); build anew with: tracker build")
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
