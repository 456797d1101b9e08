import numpy as np
import pytest

from corpus.article import Article, Span, article_id
from corpus.commitments import Kind
from corpus.extraction.candidate import Candidate
from corpus.extraction.kind_features import describe_kind
from corpus.extraction.kinds import CORE_KINDS, kind_forests, likeliest, settle
from corpus.extraction.setting import Setting

TEXT = (
    "Harbour talks end\n\nVelmora and Karsund signed an agreement on the harbour on Monday. Under the deal both sides "
    "will open two berths by May. Orla Vance said that she would never sell the pier."
)


def setting_of(text):
    return Setting.of(Article(article_id(text), "a.txt", text, Span(0, 17), None, None, None, None, None))


def span_of(text, words):
    return Span(text.index(words), text.index(words) + len(words))


def chances(**told):
    return tuple(told.get(kind.value, 0.0) for kind in Kind)


@pytest.fixture
def row():
    described = describe_kind(setting_of(TEXT), span_of(TEXT, "both sides will open two berths by May"))
    return dict(zip(described.columns, described.rows[0].tolist(), strict=True))


def test_cues_are_counted_where_they_stand(row):
    one = pytest.approx(np.log(2), abs=1e-5)
    assert row["quote_sides"] == row["quote_will"] == row["before1_agree"] == row["before1_deal"] == one
    assert row["lead_deal"] == pytest.approx(np.log(3), abs=1e-5)
    assert row["quote_agree"] == row["headline_agree"] == row["quote_not"] == 0


def test_every_quote_has_the_columns_of_the_forests(row):
    assert all(forest.columns == tuple(row) for forest in kind_forests())
    assert len(kind_forests()) == len(CORE_KINDS)


def test_words_around_outvote_a_tagger_in_doubt_only():
    around = [4.0 if kind is Kind.AGREEMENT else 0.0 for kind in CORE_KINDS]
    assert likeliest(chances(pledge=0.5, agreement=0.4), around) is Kind.AGREEMENT
    assert likeliest(chances(pledge=0.98, agreement=0.001), around) is Kind.PLEDGE
    assert likeliest(chances(plan=0.4, pledge=0.3), [0.0] * len(CORE_KINDS)) is Kind.PLAN


def test_settle_leaves_soft_and_given_kinds_alone():
    setting, span = setting_of(TEXT), span_of(TEXT, "both sides will open two berths by May")
    soft = Candidate(span, Kind.PROPOSAL, 0.6, chances(proposal=0.9))
    given = Candidate(span, Kind.REFUSAL, 1.0)
    assert settle(setting, soft) == soft
    assert settle(setting, given) == given


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("no effort would be spared to find them", Kind.PLEDGE),
        ("She will leave no stone unturned", Kind.PLEDGE),
        ("We shall not rest until they are home", Kind.PLEDGE),
        ("She will not spare the pier", Kind.REFUSAL),
        ("no stone will be sold", Kind.REFUSAL),
    ],
)
def test_sayings_that_negate_refuse_nothing(words, kind):
    text = f"Harbour talks end\n\nOrla Vance said on Monday: {words}."
    sure = Candidate(span_of(text, words), Kind.REFUSAL, 0.9, chances(refusal=0.95, pledge=0.01))
    assert settle(setting_of(text), sure).kind is kind


def test_settle_calls_what_both_agreed_an_agreement():
    span = span_of(TEXT, "both sides will open two berths by May")
    doubtful = Candidate(span, Kind.PLEDGE, 0.6, chances(pledge=0.5, agreement=0.35, plan=0.15))
    assert settle(setting_of(TEXT), doubtful).kind is Kind.AGREEMENT
