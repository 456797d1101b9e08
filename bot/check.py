"""Whether the quotes that a sentence cites hold it: the check of every sentence that a language model writes.

    fault("Brandt promised 500 berths", grounds, asked=frozenset())   # "tells a number … in none of its sources"

The check errs towards doubt, for a sentence that does not pass gives way to the quote itself. What it cannot see: who
of two people who are both named did what to the other, and a change of sense in words that all stand in the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.evidence import Citation
from bot.figures import Figures, counted, figures, in_digits, together
from bot.invisible import visible
from bot.polarity import polarity_fault
from bot.render import source
from corpus.layout.sentences import split_sentences
from corpus.metonyms import state_of
from embeddings.analysis import analyse

MAX_CHARS = 600
# The part of a sentence's terms that its sources must hold: with one in four of its own a sentence tells one thing
# more than they do. In tests/test_check.py true paraphrases share 0.8 and more; inventions that get past every other
# check, such as a clause added to words that are copied otherwise, share 0.72 and less.
MIN_SHARE = 0.75
# The part of a sentence's terms that each single quote it cites must hold: less says nothing for the sentence.
MIN_SHARE_OF_EACH = 0.2
# What a number counts is named within so many characters behind it.
COUNTED_CHARS = 60

# Words for saying, undertaking and citing: they say little of what was undertaken, and how it is said is checked apart.
_OF_TELLING = frozenset(
    analyse(
        "promise pledge commit commitment vow announce agree agreement undertake assure assurance state statement tell"
        " told report reporting according article evidence source mention note add plan intend declare confirm reveal"
        " stress emphasise explain describe make made give given take include also however additionally moreover"
        " furthermore meanwhile later earlier separately finally overall instead similarly order aim"
    )
)
_OPENING = re.compile(r"[^\w]*")
_WORD = re.compile(r"[^\W_][\w’'.-]*")
_QUOTED = re.compile(r"“([^“”]{1,600})”?|\"([^\"]{1,600})\"?|(?<!\w)‘([^‘’]{1,300}(?:’\w[^‘’]{0,300}){0,9})’(?!\w)")
_GAP = re.compile(r"…|\.\.\.|\[…\]")
_ADDRESS = re.compile(r"(?i)https?:|www\.|@\w|\w\.(?:com|org|net|io|ru|example)\b|!\[|\]\(|<[a-z/!]")
_SHORT = re.compile(r"(?i)[\d.]+(?:st|nd|rd|th|k|m|mn|bn|tn)")
_CURLY = str.maketrans("’‘“”–—\u2010\u2011", "''\"\"----")


@dataclass(frozen=True)
class Ground:
    """One citation as the check reads it.

    `quote` comes without invisible characters, `about` is outlet and date as they are shown, `article` the terms of all
    of the article.
    """

    number: int
    quote: str
    about: str
    article: frozenset[str]

    @cached_property
    def terms(self) -> frozenset[str]:
        """The terms of the quote and of what is known of its article."""
        return _parts(f"{self.quote} {self.about}")

    @cached_property
    def figures(self) -> Figures:
        """What the quote counts and dates, and the day of publication."""
        return together((figures(self.quote), figures(self.about)))

    @cached_property
    def states(self) -> frozenset[str]:
        """The states that the quote names in any form: "Chinese", "Beijing" and "China" are one."""
        words = [word.strip(".'’") for word in _WORD.findall(self.quote)]
        return frozenset(state for word in words if word[:1].isupper() and (state := _state(word)))


def ground(citation: Citation) -> Ground:
    """What a sentence that cites this may say."""
    article = citation.article
    quote = " ".join(visible(citation.quote).split())
    return Ground(citation.number, quote, " ".join(visible(source(article)).split()), _parts(visible(article.text)))


def fault(sentence: str, grounds: Sequence[Ground], *, asked: frozenset[str]) -> str:
    """Why these sources do not hold the sentence, in words that follow "it" and repeat none of its own; "" if they do.

    `asked` are the terms of those whom the question names: such a name may stand in the sentence where the cited
    article has it too, for a quote often says "he". The sentence comes without its citation marks.
    """
    if not grounds:
        return "cites no source"
    if len(sentence) > MAX_CHARS:
        return "is too long to be checked"
    if _ADDRESS.search(sentence):
        return "holds an address or markup"
    held = frozenset(term for one in grounds for term in one.terms)
    held |= asked & frozenset(term for one in grounds for term in one.article)
    held |= _of_states(sentence, frozenset(state for one in grounds for state in one.states))
    return (
        _figure_fault(sentence, grounds, held)
        or _name_fault(sentence, held)
        or _quotation_fault(sentence, grounds)
        or _share_fault(sentence, grounds, held)
        or polarity_fault(sentence, " ".join(nearest_sentence(sentence, one.quote) for one in grounds))
    )


def share(sentence: str, held: frozenset[str]) -> float:
    """The part of the sentence's terms (0 to 1) that is held, without figures and words of telling."""
    terms = _parts(in_digits(sentence)) - _OF_TELLING
    counted = {term for term in terms if not term[0].isdigit()}
    return len(counted & held) / len(counted) if counted else 0.0


def nearest_sentence(sentence: str, quote: str) -> str:
    """The sentence of the quote that shares most terms with this one; the first among equals."""
    terms = _parts(sentence)
    return max((quote[s.start_char : s.end_char] for s in split_sentences(quote)), key=lambda s: len(terms & _parts(s)))


def _parts(text: str) -> frozenset[str]:
    """The terms of a text, those of a hyphenated word each for itself."""
    return frozenset(analyse(text.translate(_CURLY).replace("-", " ")))


def _of_states(sentence: str, states: frozenset[str]) -> frozenset[str]:
    """The terms of the sentence that stand for one of these states: "Chinese" where a source says "China"."""
    words = [part.strip(".'’") for word in _WORD.findall(sentence) for part in word.split("-")]
    return frozenset(term for word in words if word[:1].isupper() and _state(word) in states for term in _parts(word))


def _figure_fault(sentence: str, grounds: Sequence[Ground], held: frozenset[str]) -> str:
    told = figures(sentence)
    if together(one.figures for one in grounds).lacking(told):
        return "tells a number or a date that stands in none of its sources"
    for term in sorted(_parts(sentence)):
        if any(letter.isdigit() for letter in term) and not _is_number(term) and term not in held:
            return "tells a number or a date that stands in none of its sources"
    return _counted_fault(sentence, held)


def _counted_fault(sentence: str, held: frozenset[str]) -> str:
    """What is counted must stand in the source too: "400 schools" where it says 400 officers."""
    for _, behind in counted(sentence):
        words = _WORD.findall(behind[:COUNTED_CHARS].translate(_CURLY).replace("-", " "))
        noun = next((word for word in words if _parts(word)), None)
        if noun and not noun[0].isdigit() and not _parts(noun) <= held | _OF_TELLING:
            return "counts something of which its sources say nothing"
    return ""


def _name_fault(sentence: str, held: frozenset[str]) -> str:
    first = True
    for word in _WORD.findall(sentence):
        for part in word.strip(".'’-").split("-"):
            opens, first = first, False
            terms = _parts(part)
            known = terms <= held or (opens and terms <= _OF_TELLING)
            if part[:1].isupper() and not known and not figures(f" {part} 1").dates:
                return "names somebody or something that stands in none of its sources"
    return ""


def _quotation_fault(sentence: str, grounds: Sequence[Ground]) -> str:
    sources = [" ".join(one.quote.translate(_CURLY).split()) for one in grounds]
    for match in _QUOTED.finditer(sentence):
        words = next(filter(None, match.groups())).translate(_CURLY)
        parts = [" ".join(part.split()).strip(" .,;:!?") for part in _GAP.split(words)]
        if not any(_in_order(parts, source) for source in sources):
            return "puts words into quotation marks that its sources do not hold"
    return ""


def _in_order(parts: Iterable[str], source: str) -> bool:
    at = 0
    for part in parts:
        at = source.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


def _share_fault(sentence: str, grounds: Sequence[Ground], held: frozenset[str]) -> str:
    if share(sentence, held) < MIN_SHARE:
        return "says more than its sources hold"
    if min(share(sentence, _parts(one.quote)) for one in grounds) < MIN_SHARE_OF_EACH:
        return "cites a source that says nothing of it"
    return ""


def _state(word: str) -> str | None:
    return state_of(re.sub(r"['’]s?$", "", word))


def _is_number(term: str) -> bool:
    return term.replace(".", "").isdigit() or _SHORT.fullmatch(term) is not None
