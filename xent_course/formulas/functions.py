"""The functions that every formula may use: logarithms, roots, factorials, norms, relations."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from .errors import CannotRead
from .values import Array, Ones, Row, Value, scalar, shape_text

ENTRYWISE: dict[str, Callable[[Array], Array]] = {
    "exp": np.exp, "log": np.log, "ln": np.log, "sin": np.sin, "cos": np.cos, "tan": np.tan,
    "tanh": np.tanh, "sinh": np.sinh, "cosh": np.cosh, "abs": np.abs, "sqrt": np.sqrt,
    "floor": np.floor, "ceil": np.ceil,
}  # fmt: skip


def _log(x: float) -> float:
    if x > 0:
        return math.log(x)
    return -math.inf if x == 0 else math.nan


def _exp(x: float) -> float:
    return math.exp(x) if x < 709.0 else math.inf


def _finite(function: Callable[[float], float]) -> Callable[[float], float]:
    def guarded(x: float) -> float:
        try:
            return float(function(x))
        except (OverflowError, ValueError):
            return math.nan

    return guarded


ON_NUMBERS: dict[str, Callable[[float], float]] = {
    "exp": _exp, "log": _log, "ln": _log, "sin": _finite(math.sin), "cos": _finite(math.cos),
    "tan": _finite(math.tan), "tanh": math.tanh, "sinh": _finite(math.sinh),
    "cosh": _finite(math.cosh), "abs": abs, "sqrt": _finite(math.sqrt),
    "floor": _finite(math.floor), "ceil": _finite(math.ceil),
}  # fmt: skip


def apply(name: str, value: Value, base: float | None) -> Value:
    """Return a built-in function of a value, a logarithm to a base where one is given."""
    if name == "det":
        return determinant(value)
    if base is not None and (name != "log" or base <= 0 or base == 1):
        raise CannotRead(f"an index {base:g} on \\{name}", r"only \log takes a base")
    found = entries(name, value)
    if base is None:
        return found
    return found / math.log(base) if isinstance(found, (int, float, np.ndarray)) else found


def entries(name: str, value: Value) -> Value:
    """Return a function of a number, or of every entry."""
    if isinstance(value, (int, float)):
        return ON_NUMBERS[name](value)
    if isinstance(value, Ones):
        return Ones(ON_NUMBERS[name](value.scale), value.row)
    with np.errstate(all="ignore"):
        found = ENTRYWISE[name](np.asarray(data(value), dtype=float))
    if np.isnan(found).any():
        raise CannotRead(f"\\{name} is not a number here", "draw values for which it is defined")
    return Row(found) if isinstance(value, Row) else found


def unary(name: str, value: Value) -> Value:
    """Return an absolute value, root, factorial, floor or ceiling."""
    if name != "factorial":
        return entries(name, value)
    number = scalar(value)
    if number < 0 or number != round(number) or number > 170:
        raise CannotRead(f"the factorial of {number:g}", "whole numbers from 0 to 170")
    return float(math.factorial(round(number)))


def binomial(top: int, bottom: int) -> float:
    """Return a binomial coefficient."""
    if not 0 <= bottom <= top <= 1000:
        raise CannotRead(f"{top} over {bottom}", "whole numbers, 0 <= lower <= upper <= 1000")
    return float(math.comb(top, bottom))


def determinant(value: Value) -> float:
    """Return the determinant of a matrix."""
    if isinstance(value, np.ndarray) and value.ndim == 2 and value.shape[0] == value.shape[1]:
        return float(np.linalg.det(np.asarray(value, dtype=float)))
    raise CannotRead(f"the determinant of {shape_text(value)}", "a square matrix has one")


def norm(value: Value, order: float) -> float:
    """Return the norm of a vector, or the Frobenius norm of a matrix."""
    array = np.asarray(data(value), dtype=float)
    if array.ndim == 0 or isinstance(value, Ones):
        raise CannotRead(f"the norm of {shape_text(value)}", "write |x| for a number")
    if array.ndim > 1 and order != 2:
        raise CannotRead("a norm of a matrix of another order than 2", "write it out")
    if not order > 0:
        raise CannotRead(f"a norm of order {order:g}", "1, 2 or infinity")
    return float(np.linalg.norm(array.ravel(), order))


def data(value: Value) -> Array:
    """Return the array of a value."""
    if isinstance(value, Row):
        return value.data
    return np.asarray(value.scale if isinstance(value, Ones) else value)


def related(a: float, sign: str, b: float) -> bool:
    """Tell whether two numbers stand in a relation; equal means to rounding."""
    same = math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-12)
    table = {"=": same, r"\ne": not same, "<": a < b and not same, ">": a > b and not same,
             r"\le": a <= b or same, r"\ge": a >= b or same}  # fmt: skip
    if sign not in table:
        raise CannotRead(rf"{sign} inside brackets", "write = or an inequality")
    return table[sign]
