"""A place in a list of tokens, and the refusals that point to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from .alphabet import MOST_DEPTH
from .braces import closing
from .errors import CannotRead, Span
from .nodes import Node
from .tokens import Token

END = Token("end-of-formula", "", 0, 0)


class Cursor:
    """Walks over tokens; remembers which bars are open and how deep the reading is."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.place = 0
        self.depth = 0
        self.bars: list[str] = [""]
        self.integrals = 0

    @property
    def token(self) -> Token:
        """The token to be read next."""
        return self.tokens[self.place] if self.place < len(self.tokens) else END

    def ahead(self, steps: int = 1) -> Token:
        """Return a later token."""
        at = self.place + steps
        return self.tokens[at] if at < len(self.tokens) else END

    def at(self, *texts: str) -> bool:
        """Tell whether the next token is one of these signs or commands."""
        return self.token.kind in {"mark", "command"} and self.token.text in texts

    def next(self) -> Token:
        """Read one token."""
        token = self.token
        self.place += 1
        return token

    def take(self, *texts: str) -> bool:
        """Read the next token if it is one of these."""
        if self.at(*texts):
            self.place += 1
            return True
        return False

    def expect(self, text: str, after: str) -> Token:
        """Read this token or refuse."""
        if not self.at(text):
            self.refuse(f"{after} lacks {text}, found {self.token.text or 'the end'}", "close it")
        return self.next()

    def refuse(self, reason: str, remedy: str = "", start: int | None = None) -> NoReturn:
        """Raise `CannotRead` at the next token, or over all since token `start`."""
        raise CannotRead(reason, remedy, self.span(self.place if start is None else start))

    def span(self, start: int) -> Span:
        """Return the part of the source from token `start` up to here."""
        if not self.tokens:
            return (0, 0)
        if start >= len(self.tokens):
            end = self.tokens[-1].end
            return (end, end)
        last = max(start, min(self.place, len(self.tokens)) - 1)
        return self.tokens[start].start, self.tokens[last].end

    def spanned(self, node: Node, start: int) -> Node:
        """Give a node its place in the source."""
        node.span = self.span(start)
        return node

    def braced(self) -> tuple[int, int]:
        """Step over an argument in braces; return where its inside starts and ends."""
        end = closing(self.tokens, self.place)
        inside = self.place + 1, end
        self.place = end + 1
        return inside

    @contextmanager
    def deeper(self, bar: str = "") -> Iterator[None]:
        """Read inside a bracket, where bars opened outside cannot be closed."""
        self.depth += 1
        if self.depth > MOST_DEPTH:
            self.refuse("nested too deep", "name a part of it and display it apart")
        self.bars.append(bar)
        yield
        self.bars.pop()
        self.depth -= 1
