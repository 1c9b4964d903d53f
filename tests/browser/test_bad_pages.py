"""Every judge passes a good page, and refuses the same page with one thing wrong."""

import random
import shutil
import subprocess
from pathlib import Path

import pytest

from book._ext.katex_offline import NODE
from book._ext.security import secured
from tests.browser import judges
from tests.browser.conftest import ROOT, See

DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
GOOD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A good page</title>
<link rel="stylesheet" href="katex/katex.min.css">
<script>document.title = "A very good page";</script>
</head>
<body>
<main>
<h1 id="top">A good page</h1>
<p>Here is FORMULA and <a href="#top">a link</a>.</p>
<p><img src="dot.svg" alt="A black square." width="9" height="9"></p>
<details><summary>More</summary><p>Folded words.</p></details>
</main>
</body>
</html>
"""
LATE = """addEventListener("load", () => setTimeout(() => {
  const late = document.createElement("div");
  late.style.height = "20em";
  document.querySelector("h1").before(late);
}, 20));"""
DARK = "<style>@media (prefers-color-scheme: dark) {p {color: #333; background: #000}}</style>"
LARGE = "<style>.katex .mtight {font-size: 1em !important}</style>"
# The judge, the words of the good page that go, and those that come.
FAULTS = (
    ("says_nothing_in_the_console", "</head>", '<script src="gone.js"></script></head>'),
    ("says_nothing_in_the_console", 'title = "', 'title = gone; "'),
    ("says_nothing_in_the_console", "</main>", '<p onclick="alert()">Click.</p></main>'),
    ("is_accessible", "</main>", "<p><button></button></p></main>"),
    ("is_accessible", "<p>Folded", '<p style="color: #bbb">Folded'),
    ("is_accessible", "</head>", f"{DARK}</head>"),
    ("stays_in_place", "</head>", '<script src="late.js"></script></head>'),
    ("fits_a_phone", "<p>Here", '<p style="width: 40em">Here'),
    ("fits_a_phone", "<p>Folded", '<p style="width: 40em">Folded'),
    ("is_light", "</head>", '<script src="long.js"></script></head>'),
    ("is_light", "</head>", '<script src="noise.js"></script></head>'),
    ("shows_its_formulas", 'href="katex/', 'href="other/'),
    ("shows_its_formulas", "</head>", "<style>.katex-html {display: none}</style></head>"),
    (
        "shows_its_formulas",
        "</head>",
        "<style>.katex .mtight {font-size: 1em !important}</style></head>",
    ),
    ("shows_its_formulas", "<math", "<span"),
    ("shows_its_formulas", 'class="katex"', 'class="katex katex-error"'),
    ("shows_its_formulas", "Folded words", r"Folded \frac{1}{2}"),
    ("shows_its_formulas", "Folded words", "Folded $$x$$ words"),
    ("says_what_pictures_show", 'alt="A black square."', ""),
    ("says_what_pictures_show", "A black square.", "dot.svg"),
    ("says_what_pictures_show", "A black square.", "dot"),
    ("says_what_pictures_show", 'src="dot.svg"', 'src="gone.svg"'),
    ("leads_somewhere", 'href="#top"', 'href="#gone"'),
    ("leads_somewhere", 'href="#top"', 'href="gone.html"'),
)
# What is done to the page after its policy was written.
UNDERMINED = (
    ("<script>", "<script>void 0;"),
    ("<h1", '<h1 onclick="alert()"'),
    ('href="#top"', 'href="javascript:alert()"'),
    ("script-src 'self'", "script-src 'self' 'unsafe-eval'"),
    ("script-src 'self'", "script-src 'self' 'unsafe-inline'"),
    ("script-src 'self'", "script-src 'self' https://example.org"),
    ("default-src 'none'", "default-src *"),
    ("base-uri 'none'", "base-uri 'self'"),
    ("Content-Security-Policy", "Content-Security-Policy-Report-Only"),
)


@pytest.fixture(scope="session")
def good(pages: Path) -> str:
    """Return the source of the good page, its formula rendered, still without a policy."""
    code = "process.stdout.write(require('katex').renderToString('q_k^{(t)}'))"
    done = subprocess.run([NODE, "-e", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return GOOD.replace("FORMULA", done.stdout)


@pytest.fixture
def folder(tmp_path: Path, pages: Path) -> Path:
    """Return a folder with what the pages of this file load."""
    shutil.copytree(pages / "_static" / "katex", tmp_path / "katex")
    style = (tmp_path / "katex" / "katex.min.css").read_text(encoding="utf-8")
    (tmp_path / "other").mkdir()
    other = style.replace(judges.KATEX, "0.13.0").replace("fonts/", "../katex/fonts/")
    (tmp_path / "other" / "katex.min.css").write_text(other, encoding="utf-8")
    noise = random.Random(0).randbytes(500_000).hex()[:900_000]
    contents = {
        "dot.svg": DOT,
        "late.js": LATE,
        "long.js": f"//{'-' * 10**6}",
        "noise.js": f"//{noise}",
    }
    for name, text in contents.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def verdicts(see: See, folder: Path, text: str) -> dict[str, list[str]]:
    """Return what each judge finds wrong with a page of that source."""
    (folder / "page.html").write_text(text, encoding="utf-8")
    page = see(folder, "page.html")
    return {judge.__name__: judge(page) for judge in judges.JUDGES}


def changed(text: str, old: str, new: str) -> str:
    """Return the text with `old`, which must be in it, replaced."""
    assert old in text
    return text.replace(old, new)


def test_a_good_page_passes(see: See, folder: Path, good: str) -> None:
    assert not any(verdicts(see, folder, secured(good)).values())


@pytest.mark.parametrize(("judge", "old", "new"), FAULTS)
def test_a_fault_is_seen(see: See, folder: Path, good: str, judge: str, old: str, new: str) -> None:
    assert verdicts(see, folder, secured(changed(good, old, new)))[judge]


@pytest.mark.parametrize(("old", "new"), UNDERMINED)
def test_an_undermined_policy_is_seen(
    see: See, folder: Path, good: str, old: str, new: str
) -> None:
    assert verdicts(see, folder, changed(secured(good), old, new))["has_a_policy"]


def test_a_page_without_a_policy_may_ask_another_host_and_both_are_seen(
    see: See, folder: Path, good: str
) -> None:
    foreign = '<link rel="stylesheet" href="https://example.org/a.css"></head>'
    found = verdicts(see, folder, changed(good, "</head>", foreign))
    assert found["has_a_policy"] == ["0 policies"]
    assert found["asks_no_other_host"] == ["https://example.org/a.css"] * 2
