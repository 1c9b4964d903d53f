"""The pages of the book: Lighthouse on three of them, and what the browser tests measure on all."""

import asyncio
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

from playwright.async_api import async_playwright

from book._ext.katex_offline import NODE, install
from tests.browser import judges, visits
from tests.browser.conftest import FLAGS, NAMES, ROOT, names_of_pages
from tests.browser.test_valid_html import validate

PAGE = ROOT / "book/reference/pages.md"
FIRST, MIDDLING = "book/index.html", "book/05_cross_entropy.html"
PRESETS = {"desktop": ["--preset=desktop"], "mobile": []}
CATEGORIES = {
    "performance": "performance",
    "accessibility": "accessibility",
    "best-practices": "best practices",
    "seo": "search (SEO)",
}
LEAST = {"desktop": (100, 100, 100, 100), "mobile": (85, 100, 100, 100)}
RUNS = 3


async def look(folder, base, path):
    """Every page, seen as the browser tests see it."""
    axe = (install(ROOT, "axe-core") / "axe.min.js").read_text(encoding="utf-8")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        sights = [await visits.see(browser, folder, base, name, axe) for name in names_of_pages()]
        version = browser.version
        await browser.close()
    return sights, version


def weigh(sight):
    """Bytes that the browser loads for a page, plain and compressed."""
    weights = [visits.weight(file) for file in sight.loaded()]
    return tuple(sum(column) for column in zip(*weights, strict=True))


def invalid(folder):
    """Errors that html-validate finds in all files."""
    files = [path for path in folder.rglob("*.html") if "_static" not in path.parts]
    with tempfile.TemporaryDirectory() as place:
        return sum(map(len, validate(Path(place), files).values()))


def measured(sights, folder):
    """What the tests hold, as numbers: the worst page, or the sum over all."""
    raw, small = (max(column) for column in zip(*map(weigh, sights), strict=True))
    return {
        "pages": len(sights),
        "raw": raw,
        "gzip": small,
        "shift": max(visit.facts["shift"] for sight in sights for visit in sight.visits),
        "hosts": sum(len(judges.asks_no_other_host(sight)) for sight in sights),
        "axe": sum(len(judges.is_accessible(sight)) for sight in sights),
        "console": sum(len(judges.says_nothing_in_the_console(sight)) for sight in sights),
        "html": invalid(folder),
        "wide": sum(bool(sight.far.facts["wide"]) for sight in sights),
    }


def lighthouse(url, preset, path):
    """One run, in a fresh profile: the report."""
    program = install(ROOT / "benchmarks" / "lighthouse", "lighthouse") / "cli" / "index.js"
    flags = f"--chrome-flags={' '.join(['--headless=new', *FLAGS])}"
    quiet = ["--quiet", "--no-enable-error-reporting", "--output=json", "--output-path=stdout"]
    wanted = [f"--only-categories={','.join(CATEGORIES)}", *PRESETS[preset]]
    command = [NODE, program, url, flags, *quiet, *wanted]
    environment = os.environ | {"CHROME_PATH": path}
    done = subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def faults(report):
    """Audits that cost points."""
    found = []
    for name in CATEGORIES:
        weighed = [one["id"] for one in report["categories"][name]["auditRefs"] if one["weight"]]
        scores = {audit: report["audits"][audit]["score"] for audit in weighed}
        found += [audit for audit, score in scores.items() if score is not None and score < 1]
    return found


def judged(base, names, path):
    """Reports by page and preset, one round of all after the other, so that all share the noise."""
    reports = {pair: [] for pair in product(names, PRESETS)}
    for _, (name, preset) in product(range(RUNS), reports):
        report = lighthouse(base + name, preset, path)
        reports[name, preset].append(report)
        scores = [report["categories"][one]["score"] for one in CATEGORIES]
        print(name, preset, *scores, *faults(report), flush=True)
    return reports


def medians(reports):
    """The four scores of several reports on one page."""
    values = ([one["categories"][name]["score"] for one in reports] for name in CATEGORIES)
    return [round(100 * statistics.median(column)) for column in values]


def goals(facts, scores):
    """Rows of the table of goals: what, the default's, the goal, ours, and whether it is met."""
    worst = {}
    for preset in PRESETS:
        rows = [four for (_, device), four in scores.items() if device == preset]
        worst[preset] = [min(column) for column in zip(*rows, strict=True)]
    reached = {
        preset: all(one >= goal for one, goal in zip(worst[preset], LEAST[preset], strict=True))
        for preset in PRESETS
    }
    said = {preset: " / ".join(map(str, worst[preset])) for preset in PRESETS}
    return [
        ("requests to another host", "MathJax and thebe from CDNs", "0", facts["hosts"],
         facts["hosts"] == 0),
        ("heaviest page, plain", "2.4 MB and MathJax", "at most 1.0 MB",
         f"{facts['raw'] / 1e6:.2f} MB", facts["raw"] <= judges.RAW),
        ("heaviest page, compressed", "not measured", "at most 400 kB",
         f"{facts['gzip'] / 1e3:.0f} kB", facts["gzip"] <= judges.GZIP),
        ("greatest layout shift", "0.09", "at most 0.01", f"{facts['shift']:.4f}",
         facts["shift"] <= judges.SHIFT),
        ("violations that axe finds, light and dark", "2 a page", "0", facts["axe"],
         facts["axe"] == 0),
        ("Lighthouse, desktop", "100 / 100 / 96 / 91", "100 / 100 / 100 / 100", said["desktop"],
         reached["desktop"]),
        ("Lighthouse, mobile", "63 / 100 / 96 / 91", "at least 85 / 100 / 100 / 100",
         said["mobile"], reached["mobile"]),
        ("errors in the console", "some", "0", facts["console"], facts["console"] == 0),
        ("errors that html-validate finds", "some", "0", facts["html"], facts["html"] == 0),
        ("pages wider than a phone of 390 pixels", "those with wide formulas", "0", facts["wide"],
         facts["wide"] == 0),
    ]  # fmt: skip


def write(facts, names, reports):
    """Make the page of what was measured; return the goals that were missed."""
    scores = {pair: medians(several) for pair, several in reports.items()}
    rows = goals(facts, scores)
    missed = [what for what, _, _, _, met in rows if not met]
    runs = [(names[name], preset, *scores[name, preset]) for name, preset in scores]
    every = [report for several in reports.values() for report in several]
    speeds = [round(one["environment"]["benchmarkIndex"]) for one in every]
    text = TEXT.format(
        table=lines(row[:4] for row in rows),
        verdict=f"Not met: {'; '.join(missed)}." if missed else "All goals are met.",
        lighthouse=lines(runs),
        runs=RUNS,
        version=every[0]["lighthouseVersion"],
        slow=min(speeds),
        fast=max(speeds),
        **facts,
    )
    PAGE.write_text(text, encoding="utf-8")
    return missed


def lines(rows):
    """Rows of a table."""
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in rows)


def titles(sights):
    """The pages that Lighthouse looks at, and what the table calls them."""
    chapters = [sight for sight in sights if sight.name[len("book/") :][:1].isdigit()]
    heaviest = max(chapters, key=weigh).name
    return {
        FIRST: "first page",
        MIDDLING: f"chapter {int(MIDDLING[5:7])}",
        heaviest: f"chapter {int(heaviest[5:7])}, the heaviest",
    }


def run():
    """Measure the pages that `make book` built (or those that XENT_PAGES names)."""
    folder = Path(os.environ.get("XENT_PAGES", ROOT / "_build" / "html")).resolve()
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None or not (folder / FIRST).exists():
        sys.exit(f"the pages need a Chromium on the path, and `make book` before: {folder}")
    with visits.serving(folder) as base:
        sights, chromium = asyncio.run(look(folder, base, path))
        facts = measured(sights, folder) | {"chromium": chromium.split(".")[0]}
        print(facts, flush=True)
        names = titles(sights)
        reports = judged(base, names, path)
    missed = write(facts, names, reports)
    print("page goals missed:", "; ".join(missed) or "none")


TEXT = """\
# How good are the pages?

This page is written by `make bench`. It opens all {pages} pages of the book in Chromium
{chromium}, twice each, as the tests do: from the folder with the network off, on a desktop in
light, and from a server, on a phone in dark. Each is read to its end with all that is folded open.

The second column is a default Jupyter Book, measured when this course began. The last one is the
worst page, or the sum over all pages; for Lighthouse, the worst of three pages.

| | a default Jupyter Book | goal | this book |
| --- | --- | --- | --- |
{table}

{verdict} The scores of Lighthouse are performance, accessibility, best practices and search (SEO).

## Lighthouse

Lighthouse {version} on three pages, from a server that compresses; each score is the median of
{runs} runs. Its *mobile* is a slow phone on a slow network, simulated. Performance, and the layout
shift above, also depend on the machine that measures and on what else it does meanwhile: here
Lighthouse's own benchmark of the machine gave {slow} to {fast}. The rest does not.

| page | device | performance | accessibility | best practices | search (SEO) |
| --- | --- | --: | --: | --: | --: |
{lighthouse}
"""
