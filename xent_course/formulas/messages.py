"""What is said when two sides differ: which, their LaTeX, their values, where and on which draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from .compare import Found
from .evaluate import BraceDiffers
from .functions import data
from .nodes import Equation, Node, Relation
from .values import Ones, Row, Value

VERBS = {"=": "differ", r"\ne": "are equal", r"\propto": "are not proportional"}
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def difference(
    equation: Equation,
    relation: Relation,
    values: Sequence[Value],
    found: Found,
    index: Mapping[str, int],
    when: str,
    drawn: Mapping[str, object],
) -> str:
    """Return the message for two neighbours that do not stand in their relation."""
    first = found.pair or 0
    sign = relation.signs[first]
    verb = VERBS.get(sign, f"do not stand in the relation {sign}")
    lines = [f"{equation.label}: the {place(first)} and the {place(first + 1)} member {verb}"]
    for at in (first, first + 1):
        lines.append(f"  {source(equation, relation.members[at])}")
        lines.append(f"      = {shown(values[at])}")
    where = "".join(f"for {name} = {value}, " for name, value in index.items())
    lines.append(f"  {where}on {when}" + (" with" if drawn else ""))
    lines += [f"      {key} = {shown(value)}" for key, value in drawn.items()]
    return "\n".join(lines)


def brace_message(equation: Equation, problem: BraceDiffers, when: str) -> str:
    """Return the message for a claim at a brace that is not so."""
    claim = problem.node.claim
    assert claim is not None
    return "\n".join(
        [
            f"{equation.label}: the claim at a brace differs from what it embraces",
            f"  {source(equation, problem.node.body)}",
            f"      = {shown(problem.found)}",
            f"  {source(equation, claim)}",
            f"      = {shown(problem.claim)}",
            f"  on {when}",
        ]
    )


def place(number: int) -> str:
    """Return first, second, ..."""
    return ORDINALS[number] if number < len(ORDINALS) else f"{number + 1}th"


def source(equation: Equation, node: Node) -> str:
    """Return the LaTeX of a part, on one line."""
    start, end = node.span
    return " ".join(equation.latex[start:end].replace("&", " ").split())


def shown(value: object) -> str:
    """Return a value, shortened."""
    raw: object = value
    if isinstance(value, (Row, Ones, np.ndarray, int, float)):
        raw = data(value)
    if isinstance(raw, np.ndarray) and raw.dtype.kind in "biuf":
        if raw.ndim == 0:
            return f"{raw.item():.12g}"
        with np.printoptions(precision=6, threshold=24, edgeitems=4, linewidth=88):
            return str(raw).replace("\n", "\n        ")
    text = repr(raw)
    return text if len(text) < 200 else text[:200] + " ..."
