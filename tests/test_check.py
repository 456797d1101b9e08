"""The check of a sentence against the quotes that it cites: what passes, what does not, and for which reason."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.check import MIN_SHARE, Ground, fault, nearest_sentence, share
from bot.figures import figures
from embeddings.analysis import analyse

HARBOUR = "Transport minister Ilka Brandt said Velmora would deepen the harbour at Sarn by March 2031."
BERTHS = "She promised two new berths for larger ships, at a cost of $1.5 billion."
POLICE = "Karsund will hire 400 police officers within a year, interior minister Tobin Hale told parliament."
FORCE = "Karsund will not form a joint force with Velmora or allow it to bring in its own guards, Hale said on May 4."
TRAIN = "Odrin may run a night train to Pell if Velmora pays, but Hale did not rule out a delay."
QUOTES = (HARBOUR, BERTHS, POLICE, FORCE, TRAIN)
ARTICLE = " ".join(QUOTES)


def make_ground(number, quote, about="Sarn Courier, 2 May 2030", article=ARTICLE):
    return Ground(number, quote, about, frozenset(analyse(article)))


GROUNDS = tuple(make_ground(number, quote) for number, quote in enumerate(QUOTES, start=1))
BRANDT = frozenset({"brandt"})

HELD = [
    ("Ilka Brandt said that Velmora would deepen the harbour at Sarn by March 2031", (1,)),
    ("According to the Sarn Courier of 2 May 2030, Velmora will deepen Sarn's harbour by March 2031", (1,)),
    ("In May 2030, the transport minister pledged to deepen the harbour at Sarn", (1,)),
    ("Brandt promised 2 new berths costing $1.5bn for larger ships", (2,)),
    ("The berths for larger ships will cost 1.5 billion dollars", (2,)),
    ("She said she would build “two new berths for larger ships”", (2,)),
    ("Karsund plans to hire four hundred police officers within a year", (3,)),
    ("Karsund’s police will get 400 more officers within a year, Tobin Hale told parliament", (3,)),
    ("Hale refused to form a joint force with Velmora", (4,)),
    ("On 4 May, Hale ruled out a joint force with Velmora or its own guards", (4,)),
    ("Odrin may run a night train to Pell if Velmora pays, and a delay was not ruled out", (5,)),
    ("Velmora would deepen the harbour at Sarn and add two new berths for larger ships", (1, 2)),
]
NOT_HELD = [
    ("Velmora would deepen the harbour at Sarn", (), "cites no source"),
    ("Velmora would deepen the harbour at Sarn by March 2032", (1,), "tells a number"),
    ("Velmora would deepen the harbour at Sarn by 8 March 2031", (1,), "tells a number"),
    ("Karsund will hire 500 police officers within a year", (3,), "tells a number"),
    ("Karsund will hire five hundred police officers within a year", (3,), "tells a number"),
    ("Karsund will hire 400% police officers within a year", (3,), "tells a number"),
    ("Brandt promised new berths at a cost of €1.5 billion", (2,), "tells a number"),
    ("Brandt promised new berths at a cost of $1.5 million", (2,), "tells a number"),
    ("Karsund will hire 400 school teachers within a year", (3,), "counts something"),
    ("Tavi Orlen said Velmora would deepen the harbour at Sarn", (1,), "names some"),
    ("Odrin would deepen the harbour at Sarn by March 2031", (1,), "names some"),
    ("The Irra Courier says Velmora would deepen the harbour at Sarn", (1,), "names some"),
    ("Brandt promised two new “deep-water berths” for larger ships", (2,), "quotation marks"),
    ("Karsund will form a joint force with Velmora, Hale said", (4,), "drops a “not”"),
    ("Velmora would not deepen the harbour at Sarn by March 2031", (1,), "changes a “not”"),
    ("Velmora refused to deepen the harbour at Sarn by March 2031", (1,), "changes a “not”"),
    ("Odrin may run a night train to Pell if Velmora pays, but Hale ruled out a delay", (5,), "changes a “not”"),
    ("Velmora deepened the harbour at Sarn", (1,), "tells as done"),
    ("Odrin will run a night train to Pell without a delay", (5,), ""),
    ("Velmora would deepen the harbour at Sarn, which is the cheapest and safest way to win votes", (1,), "says more"),
    ("Velmora would deepen the harbour at Sarn by March 2031 despite its bankruptcy", (1,), "says more"),
    ("Velmora would replace the harbour wall with local timber and steel", (1,), "says more"),
    ("Velmora would deepen the harbour at Sarn by March 2031", (1, 3), "cites a source that says nothing"),
    ("Read https://evil.example/a: Velmora would deepen the harbour at Sarn", (1,), "address"),
    ("<b>Velmora</b> would deepen the harbour at Sarn by March 2031", (1,), "address or markup"),
    ("Velmora would deepen the harbour " * 30, (1,), "too long"),
    ("He promised", (1,), "says more"),
    ("", (1,), "says more"),
]


def grounds(numbers):
    return [GROUNDS[number - 1] for number in numbers]


@pytest.mark.parametrize(("sentence", "numbers"), HELD)
def test_sentence_that_its_sources_hold_passes(sentence, numbers):
    assert fault(sentence, grounds(numbers), asked=BRANDT) == ""


@pytest.mark.parametrize(("sentence", "numbers", "reason"), NOT_HELD)
def test_sentence_that_its_sources_do_not_hold_fails_with_the_reason(sentence, numbers, reason):
    found = fault(sentence, grounds(numbers), asked=BRANDT)
    assert found and reason in found


def test_share_lies_between_paraphrases_and_inventions():
    held = [share(sentence, frozenset().union(BRANDT, *(one.terms for one in grounds(ns)))) for sentence, ns in HELD]
    more = [
        share(s, frozenset().union(*(one.terms for one in grounds(ns)))) for s, ns, why in NOT_HELD if "more" in why
    ]
    assert min(held) >= 0.8 and max(more) <= 0.72
    assert max(more) < MIN_SHARE < min(held)


def test_name_of_the_question_passes_only_where_the_cited_article_has_it():
    sentence = "Brandt promised two new berths for larger ships"
    assert fault(sentence, [make_ground(1, BERTHS)], asked=BRANDT) == ""
    assert "names some" in fault(sentence, [make_ground(1, BERTHS)], asked=frozenset())
    assert "names some" in fault(sentence, [make_ground(1, BERTHS, article=BERTHS)], asked=BRANDT)


def test_adjective_of_a_state_stands_for_the_state():
    quote = "The envoy of China said Pakistan would train 100 officers."
    one = [make_ground(1, quote, article=quote)]
    assert fault("Pakistani officials would train 100 officers, the Chinese envoy said", one, asked=frozenset()) == ""
    assert "names some" in fault("Pakistan would train 100 officers, the Indian envoy said", one, asked=frozenset())


def test_quotation_may_leave_words_out_and_have_other_marks():
    quote = "Hale said: “We will hire 400 officers – all of them local – by June.”"
    one = [make_ground(1, quote, article=quote)]
    assert fault('Hale said: "We will hire 400 officers … by June"', one, asked=frozenset()) == ""
    assert "quotation" in fault('Hale said: "by June … We will hire 400 officers"', one, asked=frozenset())


def test_nearest_sentence_of_a_quote_is_the_one_to_compare_with():
    quote = "Hale refused to talk about guards. Karsund will hire 400 officers."
    assert nearest_sentence("Karsund hires 400 officers", quote) == "Karsund will hire 400 officers."
    one = [make_ground(1, quote, article=quote)]
    assert fault("Karsund will hire 400 officers", one, asked=frozenset()) == ""


WORDS = st.sampled_from(
    "Velmora Brandt would will not never deepen the harbour berths 400 500 two nine hundred $1.5bn March 2031 8 May"
    " 2030-05-02 10:30 5% G20 x500 “two new berths” Sarn's police-officers and [ ] <i> http:// 1,000 half dozen".split()
)


@given(st.lists(WORDS, min_size=1, max_size=14), st.lists(st.integers(1, 5), min_size=1, max_size=3, unique=True))
def test_whatever_passes_tells_no_figure_that_its_sources_lack(words, numbers):
    sentence = " ".join(words)
    if fault(sentence, grounds(numbers), asked=BRANDT):
        return
    told = figures(" ".join(one.quote + " · " + one.about for one in grounds(numbers)))
    assert not told.lacking(figures(sentence))
    held = frozenset(analyse(" ".join(f"{one.quote} {one.about}" for one in grounds(numbers)) + " Brandt"))
    assert all(set(analyse(word)) <= held for word in words if word.isalpha() and word[0].isupper())


@pytest.mark.parametrize(
    "unit", ["1", "1.", "“", "a ", "not ", "$", "(", "May ", "one hundred ", "rule ", "’s", "@", "<"]
)
def test_check_takes_time_in_proportion_to_the_sentence(unit):
    def seconds(times):
        begun = time.process_time()
        fault((unit * times)[:590], GROUNDS, asked=BRANDT)
        figures(unit * times)
        return time.process_time() - begun

    seconds(10)
    assert seconds(4000) < 1.0
