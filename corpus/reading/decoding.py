"""Bytes to text, whatever wrote them: UTF-8 and UTF-16 by their marks, else the encoding that fits."""

from __future__ import annotations

import codecs
from pathlib import Path

from charset_normalizer import from_bytes

from corpus.errors import UnreadableArticle
from corpus.reading.raw import MOST_ARTICLE_BYTES

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Enough to know an encoding by; the detector's time grows with what it is given.
SAMPLE_BYTES = 65_536
# A text has next to none of these; a picture or a program has many.
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\v\x1b\x85")
MOST_CONTROL_FRACTION = 0.02
MOST_ZERO_FRACTION = 0.6  # Latin text in UTF-16 has a zero in nearly every second byte
SOUND_TO_FAULTY = 4
# Typographic marks and the letters that the Western and Central European code pages share: no need to ask the detector,
# which takes some 20 ms a file.
_WESTERN = frozenset(b"\x80\x85\x91\x92\x93\x94\x95\x96\x97\xa0\xa7\xa9\xab\xb0\xbb") | frozenset(
    "áâäçéëíîóôöúüýßÁÂÄÇÉËÍÎÓÔÖÚÜÝ".encode("cp1252")
)
MOST_WESTERN_FRACTION = 0.05
STRAY_BYTES = "corpus.stray-bytes"


def read_bytes(path: Path, *, most_bytes: int = MOST_ARTICLE_BYTES) -> bytes:
    """The bytes of a file; raises UnreadableArticle where it is empty, too large, or not ours to read."""
    try:
        with path.open("rb") as file:
            data = file.read(most_bytes + 1)
    except OSError as error:
        raise UnreadableArticle(
            f"cannot be opened ({error.strerror or error}): give this user leave to read it"
        ) from error
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableArticle("empty, expected an article: delete the file or fill it")
    if len(data) > most_bytes:
        size = path.stat().st_size
        raise UnreadableArticle(
            f"{size / 1e6:.1f} MB, expected one article of at most {most_bytes / 1e6:.0f} MB: "
            "split it, or use .jsonl with one article a line"
        )
    return data


def decode(data: bytes) -> str:
    """The text of these bytes; raises UnreadableArticle where they are none."""
    encoding = detect_encoding(data[:SAMPLE_BYTES], whole=len(data) <= SAMPLE_BYTES)
    return data.decode(encoding, errors=STRAY_BYTES)


def detect_encoding(sample: bytes, *, whole: bool) -> str:
    """The encoding of a text that begins with `sample`; raises UnreadableArticle where it is binary.

    Tried in order: byte-order mark, UTF-8 (a few stray bytes allowed), UTF-16 without a mark, cp1252, and what
    charset-normalizer finds.
    """
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    unmarked = _unmarked_utf16(sample)
    if unmarked:
        return unmarked
    _refuse_binary(sample)
    if _is_utf8(sample, whole=whole):
        return "utf-8"
    high = [byte for byte in sample if byte >= 0x80]
    if len(high) <= len(sample) * MOST_WESTERN_FRACTION and _WESTERN.issuperset(high):
        return "cp1252"
    best = from_bytes(sample).best()
    return best.encoding if best and not best.encoding.startswith("utf") else "cp1252"


def _is_utf8(sample: bytes, *, whole: bool) -> bool:
    """Whether the sample is UTF-8, its last character perhaps cut; faults are forgiven where most of it is."""
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(sample, final=whole)
    faults = text.count("\ufffd") - sample.count(b"\xef\xbf\xbd")
    return faults == 0 or sum(character > "\x7f" for character in text) - faults > faults * SOUND_TO_FAULTY


def _unmarked_utf16(sample: bytes) -> str | None:
    """UTF-16 in the byte order whose high bytes are mostly zero; None where neither is."""
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > half * MOST_ZERO_FRACTION:
        return "utf-16-le"
    return "utf-16-be" if sample[::2].count(0) > half * MOST_ZERO_FRACTION else None


def _refuse_binary(sample: bytes) -> None:
    """Raise UnreadableArticle where the bytes are no text in any one-byte encoding."""
    controls = sum(byte < 32 and byte not in _TEXT_CONTROLS for byte in sample)
    if controls > len(sample) * MOST_CONTROL_FRACTION:
        raise UnreadableArticle("binary data, expected text: give the file the suffix of its format, or take it out")


def _as_western(error: UnicodeError) -> tuple[str, int]:
    """The bytes that are not of the file's encoding as cp1252, which is what strays into UTF-8 files."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error(STRAY_BYTES, _as_western)
