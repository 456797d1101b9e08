"""The tracker: the one place that wires the rooms together. The chat and the commands are two thin faces of it.

tracker = Tracker.open(load_settings())
answer = tracker.ask("What did Naqvi commit to?")
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.answer import Answer
from bot.answering import compose
from bot.coverage import Coverage, coverage_of
from bot.desk import Desk
from bot.desk_edits import Editor
from bot.evidence import Citation
from bot.judging import Judged, edit_of, judged_of
from bot.question import Part, read_question
from bot.retrieval import find_evidence
from bot.settings import SAMPLE_CORPUS, Settings
from bot.standings import list_standings
from bot.understanding import understand
from bot.writing import OnSentence, write, writer
from corpus.actors import Actor
from corpus.article import Article
from corpus.corrections import Act, Correction, Edit, Replayed
from corpus.errors import BuildError, DeskError, SettingsError
from corpus.extraction.reader import CommitmentReader, Reader
from corpus.ledger import Ledger
from embeddings.build import (
    Build,
    BuildSummary,
    Progress,
    make_build,
    open_build,
    published_build_id,
    published_corpus_folder,
)
from embeddings.encoder import Encoder, load_encoder
from embeddings.search import Hit, Query, search


class Tracker:
    """Answers from the published build, with all that people corrected in its ledger.

    Safe to use from several threads; each call works on one build and one set of corrections throughout.
    """

    def __init__(self, settings: Settings, encoder: Encoder, build: Build) -> None:
        self._settings = settings
        self._encoder = encoder
        self._desk = Desk(settings.data)
        self._build = build.corrected_by(self._desk.corrections())
        self._moving = threading.Lock()

    @classmethod
    def open(cls, settings: Settings, *, encoder: Encoder | None = None, build_id: str | None = None) -> Tracker:
        """The tracker on what is published, or on an earlier build that is still kept.

        Raises:
            NoBuild: nothing has been published yet, or no build of that id is kept.
            BuildMismatch: the build was made with another encoder or format.
            DamagedBuild: a file of the build is missing or differs from its checksum.
            EncoderError: the encoder cannot be loaded.
            DeskError: what people corrected cannot be read.
        """
        encoder = encoder or load_encoder(settings.encoder)
        return cls(settings, encoder, open_build(settings.data, encoder=encoder, build_id=build_id))

    def ask(
        self,
        question: str,
        *,
        previous: Sequence[Answer] = (),
        today: date | None = None,
        without: frozenset[Part] = frozenset(),
        as_of: date | None = None,
    ) -> Answer:
        """The answer to a question; `previous` are the answers of the same conversation, oldest first.

        `today` is what "last month" is counted from, by default the day on which it is asked; `without` are parts of
        the reading to leave out. Nothing published after `as_of` is used.
        """
        build = self._build
        today = today or date.today()
        understood = understand(build, question, today=today, previous=previous, without=without)
        understood = understood.as_of(as_of) if as_of else understood
        listed = list_standings(build, understood, today=today)
        return listed or compose(build, understood, find_evidence(build, understood))

    def write(self, answer: Answer, on_sentence: OnSentence = lambda _: None) -> Answer:
        """The answer with prose by the language model, if one is set up; each sentence is handed over once checked."""
        return write(answer, writer(self._settings.endpoint, self._build.registry, answer, on_sentence))

    def search(self, query: Query, *, today: date | None = None) -> tuple[Hit, ...]:
        """The passages nearest to the query, best first.

        A period in the words ("in 2024", "since June") filters like `since` and `until`, unless these are given or
        nothing was published in it. `today` is what "last month" is counted from.

        Raises:
            SettingsError: the query is empty, asks for no or too many hits, or for a period that ends before it starts.
        """
        build = self._build
        period = read_question(query.text, today=today or date.today()).period
        if period is None or query.since or query.until:
            return search(build, query)
        return search(build, replace(query, since=period.since, until=period.until)) or search(build, query)

    def ledger(self) -> Ledger:
        """Every commitment that was read with enough confidence, with its article and thread."""
        return self._build.ledger

    def review(self) -> Ledger:
        """The commitments that were read with too little confidence, for a person to look at; they have no threads."""
        return self._build.review

    def corrections(self) -> tuple[Replayed, ...]:
        """Everything that people corrected, in the order of its making, with what has become of it in this build."""
        return self._build.corrected.replayed

    def editor(self) -> Editor:
        """What makes edits of the commitments and threads that are named to it."""
        return Editor(self._build)

    def correct(self, edit: Edit, *, by: str, evidence: str = "", note: str = "") -> Correction:
        """Keep an edit for good; the ledger and every answer go by it from now on.

        Raises:
            SettingsError: nobody is named, a status comes without evidence, the evidence names an article that does
                not hold its words, or what is to be undone is not in force.
            DeskError: it cannot be written.
        """
        self.editor().check_evidence(evidence)
        made = self._desk.add(edit, by=by, evidence=evidence, note=note)
        self.refresh()
        return made

    def judged(self, citation: Citation) -> tuple[Judged, ...]:
        """The commitments that the ledger reads in a citation, with what people said of them."""
        return judged_of(self._build, citation)

    def judge(self, citation: Citation, commitment_id: str, act: Act, *, by: str) -> None:
        """Confirm or reject a commitment behind a citation on the evidence of its words, or withdraw that again.

        Raises:
            SettingsError: the ledger reads no such commitment there any more, or nobody is named.
            DeskError: it cannot be written.
        """
        edit = edit_of(self._build, citation, commitment_id, act)
        if edit is not None:
            words = next(one.evidence for one in self.judged(citation) if one.commitment_id == commitment_id)
            self.correct(edit, by=by, evidence="" if act is Act.UNDO else words)

    def actors(self) -> tuple[Actor, ...]:
        """Everyone whom the articles name, the most often named first."""
        return self._build.registry.actors

    def coverage(self) -> Coverage:
        """What the build covers, and what of the corpus folder it could not read."""
        return coverage_of(self._build, backend=self._encoder.backend)

    def copies_of(self, article: Article) -> tuple[Article, ...]:
        """The other articles that tell the same report, and the article itself under its further names.

        Empty where the article is none of the build any more.
        """
        build = self._build
        try:
            row = build.article_row(article.article_id)
        except KeyError:
            return ()
        told = [
            other for other, story in zip(build.articles, build.stories, strict=True) if story == build.stories[row]
        ]
        named = [replace(article, path=copy.path) for copy in build.copies if copy.article_id == article.article_id]
        return tuple(other for other in told if other.article_id != article.article_id) + tuple(named)

    def refresh(self) -> bool:
        """Move to the newest published build and to what people corrected since; True if there was either.

        A build or a file of corrections that cannot be opened changes nothing.
        """
        with self._moving:
            build, corrections = self._newest_build(), self._newest_corrections()
            if build is self._build and corrections is self._build.corrections:
                return False
            self._build = build.corrected_by(corrections)
            return True

    def _newest_build(self) -> Build:
        try:
            if published_build_id(self._settings.data) in {None, self._build.build_id}:
                return self._build
            return open_build(self._settings.data, encoder=self._encoder)
        except BuildError:
            return self._build

    def _newest_corrections(self) -> tuple[Correction, ...]:
        known = self._build.corrections
        try:
            last = known[-1].number if known else 0
            return known if self._desk.last_number() == last else self._desk.corrections()
        except DeskError:
            return known


def build_corpus(
    settings: Settings, encoder: Encoder, on_progress: Callable[[Progress], None], *, reader: Reader | None = None
) -> BuildSummary:
    """Make and publish a build of the corpus folder that the settings name, else of the one that was built last.

    Raises:
        CorpusError: the folder is missing or holds no article.
        BuildError: another build is running, or the disk refuses; what was published stays.
    """
    return make_build(
        corpus_folder(settings),
        settings.data,
        encoder=encoder,
        reader=reader or CommitmentReader(),
        on_progress=on_progress,
    )


def corpus_folder(settings: Settings) -> Path:
    """The folder to read: the one named, else that of the published build, else the sample corpus.

    Raises:
        SettingsError: none is named, and the published build is too damaged to tell.
    """
    if settings.corpus:
        return settings.corpus
    try:
        return published_corpus_folder(settings.data) or SAMPLE_CORPUS
    except BuildError as error:
        raise SettingsError(f"{error} --corpus DIR, as it no longer tells which folder it was made of") from error
