"""Where sentences end: the hard cases, and the law that nothing between two sentences is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.layout.sentences import split_sentences

CASES = [
    ("Mr. Dorvath met Gen. Ekre.", "He left."),
    ("The bill passed the U.S. Senate on Monday.", "The U.S. will pay."),
    ("Rs. 5 bn was set aside.", "Rs. 2 bn more will follow."),
    ("He lives in the U.S.", "He works there."),
    ("J. P. Harnett and A.K. Sorush signed.", "No. 5 was left out."),
    ("“We will open it in May.”", "She did not say how."),
    ("“Will you resign?” Foreign Minister Ilka Dorvath was asked.",),
    ('"Never!" he shouted.', "Then he left."),
    ("It rose 3.5 per cent to 1.2 million.", "Prices fell."),
    ("The fund... was closed.", "Nobody knew why..."),
    ("He said no.", "She said yes."),
    ("See No. 5 and Art. 12 of the accord.", "It binds both."),
    ("The meeting starts at 5 p.m. on Friday.", "It ends at 9 p.m.", "The doors stay open."),
    ("Dr. M. Vanello, Ph.D., spoke.", "Prof. Lind replied."),
    ("Tessen Marine Co. Ltd. of Rotterhaven won.", "Karl Inc. lost."),
    ("“I will sign it,” he said.", "“It is done.”", "Then came the music."),
    ("He was born on Jan. 5, 1980.", "On Feb. 6 he died."),
    ("(The port was closed.)", "It opened again."),
    ("Lt. Gen. Asim Sorush, H.E. Fahad Bey and St. John came.", "All stayed."),
    ('"That is our risk, and we accept it."', "Ekre smiled."),
    ("What now?", "Nothing!", "Why?"),
    ("The vote is on Sept. 14.", "Parties agree."),
    ("He asked: “Who pays?”", "Nobody answered."),
    ("We did it. . . and we won.", "Good."),
    ("In 2019.", "Then 2020."),
    ("Sen. Dana Orrick (R-Mass.) voted no.", "Rep. Lee did not."),
    ("The tax fell to $1.", "Nobody noticed."),
    ("Velmora v. Karsund was decided.", "The court sat."),
    ("The plan costs $2.58 billion.[1]", "It starts soon."),
    ("Washington, D.C., was quiet.", "In D.C. people slept."),
    ("The E.U. Commission met.", "Its U.N. Ambassador spoke."),
    ("She joined the F.B.I. in May.", "The F.B.I. declined."),
    ("Kim Jr. won.", "His father, Kim Sr., lost."),
    ("“Our goal is peace.", "We want it soon,” he said."),
    ("5. The two sides agreed to meet.",),
    ("e.g. the dam and i.e. the bridge.", "Etc. etc."),
    ("The dam, 3 km. long, is new.", "It leaks."),
    ("‘We shall go.’", "They went."),
    ("SARN, W.Va. - The mine was closed.", "It will open in May."),
    ("“It is over. ...", "We go home.”", "He left."),
]
WRONG = [  # known faults, listed so that a mended one is noticed
    ("The company, Yahoo! Inc., will pay.",),
    ("“It will be built.” So said the mayor.", "He meant it."),
]


def sentences_of(text: str) -> tuple[str, ...]:
    return tuple(text[span.start_char : span.end_char] for span in split_sentences(text))


@pytest.mark.parametrize("sentences", CASES, ids=lambda sentences: sentences[0][:30])
def test_sentences_are_split_where_a_reader_would(sentences):
    assert sentences_of(" ".join(sentences)) == sentences


@pytest.mark.parametrize("sentences", WRONG, ids=lambda sentences: sentences[0][:30])
def test_sentences_known_faults_are_still_faults(sentences):
    assert sentences_of(" ".join(sentences)) != sentences


def test_sentences_never_cross_a_paragraph():
    text = "Dam to open in May\n\nThe dam will open, the minister\n\nsaid. She left."
    assert sentences_of(text) == ("Dam to open in May", "The dam will open, the minister", "said.", "She left.")


@given(st.text(alphabet='aB.!?…"”’ \n)(-1é。', max_size=120) | st.text(max_size=60))
def test_sentences_cover_every_character_that_is_not_white_space(text):
    spans = split_sentences(text)
    ends = [0, *(span.end_char for span in spans)]
    assert all(span.start_char < span.end_char for span in spans)
    assert all(not text[end : span.start_char].strip() for end, span in zip(ends, spans, strict=False))
    assert not text[ends[-1] :].strip()


@pytest.mark.parametrize("unit", ["a. ", "A. ", "!” ", "... ", ". ", "x", "Mr. ", "“?” "])
def test_sentences_of_a_hostile_text_take_little_time(unit):
    text = unit * (300_000 // len(unit))
    assert split_sentences(text)
