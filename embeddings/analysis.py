"""Words to terms: what the lexical index stores of a text, and looks for in a query.

    assert analyse("Brandt's ministries will deepen Sarn-II") == ("brandt", "ministri", "deepen", "sarn", "ii", ...)

Case and diacritics are folded, possessive endings and stop words fall away, endings are stemmed. A hyphenated name is
kept in its parts and as one word, so that it is found however it is written. A stop word in capitals is a name (WHO,
IT, US) and stays.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import Stemmer

# Words that carry grammar, and the verbs of reporting: in news nearly every passage has them.
_STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        a about above after again all also am an and any are as at be because been before being below between both
        but by can could did do does doing down during each few for from further had has have having he her here
        hers herself him himself his how i if in into is it its itself just me more most my myself no nor not now of
        off on once only or other our ours ourselves out over own same she should so some such than that the their
        theirs them themselves then there these they this those through to too under until up very was we were what
        when where which while who whom why will with would you your yours yourself yourselves said say says shall
        might must

        hed hes shes theyd theyll theyve theyre youd youll youve youre weve ive im itll whos whats thats theres didnt
        doesnt dont isnt arent wasnt werent hasnt havent hadnt couldnt shouldnt wouldnt wont cant
        """,
    )
)

_HYPHENS = "\\-\u2010\u2011\u2013"
_APOSTROPHES = "'\u2019"
_WORD = re.compile(
    rf"""
      (?:[^\W\d_]\.){{2,}}                      # U.S., E.U.
    | \d+(?:[.,:/]\d+)*[^\W\d_]*              # 1,000  2.5  10:30  5G  16th
    | [^\W_]+(?:[{_APOSTROPHES}{_HYPHENS}][^\W_]+)*   # words, and names with hyphens and apostrophes
    """,
    re.VERBOSE,
)
_HYPHEN = re.compile(f"[{_HYPHENS}]")
_POSSESSIVE = re.compile(f"[{_APOSTROPHES}]s?$")
# "he'd", "they'll", "didn't": grammar too.
_CONTRACTED = re.compile(
    rf"(?:(?:i|you|he|she|it|we|they|who|what|that|there|here|where|how)[{_APOSTROPHES}](?:d|ll|ve|re|m|s)"
    rf"|[a-z]+n[{_APOSTROPHES}]t)",
    re.IGNORECASE,
)
_stemmer = Stemmer.Stemmer("english", 0)


def analyse(text: str) -> tuple[str, ...]:
    """The terms of a text in their order, repeated as often as they stand in it."""
    return tuple(term for word in _WORD.findall(unicodedata.normalize("NFC", text)) for term in _terms(word))


@lru_cache(maxsize=1 << 17)
def _terms(word: str) -> tuple[str, ...]:
    parts = _HYPHEN.split(word)
    if len(parts) > 1:
        whole = _term("".join(parts))
        return (*(term for part in parts if (term := _term(part))), *([whole] if whole else []))
    term = _term(word)
    return (term,) if term else ()


def _term(word: str) -> str:
    folded = _folded(_POSSESSIVE.sub("", word))
    if _CONTRACTED.fullmatch(word) or (folded in _STOP_WORDS and not (word.isupper() and len(word) > 1)):
        return ""
    stemmed: str = _stemmer.stemWord(folded)
    return stemmed


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word)
    # 1,000 is 1000, but 2.5 is not 25.
    kept = "." if word[0].isdigit() else ""
    return "".join(letter for letter in plain if letter.isalnum() or letter in kept).casefold()
