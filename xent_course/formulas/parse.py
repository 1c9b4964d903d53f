"""Reads sums, products, fractions and brackets; what is ambiguous is refused."""

from __future__ import annotations

from collections.abc import Callable

from .alphabet import FUNCTIONS, RELATIONS
from .nodes import (
    Apply,
    Binomial,
    Braced,
    Extreme,
    Function,
    Iverson,
    Negative,
    Node,
    Norm,
    Number,
    Product,
    Quotient,
    Relation,
    Sum,
    Unary,
)
from .parse_big import BigParser

OPENERS = {"(": ")", "[": "]", r"\{": r"\}", r"\lfloor": r"\rfloor", r"\lceil": r"\rceil"}
PREFIXES = (
    frozenset(
        r"\frac \sqrt \binom \underbrace \overbrace \sum \prod \int \max \min \arg \argmax \argmin "
        r"\nabla \infty \lfloor \lceil ( [".split()
    )
    | FUNCTIONS
)


class Parser(BigParser):
    """Recursive descent over the tokens of one statement."""

    def relation(self) -> Relation:
        """Read members joined by relations, to the end of the tokens."""
        start = self.place
        members, signs = [self.expression()], []
        while self.at(*RELATIONS):
            signs.append(self.next().text)
            members.append(self.expression())
        found = Relation(tuple(members), tuple(signs))
        self.spanned(found, start)
        return found

    def expression(self) -> Node:
        """Read terms with their signs."""
        start = self.place
        with self.deeper(self.bars[-1]):
            negative = self.at("-")
            if not self.take("-"):
                self.take("+")
            terms, signs = [self.term()], [-1 if negative else 1]
            while self.at("+", "-"):
                signs.append(1 if self.next().text == "+" else -1)
                terms.append(self.term())
        if len(terms) > 1:
            return self.spanned(Sum(tuple(terms), tuple(signs)), start)
        return self.spanned(Negative(terms[0]), start) if negative else terms[0]

    def term(self) -> Node:
        """Read products joined by the entry-by-entry sign."""
        start = self.place
        factors = [self.product()]
        while self.take(r"\odot"):
            factors.append(self.product())
        if len(factors) == 1:
            return factors[0]
        return self.spanned(Product(tuple(factors), odot=True), start)

    def product(self) -> Node:
        """Read factors side by side, and one slash at the end."""
        start = self.place
        factors = [self.operand()]
        while True:
            if self.take(r"\cdot", r"\times"):
                factors.append(self.operand())
            elif self.at("/"):
                return self.slash(factors, start)
            elif self.starts_factor():
                if self.token.kind == "number":
                    self.refuse("a number after a factor", "put it first, or write \\cdot")
                factors.append(self.operand())
            else:
                break
        if len(factors) == 1:
            return factors[0]
        return self.spanned(Product(tuple(factors)), start)

    def slash(self, factors: list[Node], start: int) -> Node:
        """Read what a slash divides by: one factor, with nothing after it."""
        top = factors[0] if len(factors) == 1 else Product(tuple(factors))
        self.spanned(top, start)
        self.next()
        bottom = self.called_operand()
        if self.starts_factor() or self.at("/", r"\cdot", r"\times", r"\odot"):
            self.refuse(
                "after a slash it is not clear where the denominator ends",
                r"write \frac{..}{..}, or brackets round the denominator",
                start,
            )
        return self.spanned(Quotient(top, bottom), start)

    def starts_factor(self) -> bool:
        """Tell whether what follows can be multiplied by what was read."""
        token = self.token
        if self.integrals and self.at_differential():
            return False
        if token.kind in {"name", "number"}:
            return True
        if token.kind == "text":
            return True
        if token.text in {"|", r"\|"}:
            return self.bars == [""] * len(self.bars) and not self.in_arguments
        return token.kind in {"mark", "command"} and token.text in PREFIXES

    def operand(self) -> Node:
        """Read one factor with its scripts, or an operator and what it acts on."""
        with self.deeper(self.bars[-1]):
            return self.scripts(self.primary(), self.place)

    def primary(self) -> Node:
        """Read one factor."""
        start, token = self.place, self.token
        if self.at("-", "+"):
            self.refuse("two signs, or a sign after an operator", "put brackets round it")
        if token.kind == "number":
            self.next()
            return self.spanned(Number(number(token.text)), start)
        if token.kind in {"name", "text"}:
            return self.name()
        reader = self.readers().get(token.text) if token.kind in {"mark", "command"} else None
        if reader is None:
            what = token.text if token.kind != "end-of-formula" else "the end"
            self.refuse(f"a factor is missing before {what}", "complete the formula")
        return self.spanned(reader(), start)

    def readers(self) -> dict[str, Callable[[], Node]]:
        """Return what reads each kind of factor."""
        table: dict[str, Callable[[], Node]] = {
            "(": self.group, "[": self.group, r"\{": self.group, r"\frac": self.fraction,
            r"\sqrt": self.root, r"\binom": self.binomial, "|": self.absolute, r"\|": self.norm,
            r"\lfloor": self.floor, r"\lceil": self.floor, r"\underbrace": self.brace,
            r"\overbrace": self.brace, r"\int": self.integral, r"\nabla": self.nabla,
            r"\sum": self.big, r"\prod": self.big, r"\arg": self.big, r"\argmax": self.big,
            r"\argmin": self.big, r"\max": self.extreme, r"\min": self.extreme,
            r"\infty": self.infinity,
        }  # fmt: skip
        return table | dict.fromkeys(FUNCTIONS, self.function)

    def group(self) -> Node:
        """Read a bracket: a statement in square ones is 1 or 0, else it is an expression."""
        start, opener = self.place, self.next().text
        close = OPENERS[opener]
        with self.arguments_outside(), self.deeper():
            inside = self.relation()
            if self.at(",", ";"):
                self.refuse("a list in brackets stands alone", "put a function before it")
            self.expect(close, f"the bracket {opener}")
        if not inside.signs:
            one = inside.members[0]
            return Sum((one,), (1,)) if isinstance(one, Apply) else one
        if opener != "[":
            self.refuse("a relation in brackets", "write [..] for 1 where it holds", start)
        return Iverson(inside)

    def floor(self) -> Node:
        """Read a floor or a ceiling."""
        opener = self.next().text
        with self.arguments_outside(), self.deeper():
            inside = self.expression()
            self.expect(OPENERS[opener], opener)
        return Unary(opener[2:], inside)

    def absolute(self) -> Node:
        """Read an absolute value."""
        self.next()
        with self.arguments_outside(), self.deeper("|"):
            inside = self.expression()
            self.expect("|", "the absolute value")
        return Unary("abs", inside)

    def norm(self) -> Node:
        """Read a norm, its order and its power."""
        self.next()
        with self.arguments_outside(), self.deeper(r"\|"):
            inside = self.expression()
            self.expect(r"\|", "the norm")
        order = self.braced_expression() if self.take("_") else None
        power = self.braced_expression() if self.take("^") else None
        if order is None and self.take("_"):
            order = self.braced_expression()
        return Norm(inside, order, power)

    def braced_expression(self) -> Node:
        """Read an argument in braces as an expression."""
        self.expect("{", "the argument")
        with self.arguments_outside(), self.deeper():
            inside = self.expression()
            self.expect("}", "the argument")
        return inside

    def fraction(self) -> Node:
        """Read a fraction, or a derivative written as one."""
        if self.is_derivative():
            return self.derivative()
        self.next()
        return Quotient(self.braced_expression(), self.braced_expression())

    def root(self) -> Node:
        """Read a square root."""
        self.next()
        return Unary("sqrt", self.braced_expression())

    def binomial(self) -> Node:
        """Read a binomial coefficient."""
        self.next()
        return Binomial(self.braced_expression(), self.braced_expression())

    def infinity(self) -> Node:
        """Read the sign of infinity."""
        self.next()
        return Number(float("inf"))

    def brace(self) -> Node:
        """Read an expression with a brace; a formula at the brace is a claim."""
        self.next()
        body, claim = self.braced_expression(), None
        if self.at("_", "^"):
            self.next()
            if self.ahead().kind == "text":
                self.braced()
            else:
                claim = self.braced_expression()
        return Braced(body, claim)

    def function(self) -> Node:
        """Read a built-in function; without brackets its argument must end the term."""
        start, name = self.place, self.next().text
        base = self.braced_expression() if self.take("_") else None
        if self.at("^"):
            self.refuse(f"a power on {name}", rf"write \bigl({name} x\bigr)^2")
        bracketed = self.at("(", "[", r"\{")
        argument = self.group() if bracketed else self.called_operand()
        if bracketed:
            self.after_brackets(name, start)
        else:
            self.ends(name, start)
        return Function(name[1:], argument, base)

    def after_brackets(self, name: str, start: int) -> None:
        """Refuse what could belong to the argument or to the value."""
        if self.at("^", "_", "!", "'"):
            self.refuse(
                f"it is not clear whether {name} or its argument is raised",
                rf"write \bigl({name}(..)\bigr)^2 or {name}\bigl((..)^2\bigr)",
                start,
            )
        if self.at("(", "["):
            self.refuse(
                f"it is not clear where the argument of {name} ends",
                rf"put the other factor first, or write {name}\bigl((..)(..)\bigr)",
                start,
            )

    def ends(self, name: str, start: int) -> None:
        """Refuse factors after an argument without brackets."""
        if self.starts_factor() or self.at("/", r"\cdot", r"\times", r"\odot"):
            self.refuse(
                f"it is not clear where the argument of {name} ends",
                f"put brackets round the argument of {name}, or the other factor first",
                start,
            )

    def extreme(self) -> Node:
        r"""Read ``\max(a, b)``, or a maximum over an index."""
        if self.ahead().text not in {"(", r"\{", "["}:
            return self.big()
        name, close = self.next().text[1:], OPENERS[self.next().text]
        with self.arguments_outside(), self.deeper():
            found = [self.expression()]
            while self.take(","):
                found.append(self.expression())
            self.expect(close, name)
        if len(found) < 2:
            self.refuse(f"{name} of one number", "say over which index, or give two")
        return Extreme(name, tuple(found))


def number(text: str) -> float:
    """Return a whole number as int, up to where floats are exact."""
    return int(text) if text.isdigit() and len(text) < 16 else float(text)
