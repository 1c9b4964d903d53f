"""The equations of a chapter, and their checks."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from . import sources
from .check import DrawFunction, Plan, Run, Tight, Values, holds_derivative
from .definitions import definition_of
from .display import read_equation
from .errors import CannotRead
from .nodes import Equation
from .results import Check, Result, recorders, result_of
from .scope import Definition

PREFIXES = ("eq-", "def-", "asm-")


@dataclass
class Formulas:
    r"""The labelled equations of a chapter, read from its own source.

    Parameters
    ----------
    source : str or mapping
        The name of a chapter, such as ``"05_cross_entropy"``, or label -> LaTeX. A chapter is
        looked for in the working folder, then in a ``book`` folder at or above it, then in the
        copy inside the package.
    seed : int, optional
        Added to the label to seed the draws; the same draws every time.

    Raises
    ------
    CannotRead
        Where there is no such chapter.

    Examples
    --------
    >>> from xent_course.formulas import Formulas, prob
    >>> formulas = Formulas({"eq-odds": r"\log \frac{p}{1 - p} = \log p - \log(1 - p)"})
    >>> formulas.check("eq-odds", p=prob())
    eq-odds holds on 100 random draws, both sides within 1e-12
    """

    source: str | Mapping[str, str]
    seed: int = 0
    equations: dict[str, str] = field(init=False)
    _earlier: dict[str, str] | None = field(init=False, default=None, repr=False)
    _path: Path | None = field(init=False, default=None, repr=False)

    def __post_init__(self) -> None:
        if isinstance(self.source, str):
            self._path = sources.find_chapter(self.source)
            self.equations = self._load(self.source)
        else:
            self.equations = dict(self.source)

    @classmethod
    def from_file(cls, path: Path | str, *, seed: int = 0) -> Formulas:
        """Read the equations of one file, a notebook or MyST Markdown.

        Parameters
        ----------
        path : path
            The file.
        seed : int, optional
            As for the class.

        Returns
        -------
        Formulas
            Its labelled equations.
        """
        found = cls(sources.labelled(sources.read_chapter(path)), seed)
        found._path = Path(path)
        return found

    def _load(self, name: str) -> dict[str, str]:
        if self._path is not None:
            return sources.labelled(sources.read_chapter(self._path))
        copies = sources.packaged()
        if name not in copies:
            near = difflib.get_close_matches(name, copies, 1)
            hint = f"did you mean {near[0]!r}?" if near else "give a path to Formulas.from_file"
            raise CannotRead(f"there is no chapter {name!r} here, in book/ or packaged", hint)
        return copies[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.equations)

    def latex(self, label: str) -> str:
        """Return the LaTeX of an equation, of an earlier chapter for a definition.

        Parameters
        ----------
        label : str
            Its label.

        Returns
        -------
        str
            Its source.
        """
        if label in self.equations:
            return self.equations[label]
        if label.startswith("def-") and label in self.earlier():
            return self.earlier()[label]
        near = difflib.get_close_matches(label, self.equations, 1)
        hint = (
            f"did you mean {near[0]!r}?" if near else f"the labels are {', '.join(self) or 'none'}"
        )
        raise CannotRead(f"there is no equation {label!r} in this chapter", hint)

    def earlier(self) -> dict[str, str]:
        """Return the definitions of the chapters before this one, the nearest winning.

        Returns
        -------
        dict
            Label -> LaTeX.
        """
        if self._earlier is None:
            self._earlier = {}
            if self._path is not None:
                near = [
                    p for p in sorted(self._path.parent.glob("*")) if p.suffix in sources.SUFFIXES
                ]
                for path in near:
                    if path.stem < self._path.stem:
                        self._earlier |= sources.labelled(sources.read_chapter(path))
            elif isinstance(self.source, str):
                for name, equations in sorted(sources.packaged().items()):
                    self._earlier |= equations if name < self.source else {}
        return self._earlier

    def definition(self, label: str) -> Definition:
        """Return the function that a `def-` equation defines.

        Parameters
        ----------
        label : str
            Its label.

        Returns
        -------
        Definition
            To be used by another equation.
        """
        return definition_of(read_equation(label, self.latex(label)))

    def check(
        self,
        label: str,
        draw: DrawFunction | None = None,
        /,
        *,
        using: Sequence[str] = (),
        tight: Tight | Sequence[Tight] = (),
        rtol: float | None = None,
        atol: float | None = None,
        draws: int = 100,
        **symbols: Any,
    ) -> Result:
        r"""Evaluate every side of a displayed equation on random values, and compare.

        Parameters
        ----------
        label : str
            The label of the equation.
        draw : callable, optional
            From a generator to a dict of values, for symbols that must be drawn together. Its
            keys may be exact LaTeX, ASCII names or signatures such as ``"p(x,y)"``.
        using : sequence of str, optional
            Labels of `def-` equations that stand for functions here.
        tight : callable or list of them, optional
            From the drawn values to a dict of changes at which an inequality is an equality.
        rtol : float, optional
            Relative tolerance: 1e-9, and 1e-6 where a derivative is taken.
        atol : float, optional
            Absolute tolerance: 1e-12, and 1e-9 where a derivative is taken.
        draws : int, optional
            How many random draws.
        **symbols
            What each symbol stands for: a sampler, a number, an array, a range or a callable.

        Returns
        -------
        Result
            The number of draws and the largest gap; prints as one line.

        Raises
        ------
        FormulaError
            Where two sides differ: which, their values, for which index, on which draw.
        CannotRead
            Where the formula or the values cannot be read: where, and what to write instead.
        """
        if label.startswith("asm-"):
            raise CannotRead(f"{label} is an assumption", "it is listed, not checked")
        equation = read_equation(label, self.latex(label))
        refuse_same(equation)
        plan = self._plan(equation, draw, using, tight, rtol, atol, draws, symbols)
        result = result_of(plan, tuple(_listed(using)), Run(plan).go())
        for recorder in recorders:
            recorder.append(Check(self, plan, result.using, result))
        return result

    def _plan(
        self, equation: Equation, draw: DrawFunction | None, using: Sequence[str],
        tight: Tight | Sequence[Tight], rtol: float | None, atol: float | None, draws: int,
        symbols: Values,
    ) -> Plan:  # fmt: skip
        rough = holds_derivative(equation)
        definitions = [self.definition(name) for name in _listed(using)]
        points: Sequence[Callable[..., Any]] = [tight] if callable(tight) else list(tight or ())
        relative = (1e-6 if rough else 1e-9) if rtol is None else rtol
        absolute = (1e-9 if rough else 1e-12) if atol is None else atol
        if isinstance(draws, bool) or not isinstance(draws, (int, np.integer)) or draws < 1:
            raise CannotRead(f"draws={draws!r}", "a whole number from 1").placed(equation.label, "")
        if draw is not None and not callable(draw):
            raise CannotRead("draw is not callable", "lambda rng: dict(p=..)").placed(
                equation.label, ""
            )
        return Plan(equation, symbols, draw, definitions, points, relative, absolute, int(draws),
                    self.seed)  # fmt: skip


def _listed(using: Sequence[str] | str) -> list[str]:
    return [using] if isinstance(using, str) else list(using)


def refuse_same(equation: Equation) -> None:
    """Refuse a chain that sets a member equal to itself: such a check cannot fail."""
    for statement in equation.statements:
        spans = [member.span for member in statement.relation.members]
        texts = ["".join(equation.latex[start:end].split()) for start, end in spans]
        for one, two, span in zip(texts, texts[1:], spans, strict=False):
            if one == two:
                raise CannotRead("two members are the same text", "such a check cannot fail",
                                 span).placed(equation.label, equation.latex)  # fmt: skip
