from datetime import date

import numpy as np
import pytest

from corpus.article import Article, Span, article_id
from corpus.commitments import Kind, Status
from corpus.extraction.actor_windows import find_nominals, make_window
from corpus.extraction.attribution import speaker_of
from corpus.extraction.bound import choose
from corpus.extraction.candidate import Candidate
from corpus.extraction.fields import fill
from corpus.extraction.parties import parties_of
from corpus.extraction.setting import Setting
from corpus.extraction.speech import find_quotations
from corpus.extraction.windows import tokenizer
from corpus.extraction.wording import action_of, is_conditional, status_of
from corpus.layout.sentences import split_sentences

TEXT = (
    "Velmora to deepen harbour\n\n"
    "PORT SARN, May 2 - Velmoran Transport Minister Ilka Brandt said on Thursday that Velmora would deepen the harbour "
    "by March 2031.\n\n"
    "“We will pay the fishermen for every lost day,” said Tobin Hale, who chairs the Harbour Board.\n\n"
    "The ministry is hiring divers. She assured Karsund that its ships would be let in first."
)


def article_of(text=TEXT):
    return Article(
        article_id(text), "a.txt", text, Span(0, text.index("\n")), date(2030, 5, 2), "Sarn Courier", None, None, None
    )


def span_of(quote, text=TEXT):
    start = text.index(quote)
    return Span(start, start + len(quote))


def names_of(rows, setting):
    return [setting.parties[row].name for row in rows]


def test_parties_join_the_adjective_of_an_invented_state_and_know_titles():
    parties = {party.name: party for party in parties_of(article_of(), split_sentences(TEXT))}
    assert len(parties["Velmora"].places) == 2
    assert parties["Ilka Brandt"].roles == ("Velmoran Transport Minister",)
    assert "Thursday" not in parties


def test_find_nominals_takes_bodies_without_names():
    text = "He said the health ministry and senior union officials met the Harbour Board."
    taken = [Span(text.index("Harbour"), text.index("."))]
    found = [text[span.start_char : span.end_char] for span in find_nominals(text, Span(0, len(text)), taken)]
    assert found == ["health ministry", "senior union officials"]


def test_make_window_marks_the_quote_and_places_every_party():
    article = article_of()
    span = span_of("Velmora would deepen the harbour by March 2031")
    window = make_window(article, parties_of(article, split_sentences(TEXT)), span, Kind.PLEDGE)
    marked = tokenizer().decode([int(one) for one, kind in zip(window.ids, window.types, strict=True) if kind])
    assert marked == "velmora would deepen the harbour by march 2031"
    for place in window.places:
        words = tokenizer().decode(window.ids[place.first : place.last + 1].tolist())
        assert words.replace(" ", "")[:4] in article.text.lower().replace(" ", "")
    assert window.features.shape[0] == len(window.parties)


@pytest.mark.parametrize(
    ("quote", "speaker"),
    [
        ("Velmora would deepen the harbour by March 2031", "Ilka Brandt"),
        ("We will pay the fishermen for every lost day", "Tobin Hale"),
        ("The ministry is hiring divers", None),
    ],
)
def test_speaker_of_finds_who_says_it(quote, speaker):
    setting = Setting.of(article_of())
    found = speaker_of(setting, span_of(quote))
    assert (setting.parties[found].name if found is not None else None) == speaker


def test_find_quotations_ends_an_open_one_with_its_paragraph():
    text = '“One” and "two".\n\n“Three goes on\n\nno more'
    assert [text[span.start_char : span.end_char] for span in find_quotations(text)] == ["One", "two", "Three goes on"]


@pytest.mark.parametrize(
    ("quote", "kind", "action"),
    [
        ("Velmora would deepen the harbour", Kind.PLEDGE, "deepen the harbour"),
        ("Hale promised to hire 400 officers", Kind.PLEDGE, "hire 400 officers"),
        ("We will not sell the port", Kind.REFUSAL, "not sell the port"),
        ("plans to open two berths, Brandt said", Kind.PLAN, "open two berths"),
        ("to share data", Kind.AGREEMENT, "share data"),
        ("Brandt is unwilling to sell the port", Kind.REFUSAL, "not sell the port"),
        ("PORT SARN: Velmora would deepen the harbour", Kind.PLEDGE, "deepen the harbour"),
        ("* joint patrols of the strait;", Kind.AGREEMENT, "joint patrols of the strait"),
        ("would, he added, pay the fishermen", Kind.PLEDGE, "pay the fishermen"),
    ],
)
def test_action_of_starts_with_the_verb(quote, kind, action):
    assert action_of(quote, kind) == action


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("will open the gate if the rebels leave", True),
        ("would lift the ban provided that talks begin", True),
        ("if elected, she will cut fares", False),
        ("will build a school", False),
        ("the money would be sent at once to Sarn", False),
    ],
)
def test_is_conditional_passes_over_elections(quote, expected):
    assert is_conditional(quote) is expected


@pytest.mark.parametrize(
    ("quote", "status"),
    [
        ("will hire divers", Status.ANNOUNCED),
        ("a new unit is being raised", Status.IN_PROGRESS),
        ("scrapped the plan for a dam", Status.ABANDONED),
        ("kept his promise to open the pass", Status.COMPLETED),
        ("he had promised to open the pass", Status.ANNOUNCED),
        ("the levy will be withdrawn in May", Status.ANNOUNCED),
        ("has withdrawn its offer of a loan", Status.ABANDONED),
    ],
)
def test_status_of_reads_how_far_it_has_come(quote, status):
    assert status_of(quote) is status


def test_choose_takes_the_first_and_those_surely_bound_too():
    odds = np.log(np.array([0.35, 0.9, 0.2, 0.5]) / (1 - np.array([0.35, 0.9, 0.2, 0.5])))
    assert choose(odds, Kind.PLEDGE) == (1, 3)
    assert choose(odds, Kind.AGREEMENT) == (1, 3, 0)
    assert choose(odds[2:3] - 9, Kind.PLAN) == (0,)
    assert choose(np.zeros(0), Kind.PLAN) == ()


@pytest.mark.slow
def test_fill_makes_whole_records():
    article = article_of()
    quotes = ("Velmora would deepen the harbour by March 2031", "We will pay the fishermen for every lost day")
    filled = fill(article, [Candidate(span_of(quote), Kind.PLEDGE, 0.9) for quote in quotes])
    assert [article.slice(one.span) for one in filled] == list(quotes)
    assert filled[0].actors == ("Velmora",)
    assert filled[0].deadline.due == date(2031, 3, 31)
    assert filled[0].speakers == ("Ilka Brandt",)
    assert fill(article, []) == ()
