"""One browser and one server a session; every page is seen once, and all judges judge that."""

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright
from playwright.sync_api import Browser as PlainBrowser
from playwright.sync_api import sync_playwright

from book._ext.katex_offline import install
from tests.browser import visits

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
# Pages that no source file stands for.
MADE = {"search.html", "genindex.html", "py-modindex.html"}

See = Callable[[Path, str], visits.Sight]


def names_of_pages() -> list[str]:
    """Return the pages that the sources promise; a test compares them with those that are built."""
    sources = [*(ROOT / "book").rglob("*.md"), *(ROOT / "book").rglob("*.ipynb")]
    found = {path.relative_to(ROOT).with_suffix(".html").as_posix() for path in sources}
    return sorted(name for name in found | MADE if ".ipynb_checkpoints" not in name)


def program() -> str:
    """Return where Chromium is; without it, skip, or fail where it must be."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        said = f"no Chromium is installed (looked for {', '.join(NAMES)} on the path)"
        if os.environ.get("CI") or os.environ.get("XENT_REQUIRE_BROWSER"):
            pytest.fail(said)
        pytest.skip(f"{said}; on Debian and Ubuntu: apt install chromium")
    return found


@pytest.fixture(scope="session")
def runner() -> Iterator[asyncio.Runner]:
    """Run what is asynchronous."""
    with asyncio.Runner() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(runner: asyncio.Runner) -> Iterator[Browser]:
    """Start the browser."""
    path = program()
    playwright = runner.run(async_playwright().start())
    browser = runner.run(playwright.chromium.launch(executable_path=path, args=FLAGS))
    yield browser
    runner.run(browser.close())
    runner.run(playwright.stop())


@pytest.fixture(scope="module")
def browser() -> Iterator[PlainBrowser]:
    """Start a browser for tests that do one thing after the other."""
    path = program()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """Return the source of axe-core."""
    return (install(ROOT, "axe-core") / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def see(runner: asyncio.Runner, chromium: Browser, axe: str) -> See:
    """Return what looks at one page of a folder, from the folder and through a server."""

    def seen(folder: Path, name: str) -> visits.Sight:
        with visits.serving(folder) as base:
            return runner.run(visits.see(chromium, folder, base, name, axe))

    return seen


@pytest.fixture(scope="session", params=names_of_pages())
def sight(see: See, pages: Path, request: pytest.FixtureRequest) -> visits.Sight:
    """Return one page of the book as it was seen; the tests of one page follow each other."""
    return see(pages, request.param)
