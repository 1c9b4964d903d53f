"""Indices: what they run over, the entries that they pick, sums and means over them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from .errors import CannotRead
from .nodes import Apply, Big, Binder, Dot, Expectation, Node, Product, Relation, Symbol
from .scope import Scope
from .shapes import Shapes, given_first, index_names
from .values import Value, add, multiply, outer, scalar, shape_text, value_of, whole_number

MOST_IN_CUBE = 4096


class Binders(Shapes):
    """Evaluates whatever runs over an index."""

    def split(self, sub: Sequence[Node], axes: int) -> tuple[Node, ...]:
        """Return the indices of x_{ij}: letters side by side are several on a table."""
        one = sub[0]
        if len(sub) == 1 and isinstance(one, Product) and len(one.factors) == axes > 1:
            return one.factors
        return tuple(sub)

    def entry(self, value: Value, sub: Sequence[Node], scope: Scope) -> Value:
        """Return the entry, or the row, of an array at 1-based indices."""
        if not isinstance(value, np.ndarray):
            raise CannotRead(f"an index on {shape_text(value)}", "give it an array")
        return self.pick(value, self.split(sub, value.ndim), scope)

    def pick(self, array: Any, items: Sequence[Node], scope: Scope) -> Value:
        """Return the entry at some indices; dots leave an axis open."""
        if len(items) > array.ndim:
            raise CannotRead(f"{len(items)} indices on {shape_text(array)}", "take one away")
        where: list[int | slice] = []
        for axis, item in enumerate(items):
            if isinstance(item, Dot):
                where.append(slice(None))
                continue
            node = item.members[1] if isinstance(item, Relation) else item
            where.append(self.position(item, node, array.shape[axis], scope))
        return value_of(array[tuple(where)])

    def position(self, item: Node, node: Node, size: int, scope: Scope) -> int:
        """Return where an index points to, counting from 1, or from its own range."""
        found = whole_number(self.value(node, scope), "an index")
        name = item.members[0] if isinstance(item, Relation) else item
        given = self.given_range(name, scope) if isinstance(name, Symbol) else None
        if given is not None and len(given) == size and found in given:
            return given.index(found)
        if not 1 <= found <= size:
            raise CannotRead(
                f"the index {found} is out of the range 1 to {size}",
                "make the bounds and the shapes agree",
                node.span,
            )
        return found - 1

    @staticmethod
    def given_range(name: Symbol, scope: Scope) -> list[int] | None:
        """Return the range given for an index."""
        found = scope.context.keys.lookup(name.keys)
        if found is None or not isinstance(scope.given.values[found[0]], range):
            return None
        values = scope.raw(found[0])
        scope.context.step(len(values))
        return list(values)

    def listed(self, items: Sequence[object], sub: Any, scope: Scope) -> Value | None:
        """Return one of a list of tables, such as the marginals p_k."""
        if not sub:
            return None
        at = whole_number(self.value(sub[0], scope), "an index")
        if len(sub) > 1 or not 1 <= at <= len(items):
            raise CannotRead(f"the index {at} is out of the range 1 to {len(items)}", "shorten it")
        return value_of(items[at - 1])

    def table_entry(self, table: object, node: Apply, used: tuple[str, ...], scope: Scope) -> Value:
        """Return the entry of a table under a signature key where its indices are bound."""
        array = value_of(np.asarray(table))
        names = [index for item in node.arguments for index in index_names(item)]
        names = [name for name in names if name.plain not in used]
        if isinstance(array, np.ndarray) and given_first(array, node):
            array = array.T
        where: list[int | slice] = []
        for axis, name in enumerate(names):
            if isinstance(array, np.ndarray) and axis < array.ndim:
                bound = self.has_value(name, scope)
                place = (
                    self.position(name, name, array.shape[axis], scope) if bound else slice(None)
                )
                where.append(place)
        if isinstance(array, np.ndarray) and where and len(names) == array.ndim:
            return value_of(array[tuple(where)])
        return array

    def has_value(self, name: Symbol, scope: Scope) -> bool:
        """Tell whether an index in a signature is bound or given as a number."""
        if name.text in scope.bound:
            return True
        found = scope.context.keys.lookup(name.keys)
        return found is not None and isinstance(scope.given.values[found[0]], (int, np.integer))

    def places(self, name: Symbol, bodies: Sequence[Node], scope: Scope) -> list[int]:
        """Return what an index runs over: the range given, else what the shapes say."""
        memo = scope.given.ranges
        bound: list[Any] = [v for _, v in scope.bound.values()] if scope.nested else []
        shapes = tuple(np.shape(v) for v in bound)
        key = bodies[0], name.text, shapes
        if key not in memo:
            given = self.given_range(name, scope)
            memo[key] = given if given is not None else self.shape_range(name, bodies, scope)
        found = memo[key]
        if found is None:
            del memo[key]
            raise CannotRead(
                f"no shape says what {name.plain} runs over",
                f"write bounds, or give {name.plain}=range(1, 5)",
                name.span,
            )
        return found

    def bindings(self, binder: Binder, body: Node, scope: Scope) -> Iterator[Scope]:
        """Yield the scopes over which an operator runs."""
        for values in self.runs_over(binder, body, scope):
            scope.context.step()
            yield scope.bind(binder.names, values)

    def runs_over(self, binder: Binder, body: Node, scope: Scope) -> Iterator[tuple[Value, ...]]:
        """Yield the values of the indices."""
        if binder.kind == "range" and binder.low is not None and binder.high is not None:
            low = whole_number(self.value(binder.low, scope), "the lower bound")
            high = whole_number(self.value(binder.high, scope), "the upper bound")
            yield from ((k,) for k in range(low, high + 1))
        elif binder.kind == "cube":
            yield from self.cube(binder, scope)
        elif binder.kind == "in":
            yield from ((item,) for item in self.items(binder, scope))
        elif binder.kind == "unequal" and binder.low is not None:
            other = whole_number(self.value(binder.low, scope), "an index")
            yield from ((k,) for k in self.places(binder.names[0], [body], scope) if k != other)
        else:
            ranges = [self.places(name, [body], scope) for name in binder.names]
            yield from itertools.product(*ranges)

    def cube(self, binder: Binder, scope: Scope) -> Iterator[tuple[Value]]:
        """Yield all vectors over a small set."""
        items = [scalar(self.value(item, scope)) for item in binder.items]
        power = whole_number(self.value(binder.high, scope), "the power") if binder.high else 1
        if power < 1 or power > 20 or len(items) ** power > MOST_IN_CUBE:
            raise CannotRead(f"{len(items)}^{power} terms", f"at most {MOST_IN_CUBE}")
        for values in itertools.product(items, repeat=power):
            yield (np.asarray(values),)

    def items(self, binder: Binder, scope: Scope) -> list[Value]:
        """Return the members of a set."""
        if len(binder.items) > 1:
            return [self.value(item, scope) for item in binder.items]
        found = self.value(binder.items[0], scope)
        if not isinstance(found, np.ndarray) or found.ndim != 1:
            raise CannotRead("the set of an index is not a list of numbers", "give it an array")
        return [value_of(item) for item in found]

    def big(self, node: Big, scope: Scope) -> Value:
        """Return a sum, product, maximum, minimum or argmax."""
        if node.name.startswith("arg"):
            return self.best(node, scope)
        found = [
            self.value(node.body, inner) for inner in self.bindings(node.binder, node.body, scope)
        ]
        if node.name in {"max", "min"}:
            if not found:
                raise CannotRead(f"{node.name} over nothing", "give it a range")
            numbers = [scalar(value) for value in found]
            return max(numbers) if node.name == "max" else min(numbers)
        total: Value = found[0] if found else (0 if node.name == "sum" else 1)
        for value in found[1:]:
            total = (
                add(total, value, 1, scope.loose)
                if node.name == "sum"
                else self.times(total, value)
            )
        return total

    @staticmethod
    def times(a: Value, b: Value) -> Value:
        """Return the next partial product; tables on different axes make a joint one."""
        if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
            return outer(a, b)
        return multiply(a, b)

    def best(self, node: Big, scope: Scope) -> Value:
        """Return where a term is largest or smallest, over the array given for its symbol."""
        name = node.binder.names[0]
        grid = self.grid(name, node, scope)
        found = [scalar(self.value(node.body, scope.bind([name], [item]))) for item in grid]
        scope.context.step(len(grid))
        sign = 1 if node.name == "argmax" else -1
        order = np.argsort([-sign * value for value in found], kind="stable")
        if len(order) > 1 and math.isclose(found[order[0]], found[order[1]], rel_tol=1e-13):
            raise CannotRead(f"{node.name} is not unique", "draw values for which it is")
        return grid[int(order[0])]

    def grid(self, name: Symbol, node: Big, scope: Scope) -> list[Value]:
        """Return the candidates of an argmax."""
        if len(node.binder.names) > 1 or node.binder.kind not in {"shape", "in"}:
            raise CannotRead(f"{node.name} over bounds", r"write \arg\max_\theta")
        if node.binder.kind == "in":
            return self.items(node.binder, scope)
        found = scope.context.keys.lookup(name.keys) if name.text not in scope.bound else None
        if found is None:
            return [*self.places(name, [node.body], scope)]
        given = value_of(scope.quantity(found[0]))
        if not isinstance(given, np.ndarray) or len(given) < 2:
            raise CannotRead(f"{node.name} needs an array of candidates for {name.plain}",
                             f"{name.plain}=np.linspace(0.01, 0.99, 99)")  # fmt: skip
        return [value_of(item) for item in given]

    def expectation(self, node: Expectation, scope: Scope) -> Value:
        """Return a mean, weighted by a law that must sum to one."""
        total: Value | None = None
        weight_sum = 0.0
        for weight, inner in self.weights(node, scope):
            scope.context.step()
            weight_sum += weight
            term = multiply(weight, self.value(node.body, inner)) if weight else None
            if term is not None:
                total = term if total is None else add(total, term, 1, scope.loose)
        if abs(weight_sum - 1) > 1e-6 or total is None:
            raise CannotRead(f"the law of the mean sums to {weight_sum:g}", "give a distribution",
                             node.law.span)  # fmt: skip
        return total

    def weights(self, node: Expectation, scope: Scope) -> Iterator[tuple[float, Scope]]:
        """Yield the probability of each outcome, and the scope in which it happened."""
        if isinstance(node.law, Apply):
            bodies = [node.law, node.body]
            if any(isinstance(item, Dot) for item in node.law.arguments):
                yield from self.table_weights(self.value(node.law, scope), node, scope)
                return
            ranges = [self.places(name, bodies, scope) for name in node.names]
            for values in itertools.product(*ranges):
                inner = scope.bind(node.names, values)
                yield scalar(self.value(node.law, inner)), inner
        else:
            yield from self.table_weights(self.value(node.law, scope), node, scope)

    def table_weights(
        self, table: Value, node: Expectation, scope: Scope
    ) -> Iterator[tuple[float, Scope]]:
        """Yield the entries of a table as weights."""
        if not isinstance(table, np.ndarray) or table.ndim != len(node.names):
            raise CannotRead(
                f"the law of {len(node.names)} outcomes is {shape_text(table)}",
                "give an array with an axis for each", node.law.span)  # fmt: skip
        for place in itertools.product(*(range(size) for size in table.shape)):
            values = [self.outcome(n, at, s, scope)
                      for n, at, s in zip(node.names, place, table.shape, strict=True)]  # fmt: skip
            yield float(table[place]), scope.bind(node.names, values)

    def outcome(self, name: Symbol, at: int, size: int, scope: Scope) -> int:
        """Return the outcome at a place: from its own range, else counting from 1."""
        given = self.given_range(name, scope)
        if given is not None and len(given) != size:
            raise CannotRead(f"{name.plain} has {len(given)} values, its law {size}", "match them")
        return given[at] if given is not None else at + 1
