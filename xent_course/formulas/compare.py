"""Compares the members of a chain, by the relations that stand between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from .errors import CannotRead
from .functions import data
from .keys import walk
from .nodes import Constant, Node, Number, Relation
from .values import Array, Ones, Row, Value

WEAK = {r"\le": 1, r"\ge": -1}
STRICT = {"<": 1, ">": -1}
Rows = Sequence[Sequence[Value]]


@dataclass(slots=True)
class Comparison:
    """What was seen of one chain: where its inequalities were slack and where tight."""

    relation: Relation
    condition: bool = False
    slack: set[int] = field(default_factory=set)
    tight: set[int] = field(default_factory=set)
    open_members: tuple[bool, ...] = ()

    def __post_init__(self) -> None:
        self.open_members = tuple(holds_constant(member) for member in self.relation.members)

    @property
    def has_bounds(self) -> bool:
        """Tell whether the chain claims an inequality that may be tight."""
        return not self.condition and any(sign in WEAK for sign in self.relation.signs)

    def unconvincing(self, slack: set[int]) -> str:
        """Say what is wrong with an inequality that was never tight, or never slack."""
        for place, sign in enumerate(() if self.condition else self.relation.signs):
            if sign in WEAK and place not in slack:
                return f"the {sign} number {place + 1} is an equality on every draw: write ="
            if sign in WEAK and place not in self.tight:
                return (
                    f"the {sign} number {place + 1} is tight at none of the points given by tight="
                )
        return ""


@dataclass(frozen=True, slots=True)
class Found:
    """The largest gap of a chain, and the first pair that does not stand in its relation."""

    gap: float
    pair: int | None = None
    row: int = 0


def compare_chain(chain: Comparison, rows: Rows, rtol: float, atol: float) -> Found:
    """Compare neighbours; `rows` holds the members for every value given by `every`."""
    largest = 0.0
    for place, sign in enumerate(chain.relation.signs):
        pairs = [(row[place], row[place + 1]) for row in rows]
        nodes = chain.relation.members[place], chain.relation.members[place + 1]
        if sign == r"\propto" or any(chain.open_members[place : place + 2]):
            pairs = relative(pairs, sign)
        for number, (a, b) in enumerate(pairs):
            matched = shapes_matched(a, b, nodes)
            if matched is None:
                return Found(np.inf, place, number)
            x, y = matched
            allowed = atol + rtol * np.maximum(np.abs(x), np.abs(y))
            if not stands(x, y, sign, allowed):
                return Found(np.inf, place, number)
            if sign in WEAK:
                note(chain, place, x, y, allowed)
            elif sign in {"=", r"\propto"}:
                largest = max(largest, gap(x, y))
    return Found(largest)


def holds_constant(node: Node) -> bool:
    """Tell whether a member is known up to an additive constant."""
    return any(isinstance(one, Constant) for one in walk(node))


def relative(pairs: list[tuple[Value, Value]], sign: str) -> list[tuple[Value, Value]]:
    """Return differences from the first value of `every`, or ratios to it."""
    if len(pairs) < 2:
        raise CannotRead(
            f"{sign} up to a constant needs a symbol with several values",
            "give one every([..]), for example theta=every([0.1, 0.5, 0.9])",
        )
    sides = [[np.asarray(data(pair[side]), dtype=float) for pair in pairs] for side in (0, 1)]
    found: list[list[Array]] = []
    for side in sides:
        if any(item.shape != side[0].shape for item in side):
            raise CannotRead("the shape changes with the value of every(..)", "keep it")
        if all(np.allclose(item, side[0], rtol=1e-9, atol=1e-12) for item in side):
            raise CannotRead("a side does not change with the values of every(..)",
                             "give several values to the symbol that it depends on")  # fmt: skip
        if sign == r"\propto":
            if not np.all(side[0]) or not np.all(np.isfinite(side)):
                raise CannotRead("a side is zero or infinite", "draw other values")
            found.append([item / side[0] for item in side])
        else:
            found.append([item - side[0] for item in side])
    return [(a, b) for a, b in zip(*found, strict=True)]


def shapes_matched(a: Value, b: Value, nodes: tuple[Node, Node]) -> tuple[Array, Array] | None:
    """Return both sides as arrays of one shape; only a written 0 stands for a whole array."""
    x, y = np.asarray(data(a)), np.asarray(data(b))
    if isinstance(a, Ones) or isinstance(b, Ones):
        if not (x.ndim or y.ndim) and not (isinstance(a, Ones) and isinstance(b, Ones)):
            return None
        return np.broadcast_arrays(x, y)[0], np.broadcast_arrays(x, y)[1]
    if isinstance(a, Row) != isinstance(b, Row) and x.ndim and y.ndim:
        return None
    zeros = [isinstance(node, Number) and node.value == 0 for node in nodes]
    if x.shape != y.shape and not any(zeros):
        return None
    wide = np.broadcast_arrays(x, y)
    return np.asarray(wide[0], dtype=float), np.asarray(wide[1], dtype=float)


def stands(x: Array, y: Array, sign: str, allowed: Array) -> bool:
    """Tell whether two sides stand in a relation, to within what is allowed."""
    same = (x == y) | (np.abs(x - y) <= np.where(np.isfinite(allowed), allowed, 0.0))
    if sign in {"=", r"\propto"}:
        return bool(np.all(same))
    if sign == r"\ne":
        return not bool(np.all(same))
    if sign in WEAK:
        return bool(np.all(same | (WEAK[sign] * (y - x) > 0)))
    return bool(np.all(~same & (STRICT[sign] * (y - x) > 0)))


def note(chain: Comparison, place: int, x: Array, y: Array, allowed: Array) -> None:
    """Note whether an inequality is slack or tight here."""
    same = (x == y) | (np.abs(x - y) <= 10 * allowed)
    if np.any(same):
        chain.tight.add(place)
    if np.any(~same & (np.abs(x - y) > 1e4 * allowed)):
        chain.slack.add(place)


def gap(x: Array, y: Array) -> float:
    """Return the largest difference, relative where numbers exceed one."""
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    difference = np.where(x == y, 0.0, np.abs(x - y))
    size = np.maximum(1.0, np.maximum(np.abs(x), np.abs(y)))
    return float(np.max(difference / size, initial=0.0))
