"""Which symbols of a statement are free indices, and which are written without arguments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from .errors import CannotRead
from .lookup import BUILT_IN, ONES
from .nodes import (
    Apply,
    Big,
    Derivative,
    Expectation,
    Integral,
    Node,
    Relation,
    Run,
    Symbol,
)
from .scope import Context, Scope
from .shapes import index_names, row_key


def contextual(context: Context, roots: Iterable[Node]) -> None:
    """Note which keys are written without arguments, and with which first arguments."""
    waiting = [(root, False) for root in roots]
    while waiting:
        node, above = waiting.pop()
        if isinstance(node, Symbol):
            found = context.keys.lookup(node.keys)
            if found is not None and not above:
                context.bare.add(found[0])
        elif isinstance(node, Apply):
            found = context.keys.lookup(node.head.keys)
            first = node.arguments[0]
            if found is not None and isinstance(first, Symbol):
                context.applied.setdefault(found[0], set()).add(first.plain)
        numerator = isinstance(node, Derivative)
        heads = node.head.children() if isinstance(node, Apply) else []
        for child in heads + node.children():
            if not (isinstance(node, Apply) and child is node.head):
                waiting.append((child, numerator))


def free_names(evaluator: Any, relation: Relation, scope: Scope) -> list[Symbol]:
    """Return the free indices of a statement; refuse a letter both free and bound."""
    finder = Finder(evaluator, scope)
    found: dict[str, Symbol] = {}
    for member in relation.members:
        here = {one.text: one for one in finder.free(member, frozenset(), False)}
        clash = set(here) & finder.bound_in(member)
        if clash:
            one = here[min(clash)]
            raise CannotRead(
                f"{one.plain} is both a running index and free", "use another letter", one.span
            )
        found |= here
    return list(found.values())


class Finder:
    """Walks over a member and yields the symbols that have no value."""

    def __init__(self, evaluator: Any, scope: Scope) -> None:
        self.evaluator = evaluator
        self.scope = scope
        self.keys = scope.context.keys

    def bound_in(self, node: Node) -> set[str]:
        """Return the indices that run somewhere inside."""
        found: set[str] = set()
        waiting = [node]
        while waiting:
            one = waiting.pop()
            if isinstance(one, Big):
                found |= {name.text for name in one.binder.names}
            elif isinstance(one, Expectation):
                found |= {name.text for name in one.names}
            elif isinstance(one, Integral):
                found.add(one.name.text)
            waiting += one.children()
        return found

    def free(self, node: Node, bound: frozenset[str], argument: bool) -> Iterator[Symbol]:
        """Yield the symbols without a value."""
        if isinstance(node, Symbol):
            yield from self.in_symbol(node, bound)
        elif isinstance(node, Apply):
            yield from self.in_call(node, bound, argument)
        elif isinstance(node, Big):
            names = frozenset(name.text for name in node.binder.names)
            for part in (node.binder.low, node.binder.high, *node.binder.items):
                yield from self.free(part, bound, False) if part else ()
            yield from self.free(node.body, bound | names, False)
        elif isinstance(node, (Expectation, Integral)):
            running = node.names if isinstance(node, Expectation) else (node.name,)
            inside = bound | {name.text for name in running}
            for part in node.children():
                if part not in running:
                    yield from self.free(part, inside, False)
        elif isinstance(node, Run):
            yield from self.in_run(node, bound)
        elif isinstance(node, Relation):
            for part in node.members[1:] if argument else node.members:
                yield from self.free(part, bound, False)
        else:
            for part in node.children():
                yield from self.free(part, bound, False)

    def in_run(self, node: Run, bound: frozenset[str]) -> Iterator[Symbol]:
        """Yield what is free in x_1, ..., x_N."""
        yield from self.in_symbol(node.first, bound)
        yield from self.in_symbol(node.last, bound)

    def in_symbol(self, node: Symbol, bound: frozenset[str]) -> Iterator[Symbol]:
        """Yield a symbol without a value, and what is free in its scripts."""
        named_sub = named_sup = False
        if node.text not in bound:
            found = self.keys.lookup(node.keys)
            defined = self.evaluator.defined(node, 0, self.scope)
            if found is not None:
                spread = self.evaluator.spread(self.scope.given.values[found[0]], node)
                named_sub, named_sup = found[1].sub and not spread, found[1].sup
            elif defined is not None:
                named_sub, named_sup = defined[1].sub, defined[1].sup
            elif not self.built_in(node) and row_key(node, self.scope) is None:
                yield node
                return
        for part in () if named_sub else node.sub or ():
            yield from self.free(part, bound, False)
        if node.sup is not None and not named_sup:
            yield from self.free(node.sup, bound, False)

    @staticmethod
    def built_in(node: Symbol) -> bool:
        """Tell whether a symbol needs no value."""
        if node.text in BUILT_IN or node.text in ONES:
            return True
        return node.text == r"\delta" and bool(node.sub)

    def in_call(self, node: Apply, bound: frozenset[str], argument: bool) -> Iterator[Symbol]:
        """Yield what is free in a call; a table under a signature key is open inside calls."""
        if any(isinstance(one, Symbol) and one.text == node.head.text for one in node.arguments):
            raise CannotRead(
                f"{node.head.plain} is an argument of itself", "name its argument", node.span
            )
        found = self.keys.lookup(node.keys) if node.head.text not in bound else None
        if found is not None:
            raw = self.scope.given.values[found[0]]
            if not argument and not callable(raw) and (isinstance(raw, list) or np.ndim(raw)):
                for name in (one for item in node.arguments for one in index_names(item)):
                    if name.text not in bound and self.keys.lookup(name.keys) is None:
                        yield name
            return
        defined = self.evaluator.defined(node.head, len(node.arguments), self.scope)
        if defined is None:
            yield from self.in_symbol(node.head, bound)
        elif node.head.sub and not defined[1].sub:
            for part in node.head.sub:
                yield from self.free(part, bound, False)
        for part in (*node.arguments, *(node.sub or ()), *([node.sup] if node.sup else [])):
            yield from self.free(part, bound, True)
