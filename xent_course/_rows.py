"""Blocks of rows that fit in cache, and the exponentials that every softmax here is made of.

A block is a float64 copy of some rows, so float32 is widened once and rounded once, and the
arithmetic runs in place at the speed of the cache instead of that of memory.
Chapter: 07_softmax_loss derives the two forms; 14_cross_entropy_at_scale measures them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from xent_course import _arrays
from xent_course._arrays import FloatArray

Block: TypeAlias = npt.NDArray[np.float64]
Test: TypeAlias = Callable[[str, FloatArray, FloatArray], None]  # name, a block, the whole array
BLOCK = 1 << 16  # entries: 512 KB of float64, half of a usual second-level cache
BUFFER = 1 << 10  # entries that NumPy converts at a time; its own choice is 8192
SAFE = 300.0  # exp(+-300) neither overflows nor underflows, nor do sums and ratios of it


def blocks(n_rows: int, n_columns: int = 1, entries: int = BLOCK) -> Iterator[slice]:
    """Cut `n_rows` into slices that hold about so many entries."""
    step = max(1, entries // n_columns)
    for start in range(0, n_rows, step):
        yield slice(start, min(start + step, n_rows))


@contextmanager
def block_arithmetic() -> Iterator[None]:
    """Let NaN and infinities pass without warnings, and columns meet rows at full speed.

    NumPy copies a column that meets rows shorter than its buffer, which takes twice the time.
    """
    usual = np.setbufsize(BUFFER)
    try:
        with np.errstate(all="ignore"):
            yield
    finally:
        np.setbufsize(usual)


def each_element(
    kernel: Callable[..., Block], dtype: npt.DTypeLike, *tests: Test, **arrays: FloatArray
) -> FloatArray:
    """Apply `kernel` to blocks of arrays of one shape, each block tested while in the cache."""
    out = np.empty(next(iter(arrays.values())).shape, dtype)
    flat, sources = out.reshape(-1), [a.reshape(-1) for a in arrays.values()]
    with block_arithmetic():
        for part in blocks(out.size):
            parts = [source[part].astype(np.float64) for source in sources]
            for test, some, (name, whole) in zip(tests, parts, arrays.items(), strict=True):
                test(name, some, whole)
            flat[part] = kernel(*parts)
    return out


def is_wide(z: FloatArray) -> bool:
    """Tell whether a block holds NaN, an infinity or a number that exp should not meet."""
    return not (z.min() >= -SAFE and z.max() <= SAFE)


def each_row(
    kernel: Callable[[Block, bool], Block], z: FloatArray, out: FloatArray, *, need_softmax: bool
) -> FloatArray:
    """Fill `out` with `kernel(block, wide)` of the rows of `z`, the last axis."""
    rows, target = z.reshape(-1, z.shape[-1]), out.reshape(-1, *out.shape[z.ndim - 1 :])
    with block_arithmetic():
        for part in blocks(*rows.shape):
            block = rows[part].astype(np.float64)
            wide = is_wide(block)
            if wide and need_softmax and not _arrays.have_softmax(block):
                _arrays.refuse_logits("z", z)
            if wide and np.isnan(block.max()):
                _arrays.no_nan("z", z)
            target[part] = kernel(block, wide)
    return out


def below(z: Block, m: Block) -> tuple[Block, Block]:
    """Return z - m as rounded, and the rounding error that it left (Knuth's two-difference).

    Without the error, exp(z - m) is wrong by as many units as z - m has: 50 at exp(-50).
    """
    gap = z - m
    back = gap - z
    error = (z - (gap - back)) - (m + back)
    gap[z == m] = 0  # inf - inf too
    error[np.isnan(error)] = 0  # gap is -inf: exp(gap) is 0 whatever the error
    return gap, error


def exponentials(z: Block, wide: bool) -> Block:
    """Overwrite z with exp(z - m): m = 0 when that is safe, else each row's largest entry."""
    if not wide:
        return np.exp(z, out=z)
    gap, error = below(z, z.max(axis=1, keepdims=True))
    np.exp(gap, out=z)
    z += z * error
    return z


def peak(z: Block, wide: bool) -> tuple[npt.NDArray[np.intp], Block, Block]:
    """Return where each row peaks, the peak, and log(sum exp(z - peak)), which is log1p(rest).

    The peak's own term is exactly 1 and is left out of the sum: 1 + 1e-22 would lose the rest.
    """
    rows = np.arange(len(z))
    at = z.argmax(axis=1)
    top = z[rows, at]
    e = exponentials(z.copy(), wide)
    scale = e[rows, at]
    e[rows, at] = 0
    return at, top, np.log1p(e.sum(axis=1) / scale)


def softmax_rows(z: Block, wide: bool) -> Block:
    """Softmax of each row, in place."""
    e = exponentials(z, wide)
    e /= e.sum(axis=1, keepdims=True)
    return e


def log_softmax_rows(z: Block, wide: bool) -> Block:
    """(z - peak) - log1p(rest) of each row: two terms that never have opposite signs."""
    _, top, log_rest = peak(z, wide)
    gap = z - top[:, None]
    gap[z == top[:, None]] = 0
    return gap - log_rest[:, None]


def logsumexp_rows(z: Block, wide: bool) -> Block:
    """Peak + log1p(rest) of each row."""
    _, top, log_rest = peak(z, wide)
    return top + log_rest


def log1p_exp(z: Block) -> Block:
    """log(1 + exp(-|z|)), the bounded part of softplus: between 0 and log 2."""
    e = np.abs(z)
    np.negative(e, out=e)
    np.exp(e, out=e)
    return np.log1p(e, out=e)
