"""What to draw at random for the symbols of a formula."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from .errors import CannotRead

Draw = Callable[[np.random.Generator], object]


class Sampler:
    """A way to draw a value for a symbol; call it with a generator.

    Parameters
    ----------
    draw : callable
        From a `numpy.random.Generator` to the value.
    name : str
        How it is shown.
    """

    def __init__(self, draw: Draw, name: str) -> None:
        self.draw = draw
        self.name = name

    def __call__(self, rng: np.random.Generator) -> object:
        """Draw one value."""
        return self.draw(rng)

    def __repr__(self) -> str:
        return self.name


class Every:
    """Several values of one symbol within a draw; made by `every`."""

    def __init__(self, values: object) -> None:
        self.values = values

    def of(self, rng: np.random.Generator) -> Every:
        """Draw the values, where a sampler gives them."""
        values = self.values(rng) if isinstance(self.values, Sampler) else self.values
        items = list(values) if isinstance(values, (Sequence, np.ndarray, range)) else []
        if len(items) < 2:
            raise CannotRead("every(..) needs two values or more", "give it a list or an array")
        return Every(items)

    def items(self) -> list[object]:
        """Return the values of this draw."""
        return list(self.values) if isinstance(self.values, list) else []


def _sized(name: str, *sizes: int) -> str:
    for size in sizes:
        if isinstance(size, bool) or not isinstance(size, (int, np.integer)) or size < 1:
            raise CannotRead(f"{name} needs positive whole sizes, got {size!r}", f"{name}(4)")
    return f"{name}({', '.join(str(size) for size in sizes)})"


def pmf(*shape: int) -> Sampler:
    """Draw a distribution: positive numbers that sum to one over the whole array.

    Parameters
    ----------
    *shape : int
        The number of outcomes, or the shape of a joint table.

    Returns
    -------
    Sampler
        Gives float64 arrays of that shape.

    Examples
    --------
    >>> import numpy as np
    >>> p = pmf(2, 3)(np.random.default_rng(0))
    >>> p.shape, bool(abs(p.sum() - 1) < 1e-12)
    ((2, 3), True)
    """

    def draw(rng: np.random.Generator) -> NDArray[np.float64]:
        weights = np.exp(rng.normal(size=shape))
        return np.asarray(weights / weights.sum(), dtype=np.float64)

    if not shape:
        raise CannotRead("pmf needs the number of outcomes", "pmf(4)")
    return Sampler(draw, _sized("pmf", *shape))


def real(*shape: int) -> Sampler:
    """Draw real numbers, of either sign and of size about one.

    Parameters
    ----------
    *shape : int
        The shape; nothing for one number.

    Returns
    -------
    Sampler
        Gives a float, or a float64 array.

    Examples
    --------
    >>> import numpy as np
    >>> real(2, 3)(np.random.default_rng(0)).shape
    (2, 3)
    """
    return Sampler(lambda rng: rng.normal(size=shape) if shape else rng.normal(),
                   _sized("real", *shape))  # fmt: skip


def positive(*shape: int) -> Sampler:
    """Draw positive numbers of size about one.

    Parameters
    ----------
    *shape : int
        The shape; nothing for one number.

    Returns
    -------
    Sampler
        Gives a float, or a float64 array.

    Examples
    --------
    >>> import numpy as np
    >>> bool(positive()(np.random.default_rng(0)) > 0)
    True
    """
    return Sampler(lambda rng: np.exp(rng.normal(size=shape or None) * 0.7),
                   _sized("positive", *shape))  # fmt: skip


def prob(*shape: int) -> Sampler:
    """Draw probabilities, each by itself, between 0.05 and 0.95.

    Parameters
    ----------
    *shape : int
        The shape; nothing for one number.

    Returns
    -------
    Sampler
        Gives a float, or a float64 array.

    Examples
    --------
    >>> import numpy as np
    >>> bool(0 < prob()(np.random.default_rng(0)) < 1)
    True
    """
    return Sampler(lambda rng: rng.uniform(0.05, 0.95, size=shape or None),
                   _sized("prob", *shape))  # fmt: skip


def label(classes: int, *shape: int) -> Sampler:
    """Draw class labels from 1 to `classes`, as they are typeset.

    Parameters
    ----------
    classes : int
        The number of classes.
    *shape : int
        The shape; nothing for one label.

    Returns
    -------
    Sampler
        Gives an int, or an int64 array.

    Examples
    --------
    >>> import numpy as np
    >>> label(3)(np.random.default_rng(0)) in (1, 2, 3)
    True
    """
    name = _sized("label", classes, *shape)
    return Sampler(_integers(1, classes, shape), name)


def bit(*shape: int) -> Sampler:
    """Draw zeros and ones.

    Parameters
    ----------
    *shape : int
        The shape; nothing for one bit.

    Returns
    -------
    Sampler
        Gives an int, or an int64 array.

    Examples
    --------
    >>> import numpy as np
    >>> bit()(np.random.default_rng(0)) in (0, 1)
    True
    """
    return Sampler(_integers(0, 1, shape), _sized("bit", *shape))


def integer(low: int, high: int, *shape: int) -> Sampler:
    """Draw whole numbers from `low` to `high`, both included.

    Parameters
    ----------
    low, high : int
        The ends.
    *shape : int
        The shape; nothing for one number.

    Returns
    -------
    Sampler
        Gives an int, or an int64 array.

    Examples
    --------
    >>> import numpy as np
    >>> integer(2, 2)(np.random.default_rng(0))
    2
    """
    if high < low:
        raise CannotRead(f"integer({low}, {high}) is empty", "give the lower end first")
    _sized("integer", *shape)
    return Sampler(_integers(low, high, shape), f"integer({low}, {high})")


def _integers(low: int, high: int, shape: tuple[int, ...]) -> Draw:
    def draw(rng: np.random.Generator) -> object:
        found = rng.integers(low, high, size=shape or None, endpoint=True)
        return found if shape else int(found)

    return draw


def every(values: object) -> Every:
    r"""Give a symbol several values within one draw.

    ``\propto`` and ``+ \text{const}`` are judged over them: the ratio, or the difference, of the
    two sides must be the same for all.

    Parameters
    ----------
    values : array, list or Sampler
        The values along the first axis.

    Returns
    -------
    Every
        To be given as the value of the symbol.

    Examples
    --------
    >>> len(every([0.1, 0.5, 0.9]).of(None).items())
    3
    """
    return Every(values)
