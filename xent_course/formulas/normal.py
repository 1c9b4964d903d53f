"""Tells whether two displays are one formula: terms and factors reordered, indices renamed."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from .nodes import (
    Big,
    Expectation,
    Extreme,
    Integral,
    Iverson,
    Node,
    Number,
    Power,
    Product,
    Relation,
    Script,
    Sum,
    Symbol,
    Unary,
)

Form = tuple[Any, ...]
Names = dict[str, str]
HIDDEN = {"span", "keys", "plain", "sub_text", "must_call", "juxtaposed"}


def form(node: Node, names: Names) -> Form:
    """Return a form that is the same for the same formula.

    Parameters
    ----------
    node : Node
        A part of a formula.
    names : dict
        The new names of the indices that run.

    Returns
    -------
    tuple
        Nested, comparable by its text.
    """
    if isinstance(node, Symbol):
        return ("symbol", names.get(node.text, node.text), *scripts(node, names))
    if isinstance(node, (Big, Expectation, Integral)):
        return bound(node, names)
    if isinstance(node, Sum):
        return ("sum", *summed(node, names, 1))
    if isinstance(node, (Product, Extreme)):
        parts = node.factors if isinstance(node, Product) else node.arguments
        return (type(node).__name__, *sorted_forms(parts, names))
    if isinstance(node, Iverson) and node.statement.signs == ("=",):
        return ("iverson", *sorted_forms(node.statement.members, names))
    if isinstance(node, (Power, Unary)):
        return even(node, names)
    return plain_form(node, names)


def plain_form(node: Node, names: Names) -> Form:
    """Return the form of a part whose order matters."""
    shown = [item.name for item in fields(node) if item.name not in HIDDEN]
    return (type(node).__name__, *(any_form(getattr(node, name), names) for name in shown))


def any_form(value: Any, names: Names) -> Any:
    """Return the form of whatever a part holds."""
    if isinstance(value, Node):
        return form(value, names)
    if isinstance(value, tuple):
        return tuple(any_form(item, names) for item in value)
    return value


def scripts(node: Symbol, names: Names) -> Form:
    """Return the form of an index and a superscript."""
    return any_form(node.sub, names), any_form(node.sup, names), node.primes


def sorted_forms(parts: tuple[Node, ...], names: Names) -> list[Form]:
    """Return the forms of parts whose order does not matter."""
    return sorted((form(part, names) for part in parts), key=repr)


def summed(node: Sum, names: Names, turn: int) -> list[Form]:
    """Return the forms of terms with their signs, all turned where `turn` is -1."""
    pairs = zip(node.signs, node.terms, strict=True)
    return sorted(((turn * sign, form(term, names)) for sign, term in pairs), key=repr)


def even(node: Power | Unary, names: Names) -> Form:
    """Return a form that does not tell a - b from b - a where the sign does not matter."""
    inside = node.base if isinstance(node, Power) else node.body
    script = node.script if isinstance(node, Power) else None
    blind = (isinstance(node, Unary) and node.name == "abs") or is_two(script)
    if blind and isinstance(inside, Sum):
        both = [summed(inside, names, turn) for turn in (1, -1)]
        return (type(node).__name__, any_form(script, names), *min(both, key=repr))
    return plain_form(node, names)


def is_two(script: Script | None) -> bool:
    """Tell whether a power is a square."""
    return script is not None and isinstance(script.node, Number) and script.node.value == 2


def bound(node: Big | Expectation | Integral, names: Names) -> Form:
    """Return the form of an operator, its indices renamed by their depth."""
    found = node.binder.names if isinstance(node, Big) else (
        node.names if isinstance(node, Expectation) else (node.name,)
    )  # fmt: skip
    inner = {**names, **{name.text: f"#{len(names)}.{i}" for i, name in enumerate(found)}}
    return plain_form(node, inner)


def same_formula(a: list[Relation], b: list[Relation]) -> bool:
    """Tell whether two displays are the same formula.

    Parameters
    ----------
    a, b : list of Relation
        Their statements.

    Returns
    -------
    bool
        True where they differ only by the order of terms and factors or the names of indices.
    """
    return [form(x, {}) for x in a] == [form(x, {}) for x in b]
