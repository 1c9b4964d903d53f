"""Reads symbols: their scripts, primes and arguments, and every key that may name them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .alphabet import RELATIONS
from .braces import canonical, plain, plain_script
from .cursor import Cursor
from .errors import CannotRead
from .nodes import (
    Apply,
    Constant,
    Dot,
    Index,
    Key,
    Node,
    Number,
    Power,
    Relation,
    Run,
    Script,
    Symbol,
    Unary,
)
from .tokens import Token

CONSTANTS = {"const", "constant"}
CALLABLE_BARS = {",", ";", "|", r"\|", ":"}


class SymbolParser(Cursor):
    """Reads one symbol and what hangs on it."""

    in_arguments = False

    expression: Callable[[], Node]

    @contextmanager
    def arguments_outside(self, inside: bool = False) -> Iterator[None]:
        """Read inside other brackets: bars separate arguments only directly in a call."""
        before, self.in_arguments = self.in_arguments, inside
        integrals, self.integrals = self.integrals, 0
        yield
        self.in_arguments, self.integrals = before, integrals

    def name(self) -> Node:
        """Read a symbol, and the bracket after it."""
        start = self.place
        if self.token.plain == "E" and "mathbb" in self.token.text:
            return self.expectation()
        if self.is_constant():
            self.next()
            return self.spanned(Constant(), start)
        symbol = self.symbol()
        if self.at("(") and not self.is_tuple_power():
            return self.call(symbol, start)
        return symbol

    def expectation(self) -> Node:
        """Read an expectation (in the class that knows operators)."""
        raise NotImplementedError

    def is_tuple_power(self) -> bool:
        """Tell whether the bracket cannot be an argument."""
        return False

    def is_constant(self) -> bool:
        r"""Tell whether a ``+ \text{const}`` is next."""
        before = self.tokens[self.place - 1].text if self.place else ""
        return before == "+" and self.token.plain in CONSTANTS

    def symbol(self) -> Symbol:
        """Read a symbol with its scripts."""
        start, token = self.place, self.next()
        if token.kind == "text" and not token.plain:
            self.refuse("prose inside a formula", r"put it after \quad", start)
        found = Symbol(
            token.text if token.kind == "name" else rf"\text{{{token.text}}}", token.plain
        )
        sub: list[Token] = []
        sup: list[Token] = []
        while self.at("_", "^", "'"):
            if self.take("'"):
                found.primes += 1
            elif self.next().text == "_":
                sub = self.subscript(found, bool(sub))
            else:
                sup = self.superscript(found, bool(sup))
        found.keys = tuple(symbol_keys(found, token, sub, sup))
        self.spanned(found, start)
        return found

    def subscript(self, symbol: Symbol, again: bool) -> list[Token]:
        """Read an index, or keep its text where it is only a name."""
        if again:
            self.refuse("two subscripts", "put both into one, x_{ij}")
        symbol.sub, inside = self.indices()
        symbol.sub_text = plain(inside)
        return inside

    def indices(self) -> tuple[tuple[Node, ...] | None, list[Token]]:
        """Read the indices between braces; None where they do not read as formulas."""
        place, depth, bars = self.place, self.depth, list(self.bars)
        state = self.in_arguments, self.integrals
        first, end = self.braced()
        after, self.place = self.place, first
        found: list[Node] | None = []
        try:
            with self.arguments_outside(), self.deeper():
                found = [self.expression()]
                while self.take(","):
                    found.append(self.expression())
        except CannotRead:
            found = None
        if self.place != end:
            found = None
        self.place, self.depth, self.bars = after, depth, bars
        self.in_arguments, self.integrals = state
        return (tuple(found) if found else None), list(self.tokens[place + 1 : end])

    def superscript(self, symbol: Symbol, again: bool) -> list[Token]:
        """Read what stands above a symbol; a prime counts apart."""
        if again:
            self.refuse("two superscripts", "put brackets round the first power")
        start = self.place
        script = self.script()
        inside = list(self.tokens[start + 1 : self.place - 1])
        if script.kind == "prime":
            symbol.primes += len(inside)
            return []
        symbol.sup = script
        return inside

    def script(self) -> Script:
        r"""Read between braces: a power, a label ``(i)``, ``\top``, ``*`` or primes."""
        start = self.place
        first, end = self.braced()
        after = self.place
        texts = [token.text for token in self.tokens[first:end]]
        named = {r"\top": "top", "*": "star", r"- \top": "inverse-top"}
        if " ".join(texts) in named:
            return Script(named[" ".join(texts)])
        if texts and all(text in {r"\prime", "'"} for text in texts):
            return Script("prime")
        label = len(texts) == 3 and texts[0] == "(" and texts[2] == ")"
        self.place = first + 1 if label else first
        with self.arguments_outside(), self.deeper():
            node = self.expression()
        if self.place != (end - 1 if label else end):
            self.refuse("a superscript is not an expression", "write one power or one label")
        self.place = after
        found = Script("label" if label else "power", node)
        self.spanned(found, start)
        return found

    def call(self, head: Symbol, start: int) -> Node:
        """Read the bracket after a symbol."""
        opened = self.place
        self.next()
        arguments: list[Node] = []
        separators: list[str] = []
        with self.arguments_outside(inside=True), self.deeper():
            arguments.append(self.argument())
            while self.at(*CALLABLE_BARS):
                separators.append(self.next().text)
                arguments.append(self.argument())
            self.expect(")", "the bracket (")
        inside = list(self.tokens[opened : self.place])
        found = Apply(head, *runs(arguments, separators))
        found.keys = tuple(call_keys(head, inside))
        self.spanned(found, start)
        return found

    def argument(self) -> Node:
        r"""Read one argument; ``\dots`` and ``\cdot`` stand for themselves."""
        start = self.place
        if self.take(r"\dots", r"\cdot"):
            return self.spanned(Dot(), start)
        first = self.expression()
        if not self.at(*RELATIONS):
            return first
        sign = self.next().text
        second = self.expression()
        return self.spanned(Relation((first, second), (sign,)), start)

    def scripts(self, node: Node, start: int) -> Node:
        """Read what follows a factor: powers, indices, factorials."""
        while self.at("_", "^", "!", "'"):
            if self.at("'"):
                self.refuse("a prime after a bracket", r"write \frac{d}{dx}")
            if self.take("!"):
                if isinstance(node, Unary) and node.name == "factorial":
                    self.refuse("two factorials in a row", "put brackets round the first")
                node = self.over(Unary("factorial", must_call(node)), node)
            elif self.next().text == "_":
                node = self.index(node)
            else:
                node = self.power(node)
        return node

    def over(self, node: Node, inner: Node) -> Node:
        """Let a node start where the one inside it starts."""
        node.span = (inner.span[0], self.span(self.place - 1)[1])
        return node

    def index(self, node: Node) -> Node:
        """Read an index after a call or a bracket."""
        sub, _ = self.indices()
        if sub is None or isinstance(node, (Number, Index)):
            self.refuse("an index that cannot be read", "write x_{k}, one index on one symbol")
        if isinstance(node, Apply) and node.sub is None:
            node.sub = sub
            return node
        return self.over(Index(node, sub), node)

    def power(self, node: Node) -> Node:
        """Read a power after a call or a bracket."""
        script = self.script()
        if script.kind in {"label", "star", "prime"}:
            self.refuse("a label above a bracket", "give the bracket a name of its own")
        if isinstance(node, Apply) and node.sup is None:
            node.sup = script
            return node
        if isinstance(node, (Power, Unary, Apply)):
            self.refuse("two superscripts", "put brackets round the first power")
        return self.over(Power(node, script), node)


def must_call(node: Node) -> Node:
    """Mark an argument that must not turn out to be a product."""
    if isinstance(node, Apply):
        node.must_call = True
    return node


def symbol_keys(symbol: Symbol, token: Token, sub: list[Token], sup: list[Token]) -> Iterator[Key]:
    """Yield the names of a symbol, the longest first."""
    primes = " '" * symbol.primes
    exact, short = symbol.text + primes, token.plain + "_prime" * symbol.primes
    low, low_plain = (f" _ {{ {canonical(sub)} }}", f"_{plain(sub)}") if sub else ("", "")
    high, high_plain = (f" ^ {{ {canonical(sup)} }}", plain_script(sup)) if sup else ("", "")
    if sub and sup:
        yield Key(exact + low + high, short + low_plain + high_plain, True, True)
    if sub:
        yield Key(exact + low, short + low_plain, True, False)
    if sup:
        yield Key(exact + high, short + high_plain, False, True)
    yield Key(exact, short)
    if symbol.primes:
        bare = Symbol(symbol.text, symbol.plain)
        yield from symbol_keys(bare, token, sub, sup)


def call_keys(head: Symbol, inside: list[Token]) -> Iterator[Key]:
    """Yield the names of a symbol with its arguments."""
    for key in head.keys:
        exact = f"{key.exact} {canonical(inside)}"
        yield Key(exact, key.plain + plain(inside), key.sub, key.sup, True)


def runs(arguments: list[Node], separators: list[str]) -> tuple[tuple[Node, ...], tuple[str, ...]]:
    r"""Join ``x_1, \dots, x_N`` into one argument."""
    at = 1
    while at < len(arguments) - 1:
        first, last = arguments[at - 1], arguments[at + 1]
        if (
            isinstance(arguments[at], Dot)
            and isinstance(first, Symbol)
            and isinstance(last, Symbol)
        ):
            arguments[at - 1 : at + 2] = [Run(first, last, span=(first.span[0], last.span[1]))]
            del separators[at - 1 : at + 1]
        else:
            at += 1
    return tuple(arguments), tuple(separators)
