from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Span
from corpus.extraction.deadlines import find_cadence, find_deadline

PUBLISHED = date(2030, 5, 2)  # a Thursday


def deadline_of(text, published=PUBLISHED):
    found = find_deadline(text, Span(0, len(text)), published=published)
    return (text[found.span.start_char : found.span.end_char], found.due) if found else None


@pytest.mark.parametrize(
    ("quote", "words", "due"),
    [
        ("will report within 15 days", "within 15 days", date(2030, 5, 17)),
        ("to open the pass by mid-November", "by mid-November", date(2030, 11, 20)),
        ("shall finish by the end of next month", "by the end of next month", date(2030, 6, 30)),
        ("will lay the track in 2027 or, failing that, by 2033", "by 2033", date(2033, 12, 31)),
        ("would hire 400 officers before 1 August", "before 1 August", date(2030, 7, 31)),
        ("will begin on August 24", "on August 24", date(2030, 8, 24)),
        ("to halve fares in two years' time", "in two years' time", date(2032, 5, 2)),
        ("will answer within forty-eight hours or within 48 hours", "within 48 hours", date(2030, 5, 4)),
        ("will publish the list before the election", "before the election", None),
        ("will act in her first 100 days in office", "in her first 100 days in office", None),
        ("the order takes force with immediate effect", "with immediate effect", None),
        ("will open this autumn", "this autumn", date(2030, 11, 30)),
        ("will table a bill in spring", "in spring", date(2030, 5, 31)),
        ("will act before winter", "before winter", date(2030, 11, 30)),
        ("to be done by the end of the year", "by the end of the year", date(2030, 12, 31)),
        ("will report by next Friday", "by next Friday", date(2030, 5, 3)),
        ("will lay the track by the first quarter of 2031", "by the first quarter of 2031", date(2031, 3, 31)),
        ("will lay the track in 2031-32", "in 2031-32", date(2032, 12, 31)),
        ("will lay the track in 2031-2034", "in 2031-2034", date(2034, 12, 31)),
        ("to end the levy by the next fiscal year", "by the next fiscal year", None),
        ("to end the levy by the end of fiscal year 2031", "by the end of fiscal year 2031", None),
        ("to spend it in fiscal 2031-32", "in fiscal 2031-32", None),
        ("will publish it before the summit", "before the summit", None),
        ("will resign on her first day in office", "on her first day in office", None),
        ("will pay no fees for two years", "for two years", None),
        ("will go as soon as a court rules", "as soon as a court rules", None),
        ("will act within the next three months", "within the next three months", date(2030, 8, 2)),
        ("will act over the next 12 months", "over the next 12 months", date(2031, 5, 2)),
    ],
)
def test_find_deadline_gives_words_and_last_day(quote, words, due):
    assert deadline_of(quote) == (words, due)


@pytest.mark.parametrize(
    "quote",
    [
        "agreed on Thursday to share data",
        "Vance promised on Monday to rebuild the pier",
        "will never sell the harbour",
        "repeated what was signed on 3 March 2029",
        "who promised the village in March that the dam would be mended",
        "will pay the families of those who died in the June 26 bombing",
        "was held up since August",
        "will be trained for a month in Sarn",
        "shall be reviewed every December",
        "the promise he gave in November last year will be kept",
        "the soon-to-open park will have a lake",
        "will guard the gates immediately around the arena",
        "vows to press on to the next primary",
    ],
)
def test_find_deadline_takes_the_day_of_the_news_for_none(quote):
    assert deadline_of(quote) is None


def test_find_deadline_without_a_day_of_publication_keeps_the_words():
    assert deadline_of("will report within 15 days", published=None) == ("within 15 days", None)
    assert deadline_of("will open by June 2031", published=None) == ("by June 2031", date(2031, 6, 30))


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("to meet quarterly in Sarn", "quarterly"),
        ("will inspect the dam every three months", "every three months"),
        ("to exchange lists once a year", "once a year"),
        ("flights twice a week", "twice a week"),
        ("will build a school", None),
        ("will deliver 40 tonnes a year", "a year"),
        ("will be trained for a month in Sarn", None),
        ("will hand over a quarter of the land", None),
        ("said a year ago that it will go", None),
    ],
)
def test_find_cadence_gives_the_words(quote, words):
    found = find_cadence(quote, Span(0, len(quote)))
    assert (quote[found.start_char : found.end_char] if found else None) == words


@given(
    st.text(alphabet="within by 1 5 days of May next month 2031.,", max_size=60),
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
)
def test_find_deadline_stays_inside_the_span_and_after_publication(text, published):
    found = find_deadline(text, Span(0, max(1, len(text))), published=published)
    assert found is None or (found.span.end_char <= len(text) and (found.due is None or found.due >= published))


def test_find_deadline_leaves_out_what_the_grammar_puts_in_the_past():
    text = "agreed in May to share data by June"
    found = find_deadline(text, Span(0, len(text)), published=PUBLISHED, is_past=lambda words: True)
    assert text[found.span.start_char : found.span.end_char] == "by June"
    assert find_deadline("met in May", Span(0, 10), published=PUBLISHED, is_past=lambda words: True) is None
