"""Cleaning cuts what is furniture, reads what the page tells, and leaves every word of the story as it is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cleaning import Removed, clean
from corpus.layout.published import find_date
from corpus.layout.sentences import split_sentences

LEAD = (
    "The government of Velmora will reopen the Odrin Pass to freight in November, its foreign minister Ilka Dorvath "
    "said after talks with her counterpart from Karsund."
)
MORE = "Customs posts on both sides are to work around the clock from the day on which the road is opened."
LAST = "The enclave at Sarn stays closed, and neither side would say for how long that would be the case."
STORY = f"{LEAD}\n\n{MORE}\n\n{LAST}"


def reasons(raw: str) -> list[tuple[str, str]]:
    return [(removed.text, removed.reason) for removed in clean(raw).removed]


# --- what is cut


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Left Menu", "menu, share or footer words"),
        ("Home | Latest | Velmora | World | Business | E-paper", "menu, share or footer words"),
        ("Skip to content  Menu  Home  Velmora  World  Videos", "menu, share or footer words"),
        ("Share  Tweet  WhatsApp  Print", "menu, share or footer words"),
        ("facebook • twitter • copy link", "menu, share or footer words"),
        ("Advertisement", "menu, share or footer words"),
        ("More from this section  |  Privacy policy  |  Contact us", "menu, share or footer words"),
        ("Trending: Weather | Gold rate | Exam results", "navigation bar"),
        ("Also read: Dorvath to visit Karsund", "pointer to another article"),
        ("READ MORE | What the pass costs", "pointer to another article"),
        ("Get the day's top stories in your inbox. Subscribe | Terms of use", "call to subscribe or follow"),
        ("Sign up for our newsletter", "call to subscribe or follow"),
        ("Follow us on Facebook and Twitter", "call to subscribe or follow"),
        ("(This story has been edited by the desk from a syndicated feed.)", "editing note"),
        ("(Except for the headline, this story has not been edited by our staff.)", "editing note"),
        ("© 2024 The Velmora Herald. All rights reserved.", "copyright line"),
        ("Copyright 2024 The Velmora Herald", "copyright line"),
        ("Photo: Velmora Herald", "picture credit"),
        ("Ada Lund via Getty Images", "picture credit"),
        ("| 2 min read", "reading time"),
        ("width:100%;", "page code"),
        (".image-wrap img {", "page code"),
        ("* * *", "dividing line"),
        ("_____", "dividing line"),
    ],
)
def test_clean_cuts_furniture_within_a_story(line, reason):
    cleaned = clean(f"{LEAD}\n\n{line}\n\n{MORE}")
    assert cleaned.text == f"{LEAD}\n\n{MORE}"
    assert cleaned.removed == (Removed(" ".join(line.split()), reason),)


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell.",
        "Home owners in Sarn will pay less from May.",
        "Subscribe, he told them.",
        "Sign up for the army, the posters said, and see the sea.",
        "Copyright law will be changed in 2024, the minister said.",
        "(c) in 2024 the two sides will open a second bridge;",
        "Photographs by the ministry showed the finished dam.",
        "This report was published by the ministry in May.",
        "Related: that is the word that the minister used for the two plans.",
        "For more than ten years Facebook has had no office in Velmora.",
        "Watch: a word that Dorvath used twice.",
        "Year | Dams | Bridges",
        "Facebook.",
        "…",
        "- detailed rules for the guards have been finished;",
        "1. The two sides agreed to meet every quarter.",
        "http://velmora.example/pass",
        "By Wednesday the road will be open, she said.",
        "Updated plans were shown on 14 May 2024.",
    ],
)
def test_clean_keeps_lines_that_only_look_like_furniture(line):
    cleaned = clean(f"{LEAD}\n\n{line}\n\n{MORE}")
    assert line in cleaned.text
    assert cleaned.removed == ()


def test_clean_takes_tags_off_a_paragraph_but_keeps_who_is_quoted():
    cleaned = clean(f'<p class="lead">{LEAD}</p>\n\n<tweet author="@dorvath">{MORE}</tweet>.')
    assert cleaned.text == f'{LEAD}\n\n<tweet author="@dorvath">{MORE}</tweet>.'
    assert [removed.reason for removed in cleaned.removed] == ["markup", "markup"]


# --- what the page tells


@pytest.mark.parametrize(
    ("opening", "published", "outlet", "byline", "place"),
    [
        (" date 2024-05-09 {LEAD}", date(2024, 5, 9), None, None, None),
        (" date 2024-05-09 LEMM, May 9: {LEAD}", date(2024, 5, 9), None, None, "Lemm"),
        ("date: 2024-05-09\n\nLEMM - {LEAD}", date(2024, 5, 9), None, None, "Lemm"),
        ("LEMM, Sept 14 (Meridian) - {LEAD}", None, "Meridian", None, "Lemm"),
        ("NEW LEMM/SARN: {LEAD}", None, None, None, "New Lemm/Sarn"),
        ("Lemm, 16 June 2024: {LEAD}", date(2024, 6, 16), None, None, "Lemm"),
        ("Meridian | Updated: 08-01-2026 13:34 IST | Created: 07-01-2026\n{LEAD}", date(2026, 1, 8), "Meridian",
         None, None),
        ("Web Desk | Updated: 07-01-2026 21:14 PKT\n\n{LEAD}", date(2026, 1, 7), None, "Web Desk", None),
        ("Our Correspondent  November 14, 2024\n\n{LEAD}", date(2024, 11, 14), None, "Our Correspondent", None),
        ("Published: July 22, 2025 | Updated 3 hours ago | 2 min read\n\n{LEAD}", date(2025, 7, 22), None, None, None),
        ("By Ada Lund and Tor Vik\n\n{LEAD}", None, None, "Ada Lund and Tor Vik", None),
        ("14 May 2024\n\n{LEAD}", date(2024, 5, 14), None, None, None),
        (" date 2024-05-09 LEMM\n\nThe pass will open again\n\n{LEAD}", date(2024, 5, 9), None, None, "Lemm"),
        ("EXCLUSIVE: {LEAD}", None, None, None, None),
        (" date 2024-13-40 {LEAD}", None, None, None, None),
    ],
)  # fmt: skip
def test_clean_tells_day_outlet_byline_and_place_apart(opening, published, outlet, byline, place):
    cleaned = clean(opening.replace("{LEAD}", LEAD) + f"\n\n{MORE}")
    assert (cleaned.published, cleaned.outlet, cleaned.byline, cleaned.place) == (published, outlet, byline, place)
    assert LEAD in cleaned.text


def test_clean_keeps_a_day_that_heads_an_event_of_the_story():
    assert "14 May 2024" in clean(f"{LEAD}\n\n14 May 2024\n\n{MORE}").text


@pytest.mark.parametrize(
    ("head", "headline"),
    [
        ("Pass to open in November\n\n", "Pass to open in November"),
        (" date 2024-05-09 World\n\nPass to open in November\n\n", "Pass to open in November"),
        (" date 2024-05-09 Roads & Rails\n\nPass to open in November\n\n", "Pass to open in November"),
        (" date 2024-05-09 Left Menu\n\nUPDATE 1-Pass to open\n\n- Talks last five hours\n\n", "UPDATE 1-Pass to open"),
        ("Pass to open in November\n", "Pass to open in November"),
        (
            "Velmora And Karsund Will Open A Pass That Was Closed.\n\n",
            "Velmora And Karsund Will Open A Pass That Was Closed.",
        ),
        ("Pass opens; \nKarsund pays for the bridge.\n\n", "Pass opens; Karsund pays for the bridge."),
        ("PRESS RELEASE\n\nMinistry of Roads\n\nTHE PASS WILL OPEN IN NOVEMBER\n\n", "THE PASS WILL OPEN IN NOVEMBER"),
        ("Will the pass open?\n\n", "Will the pass open?"),
        ("", None),
        ("The pass was closed.\n\n", None),
        ("- Pass to open in November\n\n", None),
        ("1. The two sides met\n\n", None),
    ],
)
def test_clean_finds_the_headline_by_its_form(head, headline):
    cleaned = clean(f"{head}LEMM: {LEAD}\n\n{MORE}")
    found = cleaned.text[cleaned.headline.start_char : cleaned.headline.end_char] if cleaned.headline else None
    assert found == headline
    assert headline is None or cleaned.headline.start_char == 0


@pytest.mark.parametrize(
    ("title", "opening"),
    [
        ("Pass to open", f"Pass to open\n\n{LEAD}"),
        ("PASS TO OPEN.", f"Pass to open\n\n{LEAD}"),
        ("Odrin Pass\u200b  to open", f"Odrin Pass to open\n\nPass to open\n\n{LEAD}"),
    ],
)
def test_clean_takes_a_title_known_from_elsewhere(title, opening):
    cleaned = clean(f"Pass to open\n\n{STORY}", title=title)
    assert cleaned.text.startswith(opening)
    assert cleaned.headline is not None


# --- what stays, and how


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        (
            f"{LEAD}\n\nNo plan would be allowed to\n\nsucceed, she said.",
            "No plan would be allowed to succeed, she said.",
        ),
        (
            "Two attacks within six months were not to be borne, and so the envoy spoke of terror and of a deadly\n\n"
            "attack on the road, the third of this year.",
            "of a deadly attack on the road",
        ),
        ("The pass is open, and the\n\nMinister of Roads is pleased with it.", "the Minister of Roads"),
    ],
)
def test_clean_joins_a_sentence_broken_by_blank_lines(broken, mended):
    assert mended in clean(broken).text


@pytest.mark.parametrize(
    "text",
    [
        "Pass to open in November\n\nfreight only, says ministry of roads in Lemm, and no cars before the spring.",
        f"{LEAD} They agreed:\n\n- more guards\n\n- fewer forms",
        f"- Ministers met in Sarn\n\nthe talks lasted five hours and ended late. {MORE}",
    ],
)
def test_clean_does_not_join_headlines_and_lists(text):
    assert clean(text).text == text


def test_clean_unwraps_lines_of_one_width():
    words = f"{LEAD} {MORE} {LAST}".split()
    lines, line = [], ""
    for word in words:
        if len(line) + 1 + len(word) > 60:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    wrapped = "\n".join([*lines, line])
    assert clean(f"Pass to open\n{wrapped}").text == f"Pass to open\n\n{LEAD} {MORE} {LAST}"


def test_clean_keeps_lines_of_many_widths_apart():
    assert clean(STORY.replace("\n\n", "\n")).text == STORY


@pytest.mark.parametrize(
    ("raw", "repeated"),
    [
        (f"{MORE}\n\nMeridian | Updated: 08-01-2026\n{LEAD} {MORE}\n\n{LAST}", [MORE]),
        (f"LEMM: {LEAD} {MORE}\n\n{LAST}\n\nSUMMARY: {LEAD}", [f"SUMMARY: {LEAD}"]),
        (f"{LEAD}\n\n{MORE}\n\n{LEAD[: LEAD.index(', its')]}.", [f"{LEAD[: LEAD.index(', its')]}."]),
        (f"{LEAD}\n\n{MORE}\n\n{LEAD}", [LEAD]),
        (f"{LEAD}\n\nHe did not say.\n\n{MORE}\n\nHe did not say.", []),
        (STORY, []),
    ],
)
def test_clean_recognises_what_is_said_twice(raw, repeated):
    cleaned = clean(raw)
    assert [cleaned.text[span.start_char : span.end_char] for span in cleaned.repeated] == repeated


def test_clean_strips_and_counts_what_no_reader_sees():
    cleaned = clean(f"\ufeff\u202e{LEAD[:20]}\u200b\u00ad{LEAD[20:]}\x00\x07\u2066")
    assert (cleaned.text, cleaned.invisible) == (LEAD, 5)


@pytest.mark.parametrize("word", ["می‌خواهم", "क्‍ष", "👨‍👩‍👧"])
def test_clean_keeps_joiners_that_belong_to_the_spelling(word):
    assert clean(f"{word} {LEAD}").text == f"{word} {LEAD}"


@pytest.mark.parametrize("mark", ["“", "’", "—", "é", "e\u0301", "½", "…", "ﬁ", "'", "<script>alert(1)</script>"])
def test_clean_alters_no_visible_character(mark):
    assert clean(f"{LEAD} {mark} {MORE}").text == f"{LEAD} {mark} {MORE}"


SOURCE_LINES = st.sampled_from(
    ["", "", LEAD, MORE, LAST, "Left Menu", " date 2024-05-09 World", "Pass to open", "- a point", "succeed",
     "Share | Tweet", "By Ada Lund", "x  y\tz", "14 May 2024", "LEMM: It is open.", "\u200b", "<p>One.</p>"]
)  # fmt: skip


@given(st.lists(SOURCE_LINES | st.text(max_size=30), max_size=14).map("\n".join))
def test_clean_makes_no_sentence_up_and_lists_all_it_leaves_out(raw):
    cleaned = clean(raw)
    source = " ".join(clean_source(raw).split())
    for span in split_sentences(cleaned.text):
        assert cleaned.text[span.start_char : span.end_char] in source
    kept = sorted("".join([cleaned.text, *(removed.text for removed in cleaned.removed)]).split())
    assert sorted("".join(kept)) == sorted("".join(source.split()))
    assert cleaned == clean(raw)


def clean_source(raw: str) -> str:
    from corpus.layout.characters import visible

    return visible(raw)[0]


@given(st.text(max_size=200))
def test_clean_of_a_cleaned_text_finds_nothing_more_to_strip(raw):
    text = clean(raw).text
    assert clean(text).invisible == 0


@pytest.mark.parametrize(
    "unit",
    ["word\n", "a\n\n", "the\n\n", "A, ", "- x\n", "<p>", "\u200b", "AAAA/", "one two three four.\n\n", "x:y;\n",
     "| ", "  a", "By A ", "Mr. A. ", "\u2028", "a,\n", "Published: ", "(" ],
)  # fmt: skip
def test_clean_of_a_hostile_text_takes_little_time(unit):
    assert clean(unit * (200_000 // len(unit))) is not None


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-05-09", date(2024, 5, 9)),
        ("2024-05-09T10:00:00Z", date(2024, 5, 9)),
        ("2024/5/9", date(2024, 5, 9)),
        ("08-01-2026 13:34 IST", date(2026, 1, 8)),
        ("01/25/2026", date(2026, 1, 25)),
        ("9 May 2024", date(2024, 5, 9)),
        ("9th of June", None),
        ("May 9, 2024", date(2024, 5, 9)),
        ("Thursday, Sept. 5th, 2024", date(2024, 9, 5)),
        ("31 June 2024", None),
        ("5", None),
        ("", None),
    ],
)
def test_find_date_reads_days_as_pages_write_them(written, day):
    assert find_date(written) == day
