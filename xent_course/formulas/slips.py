"""The slips of the pen that get into print, as edits of a LaTeX source."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence

from .alphabet import RELATIONS
from .tokens import Token

TURNED = {r"\le": r"\ge", r"\ge": r"\le", "<": ">", ">": "<", r"\ne": "="}
EXCHANGED = {r"\sum": r"\prod", r"\prod": r"\sum", r"\max": r"\min", r"\min": r"\max",
             r"\argmax": r"\argmin", r"\argmin": r"\argmax"}  # fmt: skip
BEFORE_UNARY = {"(", "[", "{", r"\{", "&", ",", ""} | RELATIONS
INDEX_LETTERS = set("ijkmn")
Edit = tuple[int, int, str]


def swap(a: tuple[int, int], b: tuple[int, int], latex: str) -> list[Edit]:
    """Exchange two parts of the source."""
    return [(*a, latex[slice(*b)]), (*b, latex[slice(*a)])]


def partner(tokens: Sequence[Token], at: int) -> int:
    """Return where the bracket that opens at `at` closes."""
    depth = 0
    for place in range(at, len(tokens)):
        depth += (tokens[place].text in {"{", "(", "[", r"\{"}) - (
            tokens[place].text in {"}", ")", "]", r"\}"}
        )
        if depth == 0:
            return place
    return at


def argument_end(tokens: Sequence[Token], at: int) -> int:
    """Return the last token of the argument that starts at `at`."""
    return partner(tokens, at) if at < len(tokens) and tokens[at].text == "{" else at


def signs(tokens: Sequence[Token], latex: str) -> Iterator[list[Edit]]:
    """Flip each sign between two terms."""
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.text in {"+", "-"} and (before.text if before else "") not in BEFORE_UNARY:
            yield [(token.start, token.end, "-" if token.text == "+" else "+")]


def minuses(tokens: Sequence[Token], latex: str) -> Iterator[list[Edit]]:
    """Drop each leading minus."""
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.text == "-" and (before.text if before else "") in BEFORE_UNARY:
            yield [(token.start, token.end, " ")]


def bases(tokens: Sequence[Token], latex: str) -> Iterator[list[Edit]]:
    """Turn natural logarithms into binary ones, and binary ones into natural ones."""
    for token, after in zip(tokens, [*tokens[1:], None], strict=False):
        if token.text in {r"\log", r"\ln"}:
            if after is not None and after.text == "_":
                yield [(token.start, after.end + 1, r"\log ")]
            else:
                yield [(token.start, token.end, r"\log_2 ")]


def members(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the tokens between relations at the top level."""
    part: list[Token] = []
    depth = 0
    for token in tokens:
        depth += (token.text in {"{", "(", "[", r"\{"}) - (token.text in {"}", ")", "]", r"\}"})
        if depth == 0 and token.kind in {"mark", "command"} and token.text in RELATIONS:
            yield part
            part = []
        else:
            part.append(token)
    yield part


def symbols(tokens: Sequence[Token], latex: str) -> Iterator[list[Edit]]:
    """Exchange two symbols throughout one member."""
    for part in members(tokens):
        names = {token.text: token for token in part if token.kind == "name"}
        for a, b in itertools.islice(itertools.combinations(names, 2), 10):
            yield [
                (token.start, token.end, f" {b if token.text == a else a} ")
                for token in part
                if token.kind == "name" and token.text in {a, b}
            ]


def one_symbol(tokens: Sequence[Token], latex: str) -> Iterator[list[Edit]]:
    """Put another symbol of the display for one symbol."""
    names = [t for t in tokens if t.kind == "name" and t.text not in INDEX_LETTERS]
    others = list(dict.fromkeys(token.text for token in names))
    for token in names:
        place = others.index(token.text)
        for step in (1, 2):
            other = others[(place + step) % len(others)]
            yield [(token.start, token.end, f" {other} ")]


def arguments(tokens: Sequence[Token], latex: str) -> Iterator[list[Edit]]:
    """Exchange the two arguments of a call."""
    for at, token in enumerate(tokens):
        if token.text != "(":
            continue
        end = partner(tokens, at)
        inside, depth, cuts = tokens[at + 1 : end], 0, []
        for place, one in enumerate(inside):
            depth += (one.text in {"{", "(", "["}) - (one.text in {"}", ")", "]"})
            if depth == 0 and one.text in {",", "|", r"\|", ";"}:
                cuts.append(place)
        if len(cuts) == 1 and 0 < cuts[0] < len(inside) - 1:
            left, right = inside[: cuts[0]], inside[cuts[0] + 1 :]
            a, b = (left[0].start, left[-1].end), (right[0].start, right[-1].end)
            yield swap(a, b, latex)


def exponents(tokens: Sequence[Token], latex: str) -> Iterator[list[Edit]]:
    """Drop each exponent, except bounds and transposes."""
    for at, token in enumerate(tokens):
        if token.text == "^" and not is_bound(tokens, at) and tokens[at + 1].text != r"\top":
            end = argument_end(tokens, at + 1)
            yield [(token.start, tokens[end].end, " ")]


def moved(tokens: Sequence[Token], latex: str) -> Iterator[list[Edit]]:
    """Move each exponent before a closing bracket to behind it."""
    for at, token in enumerate(tokens):
        if token.text != "^" or is_bound(tokens, at):
            continue
        end = argument_end(tokens, at + 1)
        if end + 1 < len(tokens) and tokens[end + 1].text in {")", "]"}:
            after = tokens[end + 1].end
            power = latex[token.start : tokens[end].end]
            yield [(token.start, tokens[end].end, " "), (after, after, power)]


def is_bound(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a superscript is the upper bound of a sum or an integral."""
    back = at - 1
    if back >= 0 and tokens[back].text == "}":
        while back >= 0 and partner(tokens, back) != at - 1:
            back -= 1
    while back >= 0 and tokens[back].text not in {"_", r"\sum", r"\prod", r"\int"}:
        if tokens[back].text not in {"{"} and partner(tokens, back) != at - 1 and back < at - 1:
            return False
        back -= 1
    if back >= 0 and tokens[back].text == "_":
        back -= 1
    return back >= 0 and tokens[back].text in {r"\sum", r"\prod", r"\int"}


def indices(tokens: Sequence[Token], latex: str) -> Iterator[list[Edit]]:
    """Change each index to another that occurs, or a number to the next."""
    letters = {t.text for a, t in itertools.pairwise(tokens)
               if a.text in {"_", "{"} and t.text in INDEX_LETTERS}  # fmt: skip
    for at, token in enumerate(tokens[:-1]):
        if token.text != "_" or (at and tokens[at - 1].text in {*EXCHANGED, r"\int", r"\log"}):
            continue
        for one in tokens[at + 1 : argument_end(tokens, at + 1) + 1]:
            if one.kind == "number" and re.fullmatch(r"\d+", one.text):
                yield [(one.start, one.end, str(int(one.text) + 1))]
            elif one.text in letters:
                for other in sorted(letters - {one.text}):
                    yield [(one.start, one.end, other)]


def bounds(tokens: Sequence[Token], latex: str) -> Iterator[list[Edit]]:
    """Raise each lower bound, lower each upper one."""
    for at, token in enumerate(tokens[:-1]):
        if token.text == "^" and is_bound(tokens, at):
            first, last = tokens[at + 1], tokens[argument_end(tokens, at + 1)]
            upper = latex[first.start : last.end]
            yield [(first.start, last.end, "{1}" if "infty" in upper else "{" + upper + " - 1}")]
        if token.text == "_" and at and tokens[at - 1].text in {r"\sum", r"\prod", r"\int"}:
            inside = tokens[at + 1 : argument_end(tokens, at + 1) + 1]
            for one in inside:
                if one.kind == "number":
                    yield [(one.start, one.end, str(int(float(one.text)) + 1))]


def fractions(tokens: Sequence[Token], latex: str) -> Iterator[list[Edit]]:
    """Turn each fraction upside down."""
    for at, token in enumerate(tokens):
        if token.text == r"\frac":
            top = argument_end(tokens, at + 1)
            bottom = argument_end(tokens, top + 1)
            a = tokens[at + 1].start, tokens[top].end
            yield swap(a, (tokens[top + 1].start, tokens[bottom].end), latex)


def operators(tokens: Sequence[Token], latex: str) -> Iterator[list[Edit]]:
    """Put a product for a sum, a minimum for a maximum, and the other way round."""
    for token in tokens:
        if token.text in EXCHANGED:
            yield [(token.start, token.end, EXCHANGED[token.text] + " ")]


def transposes(tokens: Sequence[Token], latex: str) -> Iterator[list[Edit]]:
    """Drop each transpose."""
    for at, token in enumerate(tokens[:-1]):
        end = argument_end(tokens, at + 1)
        if token.text == "^" and any(t.text == r"\top" for t in tokens[at + 1 : end + 1]):
            yield [(token.start, tokens[end].end, " ")]


def inequalities(tokens: Sequence[Token], latex: str) -> Iterator[list[Edit]]:
    """Turn each inequality round."""
    for token in tokens:
        if token.text in TURNED:
            yield [(token.start, token.end, TURNED[token.text] + " ")]


def numbers(tokens: Sequence[Token], latex: str) -> Iterator[list[Edit]]:
    """Add one to each number outside indices."""
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.kind == "number" and (before is None or before.text not in {"_"}):
            yield [(token.start, token.end, f"{int(float(token.text)) + 1}")]


def factorials(tokens: Sequence[Token], latex: str) -> Iterator[list[Edit]]:
    """Drop each factorial."""
    for token in tokens:
        if token.text == "!":
            yield [(token.start, token.end, " ")]


MAKERS: dict[str, Callable[[Sequence[Token], str], Iterator[list[Edit]]]] = {
    "sign": signs, "minus dropped": minuses, "logarithm": bases, "symbols": symbols,
    "symbol": one_symbol, "arguments": arguments, "exponent dropped": exponents,
    "exponent moved": moved, "index": indices, "bound": bounds, "fraction": fractions,
    "operator": operators, "transpose": transposes, "inequality": inequalities, "number": numbers,
    "factorial": factorials,
}  # fmt: skip
