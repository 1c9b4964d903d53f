"""Print the oldest versions that pyproject.toml admits, as constraints for pip."""

import re
import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
FLOOR = re.compile(r"([\w.-]+)(?:\[[\w,]+\])?>=([\d.]+)")


def oldest() -> list[str]:
    """Return one constraint for each library that the package or one of its extras asks for."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    asked = [project["dependencies"], *project["optional-dependencies"].values()]
    found = [FLOOR.match(line) for lines in asked for line in lines]
    return [f"{floor[1]}=={floor[2]}.*" for floor in found if floor]


if __name__ == "__main__":
    print("\n".join(oldest()))
