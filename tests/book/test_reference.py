"""Notation, glossary, bibliography: names exist, works are cited, first uses are linked."""

import importlib
import importlib.util
import re
from functools import cache, reduce
from pathlib import Path
from types import ModuleType, SimpleNamespace

import nbformat
import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.utils import new_document

BOOK = Path(__file__).parents[2] / "book"
CHAPTERS = sorted(BOOK.glob("*.ipynb"))
SPAN = re.compile(r"`([^`]+)`")
KEY = re.compile(r"^@\w+\{(\w+),", re.M)
CITED = re.compile(r"\{cite(?::\w+)?\}`([^`]+)`")


def read(name: str) -> str:
    return (BOOK / name).read_text(encoding="utf-8")


def extension(name: str) -> ModuleType:
    """Import one of the book's own Sphinx extensions."""
    spec = importlib.util.spec_from_file_location(name, BOOK / "_ext" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def code() -> str:
    """Return all code of the chapters."""
    books = [nbformat.read(path, as_version=4) for path in CHAPTERS]
    return "\n".join(c.source for book in books for c in book.cells if c.cell_type == "code")


def exists(name: str) -> bool:
    """Tell whether a dotted name leads to something, in the package, NumPy, SciPy or PyTorch."""
    first, *rest = name.split(".")
    short = {"F": "torch.nn.functional", "np": "numpy", "norm": "scipy.stats", "torch": "torch"}
    try:
        top = importlib.import_module(short.get(first, f"xent_course.{first}"))
        reduce(getattr, [first, *rest] if first == "norm" else rest, top)
    except (ImportError, AttributeError):
        return False
    return True


def names(column: int) -> list[str]:
    """Return the code names in one column of the tables of the notation."""
    rows = [line for line in read("reference/notation.md").splitlines() if line.startswith("| ")]
    cells = [re.split(r"(?<!\\) \|", row.removeprefix("|"))[column] for row in rows]
    return [name for cell in cells for name in SPAN.findall(cell) if "=" not in name]


def test_every_row_of_the_notation_has_its_six_columns() -> None:
    rows = [line for line in read("reference/notation.md").splitlines() if line.startswith("| ")]
    assert len(rows) > 50
    assert [row for row in rows if row.count(" |") != 6] == []


@pytest.mark.parametrize("name", sorted(set(names(4))))
def test_python_name_of_the_notation(name: str) -> None:
    used = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", code())
    assert exists(name) if "." in name else used


@pytest.mark.parametrize("name", sorted(set(names(5))))
def test_pytorch_name_of_the_notation(name: str) -> None:
    assert name.startswith(("torch.", "F.")) and exists(name)


def test_a_name_that_is_nowhere_is_found() -> None:
    assert not exists("special.softplush") and not exists("F.cross_entropie")
    assert not exists("nowhere.softmax") and exists("special.softmax") and exists("norm.pdf")


def entries() -> list[tuple[list[str], str]]:
    """Return the names and the definition of every entry of the glossary."""
    body = read("reference/glossary.md").partition("```{glossary}\n")[2].partition("\n```")[0]
    found = []
    for block in body.split("\n\n"):
        lines = block.splitlines()
        words = [line for line in lines if not line.startswith(" ")]
        found.append((words, " ".join(line.strip() for line in lines[len(words) :])))
    return found


def test_the_glossary_is_in_order_and_leads_to_chapters() -> None:
    firsts = [words[0].lower() for words, _ in entries()]
    assert len(firsts) >= 50 and firsts == sorted(firsts, key=lambda word: word.replace("-", " "))
    for words, definition in entries():
        chapter = re.search(r"See \{doc\}`chapter (\d+) <\.\./(\d\d)_\w+>`", definition)
        assert chapter and int(chapter[1]) == int(chapter[2]), words
        assert len(re.sub(r"\$[^$]*\$|See \{.*", "", definition).split()) <= 60, words


def test_every_word_of_the_glossary_is_used_in_the_chapter_it_names() -> None:
    form = extension("glossary_links").form
    for words, definition in entries():
        stem = re.search(r"<\.\./(\w+)>", definition)[1]  # type: ignore[index]
        prose = "\n".join(c.source for c in nbformat.read(BOOK / f"{stem}.ipynb", 4).cells)
        bold = rf"\*\*{words[0].split()[0]}\*\*"  # as in "the **empirical** one"
        forms = [bold, *map(form, words)]
        assert any(re.search(one, prose) for one in forms), (words, stem)


def test_every_work_is_cited_and_every_citation_is_a_work() -> None:
    works = KEY.findall(read("references.bib"))
    pages = [path.read_text(encoding="utf-8") for path in sorted(BOOK.rglob("*.md"))]
    cited = {key for page in pages for keys in CITED.findall(page) for key in keys.split(",")}
    assert len(works) == len(set(works)) > 25
    assert set(works) == cited


def test_every_chapter_has_something_to_read_on() -> None:
    further = read("reference/bibliography.md").partition("## All works")[0]
    for path in CHAPTERS:
        assert re.search(rf"\{{doc\}}`\.\./{path.stem}`\n: (?:.+\n)*?.*\{{cite", further), path.stem


def test_addresses_are_whole_and_named_authors_are_named() -> None:
    for entry in re.split(r"(?m)^@", read("references.bib"))[1:]:
        doi = re.search(r"doi = \{(.*)\}", entry)
        assert not doi or re.fullmatch(r"10\.\d{4,5}/\S+", doi[1]), entry
        for name in re.findall(r"named = \{(.*)\}", entry):
            author = re.search(r"author = \{(.*)\}", entry)[1]  # type: ignore[index]
            assert name.split()[-1] in author


LINKS = extension("glossary_links")


def linked(*content: nodes.Node, page: str = "book/02_likelihood") -> list[str]:
    """Return what the extension links in a page of this content."""
    place = ("book/reference/glossary", "here")
    words = ["likelihood", "negative log-likelihood", "MAP", "entropy", "bits", "Bayes' rule"]
    words.append("entropy floor")
    entry = SimpleNamespace(fields={"named": "Huffman"})
    key = SimpleNamespace(docname="book/reference/bibliography")
    work = SimpleNamespace(entry=entry, bibliography_key=key, citation_id="id1")
    domains = {
        "std": SimpleNamespace(objects={("term", word): place for word in words}),
        "cite": SimpleNamespace(citations=[work]),
    }
    builder = SimpleNamespace(format="html", get_relative_uri=lambda page, target: target)
    app = SimpleNamespace(env=SimpleNamespace(get_domain=domains.get), builder=builder)
    document = new_document("page", get_default_settings())
    document += list(content)
    before = document.astext()
    LINKS.link_first_uses(app, document, page)
    assert document.astext() == before
    return [
        link.astext()
        for link in document.findall(nodes.reference)
        if "first-use" in link["classes"]
    ]


def say(text: str, wrap: type[nodes.Element] = nodes.inline) -> nodes.paragraph:
    return nodes.paragraph("", "", wrap("", text))


def test_the_first_use_is_linked_and_no_other() -> None:
    assert linked(say("Likelihood, and likelihood again."), say("likelihood")) == ["Likelihood"]
    assert linked(say("Likelihood."), page="book/reference/formulas") == []


def test_the_longer_term_goes_first_and_words_are_whole() -> None:
    found = linked(say("a negative log-likelihood, then a likelihood-like likelihood"))
    assert found == ["negative log-likelihood", "likelihood"]
    assert linked(say("log-likelihood; unlikelihood")) == []
    assert linked(say("the entropy floor is an entropy")) == ["entropy floor", "entropy"]


def test_plurals_breaks_and_apostrophes() -> None:
    assert linked(say("entropies")) == ["entropies"]
    assert linked(say("negative\nlog likelihoods")) == ["negative\nlog likelihoods"]
    assert linked(say("by Bayes’ rule and Huffman’s code")) == ["Bayes’ rule", "Huffman"]


def test_abbreviations_names_and_counted_bits_are_told_from_other_words() -> None:
    assert linked(say("a map of bits; a huffman")) == ["bits"]
    assert linked(say("MAP in 64 bits")) == ["MAP"]


@pytest.mark.parametrize("silent", [nodes.title, nodes.reference, nodes.literal, nodes.math])
def test_headings_links_code_and_formulas_are_left_alone(silent: type[nodes.Element]) -> None:
    found = linked(say("likelihood", silent), say("the likelihood"))
    assert found == ["likelihood"]
    assert linked(say("likelihood", silent)) == []


def test_what_a_cell_shows_is_left_alone() -> None:
    cell = nodes.container("", say("likelihood"), classes=["cell"])
    assert linked(cell) == []


def test_a_word_that_is_explained_right_there_needs_no_link() -> None:
    assert linked(say("likelihood", nodes.strong), say("the likelihood")) == []
    assert linked(say("Huffman", nodes.strong), say("by Huffman")) == ["Huffman"]
