"""What a report says has become of a commitment: announced, in progress, delivered, delayed and so on."""

from __future__ import annotations

import re
from enum import StrEnum

from corpus.commitments import Status


class What(StrEnum):
    """What one article reports of a commitment."""

    ANNOUNCED = "announced"
    REPEATED = "repeated"
    IN_PROGRESS = "in_progress"
    DELIVERED = "delivered"
    DELAYED = "delayed"
    ABANDONED = "abandoned"
    DENIED = "denied"


DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|never (?:promised|said|agreed|accepted|covered|meant|undertook)"
    r"|no such (?:promise|deal|agreement|plan)"
    r"|disown\w*|reject(?:ed|s|ing) (?:the |any )?(?:claims?|reports?|suggestions?|talk|impression)|baseless"
    r"|refuted|had never)\b",
    re.IGNORECASE,
)
ABANDONED = re.compile(
    r"\b(?:abandon\w*|scrapp\w*|shelv\w*|cancel\w*|call(?:ed|s|ing) off|wound up|on ice|dropp(?:ed|ing)"
    r"|withdr[ae]wn?|renege\w*|broke (?:his|her|its|their)"
    r"|will not now|no longer|g(?:a|i)ve(?:n)? up|backed (?:out|away|down)|pull(?:ed|s|ing) out|is off|was off"
    r"|took (?:it|them) back|have been dismissed"
    r"|will not be built|stops? at|lapsed)\b",
    re.IGNORECASE,
)
DELAYED = re.compile(
    r"\b(?:delay\w*|postpon\w*|put (?:it |the \w+ )?(?:off|back)|pushed back|deferr\w*|slipp(?:ed|ing)|extended"
    r"|yet to|not before|behind (?:schedule|plan|time)"
    r"|off until|resched\w*|instead of in|rather than in|held (?:it|them|up)|late|overdue|missed|no date|not yet"
    r"|has yet|have yet|still (?:no|not|waiting|awaits?)"
    r"|is now the date|would be late|further notice|until further|again in|stalled|held up|indefinitely)\b",
    re.IGNORECASE,
)
DELIVERED = re.compile(
    r"\b(?:deliver\w*|fulfil\w*|complet(?:ed|ion)|inaugurat\w*|opened|opens its doors|ha(?:s|ve|d) (?:now "
    r"|already |since |been )*(?:set up|established|arrested|opened"
    r"|signed|paid|released|handed over|begun operations|concluded|finished|returned|graduated|introduced|launched)"
    r"|(?:was|were) (?:opened|established|launched|signed|handed over|completed|arrested|sentenced|killed"
    r"|released)|now in place|took effect|taken effect"
    r"|is over|are over|all \d[\d,]* |the last \d*|became (?:the )?|first (?:cheques|flight|train|patient"
    r"|passengers)|establishment of|as promised|made good|history"
    r"|welcomed the (?:establishment|creation|completion|arrest|launch|opening)|formally|ended in)\b",
    re.IGNORECASE,
)
IN_PROGRESS = re.compile(
    r"\b(?:(?:is|are|was|were) (?:being|now|already|currently) \w+|being (?:set|built|made|drawn|established"
    r"|raised|trained|implemented|investigated|selected)"
    r"|under ?way|so far|in progress|under construction|\d[\d,]* (?:out )?of (?:the |a |its )?\d"
    r"|of the \w+ \w+ are|first (?:batch|group|stage|phase|\d+|\w+ (?:stage|batch|group))"
    r"|have (?:arrived|begun|started|left)|has (?:begun|started|reached)|began|started|proceed\w*|progress\w*"
    r"|going up|the second (?:group|batch|stage)|selected|shortlist\w*"
    r"|per ?cent (?:of|complete)|continu\w+|arrested|identified|left for|departed|preparations|finali[sz]\w+"
    r"|working on|reviewed)\b",
    re.IGNORECASE,
)
ORDER = (
    (What.DENIED, DENIED),
    (What.ABANDONED, ABANDONED),
    (What.DELAYED, DELAYED),
    (What.DELIVERED, DELIVERED),
    (What.IN_PROGRESS, IN_PROGRESS),
)
BY_STATUS = {Status.COMPLETED: What.DELIVERED, Status.ABANDONED: What.ABANDONED, Status.IN_PROGRESS: What.IN_PROGRESS}


def tells_progress(quote: str) -> bool:
    """Whether its words tell that something has come about, is under way, is late, given up or denied."""
    return any(pattern.search(quote) for _, pattern in ORDER)


def what_of(quote: str, *, is_first: bool, status: Status | None) -> What:
    """What a report says by its own words; `status` is that of its commitment, None where it is a mere sentence.

    The first report of a thread announces it unless its words say clearly that it is further on; later ones without
    a word of progress repeat it (a commitment) or show it in progress (a sentence).
    """
    if is_first and status is not None:
        return What.ANNOUNCED
    words = next((what for what, pattern in ORDER if pattern.search(quote)), None)
    if status is None:
        return words or (What.ANNOUNCED if is_first else What.IN_PROGRESS)
    if words in {What.DENIED, What.ABANDONED, What.DELAYED}:
        return words
    # What is still promised is no delivery, whatever else its sentence tells.
    return BY_STATUS.get(status, What.REPEATED)
