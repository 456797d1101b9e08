"""What a web page wraps around a story: a table of rules, each with its reason.

A rule looks at one line. It is cut only where the whole line is furniture; a story that speaks of newsletters stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

# No furniture line is longer; a longer one is prose.
LONGEST_FURNITURE_CHARS = 240

_MENU = frozenset(
    "menu|left menu|right menu|main menu|home|latest|latest news|breaking news|skip to content|skip to main content|e-paper|epaper|"
    "live tv|live|videos|video|photos|gallery|sports|sport|showbiz|entertainment|lifestyle|technology|tech|opinion|editorial|"
    "business|world|national|politics|health|science|trending|weather|horoscope|archives|archive|search|login|log in|sign in|"
    "sign up|register|my account|e-edition|magazine|columns|blogs|podcasts|cricket|markets|jobs|classifieds|newsletters".split(
        "|"
    )
)
_SHARE = frozenset(
    "share|share this|share this article|share on|tweet|whatsapp|facebook|twitter|x|linkedin|pinterest|reddit|telegram|email|"
    "e-mail|print|copy link|copy url|save|comment|comments|follow us|like|pin it|instagram|youtube|flipboard|pocket|listen|"
    "add to favourites|bookmark".split("|")
)
_FOOTER = frozenset(
    "subscribe|subscribe now|terms|terms of use|terms of service|terms and conditions|privacy|privacy policy|cookie policy|"
    "contact|contact us|about us|about|advertise|advertise with us|advertisement|sponsored|sponsored content|promoted|careers|"
    "sitemap|site map|rss|feedback|more from this section|more from this author|more stories|related stories|related articles|"
    "related news|related topics|recommended|you may also like|top stories|most read|most popular|read next|up next|back to top|"
    "all rights reserved|load more|read more|show more|view comments|leave a comment|story continues below advertisement|"
    "article continues below|advertisement - scroll to continue|scroll to continue".split("|")
)
_SEPARATOR = re.compile(r"\s*[|•·»›]\s*|\s{2,}|\t+")
_ALSO_READ = re.compile(
    r"(?:also read|read more|read also|also see|see also|must read|related|recommended|more on this|don['’]t miss|watch)\s*[:|»>-]",
    re.I,
)
_SUBSCRIBE = re.compile(
    r"(?:subscribe (?:to|now|for|today)|sign up (?:for|to|now)|get (?:the|our|all|more|breaking)|follow (?:us|@)|join our|"
    r"download (?:the|our)|click here|stay (?:tuned|informed|connected|updated)|like us on|for (?:more|the latest|all the latest))\b",
    re.I,
)
_SUBSCRIBE_WHAT = re.compile(
    r"\b(?:newsletters?|inbox|subscribe|notifications?|whatsapp channel|our channel|google news|our app|mobile app|"
    r"facebook|twitter|instagram|youtube|telegram|terms of use)\b",
    re.I,
)
_EDITED = re.compile(
    r"\(?(?:this (?:story|article|report|copy) (?:has been|was|is) (?:not been )?(?:edited|auto-generated|published|generated|sourced)\b|"
    r"with the exception of the headline\b|except for the headline\b|with inputs? from (?:agencies|wires))",
    re.I,
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright\b)[^.]{0,80}(?:\b(?:19|20)\d\d\b|all rights reserved)", re.I)
_PHOTO = re.compile(
    r"\(?(?:photo(?:graph)?s?|image|picture|file photo|photo credit|image credit|image source|credit|courtesy)\s*(?::|by\b|/)",
    re.I,
)
_PHOTO_AGENCY = re.compile(
    r"[\w .'’-]{0,60}\b(?:getty images?|ap photo|afp/getty|reuters/[\w .'’-]+|file photo|shutterstock)\.?", re.I
)
_PHOTO_WORDS = 16  # a credit or caption line; longer ones tell something
_MINUTES = re.compile(r"\|?\s*\d{1,2}[- ]min(?:ute)?s?[- ]read\s*\|?", re.I)
_CODE = re.compile(
    r"[.#]?[\w.#@: -]{1,60}\{|\}\.?|[\w-]{2,40}:\s?[^;]{1,80};|</?[a-z][\w-]*[^<>]{0,200}>\.?|(?:var|function)\b.{0,80}[;{]$"
)
_RULE = re.compile(r"[\W_]{2,}")


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of furniture: what it is called and how its lines are known."""

    reason: str
    matches: Callable[[str], bool]


def _items(line: str) -> list[str]:
    """The entries of a bar, in lower case."""
    return [item.strip(" .:").casefold() for item in _SEPARATOR.split(line.strip()) if item.strip(" .:")]


def _menu(line: str) -> bool:
    """A bar of menu, share or footer words only, or one of three and more short entries half of which are such words."""
    items = _items(line)
    known = sum(item in _MENU or item in _SHARE or item in _FOOTER for item in items)
    short = all(len(item.split()) <= 4 for item in items)
    return bool(items) and (known == len(items) or (len(items) >= 3 and short and known * 2 >= len(items)))


def _trending(line: str) -> bool:
    """A bar that announces itself: "Trending: Weather | Cricket | Exam results"."""
    return (
        line.strip().casefold().startswith(("trending:", "topics:", "tags:", "in this story:"))
        and len(line.split()) <= 24
    )


def _subscribe(line: str) -> bool:
    """A call to subscribe or follow: it opens with the call and names what for."""
    return _SUBSCRIBE.match(line.strip()) is not None and _SUBSCRIBE_WHAT.search(line) is not None


def _photo(line: str) -> bool:
    """A short picture credit."""
    words = line.strip()
    return len(words.split()) <= _PHOTO_WORDS and (
        _PHOTO.match(words) is not None or _PHOTO_AGENCY.fullmatch(words) is not None
    )


def _opens(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    """A rule for lines that open with the pattern."""
    return lambda line: pattern.match(line.strip()) is not None


def _whole(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    """A rule for lines that are the pattern and nothing else."""
    return lambda line: pattern.fullmatch(line.strip()) is not None


RULES = (
    Rule("menu, share or footer words", _menu),
    Rule("navigation bar", _trending),
    Rule("pointer to another article", _opens(_ALSO_READ)),
    Rule("call to subscribe or follow", _subscribe),
    Rule("editing note", _opens(_EDITED)),
    Rule("copyright line", _opens(_COPYRIGHT)),
    Rule("picture credit", _photo),
    Rule("reading time", _whole(_MINUTES)),
    Rule("page code", _whole(_CODE)),
    Rule("dividing line", _whole(_RULE)),
)


def furniture_reason(line: str) -> str | None:
    """Why this line is no part of the story; None where it may be one."""
    if len(line) > LONGEST_FURNITURE_CHARS:
        return None
    return next((rule.reason for rule in RULES if rule.matches(line)), None)
