"""What a formula is made of once it is read: one small class for each construction."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from .errors import Span


@dataclass(eq=False, slots=True, kw_only=True)
class Node:
    """A part of a formula, with its place in the source."""

    span: Span = (0, 0)

    def children(self) -> list[Node]:
        """Return the parts directly inside."""
        found: list[Node] = []
        for item in fields(self):
            if item.name not in {"span", "keys"}:
                found += _nodes(getattr(self, item.name))
        return found


def _nodes(value: Any) -> list[Node]:
    if isinstance(value, Node):
        return [value]
    if isinstance(value, (tuple, list)):
        return [node for item in value for node in _nodes(item)]
    return []


@dataclass(eq=False, slots=True)
class Number(Node):
    """A number as written."""

    value: float


@dataclass(frozen=True, slots=True)
class Key:
    """One way to name a symbol: with or without its scripts, or with its arguments."""

    exact: str
    plain: str
    sub: bool = False
    sup: bool = False
    arguments: bool = False


@dataclass(eq=False, slots=True)
class Script(Node):
    r"""What stands above a symbol: a power, a label ``(i)``, ``\top`` or ``*``."""

    kind: str  # power, label, top, star, inverse-top
    node: Node | None = None


@dataclass(eq=False, slots=True)
class Symbol(Node):
    """A symbol with its scripts, such as `x_i`."""

    text: str
    plain: str
    sub: tuple[Node, ...] | None = None
    sub_text: str = ""
    sup: Script | None = None
    primes: int = 0
    keys: tuple[Key, ...] = ()


@dataclass(eq=False, slots=True)
class Relation(Node):
    """Members joined by relations: a = b <= c."""

    members: tuple[Node, ...]
    signs: tuple[str, ...]


@dataclass(eq=False, slots=True)
class Run(Node):
    r"""An argument ``x_1, \dots, x_N``: the whole of x."""

    first: Symbol
    last: Symbol


@dataclass(eq=False, slots=True)
class Dot(Node):
    r"""An argument left open, ``\cdot``."""


@dataclass(eq=False, slots=True)
class Apply(Node):
    """A symbol before a bracket: a call or a product, as its value decides."""

    head: Symbol
    arguments: tuple[Node, ...]
    separators: tuple[str, ...]
    keys: tuple[Key, ...] = ()
    must_call: bool = False
    sub: tuple[Node, ...] | None = None
    sup: Script | None = None


@dataclass(eq=False, slots=True)
class Function(Node):
    r"""A built-in function: ``\log``, ``\exp`` and so on."""

    name: str
    argument: Node
    base: Node | None = None


@dataclass(eq=False, slots=True)
class Extreme(Node):
    r"""The larger or smaller of some numbers: ``\max(z, 0)``."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(eq=False, slots=True)
class Binder(Node):
    """What an index runs over."""

    names: tuple[Symbol, ...]
    kind: str  # range, shape, in, cube, unequal
    low: Node | None = None
    high: Node | None = None
    items: tuple[Node, ...] = ()


@dataclass(eq=False, slots=True)
class Big(Node):
    """A sum, product, maximum, minimum or their arguments, over an index."""

    name: str  # sum, prod, max, min, argmax, argmin
    binder: Binder
    body: Node


@dataclass(eq=False, slots=True)
class Expectation(Node):
    """A mean over a distribution."""

    names: tuple[Symbol, ...]
    law: Node
    body: Node


@dataclass(eq=False, slots=True)
class Integral(Node):
    """A definite integral."""

    name: Symbol
    low: Node
    high: Node
    body: Node


@dataclass(eq=False, slots=True)
class Derivative(Node):
    """A partial derivative, of first or second order."""

    body: Node
    by: tuple[Symbol, ...]


@dataclass(eq=False, slots=True)
class Gradient(Node):
    """A gradient (order 1) or a Hessian (order 2)."""

    body: Node
    by: Symbol
    order: int


@dataclass(eq=False, slots=True)
class Negative(Node):
    """A leading minus."""

    body: Node


@dataclass(eq=False, slots=True)
class Sum(Node):
    """Terms with their signs."""

    terms: tuple[Node, ...]
    signs: tuple[int, ...]


@dataclass(eq=False, slots=True)
class Product(Node):
    """Factors side by side; `odot` where they multiply entry by entry."""

    factors: tuple[Node, ...]
    odot: bool = False
    juxtaposed: bool = True


@dataclass(eq=False, slots=True)
class Quotient(Node):
    """A fraction."""

    top: Node
    bottom: Node


@dataclass(eq=False, slots=True)
class Power(Node):
    """A bracket or a number with something above it."""

    base: Node
    script: Script


@dataclass(eq=False, slots=True)
class Index(Node):
    """An entry of what a bracket or a call gives."""

    base: Node
    sub: tuple[Node, ...]


@dataclass(eq=False, slots=True)
class Unary(Node):
    """Absolute value, root, factorial, floor, ceiling."""

    name: str
    body: Node


@dataclass(eq=False, slots=True)
class Norm(Node):
    """A norm of a vector."""

    body: Node
    order: Node | None = None
    power: Node | None = None


@dataclass(eq=False, slots=True)
class Binomial(Node):
    """A binomial coefficient."""

    top: Node
    bottom: Node


@dataclass(eq=False, slots=True)
class Iverson(Node):
    """One where a statement holds, else zero."""

    statement: Relation


@dataclass(eq=False, slots=True)
class Braced(Node):
    """An expression with a claim under or over it."""

    body: Node
    claim: Node | None


@dataclass(eq=False, slots=True)
class Cases(Node):
    """Values by condition."""

    values: tuple[Node, ...]
    conditions: tuple[Relation | None, ...]


@dataclass(eq=False, slots=True)
class Constant(Node):
    r"""An unnamed additive constant, ``\text{const}``."""


@dataclass(slots=True)
class Remark:
    r"""A range said in words: ``k = 1, \dots, K``."""

    name: Symbol
    low: Node
    high: Node


@dataclass(slots=True)
class Statement:
    """One claim of a display; a lenient one follows prose and may be left unread."""

    relation: Relation
    lenient: bool = False


@dataclass(slots=True)
class Equation:
    """A display, read."""

    label: str
    latex: str
    statements: list[Statement] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
