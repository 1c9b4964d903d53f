"""Targets as classes or distributions, and the reduction of their losses to a value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from xent_course import _arrays
from xent_course._arrays import FloatArray, IntArray
from xent_course._rows import BLOCK, Block, blocks

Pick: TypeAlias = slice | IntArray


@dataclass(frozen=True)
class Labels:
    """One class a row; `index` holds the rows that count when some are ignored (label 0 there)."""

    labels: IntArray
    index: IntArray | None

    def row_weights(self, class_weight: Block | None) -> Block:
        """Return what each row weighs: w_y of its class, and nothing where it is ignored."""
        w = np.ones(len(self.labels)) if class_weight is None else class_weight[self.labels]
        if self.index is None:
            return w
        used = np.zeros(len(w))
        used[self.index] = w[self.index]
        return used


def picks(
    index: IntArray | None, n_rows: int, n_columns: int, entries: int = BLOCK
) -> Iterator[Pick]:
    """Cut the rows that count (all, if there is no index) into blocks."""
    for part in blocks(n_rows if index is None else len(index), n_columns, entries):
        yield part if index is None else index[part]


def read_labels(
    batch: tuple[int, ...], targets: object, num_classes: int, ignore_index: object
) -> Labels:
    """Validate classes, and set the ignored ones apart."""
    array = _arrays.as_array("targets", targets)
    if array.shape != batch:
        raise ValueError(
            f"targets must have one class for each row, shape {batch}; found shape {array.shape}"
        )
    ignore = None if ignore_index is None else _arrays.as_integer("ignore_index", ignore_index)
    labels = _arrays.as_labels("targets", array, num_classes, ignore).reshape(-1)
    ignored = labels == ignore
    if ignore is None or not ignored.any():
        return Labels(labels, None)
    return Labels(np.where(ignored, 0, labels), np.flatnonzero(~ignored))


def read_targets(
    shape: tuple[int, ...], targets: object, ignore_index: object
) -> Labels | FloatArray:
    """Tell classes from distributions (then (N, K) rows) by their shape."""
    array = _arrays.as_array("targets", targets)
    if array.shape == shape:
        if ignore_index is not None:
            raise TypeError("ignore_index must be None where targets are distributions")
        return _arrays.distributions("targets", array).reshape(-1, shape[-1])
    if array.shape != shape[:-1]:
        raise ValueError(
            f"targets must have shape {shape[:-1]} (classes) or {shape} (distributions); "
            f"found shape {array.shape}"
        )
    return read_labels(shape[:-1], array, shape[-1], ignore_index)


@dataclass(frozen=True)
class Reduction:
    """How losses become a value, and what each of them weighs in it."""

    how: str
    scale: Block
    divisor: float

    def __post_init__(self) -> None:
        """Refuse a mean over nothing, which PyTorch answers with nan."""
        if _arrays.as_reduction(self.how) == "mean" and not self.divisor > 0:
            raise ValueError(
                'targets and weight must leave something to average for reduction "mean"; '
                "found every target ignored, or a total weight of 0"
            )

    def factors(self) -> Block:
        """Return the derivative of the value by each loss ("none": of their sum)."""
        return self.scale / self.divisor if self.how == "mean" else self.scale

    def value(self, losses: Block, shape: tuple[int, ...], dtype: npt.DTypeLike) -> FloatArray:
        """Reduce flat losses; what weighs nothing adds nothing, even if it is infinite."""
        with np.errstate(all="ignore"):
            weighed = np.where(self.scale == 0, 0.0, losses * self.scale)
            if self.how == "none":
                return weighed.reshape(shape).astype(dtype)[()]
            total = weighed.sum()
            if self.how == "mean":
                over = np.isinf(total)  # the sum may overflow where the mean does not
                total = (weighed / self.divisor).sum() if over else total / self.divisor
            return np.asarray(total).astype(dtype)[()]
