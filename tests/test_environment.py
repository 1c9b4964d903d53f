"""What is installed is said in four files; they say the same."""

import json
import re
import tomllib
from itertools import product
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import xent_course
from tools.oldest import oldest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = ["book", "chapters", "pdf", "test"]
CONDA_NAMES = {"torch": "pytorch", "matplotlib": "matplotlib-base"}
WITHOUT_VERSION = {"pip", "brotli-python"}  # the second is what fonttools[woff] asks for


def declared() -> list[Requirement]:
    """Return what pyproject.toml asks for, the extras that CI installs included."""
    extras = PROJECT["optional-dependencies"]
    return [Requirement(line) for line in PROJECT["dependencies"]] + [
        Requirement(line) for extra in EXTRAS for line in extras[extra]
    ]


def conda() -> tuple[list[Requirement], list[str]]:
    """Return what environment.yml takes from conda-forge, and its lines for pip."""
    lines = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    pip = [line["pip"] for line in lines if isinstance(line, dict)]
    return [Requirement(line) for line in lines if isinstance(line, str)], pip[0]


def pins() -> dict[str, str]:
    """Return the versions that constraints.txt names."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    stated = [line for line in lines if line and not line.startswith("#")]
    assert [line for line in stated if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
    return {canonicalize_name(name): version for name, version in (s.split("==") for s in stated)}


def test_conda_installs_what_pyproject_asks_for() -> None:
    forge, pip = conda()
    wanted = {CONDA_NAMES.get(need.name, need.name): need.specifier for need in declared()}
    wanted["python"] = Requirement(f"python{PROJECT['requires-python']}").specifier
    stated = {need.name: need.specifier for need in forge if need.name not in WITHOUT_VERSION}
    stated |= {need.name: need.specifier for need in map(Requirement, pip[:-1])}
    assert stated == wanted


def test_conda_installs_the_package_itself_last() -> None:
    assert conda()[1][-1] == "-e ."


@pytest.mark.parametrize("need", declared(), ids=lambda need: need.name)
def test_ci_runs_with_a_version_that_readers_may_have(need: Requirement) -> None:
    assert need.specifier.contains(pins()[canonicalize_name(need.name)])


def test_the_oldest_versions_are_those_that_pyproject_admits() -> None:
    needs = [Requirement(line) for line in oldest()]
    assert {need.name for need in needs} == {need.name for need in declared()}
    for need, asked in product(needs, declared()):
        if need.name == asked.name:
            floor = str(need.specifier).removeprefix("==").removesuffix(".*")
            assert f">={floor}" in map(str, asked.specifier)


@pytest.mark.parametrize("folder", [".", "benchmarks/lighthouse"])
def test_npm_packages_are_pinned_and_their_lock_names_no_address(folder: str) -> None:
    package = json.loads((ROOT / folder / "package.json").read_text())
    wanted = package["dependencies"] | package.get("devDependencies", {})
    locked = json.loads((ROOT / folder / "package-lock.json").read_text())["packages"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert not any("resolved" in entry for entry in locked.values())


def test_the_version_is_the_same_wherever_it_is_said() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    latest = re.search(r"^## \[(\d[^\]]*)\]", changes, re.MULTILINE)
    assert latest is not None
    said = {citation["version"], latest[1], xent_course.__version__}
    assert said == {PROJECT["version"]}


WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/book.yml").read_text(encoding="utf-8"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_the_workflow_runs_the_two_commands_everywhere_with_all_versions() -> None:
    job = WORKFLOW["jobs"]["test"]
    matrix = job["strategy"]["matrix"]
    assert {name.split("-")[0] for name in matrix["os"]} == {"ubuntu", "macos", "windows"}
    limited = set(re.findall(r"^LIMITS_(\w+)", MAKEFILE, re.MULTILINE))
    assert set(matrix["versions"]) == limited | {"newest"}
    assert {one["versions"] for one in matrix["include"]} == set(matrix["versions"])
    runs = [step["run"] for step in job["steps"] if "if" not in step and "run" in step]
    assert runs == ['make test VERSIONS="$VERSIONS"', 'make book VERSIONS="$VERSIONS"']


def test_the_workflow_asks_make_for_what_it_has() -> None:
    steps = [step for job in WORKFLOW["jobs"].values() for step in job["steps"]]
    asked = re.findall(r"\bmake (\w+)", "\n".join(str(step.get("run")) for step in steps))
    assert [word for word in asked if not re.search(rf"(?m)^{word}:", MAKEFILE)] == []
    used = [step["uses"] for step in steps if "uses" in step]
    assert [name for name in used if not re.fullmatch(r"actions/[\w-]+@v\d+\.\d+\.\d+", name)] == []


def test_only_main_is_published_and_only_when_all_has_passed() -> None:
    job = WORKFLOW["jobs"]["publish"]
    assert job["needs"] == "test" and "github.ref == 'refs/heads/main'" in job["if"]
    assert WORKFLOW["permissions"] == {"contents": "read"}
