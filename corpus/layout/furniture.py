"""What a web page wraps around a story: a table of rules, each with its reason.

A rule looks at one line. It is cut only where the whole line is furniture; a story that speaks of newsletters stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

# No furniture line is longer; a longer one is prose.
LONGEST_FURNITURE_CHARS = 240


def _entries(table: str) -> frozenset[str]:
    """The entries of a table, separated by commas."""
    return frozenset(" ".join(entry.split()) for entry in table.split(","))


_MENU = _entries("""
    menu, left menu, right menu, main menu, home, latest, latest news, breaking news, skip to content,
    skip to main content, e-paper, epaper, live tv, live, videos, video, photos, gallery, sports, sport, showbiz,
    entertainment, lifestyle, technology, tech, opinion, editorial, business, world, national, nation, politics, health,
    science, trending, weather, horoscope, archives, archive, search, login, log in, sign in, sign up, register,
    my account, e-edition, magazine, columns, blogs, podcasts, cricket, markets, jobs, classifieds, newsletters, news
""")
_SHARE = _entries("""
    share, share this, share this article, share on, tweet, whatsapp, facebook, twitter, x, linkedin, pinterest, reddit,
    telegram, email, e-mail, print, copy link, copy url, save, comment, comments, follow us, like, pin it, instagram,
    youtube, flipboard, pocket, listen, add to favourites, bookmark, a-, a+, aa
""")
_FOOTER = _entries("""
    subscribe, subscribe now, terms, terms of use, terms of service, terms and conditions, privacy, privacy policy,
    cookie policy, contact, contact us, about us, advertise, advertise with us, advertisement, sponsored,
    sponsored content, promoted, careers, sitemap, site map, rss, feedback, more from this section,
    more from this author, more stories, related stories, related articles, related news, related topics, recommended,
    you may also like, top stories, most read, most popular, read next, up next, back to top, all rights reserved,
    load more, read more, show more, view comments, leave a comment, story continues below advertisement,
    article continues below, article continues below advertisement, advertisement - scroll to continue,
    scroll to continue
""")
_SEPARATOR = re.compile("\\s*[|•·»\u203a]\\s*|\\s{2,}|\t+")
_ALSO_READ = re.compile(
    r"(?:also read|read more|read also|also see|see also|must read|related|recommended|more on this|don['’]t miss"
    r"|watch)\s*[:|»>-]",
    re.I,
)
_SUBSCRIBE = re.compile(
    r"(?:subscribe (?:to|now|for|today)|sign up (?:for|to|now)|get (?:the|our|all|more|breaking)|follow (?:us|@)"
    r"|join our|download (?:the|our)|click here|stay (?:tuned|informed|connected|updated)|like us on"
    r"|for more(?=,)|for more (?:from|on|news|stories|updates)|for (?:all )?the latest)(?!\w)",
    re.I,
)
_SUBSCRIBE_WHAT = re.compile(
    r"\b(?:newsletters?|inbox|subscribe|notifications?|whatsapp channel|our channel|google news|our app|mobile app|"
    r"facebook|twitter|instagram|youtube|telegram|terms of use)\b",
    re.I,
)
_EDITED = re.compile(
    r"\(?(?:this (?:story|article|report|copy) has (?:not )?been (?:edited|auto-generated|generated|published from)\b"
    r"|this (?:story|article|report) was (?:originally|first) published (?:on|in|at|by)\b"
    r"|(?:with the exception of|except for) the headline\b|with inputs? from (?:agencies|wires))",
    re.I,
)
_COPYRIGHT = re.compile(r"(?:©|copyright\s*(?:©|\(c\)|(?:19|20)\d\d\b))", re.I)
_PHOTO = re.compile(
    r"\(?(?:(?:photo(?:graph)?s?|image|picture|file photo|(?:photo|image|picture) (?:credit|courtesy|source)|courtesy)"
    r"\s*[:/]|(?:photo(?:graph)?s?|image|picture) (?:by|courtesy)\b(?!.*\.$))",
    re.I,
)
_AGENCY = r"(?:getty(?: images)?|ap(?: photo)?|afp|reuters|shutterstock|epa|upi)"
_PHOTO_AGENCY = re.compile(
    rf"(?:[\w .'’-]{{1,60}}?(?: via | for |/|, ))?{_AGENCY}(?:/[\w.'’ -]{{1,40}})?(?: via {_AGENCY})?\.?", re.I
)
_PHOTO_WORDS = 16  # a credit or caption line; longer ones tell something
_MINUTES = re.compile(r"\|?\s*\d{1,2}[- ]min(?:ute)?s?[- ]read\s*\|?", re.I)
_CODE = re.compile(
    r"(?:[.#@][\w-][\w.#@:,() -]{0,120}\{|[\w.#-]{1,40}\s?\{|\}+\.?|-?[a-z][a-z-]{1,40}:\s?[^;\n]{1,80};"
    r"|</?[a-z][\w-]*[^<>]{0,200}>\.?|(?:var|function)\b[^\n]{0,80}[;{])"
)
_RULE = re.compile(r"([_=~*#•·—–-])(?:\s?\1){2,}\.?|[_=~*#—–-]{2}\.?")


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of furniture: what it is called and how its lines are known."""

    reason: str
    matches: Callable[[str], bool]


def _items(line: str) -> list[str]:
    """The entries of a bar, in lower case; one with a full stop is prose and matches no table."""
    return [item.strip(" :").casefold() for item in _SEPARATOR.split(line.strip()) if item.strip(" :")]


def _menu(line: str) -> bool:
    """A bar of menu, share or footer words only, or of three and more short entries half of which are such words."""
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


def _pointer(line: str) -> bool:
    """A call to read another article; its headline has no full stop."""
    return _ALSO_READ.match(line.strip()) is not None and not line.rstrip().endswith(".")


def _opens(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    """A rule for lines that open with the pattern."""
    return lambda line: pattern.match(line.strip()) is not None


def _whole(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    """A rule for lines that are the pattern and nothing else."""
    return lambda line: pattern.fullmatch(line.strip()) is not None


RULES = (
    Rule("menu, share or footer words", _menu),
    Rule("navigation bar", _trending),
    Rule("pointer to another article", _pointer),
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
