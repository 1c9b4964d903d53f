"""Symbols and what stands in brackets after them: entries, calls or products."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from .calculus import Calculus
from .errors import CannotRead
from .nodes import Apply, Dot, Key, Node, Number, Relation, Run, Script, Symbol
from .scope import Definition, Scope
from .shapes import row_key
from .values import Ones, Value, multiply, scalar, shape_text, value_of, whole_number

BUILT_IN = {"e": math.e, r"\mathrm{e}": math.e, r"\pi": math.pi}
INDICES = frozenset("ijklmn")
ONES = {r"\mathbf{1}", r"\mathbb{1}", r"\boldsymbol{1}", r"\bm{1}"}


class Lookup(Calculus):
    """Finds what a symbol stands for, and what its scripts and brackets do."""

    def symbol(self, node: Symbol, scope: Scope) -> Value:
        """Return the value of a symbol with its scripts."""
        base, sub, sup, primes = self.resolved(node, scope)
        if primes:
            raise CannotRead(f"{node.plain} with a prime has no value", "write its argument")
        if callable(base):
            raise CannotRead(f"{node.plain} is a function without arguments here", "write them")
        found = self.listed(base, sub, scope) if isinstance(base, (list, tuple)) else None
        if found is None:
            found = value_of(base)
            if sub and sup is not None and sup.kind == "label":  # the row first: x^{(i)}_j
                found, sup = self.scripted(found, sup, scope), None
            found = self.entry(found, sub, scope) if sub else found
        return self.scripted(found, sup, scope)

    def scripted(self, value: Value, sup: Script | None, scope: Scope) -> Value:
        """Return a value with its superscript: a label is an index."""
        if sup is None:
            return value
        if sup.kind == "label" and sup.node is not None:
            return self.entry(value, (sup.node,), scope)
        if sup.kind == "star":
            raise CannotRead("a starred symbol has no value", "give it one, as in pi_star")
        return self.raised(value, sup, scope)

    def resolved(
        self, node: Symbol, scope: Scope
    ) -> tuple[Any, tuple[Node, ...] | None, Script | None, int]:
        """Return what a symbol stands for and the scripts that are still to be applied."""
        if node.text in scope.bound:
            return scope.bound[node.text][1], node.sub, node.sup, node.primes
        found = scope.context.keys.lookup(node.keys)
        if found is not None:
            key, form = found
            raw = scope.quantity(key)
            self.indexable(node, form)
            sub = None if form.sub and not self.spread(raw, node) else node.sub
            return raw, sub, None if form.sup else node.sup, unread_primes(node, form)
        defined = self.defined(node, 0, scope)
        if defined is not None:
            definition, form = defined
            value = self.expand(definition, (), scope)
            return value, None if form.sub else node.sub, None if form.sup else node.sup, 0
        return self.unnamed(node, scope)

    def indexable(self, node: Symbol, form: Key) -> None:
        """Refuse a subscript that could be neither a name nor an index."""
        if node.sub_text and node.sub is None and not form.sub:
            raise CannotRead(f"the index of {node.plain}_{node.sub_text} cannot be read",
                             f"give a value for {node.plain}_{node.sub_text}")  # fmt: skip

    @staticmethod
    def spread(raw: object, node: Symbol) -> bool:
        """Tell whether a value given under `p_k` is a list of the p_k, one for each k."""
        if not node.sub or not isinstance(node.sub[0], Symbol) or len(node.sub_text) > 1:
            return False
        is_index = isinstance(raw, np.ndarray) and node.sub_text in INDICES
        return isinstance(raw, (list, tuple)) or is_index

    def unnamed(
        self, node: Symbol, scope: Scope
    ) -> tuple[Any, tuple[Node, ...] | None, Script | None, int]:
        """Return what a symbol without a value may still be: a row of X, or built in."""
        row = row_key(node, scope)
        if row is not None:
            return scope.quantity(row), node.sub, node.sup, node.primes
        if node.text in ONES:
            return Ones(), node.sub, node.sup, node.primes
        if node.text == r"\delta" and node.sub and node.sup is None:
            return self.kronecker(node, scope), None, None, 0
        if node.text in BUILT_IN and not node.primes:
            return BUILT_IN[node.text], node.sub, node.sup, 0
        raise CannotRead(
            f"{node.keys[0].plain} has no value", f"give {node.keys[-1].plain}=.. to check"
        )

    def kronecker(self, node: Symbol, scope: Scope) -> float:
        """Return 1 where two indices are equal."""
        items = self.split(node.sub or (), 2)
        if len(items) != 2:
            raise CannotRead("delta needs two indices", r"\delta_{jk}")
        first, second = (whole_number(self.value(item, scope), "an index") for item in items)
        return int(first == second)

    def apply(self, node: Apply, scope: Scope) -> Value:
        """Return a call, an entry or a product."""
        signed = self.signature(node, scope)
        if signed is not None:
            return self.after(signed[0], node, signed[1].sub, scope)
        defined = self.defined(node.head, len(node.arguments), scope)
        if defined is not None and node.head.text not in scope.bound:
            definition, form = defined
            found: Value = self.expand(definition, self.arguments(node, scope), scope)
            return self.after(found, node, form.sub, scope)
        function = self.function_of(node, scope)
        if function is not None:
            return self.called(function, node, scope)
        return self.entry_or_product(node, scope)

    def after(self, found: object, node: Apply, named: bool, scope: Scope) -> Value:
        """Apply the scripts that follow a bracket, and an index on the head."""
        value = value_of(found)
        for sub in (None if named else node.head.sub, node.sub):
            if sub:
                value = self.entry(value, sub, scope)
        return self.raised(value, node.sup, scope)

    def signature(self, node: Apply, scope: Scope) -> tuple[object, Key] | None:
        """Return what is given under a signature key such as ``p(x,y)``."""
        if node.head.text in scope.bound:
            return None
        found = scope.context.keys.lookup(node.keys)
        if found is None:
            return None
        key, form = found
        raw = scope.raw(key)
        value = self.signed_call(key, node, scope) if callable(raw) else raw
        if isinstance(value, (list, tuple, np.ndarray)) and np.ndim(value) > 0:
            used = scope.context.asks(raw).names if callable(raw) else ()
            value = self.table_entry(value, node, used, scope)
        return value, form

    def signed_call(self, key: str, node: Apply, scope: Scope) -> object:
        """Compute a callable under a signature key: by its parameters' names, else by place."""
        asks = scope.context.asks(scope.raw(key))
        named = all(self.known(name, scope) for name in asks.names[: asks.required])
        if named and asks.names:
            return scope.quantity(key)
        return scope.call(key, scope.raw(key), self.arguments(node, scope))

    @staticmethod
    def known(name: str, scope: Scope) -> bool:
        """Tell whether a parameter names a symbol with a value."""
        keys = scope.context.keys.plain
        return any(s == name for s, _ in scope.bound.values()) or name in keys

    def function_of(self, node: Apply, scope: Scope) -> tuple[str, Any, Key] | None:
        """Return the callable that the head of a bracket names, unless it is a quantity."""
        if node.head.text in scope.bound:
            return None
        found = scope.context.keys.lookup(node.head.keys)
        if found is None or not callable(scope.raw(found[0])):
            return None
        key, form = found
        function = scope.raw(key)
        if len(node.arguments) > 1 or isinstance(node.arguments[0], (Run, Dot, Relation)):
            return key, function, form
        asks = scope.context.asks(function)
        first = asks.names[0] if asks.names else ""
        if first in scope.context.applied.get(key, set()) or key not in scope.context.bare:
            return key, function, form
        return None

    def called(self, function: tuple[str, Any, Key], node: Apply, scope: Scope) -> Value:
        """Call a function with the arguments of the formula."""
        key, raw, form = function
        if node.head.sup is not None and not form.sup:
            raise CannotRead("a power between a function and its argument",
                             r"write \bigl(f(x)\bigr)^2, or give f^{-1} a value")  # fmt: skip
        self.check_names(node, scope.context.asks(raw).names, scope)
        arguments = self.arguments(node, scope)
        primes = unread_primes(node.head, form)
        if primes:
            return self.after(self.slope(key, raw, arguments, primes, scope), node, form.sub, scope)
        return self.after(scope.call(key, raw, arguments), node, form.sub, scope)

    def arguments(self, node: Apply, scope: Scope) -> tuple[Value, ...]:
        """Return the values of the arguments."""
        found: list[Value] = []
        inner = replace(scope, loose=False) if scope.loose else scope
        for argument in node.arguments:
            if isinstance(argument, Relation):
                argument = self.named_argument(argument)
            found.append(self.value(argument, inner))
        return tuple(found)

    def check_names(self, node: Apply, names: tuple[str, ...], scope: Scope) -> None:
        """Refuse ``p(x = 1)`` where x is another parameter or has a value of its own."""
        for place, argument in enumerate(node.arguments):
            name = argument.members[0] if isinstance(argument, Relation) else None
            if not isinstance(name, Symbol) or names[place : place + 1] == (name.plain,):
                continue
            if name.plain in names or self.known(name.plain, scope):
                raise CannotRead(f"{name.plain} is set here, and has another meaning",
                                 "name the argument that is set", argument.span)  # fmt: skip

    @staticmethod
    def named_argument(argument: Relation) -> Node:
        """Return the value in ``p(t = 1)``."""
        if argument.signs != ("=",):
            raise CannotRead("a relation as argument", "write its value", argument.span)
        return argument.members[1]

    def run(self, node: Run, scope: Scope) -> Value:
        r"""Return the whole of x for ``x_1, \dots, x_N``."""
        base, first, _, _ = self.resolved(node.first, scope)
        value = value_of(base)
        if node.first.text != node.last.text or not first or not node.last.sub:
            raise CannotRead("dots between different symbols", r"write x_1, \dots, x_N")
        low, high = (scalar(self.value(n[0], scope)) for n in (first, node.last.sub))
        if not isinstance(value, np.ndarray) or (low, high) != (1, len(value)):
            raise CannotRead(f"the dots run from {low:g} to {high:g}, the value is "
                             f"{shape_text(value)}", "make them agree")  # fmt: skip
        return value

    def entry_or_product(self, node: Apply, scope: Scope) -> Value:
        """Return an entry of an array, or a product, as the value of the head decides."""
        head = self.symbol(node.head, scope)
        one = node.arguments[0]
        if isinstance(head, np.ndarray) and self.names_entry(node, head):
            return self.raised(self.pick(head, node.arguments, scope), node.sup, scope)
        if len(node.arguments) > 1 or isinstance(one, (Run, Dot, Relation)):
            raise CannotRead(f"{node.head.plain} is not a function", "give it a callable")
        if node.must_call or node.sub:
            raise CannotRead(
                f"{node.head.plain} is not a function, and it is not clear where this product ends",
                "put brackets round what belongs together",
            )
        inner = self.raised(self.value(one, scope), node.sup, scope)
        self.watch(node.head, head, 1.0, scope)
        return multiply(head, inner)

    @staticmethod
    def names_entry(node: Apply, head: Any) -> bool:
        """Tell whether the brackets hold indices of an array."""
        if len(node.arguments) != head.ndim:
            return len(node.arguments) > 1
        return all(isinstance(item, (Symbol, Number, Dot, Relation)) for item in node.arguments)

    def defined(self, head: Symbol, arity: int, scope: Scope) -> tuple[Definition, Key] | None:
        """Return the definition that a symbol names with this number of arguments."""
        for form in head.keys:
            found = scope.context.definitions.get((form.exact, arity))
            if found is not None:
                return found, form
        return None

    def expand(self, found: Definition, values: tuple[Value, ...], scope: Scope) -> Value:
        """Return the value of a definition's body for these arguments."""
        inner = scope.only(found.parameters, values)
        if not found.indices:
            return self.value(found.body, inner)
        if len(found.indices) > 1:
            raise CannotRead(f"{found.label} defines a table by two indices", "use one index")
        index = found.indices[0]
        places = self.places(index, [found.body], inner)
        rows = [scalar(self.value(found.body, inner.bind([index], [k]))) for k in places]
        return np.asarray(rows)


def unread_primes(node: Symbol, form: Key) -> int:
    """Return the primes that the key of a symbol does not hold."""
    return 0 if "'" in form.exact else node.primes
