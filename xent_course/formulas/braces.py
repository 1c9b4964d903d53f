"""Braces: kept round arguments, where they mean something; taken away where TeX hides them."""

from __future__ import annotations

from collections.abc import Sequence

from .alphabet import ARGUMENTS, MOST_DEPTH
from .errors import CannotRead
from .tokens import Scanner, Token


def read_tokens(latex: str) -> list[Token]:
    r"""Return the tokens of a formula, every argument in braces, every other brace removed.

    Examples
    --------
    >>> print(canonical(read_tokens(r"{\hat p}_k \, x^2")))
    \hat{p} _ { k } x ^ { 2 }
    >>> plain(read_tokens(r"D_{\mathrm{KL}}\bigl(p \,\|\, q\bigr)"))
    'D_KL(p||q)'
    """
    tokens = Scanner(latex).tokens()
    found, at = _until(tokens, 0, 0)
    if at < len(tokens):
        raise CannotRead("a closing brace too many", "take it away", _span(tokens[at]))
    return found


def _span(token: Token) -> tuple[int, int]:
    return token.start, token.end


def _until(tokens: Sequence[Token], at: int, depth: int) -> tuple[list[Token], int]:
    """Read to the closing brace of this group, or to the end."""
    found: list[Token] = []
    if depth > MOST_DEPTH:
        raise CannotRead("braces nested too deep", "split the formula", _span(tokens[at - 1]))
    while at < len(tokens) and tokens[at].text != "}":
        token = tokens[at]
        at += 1
        if token.kind == "mark" and token.text == "{":
            inside, at = _group(tokens, at, depth)
            found += inside
        elif token.kind != "text" and token.text in ARGUMENTS:
            found.append(token)
            for _ in range(ARGUMENTS[token.text]):
                argument, at = _argument(tokens, at, depth, token)
                found += argument
        else:
            found.append(token)
    return found, at


def _group(tokens: Sequence[Token], at: int, depth: int) -> tuple[list[Token], int]:
    """Read what stands between this brace and its partner."""
    inside, end = _until(tokens, at, depth + 1)
    if end >= len(tokens):
        raise CannotRead("a brace is not closed", "close it", _span(tokens[at - 1]))
    return inside, end + 1


def _argument(tokens: Sequence[Token], at: int, depth: int, of: Token) -> tuple[list[Token], int]:
    """Read one argument and put braces round it."""
    if at >= len(tokens):
        raise CannotRead(f"{of.text} has no argument", "add it in braces", _span(of))
    token = tokens[at]
    if token.kind == "mark" and token.text == "{":
        inside, end = _group(tokens, at + 1, depth)
        if not inside:
            raise CannotRead(f"{of.text} has an empty argument", "fill it in", _span(token))
        return _wrapped(inside, token, tokens[end - 1]), end
    if of.text == r"\sqrt" and token.text == "[":
        raise CannotRead("a root with a degree is not read", "write x^{1/3}", _span(token))
    bare = token.kind in {"name", "number", "text"} or token.text in {"*", "'", r"\top", r"\prime"}
    if not bare and token.text != r"\infty":
        raise CannotRead(f"{of.text} has no argument", "put it in braces", _span(token))
    if token.kind == "number" and len(token.text) > 1:
        raise CannotRead(
            f"{of.text}{token.text} is typeset with its first digit only",
            f"{of.text}{{{token.text}}}",
            _span(token),
        )
    return _wrapped([token], token, token), at + 1


def _wrapped(inside: list[Token], first: Token, last: Token) -> list[Token]:
    """Put braces round an argument, in the place of those that were written."""
    opened = Token("mark", "{", first.start, inside[0].start)
    return [opened, *inside, Token("mark", "}", inside[-1].end, last.end)]


def canonical(tokens: Sequence[Token]) -> str:
    """Return the LaTeX of some tokens in one standard spacing: the exact key of a symbol."""
    return " ".join(token.text for token in tokens)


def plain(tokens: Sequence[Token]) -> str:
    """Return the ASCII form of some tokens: the key that is easy to type."""
    text, at = "", 0
    while at < len(tokens):
        token = tokens[at]
        if token.text == "^":
            end = closing(tokens, at + 1)
            text += plain_script(tokens[at + 2 : end])
            at = end + 1
        else:
            text += {"{": "", "}": "", "'": "_prime"}.get(token.text, token.plain or token.text)
            at += 1
    return text


def plain_script(inside: Sequence[Token]) -> str:
    r"""Return the ASCII form of a superscript: ``^{-1}`` is ``_inv``, ``^*`` is ``_star``."""
    texts = [token.text for token in inside]
    named = {"- 1": "_inv", "*": "_star", r"\prime": "_prime", r"\top": "_T", "'": "_prime"}
    if " ".join(texts) in named:
        return named[" ".join(texts)]
    if len(texts) == 3 and texts[0] == "(" and texts[-1] == ")":
        return "_" + inside[1].plain
    return "^" + plain(inside)


def closing(tokens: Sequence[Token], at: int) -> int:
    """Return where the brace that opens at `at` is closed."""
    depth = 0
    for place in range(at, len(tokens)):
        if tokens[place].kind == "mark":
            depth += {"{": 1, "}": -1}.get(tokens[place].text, 0)
        if depth == 0:
            return place
    return len(tokens)
