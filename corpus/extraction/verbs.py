"""Verbs of saying and verbs of binding, however they are inflected."""

from __future__ import annotations

from corpus.titles import word_set

SAY_STEMS = word_set(
    """
    say said tell told add announce declare state note report reply repli explain insist argue write wrote tweet ask
    remark warn stress maintain claim confirm reveal disclose assert recall observ suggest indicat read according
    describ testif comment respond continu mention acknowledg admit conced predict emphasiz emphasis underlin
    underscor reiterat repeat call inform brief spoke speak speaking caution contend cit quot post joke quip believ
    think thought hope
    """
)
PROMISE_STEMS = word_set(
    """
    promis pledg vow assur commit committ swear swore sworn undertak undertook undertaken guarante agre sign plan
    intend propos offer decid resolv prepar aim seek sought order direct approv back endors support favor favour
    reject refus declin oppos deni ban block unveil outlin introduc launch set push urg want advocat determin expect
    demand call accept consent pass adopt vot ratif authoriz authoris allocat invest fund schedul hire open clos
    start begin
    """
)


def stem(word: str) -> str:
    """A verb without its ending, so that "promises", "promised" and "promising" are one: "promis"."""
    lowered = word.lower()
    for ending in ("ing", "ied", "ies", "ed", "es", "s", "e", "y"):
        if lowered.endswith(ending) and len(lowered) - len(ending) >= 3:
            return lowered[: -len(ending)]
    return lowered


SAY = frozenset(stem(word) for word in SAY_STEMS) | SAY_STEMS
PROMISE = frozenset(stem(word) for word in PROMISE_STEMS) | PROMISE_STEMS


def is_say(word: str) -> bool:
    """Whether the verb reports speech."""
    return stem(word) in SAY


def is_promise(word: str) -> bool:
    """Whether the verb binds, decides or proposes."""
    return stem(word) in PROMISE
