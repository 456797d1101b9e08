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
        r"\b(?:agree|promis|pledg|vow|commit|intend|plan|undertak|decid|resolv|offer|threaten|propos|swor|swear"
        r"|guarante|prepar"
        r"|determin|aim|seek|want|hope|refus|declin|reject|rul|willing|ready|set|due|mov|call|bound|poised|free"
        r"|about)\w*"
        r"(?: (?:himself|herself|itself|themselves|on|with|in principle|again|that|publicly|today|yesterday|unanimously"
        r"|(?:on )?\w+day))*(?: not)? to (?!the |a |an |his |her |its |their )(?=\w)",
        r"\b(?:will|would|shall|wo|'ll|\u2019ll|going to|is to|are to|was to|were to)(?:n't|n\u2019t)? (?=\w)",
        r"(?:'|\u2019)ll (?=\w)",
        r"\b(?:will|would|shall|can|could|must|should|may)(?:not)? (?=\w)",
        r"^(?:to|and|and to|in order to) (?!the |a |an )(?=\w)",
        r"\b(?:promis|pledg|vow|plan|propos|agree|commit|announc|consider|rul|reject|support|back|favou?r|oppos)\w*"
        r"(?: (?:out|on|to|for|of|in))* (?=\w+ing\b)",
        r"\b(?:is|are|was|were|has been|have been|be|been) (?:already |now |still |currently |also )?(?=\w+ing\b)",
        r"\b(?:plan|promise|pledge|proposal|commitment|decision|intention|vow|bid|effort|readiness|refusal|offer"
        r"|move|resolve)s? to "
        r"(?=\w)",
    )
)
REFUSES = re.compile(
    r"\b(?:not|never|no|n't|n\u2019t|refus\w+|declin\w+|reject\w+|rul\w+ out|without)\b|n['\u2019]t\b", re.IGNORECASE
)
TRAILING = re.compile(
    r"[,;:\u2014\u201d\"]\s*(?:(?:he|she|it|they|we|[A-Z][\w\u2019'-]+(?: [A-Z][\w\u2019'-]+)*) "
    r"(?:said|says|told|added|announced|promised|declared|stated|explained)\b.*)$"
)
CONDITION = re.compile(
    r"\b(?:if|unless|provided(?: that)?|providing(?: that)?|on (?:the )?condition(?: that)?|subject to"
    r"|contingent (?:up)?on"
    r"|conditional (?:up)?on|depending on|as long as|so long as|in case|in the event|only when|only after|once"
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
ABANDONED = re.compile(
    r"\b(?:abandon\w*|scrap(?:ped|s|ping)|shelv\w+|dropp?(?:ed|ing)|cancell?ed|call(?:ed|s|ing) off|withdr[ae]w\w*"
    r"|renege[sd]?|reneging"
    r"|back(?:ed|ing|s|pedal\w*) (?:off|away|out|down|track\w*)|backtrack\w*|revers(?:ed|ing|es)"
    r"|broke(?:n)? (?:his|her|its|their|the|a) (?:promise|pledge|word)"
    r"|walk(?:ed|ing|s) (?:back|away)|no longer|g(?:a|i)ve up|gave up|given up|suspend(?:ed|s|ing)|pull(?:ed"
    r"|ing) out|fail(?:ed|s) to"
    r"|had (?:promised|pledged|vowed|planned|agreed|undertaken)|is off|was off|will not now|not now|lapsed"
    r"|never (?:came|built|happened|did))\b",
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
    r"\b(?:(?:is|are|was|were|'s|'re) (?:already |now |currently |also |still |actively )?(?!going to|planning"
    r"|promising|vowing|calling|proposing|considering"
    r"|willing|looking|trying|asking|seeking|urging|hoping|being asked|pledging|refusing)\w+ing\b|under ?way"
    r"|in progress|has begun|have begun"
    r"|ha(?:s|ve) (?:started|launched|been working)|(?:began|started|launched) (?:\w+ing|to|a|the|on)|continu(?:es"
    r"|ing|e) (?:to|its|his|their|with)"
    r"|under construction|being (?:\w+ed|built|set|drawn|made|put)|so far|already|runs?|has been \w+ing"
    r"|have been \w+ing)\b",
    re.IGNORECASE,
)


def action_of(quote: str, kind: Kind) -> str:
    """The action in the quote's own words, verb first where the cue can be told; "not" before it for a refusal."""
    flat = re.sub(r"\s+", " ", quote).strip(" \"'\u201c\u201d\u2018\u2019")
    flat = TRAILING.sub("", flat)
    start = next((match.end() for lead in LEADS if (match := lead.search(flat))), 0)
    words = re.sub(r"^(?:not|never) ", "", flat[start:], flags=re.IGNORECASE).strip(" ,.;:").split()
    action = " ".join(words[:MOST_ACTION_WORDS]) or flat
    if kind is Kind.REFUSAL and start and REFUSES.search(flat[: start + 4]):
        return f"not {action}"
    return action


def is_conditional(sentence: str) -> bool:
    """Whether it hangs on a condition; "if elected" alone does not count."""
    return any(not IDLE_CONDITION.match(sentence, match.start()) for match in CONDITION.finditer(sentence))


def status_of(quote: str) -> Status:
    """How far it has come by the words of the quote alone; announced where nothing says otherwise."""
    for status, pattern in (
        (Status.COMPLETED, COMPLETED),
        (Status.ABANDONED, ABANDONED),
        (Status.IN_PROGRESS, IN_PROGRESS),
    ):
        if pattern.search(quote):
            return status
    return Status.ANNOUNCED
