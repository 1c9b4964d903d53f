"""What an index runs over when nothing is written: the shapes of the arrays that it picks from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from .errors import CannotRead
from .nodes import Apply, Index, Node, Product, Relation, Script, Symbol
from .scope import Scope
from .values import Value, value_of


class Shapes:
    """Finds the range of an index."""

    value: Callable[[Node, Scope], Value]
    watch: Callable[[Node, Value, float, Scope], None]
    raised: Callable[[Value, Script | None, Scope], Value]
    function_of: Callable[[Apply, Scope], Any]
    defined: Callable[[Symbol, int, Scope], Any]
    resolved: Callable[[Symbol, Scope], tuple[Any, Any, Any, int]]
    signed_call: Callable[[str, Apply, Scope], object]

    def shape_range(self, name: Symbol, bodies: Sequence[Node], scope: Scope) -> list[int] | None:
        """Return the range of an index that the arrays say, which must agree."""
        sizes: dict[int, str] = {}
        for body in bodies:
            for node in scope.context.inside(body):
                for kind, axis in indexed(node, name):
                    size = self.size(kind, node, axis, scope)
                    if size is not None:
                        head = node.head if isinstance(node, Apply) else node
                        sizes.setdefault(size, getattr(head, "plain", "a bracket"))
        if len(sizes) > 1:
            said = ", ".join(f"{size} by {what}" for size, what in sizes.items())
            raise CannotRead(f"{name.plain} runs to {said}", "give arrays of one length", name.span)
        return list(range(1, next(iter(sizes)) + 1)) if sizes else None

    def size(self, kind: str, node: Node, axis: int, scope: Scope) -> int | None:
        """Return the length of an axis, None where it cannot be known yet."""
        watching, scope.context.watching = scope.context.watching, False
        try:
            value = self.indexed_value(kind, node, scope)
        except CannotRead:
            return None
        finally:
            scope.context.watching = watching
        if isinstance(value, (list, tuple)):
            return len(value) if axis == 0 else None
        shape = value.shape if isinstance(value, np.ndarray) else ()
        return int(shape[axis]) if axis < len(shape) else None

    def indexed_value(self, kind: str, node: Any, scope: Scope) -> object:
        """Return what an index stands on, as a value with its shape."""
        if kind == "symbol":
            return self.base_of(node, scope)
        if kind == "base":
            return self.value(node.base, scope)
        if kind == "signature":
            return self.signature_table(node, scope)
        is_call = self.function_of(node, scope) is not None or self.is_signed(node, scope)
        is_call = is_call or self.defined(node.head, len(node.arguments), scope) is not None
        if kind == "argument":
            return None if is_call else self.base_of(node.head, scope)
        if kind == "head" and not is_call:
            return self.base_of(node.head, scope)
        bare = replace(node, head=replace(node.head, sub=None), sub=None, sup=None)
        return self.value(bare, scope)

    @staticmethod
    def is_signed(node: Apply, scope: Scope) -> bool:
        """Tell whether a value was given for a symbol with its arguments."""
        return scope.context.keys.lookup(node.keys) is not None

    def base_of(self, node: Symbol, scope: Scope) -> object:
        """Return the value of a symbol without its index."""
        found, _, _, _ = self.resolved(node, scope)
        return found if isinstance(found, (list, tuple)) or callable(found) else value_of(found)

    def signature_table(self, node: Apply, scope: Scope) -> object:
        """Return the whole table under a signature key."""
        found = scope.context.keys.lookup(node.keys)
        if found is None:
            return None
        raw = scope.raw(found[0])
        table = value_of(self.signed_call(found[0], node, scope) if callable(raw) else raw)
        return table.T if isinstance(table, np.ndarray) and given_first(table, node) else table


def index_names(item: Node) -> list[Symbol]:
    """Return the symbols in a signature that may be indices: x in p(x), k in H(X_k)."""
    if isinstance(item, Relation):
        return index_names(item.members[0])
    if not isinstance(item, Symbol):
        return []
    if item.sub:
        return [one for one in item.sub if isinstance(one, Symbol)]
    return [item]


def given_first(array: Any, node: Apply) -> bool:
    """Tell whether a table p(y | x) has x first: its rows sum to one, its columns do not."""
    if "|" not in node.separators or array.ndim != 2 or len(node.arguments) != 2:
        return False
    rows, columns = (np.allclose(array.sum(axis=axis), 1.0, atol=1e-8) for axis in (1, 0))
    return bool(rows and not columns)


def indexed(node: Node, name: Symbol) -> Iterator[tuple[str, int]]:
    """Yield how an index stands alone on a part of a formula, and on which axis."""

    def axes(sub: Sequence[Node] | None) -> list[int]:
        items = tuple(sub or ())
        if len(items) == 1 and isinstance(items[0], Product):
            items = items[0].factors
        return [axis for axis, item in enumerate(items) if is_alone(item, name)]

    if isinstance(node, Symbol):
        yield from (("symbol", axis) for axis in axes(node.sub))
        label = node.sup is not None and node.sup.kind == "label" and node.sup.node
        if label and is_alone(label, name):
            yield "symbol", 0
    elif isinstance(node, Apply):
        yield from (("argument", axis) for axis in axes(node.arguments))
        yield from (("head", axis) for axis in axes(node.head.sub))
        yield from (("call", axis) for axis in axes(node.sub))
        inner = [one for item in node.arguments for one in index_names(item)]
        yield from (("signature", axis) for axis in axes(inner))
    elif isinstance(node, Index):
        yield from (("base", axis) for axis in axes(node.sub))


def is_alone(item: Node, name: Symbol) -> bool:
    """Tell whether an index is just this letter."""
    if isinstance(item, Relation):
        return is_alone(item.members[0], name)
    return isinstance(item, Symbol) and item.text == name.text and not (item.sub or item.sup)


def row_key(node: Symbol, scope: Scope) -> str | None:
    """Return the key of X for `x_i` or `x^{(i)}`, where x has no value of its own."""
    labelled = node.sup is not None and node.sup.kind == "label"
    if not (node.sub or labelled) or len(node.plain) != 1 or not node.plain.islower():
        return None
    return scope.context.keys.plain.get(node.plain.upper())
