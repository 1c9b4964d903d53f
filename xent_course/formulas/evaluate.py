"""Gives every part of a formula its value."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np

from . import functions
from .errors import CannotRead, FormulaError
from .lookup import Lookup
from .nodes import (
    Apply,
    Big,
    Binomial,
    Braced,
    Constant,
    Derivative,
    Dot,
    Expectation,
    Extreme,
    Function,
    Gradient,
    Index,
    Integral,
    Iverson,
    Negative,
    Node,
    Norm,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Run,
    Script,
    Sum,
    Symbol,
    Unary,
)
from .scope import Scope
from .values import (
    Row,
    Value,
    add,
    divide,
    entrywise,
    multiply,
    power,
    scalar,
    scaled,
    shape_text,
    transposed,
    whole_number,
)

TINY = 1e-13


class Evaluator(Lookup):
    """Evaluates the parts of a formula in a scope."""

    def value(self, node: Node, scope: Scope) -> Value:
        """Return the value of a part; a refusal points to the innermost part."""
        try:
            found = self.table[type(node)](self, node, scope)
            if isinstance(found, float) and math.isnan(found):
                raise CannotRead("this is not a number (0/0, or infinity less infinity)",
                                 "draw values for which it is defined")  # fmt: skip
            return found
        except CannotRead as refusal:
            if refusal.span is None:
                refusal.span = node.span
            raise

    def number(self, node: Number, scope: Scope) -> Value:
        """Return a number as written."""
        return node.value

    def constant(self, node: Constant, scope: Scope) -> Value:
        """Return zero: the comparison allows a constant."""
        return 0.0

    def negative(self, node: Negative, scope: Scope) -> Value:
        """Return a value with its sign turned."""
        return turned(self.value(node.body, scope))

    @staticmethod
    def is_array(value: Value) -> bool:
        """Tell whether a value is more than a number."""
        return not isinstance(value, (int, float))

    def sum(self, node: Sum, scope: Scope) -> Value:
        """Return terms added up; note which of them are ever not zero."""
        total: Value | None = None
        for term, sign in zip(node.terms, node.signs, strict=True):
            found = self.value(term, scope)
            self.watch(term, found, 0.0, scope)
            if total is None:
                total = found if sign > 0 else turned(found)
            else:
                total = add(total, found, sign, scope.loose)
        return total if total is not None else 0

    def watch(self, node: Node, value: Value, idle: float, scope: Scope) -> None:
        """Note a part that can do something: not always 0, and as a factor not always 1."""
        context = scope.context
        if not context.watching or node in context.alive:
            return
        data: Any = value.data if isinstance(value, Row) else value
        if not isinstance(data, (int, float, np.ndarray)):
            context.alive.add(node)
            return
        seen = [level for level in (idle, 0.0) if np.all(np.abs(data - level) <= TINY)]
        if not seen or context.visited.setdefault(node, seen[0]) != seen[0]:
            context.alive.add(node)

    def product(self, node: Product, scope: Scope) -> Value:
        """Return factors multiplied; zero times an infinite logarithm is zero."""
        if node.odot:
            inner = replace(scope, loose=True)
            found = [self.value(factor, inner) for factor in node.factors]
            total = found[0]
            for other in found[1:]:
                total = entrywise(total, other)
            return total
        values = [self.value(factor, scope) for factor in node.factors]
        for factor, value in zip(node.factors, values, strict=True):
            self.watch(factor, value, 1.0, scope)
        if self.vanishes(node, values):
            return 0.0
        total = values[0]
        for other in values[1:]:
            total = multiply(total, other)
        return total

    def vanishes(self, node: Product, values: list[Value]) -> bool:
        """Tell whether the convention 0 log 0 = 0 applies."""
        if not any(isinstance(value, float) and math.isinf(value) for value in values):
            return False
        logs = [isinstance(factor, Function) and factor.name in {"log", "ln"}
                for factor in node.factors]  # fmt: skip
        infinite = [isinstance(v, float) and math.isinf(v) for v in values]
        zero = any(isinstance(value, (int, float)) and value == 0 for value in values)
        return zero and all(log for log, inf in zip(logs, infinite, strict=True) if inf)

    def quotient(self, node: Quotient, scope: Scope) -> Value:
        """Return a fraction."""
        below = self.value(node.bottom, scope)
        self.watch(node.bottom, below, 1.0, scope)
        return divide(self.value(node.top, scope), below)

    def power_node(self, node: Power, scope: Scope) -> Value:
        """Return a power or a transpose of a bracket."""
        return self.raised(self.value(node.base, scope), node.script, scope)

    def raised(self, base: Value, script: Script | None, scope: Scope) -> Value:
        """Return a value with what stands above it applied."""
        if script is None:
            return base
        if script.kind == "top":
            return transposed(base)
        if script.kind == "inverse-top":
            return transposed(power(base, -1, scope.loose))
        if script.kind != "power" or script.node is None:
            raise CannotRead("a label above a value", "give the labelled symbol a value of its own")
        exponent = self.value(script.node, scope)
        self.watch(script.node, exponent, 1.0, scope)
        return power(base, scalar(exponent), scope.loose)

    def function(self, node: Function, scope: Scope) -> Value:
        """Return a built-in function, entry by entry on arrays."""
        found = self.value(node.argument, scope)
        base = scalar(self.value(node.base, scope)) if node.base else None
        return functions.apply(node.name, found, base)

    def unary(self, node: Unary, scope: Scope) -> Value:
        """Return an absolute value, root, factorial, floor or ceiling."""
        return functions.unary(node.name, self.value(node.body, scope))

    def extreme(self, node: Extreme, scope: Scope) -> Value:
        """Return the largest or smallest of the arguments."""
        found = [scalar(self.value(item, scope)) for item in node.arguments]
        return max(found) if node.name == "max" else min(found)

    def norm(self, node: Norm, scope: Scope) -> Value:
        """Return a norm to its power."""
        order = scalar(self.value(node.order, scope)) if node.order else 2.0
        found = functions.norm(self.value(node.body, scope), order)
        exponent = scalar(self.value(node.power, scope)) if node.power else 1.0
        return power(found, exponent, False)

    def binomial(self, node: Binomial, scope: Scope) -> Value:
        """Return a binomial coefficient."""
        top = whole_number(self.value(node.top, scope), "the upper number")
        return functions.binomial(top, whole_number(self.value(node.bottom, scope), "the lower"))

    def iverson(self, node: Iverson, scope: Scope) -> Value:
        """Return 1 where a statement holds, else 0."""
        return int(self.holds(node.statement, scope))

    def holds(self, statement: Relation, scope: Scope) -> bool:
        """Tell whether numbers stand in the relations that are written."""
        found = [scalar(self.value(member, scope)) for member in statement.members]
        triples = zip(found, statement.signs, found[1:], strict=False)
        return all(functions.related(a, sign, b) for a, sign, b in triples)

    def braced(self, node: Braced, scope: Scope) -> Value:
        """Return an expression, having checked the claim at its brace."""
        found = self.value(node.body, scope)
        if node.claim is not None:
            claim = self.value(node.claim, scope)
            if self.is_array(found) or self.is_array(claim):
                same = shape_text(found) == shape_text(claim) and np.allclose(
                    functions.data(found), functions.data(claim), rtol=1e-9, atol=1e-12
                )
            else:
                same = math.isclose(scalar(found), scalar(claim), rel_tol=1e-9, abs_tol=1e-12)
            if not same:
                raise BraceDiffers(node, found, claim)
        return found

    def index(self, node: Index, scope: Scope) -> Value:
        """Return an entry of what a bracket gives."""
        return self.entry(self.value(node.base, scope), node.sub, scope)

    def not_here(self, node: Node, scope: Scope) -> Value:
        """Refuse what has a meaning only inside a call."""
        raise CannotRead("dots or a relation that stand for no value", "write the values out")

    table: ClassVar[dict[type[Node], Callable[[Any, Any, Scope], Value]]] = {
        Number: number, Constant: constant, Negative: negative, Sum: sum, Product: product,
        Quotient: quotient, Power: power_node, Function: function, Unary: unary, Norm: norm,
        Extreme: extreme, Binomial: binomial, Iverson: iverson, Braced: braced, Index: index,
        Dot: not_here, Relation: not_here, Script: not_here,
        Symbol: Lookup.symbol, Apply: Lookup.apply, Run: Lookup.run,
        Big: Lookup.big, Expectation: Lookup.expectation, Integral: Lookup.integral,
        Derivative: Lookup.derivative, Gradient: Lookup.gradient,
    }  # fmt: skip


class BraceDiffers(FormulaError):
    """The claim at a brace is not what the brace holds."""

    def __init__(self, node: Braced, found: Value, claim: Value) -> None:
        super().__init__("the claim at a brace differs from what it embraces")
        self.node, self.found, self.claim = node, found, claim


def turned(value: Value) -> Value:
    """Return a value with its sign turned."""
    return -value if isinstance(value, (int, float)) else scaled(value, -1)
