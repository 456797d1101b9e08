"""Who a question is about: the actors of the corpus that it asks of, however they are written.

    found = find_actors(registry, "what did the interior minister promise china")
    assert [[actor.name for actor in one.actors] for one in found] == [["Mohsin Naqvi"]]

A name is asked of where it stands as the one who acts ("what did X …", "made by X", "X's promises"); elsewhere
("promise China", "in Beijing") it is a word of the topic.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from corpus.actors import Actor, Registry, name_key
from corpus.article import Span
from corpus.mentions import NameKind
from corpus.metonyms import is_adjective, is_state
from corpus.titles import ORGANISATION_WORDS, is_common, is_role
from embeddings.asking import topic_terms

# "Special Assistant to the Prime Minister" and the like; longer names are found by a part of them.
MOST_WORDS = 5
# A role that more people hold than this ("minister") names nobody.
MOST_HOLDERS = 2
# Of people of one name the one is meant who stands in so many times as many articles as any other.
USUAL = 5
# One who is named less often than this is no reading worth offering: most are slips of print.
SELDOM = 3
# From this length on two letters of a surname may be wrong.
LONG_SURNAME = 7
# Words for offices that news and its readers use for one another.
OFFICES = {"envoy": "ambassador", "pm": "prime minister", "fm": "foreign minister"}
# Words that make another office of the one that follows.
_LESSER = frozenset({"deputy", "vice", "former", "assistant", "junior", "ex", "acting"})

_WORD = re.compile(r"\w[\w’'-]*")
_POSSESSIVE = re.compile(r"[’']s?$")
_ACTS = re.compile(
    r"(?:^|\b(?:did|do|does|has|have|had|will|would|is|was|were|are|by|between|among|that|what|how|when|where|why"
    r"|(?:what|how) about|(?:commitment|promise|pledge|undertaking|assurance|statement|position)s? (?:of|from)))"
    r"\s*(?:(?:the|both)\s+)?(?:\w+(?: \w+){0,2}\s*(?:,|\band\b)\s*(?:the\s+)?)?$",
    re.IGNORECASE,
)
_CAN_ACT = frozenset({NameKind.PERSON, NameKind.BODY, NameKind.STATE, NameKind.CAPITAL, NameKind.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Named:
    """Words of a question that name an actor; `actors` has more than one entry where the words fit several.

    `others` are people of that name whom articles tell of so much less often that they are hardly meant.
    """

    span: Span
    actors: tuple[Actor, ...]
    text: str
    others: tuple[Actor, ...] = ()


def find_actors(registry: Registry, text: str) -> tuple[Named, ...]:
    """Who is asked about, in the question's order; longer runs of words win over shorter ones, and none overlap."""
    return tuple(
        named
        for named in find_names(registry, text)
        if acts(text, named.span.start_char) or text[named.span.end_char :].startswith(("'s ", "’s "))
    )


def acts(text: str, start: int) -> bool:
    """Whether what begins at this character stands where somebody acts ("what did …", "promises of …")."""
    return _ACTS.search(text, 0, start) is not None


@lru_cache(maxsize=16)
def find_names(registry: Registry, text: str) -> tuple[Named, ...]:
    """Everyone who is named, whether as the one who acts or not, in the question's order."""
    words = list(_WORD.finditer(text))
    found: list[Named] = []
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + MOST_WORDS), start, -1):
            actors = _actors(registry, [_POSSESSIVE.sub("", word.group()) for word in words[start:end]])
            if actors and not _cuts_a_name(text, words, start, end):
                span = Span(words[start].start(), words[end - 1].end())
                usual, others = _usual(actors)
                found.append(Named(span, usual, text[span.start_char : span.end_char], others))
                start = end
                break
        else:
            start += 1
    return tuple(found)


def _usual(actors: tuple[Actor, ...]) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Of several people of one name the one whom nearly all articles mean, if there is one, and the rest."""
    first, *rest = sorted(actors, key=lambda actor: -len(actor.article_ids))
    if not rest or any(actor.kind is not NameKind.PERSON for actor in actors):
        return actors, ()
    usual = len(first.article_ids) >= USUAL * max(len(actor.article_ids) for actor in rest)
    known = tuple(actor for actor in rest if actor.count >= SELDOM)
    return ((first,), known) if usual else (actors, ())


def find_states(text: str) -> tuple[str, ...]:
    """The states that stand as the ones who act, whether or not the corpus names them."""
    words = list(_WORD.finditer(text))
    found = []
    for start in range(len(words)):
        for end in range(min(len(words), start + MOST_WORDS), start, -1):
            run = text[words[start].start() : words[end - 1].end()]
            if is_state(run.title()) and acts(text, words[start].start()):
                found.append(run)
                break
    return tuple(found)


def _cuts_a_name(text: str, words: list[re.Match[str]], start: int, end: int) -> bool:
    """Whether a capitalised word right beside shows that these are part of another name ("Imran" before "Khan")."""

    def joins(one: re.Match[str], other: re.Match[str]) -> bool:
        both = one.group()[0].isupper() and other.group()[0].isupper()
        named = all(topic_terms(word.group()) and not is_role(word.group()) for word in (one, other))
        return both and named and text[one.end() : other.start()] == " "

    before = start > 0 and joins(words[start - 1], words[start])
    if before or end == len(words):
        return before
    # "Justice" is nobody's office in "the Justice Department".
    follows = words[end].group()
    of_body = is_role(words[end - 1].group()) and follows[0].isupper() and follows.casefold() in ORGANISATION_WORDS
    return of_body or joins(words[end - 1], words[end])


def _actors(registry: Registry, words: list[str]) -> tuple[Actor, ...]:
    """The actors that these words name, and none that they only share a word with."""
    if not topic_terms(words[0]) or not topic_terms(words[-1]) or is_adjective(" ".join(words)):
        return ()
    if words[-1].casefold().endswith("s") and is_role(words[-1][:-1]):
        # "The interior ministers" are several, whose names the question leaves open.
        return ()
    offices = [word for word in words if is_role(word) or word.casefold() in OFFICES]
    if offices == words or (offices and offices == words[1:] and not is_role(words[0])):
        held = _holders(registry, " ".join(OFFICES.get(word.casefold(), word) for word in words))
        if held or offices == words:
            return held
    bare = words[1:] if words[0].casefold() in OFFICES and len(words) > 1 else words
    key = name_key(" ".join(bare)).split()
    named = [actor for actor in registry.resolve(" ".join(bare)) if actor.kind in _CAN_ACT and _fits(actor, key, bare)]
    own = [actor for actor in named if name_key(actor.name).split() == key]
    surnamed = [actor for actor in named if name_key(actor.name).split()[-1] == key[-1]]
    # A body that ends in a person's name is most often a line of print run together ("Sarn Courier Vance").
    people = [actor for actor in surnamed if actor.kind is NameKind.PERSON] if len(key) == 1 else []
    whole = _unadorned([actor for actor in people or surnamed if len(name_key(actor.name).split()) > len(key)])
    if own and (len(key) > 1 or _is_no_surname(own[0], whole)):
        # "Hillary Clinton" is nobody that articles also call "Democrat Hillary Clinton".
        return tuple(own)
    # One who is also named by a part alone ("Shehbaz") is the fuller entry, not one more person.
    return whole or tuple(own or surnamed or named)


def _is_no_surname(actor: Actor, whole: Sequence[Actor]) -> bool:
    """Whether a name of one word is a body or a place, and not what people in more articles are called by."""
    known = actor.kind not in {NameKind.PERSON, NameKind.UNKNOWN}
    return known and all(len(actor.article_ids) >= len(other.article_ids) for other in whole)


def _unadorned(actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """Those whose name is not another's with a word before it that is none ("State Mara Quill", "Pres. Quill")."""
    keys = [name_key(actor.name).split() for actor in actors]
    return tuple(
        actor
        for actor, key in zip(actors, keys, strict=True)
        if not _is_no_name(actor.name.split()[0]) and key[1:] not in keys
    )


def _is_no_name(word: str) -> bool:
    return is_common(word) or is_role(word) or is_role(word.removesuffix("s"))


def _fits(actor: Actor, key: list[str], words: list[str]) -> bool:
    """A whole spelling of the actor; a person's surname or, with a capital, any part; or nearly all of a name."""
    spellings = [name_key(spelling) for spelling in (actor.name, *actor.spellings)]
    if " ".join(key) in spellings or actor.kind in {NameKind.STATE, NameKind.CAPITAL}:
        return True
    if actor.kind is not NameKind.PERSON:
        return False
    own = name_key(actor.name).split()
    if len(key) > 1:
        return (set(key) <= set(own) and key[-1] == own[-1]) or words[0][0].isupper()
    if words[0][0].isupper() and key[0] in [name_key(part) for part in actor.name.split() if part[0].isupper()]:
        return True
    return (key[0] == own[-1] and _goes_by_surname(actor, own)) or _is_slip(key[0], own[-1])


def _goes_by_surname(actor: Actor, own: list[str]) -> bool:
    """Whether articles call the person by the surname alone or by an office: else it may be a place ("Amber Coast")."""
    return bool(actor.roles) or any(name_key(spelling) == own[-1] for spelling in actor.spellings)


def _is_slip(word: str, surname: str) -> bool:
    """Whether a word written small is a surname with a slip: same first letter, same length but for one."""
    near = OSA.distance(word, surname, score_cutoff=1) <= 1 if len(surname) < LONG_SURNAME else True
    return near and word[0] == surname[0] and abs(len(word) - len(surname)) <= 1 and len(surname) > len("khan")


def _office(role: str) -> str:
    """The word of a role that is the office: "minister" of "First Minister", "secretary" of "Secretary Interior"."""
    words = re.split(r" (?:of|for|on|to) ", role.casefold())[0].split()
    return next((word for word in reversed(words) if is_role(word)), words[-1])


def _holders(registry: Registry, role: str) -> tuple[Actor, ...]:
    wanted = set(role.casefold().split())
    held = [(actor, words) for actor, words, office in _offices(registry) if office in wanted and wanted <= words]
    exact = [actor for actor, words in held if words == wanted]
    holders = tuple(dict.fromkeys(exact or (actor for actor, words in held if not words & _LESSER)))
    return holders if len(holders) <= MOST_HOLDERS else ()


# A question is read several times over, and each of its words may be a role: the registry in use is kept, as its actors
# are thousands.
@lru_cache(maxsize=2)
def _offices(registry: Registry) -> tuple[tuple[Actor, frozenset[str], str], ...]:
    """Every role of every person: the words of it, and the one that is the office."""
    people = (actor for actor in registry.actors if actor.kind is NameKind.PERSON)
    roles = ((actor, role) for actor in people for role in actor.roles)
    return tuple((actor, frozenset(role.casefold().split()), _office(role)) for actor, role in roles)
