"""Opening a page as a reader does, and writing down what happened."""

import asyncio
import gzip
import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.async_api import Browser, BrowserContext, Page

LOOK = (Path(__file__).parent / "look.js").read_text(encoding="utf-8")
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
AXE = "axe.run(document, {resultTypes: ['violations'], preload: false})"
FINDINGS = (
    "({violations}) => violations.map(v => `${v.id}: ${v.nodes.map(n => n.target).join(' ; ')}`)"
)
COMPRESSED = (".html", ".css", ".js", ".svg", ".json")


@cache
def weight(file: Path) -> tuple[int, int]:
    """Return the bytes of a file, plain and as a compressing server sends them."""
    contents = file.read_bytes()
    small = gzip.compress(contents) if file.suffix in COMPRESSED else contents
    return len(contents), len(small)


class Handler(SimpleHTTPRequestHandler):
    """Files of a folder; what is text is compressed."""

    def do_GET(self) -> None:
        if self.path == "/favicon.ico":  # a browser asks every host, whatever the page says
            self.send_response(204)
            return self.end_headers()
        file = Path(self.translate_path(self.path))
        if file.suffix not in COMPRESSED or not file.is_file():
            return super().do_GET()
        contents = gzip.compress(file.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", mimetypes.guess_type(file)[0] or "text/plain")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(contents)))
        self.end_headers()
        self.wfile.write(contents)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port for as long as it is needed; gives the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Visit:
    """What one look at one page gave; `facts` are those of look.js."""

    url: str
    requests: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    axe: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass
class Sight:
    """A page, its source text, and the two looks at it: from the folder and from a server."""

    root: Path
    name: str
    text: str
    near: Visit  # file://, network off, desktop, light
    far: Visit  # http, phone, dark

    @property
    def visits(self) -> tuple[Visit, Visit]:
        """Return both looks."""
        return self.near, self.far

    def loaded(self) -> list[Path]:
        """Return the files that the page loaded from the server, each once."""
        paths = {unquote(urlsplit(url).path).lstrip("/") for url in self.far.requests}
        return sorted(file for path in paths if (file := self.root / path).is_file())


def listen(page: Page, visit: Visit) -> None:
    """Write down every request, every complaint and every error of a page."""
    page.on("request", lambda request: visit.requests.append(request.url))
    page.on("pageerror", lambda error: visit.said.append(f"error: {error}"))
    page.on(
        "console",
        lambda message: (
            visit.said.append(f"{message.type}: {message.text}")
            if message.type in ("error", "warning")
            else None
        ),
    )


async def look(context: BrowserContext, url: str, axe: str) -> Visit:
    """Open a page in a tab of its own, look, run axe, and close it."""
    visit = Visit(url)
    page = await context.new_page()
    listen(page, visit)
    await page.goto(url)
    visit.facts = await page.evaluate(LOOK)
    await page.evaluate(axe)
    visit.axe = await page.evaluate(f"{AXE}.then({FINDINGS})")
    await page.close()
    return visit


async def see(browser: Browser, root: Path, base: str, name: str, axe: str) -> Sight:
    """Look at one page in both ways at once."""
    near = await browser.new_context(viewport=DESKTOP, color_scheme="light", offline=True)
    far = await browser.new_context(viewport=PHONE, color_scheme="dark")
    # Another host is written down as a request, and then kept out.
    await far.route(lambda url: not url.startswith(base), lambda route: route.abort())
    file = root / name
    visits = await asyncio.gather(look(near, file.as_uri(), axe), look(far, base + name, axe))
    await asyncio.gather(near.close(), far.close())
    return Sight(root, name, file.read_text(encoding="utf-8"), *visits)
