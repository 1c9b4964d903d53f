"""The only validation: every argument passes here, and nothing is clipped, broadcast or repaired.

Each function takes the argument's name first, so that the error can say it:
``targets must lie in [0, 1]; found -0.2 at index (3, 1)``.
"""

from __future__ import annotations

import math
from typing import Any, NoReturn, TypeAlias

import numpy as np
import numpy.typing as npt

ArrayLike: TypeAlias = npt.ArrayLike
FloatArray: TypeAlias = npt.NDArray[np.floating[Any]]
IntArray: TypeAlias = npt.NDArray[np.integer[Any]]
BoolArray: TypeAlias = npt.NDArray[np.bool_]

_WIDER_THAN_DOUBLE = np.dtype(np.longdouble).itemsize > 8


def refuse(name: str, rule: str, array: npt.NDArray[Any], bad: BoolArray) -> NoReturn:
    """Raise the one kind of message: name, rule, first offending value and where it is."""
    index = tuple(int(i) for i in np.argwhere(bad)[0])
    place = "" if not index else f" at index {index[0] if len(index) == 1 else index}"
    raise ValueError(f"{name} must {rule}; found {array[index]}{place}")


def as_array(name: str, value: object) -> npt.NDArray[Any]:
    """Return `value` as a non-empty array of numbers or booleans."""
    if isinstance(value, np.ma.MaskedArray):
        raise TypeError(f"{name} must not be a masked array: its mask would be dropped")
    try:
        array = np.asarray(value)
    except (ValueError, RuntimeError) as error:
        raise ValueError(f"{name} must be a rectangular array of numbers: {error}") from None
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must hold real numbers; found dtype {array.dtype}")
    if array.size == 0:
        raise ValueError(f"{name} must not be empty; found shape {array.shape}")
    return array


def as_floats(name: str, value: object, *, allow_bool: bool = False) -> FloatArray:
    """Return float32 as it is and every other real kind as float64; booleans only where allowed."""
    array = as_array(name, value)
    if array.dtype.kind == "b" and not allow_bool:
        raise TypeError(f"{name} must hold real numbers; found dtype bool")
    if array.dtype.kind == "f" and array.dtype.itemsize > 8 and _WIDER_THAN_DOUBLE:
        raise TypeError(f"{name} must be float64 or narrower; found dtype {array.dtype}")
    return array if array.dtype == np.float32 else array.astype(np.float64, copy=False)


def no_nan(name: str, some: FloatArray, whole: FloatArray | None = None) -> None:
    """Refuse NaN in an array, or in a block of a whole one; NaN survives a maximum."""
    if np.isnan(some.max()):
        array = some if whole is None else whole
        refuse(name, "not contain NaN", array, np.isnan(array))


def finite(name: str, some: FloatArray, whole: FloatArray | None = None) -> None:
    """Refuse NaN and infinities in an array, or in a block of a whole one."""
    if not (some.min() > -np.inf and some.max() < np.inf):
        array = some if whole is None else whole
        refuse(name, "be finite", array, ~np.isfinite(array))


def not_negative(name: str, some: FloatArray, whole: FloatArray) -> None:
    """Refuse NaN and negative numbers in a block of a whole array."""
    if not some.min() >= 0:
        no_nan(name, whole)
        refuse(name, "not be negative", whole, whole < 0)


def as_bits(array: FloatArray) -> npt.NDArray[np.unsignedinteger[Any]]:
    """Read floats as unsigned integers, which makes [0, 1] a range that one maximum tests.

    From 0 to 1.0 they rise; those of larger numbers, NaN and what has a minus sign lie above.
    """
    return array.view(f"u{array.itemsize}")


def in_unit_interval(name: str, some: FloatArray, whole: FloatArray | None = None) -> None:
    """Refuse an array, or a block of a whole one, that leaves [0, 1] or holds NaN."""
    if as_bits(some).max() > as_bits(np.ones((), some.dtype)):
        array = some if whole is None else whole
        bad = ~((array >= 0) & (array <= 1))
        if bad.any():  # -0.0 is as good as 0
            refuse(name, "lie in [0, 1]", array, bad)


def same_shape(first: str, a: npt.NDArray[Any], second: str, b: npt.NDArray[Any]) -> None:
    """Refuse shapes that differ: (N, 1) against (N,) is a mistake, not a wish to broadcast."""
    if a.shape != b.shape:
        raise ValueError(
            f"{second} must have the shape of {first}, {a.shape}; found shape {b.shape}"
        )


def has_axes(name: str, array: npt.NDArray[Any], least: int = 1) -> None:
    """Refuse arrays with fewer axes than the function reads."""
    if array.ndim < least:
        raise ValueError(f"{name} must have at least {least} axes; found shape {array.shape}")


def as_axis(axis: object, ndim: int) -> int:
    """Return an axis counted from the front."""
    number = as_integer("axis", axis)
    if not -ndim <= number < ndim:
        raise ValueError(f"axis must lie in [{-ndim}, {ndim - 1}] for {ndim} axes; found {number}")
    return number % ndim


def as_integer(name: str, value: object) -> int:
    """Return an integer that is not a boolean."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} must be an integer; found {value!r}")
    return int(value)


def as_number(name: str, value: object) -> float:
    """Return a finite real number; arrays and booleans are refused."""
    kinds = (int, float, np.integer, np.floating)
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, kinds):
        raise TypeError(f"{name} must be a real number; found {value!r}")
    if not math.isfinite(value):
        raise ValueError(f"{name} must be finite; found {value}")
    return float(value)


def as_base(base: object) -> float | None:
    """Return the base of the logarithm; None stands for e, whose unit is the nat."""
    if base is None:
        return None
    number = as_number("base", base)
    if number <= 0 or number == 1:
        raise ValueError(f"base must be positive and not 1; found {number}")
    return number


def as_reduction(reduction: object) -> str:
    """Return one of the three reductions."""
    if not isinstance(reduction, str):
        raise TypeError(f"reduction must be a string; found {reduction!r}")
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f'reduction must be "none", "mean" or "sum"; found {reduction!r}')
    return reduction


def as_smoothing(label_smoothing: object) -> float:
    """Return the share of the target that is spread evenly."""
    number = as_number("label_smoothing", label_smoothing)
    if not 0 <= number <= 1:
        raise ValueError(f"label_smoothing must lie in [0, 1]; found {number}")
    return number


def as_class_count(value: object) -> int:
    """Return a positive number of classes."""
    number = as_integer("num_classes", value)
    if number < 1:
        raise ValueError(f"num_classes must be at least 1; found {number}")
    return number


def as_labels(
    name: str, value: object, num_classes: int, ignore_index: int | None = None
) -> IntArray:
    """Return integer classes 0..num_classes-1; `ignore_index` may stand outside that range."""
    labels = as_array(name, value)
    if labels.dtype.kind not in "iu":
        raise TypeError(f"{name} must hold integer classes; found dtype {labels.dtype}")
    bad = (labels < 0) | (labels >= num_classes)
    if ignore_index is not None:
        bad &= labels != ignore_index
    if bad.any():
        refuse(name, f"be classes in [0, {num_classes - 1}]", labels, bad)
    return labels.astype(np.int64, copy=False)


def as_weights(
    name: str, value: object, shapes: tuple[tuple[int, ...], ...]
) -> npt.NDArray[np.float64]:
    """Return finite weights >= 0 in one of the allowed shapes."""
    weights = as_floats(name, value)
    if weights.shape not in shapes:
        allowed = " or ".join(map(str, dict.fromkeys(shapes)))
        raise ValueError(f"{name} must have shape {allowed}; found shape {weights.shape}")
    bad = ~(np.isfinite(weights) & (weights >= 0))
    if bad.any():
        refuse(name, "be finite and not negative", weights, bad)
    return weights.astype(np.float64, copy=False)


def sum_tolerance(array: FloatArray) -> float:
    """How far from one a sum of probabilities may be: what rounding does, and little more."""
    return 1e-5 if array.dtype == np.float32 else 1e-8


def sum_to_one(name: str, sums: FloatArray, whole: FloatArray) -> None:
    """Refuse `whole` if the sums of some of its rows, those in hand, are not 1."""
    if not abs(sums - 1).max() <= sum_tolerance(whole):
        every = np.asarray(whole.sum(axis=-1, dtype=np.float64))
        bad = ~(abs(every - 1) <= sum_tolerance(whole))
        refuse(name, "sum to 1 along the last axis", every, bad)


def distributions(name: str, value: object) -> FloatArray:
    """Return probabilities whose last axis sums to one."""
    p = as_floats(name, value)
    has_axes(name, p)
    in_unit_interval(name, p)
    sum_to_one(name, np.asarray(p.sum(axis=-1, dtype=np.float64)), p)
    return p


def as_joint(value: object, least: int, most: int | None = None) -> FloatArray:
    """Return a joint distribution, one axis for each variable, that sums to one over everything."""
    joint = as_floats("joint", value)
    has_axes("joint", joint, least)
    if most is not None and joint.ndim > most:
        raise ValueError(f"joint must have {most} axes, one a variable; found shape {joint.shape}")
    in_unit_interval("joint", joint)
    total = float(joint.sum(dtype=np.float64))
    if abs(total - 1) > sum_tolerance(joint):
        raise ValueError(f"joint must sum to 1 over all its entries; found {total}")
    return joint


def have_softmax(rows: FloatArray) -> bool:
    """Tell whether every row of logits has a softmax: the test for a block that looks unusual."""
    top = rows.max(axis=1)
    return bool((top > -np.inf).all() and ((rows == np.inf).sum(axis=1) <= 1).all())


def refuse_logits(name: str, z: FloatArray) -> None:
    """Refuse rows that have no softmax: NaN, two entries of +inf, or -inf everywhere."""
    no_nan(name, z)
    several = (z == np.inf).sum(axis=-1)
    if (several > 1).any():
        refuse(name, "have at most one +inf in a row", np.asarray(several), several > 1)
    top = np.asarray(z.max(axis=-1))
    if (top == -np.inf).any():
        refuse(name, "allow at least one class in a row (-inf forbids)", top, top == -np.inf)
