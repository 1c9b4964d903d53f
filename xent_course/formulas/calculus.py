"""Derivatives by central differences with extrapolation, and definite integrals by SciPy."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from .binders import Binders
from .differences import (
    FIRST_STEP,
    LEVELS,
    Variable,
    extrapolated,
    first,
    joined,
    replace_place,
    second_mixed,
    second_same,
)
from .errors import CannotRead
from .nodes import Derivative, Gradient, Integral, Symbol
from .scope import Scope
from .shapes import row_key
from .values import Row, Value, scalar, shape_text, value_of, whole_number


class Calculus(Binders):
    """Evaluates derivatives, gradients and integrals."""

    def derivative(self, node: Derivative, scope: Scope) -> Value:
        """Return a partial derivative of first or second order."""
        body = self.dependent(node, scope)
        spots = [self.variable(symbol, scope) for symbol in node.by]
        if len(spots) == 1 and spots[0].place is None and np.ndim(spots[0].value):
            return self.slopes(body, spots[0], scope)
        if any(spot.place is None and np.ndim(spot.value) for spot in spots):
            raise CannotRead("a second derivative by a whole vector", r"write \nabla_w^2")
        return self.differentiate(body, spots, scope)

    def gradient(self, node: Gradient, scope: Scope) -> Value:
        """Return a gradient, or a Hessian."""
        spot = self.variable(node.by, scope)

        def body(inner: Scope) -> Value:
            return scalar(self.value(node.body, inner))

        if node.order == 1:
            return self.slopes(body, spot, scope)
        if np.ndim(spot.value) != 1 or spot.place is not None:
            raise CannotRead(f"a Hessian by {node.by.plain}, which is not a vector", "index it")
        size = len(spot.value)
        found = np.empty((size, size))
        for j in range(size):
            for k in range(j, size):
                pair = [replace_place(spot, (j,)), replace_place(spot, (k,))]
                found[j, k] = found[k, j] = scalar(self.differentiate(body, pair, scope))
        return found

    def slopes(self, body: Callable[[Scope], Value], spot: Variable, scope: Scope) -> Value:
        """Return the derivative by every entry of an array."""
        if spot.place is not None or not np.ndim(spot.value):
            return self.differentiate(body, [spot], scope)
        found = np.empty(np.shape(spot.value))
        for place in np.ndindex(found.shape):
            one = replace_place(spot, place)
            found[place] = scalar(self.differentiate(body, [one], scope))
        return found

    def dependent(self, node: Derivative, scope: Scope) -> Callable[[Scope], Value]:
        """Return what is differentiated: a bare function is taken at the variable."""
        body = node.body
        if isinstance(body, Symbol) and body.text not in scope.bound:
            found = scope.context.keys.lookup(body.keys)
            if found is not None and self.is_plain_function(found[0], scope):
                key, form = found
                sub = None if form.sub else body.sub
                call = (key, scope.raw(key), sub, node.by[0])
                return lambda inner: self.at_variable(call, inner)
        return lambda inner: self.value(body, inner)

    @staticmethod
    def is_plain_function(key: str, scope: Scope) -> bool:
        """Tell whether a callable takes one argument that names no symbol."""
        raw = scope.raw(key)
        if not callable(raw):
            return False
        asks = scope.context.asks(raw)
        if asks.required != 1:
            return False
        names = asks.names[:1]
        bound = {short for short, _ in scope.bound.values()}
        return not names or (names[0] not in bound and names[0] not in scope.context.keys.plain)

    def at_variable(self, call: tuple[str, Any, Any, Symbol], scope: Scope) -> Value:
        """Return a function at the variable of the derivative."""
        key, function, sub, symbol = call
        bare = replace(symbol, sub=None, sup=None)
        found = value_of(scope.call(key, function, (self.value(bare, scope),)))
        return self.entry(found, sub, scope) if sub else found

    def variable(self, node: Symbol, scope: Scope) -> Variable:
        """Return the number that a derivative is taken by."""
        if node.text in scope.bound:
            key, value, sub = "", scope.bound[node.text][1], node.sub
        else:
            key, value, sub = self.given_variable(node, scope)
        label = node.sup.node if node.sup is not None and node.sup.kind == "label" else None
        items = self.split(sub, np.ndim(value)) if sub else ()  # type: ignore[arg-type]
        items = (*((label,) if label is not None else ()), *items)
        if isinstance(value, Row) or not isinstance(value, (int, float, np.ndarray)):
            raise CannotRead(f"a derivative by {node.plain}", "give it numbers")
        if not items:
            return Variable(node, key, value, None)
        place = tuple(whole_number(self.value(item, scope), "an index") - 1 for item in items)
        shape = np.shape(value)
        if len(place) != len(shape) or any(
            not 0 <= p < s for p, s in zip(place, shape, strict=True)
        ):
            raise CannotRead(f"the index of {node.plain} is out of range", "match the shape")
        return Variable(node, key, value, place)

    def given_variable(self, node: Symbol, scope: Scope) -> tuple[str, Any, Any]:
        """Return the key, the value and the indices of a variable that was given."""
        found = scope.context.keys.lookup(node.keys)
        if found is not None:
            key, form = found
            return key, value_of(scope.quantity(key)), None if form.sub else node.sub
        row = row_key(node, scope)
        if row is None:
            self.resolved(node, scope)
            raise CannotRead(f"a derivative by {node.plain}, which is not given", "give it a value")
        return row, value_of(scope.quantity(row)), node.sub

    def differentiate(
        self, body: Callable[[Scope], Value], spots: Sequence[Variable], scope: Scope
    ) -> Value:
        """Return a first or second derivative, extrapolated to step zero."""

        def moved(steps: Sequence[float]) -> Value:
            inner = scope
            for spot, step in zip(joined(spots), steps, strict=True):
                inner = spot.moved(inner, step)
            scope.context.step()
            return body(inner)

        step = FIRST_STEP * max(spot.size for spot in spots) * (1 if len(spots) == 1 else 2)
        same = len(spots) == 2 and len(joined(spots)) == 1
        stencil = second_same if same else [first, second_mixed][len(spots) - 1]
        return extrapolated(moved, stencil, step, LEVELS[len(spots)])

    def slope(
        self, key: str, function: Any, arguments: tuple[Value, ...], primes: int, scope: Scope
    ) -> Value:
        """Return f'(x) or f''(x), entry by entry on an array."""
        if len(arguments) != 1 or primes > 2:
            raise CannotRead("a prime on a function of several arguments", r"write \partial")
        at = arguments[0]
        if isinstance(at, (int, float)):

            def moved(steps: Sequence[float]) -> Value:
                return value_of(scope.call(key, function, (at + steps[0],)))

            size = FIRST_STEP * max(1.0, abs(at)) * primes
            stencil = first if primes == 1 else second_same
            return extrapolated(moved, stencil, size, LEVELS[primes])
        if not isinstance(at, np.ndarray) or at.ndim != 1:
            raise CannotRead(f"a prime at {shape_text(at)}", "give it a number or a vector")
        found = [self.slope(key, function, (float(x),), primes, scope) for x in at]
        whole = np.asarray(value_of(scope.call(key, function, (at,))))
        single = [value_of(scope.call(key, function, (float(x),))) for x in at]
        if whole.shape != at.shape or not np.allclose(whole, single, rtol=1e-12):  # type: ignore[arg-type]
            raise CannotRead("a prime on a function that mixes entries", r"write \partial")
        return np.asarray(found)

    def integral(self, node: Integral, scope: Scope) -> Value:
        """Return a definite integral."""
        from scipy.integrate import IntegrationWarning, quad  # the only use of SciPy

        low, high = (scalar(self.value(n, scope)) for n in (node.low, node.high))

        def inside(x: float) -> float:
            scope.context.step()
            return scalar(self.value(node.body, scope.bind([node.name], [float(x)])))

        with warnings.catch_warnings():
            warnings.simplefilter("error", IntegrationWarning)
            try:
                found = quad(inside, low, high, epsabs=1e-13, epsrel=1e-11, limit=200)[0]
            except IntegrationWarning as warning:
                first_line = str(warning).splitlines()[0]
                raise CannotRead(
                    f"the integral does not settle: {first_line}", "draw others"
                ) from None
        if not math.isfinite(found):
            raise CannotRead("the integral is not finite", "check its bounds")
        return float(found)
