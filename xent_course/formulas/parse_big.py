"""Reads what acts on a whole term: sums over an index, expectations, integrals, derivatives."""

from __future__ import annotations

from collections.abc import Callable

from .keys import walk
from .nodes import (
    Big,
    Binder,
    Derivative,
    Expectation,
    Gradient,
    Integral,
    Negative,
    Node,
    Number,
    Product,
    Quotient,
    Symbol,
)
from .parse_symbols import SymbolParser, must_call

BIG_NAMES = {r"\sum": "sum", r"\prod": "prod", r"\max": "max", r"\min": "min",
             r"\argmax": "argmax", r"\argmin": "argmin"}  # fmt: skip
DIFFERENTIALS = {"d", r"\mathrm{d}", r"\partial"}


class BigParser(SymbolParser):
    """Reads operators that bind an index or a variable."""

    term: Callable[[], Node]
    operand: Callable[[], Node]
    group: Callable[[], Node]
    braced_expression: Callable[[], Node]
    starts_factor: Callable[[], bool]
    ends: Callable[[str, int], None]

    def big(self) -> Node:
        """Read a sum, product, maximum, minimum or argmax, and the term it acts on."""
        start = self.place
        if self.at(r"\arg"):
            self.next()
            name = "arg" + BIG_NAMES.get(self.token.text, "")
            if not self.take(r"\max", r"\min"):
                self.refuse(r"\arg without \max or \min", r"write \arg\max_\theta", start)
        else:
            name = BIG_NAMES[self.next().text]
        binder = self.binder(name, start)
        if self.at("-", "+"):
            self.refuse(f"a sign after {name}", "put the term in brackets", start)
        body_start = self.place
        body = self.term()
        if name != "sum":
            self.no_slash(body_start, name)
        if name.startswith("arg") and self.at("+", "-"):
            self.refuse(f"it is not clear where {name} ends", "put brackets round its term", start)
        return Big(name, binder, body)

    def no_slash(self, start: int, name: str) -> None:
        """Refuse a slash at the level of the term: what it divides is not clear."""
        depth = 0
        for token in self.tokens[start : self.place]:
            if token.kind != "mark":
                continue
            depth += {"{": 1, "(": 1, "[": 1, "}": -1, ")": -1, "]": -1}.get(token.text, 0)
            if token.text == "/" and depth == 0:
                self.refuse(f"a slash after {name}", "put brackets round what is divided", start)

    def binder(self, name: str, start: int) -> Binder:
        """Read the limits of an operator."""
        low_start = high = None
        while self.at("_", "^"):
            if self.next().text == "_":
                low_start = self.place
                self.braced()
            else:
                high = self.braced_expression()
        if low_start is None:
            self.refuse(f"{name} does not say over what", rf"write \{name}_{{k=1}}^{{K}}", start)
        after, self.place = self.place, low_start + 1
        with self.arguments_outside(), self.deeper():
            found = self.limits(high)
            self.expect("}", "the index")
        self.place = after
        self.spanned(found, start)
        return found

    def limits(self, high: Node | None) -> Binder:
        """Read what stands under an operator."""
        names = [self.bound_name()]
        while self.take(","):
            names.append(self.bound_name())
        if len(names) == 1 and self.take("="):
            if high is None:
                self.refuse("no upper bound", "add it")
            return Binder(tuple(names), "range", self.expression(), high)
        if high is not None:
            self.refuse("an upper bound without a lower one", "write k=1 below")
        if len(names) == 1 and self.take(r"\ne"):
            return Binder(tuple(names), "unequal", self.expression())
        if self.take(r"\in"):
            return self.members(tuple(names))
        return Binder(tuple(names), "shape")

    def members(self, names: tuple[Symbol, ...]) -> Binder:
        r"""Read a set: a symbol, ``\{0, 1\}`` or ``\{0, 1\}^K``."""
        if not self.take(r"\{"):
            return Binder(names, "in", items=(self.expression(),))
        items = [self.expression()]
        while self.take(","):
            if self.at(r"\dots"):
                self.refuse("dots in a set", "write k=1 below and K above")
            items.append(self.expression())
        self.expect(r"\}", "the set")
        power = self.braced_expression() if self.take("^") else None
        return Binder(names, "cube" if power else "in", high=power, items=tuple(items))

    def bound_name(self) -> Symbol:
        """Read the name of an index or variable."""
        if self.token.kind != "name":
            self.refuse("the name of an index is missing", "write one letter")
        found = self.symbol()
        if found.sub or found.sup or found.primes:
            self.refuse("an index with scripts", "write one letter")
        return found

    def expectation(self) -> Node:
        r"""Read ``\mathbb{E}_{x \sim p}[..]``."""
        start = self.place
        self.next()
        if not self.take("_"):
            self.refuse("the mean does not say over what", r"write \mathbb{E}_{x \sim p}", start)
        self.expect("{", "the mean")
        laws: list[tuple[tuple[Symbol, ...], Node]] = []
        with self.arguments_outside(), self.deeper():
            while not laws or self.take(","):
                laws.append(self.law())
            self.expect("}", "the law")
        if not self.at("[", "(", r"\{"):
            self.refuse("the mean of what is not bracketed", r"write \mathbb{E}_{x \sim p}[..]")
        body = self.group()
        if self.at("^"):
            self.refuse("a power after a mean", "put brackets round the mean, or the power inside")
        for names, law in reversed(laws):
            body = Expectation(names, law, body)
            self.spanned(body, start)
        return body

    def law(self) -> tuple[tuple[Symbol, ...], Node]:
        r"""Read ``x \sim p`` or ``(x, y) \sim p``."""
        bracket = self.take("(")
        names = [self.bound_name()]
        while self.take(","):
            names.append(self.bound_name())
        if bracket:
            self.expect(")", "the names")
        if not self.take(r"\sim"):
            self.refuse("the law of the mean is missing", r"write x \sim p")
        return tuple(names), self.operand()

    def integral(self) -> Node:
        """Read a definite integral up to its differential."""
        start = self.place
        self.next()
        low = high = None
        while self.at("_", "^"):
            if self.next().text == "_":
                low = self.limit()
            else:
                high = self.limit()
        if low is None or high is None:
            self.refuse("an integral without bounds", r"write \int_{-\infty}^{\infty}", start)
        self.integrals += 1
        body = self.expression() if not self.at_differential() else Number(1)
        if not self.at_differential():
            self.refuse("the integral has no differential", r"end it with \, dx", start)
        self.integrals -= 1
        self.next()
        return Integral(self.bound_name(), low, high, body)

    def limit(self) -> Node:
        """Read a bound of an integral."""
        return self.braced_expression()

    def at_differential(self) -> bool:
        """Tell whether ``dx`` is next."""
        return self.token.text in {"d", r"\mathrm{d}"} and self.ahead().kind == "name"

    def is_derivative(self) -> bool:
        r"""Tell whether a fraction is ``\frac{\partial f}{\partial x}``."""
        top, bottom = self.argument_starts()
        first = self.tokens[top].text
        if first not in DIFFERENTIALS or self.tokens[bottom].text != first:
            return False
        return self.tokens[bottom + 1].kind == "name"

    def argument_starts(self) -> tuple[int, int]:
        """Return where the insides of the next two arguments start."""
        place = self.place
        self.next()
        top, _ = self.braced()
        bottom, _ = self.braced()
        self.place = place
        return top, bottom

    def derivative(self) -> Node:
        """Read a derivative: of what is in its numerator, or of what follows it."""
        start = self.place
        self.next()
        self.expect("{", "the derivative")
        mark = self.next().text
        order = self.order()
        with self.arguments_outside(), self.deeper():
            body = None if self.at("}") else must_call(self.expression())
            self.expect("}", "the derivative")
            by = self.variables(mark)
        if len(by) != order or order > 2:
            self.refuse("the order of the derivative", "write it the same above and below", start)
        return Derivative(self.acted_on("the derivative", start) if body is None else body, by)

    def acted_on(self, name: str, start: int) -> Node:
        """Read what an operator acts on: one factor, after numbers that come out anyway."""
        first = self.place
        factors = [self.called_operand()]
        while is_plain_number(factors[-1]) and self.starts_factor():
            factors.append(self.called_operand())
        self.ends(name, start)
        if len(factors) == 1:
            return factors[0]
        return self.spanned(Product(tuple(factors)), first)

    def called_operand(self) -> Node:
        """Read one factor; a symbol before a bracket must then be a function."""
        bracketed = self.at("(", "[", r"\{")
        found = self.operand()
        return found if bracketed else must_call(found)

    def order(self) -> int:
        """Read the order of a derivative."""
        if not self.take("^"):
            return 1
        found = self.braced_expression()
        if not isinstance(found, Number) or found.value not in (1, 2):
            self.refuse("only first and second derivatives are read", "write it as two steps")
        return int(found.value)

    def variables(self, mark: str) -> tuple[Symbol, ...]:
        """Read by what the derivative is taken."""
        self.expect("{", "the derivative")
        found: list[Symbol] = []
        while not self.take("}"):
            if self.token.text != mark or self.ahead().kind != "name":
                self.refuse("by what the derivative is taken", rf"write {mark} x")
            self.next()
            symbol = self.symbol()
            times = 1
            if symbol.sup is not None and symbol.sup.kind == "power":
                times = self.times(symbol)
            found += [symbol] * times
        return tuple(found)

    def times(self, symbol: Symbol) -> int:
        """Take the order of the derivative out of a variable's superscript."""
        power = symbol.sup.node if symbol.sup else None
        if not isinstance(power, Number) or power.value not in (1, 2):
            self.refuse("the order of the derivative", "write 2")
        symbol.sup = None
        symbol.keys = tuple(key for key in symbol.keys if not key.sup)
        return int(power.value)

    def nabla(self) -> Node:
        """Read a gradient or a Hessian and what it is taken of."""
        start = self.place
        self.next()
        order, by = 1, None
        while self.at("_", "^"):
            if self.at("^"):
                order = self.order()
            else:
                self.next()
                self.expect("{", "the gradient")
                by = self.symbol() if self.token.kind == "name" else None
                self.expect("}", "the gradient")
        if by is None:
            self.refuse("the gradient does not say by what", r"write \nabla_w", start)
        return Gradient(self.acted_on(r"\nabla", start), by, order)


def is_plain_number(node: Node) -> bool:
    """Tell whether a factor is made of numbers only."""
    return all(isinstance(one, (Number, Quotient, Negative)) for one in walk(node))
