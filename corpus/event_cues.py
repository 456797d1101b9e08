"""Words and forms that tell how far a commitment has come: each cue is one yes-or-no question to a quote."""

from __future__ import annotations

import re
from typing import Final

MONTHS: Final = "january|february|march|april|may|june|july|august|september|october|november|december"
SEASONS: Final = "spring|summer|autumn|winter"
PARTICIPLE: Final = r"\w+(?:ed|en|wn|id|ld|ent|ut)"
CUES: Final = {
    "future": r"will|would|shall|is to|are to|was to|were to|going to|plans? to|intends? to",
    "said_again": r"(?:repeat|reiterat|renew|reaffirm|insist|recall|maintain|stress|underlin|reassur|restat)\w*|again"
    r"|once more|stands?|stands by|holds|honou?r\w*",
    "said_before": r"(?:had|was|were|been|have) (?:\w+ )?(?:promised|said|pledged|agreed|announced|undertaken|vowed"
    r"|assured|told|guaranteed|committed|decided|given)|(?:promised|announced|agreed|pledged|vowed|said|decided"
    rf"|guaranteed) (?:in|last|after|on|earlier|to|that)|year ago|last (?:year|month|week|{SEASONS}|{MONTHS})",
    "promise": r"(?:promis|pledg|vow|guarant|undert|commit|assur|agree|announc|decid|sign|resolv|determin)\w*",
    "perfect": r"(?:has|have|had)(?: (?:now|already|since|been|also|just|not|yet))* "
    r"\w+(?:ed|en|wn|ne|un|ut|id|ld|ent|ept|elt|ought|aught|ade)",
    "past_passive": rf"(?:was|were)(?: \w+ly)? {PARTICIPLE}",
    "present_passive": rf"(?:is|are)(?: (?:now|already|currently|\w+ly))? {PARTICIPLE}",
    "progressive": r"(?:is|are|was|were|been)(?: (?:now|already|currently|also|\w+ly))? \w+ing|being \w+",
    "past": r"went|came|left|took|gave|got|became|put|held|fell|made|sent|brought|met|began|\w{3,}ed",
    "negated": r"no|not|never|nobody|none|nothing|without|neither|nor|\w+n['\u2019]t",
    "late": r"(?:delay|postpon|deferr|slip|resched|overdue|stall|suspend|hamper)\w*|put off|put back|pushed back"
    r"|held (?:it|them)? ?up|late|later than|instead of|rather than|not before|at the earliest"
    r"|behind (?:schedule|plan|time)|further notice|indefinitely|extended|miss(?:ed)?",
    "unfinished": r"yet to|not yet|has yet|have yet|still|unsigned|unpaid|unfinished|waits?|waiting|awaits?|remains?"
    r"|none has|no date|was to have|were to have|were to be|was to be|due (?:in|last|on|by)",
    "new_date": rf"is now|until|moved to|speaks? of|(?:in|by|before|from|to) (?:{MONTHS}|{SEASONS}|20\d\d)"
    rf"|and not (?:this|before)|next (?:year|month|{SEASONS})",
    "given_up": r"(?:abandon|scrap|shelv|cancel|reneg|discontinu|revok|repeal|withdr|dropp|dismiss|sack|broke)\w*"
    r"|call(?:ed|s|ing) off|wound up|g(?:iven|ave|ives) up|backed (?:out|away|down)|pull(?:ed|s|ing)? out|on ice"
    r"|voted down|threw out|thrown out|fell victim|struck from|died|dead|lapsed|not be built|no longer|stops? at"
    r"|took (?:it|them) back|went up",
    "denied": r"den(?:y|ies|ied|ying)|reject\w*|refut\w*|dismiss\w*|baseless|no truth|no question|ruled? out|false"
    r"|never (?:promised|said|agreed|accepted|covered|meant)|nobody (?:had )?promised|no such",
    "done": r"(?:deliver|fulfil|complet|inaugurat|finish|conclud|achiev|establish|accomplish|launch)(?:ed|led|s)?"
    r"|opened|opens|reopened|paid|handed|sentenced|arrested|arrived|landed|introduced|took effect|taken effect"
    r"|into force|in place|switched on|went live|withdrawn|released|returned|came home|reached|became|received|got"
    r"|began to|is over|are over|set up|all \d[\d,]*|every \w+ (?:now )?(?:has|had)|the last|last of|final",
    "whole": r"all|every|whole|entire|last|full|fully|finally|at last|as promised|made good|history",
    "started": r"begun|began|start(?:ed|s)?|launched|under ?way|under construction|in progress|proceed\w*|progress\w*"
    r"|going up|work(?:s|ing)? on|preparations?|so far|continu\w*|already|on schedule|on track",
    "part": r"(?:first|second|third|next|another|other) \w+|\d[\d,.]*(?: \w+)? (?:out )?of (?:the |a |its |some )?\w+"
    r"|half|a third|a quarter|two thirds|per ?cent",
    "step": r"(?:approv|select|shortlist|recruit|draft|finali[sz]|review|appoint|order|tender|fund|sanction|allocat"
    r"|releas|appl|identif|form|submit|prepar|consult|discuss|train|invit|summon|notif|direct|instruct)\w*"
    r"|draw\w* up|cleared?|clearance",
    "meeting": r"meeting|session|met|talks|discussed|review\w*|visit\w*|delegation",
    "further": r"fresh|new|also|moreover|in addition|added|as well",
}
PATTERNS: Final = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in CUES.items()}
PROGRESS: Final = ("late", "given_up", "denied", "done", "started", "part")


def cues_of(text: str) -> dict[str, bool]:
    """Which cues a text holds, in the order of `CUES`."""
    return {name: pattern.search(text) is not None for name, pattern in PATTERNS.items()}


def tells_progress(text: str) -> bool:
    """Whether its words tell that something has come about, is under way, is late, given up or denied."""
    return any(PATTERNS[name].search(text) for name in PROGRESS)
