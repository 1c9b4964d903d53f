"""The self-tests under a reader's fingers: by keyboard alone, on a phone in the dark, offline."""

import asyncio
import tomllib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from tests.browser.visits import AXE, FINDINGS, PHONE

TESTS = sorted((Path(__file__).parents[2] / "book" / "self_tests").glob("*.toml"))
IN_FORM = "n => document.activeElement.closest('form') === document.forms_of_tests[n]"
FORMS = "document.forms_of_tests = [...document.querySelectorAll('form.self-test')]"
OVERFLOW = "document.documentElement.scrollWidth - innerWidth"

Question = dict[str, Any]
Visit = Callable[[Page], Awaitable[None]]


def questions(path: Path) -> list[Question]:
    """Return the questions of one file."""
    found: list[Question] = tomllib.loads(path.read_text(encoding="utf-8"))["question"]
    return found


@asynccontextmanager
async def opened(browser: Browser, pages: Path, stem: str, **how: Any) -> AsyncIterator[Page]:
    """Open the page of a self-test from its folder, the network off; no error may be said there."""
    said: list[str] = []
    how = {"viewport": PHONE, "color_scheme": "dark"} | how
    context = await browser.new_context(offline=True, **how)
    page = await context.new_page()
    page.on("pageerror", lambda error: said.append(str(error)))
    await page.goto((pages / "book" / f"{stem}.html").as_uri())
    yield page
    await context.close()
    assert said == []


async def enter(page: Page, one: Question, value: float) -> None:
    """Answer the question whose field has the focus: an option by its place, or a number."""
    if "option" in one:
        for key in ["Space", *["ArrowDown"] * int(value)]:
            await page.keyboard.press(key)
    else:
        await page.keyboard.press("ControlOrMeta+A")
        await page.keyboard.type(f"{value}")
    await page.keyboard.press("Enter")


async def answer(page: Page, number: int, one: Question, right: bool) -> tuple[str, str]:
    """Answer a question by keys, right or wrong; return what is said, and the reason that fits."""
    if "option" in one:
        marks = [bool(option.get("right")) for option in one["option"]]
        value = marks.index(right)
        mark = f"[data-letter={'abcd'[value]}]"
    else:
        value = one["number"] if right else one["slip"][0]["number"]
        mark = f'[data-number="{value}"]'
    form = page.locator("form.self-test").nth(number)
    # A radio button is left and met again, so that its arrows start at the first.
    await form.evaluate("form => form.reset()")
    await form.locator("input").first.focus()
    await enter(page, one, value)
    said = await form.get_by_role("status").text_content()
    return said or "", await form.locator(f"details {mark}").text_content() or ""


async def go_on(page: Page, number: int) -> None:
    """Reach the next question by the Tab key alone."""
    for _ in range(9):
        if await page.evaluate(IN_FORM, number):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"question {number + 1} is not reached by the Tab key")


async def walk(browser: Browser, pages: Path, path: Path, axe: str) -> None:
    """Answer every question wrong and then right, and look at the page as it is then."""
    async with opened(browser, pages, path.stem) as page:
        await page.evaluate(FORMS)
        asked = questions(path)
        for number, one in enumerate(asked):
            for right, word in ((False, "✗ Not yet. "), (True, "✓ Right. ")):
                said, reason = await answer(page, number, one, right)
                assert said.startswith(word + reason), (number + 1, said)
            if number + 1 < len(asked):
                await go_on(page, number + 1)
        score = await page.locator(".self-test-score").text_content()
        assert score == f"Done. All {len(asked)} answered by yourself, 0 of them at the first try."
        assert await page.evaluate(OVERFLOW) == 0
        await page.evaluate(axe)
        of_the_forms = AXE.replace("document", "'form.self-test'")
        assert await page.evaluate(f"{of_the_forms}.then({FINDINGS})") == []


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.stem)
def test_a_self_test_by_keyboard(
    runner: asyncio.Runner, chromium: Browser, pages: Path, path: Path, axe: str
) -> None:
    runner.run(walk(chromium, pages, path, axe))


async def check(browser: Browser, pages: Path, visit: Visit, **how: Any) -> None:
    """Let `visit` look at the self-test of the first chapter."""
    async with opened(browser, pages, TESTS[0].stem, **how) as page:
        await visit(page)


def test_a_number_is_read_as_people_write_it(
    runner: asyncio.Runner, chromium: Browser, pages: Path
) -> None:
    async def visit(page: Page) -> None:
        form = page.locator("form.self-test").first
        for text, word in {
            **dict.fromkeys(["0.5", "0,5", ".5", "1/2", "50 %", " 0.50 "], "✓ Right."),
            **{"0.55": "✗ Not yet. It is less.", "-1/2": "✗ Not yet. It is more."},
            **{"−0,5": "✗ Not yet. It is more.", "0.6": "✗ Not yet. Its own logit did not move"},
            **dict.fromkeys(["", "half", "1/2/2", "1/", "0x", "1/0"], "Type a number"),
        }.items():
            await form.locator("input").fill(text)
            assert await form.get_by_role("status").text_content() == "", "the last one stayed"
            await page.keyboard.press("Enter")
            said = await form.get_by_role("status").text_content()
            assert said and said.startswith(word), (text, said)

    runner.run(check(chromium, pages, visit))


def test_the_score_counts_first_tries_and_answers_looked_up(
    runner: asyncio.Runner, chromium: Browser, pages: Path
) -> None:
    async def visit(page: Page) -> None:
        asked = questions(TESTS[0])
        await page.locator("form.self-test button").nth(3).click()
        said = page.locator("form.self-test").nth(3).get_by_role("status")
        assert await said.text_content() == "Choose one first. "
        await answer(page, 0, asked[0], right=False)
        await page.locator("form.self-test summary").nth(1).click()
        for number in (0, 1, 2, 3, 4):
            assert await page.locator(".self-test-score").text_content() == "", number
            await answer(page, number, asked[number], right=True)
        score = await page.locator(".self-test-score").text_content()
        assert score == "Done. 4 of 5 answered by yourself, 3 of them at the first try."

    runner.run(check(chromium, pages, visit))


def test_without_scripts_the_answers_can_be_opened_and_nothing_is_dead(
    runner: asyncio.Runner, chromium: Browser, pages: Path
) -> None:
    async def visit(page: Page) -> None:
        assert await page.locator("form.self-test button:visible").count() == 0
        reason = page.locator("form.self-test details [data-right]").first
        assert not await reason.is_visible()
        await page.locator("form.self-test summary").first.press("Enter")
        assert await reason.is_visible()

    runner.run(check(chromium, pages, visit, java_script_enabled=False))
