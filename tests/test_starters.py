"""Questions to begin with."""

from conftest import make_article

from bot.starters import NAMES_TRIED, propose


def articles(*texts):
    return [make_article(f"{row}.txt", f"Headline {row}\n\n{text}") for row, text in enumerate(texts)]


def test_propose_asks_about_those_named_most_often_by_office_and_project():
    starters = propose(
        articles(
            "Works Minister Tavi Orlen met President Ada Brill on the Irra Harbour Project.",
            "Minister Tavi Orlen spoke of the Irra Harbour Project and the Night Train Agreement.",
        )
    )
    assert [starter.question for starter in starters] == [
        "What did Tavi Orlen commit to?",
        "What did Ada Brill commit to?",
        "What was promised about the Irra Harbour Project?",
        "What was promised about the Night Train Agreement?",
    ]
    assert [starter.is_person for starter in starters] == [True, True, False, False]


def test_propose_leaves_offices_out_of_names():
    (starter,) = propose(articles("President Prime Minister Ada Brill spoke."))
    assert starter.question == "What did Ada Brill commit to?"


def test_propose_keeps_few_and_needs_none():
    many = " ".join(f"Minister Name{letter} Last{letter} spoke." for letter in "abcdefgh")
    assert len(propose(articles(many))) == NAMES_TRIED
    assert propose(articles("Nobody said a thing.")) == ()
