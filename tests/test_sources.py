from datetime import date

import pytest

from corpus.article import Article, Span, article_id
from corpus.extraction.counterparties import counterparty_of
from corpus.extraction.ground import Ground
from corpus.extraction.reporters import reporter_of
from corpus.extraction.scene import look
from corpus.extraction.setting import Setting
from corpus.extraction.sources import source_of
from corpus.extraction.tense import is_past

STORY = (
    "Two lands and a dam\n\nVelmoran Foreign Minister Ilka Brandt met Karsund's president, Emre Taskolu, in Sarn. "
    "Velmora and the Velmoran army looked on, and so did Karsundi engineers.\n\n"
)


def scene_of(words, quote, story=STORY):
    text = story + words
    article = Article(article_id(text), "a.txt", text, Span(0, 19), date(2030, 5, 2), None, None, None, None)
    start = text.index(quote)
    return look(Ground.of(Setting.of(article)), Span(start, start + len(quote)))


def bound_in(scene, *names):
    return [next(party for party in scene.parties if party.name == name) for name in names]


@pytest.mark.parametrize(
    ("words", "quote", "speaker"),
    [
        ("Tobin Hale, who chairs the board, said the port would close.", "the port would close", "Tobin Hale"),
        (
            "The port, Tobin Hale said, would close in May.",
            "The port, Tobin Hale said, would close in May",
            "Tobin Hale",
        ),
        ("The port would close, according to Tobin Hale.", "The port would close", "Tobin Hale"),
        ("\u201cWe will close the port,\u201d said Tobin Hale.", "We will close the port", "Tobin Hale"),
        ("Tobin Hale left. He said the port would close.", "the port would close", "Tobin Hale"),
        (
            "PORT SARN, May 2 - Tobin Hale said on Thursday that the port would close.",
            "the port would close",
            "Tobin Hale",
        ),
        ("Tobin Hale looked on as Velmora closed the port.", "Velmora closed the port", None),
        (
            "\u201cIt is late,\u201d Tobin Hale said. \u201cWe will close the port. We will sell it.\u201d",
            "We will sell it",
            "Tobin Hale",
        ),
        (
            "\u201cIt is late,\u201d Tobin Hale said. \u201cSo it is.\n\n\u201cWe will sell it.\u201d",
            "We will sell it",
            "Tobin Hale",
        ),
    ],
)
def test_source_of_is_who_says_it(words, quote, speaker):
    scene = scene_of(words, quote)
    found = source_of(scene)
    assert (scene.parties[found.party].name if found else None) == speaker


@pytest.mark.parametrize(
    ("words", "quote", "bound", "reporter"),
    [
        ("Ola Krone said Bram Vance had promised to go.", "Bram Vance had promised to go", "Bram Vance", "Ola Krone"),
        ("Bram Vance will go, the Sarn Courier reported.", "Bram Vance will go", "Bram Vance", "Sarn Courier"),
        ("Ola Krone, a spokeswoman, said Bram Vance would go.", "Bram Vance would go", "Bram Vance", None),
        ("Bram Vance said Bram Vance would go.", "Bram Vance would go", "Bram Vance", None),
        ("Bram Vance nodded. Ola Krone said: \u201cWe will go.\u201d", "We will go", "Bram Vance", None),
        ("Ilka Brandt said Karsund would open the dam.", "Karsund would open the dam", "Karsund", "Ilka Brandt"),
        ("Ilka Brandt said Velmora would open the dam.", "Velmora would open the dam", "Velmora", None),
    ],
)
def test_reporter_of_is_a_third_party_and_no_spokesman(words, quote, bound, reporter):
    scene = scene_of(words, quote)
    assert reporter_of(scene, bound_in(scene, bound), source_of(scene)) == reporter


@pytest.mark.parametrize(
    ("words", "bound", "counterparty"),
    [
        ("Ilka Brandt assured Karsund that its ships would be let in first.", "Ilka Brandt", "Karsund"),
        ("Velmora will sign a treaty with Karsund.", "Velmora", "Karsund"),
        ("Velmora will pay 40 crowns to the families of the dead.", "Velmora", "families"),
        ("Velmora promised the miners a new road.", "Velmora", "miners"),
        ("Ilka Brandt told the Sarn Post that she would resign.", "Ilka Brandt", None),
        ("Ilka Brandt told reporters that she would resign.", "Ilka Brandt", None),
        ("Velmora will send 1,000 students to Karsund.", "Velmora", None),
        ("Velmora will build a road in Karsund.", "Velmora", None),
        ("Velmora will work with Velmora.", "Velmora", None),
        ("Ilka Brandt will not support any candidate.", "Ilka Brandt", None),
    ],
)
def test_counterparty_of_is_who_receives_or_deals(words, bound, counterparty):
    scene = scene_of(words, words)
    assert counterparty_of(scene, bound_in(scene, bound)) == counterparty


@pytest.mark.parametrize(
    ("words", "day", "past"),
    [
        ("The first group flew out in April.", "in April", True),
        ("The port was to have opened in April.", "in April", True),
        ("Velmora will pay for the raid of 3 May.", "3 May", True),
        ("Velmora will keep to the 2019 law.", "2019", True),
        ("The budget for 2031 will be smaller.", "2031", True),
        ("The group will fly out in April.", "in April", False),
        ("The group will fly out on April 24.", "on April 24", False),
        ("The dam will open in July 2031.", "in July 2031", False),
        ("She will join Thursday night's debate.", "Thursday", True),
        ("The port was to open in April.", "in April", False),
        ("A vote planned for April will be held.", "for April", False),
        ("Velmora will act at the end of May.", "May", False),
    ],
)
def test_is_past_reads_the_verb_over_a_day(words, day, past):
    scene = scene_of(words, words)
    start = scene.setting.article.text.index(day, len(STORY))
    assert is_past(scene, Span(start, start + len(day))) is past
