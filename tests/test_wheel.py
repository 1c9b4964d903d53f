"""The wheel carries the package, all of it and nothing else, and runs where only NumPy is."""

import importlib.metadata
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import xent_course

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "xent_course"
ASKS_FOR_MATPLOTLIB = {"xent_course.plotting", "xent_course._drawings"}
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts) for path in PACKAGE.rglob("*.py")
} - ASKS_FOR_MATPLOTLIB


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy: setuptools leaves its traces beside the sources."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-text"):
        shutil.copy(ROOT / name, folder)
    for name in ("xent_course", "tests", "book", "tools"):
        shutil.copytree(ROOT / name, folder / name)
    command = ["-m", "pip", "wheel", ".", "--no-deps", "--no-build-isolation", "-q", "-w", "made"]
    done = subprocess.run([sys.executable, *command], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (made,) = (folder / "made").glob("*.whl")
    return made


@pytest.fixture(scope="module")
def empty(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that holds what is in the wheel, and NumPy."""
    folder = tmp_path_factory.mktemp("empty")
    zipfile.ZipFile(wheel).extractall(folder)
    for file in importlib.metadata.distribution("numpy").files or []:
        if ".." not in file.parts and "tests" not in file.parts:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(Path(file.locate()), folder / file)
    return folder


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python with what lies in `folder` and its own library, nothing else (-S: no packages)."""
    surroundings = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-S", "-P", *arguments]
    return subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, text=True)


def test_it_holds_the_package_and_its_licences_and_nothing_else(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if not name.endswith("/")}
    about = {name.partition("/")[2] for name in names if ".dist-info/" in name}
    files = {path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    assert {name for name in names if ".dist-info/" not in name} == {
        path.relative_to(ROOT).as_posix() for path in files
    }
    assert {"xent_course/py.typed", "xent_course/formulas/_equations.json"} <= names
    assert {"licenses/LICENSE", "licenses/LICENSE-text"} <= about


def test_every_module_imports_with_numpy_alone(empty: Path) -> None:
    loaded = "print(sys.modules.keys() & {'torch', 'scipy'})"
    code = f"import sys, {', '.join(sorted(MODULES))}; {loaded}"
    done = run(empty, "-c", code)
    assert (done.stdout.strip(), done.stderr) == ("set()", "")


@pytest.mark.parametrize("module", sorted(ASKS_FOR_MATPLOTLIB))
def test_what_is_missing_is_named(empty: Path, module: str) -> None:
    assert "No module named 'matplotlib'" in run(empty, "-c", f"import {module}").stderr


def test_it_says_what_is_installed_and_where_the_book_is(empty: Path) -> None:
    done = run(empty, "-m", "xent_course")
    numpy = importlib.metadata.version("numpy")
    assert done.stdout.startswith(f"xent_course {xent_course.__version__}\nPython ")
    assert f"NumPy {numpy}\nPyTorch: not installed" in done.stdout
    assert "`make book` builds its pages" in done.stdout


def test_the_command_line_of_the_formulas_runs(empty: Path) -> None:
    done = run(empty, "-m", "xent_course.formulas", "check", str(ROOT / "book"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("0 lack something\n")
