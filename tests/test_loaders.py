"""Whatever lies in a corpus folder: articles are read, everything else is listed with its reason, nothing stops."""

import csv
import io
import json
import os
import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import CorpusError
from corpus.loaders import READERS, ROW_SUFFIXES, Reading, read_corpus
from corpus.reading.decoding import decode
from corpus.reading.markdown import plain_text
from corpus.reading.raw import MOST_ARTICLE_BYTES

ARTICLES = Path(__file__).parent.parent / "corpus" / "articles"
LEAD = "The government of Velmora will reopen the Odrin Pass to freight in November, its foreign minister said."
MORE = "Customs posts on both sides are to work around the clock from the first day, she added, at “no cost”."
STORY = f"{LEAD}\n\n{MORE}"
PAGE = f"""<!doctype html><html><head><title>Pass to open</title><meta property="og:site_name" content="Velmora Herald">
<meta name="author" content="Ada Lund"><meta property="article:published_time" content="2024-05-09T08:00:00Z">
<link rel="canonical" href="https://herald.example/pass"><style>p {{ color: red }}</style></head>
<body><nav><a href="/">Home</a><a href="/world">World</a></nav><article><h1>Pass to open</h1>
<p>{LEAD}</p><script>alert("steal")</script><p onclick="alert(1)">{MORE}</p><img src=x onerror=alert(2)>
<p>The enclave at Sarn stays closed, and <a href="javascript:alert(3)">neither side</a> would say for how long that
would be the case.</p></article><footer>Terms of use</footer></body></html>"""


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return folder


def read(folder: Path, files: dict[str, str | bytes]) -> Reading:
    return read_corpus(write(folder, files))


def skipped(reading: Reading) -> dict[str, str]:
    return {row.path: row.reason for row in reading.skipped}


def only(reading: Reading):
    assert [row.path for row in reading.skipped] == []
    (article,) = reading.articles
    return article


def pdf_of(text: str) -> bytes:
    """A PDF of one page with one line of text, written by hand."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 2000 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        start,
    )


def word_of(*paragraphs: str) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.add_paragraph("a bridge at the border", style="List Bullet")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Guards", "forty"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


# --- the sample corpus


def test_sample_corpus_is_read_whole():
    reading = read_corpus(ARTICLES)
    assert (len(reading.articles), reading.skipped, reading.copies) == (36, (), ())
    assert all(article.outlet and article.published and article.url for article in reading.articles)
    first = reading.articles[0]
    assert (first.path, first.outlet, first.published, first.place) == (
        "01-naqvi-embassy-besham.txt",
        "UrduPoint",
        date(2024, 3, 26),
        "Islamabad",
    )


# --- formats


def test_txt_with_date_line_headline_and_dateline(tmp_path):
    article = only(read(tmp_path, {"a.txt": f" date 2024-05-09 World\n\nPass to open\n\nLEMM: {STORY}"}))
    assert article.text == f"Pass to open\n\nLEMM: {STORY}"
    assert (article.title, article.published, article.place) == ("Pass to open", date(2024, 5, 9), "Lemm")


def test_markdown_with_front_matter(tmp_path):
    text = f"""---
title: "Pass: to open"
date: 2024-05-09
source: Velmora Herald
author: [Ada Lund, Tor Vik]
url: https://herald.example/pass
---
# Pass: to open

![A pass](https://tracker.example/pixel.png)

The **government** of [Velmora](https://velmora.example/a_(b)) will *reopen* the `Odrin Pass` to freight.<img src=x
onerror=alert(1)>

<script>alert("steal")</script>

> {MORE}

- one
- two \\* three

[1]: https://velmora.example
"""
    article = only(read(tmp_path, {"a.md": text}))
    assert article.text == (
        f"Pass: to open\n\nThe government of Velmora will reopen the Odrin Pass to freight.\n\n{MORE}\n\n- one\n\n"
        "- two * three"
    )
    assert (article.title, article.published, article.outlet, article.byline, article.url) == (
        "Pass: to open",
        date(2024, 5, 9),
        "Velmora Herald",
        "Ada Lund, Tor Vik",
        "https://herald.example/pass",
    )


@pytest.mark.parametrize(
    "header", ["a: [", "- a\n- b", "&a [*a]", "date: 2024-99-99", "title: {a: b}", "x: !!python/name:os"]
)
def test_markdown_with_broken_front_matter_is_read_without_it(tmp_path, header):
    assert only(read(tmp_path, {"a.md": f"---\n{header}\n---\n{STORY}"})).text == STORY


def test_markdown_header_of_endless_aliases_is_read_at_once(tmp_path):
    pairs = zip("abcdefghi", "bcdefghij", strict=True)
    aliases = "\n".join(f"{name}: &{name} [{', '.join([f'*{earlier}'] * 9)}]" for earlier, name in pairs)
    article = only(read(tmp_path, {"a.md": f"---\na: &a [x]\n{aliases}\nauthor: *j\n---\n{STORY}"}))
    assert (article.text, article.byline) == (STORY, None)


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("a ![b](c) d", "a  d"),
        ("[a](b) [c][d] [e]", "a c [e]"),
        ("<https://a.example> <b>c</b>", "https://a.example c"),
        ("## A #", "\nA\n"),
        ("***a*** __b__ ~~c~~ snake_case_name 2*3*4", "a b c snake_case_name 2*3*4"),
        ("a<!-- b -->c<!-- d", "ac"),
        ("a<SCRIPT>b</SCRIPT >c<style>d", "ac"),
        ("a\n***\nb\n===\nc", "a\n\nb\n\nc"),
        ("```\na\n```", "\na\n"),
        ("a[^1] < b > c", "a < b > c"),
    ],
)
def test_plain_text_is_what_a_reader_sees(markdown, plain):
    assert plain_text(markdown) == plain


@pytest.mark.parametrize(
    "unit", ["<!--", "<script>", "![", "[a](", "*a", "# # ", "<a ", "`", "> ", "\\", "[^", "**", "_a_ "]
)
def test_plain_text_of_hostile_markdown_takes_little_time(unit):
    assert plain_text(unit * (200_000 // len(unit))) is not None


@pytest.mark.parametrize("suffix", [".html", ".htm", ".HTML"])
def test_html_gives_story_and_fields_and_no_script(tmp_path, suffix):
    article = only(read(tmp_path, {f"a{suffix}": PAGE}))
    assert article.text.startswith(f"Pass to open\n\n{LEAD}\n\n{MORE}\n\nThe enclave")
    assert (article.title, article.published, article.outlet, article.byline, article.url) == (
        "Pass to open",
        date(2024, 5, 9),
        "Velmora Herald",
        "Ada Lund",
        "https://herald.example/pass",
    )
    assert not any(mark in article.text for mark in ("alert", "onerror", "<", "Terms", "color"))


def test_html_of_one_paragraph_is_taken_whole(tmp_path):
    assert only(read(tmp_path, {"a.html": f"<p>{LEAD}</p>"})).text == LEAD


def test_html_in_its_declared_encoding(tmp_path):
    page = (
        PAGE.replace("<head>", '<head><meta charset="windows-1251">')
        .replace("Sarn", "Сарн")
        .replace("“", "«")
        .replace("”", "»")
    )
    assert "Сарн" in only(read(tmp_path, {"a.html": page.encode("cp1251")})).text


def test_pdf_gives_its_text(tmp_path):
    assert only(read(tmp_path, {"a.pdf": pdf_of(LEAD)})).text == LEAD


def test_docx_gives_paragraphs_lists_and_tables(tmp_path):
    article = only(read(tmp_path, {"a.docx": word_of("Pass to open", LEAD, "They agreed on:")}))
    assert article.text == f"Pass to open\n\n{LEAD}\n\nThey agreed on:\n\n- a bridge at the border\n\nGuards | forty"
    assert (article.title, article.byline) == ("Pass to open", None)


def test_jsonl_gives_an_article_a_row(tmp_path):
    lines = [
        json.dumps({"text": STORY, "title": "Pass to open", "date": "2024-05-09", "outlet": "Velmora Herald"}),
        "{broken",
        "[1, 2]",
        json.dumps({"body": MORE * 2, "published": "9 May 2024", "link": "javascript:alert(1)", "id": 7}),
        "",
        json.dumps({"title": "No text"}),
    ]
    reading = read(tmp_path, {"news.jsonl": "\n".join(lines)})
    assert [(article.path, article.published, article.url) for article in reading.articles] == [
        ("news.jsonl#1", date(2024, 5, 9), None),
        ("news.jsonl#4", date(2024, 5, 9), None),
    ]
    assert list(skipped(reading)) == ["news.jsonl#2", "news.jsonl#3", "news.jsonl#6"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_gives_an_article_a_row(tmp_path, delimiter):
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(["Headline", "Published At", "Publisher", "Content", "Link"])
    writer.writerow(["Pass to open", "2024-05-09", "Velmora Herald", STORY, "https://herald.example/pass"])
    writer.writerow(["Dam to close", "2024-05-10", "Velmora Herald", "", ""])
    writer.writerow(["Dam to open", "2024-05-11", "Velmora Herald", MORE * 3000, ""])
    reading = read(tmp_path, {"news.csv": file.getvalue()})
    assert [(row.path, row.title, row.outlet, row.published) for row in reading.articles] == [
        ("news.csv#1", "Pass to open", "Velmora Herald", date(2024, 5, 9)),
        ("news.csv#3", "Dam to open", "Velmora Herald", date(2024, 5, 11)),
    ]
    assert list(skipped(reading)) == ["news.csv#2"]
    assert csv.field_size_limit() == 131072


def test_rows_without_any_article_are_listed_once(tmp_path):
    questions = "\n".join(json.dumps({"id": number, "question": "Who?"}) for number in range(40))
    reading = read(tmp_path, {"a.txt": STORY, "questions.jsonl": questions})
    assert list(skipped(reading)) == ["questions.jsonl"]
    assert "none of its 40 rows" in skipped(reading)["questions.jsonl"]


def test_rows_of_a_file_keep_their_order(tmp_path):
    lines = [json.dumps({"text": f"{STORY} It is row {number} of the file."}) for number in range(1, 13)]
    reading = read(tmp_path, {"news.jsonl": "\n".join(lines)})
    assert [article.path for article in reading.articles] == [f"news.jsonl#{number}" for number in range(1, 13)]


# --- metadata


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "metadata.jsonl",
            '{"article": "a.txt", "date": "2025-01-02", "outlet": "Herald", "url": "https://h.example/1"}',
        ),
        ("metadata.csv", "file,published,source,link\na.txt,2025-01-02,Herald,https://h.example/1\n"),
        ("METADATA.CSV", "Path;Date;Outlet;URL\n./a.txt;2 January 2025;Herald;https://h.example/1\n"),
    ],
)
def test_metadata_goes_before_what_the_article_tells(tmp_path, name, text):
    article = only(read(tmp_path, {"a.txt": f" date 2024-05-09 LEMM: {STORY}", name: text}))
    assert (article.published, article.outlet, article.url, article.place) == (
        date(2025, 1, 2),
        "Herald",
        "https://h.example/1",
        "Lemm",
    )


def test_metadata_of_an_inner_folder_goes_before_that_of_an_outer_one(tmp_path):
    reading = read(
        tmp_path,
        {
            "metadata.csv": "file,outlet,author\nin/a.txt,Outer,Ada Lund\nnews.jsonl#1,Rows,\n",
            "in/metadata.csv": "file,outlet\na.txt,Inner\n",
            "in/a.txt": STORY,
            "news.jsonl": json.dumps({"text": MORE, "outlet": "Own"}),
        },
    )
    assert [(row.path, row.outlet, row.byline) for row in reading.articles] == [
        ("in/a.txt", "Inner", "Ada Lund"),
        ("news.jsonl#1", "Rows", None),
    ]


def test_metadata_title_becomes_the_headline(tmp_path):
    article = only(read(tmp_path, {"a.txt": STORY, "metadata.csv": "file,title\na.txt,Pass to open\n"}))
    assert (article.text, article.title) == (f"Pass to open\n\n{STORY}", "Pass to open")


def test_metadata_rows_that_fit_nothing_are_listed(tmp_path):
    lines = [
        '{"article": "gone.txt", "outlet": "Herald"}',
        '{"article": "../../etc/passwd", "outlet": "Herald"}',
        "{broken",
        '{"outlet": "Herald"}',
        '{"article": "a.txt", "date": "soon", "outlet": "Herald"}',
    ]
    reading = read(tmp_path, {"a.txt": STORY, "metadata.jsonl": "\n".join(lines)})
    assert list(skipped(reading)) == [f"metadata.jsonl#{number}" for number in range(1, 6)]
    assert reading.articles[0].outlet == "Herald"


# --- encodings


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1", "mac-roman"]
)
def test_encodings_are_detected(tmp_path, encoding):
    story = STORY.replace("“", '"').replace("”", '"') + " The café owner’s fiancée in Zürich said “no”."
    story = story.replace("’", "'").replace("“", '"').replace("”", '"') if encoding == "latin-1" else story
    assert only(read(tmp_path, {"a.txt": story.encode(encoding)})).text == story


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Правительство Велморы откроет перевал Одрин для грузов в ноябре, сообщил министр иностранных дел."),
        (
            "shift_jis",
            "政府は十一月に峠を再開すると外務大臣が述べた。税関は初日から二十四時間体制で働くことになっている。",
        ),
        (
            "gb18030",
            "外交部长表示。政府将于十一月重新开放山口供货运使用。双方海关从第一天起将昼夜工作。费用由两国分担。",
        ),
    ],
)
def test_other_encodings_are_found_by_the_detector(encoding, text):
    assert decode((text * 3).encode(encoding)) == text * 3


def test_stray_bytes_in_utf8_are_read_as_western():
    data = f"{STORY} “Yes” — “no”. ".encode() * 3 + b"caf\xe9 \x93quoted\x94"
    assert decode(data) == f"{STORY} “Yes” — “no”. " * 3 + "café “quoted”"


@given(st.binary(max_size=300))
def test_decode_gives_text_or_says_why_not(data):
    try:
        assert isinstance(decode(data), str)
    except CorpusError as error:
        assert "expected" in str(error)


# --- what is no article


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", "", "empty"),
        ("blank.txt", " \n\t\n ", "empty"),
        ("zeros.txt", b"\0" * 500, "empty"),
        ("binary.txt", bytes(range(256)) * 20, "binary data"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 50, "binary data"),
        ("short.txt", "Dam opens.", "a story of 2 words"),
        ("figures.txt", "12 34 56 78 90 | 11 22 33 44 55\n" * 20, "mostly figures"),
        ("code.txt", "QUJD" * 500 + " " + "REVG" * 500 + " a b c", "encoded data"),
        ("menu.txt", "Home | World | Business\nShare | Tweet", "0 words"),
        ("photo.jpg", b"\xff\xd8\xff", ".jpg suffix"),
        ("no-suffix", STORY, "no suffix"),
        ("broken.pdf", b"%PDF-1.4 nothing else", "not readable as PDF"),
        ("no-text.pdf", pdf_of(""), "a PDF without text"),
        ("broken.docx", b"PK\x03\x04 nothing else", "not readable as Word"),
        ("text.docx", STORY, "not readable as Word"),
        ("empty.docx", b"", "empty"),
        ("no-article.html", "<html><body><script>alert(1)</script></body></html>", "a page without an article"),
        ("empty.html", "", "empty"),
        ("bare.md", "---\ntitle: The dam will open in May\n---\n", "a heading without a text"),
        ("empty.jsonl", "", "empty"),
        ("header.csv", "text,title\n", "no rows"),
        ("nested.html", f"<p><b>{'<div>' * 70_000}{STORY}", "a page of more than 60,000 tags"),
        ("huge.txt", b"The dam will open. " * 200_000, "expected one article of at most 2 MB"),
    ],
)
def test_what_is_no_article_is_listed_with_its_reason(tmp_path, name, data, reason):
    reading = read(tmp_path, {"a.txt": STORY, name: data})
    assert [row.path for row in reading.skipped] == [name]
    found = skipped(reading)[name]
    assert reason in found
    assert "\n" not in found
    assert len(reading.articles) == 1


def test_a_huge_text_is_refused_after_its_first_bytes(tmp_path):
    write(tmp_path, {"a.txt": STORY})
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(50_000_000)
        file.seek(0)
        file.write(STORY.encode())
    assert "50.0 MB" in skipped(read_corpus(tmp_path))["huge.txt"]


def test_a_huge_row_is_passed_over_and_the_next_one_read(tmp_path):
    huge = json.dumps({"text": "x" * (MOST_ARTICLE_BYTES * 2)})
    reading = read(tmp_path, {"a.jsonl": f"{huge}\n" + json.dumps({"text": STORY})})
    assert [article.path for article in reading.articles] == ["a.jsonl#2"]
    assert "a line of more than 2 MB" in skipped(reading)["a.jsonl#1"]


def test_a_word_file_that_unpacks_to_too_much_is_refused(tmp_path):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 40_000_000)
    assert (
        "unpacks to more than 30 MB"
        in skipped(read(tmp_path, {"a.txt": STORY, "bomb.docx": file.getvalue()}))["bomb.docx"]
    )


@pytest.mark.parametrize("name", ["README", "README.md", "readme.txt", "LICENSE", "LICENSE.txt", "Notice.md"])
def test_descriptions_of_the_folder_are_no_articles(tmp_path, name):
    assert only(read(tmp_path, {"a.txt": STORY, name: MORE})).path == "a.txt"


def test_a_file_that_may_not_be_opened_is_listed(tmp_path, monkeypatch):
    write(tmp_path, {"a.txt": STORY, "b.txt": MORE, "c.csv": "text\n" + MORE})
    real = Path.open

    def refuse(self, *args, **kwargs):
        if self.name in ("b.txt", "c.csv"):
            raise PermissionError(13, "Permission denied")
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse)
    reading = read_corpus(tmp_path)
    assert list(skipped(reading)) == ["b.txt", "c.csv"]
    assert all("Permission denied" in row.reason for row in reading.skipped)


# --- the folder


def test_copies_are_one_article(tmp_path):
    reading = read(tmp_path, {"a.txt": STORY, "b/c.md": STORY, "d.txt": f" date 2024-05-09 {STORY}", "e.txt": MORE})
    first = reading.articles[0].article_id
    assert [article.path for article in reading.articles] == ["a.txt", "e.txt"]
    assert [(copy.path, copy.article_id) for copy in reading.copies] == [("b/c.md", first), ("d.txt", first)]


def test_folders_are_read_in_order_and_hidden_ones_are_not(tmp_path):
    files = {f"{name}.txt": f"{STORY} It is file {name}." for name in ("b/2", "b/1", "a/x/1", "c", ".hidden/1", "b/.2")}
    assert [article.path for article in read(tmp_path, files).articles] == ["a/x/1.txt", "b/1.txt", "b/2.txt", "c.txt"]


def test_strange_names_harm_nothing(tmp_path):
    names = [
        "a b.txt",
        "line\nbreak.txt",
        "..txt",
        "...",
        "-rf.txt",
        "a#1.txt",
        "é\u202e.txt",
        "$(x).txt",
        "%2e%2e.txt",
    ]
    reading = read(tmp_path, {name: f"{STORY} It is file {number}." for number, name in enumerate(names)})
    shown = [name.replace("\n", "\\n").replace("\u202e", "\\u202e") for name in names[:2] + names[4:]]
    assert sorted(article.path for article in reading.articles) == sorted(shown)


def test_a_name_that_is_no_text_is_shown_with_escapes(tmp_path):
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        with open(path, "wb") as file:  # noqa: PTH123 (a path of bytes)
            file.write(STORY.encode())
    except OSError:
        pytest.skip("this file system takes only names in UTF-8")
    assert only(read_corpus(tmp_path)).path == "caf\\udce9.txt"


def test_links_are_followed_only_within_the_folder(tmp_path):
    corpus = tmp_path / "corpus"
    write(tmp_path, {"corpus/a/1.txt": STORY, "outside/secret.txt": MORE})
    (corpus / "same.txt").symlink_to(corpus / "a" / "1.txt")
    (corpus / "secret.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    (corpus / "folder").symlink_to(tmp_path / "outside")
    (corpus / "loop").symlink_to(corpus)
    (corpus / "nothing.txt").symlink_to(corpus / "gone.txt")
    reading = read_corpus(corpus)
    assert [article.path for article in reading.articles] == ["a/1.txt"]
    assert [copy.path for copy in reading.copies] == ["same.txt"]
    assert list(skipped(reading)) == ["folder", "loop", "nothing.txt", "secret.txt"]


def test_a_pipe_is_not_waited_for(tmp_path):
    write(tmp_path, {"a.txt": STORY})
    os.mkfifo(tmp_path / "pipe.txt")
    assert "neither a file nor a folder" in skipped(read_corpus(tmp_path))["pipe.txt"]


@pytest.mark.parametrize(
    ("files", "message"),
    [({}, "no readable article"), ({"a.txt": ""}, "a.txt: empty"), ({".a.txt": STORY}, "no readable article")],
)
def test_a_folder_without_articles_is_an_error(tmp_path, files, message):
    with pytest.raises(CorpusError, match=message):
        read(tmp_path, files)


def test_a_folder_that_is_none_is_an_error(tmp_path):
    (tmp_path / "a.txt").write_text(STORY)
    with pytest.raises(CorpusError, match="does not exist, expected a folder"):
        read_corpus(tmp_path / "gone")
    with pytest.raises(CorpusError, match="is a file, expected a folder"):
        read_corpus(tmp_path / "a.txt")


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("herald_2024-05-09_pass.txt", date(2024, 5, 9)),
        ("2024-05-09.txt", date(2024, 5, 9)),
        ("2024-05-09-to-2024-06-09.txt", None),
        ("2024-99-09.txt", None),
        ("pass.txt", None),
    ],
)
def test_a_day_in_the_file_name_is_the_last_resort(tmp_path, name, day):
    assert only(read(tmp_path, {name: STORY})).published == day


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    suffix=st.sampled_from(sorted([*READERS, *ROW_SUFFIXES])),
    data=st.binary(max_size=200) | st.text(max_size=200).map(str.encode),
)
def test_no_file_stops_the_reading(tmp_path, suffix, data):
    for old in tmp_path.iterdir():
        old.unlink()
    reading = read(tmp_path, {"a.txt": STORY, f"b{suffix}": data, "metadata.csv": data})
    assert reading.articles[0].path == "a.txt"
    assert all("\n" not in row.reason for row in reading.skipped)


def test_reading_twice_gives_the_same(tmp_path):
    write(tmp_path, {f"{number}.txt": f"{STORY} It is file {number}." for number in range(20)})
    assert read_corpus(tmp_path) == read_corpus(tmp_path)


def test_readers_know_every_suffix_that_is_named():
    assert {".txt", ".md", ".html", ".htm", ".pdf", ".docx"} <= set(READERS)
    assert {".jsonl", ".csv"} == ROW_SUFFIXES
