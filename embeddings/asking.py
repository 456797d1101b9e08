"""The words of a question that say what it is about, without those that only ask.

assert topic_terms("What did Brandt promise about the harbour?") == ("brandt", "harbour")
"""

from __future__ import annotations

from embeddings.analysis import analyse

# Words that say what sort of answer is wanted: every article of a corpus of commitments could hold them, so they
# neither find nor miss anything. Analysed like the corpus, so that one form stands for all.
ASKING_WORDS = frozenset(
    analyse(
        "accord according act actually added agree agreed agreement announce announced announcement answer "
        "anything article articles ask asked assurance assure assured become came come comes commit "
        "commitment commitments commits committed compare compared comparison concerning corpus date day days "
        "deadline deadlines deal declare declared did differ difference do does done ever everything exact "
        "exactly far find found frequency frequently gave get getting give given gives go going happen "
        "happened herself himself history how itself kind know known list long made make many mean mention "
        "mentioned moved much name news next nothing now offer offered often outcome place plan planned plans "
        "please pledge pledged pledges point promise promised promises put report reported reports "
        "said say says show since so something soon speak spoke stand stands started state stated statement "
        "statements status still story supposed take taken takes talk tell thing things threaten threatened time "
        "timeline timelines times told took trace undertake undertaken undertaking undertakings undertook until vow "
        "vowed want way went whether word words year years yet"
    )
)


def topic_terms(text: str) -> tuple[str, ...]:
    """The analysed terms that bear on the subject, each once, in their order; none where the text only asks."""
    return tuple(term for term in dict.fromkeys(analyse(text)) if term not in ASKING_WORDS)
