"""Numerical derivatives: central differences, extrapolated to step zero."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .errors import CannotRead
from .nodes import Symbol
from .scope import Scope
from .values import Array, Value, shape_text, value_of

FIRST_STEP = 0.08
LEVELS = {1: 4, 2: 5}
SHRINKS = 6
STEADY = 1e-9

Perturbed = Callable[[Sequence[float]], Value]


class Variable:
    """One number in the scope that a derivative moves: a symbol, or one entry of an array."""

    def __init__(self, symbol: Symbol, key: str, value: Any, place: tuple[int, ...] | None) -> None:
        self.symbol = symbol
        self.key = key
        self.value = value
        self.place = place

    def moved(self, scope: Scope, by: float) -> Scope:
        """Return the scope in which the number is larger by a step."""
        if self.place is None:
            changed: Any = self.value + by
        else:
            changed = np.array(self.value, dtype=float)
            changed[self.place] += by
        if not self.key:
            return scope.bind([self.symbol], [changed])
        return scope.changed(self.key, changed)

    @property
    def size(self) -> float:
        """The size of the number, at least one."""
        number = self.value if self.place is None else self.value[self.place]
        return max(1.0, abs(float(number)))


def extrapolated(moved: Perturbed, stencil: Any, step: float, levels: int) -> Value:
    """Shrink the step until the formula is defined and the extrapolation is steady."""
    best, error = None, np.inf
    for attempt in range(SHRINKS):
        try:
            found = [stencil(moved, step / 2**level) for level in range(levels)]
        except CannotRead:
            if attempt == SHRINKS - 1 and best is None:
                raise
            found = []
        if found and all(np.all(np.isfinite(item)) for item in found):
            value, doubt = romberg(found)
            if doubt < error:
                best, error = value, doubt
            if error <= STEADY * max(1.0, float(np.max(np.abs(value)))):
                break
        step /= 4
    if best is None:
        raise CannotRead("the derivative is not finite here", "draw values away from the edge")
    return value_of(best)


def replace_place(spot: Variable, place: tuple[int, ...]) -> Variable:
    """Return one entry of a variable."""
    return Variable(spot.symbol, spot.key, spot.value, place)


def joined(spots: Sequence[Variable]) -> list[Variable]:
    """Return the variables that move, once where they are the same."""
    one = spots[0]
    if len(spots) == 2:
        two = spots[1]
        same_symbol = (one.key or one.symbol.text) == (two.key or two.symbol.text)
        if same_symbol and one.place == two.place:
            return [one]
        if same_symbol:
            return [one, Entry(two)]
    return list(spots)


class Entry(Variable):
    """A second entry of an array of which another entry was moved already."""

    def __init__(self, of: Variable) -> None:
        super().__init__(of.symbol, of.key, of.value, of.place)

    def moved(self, scope: Scope, by: float) -> Scope:
        """Move this entry of the array as it is now in the scope."""
        now = scope.given.values[self.key] if self.key else scope.bound[self.symbol.text][1]
        return Variable(self.symbol, self.key, now, self.place).moved(scope, by)


def first(moved: Perturbed, h: float) -> Any:
    """Return the central difference."""
    return (_data(moved([h])) - _data(moved([-h]))) / (2 * h)


def second_same(moved: Perturbed, h: float) -> Any:
    """Return the second difference by one variable."""
    return (_data(moved([h])) - 2 * _data(moved([0.0])) + _data(moved([-h]))) / h**2


def second_mixed(moved: Perturbed, h: float) -> Any:
    """Return the mixed second difference."""
    corners = [(1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1)]
    return sum(sign * _data(moved([a * h, b * h])) for a, b, sign in corners) / (4 * h**2)


def romberg(found: list[Any]) -> tuple[Array, float]:
    """Extrapolate differences with errors falling by 4, 16, ...; return the best, its doubt."""
    row = [np.asarray(item, dtype=float) for item in found]
    best, error, factor = row[-1], np.inf, 4.0
    while len(row) > 1:
        pairs = list(itertools.pairwise(row))
        after = [(factor * fine - rough) / (factor - 1) for rough, fine in pairs]
        for item, (rough, fine) in zip(after, pairs, strict=True):
            doubt = float(max(np.max(np.abs(item - rough)), np.max(np.abs(item - fine))))
            if doubt < error:
                best, error = item, doubt
        row, factor = after, factor * 4
    return best, error


def _data(value: Value) -> Any:
    if isinstance(value, (int, float, np.ndarray)):
        return value
    raise CannotRead(f"the derivative of {shape_text(value)}", "differentiate a number")
