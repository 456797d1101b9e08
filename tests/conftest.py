"""What the unit tests share: an encoder whose vectors can be checked by eye, and three small invented articles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.article import Article, Span, article_id
from corpus.commitments import Commitment, Kind, Status, commitment_id

if TYPE_CHECKING:
    from bot.tracker import Tracker
    from embeddings.build import Build
    from embeddings.pooling import Bounds


class FakeEncoder:
    """One dimension a topic: how many of the topic's words a text holds; the last dimension is 1 for every text.

    "The port and the harbour" is (2, 0, 0, 0, 0, 0, 1) before it is brought to unit length. A token is a word.
    `batches` keeps what was asked for, so that a test can see that nothing was encoded twice.
    """

    TOPICS = (
        ("port", "harbour", "ship", "ships", "berth", "berths"),
        ("police", "guard", "guards", "officers", "security"),
        ("school", "schools", "teachers", "students", "pupils"),
        ("water", "dam", "river", "wells"),
        ("railway", "train", "trains", "track"),
        ("budget", "tax", "million", "pay"),
    )

    name = "fake"
    fingerprint = "fake-1"
    dimension = len(TOPICS) + 1
    max_tokens = 60
    backend = "fake"

    def __init__(self) -> None:
        self.batches: list[tuple[str, ...]] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit rows, (n, 7) float32."""
        self.batches.append(tuple(texts))
        return self._vectors(texts)

    def encode_parts(
        self, texts: Sequence[str], bounds: Sequence[Bounds]
    ) -> tuple[NDArray[np.float32], list[NDArray[np.float32]]]:
        """The same, and the rows of the parts by their own words."""
        parts = zip(texts, bounds, strict=True)
        return self.encode(texts), [self._vectors([text[a:b] for a, b in own]) for text, own in parts]

    def _vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            words = re.findall(r"\w+", text.lower())
            vectors[row, :-1] = [sum(word in topic for word in words) for topic in self.TOPICS]
            vectors[row, -1] = 1.0
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True) if len(texts) else vectors

    def count_tokens(self, text: str) -> int:
        """The number of words."""
        return len(re.findall(r"\w+", text))


class FakeReader:
    """Takes every sentence that says "will" or "would" for a plan of the first word of its paragraph.

    `articles` counts what was read, so that a test can see that nothing was read twice.
    """

    fingerprint = "fake-reader-1"
    floor = 0.5

    def __init__(self) -> None:
        self.articles = 0

    def read(self, articles: Sequence[Article]) -> tuple[tuple[Commitment, ...], ...]:
        """One commitment for each such sentence."""
        self.articles += len(articles)
        return tuple(tuple(self._found(article)) for article in articles)

    def _found(self, article: Article) -> Iterator[Commitment]:
        for sentence in re.finditer(r"[^.\n]*\b(?:will|would)\b[^.\n]*", article.text):
            quote = sentence.group().strip()
            start = article.text.index(quote)
            yield Commitment(
                commitment_id=commitment_id(article.article_id, quote, quote),
                article_id=article.article_id,
                span=Span(start, start + len(quote)),
                kind=Kind.PLAN,
                actors=(quote.split()[0],),
                speakers=(),
                action=quote,
                counterparty=None,
                deadline=None,
                cadence=None,
                conditional=False,
                reported_by=None,
                status=Status.ANNOUNCED,
                confidence=0.9,
            )


def read_alone(
    articles: Sequence[Article], encoder: FakeEncoder
) -> Callable[[Sequence[tuple[int, Span]]], NDArray[np.float32]]:
    """What runs of articles mean, told by their own words alone; `encoder.batches` keeps nothing of it."""
    return lambda runs: encoder._vectors([articles[row].slice(span) for row, span in runs])


def tracker_on(
    folder: Path, texts: Mapping[str, str], *, encoder: FakeEncoder, reader: FakeReader | None = None
) -> Tracker:
    """A tracker on a build of these files, written to `folder`/articles, with what stands there already."""
    from bot.settings import Settings
    from bot.tracker import Tracker, build_corpus

    settings = Settings(data=folder / "data", corpus=folder / "articles", encoder="fake")
    for name, text in texts.items():
        path = settings.corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    build_corpus(settings, encoder, lambda progress: None, reader=reader or FakeReader())
    return Tracker.open(settings, encoder=encoder)


def make_article(path: str, text: str, *, published: date | None = None, outlet: str | None = None) -> Article:
    """An article whose first line is its headline."""
    return Article(
        article_id=article_id(text),
        path=path,
        text=text,
        headline=Span(0, text.index("\n")),
        published=published,
        outlet=outlet,
        byline=None,
        place=None,
        url=None,
    )


@pytest.fixture
def fake_encoder() -> FakeEncoder:
    """A new one for each test, with no batches yet."""
    return FakeEncoder()


@pytest.fixture
def three_articles() -> tuple[Article, Article, Article]:
    """A port, a police force and a railway: no two share a topic of the fake encoder, and one has no date."""
    return (
        make_article(
            "velmora-port.txt",
            "Velmora to deepen Sarn harbour\n\n"
            "Transport minister Ilka Brandt said Velmora would deepen the harbour at Sarn by March 2031.\n\n"
            "She promised two new berths for larger ships. Fishing boats keep the old port.",
            published=date(2030, 5, 2),
            outlet="Sarn Courier",
        ),
        make_article(
            "sub/karsund police.txt",
            "Karsund to hire 400 police officers\n\n"
            "Karsund will hire 400 police officers within a year, interior minister Tobin Hale told parliament.\n\n"
            "Hale refused to say whether border guards would be armed.",
            published=date(2030, 9, 14),
            outlet="The Karsund Post",
        ),
        make_article(
            "odrin-railway.txt",
            "Work on Odrin railway put off\n\n"
            "The track between Odrin and Pell will not be laid this year. Both governments had agreed in spring "
            "to start in October.\n\nThe railway company said it still plans a first train for 2033.",
        ),
    )


@pytest.fixture
def corpus_folder(tmp_path: Path, three_articles: tuple[Article, ...]) -> Path:
    """The three articles as files, and what is known of them in a table."""
    folder = tmp_path / "corpus"
    for article in three_articles:
        path = folder / article.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{article.text}\n", encoding="utf-8")
    rows = "".join(f'"{one.path}","{one.published or ""}","{one.outlet or ""}"\n' for one in three_articles)
    (folder / "metadata.csv").write_text(f"file,date,outlet\n{rows}", encoding="utf-8")
    return folder


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """A folder of builds that does not exist yet."""
    return tmp_path / "data"


@pytest.fixture
def small_build(corpus_folder: Path, data_folder: Path, fake_encoder: FakeEncoder) -> Build:
    """The three articles, built and opened."""
    from embeddings.build import make_build, open_build  # takes a second, which tests without a build need not wait

    make_build(corpus_folder, data_folder, encoder=fake_encoder, reader=FakeReader(), on_progress=lambda _: None)
    return open_build(data_folder, encoder=fake_encoder)
