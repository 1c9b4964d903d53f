"""What an explorable says at several settings is what the package computes, to the digits shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.explorable_cases import CASES, CHOOSER, Case
from xent_course import datasets, losses
from xent_course.logistic import fit

BYTES_OF_SCRIPT = 60_000
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


@contextmanager
def opened(browser: Browser, pages: Path, case: Case, **options: Any) -> Iterator[Page]:
    """Open a page from its file and bring the explorable into view."""
    context = browser.new_context(offline=True, **options)
    page = context.new_page()
    page.goto((pages / "book" / f"{case.page}.html").as_uri())
    page.locator(f"xc-{case.name}").scroll_into_view_if_needed()
    yield page
    context.close()


@pytest.fixture(scope="module", params=[*CASES, CHOOSER], ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> Case:
    return request.param


@pytest.fixture(scope="module")
def element(browser: Browser, pages: Path, case: Case) -> Iterator[Locator]:
    """Return the explorable in its page, opened once for all of its tests."""
    with opened(browser, pages, case) as page:
        yield page.locator(f"xc-{case.name}")


def move(element: Locator, case: Case, setting: dict[str, Any]) -> None:
    """Set controls as a reader does, each by its own kind."""
    for key, value in setting.items():
        control = element.locator(f"#xc-{case.name}-{key}")
        kind = control.evaluate("one => one.type")
        if kind == "checkbox":
            control.set_checked(value)
        elif kind == "select-one":
            control.select_option(str(value))
        else:
            control.fill(str(value))


def said(element: Locator) -> dict[str, str]:
    """Return what the sentence shows, by name."""
    return {
        str(one.get_attribute("data-name")): one.inner_text()
        for one in element.locator(".says [data-name]").all()
    }


def agrees(shown: str, exact: float | str) -> bool:
    """Say whether a number is shown rightly rounded to its own digits."""
    if isinstance(exact, str) or isnan(exact):
        return shown == (exact if isinstance(exact, str) else "not a number")
    text = shown.replace("−", "-").replace("∞", "inf").translate(RAISED).replace(" · 10", "e")
    mantissa, _, power = text.partition("e")
    half = 0.5 * 10.0 ** (int(power or 0) - len(mantissa.partition(".")[2]))
    return float(text) == exact or abs(float(text) - exact) <= half * (1 + 1e-6)


def by_name(name: str) -> Case:
    return next(case for case in CASES if case.name == name)


def test_it_says_what_the_package_computes(element: Locator, case: Case) -> None:
    for setting in [{}, *case.settings]:
        element.get_by_role("button", name="Start again").click()
        move(element, case, setting)
        exact, shown = case.says(**case.start | setting), said(element)
        assert shown.keys() == exact.keys()
        wrong = [key for key in exact if not agrees(shown[key], exact[key])]
        assert not wrong, (setting, shown, exact)


def test_a_key_moves_it_and_a_screen_reader_is_told(element: Locator) -> None:
    element.get_by_role("button", name="Start again").click()
    before = element.locator(".says").inner_text()
    element.locator("input, select").first.focus()
    element.page.keyboard.press("ArrowDown")
    expect(element.locator(".says")).not_to_have_text(before)
    expect(element.get_by_role("status")).to_have_text(element.locator(".says").inner_text())


def test_in_print_its_static_contents_stand_there(element: Locator) -> None:
    live, static = element.locator(".live"), element.locator("> :not(.live)").first
    expect(live).to_be_visible()
    expect(static).to_be_hidden()
    element.page.emulate_media(media="print")
    expect(static).to_be_visible()
    expect(live).to_be_hidden()
    element.page.emulate_media(media="screen")


def test_without_scripts_its_static_contents_stand_there(
    browser: Browser, pages: Path, case: Case
) -> None:
    with opened(browser, pages, case, java_script_enabled=False) as page:
        expect(page.locator(f"xc-{case.name} > *").first).to_be_visible()


def test_buttons_walk_where_the_chapters_say(browser: Browser, pages: Path) -> None:
    logistic, divergences = (by_name(name) for name in ("logistic", "divergences"))
    flowers = datasets.iris()
    petal = flowers.features[50:, 2]
    petal = (petal - petal.mean()) / petal.std()
    best = fit(petal[:, None], flowers.targets[50:] - 1)
    with opened(browser, pages, logistic) as page:
        element = page.locator("xc-logistic")
        for _ in range(7):
            element.get_by_role("button", name="One Newton step").click()
        values = element.evaluate("one => one.values")
        assert values["slope"] == pytest.approx(best.weights[0], abs=5e-5)
        assert values["intercept"] == pytest.approx(best.intercept, abs=5e-5)
    with opened(browser, pages, divergences) as page:
        element = page.locator("xc-divergences")
        for m, middle in ((3, 3), (2, 0)):
            move(element, divergences, {"m": m, "mean": 1, "sd": 2})
            element.get_by_role("button", name="Downhill from here").click()
            mean, sd = (element.evaluate(f"one => one.values.{name}") for name in ("mean", "sd"))
            assert mean == pytest.approx(middle, abs=0.05)
            here = divergences.says(m, mean, sd)["reverse"]
            for a, b in ((0.02, 0), (-0.02, 0), (0, 0.02), (0, -0.02)):
                assert divergences.says(m, mean + a, sd + b)["reverse"] >= here - 1e-6


def test_a_pointer_moves_the_bell_curve(browser: Browser, pages: Path) -> None:
    case = by_name("divergences")
    with opened(browser, pages, case) as page:
        box = page.locator("xc-divergences svg").bounding_box()
        assert box is not None
        y = box["y"] + box["height"] / 3
        page.mouse.move(box["x"] + box["width"] / 2, y)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * (180 + 170 / 7 * 3) / 360, y)
        page.mouse.up()
        mean = page.locator("xc-divergences").evaluate("one => one.values.mean")
        assert mean == pytest.approx(3, abs=0.1)


def test_a_pointer_drags_a_bar(browser: Browser, pages: Path) -> None:
    case = by_name("entropy")
    with opened(browser, pages, case) as page:
        element = page.locator("xc-entropy")
        bar = element.locator("svg circle").nth(1).bounding_box()
        assert bar is not None
        page.mouse.move(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
        page.mouse.down()
        page.mouse.move(bar["x"], 0, steps=5)
        page.mouse.up()
        exact, shown = case.says(**case.start | {"train": 12}), said(element)
        assert all(agrees(shown[key], exact[key]) for key in exact)


def test_the_chooser_names_calls_that_compute_the_loss(browser: Browser, pages: Path) -> None:
    generator = np.random.default_rng(1)
    logits = generator.normal(size=(5, 3))
    classes, shares = np.array([0, 2, 1, 1, 0]), generator.dirichlet(np.ones(3), size=5)
    labels = generator.integers(0, 2, size=(5, 3)).astype(float)
    meant = [
        (logits, losses.cross_entropy_with_logits(logits, classes)),
        (logits, losses.cross_entropy_with_logits(logits, shares)),
        (logits[:, 0], losses.binary_cross_entropy_with_logits(logits[:, 0], labels[:, 0])),
        (logits, losses.binary_cross_entropy_with_logits(logits, labels, reduction="sum") / 5),
    ]
    names = {"F": torch.nn.functional, "torch": torch, "classes": torch.tensor(classes)}
    names |= {"shares": torch.tensor(shares), "labels": torch.tensor(labels)}
    names |= {"answers": torch.tensor(labels[:, 0])}
    with opened(browser, pages, CHOOSER) as page:
        element = page.locator("xc-chooser")
        for (known, (given, loss)), output in product(enumerate(meant), range(3)):
            z = torch.tensor(given)
            probs = torch.softmax(z, -1) if known < 2 else torch.sigmoid(z)
            move(element, CHOOSER, {"known": known, "output": output})
            outputs = {"logits": z, "probs": probs, "log_probs": probs.log()}
            assert eval(said(element)["call"], names | outputs).item() == pytest.approx(loss)


def test_only_pages_that_hold_one_load_scripts_and_few_bytes(pages: Path) -> None:
    for path in pages.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        loaded = {name for name in scripts(pages) if f"explore/{name}.js" in text}
        held = {case.name for case in [*CASES, CHOOSER] if f"<xc-{case.name}>" in text}
        assert loaded == (held | {"base", "maths"} if held else set()), path.name
        assert sum(scripts(pages)[name].stat().st_size for name in loaded) < BYTES_OF_SCRIPT


def scripts(pages: Path) -> dict[str, Path]:
    return {path.stem: path for path in (pages / "_static" / "explore").glob("*.js")}
