"""Which module may import which, read from the source: the proof must not run in a circle.

`likelihood`, `information`, `losses` and `gradients` meet in the book's proofs and in test_losses,
so they never import one another. Private modules with a leading underscore stand at the level of
`special`: below the four, above `_arrays`.
"""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import xent_course

ROOM = Path(xent_course.__file__).parent
FOUR = {"likelihood", "information", "losses", "gradients"}
SIDE = {"__main__", "datasets", "plotting", "_drawings"}  # nothing of the core needs them
NUMERIC = {"special", *FOUR, "logistic"}
# Folders of their own. The formulas stand beside the core; the exercises above it, and on it.
FOLDERS = {"exercises", "formulas"}
PRIVATE = {path.stem for path in ROOM.glob("_*.py")} - {"__init__"} - SIDE
# What `logistic` alone uses: these may look at the losses and their gradients.
ABOVE = {"_newton", "_separation"}
OUTSIDE = {
    "__future__", "collections", "contextlib", "dataclasses", "functools", "math", "typing",
    "numpy",
}  # fmt: skip


def imports(path):
    """(module, is it inside a function) for every import of a file."""
    found = []
    tree = ast.parse(path.read_text())
    top = {id(node) for node in tree.body}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, id(node) not in top) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: import by full name"
            base = node.module
            names = (
                [f"{base}.{alias.name}" for alias in node.names]
                if base == "xent_course"
                else [base]
            )
            found += [(name, id(node) not in top) for name in names]
    return found


def inner(path):
    """Modules of the package that a file imports."""
    return {m.split(".")[1] for m, _ in imports(path) if m.startswith("xent_course.")}


def files(names):
    return [pytest.param(ROOM / f"{name}.py", id=name) for name in sorted(names)]


def test_every_module_has_its_place():
    public = {path.stem for path in ROOM.glob("*.py")} - PRIVATE - {"__init__"}
    assert public == NUMERIC | SIDE
    assert {path.name for path in ROOM.iterdir() if path.is_dir()} - {"__pycache__"} == FOLDERS


def test_validation_stands_alone():
    assert inner(ROOM / "_arrays.py") == set()


@pytest.mark.parametrize("path", files(PRIVATE - {"_arrays"} - ABOVE))
def test_private_modules_stand_below_the_four(path):
    assert inner(path) <= PRIVATE - ABOVE


def test_special_needs_only_what_is_below():
    assert inner(ROOM / "special.py") <= PRIVATE - ABOVE


@pytest.mark.parametrize("path", files(FOUR))
def test_the_four_never_import_one_another(path):
    assert inner(path) <= (PRIVATE - ABOVE) | {"special"}


@pytest.mark.parametrize("path", files(ABOVE | {"logistic"}))
def test_logistic_stands_above(path):
    assert inner(path) <= PRIVATE | {"special", "losses", "gradients"}


def test_private_modules_do_not_run_in_a_circle():
    below = {name: inner(ROOM / f"{name}.py") & PRIVATE for name in PRIVATE}
    while below:
        free = {name for name, needs in below.items() if not needs & set(below)}
        assert free, f"a circle among {sorted(below)}"
        below = {name: needs for name, needs in below.items() if name not in free}


@pytest.mark.parametrize("path", files(NUMERIC | PRIVATE))
def test_the_core_needs_numpy_only(path):
    for module, lazy in imports(path):
        root = module.split(".")[0]
        allowed = root in OUTSIDE or root == "xent_course"
        assert allowed or (root == "scipy" and lazy and path.stem == "_separation"), module


@pytest.mark.parametrize("path", files(NUMERIC | PRIVATE | SIDE))
def test_folders_and_torch_are_never_imported_by_the_rest(path):
    named = {module for module, _ in imports(path)}
    assert not any(m.split(".")[0] == "torch" or FOLDERS & set(m.split(".")) for m in named)


@pytest.mark.parametrize(
    "path", sorted((ROOM / "exercises").glob("*.py")), ids=lambda path: path.stem
)
def test_exercises_stand_on_the_core_and_need_numpy_only(path):
    assert inner(path) <= NUMERIC | {"_arrays", "datasets", "exercises"}
    outside = {module.split(".")[0] for module, _ in imports(path)} - {"xent_course"}
    assert outside <= OUTSIDE


def test_importing_the_core_loads_neither_torch_nor_scipy():
    core = ", ".join(f"xent_course.{name}" for name in sorted(NUMERIC | {"exercises"}))
    code = (
        f"import sys, {core}; print([m for m in ('torch', 'scipy', 'sklearn') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                          cwd=ROOM.parent)  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_the_reader_of_imports_sees_what_it_should(tmp_path):
    path = tmp_path / "sample.py"
    path.write_text("from xent_course import losses\ndef f():\n    import torch.nn\n")
    assert imports(path) == [("xent_course.losses", False), ("torch.nn", True)]
    assert inner(path) == {"losses"}
