"""What stands above and beside a story: date line, stamp, byline, dateline, section label, headline.

They are told apart by form and place. Lines that only describe the article (stamp, byline) are taken out of the text
and become its fields; the dateline stays, because quotes must remain verbatim.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from corpus.layout.paragraphs import BULLET, ends_sentence, squeeze
from corpus.layout.published import find_date
from corpus.layout.sentences import split_sentences

_DATE_LINE = re.compile(r"\s*date\s*[:=]?\s*(\d{4}-\d\d-\d\d)(?:T[\d:.+Z-]*)?(?!\d)", re.I)
_ITEM_BREAK = re.compile(r"\s*[|•·]\s*|\s{2,}|\t+")
_STAMP_LABEL = re.compile(
    r"(?:(?:first |last |originally )?(?:updated|created|published|posted|modified|date|publish date|issued)"
    r"(?: on| at)?\s*[:-]?\s*)(?=\S)",
    re.I,
)
_AGO = re.compile(r"(?:(?:last )?updated\s+)?\d{1,2} (?:minutes?|hours?|days?) ago", re.I)
_READ = re.compile(r"\d{1,2}[- ]min(?:ute)?s?[- ]read", re.I)
_NOT_DATE = re.compile(r"\b(?!(?:[A-Z]{2,4}|am|pm)\b)[^\W\d_]{2,}")  # capitals name a time zone
_DATE_WORDS = """
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun
"""
_CALENDAR = frozenset(_DATE_WORDS.split())
_BYLINE = re.compile(r"(?:by|written by|reported by)\s+((?:[^\W\d_][\w.'’-]*,?\s*){1,8})\.?", re.I)
_JOINING = frozenset({"and", "de", "van", "von", "bin", "al", "del", "la", "in"})
_DESK = re.compile(
    r"(?:our |a |the )?(?:staff |special |web |news |monitoring |digital |city |business |foreign |sports )?"
    r"(?:correspondent|reporter|report|desk|bureau|monitoring)s?", re.I,
)  # fmt: skip
_CAPITALS = r"[A-Z][A-Z'’.&-]+(?: [A-Z][A-Z'’.&-]+){0,3}"
_DATELINE = re.compile(
    rf"(?P<place>{_CAPITALS}(?:/{_CAPITALS})*)(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?)?(?:, \w+\.? \d{{1,2}}(?:, \d{{4}})?)?"
    r"(?: \((?P<agency>[A-Z][\w /&.-]{1,30})\))?(?::| [-–—]{1,2}|—)\s"
)
_DATELINE_FULL = re.compile(
    r"(?P<place>[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+){0,2}), (?P<date>\d{1,2} \w+ \d{4}|\w+ \d{1,2}, \d{4}) ?[:–—-]\s"
)
_SECTION_WORDS = """
    national, world, international, pakistan, top story, top stories, latest, business, politics, opinion, sports,
    press release, news, front page, back page, economy, diplomacy, home, local, regional, city, security, featured,
    exclusive, breaking, metro, editorial, leader, our view, comment, commentary, analysis, column, letters, interview,
    explainer, feature, profile, media, region, south asia, asia, europe, africa, americas, middle east
"""
_SECTION = frozenset(" ".join(entry.split()) for entry in _SECTION_WORDS.split(","))
_SECTION_LABEL_WORDS = 3  # "Business & Aviation"
# A line in capitals is known as a place if it is one word, or two that open as names of places do.
_PLACE_LINE = re.compile(
    r"(?:(?:NEW|SAN|SANTA|ST|PORT|FORT|EL|LA|LOS|LAS|TEL|ADDIS|KUALA|CAPE|RIO|BUENOS|ABU|HONG) )?[A-Z’'-]{3,}"
)
# Opening words in capitals that are no place.
_NO_PLACE = re.compile(
    r"(?:EXCLUSIVE|UPDATE|BREAKING|WATCH|VIDEO|OPINION|ANALYSIS|EDITORIAL|REPORT|POLL|LIVE|SUMMARY|NOTE|CORRECTION"
    r"|MEDIA|LETTERS?|FACT CHECK|EXPLAINER)\b"
)
_NAME_WORDS = 5  # of an outlet or a writer in a stamp
_HEADLINE_WORDS = 30
_LONGEST_DATELINE_CHARS = 120
_DATELINED_WORDS = 10  # what follows a dateline is a lead
_TITLE_CASE_FRACTION = 0.8
_STOPPED_HEADLINE_WORDS = 16
_PAST = re.compile(r"\b(?:said|told|was|were|had|announced|added|went|came)\b")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a stamp or byline tells of the article; None for what it does not."""

    published: date | None = None
    outlet: str | None = None
    byline: str | None = None


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where the story was filed, and the agency and day that its opening names."""

    place: str | None = None
    agency: str | None = None
    published: date | None = None


def read_date_line(text: str) -> tuple[str, date | None, str]:
    """The opening `date YYYY-MM-DD` as written ("" where there is none), its day, and the text after it."""
    match = _DATE_LINE.match(text)
    day = find_date(match.group(1)) if match else None
    return (match.group(), day, text[match.end() :]) if match and day else ("", None, text)


def read_stamp(line: str, *, bare_day: bool) -> Stamp | None:
    """What a stamp tells ("Reuters | Updated: 08-01-2026 13:34 IST"); None where the line is no stamp.

    Every entry of it must be a day, a reading time, an age or a short name, and one must be a day. A day alone, without
    a label or a name beside it, is a stamp only if `bare_day` says so: within a story it heads what happened on it.
    """
    published = None
    names = []
    labelled = bare_day
    for item in (part for part in _ITEM_BREAK.split(line.strip()) if part):
        label = _STAMP_LABEL.match(item)
        value = item[label.end() :] if label else item
        day = find_date(value)
        if day and _only_date(value):
            published = published or day
            labelled = labelled or label is not None
        elif not (_READ.fullmatch(item) or _AGO.fullmatch(item)):
            names.append(item)
    if published is None or any(len(name.split()) > _NAME_WORDS or ends_sentence(name) for name in names):
        return None
    return Stamp(published, *_outlet_and_byline(names)) if labelled or names else None


def _outlet_and_byline(names: list[str]) -> tuple[str | None, str | None]:
    """The outlet and the writer among the names of a stamp: a desk or a "By …" is a writer, the rest an outlet."""
    outlet = byline = None
    for name in names:
        written = read_byline(name)
        if written:
            byline = byline or written
        else:
            outlet = outlet or name
    return outlet, byline


def _only_date(value: str) -> bool:
    """Whether a text holds no other words than those of a day and a time."""
    return all(word.casefold() in _CALENDAR for word in _NOT_DATE.findall(value))


def read_byline(line: str) -> str | None:
    """The writer named by a line that is a byline and nothing else; None where it is none."""
    words = line.strip()
    if _DESK.fullmatch(words):
        return words
    match = _BYLINE.fullmatch(words)
    names = match.group(1).strip(" ,.") if match else ""
    spelled = all(name[:1].isupper() or name in _JOINING for name in names.split())
    return names if names and spelled else None


def read_dateline(paragraph: str) -> Dateline:
    """Place, agency and day of a dateline at the start of a paragraph of prose; empty where it has none."""
    if len(paragraph.split()) < _DATELINED_WORDS or not ends_sentence(paragraph) or _NO_PLACE.match(paragraph):
        return Dateline()
    opening = paragraph[:_LONGEST_DATELINE_CHARS]
    full = _DATELINE_FULL.match(opening)
    if full and find_date(full["date"]):
        return Dateline(read_place(full["place"]), None, find_date(full["date"]))
    match = _DATELINE.match(opening)
    return Dateline(read_place(match["place"]), match["agency"], None) if match else Dateline()


def read_place(place: str) -> str:
    """A place written in capitals as names are written."""
    place = squeeze(place)
    return re.sub(r"[^\W\d_][\w'’.]*", lambda word: word.group().capitalize(), place) if place.isupper() else place


def is_section_label(line: str, following: str, *, on_date_line: bool) -> bool:
    """Whether a line above a headline only names the section of the paper.

    A usual name of a section is one anywhere above the body; on the date line any few words above a headline are.
    """
    words = line.split()
    if " ".join(words).casefold() in _SECTION:
        return len(following.split()) > 1
    by_form = len(words) <= _SECTION_LABEL_WORDS and line.istitle() and re.sub("[ &]", "", line).isalpha()
    return on_date_line and by_form and looks_like_headline(following, "") and len(following.split()) > len(words) + 1


def is_place_line(line: str, following: str) -> bool:
    """Whether a line in capitals between date line and headline only names where the story was filed."""
    return _PLACE_LINE.fullmatch(line.strip()) is not None and looks_like_headline(following, "")


def looks_like_headline(paragraph: str, body: str) -> bool:
    """Whether a paragraph has the form of a headline above a story whose first long paragraph is `body`.

    Short, no bullet, no dateline, no final stop; or one sentence with a stop in title case, or in the present tense and
    much shorter than the body.
    """
    words = paragraph.split()
    if not 2 <= len(words) <= _HEADLINE_WORDS or paragraph[0].islower() or BULLET.match(paragraph):
        return False
    if _title_case(words):
        return True
    if read_dateline(paragraph).place:
        return False
    if not paragraph.endswith((".", "…", ":")):
        return not paragraph.endswith(("?", "!", '"', "”")) or len(words) <= _STOPPED_HEADLINE_WORDS
    short = len(words) <= _STOPPED_HEADLINE_WORDS + 8 * (";" in paragraph) and len(body) > len(paragraph) * 3 // 2
    return paragraph.endswith(".") and short and len(split_sentences(paragraph)) == 1 and not _PAST.search(paragraph)


def _title_case(words: list[str]) -> bool:
    """Whether nearly all longer words open with a capital, as in the headlines of many American papers."""
    longer = [word.lstrip("\"'“‘(") for word in words if len(word) > 3]
    return len(longer) >= 3 and sum(not word[:1].islower() for word in longer) >= len(longer) * _TITLE_CASE_FRACTION
