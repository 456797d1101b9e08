"""Near-duplicates share a story; what only tells of the same things does not."""

from datetime import date, timedelta

import pytest

from corpus.article import Article, article_id
from corpus.duplicates import group_stories

DAY = date(2024, 5, 9)
LEAD = (
    "The government of Velmora will reopen the Odrin Pass to freight in November, its foreign minister said on Monday "
    "after talks with her counterpart from Karsund that lasted five hours and ended with a short joint statement."
)
BODY = (
    "Customs posts on both sides are to work around the clock from the first day. Velmora pays for the repaving of its "
    "stretch of the road, forty-one kilometres in all, and Karsund for the new bridge at the border.",
    "The two sides did not settle the question of the enclave at Sarn, which has been closed to visitors since the "
    "shootings of 2019. A commission of four is to report on it before the spring.",
    "Traders in the border town of Lemm said that they had heard such promises before, most lately in 2021, when a "
    "date was set and then allowed to pass without a word of explanation from either capital.",
)
OTHER = (
    "Farmers in the south of Velmora blocked three roads with their tractors on Tuesday to protest against a tax on "
    "diesel that the parliament is to vote on next week, and said that they would stay until it was withdrawn.",
    "The minister of finance said the tax would be paid back in full to farms of less than fifty hectares.",
)


def article_of(*paragraphs: str, published: date | None = DAY, path: str = "a.txt") -> Article:
    text = "\n\n".join(paragraphs)
    return Article(article_id(text), path, text, None, published, None, None, None, None)


ORIGINAL = article_of(LEAD, *BODY)
SHORTENED = article_of(LEAD, *BODY[:2])
REWRITTEN = article_of(LEAD.replace("on Monday ", ""), *BODY[:2], BODY[2].replace("most lately", "most recently"))
WITH_HEADLINE = article_of("Odrin Pass to open in November", LEAD, *BODY)
UNLIKE = article_of(*OTHER)


@pytest.mark.parametrize(
    ("articles", "stories"),
    [
        ((), ()),
        ((ORIGINAL,), (0,)),
        ((ORIGINAL, UNLIKE), (0, 1)),
        ((ORIGINAL, UNLIKE, REWRITTEN), (0, 1, 0)),
        ((ORIGINAL, SHORTENED, WITH_HEADLINE), (0, 0, 0)),
        ((UNLIKE, SHORTENED, ORIGINAL, REWRITTEN), (0, 1, 1, 1)),
    ],
)
def test_group_stories_joins_near_duplicates(articles, stories):
    assert group_stories(articles) == stories


@pytest.mark.parametrize(("days", "stories"), [(1, (0, 0)), (7, (0, 0)), (40, (0, 1))])
def test_group_stories_keeps_apart_what_appeared_weeks_apart(days, stories):
    later = article_of(LEAD, *BODY[:2], published=DAY + timedelta(days=days))
    assert group_stories((ORIGINAL, later)) == stories


def test_group_stories_joins_articles_without_a_date():
    assert group_stories((ORIGINAL, article_of(LEAD, *BODY[:2], published=None))) == (0, 0)


def test_group_stories_takes_texts_of_few_words():
    assert group_stories((article_of("Dam."), article_of("Dam!"), article_of("!"))) == (0, 0, 1)


def test_group_stories_is_the_same_every_time():
    articles = (UNLIKE, SHORTENED, ORIGINAL, REWRITTEN) * 3
    assert group_stories(articles) == group_stories(articles)
