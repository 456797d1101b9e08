"""What the chat shows of an answer, without a browser."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer, NearMiss, Refusal, Statement, Step
from bot.evidence import Citation, Evidence
from bot.panels import AROUND_CHARS, answer_markdown, deep_link, source_card, source_cards, trail
from bot.question import read_question
from corpus.article import Article, Span, article_id

TEXT = (
    "Velmora to mend the harbour wall\n\nPORT IRRA: The works minister said Velmora would mend the wall by May. "
    "Nobody asked why 🏗️.\n\nThe </mark><img src=x onerror=alert(1)> fund [S1] pays."
)
QUOTE = "The works minister said Velmora would mend the wall by May."


def article(text=TEXT, **fields):
    headline = Span(0, text.index("\n\n")) if "\n\n" in text else None
    known = {"published": date(2031, 3, 4), "outlet": "Irra Courier", "byline": None, "place": "Port Irra"}
    known |= {"path": "a/wall.txt", "url": "https://courier.example/wall"} | fields
    return Article(article_id=article_id(text), text=text, headline=headline, **known)


def citation(number=1, quote=QUOTE, **fields):
    source = article(**fields)
    start = source.text.index(quote)
    return Citation(number, Evidence(source, Span(start, start + len(quote)), story=0, score=0.9))


def question(text="What of the wall?"):
    return read_question(text, today=date(2031, 3, 10))


def answer(**fields):
    given_fields = {
        "question": question(),
        "statements": (Statement(QUOTE, (1,)),),
        "citations": (citation(),),
        "reason": None,
        "message": "One report says:",
        "nearest": (),
        "steps": (Step("Understood", "wall <b>"),),
        "build_id": "b",
    }
    return Answer(**(given_fields | fields))


def shown(card, *, cited=None):
    return "\n\n".join(
        "".join(piece.text for piece in paragraph if cited is None or piece.cited is cited)
        for paragraph in card.paragraphs
    ).strip()


def test_answer_markdown_links_its_own_marks_only():
    text = answer_markdown(answer(statements=(Statement("The fund [S1] pays.", (1,)),)))
    assert text.count("(#source-1)") == 1 and text.endswith("[S1](#source-1)")


def test_source_card_shows_the_article_without_its_headline_and_the_quote_to_the_letter():
    card = source_card(citation())
    assert shown(card) == TEXT[TEXT.index("PORT IRRA") :]
    assert shown(card, cited=True) == QUOTE
    assert (card.title, card.outlet, card.published) == (
        "Velmora to mend the harbour wall",
        "Irra Courier",
        "4 March 2031",
    )
    assert not card.cut_before and not card.cut_after


def test_source_card_keeps_a_headline_that_is_cited():
    card = source_card(citation(quote="Velmora to mend the harbour wall"))
    assert shown(card) == TEXT
    assert shown(card, cited=True) == "Velmora to mend the harbour wall"


def test_source_card_leaves_markup_in_an_article_as_text():
    card = source_card(citation(quote="</mark><img src=x onerror=alert(1)>"))
    assert shown(card, cited=True) == "</mark><img src=x onerror=alert(1)>"


def test_source_card_of_a_long_article_is_cut_between_words():
    long = " ".join(["word"] * AROUND_CHARS)
    card = source_card(citation(text=f"{long} {QUOTE} {long}", quote=QUOTE))
    assert card.cut_before and card.cut_after
    assert set(shown(card, cited=False).split()) == {"word"}
    assert shown(card, cited=True) == QUOTE


def test_source_card_without_outlet_or_date_says_so():
    card = source_card(citation(outlet=None, published=None, url=None, place=None))
    assert (card.outlet, card.published, card.url, card.written) == ("", "undated", "", "")


@given(st.text(alphabet="ab \n🏗é", min_size=1, max_size=60), st.data())
def test_source_card_pieces_are_slices_of_the_article(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    source = replace(article(text="x"), text=text, headline=None)
    card = source_card(Citation(1, Evidence(source, Span(start, end), story=0, score=1.0)))
    cited = "".join(piece.text for paragraph in card.paragraphs for piece in paragraph if piece.cited)
    assert "".join(cited.split()) == "".join(text[start:end].split())
    everything = "".join(piece.text for paragraph in card.paragraphs for piece in paragraph)
    assert "".join(everything.split()) == "".join(text.split())


def test_source_cards_of_a_refusal_are_its_near_misses():
    refusal = answer(
        statements=(),
        citations=(),
        reason=Refusal.NOT_IN_CORPUS,
        nearest=(NearMiss(citation(), "says nothing of tolls"),),
    )
    (card,) = source_cards(refusal, copies_of=lambda _: (article(outlet=None),))
    assert card.lacks == "says nothing of tolls"
    assert card.copies == ("4 March 2031, a/wall.txt",)


@pytest.mark.parametrize(
    ("url", "words", "link"),
    [
        ("https://a.example/x", "By May, he-said", "https://a.example/x#:~:text=By%20May%2C%20he%2Dsaid"),
        ("https://a.example", "wall", "https://a.example/#:~:text=wall"),
        ("https://a.example/x#top", "wall", "https://a.example/x#top:~:text=wall"),
        ("javascript:alert(1)", "wall", ""),
        ("data:text/html,x", "wall", ""),
        ("https://a.example/x y", "wall", ""),
        ("//a.example/x", "wall", ""),
        ("https://[bad", "wall", ""),
        (None, "wall", ""),
    ],
)
def test_deep_link_leads_to_web_pages_only(url, words, link):
    assert deep_link(url, words) == link


def test_deep_link_of_a_long_quote_names_its_ends():
    words = " ".join(f"word{number}" for number in range(40))
    link = deep_link("https://a.example/x", words)
    ends = "word0%20word1%20word2%20word3%20word4%20word5,word34%20word35%20word36%20word37%20word38%20word39"
    assert link == f"https://a.example/x#:~:text={ends}"


def test_trail_escapes_what_it_tells():
    assert trail(answer()) == "- **Understood** wall \\<b\\>"
