"""What a check found, and the checks that were made, to be repeated."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .check import Plan, Run
from .display import read_equation

if TYPE_CHECKING:
    from .book import Formulas

LEVELS = (1e-12, 1e-9, 1e-6, 1e-3)


@dataclass(frozen=True)
class Result:
    """What a check found; prints as one line that is the same on every machine.

    Attributes
    ----------
    label, latex : str
        The equation.
    draws : int
        On how many random draws its sides were compared.
    largest_gap : float
        The largest difference of two sides, relative where they exceed one.
    relations : tuple of str
        The relations of the display, in order.
    using : tuple of str
        The definitions that were used.
    """

    label: str
    latex: str
    draws: int
    largest_gap: float
    relations: tuple[str, ...]
    using: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """What was shown; one of equality, inequality, mixed, unequal or proportional."""
        bounds = {r"\le", r"\ge", "<", ">"} & set(self.relations)
        if bounds:
            return "inequality" if set(self.relations) <= {r"\le", r"\ge", "<", ">"} else "mixed"
        return {r"\ne": "unequal", r"\propto": "proportional"}.get(self.relations[0], "equality")

    @property
    def within(self) -> float:
        """The gap, rounded up to a level that does not differ between machines."""
        fine = [level for level in LEVELS if self.largest_gap * 30 <= level]
        return fine[0] if fine else 10.0 ** math.ceil(math.log10(self.largest_gap * 3))

    def __str__(self) -> str:
        times = "draw" if self.draws == 1 else "draws"
        text = f"{self.label} holds on {self.draws} random {times}"
        if "=" in self.relations or r"\propto" in self.relations:
            text += f", both sides within {self.within:.0e}"
        return text

    __repr__ = __str__

    def _repr_markdown_(self) -> str:
        """Render in a notebook as the line with the equation."""
        return f"{self}\n\n$$\n{self.latex}\n$$"


@dataclass(frozen=True)
class Check:
    """A check that was made, which can be made again with another LaTeX source."""

    formulas: Formulas
    plan: Plan
    using: tuple[str, ...]
    result: Result

    def again(self, latex: str | None = None, draws: int | None = None) -> Result:
        """Repeat the check.

        Parameters
        ----------
        latex : str, optional
            Another source for the same label, for example a corrupted one.
        draws : int, optional
            Another number of draws.

        Returns
        -------
        Result
            As from `Formulas.check`, whose errors it raises as well.
        """
        source = self.result.latex if latex is None else latex
        plan = self.plan
        equation = read_equation(self.result.label, source)
        number = plan.draws if draws is None else draws
        again = Plan(equation, plan.symbols, plan.draw, plan.definitions, plan.tight,
                     plan.rtol, plan.atol, number, plan.seed)  # fmt: skip
        return result_of(again, self.using, Run(again).go())


recorders: list[list[Check]] = []


@contextmanager
def recording() -> Iterator[list[Check]]:
    """Collect every check that succeeds inside the block, so that a test can repeat it.

    Yields
    ------
    list of Check
        Filled while the block runs.

    Examples
    --------
    >>> from xent_course.formulas import Formulas
    >>> with recording() as checks:
    ...     _ = Formulas({"eq-x": r"(a + b)^2 = a^2 + 2 a b + b^2"}).check(
    ...         "eq-x", lambda rng: dict(a=rng.normal(), b=rng.normal())
    ...     )
    >>> checks[0].result.label
    'eq-x'
    """
    made: list[Check] = []
    recorders.append(made)
    try:
        yield made
    finally:
        recorders.remove(made)


def result_of(plan: Plan, using: tuple[str, ...], gap: float) -> Result:
    """Return the result of a plan that was carried out."""
    signs = tuple(s for one in plan.equation.statements for s in one.relation.signs)
    return Result(plan.equation.label, plan.equation.latex, plan.draws, gap, signs, using)
