"""Arithmetic on numbers, columns, rows and tables: strict, nothing is broadcast."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from .errors import CannotRead

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """A transposed column."""

    data: Array


@dataclass(frozen=True, slots=True)
class Ones:
    """A column of equal numbers as long as it must be; transposed where `row` is true."""

    scale: float = 1.0
    row: bool = False


Value: TypeAlias = float | Array | Row | Ones
EXACT = 2**53
MOST_ENTRIES = 100_000


def value_of(raw: object) -> Value:
    """Return a number or an array as the evaluator handles it."""
    if isinstance(raw, (Row, Ones)):
        return raw
    if isinstance(raw, (bool, int, float)):
        return int(raw) if isinstance(raw, bool) else raw
    try:
        array = np.asarray(raw)
    except (ValueError, TypeError):
        raise CannotRead(f"a value of kind {type(raw).__name__}", "give numbers") from None
    if array.dtype.kind not in "biuf":
        raise CannotRead(f"a value of kind {type(raw).__name__}", "give real numbers or an array")
    if array.ndim == 0:
        return int(array) if array.dtype.kind in "biu" else float(array)
    if array.dtype.kind == "b":
        array = array.astype(np.int64)
    return array


def scalar(value: Value) -> float:
    """Return a number, or refuse an array."""
    if isinstance(value, (int, float)):
        return value
    raise CannotRead(f"a number is needed here, this is {shape_text(value)}", "index it")


def shape_text(value: Value) -> str:
    """Say what kind of value this is."""
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, Ones):
        return "a vector of ones"
    if isinstance(value, Row):
        return f"a row of {value.data.size}"
    if value.ndim == 1:
        return f"a vector of {value.size}"
    return "a table of " + " x ".join(str(size) for size in value.shape)


def tame(number: float) -> float:
    """Keep whole numbers from growing without bound."""
    return float(number) if isinstance(number, int) and abs(number) > EXACT else number


def add(a: Value, b: Value, sign: int, loose: bool) -> Value:
    """Return a + b or a - b; a number and an array only inside an entry-by-entry product."""
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return tame(a + b if sign > 0 else a - b)
    if isinstance(b, Ones) and isinstance(a, np.ndarray) and a.ndim == 1 and not b.row:
        return a + sign * b.scale
    if isinstance(a, Ones) and isinstance(b, np.ndarray) and b.ndim == 1 and not a.row:
        return a.scale + sign * b
    if isinstance(a, Row) and isinstance(b, Row) and a.data.shape == b.data.shape:
        return Row(a.data + sign * b.data)
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray) and a.shape == b.shape:
        return a + sign * b
    if loose and not isinstance(a, (Row, Ones)) and not isinstance(b, (Row, Ones)):
        one_number = isinstance(a, (int, float)) or isinstance(b, (int, float))
        if one_number:
            return value_of(np.asarray(a) + sign * np.asarray(b))
    raise CannotRead(
        f"{shape_text(a)} and {shape_text(b)} cannot be added",
        r"give both the same shape; c \mathbf{1} is a vector of c",
    )


def multiply(a: Value, b: Value) -> Value:
    """Return the product of two factors side by side."""
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return tame(a * b)
    if isinstance(a, (int, float)):
        return scaled(b, a)
    if isinstance(b, (int, float)):
        return scaled(a, b)
    found = matrix_product(a, b)
    if found is None:
        raise CannotRead(
            f"{shape_text(a)} and {shape_text(b)} side by side are not a product",
            r"write a^\top b, a b^\top or a \odot b",
        )
    return found


def scaled(a: Value, by: float) -> Value:
    """Return a value times a number."""
    if isinstance(a, Ones):
        return Ones(a.scale * by, a.row)
    return Row(a.data * by) if isinstance(a, Row) else a * by


def matrix_product(a: Value, b: Value) -> Value | None:
    """Return the product of rows, columns and matrices, None where there is none."""
    if isinstance(a, Ones) and isinstance(b, np.ndarray):
        return plain_array(a.scale * b.sum(axis=0), True) if a.row else None
    if isinstance(b, Ones) and not b.row and not isinstance(a, Ones):
        data = a.data if isinstance(a, Row) else np.asarray(a)
        matrix = isinstance(a, Row) or data.ndim == 2
        return plain_array(b.scale * data.sum(axis=-1), False) if matrix else None
    if isinstance(a, Ones) or isinstance(b, Ones):
        return None
    left, right = (np.asarray(x.data if isinstance(x, Row) else x) for x in (a, b))
    if isinstance(b, Row):
        return np.outer(left, right) if not isinstance(a, Row) and left.ndim == 1 else None
    inner = isinstance(a, Row) or left.ndim == 2
    if not inner or right.ndim > 2 or left.shape[-1] != right.shape[0]:
        return None
    return plain_array(left @ right, isinstance(a, Row))


def plain_array(found: object, row: bool) -> Value:
    """Return a number for a 0-d array, a row for what a row times a matrix gives."""
    array = np.asarray(found)
    if array.ndim == 0:
        return float(array)
    return Row(array) if row else array


def entrywise(a: Value, b: Value) -> Value:
    r"""Return the entry-by-entry product of two equal shapes."""
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray) and a.shape == b.shape:
        return a * b
    raise CannotRead(
        f"{shape_text(a)} and {shape_text(b)} cannot be multiplied entry by entry",
        r"\odot stands between two arrays of one shape",
    )


def divide(a: Value, b: Value) -> Value:
    """Return a value over a number."""
    below = scalar(b)
    if below == 0:
        above = scalar(a)
        return math.nan if above == 0 or above != above else math.copysign(math.inf, above)
    if isinstance(a, (int, float)):
        return a / below
    return scaled(a, 1.0 / below)


def power(a: Value, b: float, loose: bool) -> Value:
    """Return a power; of a matrix only a whole one."""
    if isinstance(a, (int, float)):
        return number_power(float(a), float(b))
    if isinstance(a, np.ndarray) and loose:
        return np.asarray(a, dtype=float) ** b
    if isinstance(a, np.ndarray) and a.ndim == 2 and a.shape[0] == a.shape[1] and b in (-1, 2, 3):
        try:
            return np.linalg.matrix_power(np.asarray(a, dtype=float), int(b))
        except np.linalg.LinAlgError:
            raise CannotRead("a singular matrix has no inverse", "draw another") from None
    raise CannotRead(f"{shape_text(a)} to the power {b:g}", r"index it, or use \odot")


def number_power(a: float, b: float) -> float:
    """Return a power of a number; infinite where it overflows."""
    try:
        return math.pow(a, b)
    except OverflowError:
        return math.inf if a > 0 or b % 2 == 0 else -math.inf
    except ValueError:
        return math.inf if a == 0 else math.nan


def transposed(a: Value) -> Value:
    """Return the transpose."""
    if isinstance(a, Ones):
        return Ones(a.scale, not a.row)
    if isinstance(a, Row):
        return a.data
    if isinstance(a, np.ndarray) and a.ndim <= 2:
        return Row(a) if a.ndim == 1 else a.T
    raise CannotRead(f"the transpose of {shape_text(a)}", r"leave \top out")


def whole_number(value: Value, what: str) -> int:
    """Return a whole number, or refuse."""
    number = scalar(value)
    if not math.isfinite(number) or abs(number - round(number)) > 1e-9:
        raise CannotRead(f"{what} is {number:g}, not a whole number", "give a whole number")
    return round(number)


def outer(a: Value, b: Value) -> Value:
    """Return the product of tables that share no axis, or of marginals: a joint of independents."""
    if not (isinstance(a, np.ndarray) and isinstance(b, np.ndarray)):
        return multiply(a, b)
    if a.size * b.size > MOST_ENTRIES:
        raise CannotRead(f"a joint of {a.size * b.size} entries", "take fewer or smaller marginals")
    if b.ndim == 1:
        return np.multiply.outer(a, b)
    apart = a.ndim == b.ndim and all(1 in pair for pair in zip(a.shape, b.shape, strict=True))
    return a * b if apart else multiply(a, b)
