"""What a quote says beside who and when: the action in a few words, conditions, and how far it has come."""

from __future__ import annotations

import re

from corpus.commitments import Kind, Status

MOST_ACTION_WORDS = 24
VERB = r"(?:not |never |also |now |soon |still |immediately |further |jointly |fully |continue to |be able to )*"
# What stands between the one bound and the action, in the order in which it is looked for.
LEADS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:agree|promis|pledg|vow|commit|intend|plan|undertak|undertook|decid|resolv|offer|threaten|propos|swor|swear"
        r"|guarante|prepar"
        r"|determin|aim|seek|want|hope|refus|declin|reject|rul|unwilling|willing|reluctan|ready|set|mov|call"
        r"|bound|poised|free"
        r"|about|expect|schedul)\w*"
        r"(?: (?:himself|herself|itself|themselves|on|with|in principle|again|that|here|publicly|today|yesterday"
        r"|unanimously"
        r"|in \w+|(?:on )?\w+day))*(?: not)? to (?!the |a |an |his |her |its |their )(?=[\"\u201c]?\w)",
        r"\b(?:will|would|shall|wo|'ll|\u2019ll|going to|is to|are to|was to|were to)(?:n't|n\u2019t)? "
        r"(?=[\"\u201c]?\w)",
        r"(?:'|\u2019)(?:ll|d) (?=\w)",
        r"\b(?:will|would|shall|can|could|must|should|may)(?:not)? (?=\w)",
        r"^(?:to|and|and to|in order to) (?!the |a |an )(?=\w)",
        r"\b(?:promis|pledg|vow|plan|propos|agree|commit|announc|consider|rul|reject|support|back|favou?r|oppos)\w*"
        r"(?: (?:out|on|to|for|of|in))* (?=\w+ing\b)",
        r"\b(?:is|are|was|were|has been|have been|be|been) (?:already |now |still |currently |also )?"
        r"(?!(?:un)?willing\b)(?=\w+ing\b)",
        r"\b(?:plan|promise|pledge|proposal|commitment|decision|intention|vow|bid|effort|readiness|refusal|offer"
        r"|move|resolve|aim|goal|policy|purpose)s?(?: (?:is|was|are|were|has been))?(?: not)? to "
        r"(?=\w)",
    )
)
REFUSES = re.compile(
    r"\b(?:not|never|no|n't|n\u2019t|refus\w+|unwilling|reluctan\w+|declin\w+|reject\w+|rul\w+ out|without)\b"
    r"|n['\u2019]t\b",
    re.IGNORECASE,
)
SAYS = (
    r"(?:said|says|told|added|adds|announced|promised|declared|stated|explained|noted|assured|stressed|insisted|warned"
    r"|pledged|vowed|continued|argued|conceded|recalled)"
)
TELLER = r"(?:he|she|it|they|we|I|(?:the |a |an |one )?[\w.\u2019'-]+(?: [\w.\u2019'-]+){0,5}?)"
# ", he added," between two commas is taken out; at the end all that follows goes with it.
ASIDE = re.compile(rf",[\u201d\"]? {TELLER} {SAYS}(?: (?:on |last )?\w+day)?, ")
TRAILING = re.compile(
    rf"[,;:\u2014\u201d\"][\u201d\"]?\s*"
    rf"(?:{TELLER} {SAYS}\b.*|(?:he|she|they|sources|officials|it|we)|according to\b.*)$"
)
# A dateline or the mark of a list before the first word.
OPENING = re.compile(
    r"^(?:[-*\u2022\u2013\u2014]+\s+|[A-Z][A-Z .]{3,30}(?:, [^:,]{1,20})?(?: \([^)]*\))?\s?(?::|[-\u2013\u2014])\s)+"
)
# The end of a sentence inside the words, no stop of an abbreviation ("Gov. Vance").
NEXT_SENTENCE = re.compile(
    r"(?<=[\w)%]{3})(?<!\bGov)(?<!\bSen)(?<!\bRep)(?<!\bGen)(?<!\bCol)(?<!\bRev)(?<!\bHon)(?<!\bInc)(?<!\bMrs)(?<!\bProf)(?<!\bSens)(?<!\bReps)"
    r"(?<!\bCapt)(?<!\bSept)[.?!][\u201d\"]?\s+(?=[\u201c\"A-Z]).*$"
)
# Words that no phrase ends with.
DANGLING = re.compile(
    r"(?:[,;:]|\s(?:and|or|but|to|the|a|an|of|in|on|at|for|with|by|from|that|which|who|its|his|her|their|as|than|not"
    r"|is|are|be|into|between|including|under|over|after|before))+$",
    re.IGNORECASE,
)
CONDITION = re.compile(
    r"\b(?:if|unless|provided(?: that)?|providing(?: that)?|on (?:the )?condition(?: that)?|subject to"
    r"|contingent (?:up)?on"
    r"|conditional (?:up)?on|depending on|as long as|so long as|in case|in the event|only when|only after|(?<!at )once"
    r"|should (?:the|it|they|he)"
    r"|assuming|except (?:if|when|in)|failing which|in return|in exchange|until)\b",
    re.IGNORECASE,
)
# Every pledge of a campaign hangs on the election; that alone is no condition. "Until" binds in time.
IDLE_CONDITION = re.compile(
    r"\b(?:if|once|should|when) (?:he|she|they|i|we|it|you|the \w+|[A-Z][\w\u2019'-]+)?(?: [A-Z]\w+)?\s*(?:is "
    r"|are |am |were |gets? |becomes? "
    r"|wins?|won|elected|re-elected|reelected|returned|takes? office|in office|(?:get|become|make)s? )"
    r"|\bif (?:re-?)?elected\b|\bas if\b|\beven if\b|\bwhat if\b|\buntil\b|\bonce (?:a|an|per|again|every)\b"
    r"|\bat once\b|\bonce\b(?= \w+ing)",
    re.IGNORECASE,
)
# What was given up, not what somebody undertakes to give up ("will be withdrawn"): see `status_of`.
ABANDONED = re.compile(
    r"\b(?:abandoned|scrapp(?:ed|ing)|shelv(?:ed|ing)|dropp(?:ed|ing)|cancell?ed|call(?:ed|s|ing) off|withdr[ae]wn?"
    r"|reneged?|reneging|backed (?:off|away|out|down)|backpedal\w*|backtrack\w*"
    r"|reversed (?:course|himself|herself|itself)|br(?:oke|eaks|eaking|oken) (?:his|her|its|their|the|a|that) "
    r"(?:promise|pledge|word)|walk(?:ed|ing|s) (?:back|away)"
    r"|gave up|given up|pulled out|lapsed|(?:is|was) off|will not now|never (?:came|built|happened))\b",
    re.IGNORECASE,
)
UNDERTAKEN = re.compile(
    r"\b(?:will|would|shall|to|must|should|could|may|promis\w+|pledg\w+|not)"
    r"(?: (?:be|have|been|get|he|she))*(?: \w+ly)? $",
    re.IGNORECASE,
)
COMPLETED = re.compile(
    r"\b(?:fulfil\w*|made good|ma(?:k|d)e good on|ke(?:pt|eps?) (?:his|her|its|their|the|that|a) (?:promise|pledge"
    r"|word)|deliver(?:ed|s) on"
    r"|as (?:promised|pledged|he said|she said|planned|scheduled|agreed)|ha(?:s|ve|d) (?:now |already |since "
    r"|been )*(?:completed|finished|opened"
    r"|delivered|signed|paid|released|built|handed|set up|established|installed|ratified|repealed|returned"
    r"|handed over|concluded)"
    r"|(?:was|were) (?:opened|inaugurated|completed|delivered|handed over|signed|repaid)|in keeping with"
    r"|honou?red (?:his|her|its|their|the|a))\b",
    re.IGNORECASE,
)
IN_PROGRESS = re.compile(
    r"\b(?:(?:is|are|was|were) (?:already |now |currently |also |still |actively )?(?!going to|planning"
    r"|promising|vowing|calling|proposing|considering"
    r"|willing|looking|trying|asking|seeking|urging|hoping|being asked|pledging|refusing)\w+ing\b|under ?way"
    r"|in progress|has begun|have begun"
    r"|ha(?:s|ve) (?:started|launched|been working)|(?:began|started|launched) (?:\w+ing|to|a|the|on)|continu(?:es"
    r"|ing) (?:to|its|his|their|with)"
    r"|under construction|being (?:\w+ed|built|set|drawn|made|put)|so far|has been \w+ing"
    r"|have been \w+ing)\b",
    re.IGNORECASE,
)


def leads_of(quote: str) -> tuple[int, ...]:
    """Where the action may begin, behind "will", "agreed to" and the like, the first one first; "may" comes last."""
    sure = {match.end() for lead in (*LEADS[:3], *LEADS[4:]) for match in lead.finditer(quote)}
    return (*sorted(sure), *sorted({match.end() for match in LEADS[3].finditer(quote)} - sure))


def tidy(words: str) -> str:
    """The words as a phrase on one line: no "he said", no second sentence, no loose quotation mark, not too long."""
    flat = OPENING.sub("", re.sub(r"\s+", " ", words.replace("''", '"')).strip(" ,.;:-"))
    flat = NEXT_SENTENCE.sub("", TRAILING.sub("", ASIDE.sub(" ", flat)))
    flat = re.sub(r"^(?:not|never|also|now|then) ", "", flat, flags=re.IGNORECASE).strip(" ,.;:")
    parts = flat.split()
    if len(parts) > MOST_ACTION_WORDS:
        short = " ".join(parts[:MOST_ACTION_WORDS])
        comma = short.rfind(", ")
        short = short[:comma] if comma > len(short) // 2 else short
        flat = DANGLING.sub("", short) + " \u2026"
    return _paired(flat)


def _paired(words: str) -> str:
    """The words without a quotation mark that has no other half."""
    for first, last in (("\u201c", "\u201d"), ('"', '"')):
        if words.count(first) != words.count(last) or (first == last and words.count(first) % 2):
            words = words.replace(first, "").replace(last, "")
    return words.strip(" ,.;:")


def action_of(quote: str, kind: Kind) -> str:
    """The action by the words alone, verb first where the cue can be told; "not" before it for a refusal."""
    flat = tidy(quote)
    start = next(iter(leads_of(flat)), 0)
    action = tidy(flat[start:]) or flat or quote
    if kind is Kind.REFUSAL and start and REFUSES.search(flat[: start + 4]):
        return f"not {action}"
    return action


def is_conditional(sentence: str) -> bool:
    """Whether it hangs on a condition; "if elected" alone does not count."""
    return any(not IDLE_CONDITION.match(sentence, match.start()) for match in CONDITION.finditer(sentence))


def status_of(quote: str) -> Status:
    """How far it has come by the words of the quote alone; announced where nothing says otherwise."""
    given_up = ABANDONED.search(quote)
    if COMPLETED.search(quote):
        return Status.COMPLETED
    if given_up and not UNDERTAKEN.search(quote[: given_up.start()]):
        return Status.ABANDONED
    return Status.IN_PROGRESS if IN_PROGRESS.search(quote) else Status.ANNOUNCED
