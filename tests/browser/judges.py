"""What is asked of every page. A judge returns what it found wrong, one line a fault."""

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

from book._ext import security
from tests.browser.visits import Sight, weight

ROOT = Path(__file__).parents[2]
RAW, GZIP, SHIFT = 1_000_000, 400_000, 0.01
KATEX = json.loads((ROOT / "package.json").read_text())["dependencies"]["katex"]
IDENTIFIER = re.compile(r'\s(?:id|name)="([^"]+)"')
HANDLER = re.compile(r"<[a-z][^<>]*?\s(on[a-z]+)\s*=", re.I)
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
FORBIDDEN = re.compile(r"unsafe-eval|unsafe-hashes|script-src[^;]*(?:'unsafe-inline'|\*|https?:)")
DIRECTIVES = ("default-src 'none'", "script-src 'self'", "base-uri 'none'", "form-action 'self'")


def asks_no_other_host(page: Sight) -> list[str]:
    """Everything comes from the folder, or from the server that gave the page."""
    own = {
        "file": page.root.as_uri(),
        "http": page.far.url.removesuffix(page.name),
        "data": "data:",
    }
    return [
        url
        for visit in page.visits
        for url in visit.requests
        if not url.startswith(own.get(urlsplit(url).scheme, "nothing"))
    ]


def says_nothing_in_the_console(page: Sight) -> list[str]:
    """No error and no warning, of the page, its scripts, its policy or its files."""
    return [line for visit in page.visits for line in visit.said]


def is_accessible(page: Sight) -> list[str]:
    """axe-core finds nothing, in light on a desktop and in dark on a phone, all unfolded."""
    return [f"{visit.url}: {line}" for visit in page.visits for line in visit.axe]


def stays_in_place(page: Sight) -> list[str]:
    """Nothing moves while the page loads and is read down to its end."""
    return [
        f"{visit.url}: shift {visit.facts['shift']:.4f}: {visit.facts['moved']}"
        for visit in page.visits
        if visit.facts["shift"] > SHIFT
    ]


def fits_a_phone(page: Sight) -> list[str]:
    """A page 390 pixels wide does not scroll sideways, nor does one of 1280."""
    return [line for visit in page.visits for line in visit.facts["wide"][:8]]


def is_light(page: Sight) -> list[str]:
    """All that the browser loads for it, fonts included, is at most 1 MB, 400 KB compressed."""
    weights = [weight(file) for file in page.loaded()]
    raw, small = (sum(column) for column in zip(*weights, strict=True))
    return [f"{raw:,} bytes, {small:,} compressed"] if raw > RAW or small > GZIP else []


def shows_its_formulas(page: Sight) -> list[str]:
    """Every formula takes up room, with fonts and a stylesheet that fit its renderer."""
    found = []
    for visit in page.visits:
        facts = visit.facts
        found += facts["broken"] + [f"unrendered: {words}" for words in facts["unread"]]
        if facts["formulas"] and not any("KaTeX" in font for font in facts["fonts"]):
            found.append("no font of KaTeX was loaded")
        if facts["formulas"] and facts["katex"] != KATEX:
            found.append(f"stylesheet of KaTeX {facts['katex']!r}, renderer {KATEX}")
    near, far = (visit.facts["formulas"] for visit in page.visits)
    return found + ([f"{near} formulas from file://, {far} over http"] if near != far else [])


def says_what_pictures_show(page: Sight) -> list[str]:
    """Every picture is there, and described by words that are not the name of its file."""
    return [
        f"{source}: alt {alt!r}, {width} wide"
        for source, alt, width in page.near.facts["pictures"]
        if not width or not alt or alt in source or re.fullmatch(r"\S*[./_]\S*", alt)
    ]


@cache
def anchors(file: Path) -> set[str]:
    """Return what a link may name behind its `#`."""
    return set(IDENTIFIER.findall(file.read_text(encoding="utf-8")))


def leads_somewhere(page: Sight) -> list[str]:
    """Every link inside the book names a file that is there, and an anchor in it."""
    found = []
    for link in dict.fromkeys(page.near.facts["links"]):
        address, anchor = urldefrag(link)
        if not address.startswith("file:"):
            continue
        file = Path(unquote(urlsplit(address).path))
        if not file.is_file() or (anchor and unquote(anchor) not in anchors(file)):
            found.append(link.removeprefix(page.root.as_uri()))
    return found


def has_a_policy(page: Sight) -> list[str]:
    """One policy; it allows no script that it does not name, and no handler stands in the page."""
    policies = POLICY.findall(page.text)
    if len(policies) != 1:
        return [f"{len(policies)} policies"]
    scripts = [security.fingerprint(text) for text in security.INLINE.findall(page.text)]
    return (
        [f"missing: {words}" for words in DIRECTIVES if words not in policies[0]]
        + [f"too wide: {found}" for found in FORBIDDEN.findall(policies[0])]
        + [f"not named: {script}" for script in scripts if script not in policies[0]]
        + [f"handler: {name}" for name in HANDLER.findall(page.text)]
        + ["a link that is a script"] * ("javascript:" in page.text.lower())
    )


JUDGES: tuple[Callable[[Sight], list[str]], ...] = (
    asks_no_other_host,
    says_nothing_in_the_console,
    is_accessible,
    stays_in_place,
    fits_a_phone,
    is_light,
    shows_its_formulas,
    says_what_pictures_show,
    leads_somewhere,
    has_a_policy,
)
