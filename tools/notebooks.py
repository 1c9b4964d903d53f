"""Execute the chapters, or hold them against what is stored in them.

    python tools/notebooks.py run [notebook ...]     store outputs, the same bytes every time
    python tools/notebooks.py check [notebook ...]   compare with stored outputs (nbval, strict)
    python tools/notebooks.py try [notebook ...]     only see that no cell fails: outputs belong to
                                                     the versions that constraints.txt pins

All start their kernels in the same surroundings, so that what one stores another finds.
"""

import os
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

BOOK = Path(__file__).resolve().parent.parent / "book"
SECONDS_A_CELL = 120
# One thread: the order of a parallel sum decides its last digits. A fixed hash: it orders sets.
SURROUNDINGS = {
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "JUPYTER_PREFER_ENV_PATH": "1",
}
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def execute(path: Path) -> str:
    """Return the text of the notebook at `path`, run from top to bottom in a new kernel."""
    notebook = nbformat.read(path, as_version=4)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    notebook.metadata = nbformat.from_dict(METADATA)
    for number, cell in enumerate(notebook.cells, 1):
        cell.id = f"{path.stem}-{number:02d}"
        cell.metadata.pop("execution", None)
    NotebookClient(
        notebook,
        timeout=SECONDS_A_CELL,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(path.parent)}},
        extra_arguments=["--log-level=ERROR"],
    ).execute()
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        if any(output.get("name") == "stderr" for output in cell.get("outputs", [])):
            raise RuntimeError(f"cell {cell.id} writes to stderr")
    nbformat.validate(notebook)
    return str(nbformat.writes(notebook)) + "\n"


def run(paths: list[Path]) -> int:
    """Execute each notebook in place, up to the first that fails; write only what changed."""
    for path in paths:
        start = time.perf_counter()
        try:
            text = execute(path)
        except (CellExecutionError, RuntimeError) as error:
            print(f"{path.name}: {error}", file=sys.stderr)
            return 1
        changed = text != path.read_text(encoding="utf-8")
        if changed:
            path.write_text(text, encoding="utf-8", newline="\n")
        state = "rewritten" if changed else "unchanged"
        print(f"{path.name}: {state}, {time.perf_counter() - start:.1f} s", flush=True)
    return 0


def check(paths: list[Path], how: str = "--nbval") -> int:
    """Run nbval on each notebook: stored text must come out again; pictures are not compared."""
    import pytest

    options = [how, "--nbval-current-env", f"--nbval-cell-timeout={SECONDS_A_CELL}"]
    pictures = f"--nbval-sanitize-with={Path(__file__).with_name('nbval.cfg')}"
    several = ["-n", "auto", "--dist", "loadfile"] if len(paths) > 1 else []
    return int(pytest.main([*options, pictures, *several, *map(str, paths)]))


def try_out(paths: list[Path]) -> int:
    """Run each notebook and compare nothing: no cell may fail."""
    return check(paths, "--nbval-lax")


def main(arguments: list[str]) -> int:
    """Do the job named first for the notebooks named after it, by default for all chapters."""
    jobs = {"run": run, "check": check, "try": try_out}
    if not arguments or arguments[0] not in jobs:
        print(__doc__, file=sys.stderr)
        return 2
    os.environ.update(SURROUNDINGS)
    named = [Path(name).resolve() for name in arguments[1:]]
    return jobs[arguments[0]](named or sorted(BOOK.glob("*.ipynb")))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
