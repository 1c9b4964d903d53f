"""Let the search find an equation: by its label, and by the words that its label stands for.

``eq-gibbs`` is found as "eq-gibbs" and as "Gibbs inequality"; both lead to the equation.
And let it say which term of the glossary it found, where Sphinx names only the page.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

KINDS = {"asm": "assumption", "def": "definition"}
COMPARED = re.compile(r"\\[gl]eq?\b|[<>]")
SHORT = {
    "bce": "binary cross-entropy",
    "ce": "cross-entropy",
    "grad": "gradient",
    "hess": "Hessian",
    "jac": "Jacobian",
    "kl": "KL divergence",
    "logsumexp": "log-sum-exp",
    "lr": "logistic regression",
    "mle": "maximum likelihood",
    "nll": "negative log-likelihood",
    "nonneg": "not negative",
    "se": "standard errors",
    "sym": "symmetry",
}
CAPITALS = {"bayes": "Bayes", "fisher": "Fisher", "gibbs": "Gibbs", "jensen": "Jensen"}
CAPITALS |= {"gaussian": "Gaussian", "kraft": "Kraft", "lagrange": "Lagrange", "newton": "Newton"}

FOUND = 'titles[file],\n            id ? "#" + id : "",'
NAMED = 'titles[file] + (/^term-/.test(id) ? " > " + entry : ""),\n            id ? "#" + id : "",'


def prefer(app: Sphinx, config: Config) -> None:
    """Have an equation that is asked for by name come first."""
    config.html_search_scorer = str(Path(__file__).with_name("search_scorer.js"))


def collect(app: Sphinx, doctree: nodes.document) -> None:
    """Remember with a page under which words its equations are found."""
    app.env.metadata[app.env.docname]["equations"] = [
        (words(equation["label"], equation.astext()), equation["label"])
        for equation in doctree.findall(nodes.math_block)
        if equation.get("label")
    ]


def words(label: str, latex: str) -> str:
    """Return the words for a label: ``eq-gibbs`` with a ≥ in it is the Gibbs inequality."""
    kind, *names = label.split("-")
    noun = KINDS.get(kind, "inequality" if COMPARED.search(latex) else "equation")
    named = " ".join((SHORT | CAPITALS).get(name, name) for name in names)
    return f"{named} {noun}"


def add_titles(app: Sphinx) -> Iterator[Any]:
    """Put the equations among the titles that the search knows, right before it is written."""
    titles = app.builder.indexer._all_titles if app.builder.search else {}
    for page, known in titles.items():
        for named, label in app.env.metadata[page].get("equations", ()):
            new = [(title, f"equation-{label}") for title in (named, label)]
            known.extend(title for title in new if title not in known)
    return iter(())


def name_terms(app: Sphinx, exception: Exception | None) -> None:
    """Tell the terms that a search finds apart by their names."""
    if exception is None and app.builder.format == "html":
        script = Path(app.outdir) / "_static" / "searchtools.js"
        said = script.read_text(encoding="utf-8")
        script.write_text(said.replace(FOUND, NAMED), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the four steps."""
    app.connect("config-inited", prefer)
    app.connect("doctree-read", collect)
    app.connect("html-collect-pages", add_titles)
    app.connect("build-finished", name_terms)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
