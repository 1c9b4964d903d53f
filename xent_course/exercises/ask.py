"""One thing that an exercise asks for, and how an answer is held against it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xent_course import _arrays

# Distances in units of the largest entry: how near is right, right but rounded, or nearly right.
EXACT, ROUNDED, NEAR = 1e-5, 5e-3, 3e-2
CLOSE = "Very near: rounded too early, too few steps, or too coarse a grid?"

Array = NDArray[Any]


@dataclass(frozen=True)
class Ask:
    """What is asked for, its answer, and what to say to whom.

    Parameters
    ----------
    name : str
        In the words of the exercise; it stands before a hint, and in errors.
    answer : number, array, bool, str or function
        A function is compared by its values at the inputs `at`.
    hint : str
        For a wrong answer that is not one of the slips.
    slips : sequence of (wrong answer, hint)
        The typical mistakes, each with the hint that fits it.
    unit : {"", "nats", "bits"}
        With a unit, the answer in the other one is recognised.
    at : sequence of tuples
        The arguments at which a function is tried.
    choices : sequence of str
        The words that may be answered, where the answer is one of them.
    accepts : function, optional
        Where many answers are right: returns the hint for a wrong one, "" for a right one.
    """

    name: str
    answer: Any
    hint: str
    slips: Sequence[tuple[Any, str]] = ()
    unit: str = ""
    at: Sequence[tuple[Any, ...]] = ()
    choices: Sequence[str] = ()
    accepts: Callable[[Any], str] | None = None

    def judge(self, given: Any) -> str:
        """Return "Right.", "Right (rounded)." or a hint."""
        if self.accepts:
            return self.accepts(given) or "Right."
        if isinstance(self.answer, str | bool):
            return self._word(given)
        if callable(given) != bool(self.at):
            wanted = "a function" if self.at else "a number, not a function"
            raise TypeError(f"{self.name} must be {wanted}; found {type(given).__name__}")
        return self._number(self._read(given))

    def _word(self, given: Any) -> str:
        """Compare a word or a truth value."""
        if isinstance(given, np.bool_ | np.str_):
            given = given.item()
        allowed = (True, False) if isinstance(self.answer, bool) else tuple(self.choices)
        if type(given) is not type(self.answer) or given not in allowed:
            words = " or ".join(map(repr, allowed))
            raise TypeError(f"{self.name} must be {words}; found {given!r}")
        return "Right." if given == self.answer else dict(self.slips).get(given, self.hint)

    def _values(self, thing: Any) -> Array:
        """Return a number as an array; a function as the array of what it returns."""
        if callable(thing):
            thing = [thing(*arguments) for arguments in self.at]
        return _arrays.as_floats(self.name, thing)

    def _read(self, given: Any) -> Array:
        """Return the reader's numbers in the shape of the answer, or say plainly what they are."""
        shape = self._values(self.answer).shape
        rule = f"{self.name} must {'return' if self.at else 'be'} {_kind(shape[bool(self.at) :])}"
        if self.at:
            given = [given(*arguments) for arguments in self.at]
        try:
            found = _arrays.as_floats(self.name, given)
        except TypeError:
            shown = repr(given[0] if self.at else given)
            quotes = " (leave out the quotes; infinity is np.inf)" if "'" in shown else ""
            raise TypeError(f"{rule}; found {shown}{quotes}") from None
        if found.size == 1 and shape == ():
            return found.reshape(())  # one number in brackets is that number
        if found.shape != shape:
            raise ValueError(f"{rule}; found {_kind(found.shape[bool(self.at) :])}")
        return found

    def _number(self, given: Array) -> str:
        """Compare numbers: right, a known slip, nearly right, or something else."""
        key = self._values(self.answer)
        if np.isnan(given).any():
            nan = "There is a NaN in it: 0 log 0, or infinity less infinity?"
            return nan + self._first_wrong(given, key)
        if (off := _off(given, key)) <= EXACT:
            return "Right."
        for slip, hint in self._all_slips(key):
            if _off(given, slip) <= ROUNDED and _off(given, slip) < off:
                return hint
        whole = np.asarray(self.answer).dtype.kind in "iu"
        if off <= NEAR and not whole:
            return "Right (rounded)." if off <= ROUNDED else CLOSE
        return self.hint + self._first_wrong(given, key)

    def _all_slips(self, key: Array) -> Iterator[tuple[Array, str]]:
        """Yield the slips of this question, then those of every question."""
        for slip, hint in self.slips:
            yield self._values(slip), hint
        yield -key, "The size is right, the sign is not."
        if self.unit == "nats":
            yield key / np.log(2), "That is the answer in bits; the question asks for nats."
        if self.unit == "bits":
            yield key * np.log(2), "That is the answer in nats; the question asks for bits."
        if self.unit:
            nats = key * np.log(2) if self.unit == "bits" else key
            yield nats / np.log(10), f"That is with a logarithm in base 10; give {self.unit}."
        yield 100 * key, "That is in percent; give the number itself."
        if (key != 0).all():
            yield 1 / key, "Upside down: that is one divided by the answer."
        if key.ndim == 1 and not self.at:
            yield key[::-1], "The right numbers, in the wrong order."

    def _first_wrong(self, given: Array, key: Array) -> str:
        """Say for which input a function is wrong first."""
        for number, arguments in enumerate(self.at):
            if not _off(given[number], key[number]) <= ROUNDED:  # NaN is wrong, too
                shown = ", ".join(str(np.round(argument, 4)) for argument in arguments)
                return f" It is wrong first for the input {shown}."
        return ""


def _kind(shape: tuple[int, ...]) -> str:
    """Return a shape in words."""
    words = {0: "one number", 1: "a list of {} numbers", 2: "a table of {} rows and {} columns"}
    return words.get(len(shape), f"an array of shape {shape}").format(*shape)


def _off(given: Array, key: Array) -> float:
    """Return the largest distance, in units of the largest finite entry of the key."""
    finite = np.abs(np.asarray(key)[np.isfinite(key)])
    size = finite.max(initial=0.0) or 1e-3  # a zero must be hit to 5e-6
    with np.errstate(invalid="ignore"):
        gaps = np.where(given == key, 0.0, np.abs(given - key))
    return float(np.max(gaps) / size)
