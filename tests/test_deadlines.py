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
