from datetime import date

import pytest

from bot.period import period_asked, tells_of

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "latest", "since"),
    [
        ("what was promised in March?", date(2016, 9, 7), date(2016, 3, 1)),
        ("said between April and June", date(2016, 9, 7), date(2016, 4, 1)),
        ("what was promised in March?", date(2026, 1, 30), date(2026, 3, 1)),
        ("what was promised in October?", date(2026, 9, 30), date(2026, 10, 1)),
        ("what was promised last month?", date(2016, 9, 7), date(2026, 10, 1)),
        ("what was promised in March 2024?", date(2016, 9, 7), date(2024, 3, 1)),
        ("what was promised in March?", None, date(2026, 3, 1)),
    ],
)
def test_a_month_without_a_year_is_the_last_before_the_articles_end_where_they_end_long_ago(text, latest, since):
    period = period_asked(text, today=TODAY, latest=latest)
    assert period is not None
    assert period.since == since


def test_a_single_day_and_what_is_to_come_are_no_period_to_search_in():
    assert period_asked("the strike of 4 March 2026", today=TODAY, latest=None) is None
    assert period_asked("what happens next week?", today=TODAY, latest=None) is None


@pytest.mark.parametrize(
    ("asked", "words", "published", "told"),
    [
        ("in 2014", "She assured them of it in 2014.", date(2016, 3, 1), True),
        ("in 2014", "She assured them of it in 2015.", date(2016, 3, 1), False),
        ("in 2014", "Bill 20145 was signed.", date(2016, 3, 1), False),
        ("in September 2015", "In September he wrote to them.", date(2016, 1, 5), True),
        ("in September 2015", "In Sept. he wrote to them.", date(2016, 1, 5), True),
        ("in September 2015", "On Sept. 4, 2015, he wrote to them.", date(2018, 1, 5), True),
        ("in September 2015", "In September he wrote to them.", date(2018, 1, 5), False),
        ("in September 2015", "In September 2016 he writes.", date(2015, 12, 5), False),
        ("in September 2015", "In September 2015 he wrote.", None, True),
        ("in September 2015", "In September he wrote.", None, False),
        ("in May 2016", "They may come.", date(2016, 6, 1), False),
        ("between April and June 2016", "In May they came.", date(2016, 8, 1), False),
        ("since May 2016", "In May they came.", date(2016, 8, 1), False),
    ],
)
def test_words_tell_of_a_year_or_a_month(asked, words, published, told):
    period = period_asked(f"What was said {asked}?", today=TODAY, latest=None)
    assert tells_of(period, words, published=published) is told
