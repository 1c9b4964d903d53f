"""What the policy forbids does not happen, and what the theme offers still works under it."""

import asyncio
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from tests.browser import visits
from tests.browser.conftest import ROOT

CHAPTER = "book/05_cross_entropy.html"
INJECT = """async () => {
  const script = document.createElement("script");
  script.textContent = "window.injected = true";
  document.body.append(script);
  const button = document.createElement("button");
  button.setAttribute("onclick", "window.handled = true");
  document.body.append(button);
  button.click();
  // Not at once: what a debugger calls may evaluate words, what a page calls may not.
  const evaluated = await new Promise((answer) => setTimeout(() => {
    try { answer(eval("true")); } catch { answer(false); }
  }));
  return [Boolean(window.injected), Boolean(window.handled), evaluated];
}"""
EXECUTED = re.compile(
    r"\beval\(|\bFunction\(|document\.write|setTimeout\(\s*[\"'`]|innerHTML\s*\+?="
)

Try = Callable[[str, Callable[[Page, visits.Visit], Any]], Any]


@pytest.fixture(params=["file", "http"])
def attempt(
    runner: asyncio.Runner, chromium: Browser, pages: Path, request: pytest.FixtureRequest
) -> Iterator[Try]:
    """Return what opens a page, from the folder or from a server, and does something with it."""

    async def tried(base: str, name: str, action: Callable[[Page, visits.Visit], Any]) -> Any:
        context = await chromium.new_context(viewport=visits.DESKTOP, color_scheme="light")
        page, visit = await context.new_page(), visits.Visit(base + name)
        visits.listen(page, visit)
        await page.goto(visit.url)
        found = await action(page, visit)
        await context.close()
        return found

    with visits.serving(pages) as address:
        base = address if request.param == "http" else f"{pages.as_uri()}/"
        yield lambda name, action: runner.run(tried(base, name, action))


def test_a_script_that_someone_puts_into_the_page_does_not_run(attempt: Try) -> None:
    async def inject(page: Page, visit: visits.Visit) -> Any:
        return await page.evaluate(INJECT)

    assert attempt(CHAPTER, inject) == [False, False, False]


def test_without_the_policy_it_would_run(
    runner: asyncio.Runner, chromium: Browser, tmp_path: Path
) -> None:
    async def inject() -> Any:
        page = await chromium.new_page()
        await page.goto((tmp_path / "page.html").as_uri())
        found = await page.evaluate(INJECT)
        await page.close()
        return found

    (tmp_path / "page.html").write_text("<!DOCTYPE html><title>No policy</title><body></body>")
    assert runner.run(inject()) == [True, True, True]


def test_searching_finds_and_breaks_no_rule(attempt: Try) -> None:
    async def search(page: Page, visit: visits.Visit) -> Any:
        await page.wait_for_selector("#search-results li a")
        await page.wait_for_load_state("networkidle")
        return await page.locator("#search-results li a").count(), visit.said

    found, said = attempt("search.html?q=entropy", search)
    assert found >= 5 and said == []


def test_the_dark_mode_is_chosen_and_remembered(attempt: Try) -> None:
    async def toggle(page: Page, visit: visits.Visit) -> Any:
        themes = []
        for _ in range(3):
            await page.locator(".theme-switch-button:visible").first.click()
            themes.append(await page.evaluate("document.documentElement.dataset.theme"))
        await page.evaluate("localStorage.setItem('mode', 'dark')")
        for _ in range(10):  # on a busy machine a new process may not know of it at once
            await page.reload()
            theme = await page.evaluate("document.documentElement.dataset.theme")
            if theme == "dark":
                break
        return {*themes}, theme, visit.said

    assert attempt(CHAPTER, toggle) == ({"light", "dark"}, "dark", [])


def test_the_page_prints_itself_when_asked(attempt: Try) -> None:
    async def press(page: Page, visit: visits.Visit) -> Any:
        await page.evaluate("window.print = () => { window.printed = true; }")
        await page.locator(".dropdown-download-buttons button").first.click()
        await page.locator("[data-print]").click()
        return await page.evaluate("window.printed"), visit.said

    assert attempt(CHAPTER, press) == (True, [])


@pytest.mark.parametrize(
    "script", sorted((ROOT / "book" / "_static").rglob("*.js")), ids=lambda path: path.name
)
def test_our_scripts_make_no_code_from_words(script: Path) -> None:
    assert EXECUTED.findall(script.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "words", ["eval('1')", "new Function('1')", "setTimeout('f()')", "a.innerHTML = b"]
)
def test_making_code_from_words_would_be_seen(words: str) -> None:
    assert EXECUTED.search(words)
