"""Draws values, evaluates every member of an equation, and compares."""

from __future__ import annotations

import itertools
import math
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .compare import Comparison, compare_chain
from .errors import CannotRead, FormulaError
from .evaluate import BraceDiffers, Evaluator
from .free import contextual
from .keys import Keys, walk
from .messages import brace_message, difference
from .nodes import Constant, Derivative, Equation, Gradient, Relation, Symbol
from .ranges import Ranges
from .samplers import Every, Sampler
from .scope import Context, Definition, Given, Scope
from .scrutiny import refuse_idle

Values = dict[str, Any]
MOST_TOGETHER = 200
UNEVALUABLE = (ArithmeticError, RecursionError, MemoryError, ValueError, TypeError, IndexError)
DrawFunction = Callable[[np.random.Generator], Mapping[str, Any]]
Tight = Callable[[Values], Mapping[str, Any]]


@dataclass(slots=True)
class Plan:
    """What is to be checked, and how."""

    equation: Equation
    symbols: Values
    draw: DrawFunction | None = None
    definitions: Sequence[Definition] = ()
    tight: Sequence[Tight] = ()
    rtol: float = 1e-9
    atol: float = 1e-12
    draws: int = 100
    seed: int = 0


class Run(Ranges):
    """One check: the same draws every time, from the label and the seed."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.equation = plan.equation
        self.evaluator = Evaluator()
        self.rng = np.random.default_rng([zlib.crc32(self.equation.label.encode()), plan.seed])
        self.drawn: list[Values] = []
        self.comparisons = [Comparison(s.relation, s.lenient) for s in self.equation.statements]
        self.context: Context | None = None
        self.free: dict[int, list[Symbol] | None] = {}

    def go(self) -> float:
        """Run all draws and the checks on the check; return the largest gap."""
        with np.errstate(all="ignore"):
            try:
                gap = max([self.one(number) for number in range(self.plan.draws)], default=0.0)
                self.after()
            except CannotRead as refusal:
                raise refusal.placed(
                    self.equation.label, self.equation.latex
                ) from refusal.__cause__
        return gap

    def one(self, number: int) -> float:
        """Draw once and compare."""
        values = self.sample()
        self.drawn.append(values)
        if self.context is None:
            self.context = self.new_context(values)
        self.context.draw = number
        try:
            return self.compare(values, f"draw {number + 1} of {self.plan.draws}")
        except UNEVALUABLE as error:
            kind = type(error).__name__
            raise CannotRead(f"it cannot be evaluated: {kind}: {error}"[:300],
                             "take simpler values or split the formula") from None  # fmt: skip

    def sample(self) -> Values:
        """Draw a value for every symbol, in the order in which they were given."""
        found = {key: self.sampled(value) for key, value in self.plan.symbols.items()}
        if self.plan.draw is not None:
            together = self.plan.draw(self.rng)
            if not isinstance(together, Mapping):
                raise CannotRead("draw does not return a dict", "lambda rng: dict(p=..)")
            for key in together:
                if key in found or not isinstance(key, str):
                    raise CannotRead(f"{key!r} is given twice", "give it once")
            found |= {key: self.sampled(value) for key, value in together.items()}
        return found

    def sampled(self, value: object) -> object:
        """Draw from a sampler; keep anything else."""
        if isinstance(value, Every):
            return value.of(self.rng)
        return value(self.rng) if isinstance(value, Sampler) else value

    def new_context(self, values: Values) -> Context:
        """Find out, once, which key names which symbol."""
        roots = [m for s in self.equation.statements for m in s.relation.members]
        bodies = [node for d in self.plan.definitions for node in (d.body, d.head)]
        context = Context(Keys(values, [*roots, *bodies]))
        for definition in self.plan.definitions:
            arity = len(definition.parameters)
            form = (
                definition.head.keys[-1] if definition.indices else definition.head.keys[0]
            ).exact
            if (form, arity) in context.definitions:
                raise CannotRead(f"{definition.label} defines {form} again", "use one of them")
            context.definitions[form, arity] = definition
        contextual(context, [*roots, *(d.body for d in self.plan.definitions)])
        return context

    def scopes(self, values: Values) -> Iterator[Scope]:
        """Yield a scope for each combination of the values given by `every`."""
        assert self.context is not None
        several = {key: v.items() for key, v in values.items() if isinstance(v, Every)}
        if math.prod(len(items) for items in several.values()) > MOST_TOGETHER:
            raise CannotRead("too many values of every(..) together", f"at most {MOST_TOGETHER}")
        for chosen in itertools.product(*several.values()):
            self.context.steps = 0
            yield Scope(self.context, Given({**values, **dict(zip(several, chosen, strict=True))}))

    def compare(self, values: Values, when: str) -> float:
        """Evaluate and compare every statement; return the largest gap."""
        scopes = list(self.scopes(values))
        largest = 0.0
        for number, statement in enumerate(self.equation.statements):
            names = self.names(number, statement, scopes[0])
            if names is None:
                continue
            for place in self.index_values(names, statement, scopes[0]):
                largest = max(largest, self.statement(number, names, place, scopes, when))
        self.remarks(scopes[0])
        return largest

    def statement(
        self,
        number: int,
        names: list[Symbol],
        place: tuple[int, ...],
        scopes: list[Scope],
        when: str,
    ) -> float:
        """Compare the members of one statement at one place of its free indices."""
        relation = self.equation.statements[number].relation
        try:
            rows = [
                [self.evaluator.value(m, scope.bind(names, place)) for m in relation.members]
                for scope in scopes
            ]
        except BraceDiffers as problem:
            raise self.failed(brace_message(self.equation, problem, when)) from None
        plan = self.plan
        found = compare_chain(self.comparisons[number], rows, plan.rtol, plan.atol)
        if found.pair is not None:
            assert self.context is not None
            index = {name.plain: at for name, at in zip(names, place, strict=True)}
            values = {k: v for k, v in scopes[found.row].given.values.items() if not callable(v)}
            text = difference(self.equation, relation, rows[found.row], found, index, when, values)
            raise self.failed(text)
        return found.gap

    def failed(self, text: str) -> FormulaError:
        """Return the error of two sides that differ."""
        error = FormulaError(text)
        error.label = self.equation.label
        return error

    def after(self) -> None:
        """Check the check itself: unused values, ignored arguments, idle terms, loose bounds."""
        context = self.context
        if context is None:
            raise CannotRead("no draws", "draws=100")
        unused = [key for key in self.drawn[0] if key not in context.used]
        if unused:
            raise CannotRead(
                f"the formula never uses the value given for {', '.join(map(repr, unused))}",
                "take it away, or display the symbol",
            )
        refuse_idle(context, self.equation)
        self.bounds(context)

    def bounds(self, context: Context) -> None:
        """Check that every inequality is tight where it is said to be, and slack somewhere."""
        weak = [c for c in self.comparisons if c.has_bounds]
        if not weak:
            if self.plan.tight:
                raise CannotRead("tight= is given and nothing is bounded", "leave it out")
            return
        if not self.plan.tight:
            raise CannotRead("an inequality without a point where it is tight",
                             "tight=lambda g: dict(q=g['p'])")  # fmt: skip
        slack = [comparison.slack.copy() for comparison in self.comparisons]
        for comparison in self.comparisons:
            comparison.tight.clear()
        context.watching = False
        for values in self.drawn[: max(1, min(10, len(self.drawn)))]:
            for change in self.plan.tight:
                self.compare(self.tightened(values, change), "a point said to be tight")
        for comparison, was_slack in zip(self.comparisons, slack, strict=True):
            problem = comparison.unconvincing(was_slack)
            if problem:
                raise self.failed(f"{self.equation.label}: {problem}")

    def tightened(self, values: Values, change: Tight) -> Values:
        """Return the draw with the changes of a tight point."""
        changes = change(dict(values))
        unknown = [key for key in changes if key not in values]
        if unknown:
            raise CannotRead(
                f"tight= changes {unknown}, which is not given", "change what is drawn"
            )
        return {**values, **changes}


def holds_derivative(equation: Equation) -> bool:
    """Tell whether a numerical derivative is taken somewhere."""
    for statement in equation.statements:
        for member in statement.relation.members:
            for node in walk(member):
                if isinstance(node, (Derivative, Gradient)):
                    return True
                if isinstance(node, Symbol) and node.primes:
                    return True
    return False


def needs_every(relation: Relation) -> bool:
    """Tell whether a relation holds only up to a constant or a factor."""
    constant = any(isinstance(n, Constant) for m in relation.members for n in walk(m))
    return constant or r"\propto" in relation.signs


__all__ = ["Plan", "Run", "holds_derivative", "needs_every", "replace"]
