"""What a sentence says in so many words has become of an undertaking: done, in part, late or given up.

asked = frozenset(analyse("the sirens of the 40 villages"))
assert said_of("All 40 villages now have their sirens.", asked) is Outcome.DONE
assert said_of("All 40 villages will have their sirens.", asked) is None

Only words that can hardly mean anything else are taken: a wrong "done" is worse than none. `corpus/event_cues.py` has
wider ones, which a model weighs against each other.
"""

from __future__ import annotations

import re
from enum import StrEnum

from embeddings.analysis import analyse


class Outcome(StrEnum):
    """What is reported to have become of an undertaking; `PARTLY` is begun, or done in part."""

    DONE = "done"
    PARTLY = "partly"
    LATE = "late"
    GIVEN_UP = "given_up"


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b", re.IGNORECASE)


_GIVEN_UP = _any(
    r"abandon(?:s|ed)|shelved|scrapp?(?:s|ed)|cancel(?:s|led|ed)|discontinued|dropped|axed|revoked|rescinded",
    r"call(?:s|ed) off|on ice|wound up|went back on|backed out|voted down|thrown out|threw out|turned down|lapsed",
    r"struck (?:from|out|off)|fell victim|fall(?:en|s) through|fell through|no longer be|promise has died",
    r"nothing is left of",
    r"not (?:\w+ )?be (?:built|held|paid|bought|introduced|filled|signed)|not go ahead",
    r"br(?:oke|oken) (?:his|her|its|their|the) (?:word|promise|pledge)",
)
# What is meant to go on although something like it was once given up.
_GOES_ON = _any(r"will (?:run|start|restart|be revived)|would (?:run|start|restart)|again")
# An achievement, as a participle. "agreed", "approved", "ordered" and "signed" are none: what they tell of is to come.
_ACHIEVED_WORDS = """
    abolished accomplished achieved arrived awarded built cleared closed compensated completed concluded
    connected constructed created delivered deployed disbanded dismantled distributed enacted erected
    established finished fitted formed freed fulfilled halved hired honored honoured implemented inaugurated
    installed introduced kept laid launched lifted opened paid pardoned planted published reached rebuilt
    received recruited refunded released removed reopened repaid repaired repealed replaced restored resumed
    returned sentenced shut staffed stationed swapped trained transferred unveiled vaccinated withdrawn
"""
_ACHIEVED_PHRASES = (
    r"brought home|come (?:home|into force)|given back|gone (?:home|into (?:force|service))|handed (?:over|out|back)"
    r"|put (?:up|into (?:force|service))|set up|switched (?:on|off)|taken (?:effect|over)"
)
_ACHIEVED = "|".join((_ACHIEVED_PHRASES, *_ACHIEVED_WORDS.split()))
# What is asked to have been done, in one word, or to have been given up; a plant is built more often than planted.
ASKED_FOR = frozenset(analyse(f"{_ACHIEVED_WORDS} abandoned cancelled delayed dropped postponed scrapped shelved"))
ASKED_FOR -= frozenset(analyse("planted"))
_ADVERBS = r"(?:(?:now|already|since|all|finally|fully|at last|just|also|both|duly|officially|formally) )*"
_DONE = _any(
    rf"(?:has|have|had|having) {_ADVERBS}(?:been {_ADVERBS})?(?:{_ACHIEVED})",
    rf"(?:was|were) {_ADVERBS}(?:{_ACHIEVED})",
    rf"(?:is|are) (?:now {_ADVERBS}|already {_ADVERBS}|{_ADVERBS})(?:complete|completed|open|closed|in place|in force"
    r"|in service|in operation|over|finished|done|up and running)",
    r"came into (?:force|effect|operation|service)|took effect|went (?:live|into (?:service|operation))|was history",
    r"now (?:has|have) (?:its|their|his|her)|made good on|kept (?:his|her|its|their) (?:word|promise|pledge)",
    r"inaugurated|unveiled|reopened|opened (?:on|in|the|its|to)|lifted the|handed \w+ (?:cheque|key)s?",
    r"landed (?:on|in|at)",
    r"received (?:its|their|the)|arrived (?:on|in|this|last|at)|came home|were paid|threw open",
)
_LATE = _any(
    r"delayed|postponed|deferred|put (?:off|back)|pushed back|behind (?:schedule|plan)|overdue|held (?:it|them) up",
    r"(?:\w+ )?(?:years?|months?|weeks?) (?:late|later than (?:planned|promised|scheduled)|longer than planned)",
    r"will be late|is off until|not (?:come|arrive|start|open|begin) before|and not before|at the earliest",
    r"(?:has|have) yet to|yet to be|not yet|still (?:unsigned|unpaid|unfinished|waiting|awaiting|in a warehouse)",
    rf"(?:has|have|had) (?:not|never)(?: yet)? (?:been )?(?:{_ACHIEVED})|none (?:has|have)|paid nothing",
    r"remain(?:s|ed)? (?:unpaid|unsigned|unfinished)|term (?:has|had) been extended|target has been moved",
    rf"no (?:\w+ ){{1,3}}(?:has|have) {_ADVERBS}been (?:{_ACHIEVED})",
    r"in \w+ (?:and not|rather than) (?:in )?(?:this|\w+)|was to have|were to have|will have to wait",
)
_COUNT = r"(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty)"
_PARTLY = _any(
    r"so far|under ?way|under construction|partly|in part|half (?:of|open|finished|built)|going up|(?:has|have) begun"
    r"|began|(?:has|have) started|are up|are at work|is at work|proceeding|is roofed|has a roof",
    rf"(?:{_COUNT}|half|a third|a quarter|a fifth|most|some|two thirds) (?:out )?of (?:the |its |their |them)?",
    rf"first (?:{_COUNT} |group|batch|half|part|stage|phase|step|cheque|instal|section|line)\w*|another \d[\d,.]*",
    r"second (?:group|batch|half|part|stage|phase|party|line)|per ?cent",
)
# What makes of whatever follows it something that is to come, is wished for or hangs on something.
_TO_COME = _any(
    r"will|would|shall|should|could|may|might|must|(?:is|are|was|were) (?:\w+ )?to|going to|plans? to|if|unless|once"
    r"|to be|(?:hop|expect|intend|want|urg|ask|call|demand|promis|pledg|vow|agree|undert|offer|consider)\w*"
    r"|(?:propos|decid)\w*",
)
_DOUBTED = _any(
    r"den(?:y|ies|ied)|dismiss(?:es|ed)|baseless|reject(?:s|ed)|rumou?rs?|allegedly|claim(?:s|ed)|not true|false|nobody"
)
_NEGATED = _any(r"not|never|no|none|nothing|without|nor|hardly|\w+n[’']t")
# Asides tell of something else, or of what it was meant to be.
_ASIDE = re.compile(
    r", (?:which|who|whom|whose|that|where) [^,;]*,|\b(?:that|which|who) (?:is|are|was|were) to (?:be )?\w+"
    r"|\b(?:at|by|for|from|in|of|on|to|with) (?:which|whom) [^,;:]*",
    re.IGNORECASE,
)
# What stands behind these is told of a word in passing: "the men who came home".
_OF_ANOTHER = re.compile(r"\b(?:who|which|that|whom)\s$", re.IGNORECASE)
_CLAUSE = re.compile(
    r"[;:]| — |, (?:and|but|while|although|though|which|who|whose|where|so|as|after)\b|\b(?:but|while)\b"
)


def said_of(sentence: str, asked: frozenset[str]) -> Outcome | None:
    """What it says of the terms that are asked about, in the part that holds most of them; None where nothing plainly.

    What was to be given up, cancelled or dropped is done where it was.
    """
    clauses = [clause for clause in _CLAUSE.split(_ASIDE.sub(" ", sentence)) if clause.strip()]
    shares = [len(asked & set(analyse(clause))) for clause in clauses]
    most = max(shares, default=0)
    held = [clause for clause, share in zip(clauses, shares, strict=True) if share == most] if most else []
    return next(filter(None, (_said(clause, asked) for clause in held)), None)


def _said(clause: str, asked: frozenset[str]) -> Outcome | None:
    if _DOUBTED.search(clause):
        return None
    if ended := _GIVEN_UP.search(clause):
        was_asked = "not" not in ended.group() and bool(asked & set(analyse(ended.group())))
        return None if _GOES_ON.search(clause) else Outcome.DONE if was_asked else Outcome.GIVEN_UP
    if _LATE.search(clause):
        return Outcome.LATE
    return _came_about(clause, asked)


def _came_about(clause: str, asked: frozenset[str]) -> Outcome | None:
    """Whether it is done, or done in part; None where it is only to come."""
    to_come = _TO_COME.search(clause)
    if _PARTLY.search(clause):
        return None if to_come else Outcome.PARTLY
    found = _DONE.finditer(clause, 0, to_come.start() if to_come else len(clause))
    done = any(not _OF_ANOTHER.search(clause, 0, match.start()) for match in found)
    return Outcome.DONE if done and not _NEGATED.search(clause) else None
