"""A `def-` equation as a function for the equations after it."""

from __future__ import annotations

from .errors import CannotRead
from .keys import walk
from .nodes import Apply, Equation, Node, Symbol
from .scope import Definition


def definition_of(equation: Equation) -> Definition:
    """Return the function that an equation defines: its left side is the head.

    Parameters
    ----------
    equation : Equation
        A display whose first statement is ``head = body``.

    Returns
    -------
    Definition
        The head, its parameters and indices, and the body.

    Raises
    ------
    CannotRead
        Where the left side is not a name with plain arguments.
    """
    relation = equation.statements[0].relation
    head, body = relation.members[0], relation.members[1]
    try:
        if relation.signs[0] != "=" or not isinstance(head, (Symbol, Apply)):
            raise CannotRead("a definition needs a name on its left", "H(p) = ..", head.span)
        symbol = head.head if isinstance(head, Apply) else head
        arguments = head.arguments if isinstance(head, Apply) else ()
        after = head.sub if isinstance(head, Apply) else None
        indices = running(after, body) if after else running(symbol.sub, body)
        return Definition(equation.label, symbol, parameters(arguments), indices, body)
    except CannotRead as refusal:
        raise refusal.placed(equation.label, equation.latex) from None


def parameters(arguments: tuple[Node, ...]) -> tuple[Symbol, ...]:
    """Return the parameters, which must be plain letters."""
    found: list[Symbol] = []
    for argument in arguments:
        if not isinstance(argument, Symbol) or argument.sub or argument.sup or argument.primes:
            raise CannotRead("a parameter of a definition is not a letter", "H(p, q) = ..",
                             argument.span)  # fmt: skip
        found.append(argument)
    return tuple(found)


def running(sub: tuple[Node, ...] | None, body: Node) -> tuple[Symbol, ...]:
    """Return the letters of a subscript that the body uses: they are indices, not names."""
    used = {one.text for one in walk(body) if isinstance(one, Symbol)}
    letters = [one for one in sub or () if isinstance(one, Symbol) and not one.sub]
    return tuple(one for one in letters if one.text in used)
