"""What the pages say about themselves, the map of the course, the marks, and what search knows."""

import json
import re
import subprocess
import sys
import tomllib
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted(path.stem for path in (ROOT / "book").glob("[0-9][0-9]_*.ipynb"))
TABLE = tomllib.loads((ROOT / "book" / "chain.toml").read_text(encoding="utf-8"))
EMPTY = re.compile(r"<link[^>]*rel=\"(?:canonical|sitemap)\"")


def text_of(pages: Path, name: str) -> str:
    """Return the source of a page of the book."""
    return (pages / "book" / f"{name}.html").read_text(encoding="utf-8")


def part(text: str, opening: str, closing: str) -> str:
    """Return what stands between two marks, each of which must be there."""
    assert opening in text and closing in text.partition(opening)[2], opening
    return text.partition(opening)[2].partition(closing)[0]


def words(html: str) -> str:
    """Return the words of a piece of a page."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def test_every_chapter_has_a_box_with_its_question_and_its_step(pages: Path) -> None:
    boxes = part(text_of(pages, "index"), '<nav class="chain-map"', "</nav>").split("<li")[1:]
    stems = [part(box, 'data-chapter="', '"') for box in boxes]
    assert stems[: len(CHAPTERS)] == CHAPTERS
    assert stems == list(TABLE)
    for stem, box in zip(stems, boxes, strict=True):
        assert TABLE[stem]["question"] in words(box)
        assert TABLE[stem].get("step", "") in words(box)
        target = part(box, 'href="', '"')
        assert target == f"{stem}.html" or f'id="{target[1:]}"' in text_of(pages, "index")


@pytest.mark.parametrize("stem", CHAPTERS)
def test_the_line_above_a_chapter_marks_the_place_and_names_both_steps(
    pages: Path, stem: str
) -> None:
    line = part(text_of(pages, stem), '<nav class="chain-line"', "</nav>")
    links = re.findall(r'<a href="([^"]*)"( aria-current="page")?>(.*?)</a>', line)
    here = CHAPTERS.index(stem)
    assert [number for number, (_, current, _) in enumerate(links) if current] == [here]
    others = [target for target, current, _ in links if not current]
    assert others == [f"{one}.html" for one in CHAPTERS if one != stem]
    assert all(len(words(name)) > 4 for _, _, name in links)
    steps = [TABLE[one]["step"] for one in CHAPTERS[max(here, 1) : here + 2]]
    assert [step for step in steps if step not in words(line)] == []


def test_the_line_stands_above_chapters_only(pages: Path) -> None:
    for page in pages.rglob("*.html"):
        is_chapter = page.parent.name == "book" and page.stem in CHAPTERS
        assert ("chain-line" in page.read_text(encoding="utf-8")) == is_chapter, page


@pytest.mark.parametrize("stem", CHAPTERS)
def test_every_mark_says_what_the_ledger_says(pages: Path, stem: str) -> None:
    ledger = (ROOT / "book" / "reference" / f"ledger_{stem}.md").read_text(encoding="utf-8")
    found = re.findall(r"#check-([\w-]+)\">.*Errors caught: (\d+\sof\s\d+)", ledger)
    caught = {label: words(numbers) for label, numbers in found}
    text = text_of(pages, stem)
    marks = re.findall(r'aria-describedby="said-([\w-]+)">(.*?)</button>(.*?)</div></div>', text)
    assert {label for label, _, _ in marks} == set(re.findall(r'id="row-([\w-]+)"', ledger))
    for label, word, panel in marks:
        assert f'id="said-{label}"' in panel and f"#row-{label}" in panel
        if label.startswith("asm-"):
            assert word == "assumed" and "#check-" not in panel
        else:
            assert word == "✓ checked" and f'id="check-{label}"' in text
            assert f"Deliberate errors caught: {caught[label]}" in words(panel), label


def test_search_knows_every_equation_by_label_and_by_words(pages: Path) -> None:
    source = (pages / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(source.removeprefix("Search.setIndex(").removesuffix(")"))
    places = {
        (index["docnames"][page], anchor)
        for found in index["alltitles"].values()
        for page, anchor in found
    }
    for stem in CHAPTERS:
        for label in re.findall(r'id="equation-([\w-]+)"', text_of(pages, stem)):
            assert (f"book/{stem}", f"equation-{label}") in places
            assert label in index["alltitles"]
    assert "Gibbs inequality" in index["alltitles"]


def test_every_page_has_a_title_and_a_description_of_its_own(pages: Path) -> None:
    said = {}
    for page in (path for path in pages.rglob("*.html") if path != pages / "index.html"):
        text = page.read_text(encoding="utf-8")
        if "_static" in page.parts:
            continue
        title = part(text, "<title>", "</title>")
        about = part(text, '<meta name="description" content="', '"')
        assert 3 < len(unescape(title)) < 110, page
        assert 15 < len(unescape(about)) < 320, (page, about)
        assert "$" not in about and "\\" not in about, (page, about)
        said[page] = (title, about)
    assert len({title for title, _ in said.values()}) == len(said)
    assert len({about for _, about in said.values()}) == len(said)


@pytest.mark.parametrize("stem", CHAPTERS)
def test_a_chapter_offers_its_notebook(pages: Path, stem: str) -> None:
    link = part(text_of(pages, stem), '<p class="notebook-link"><a href="', '" download')
    stored = (ROOT / "book" / f"{stem}.ipynb").read_bytes()
    assert (pages / "book" / link).resolve().read_bytes() == stored


def test_the_name_of_the_course_leads_home_from_every_page(pages: Path) -> None:
    for page in pages.rglob("*.html"):
        if page != pages / "index.html" and "_static" not in page.parts:
            brand = part(page.read_text(encoding="utf-8"), 'class="navbar-brand logo"', "</a>")
            assert "ross-" in words("<a " + brand), page


def test_the_favicon_is_small_and_ours(pages: Path) -> None:
    link = re.search(r'<link rel="icon" href="([^"]+)"', text_of(pages, "index"))
    assert link is not None
    assert (pages / "book" / link[1].partition("?")[0]).stat().st_size < 1000


def test_without_an_address_there_is_no_sitemap(pages: Path) -> None:
    assert not (pages / "sitemap.xml").exists()
    assert not EMPTY.search(text_of(pages, "index"))


def test_with_an_address_every_page_is_in_the_sitemap(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT / 'book' / '_ext')!r})\n"
        "extensions = ['page_meta']\n"
    )
    (tmp_path / "index.rst").write_text("First\n=====\n\nOne & two.\n\n.. toctree::\n\n   second\n")
    (tmp_path / "second.rst").write_text("Second\n======\n\nThree.\n")
    address = "https://example.org/course/"
    options = ["-q", "-W", "-D", f"html_baseurl={address}", str(tmp_path), str(tmp_path / "out")]
    subprocess.run([sys.executable, "-m", "sphinx", *options], check=True)
    tree = ElementTree.parse(tmp_path / "out" / "sitemap.xml")
    assert [place.text for place in tree.iter() if place.tag.endswith("loc")] == [
        f"{address}index.html",
        f"{address}second.html",
    ]
    assert 'One &amp; two." />' in (tmp_path / "out" / "index.html").read_text()


def test_no_line_may_part_a_number_from_its_percent_sign_or_a_formula_from_its_marks(
    pages: Path,
) -> None:
    for name in ["index", *CHAPTERS]:
        prose = re.sub(r"(?s)<pre>.*?</pre>|<head>.*?</head>", "", text_of(pages, name))
        assert not re.search(r"\d %", prose), name
        assert not re.search(r"(?:</span>){3}[.,;:?!)’”]+[^.,;:?!)’”<]", prose), name
        assert not re.search(r'[^>(][(‘“]+<span class="(kept|math)"', prose), name
    said = text_of(pages, "05_cross_entropy").replace("\N{NO-BREAK SPACE}", "_")
    assert all(kept in said for kept in ("50_%", "log_3 = ", "of chapter_4"))
    assert "(0.4,_0.3,_0.3)".replace("_", "\N{NO-BREAK SPACE}") in text_of(pages, "02_likelihood")
    assert "0.7_×_0.7_×_0.3 =".replace("_", "\N{NO-BREAK SPACE}") in text_of(pages, "02_likelihood")


def test_the_search_tells_the_terms_that_it_finds_apart(pages: Path) -> None:
    script = (pages / "_static" / "searchtools.js").read_text(encoding="utf-8")
    assert script.count('titles[file] + (/^term-/.test(id) ? " > " + entry : "")') == 1
