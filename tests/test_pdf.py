"""The PDF of a small book: pages in order, links inside the file, an outline, everything open."""

import shutil
from pathlib import Path

import pytest

pytest.importorskip("playwright")

from pypdf import PdfReader

from tools import pdf

HERE = any(map(shutil.which, pdf.BROWSERS))
PAGE = """<html><head>{next}<link rel="stylesheet" href="../_static/a.css"></head><body>
<script>everywhere()</script><article class="bd-article"><section id="top"><h1>{title}</h1>
<p>{text}</p><section id="part"><h2>A part<a class="headerlink" href="#part">#</a></h2>
<details><summary>Solution</summary><p>hidden words</p></details></section></section>
<script>here()</script></article></body></html>"""
NEXT = '<link rel="next" href="{}">'
LINKS = '<a href="{}">second</a> <a href="x.ipynb">file</a> <a href="https://example.org/">out</a>'


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Write two pages, the second in a folder of its own, that lead to one another."""
    (tmp_path / "book" / "deeper").mkdir(parents=True)
    (tmp_path / "_static").mkdir()
    shutil.copy(pdf.ROOT / "book" / "_static" / "pdf.css", tmp_path / "_static")
    first, second = "book/index.html", "book/deeper/two.html"
    text = LINKS.format("deeper/two.html#part")
    following = NEXT.format("deeper/two.html")
    (tmp_path / first).write_text(PAGE.format(title="One", text=text, next=following))
    back = '<a href="../index.html">back</a><img src="../../_images/p.png" alt="">'
    (tmp_path / second).write_text(PAGE.format(title="Two", text=back, next=""))
    return tmp_path


def test_links_between_pages_become_links_inside(pages: Path) -> None:
    text, _ = pdf.joined(pages, {})
    assert 'href="#two--part">second' in text and 'id="two--part"' in text
    assert 'href="#index">back' in text and 'id="index"' in text
    assert "<a>file</a>" in text and 'href="https://example.org/"' in text
    assert 'src="_images/p.png"' in text and 'href="_static/a.css"' in text


def test_what_only_a_screen_needs_is_gone_and_solutions_are_open(pages: Path) -> None:
    text, _ = pdf.joined(pages, {})
    assert "<script" not in text and "headerlink" not in text
    assert text.count("<details open") == 2


def test_contents_are_titles_and_sections_with_their_pages(pages: Path) -> None:
    _, entries = pdf.joined(pages, {})
    assert entries == [
        ("h1", "One", "index--top"), ("h2", "A part", "index--part"),
        ("h1", "Two", "two--top"), ("h2", "A part", "two--part"),
    ]  # fmt: skip
    assert "<b></b>" in pdf.contents(entries, {})
    known = dict.fromkeys([name for _, _, name in entries], (6, 0.0))
    assert pdf.contents(entries, known).count("<b>7</b>") == 4


@pytest.mark.skipif(not HERE, reason="no Chromium or Chrome is installed")
def test_the_file_has_an_outline_and_leads_to_itself(pages: Path) -> None:
    target = pages / "book.pdf"
    assert pdf.write(pages, target) == 4  # the title, the contents, and two pages of text
    reader = PdfReader(target)
    one, parts, two, _ = reader.outline
    assert [one.title, parts[0].title, two.title] == ["One", "A part", "Two"]
    assert [reader.get_destination_page_number(at) for at in (one, parts[0], two)] == [2, 2, 3]
    assert "One 3" in " ".join(reader.pages[1].extract_text().split())
    assert "hidden words" in reader.pages[3].extract_text()
    assert reader.metadata is not None and reader.metadata.author == pdf.about()["author"]
    links = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    outside = [link["/A"]["/URI"] for link in links if "/URI" in link.get("/A", {})]
    assert outside == ["https://example.org/"]
    assert len(links) > 5
    assert not (pages / "book.html").exists()
