"""Checks on the check: callables that ignore an argument, parts that no input exercises."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from .errors import CannotRead
from .keys import walk
from .nodes import Apply, Equation, Node, Symbol
from .scope import Call, Context
from .values import Row

MOST_PAIRS = 24


def refuse_idle(context: Context, equation: Equation) -> None:
    """Refuse a callable that ignores an argument, and a part that is idle on every draw."""
    try:
        for key, calls in context.calls.items():
            if len(calls) > 1:
                refuse_ignored(key, list(calls.values()))
        refuse_unexercised(context, equation)
    except CannotRead as refusal:
        refusal.by_chance = True
        raise


def refuse_unexercised(context: Context, equation: Equation) -> None:
    """Refuse a term that is always 0, and a factor or an exponent that is always 1 or always 0."""
    inside = {n for s in equation.statements for m in s.relation.members for n in walk(m)}
    for node in (context.visited.keys() - context.alive) & inside:
        if depends_on_given(node, context):
            start, end = node.span
            raise CannotRead(
                f"no draw exercises {' '.join(equation.latex[start:end].split()) or 'a part'}: "
                f"it is {context.visited[node]:g} every time",
                "draw values for which it matters",
                node.span,
            )


def depends_on_given(node: Node, context: Context) -> bool:
    """Tell whether a part reads a symbol that was given, other than under a signature key."""
    if isinstance(node, Apply) and context.keys.lookup(node.keys) is not None:
        return False
    if isinstance(node, Symbol) and context.keys.lookup(node.keys) is not None:
        return True
    return any(depends_on_given(child, context) for child in node.children())


def refuse_ignored(key: str, calls: list[Call]) -> None:
    """Refuse a callable whose value never changes when one argument alone does."""
    places: list[int | str] = [*range(len(calls[0].arguments)), *calls[0].named]
    for place in places:
        tried = 0
        for one, other in itertools.islice(itertools.permutations(calls, 2), MOST_PAIRS):
            swapped = swap(one, other, place)
            if swapped is None:
                continue
            if matters(one, swapped):
                break
            tried += 1
        else:
            if tried:
                name = f"argument {place + 1}" if isinstance(place, int) else f"{place!r}"
                raise CannotRead(
                    f"the callable given for {key!r} ignores its {name}",
                    "give one that uses every argument of the formula",
                )


def swap(one: Call, other: Call, place: int | str) -> tuple[tuple[Any, ...], dict[str, Any]] | None:
    """Return a call's arguments with one taken from another call, None where it is the same."""
    arguments, named = list(one.arguments), dict(one.named)
    if isinstance(place, int):
        if place >= len(other.arguments) or len(other.arguments) != len(arguments):
            return None
        old, new = arguments[place], other.arguments[place]
        arguments[place] = new
    else:
        if place not in other.named:
            return None
        old, new = named[place], other.named[place]
        named[place] = new
    return None if same(old, new) else (tuple(arguments), named)


def matters(one: Call, swapped: tuple[tuple[Any, ...], dict[str, Any]]) -> bool:
    """Tell whether a changed argument changes the value, or is refused by the callable."""
    try:
        return not same(one.function(*swapped[0], **swapped[1]), one.result)
    except Exception:
        return True


def same(a: object, b: object) -> bool:
    """Tell whether two values are equal to rounding."""
    x, y = (value.data if isinstance(value, Row) else value for value in (a, b))
    try:
        first, second = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    except (TypeError, ValueError):
        return x is y
    return first.shape == second.shape and np.allclose(
        first, second, rtol=1e-12, atol=1e-14, equal_nan=True
    )
