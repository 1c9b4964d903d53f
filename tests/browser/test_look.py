"""What the course's own scripts and styles do, in the hand of a reader."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from tests.browser import visits

CHAPTER = "book/05_cross_entropy.html"
INDEX = "book/index.html"
MARK = ".equation-mark:has(#said-eq-gibbs)"
# The numbers that stand on a formula.
CROSSED = """[...document.querySelectorAll("div.math > .eqno")].filter(number => {
  const a = number.getBoundingClientRect();
  const b = number.parentElement.querySelector(".katex-display").getBoundingClientRect();
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}).map(number => number.textContent)"""

Act = Callable[[Page], Awaitable[Any]]
Read = Callable[..., Any]


@pytest.fixture(params=["file", "http"])
def read(
    runner: asyncio.Runner, chromium: Browser, pages: Path, request: pytest.FixtureRequest
) -> Iterator[Read]:
    """Return what opens a page in a fresh browser and does something with it."""

    async def opened(address: str, action: Act, options: dict[str, Any]) -> Any:
        context = await chromium.new_context(**({"viewport": visits.DESKTOP} | options))
        page = await context.new_page()
        await page.goto(address)
        found = await action(page)
        await context.close()
        return found

    with visits.serving(pages) as served:
        base = served if request.param == "http" else f"{pages.as_uri()}/"
        yield lambda name, action, **options: runner.run(opened(base + name, action, options))


async def shown(page: Page) -> bool:
    """Say whether the reader sees what the check of Gibbs' inequality found."""
    return await page.locator(f"{MARK} .said").is_visible()


async def with_mouse(page: Page) -> list[bool]:
    seen = [await shown(page)]
    await page.locator(f"{MARK} button").hover()
    seen.append(await shown(page))
    await page.locator(f"{MARK} .said").hover()
    seen.append(await shown(page))
    await page.keyboard.press("Escape")
    seen.append(await shown(page))
    await page.mouse.move(2, 2)
    await page.locator(f"{MARK} button").hover()
    return [*seen, await shown(page)]


def test_a_mark_tells_under_the_mouse_until_escape(read: Read) -> None:
    assert read(CHAPTER, with_mouse) == [False, True, True, False, True]


async def with_keys(page: Page) -> tuple[list[bool], str, str]:
    await page.locator(f"{MARK} button").focus()
    seen = [await shown(page)]
    await page.keyboard.press("Tab")
    seen.append(await shown(page))
    link = await page.evaluate("document.activeElement.getAttribute('href')")
    await page.keyboard.press("Escape")
    seen.append(await shown(page))
    return seen, link, await page.evaluate("document.activeElement.textContent")


def test_a_mark_tells_those_who_use_keys_and_keeps_their_place(read: Read) -> None:
    assert read(CHAPTER, with_keys) == ([True, True, False], "#check-eq-gibbs", "✓ checked")


async def with_finger(page: Page) -> tuple[bool, str, list[int], bool]:
    await page.locator(f"{MARK} button").tap()
    box = await page.locator(f"{MARK} .said").bounding_box()
    assert box is not None
    sides = [round(box["x"]), round(box["x"] + box["width"])]
    words = await page.locator(f"{MARK} .said").inner_text()
    seen = await shown(page)
    await page.locator("section > h1").tap()
    return seen, words, sides, await shown(page)


def test_a_mark_tells_on_a_tap_and_stays_on_the_screen(read: Read) -> None:
    seen, words, (left, right), after = read(
        CHAPTER, with_finger, viewport=visits.PHONE, has_touch=True, is_mobile=True
    )
    assert seen and not after
    assert "random draws" in words and "Deliberate errors caught: " in words
    assert left >= 0 and right <= visits.PHONE["width"]


async def heights(page: Page) -> list[float]:
    tall = "document.documentElement.scrollHeight"
    before = await page.evaluate(tall)
    await page.locator(f"{MARK} button").focus()
    return [before, await page.evaluate(tall)]


def test_a_mark_moves_nothing(read: Read) -> None:
    before, after = read(CHAPTER, heights)
    assert before == after


@pytest.mark.parametrize("viewport", [visits.DESKTOP, visits.PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("chapter", ["05_cross_entropy", "09_logistic_regression"])
def test_no_number_stands_on_its_formula(read: Read, chapter: str, viewport: Any) -> None:
    async def crossed(page: Page) -> Any:
        assert await page.locator("div.math > .eqno").count() > 9
        return await page.evaluate(CROSSED)

    assert read(f"book/{chapter}.html", crossed, viewport=viewport) == []


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("Gibbs inequality", "book/05_cross_entropy.html#equation-eq-gibbs"),
        ("eq-gibbs", "book/05_cross_entropy.html#equation-eq-gibbs"),
        ("gibbs", "book/05_cross_entropy.html#equation-eq-gibbs"),
        ("softmax gradient", "book/07_softmax_loss.html#equation-eq-softmax-grad"),
        ("KL divergence definition", "book/06_kl_divergence.html#equation-def-kl"),
        ("special.logsumexp", "book/reference/api.html#xent_course.special.logsumexp"),
        ("perplexity", "book/reference/glossary.html#term-perplexity"),
    ],
)
def test_search_finds(read: Read, pages: Path, query: str, place: str) -> None:
    async def found(page: Page) -> Any:
        return await page.locator("ul.search li a").first.get_attribute("href")

    assert read(f"search.html?q={query.replace(' ', '+')}", found) == place
    page, _, anchor = place.partition("#")
    assert f'id="{anchor}"' in (pages / page).read_text(encoding="utf-8")


async def remember(page: Page) -> list[Any]:
    index = page.url.replace(CHAPTER, INDEX)
    told = "[...document.querySelectorAll('.chain-map .read')].length"
    status = page.locator(".read-so-far")
    await page.goto(index)
    seen = [await page.evaluate(told), await status.is_visible()]
    await page.go_back()
    await page.locator(".notebook-link").scroll_into_view_if_needed()
    for _ in range(100):
        if await page.evaluate("localStorage['xent-course-read'] ?? ''"):
            break
        await asyncio.sleep(0.05)
    await page.goto(index)
    box = page.locator("li[data-chapter='05_cross_entropy']")
    seen += [await page.evaluate(told), "✓ read" in await box.inner_text()]
    seen.append(await status.locator("[role=status]").inner_text())
    await status.locator("button").click()
    seen += [await page.evaluate(told), await status.locator("[role=status]").inner_text()]
    await page.reload()
    return [*seen, await status.is_visible()]


def test_the_map_remembers_what_was_read_until_it_is_told_to_forget(read: Read) -> None:
    said = "You have read {} of 11 chapters to the end."
    expected = [0, False, 1, True, said.format(1), 0, said.format(0), False]
    assert read(CHAPTER, remember) == expected


def test_without_scripts_no_memory_is_shown_and_the_map_leads_on(read: Read) -> None:
    async def look(page: Page) -> list[int]:
        return [await page.locator(one).count() for one in (".read-so-far", ".chain-map a")]

    assert read(INDEX, look, java_script_enabled=False) == [0, 12]


async def name_places(page: Page) -> list[str]:
    visible = "a => [...a].filter(s => getComputedStyle(s).opacity == 1).map(s => s.textContent)"
    names = page.locator(".chain-line a span")
    seen = await names.evaluate_all(visible)
    await page.locator(".chain-line a").nth(6).focus()
    seen += await names.evaluate_all(visible)
    await page.locator(".chain-line a").nth(1).hover()
    return [name.strip() for name in [*seen, *await names.evaluate_all(visible)]]


@pytest.mark.parametrize("viewport", [visits.DESKTOP, visits.PHONE], ids=["desktop", "phone"])
def test_the_line_of_chapters_names_the_place_and_what_is_pointed_at(
    read: Read, viewport: Any
) -> None:
    names = read(CHAPTER, name_places, viewport=viewport)
    assert names[:2] == ["Cross-entropy", "The softmax loss"]
    assert "Likelihood" in names[2:]


async def on_paper(page: Page) -> dict[str, Any]:
    await page.evaluate("dispatchEvent(new Event('beforeprint'))")
    await page.emulate_media(media="print")
    seen = await page.evaluate("""() => {
      const shown = selector => [...document.querySelectorAll(selector)].filter(
        one => one.checkVisibility() && one.getClientRects().length).length;
      return {
        clickable: shown(".bd-sidebar, .bd-header-article, .prev-next-footer, .copybtn, .said a"),
        folded: shown(".bd-article details:not([open])"),
        solutions: shown(".bd-article details[open] pre"),
        colour: getComputedStyle(document.querySelector(".bd-article section > p")).color,
        ground: getComputedStyle(document.body).backgroundColor,
        turned: getComputedStyle(document.querySelector(".bd-article img")).filter,
        title: shown("h1"),
        cut: [...document.querySelectorAll("pre")].filter(
          one => one.scrollWidth > one.clientWidth + 1).length,
      };
    }""")
    await page.evaluate("dispatchEvent(new Event('afterprint'))")
    theme = await page.evaluate("document.documentElement.dataset.theme")
    return seen | {"after": [theme, await page.locator(".bd-article details[open]").count()]}


def test_a_chapter_is_printed_black_on_white_and_whole(read: Read) -> None:
    paper = {"width": 660, "height": 930}
    seen = read(CHAPTER, on_paper, viewport=paper, color_scheme="dark")
    assert seen.pop("solutions") >= 4
    assert seen == {
        "clickable": 0,
        "folded": 0,
        "colour": "rgb(0, 0, 0)",
        "ground": "rgb(255, 255, 255)",
        "turned": "none",
        "title": 1,
        "cut": 0,
        "after": ["dark", 0],
    }


@pytest.mark.parametrize("read", ["http"], indirect=True)  # from file:// nothing is summed up
def test_a_search_sums_pages_up_in_words(read: Read) -> None:
    async def summaries(page: Page) -> list[str]:
        await page.get_by_text("Search finished").wait_for()
        return await page.locator("#search-results p.context").all_inner_texts()

    found = read("search.html?q=cross-entropy", summaries)
    assert found
    assert [one for one in found if "\\frac" in one or one.startswith("....md")] == []
