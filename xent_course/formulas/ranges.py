"""The free indices of a display: what they run over, and what the remarks say of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from .errors import CannotRead
from .evaluate import Evaluator
from .free import free_names
from .keys import walk
from .nodes import Equation, Node, Statement, Symbol
from .scope import Context, Scope
from .values import scalar


class Ranges:
    """Finds the values over which a statement is claimed."""

    evaluator: Evaluator
    equation: Equation
    context: Context | None
    free: dict[int, list[Symbol] | None]

    def names(self, number: int, statement: Statement, scope: Scope) -> list[Symbol] | None:
        """Return the free indices of a statement, None where prose hides symbols unknown here."""
        if number not in self.free:
            try:
                self.free[number] = free_names(self.evaluator, statement.relation, scope)
                list(self.index_values(self.free[number] or [], statement, scope))
            except CannotRead:
                if not statement.lenient or self.familiar(statement):
                    raise
                self.free[number] = None
        return self.free[number]

    def familiar(self, prose: Statement) -> bool:
        """Tell whether a claim after prose uses only symbols of the display itself."""
        strict = [m for s in self.equation.statements if not s.lenient for m in s.relation.members]
        known = {n.text for m in strict for n in walk(m) if isinstance(n, Symbol)}
        return all(
            n.text in known
            for m in prose.relation.members for n in walk(m) if isinstance(n, Symbol)
        )  # fmt: skip

    def index_values(
        self, names: list[Symbol], statement: Statement, scope: Scope
    ) -> Iterator[tuple[int, ...]]:
        """Yield all values of the free indices."""
        members = statement.relation.members
        ranges = [self.index_range(name, members, scope) for name in names]
        yield from itertools.product(*ranges)

    def index_range(self, name: Symbol, members: Sequence[Any], scope: Scope) -> list[int]:
        """Return the range of a free index; a remark on it must agree with the shapes."""
        said: list[int] | None = None
        for remark in self.equation.remarks:
            if remark.name.text == name.text:
                low, high = (
                    round(scalar(self.evaluator.value(node, scope)))
                    for node in (remark.low, remark.high)
                )
                said = list(range(low, high + 1))
        if said is None:
            return self.unsaid(name, members, scope)
        found = self.evaluator.shape_range(name, members, scope)
        found = self.evaluator.given_range(name, scope) or found
        if found is not None and found != said:
            raise CannotRead(
                f"{name.plain} is said to run from {said[0] if said else '?'} to "
                f"{said[-1] if said else '?'}, the shapes say {found[0]} to {found[-1]}",
                "correct the remark, or the value of its bound",
            )
        return said

    def unsaid(self, name: Symbol, members: Sequence[Any], scope: Scope) -> list[int]:
        """Return the range that the shapes say; without one the symbol lacks a value."""
        memo, place = scope.given.ranges, ("free", members[0], name.text)
        if place not in memo:
            given = self.evaluator.given_range(name, scope)
            memo[place] = given or self.evaluator.shape_range(name, members, scope)
        found = memo[place]
        if found is None:
            hint = r"; for a transpose write \top" if name.plain == "T" else ""
            if name.keys[0].plain in scope.context.keys.plain:
                hint = f"; the key must be its exact LaTeX, r{name.keys[0].exact!r}"
            raise CannotRead(f"{name.keys[0].plain} has no value",
                             f"give {name.keys[0].plain}=.., or a range if it is an index{hint}",
                             name.span)  # fmt: skip
        return found

    def remarks(self, scope: Scope) -> None:
        """Refuse a remark on an index that does not occur, or that the shapes contradict."""
        members = [m for s in self.equation.statements for m in s.relation.members]
        nodes = {node for member in members for node in self.inside(member)}
        known = {node.text for node in nodes if isinstance(node, Symbol)}
        for remark in self.equation.remarks:
            if remark.name.text not in known:
                raise CannotRead(f"a remark on {remark.name.plain}, which does not occur",
                                 "take it away", remark.name.span)  # fmt: skip
            self.index_range(remark.name, members, scope)

    def inside(self, node: Node) -> tuple[Node, ...]:
        """Return all that is inside a member."""
        assert self.context is not None
        return self.context.inside(node)
