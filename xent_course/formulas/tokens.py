"""From LaTeX source to tokens: symbols with their fonts and accents, no spacing, no sizes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .alphabet import (
    ACCENTS,
    ALIASES,
    COMMANDS,
    GREEK,
    LETTER_FONTS,
    MOST_TOKENS,
    PLAIN_TEXT,
    SIZES,
    SPACES,
    VARIANTS,
    WITH_DROPPED_ARGUMENT,
    WORD_FONTS,
)
from .errors import CannotRead


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a formula: `text` is its canonical LaTeX, `plain` its ASCII form."""

    kind: str  # name, number, text, command, mark, quad, row, begin, end
    text: str
    start: int
    end: int
    plain: str = ""


PIECES = re.compile(
    r"(?P<blank>(?:\s|~|%[^\n]*)+)"
    r"|(?P<row>\\\\\*?(?:\[\s*-?[\d.]+\s*(?:pt|em|ex|mm|cm|in)\s*\])?)"
    r"|\\(?P<command>operatorname\*|[a-zA-Z]+)"
    r"|(?P<escape>\\[^a-zA-Z])"
    r"|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<letter>[a-zA-Z])"
    r"|(?P<mark>[-+*/=<>()\[\]{}|_^,;:.!'&])",
    re.ASCII,
)
MARK_ESCAPES = {r"\|", r"\{", r"\}"}
SPACE_ESCAPES = {r"\,", r"\;", r"\:", r"\!", "\\ ", r"\>", "\\\n", r"\/"}


class Scanner:
    """Cuts LaTeX into tokens; fonts and accents become part of the symbol they dress."""

    def __init__(self, latex: str) -> None:
        self.latex = latex
        self.at = 0
        self.depth = 0

    def tokens(self) -> list[Token]:
        """Return every token of the source."""
        found: list[Token] = []
        while self.at < len(self.latex):
            found += self.piece()
            if len(found) > MOST_TOKENS:
                raise CannotRead(f"more than {MOST_TOKENS} symbols", "split the display")
        return found

    def piece(self) -> list[Token]:
        """Read the next piece; spacing gives nothing."""
        start = self.at
        match = PIECES.match(self.latex, start)
        if match is None:
            raise CannotRead(
                f"the character {self.latex[start]!r} is not read",
                "write it as a LaTeX command",
                (start, start + 1),
            )
        self.at = match.end()
        kind, text = str(match.lastgroup), match.group(str(match.lastgroup))
        if kind == "blank":
            return []
        if kind == "command":
            return self.command(text, start)
        if kind == "escape":
            return self.escape(text, start)
        if kind == "letter":
            return [Token("name", text, start, self.at, text)]
        if kind == "row":
            return [Token("row", r"\\", start, self.at)]
        return [Token(kind, text, start, self.at, text)]

    def escape(self, text: str, start: int) -> list[Token]:
        r"""Read a backslash and one sign: a space or a delimiter, such as ``\|``."""
        if text in SPACE_ESCAPES:
            return []
        if text in MARK_ESCAPES:
            return [Token("mark", text, start, self.at, {r"\|": "||"}.get(text, text[1]))]
        raise CannotRead(f"{text} is not read", "leave it out", (start, self.at))

    def command(self, word: str, start: int) -> list[Token]:
        """Read what a command stands for."""
        if word in SPACES:
            return []
        if word in SIZES:
            return self.size(start)
        if word in WITH_DROPPED_ARGUMENT:
            self.raw_argument(start)
            return []
        if word in {"quad", "qquad"}:
            return [Token("quad", rf"\{word}", start, self.at)]
        if word in PLAIN_TEXT:
            inside = self.raw_argument(start)
            return [Token("text", inside, start, self.at, re.sub(r"\W", "", inside))]
        if word in {"begin", "end"}:
            return [Token(word, self.raw_argument(start), start, self.at)]
        return [self.symbol(word, start)]

    def size(self, start: int) -> list[Token]:
        """Skip a size; a null delimiter would hide where a bracket ends."""
        rest = self.latex[self.at :].lstrip()
        if rest.startswith("."):
            raise CannotRead(
                "an invisible delimiter is not read", "write the bracket", (start, self.at)
            )
        return []

    def symbol(self, word: str, start: int) -> Token:
        """Read a letter, a font or an accent over one, or an operator."""
        if word in WORD_FONTS or word in LETTER_FONTS or word in ACCENTS:
            self.depth += 1
            if self.depth > 8:
                raise CannotRead("fonts and accents nested too deep", "use one", (start, self.at))
            found = self.accent(word, start) if word in ACCENTS else self.font(word, start)
            self.depth -= 1
            return found
        if word in GREEK:
            return Token("name", rf"\{word}", start, self.at, VARIANTS.get(word, word))
        if word == "Pr":
            return Token("name", r"\Pr", start, self.at, "Pr")
        text = ALIASES.get(word, rf"\{word}")
        if word not in COMMANDS and word not in ALIASES:
            raise CannotRead(
                rf"the command \{word} is not known",
                rf"write it in other signs, or as \operatorname{{{word}}} if it is a name",
                (start, self.at),
            )
        if text == r"\emptyset":
            raise CannotRead("sets are not read", "use text", (start, self.at))
        kind = "command" if text.startswith("\\") and text[1:].isalpha() else "mark"
        return Token(kind, text, start, self.at, {r"\dots": "..."}.get(text, text.lstrip("\\")))

    def font(self, word: str, start: int) -> Token:
        r"""Read ``\mathrm{KL}`` as one name."""
        inside = self.symbols(start)
        if word in LETTER_FONTS and len(inside) > 1:
            raise CannotRead(
                rf"\{word} over several letters", rf"write \{word} for each", (start, self.at)
            )
        plain = "".join(token.plain for token in inside)
        if plain in {"argmax", "argmin"}:
            return Token("command", rf"\{plain}", start, self.at, plain)
        text = "".join(token.text for token in inside)
        return Token("name", rf"\{word.rstrip('*')}{{{text}}}", start, self.at, plain)

    def accent(self, word: str, start: int) -> Token:
        r"""Read ``\hat p`` and ``\hat{p}`` as one name."""
        inside = self.symbols(start)
        if len(inside) != 1 or inside[0].kind != "name":
            raise CannotRead(
                rf"\{word} must stand over one symbol",
                rf"write \{word}{{p}}_k, the index outside",
                (start, self.at),
            )
        one = inside[0]
        text = rf"\{word}{{{one.text}}}"
        return Token("name", text, start, self.at, f"{one.plain}_{ACCENTS[word]}")

    def symbols(self, start: int) -> list[Token]:
        """Return the symbols of an argument: one token, or what stands between braces."""
        inside = self.argument(start)
        while inside and inside[0].text == "{" and inside[-1].text == "}":
            inside = inside[1:-1]
        if not inside or any(token.kind not in {"name", "number"} for token in inside):
            raise CannotRead(
                "a font or an accent must stand over letters", "move it inside", (start, self.at)
            )
        return inside

    def argument(self, start: int) -> list[Token]:
        """Return the tokens of the next argument, braces included."""
        found: list[Token] = []
        depth = 0
        while self.at < len(self.latex):
            if self.at - start > 200:
                break
            for token in self.piece():
                depth += {"{": 1, "}": -1}.get(token.text, 0)
                found.append(token)
            if found and depth <= 0:
                return found
        raise CannotRead("an argument is missing", "close the braces", (start, self.at))

    def raw_argument(self, start: int) -> str:
        """Return the text between the next braces as it stands."""
        match = re.compile(r"\s*\{((?:[^{}]|\{[^{}]*\})*)\}").match(self.latex, self.at)
        if match is None:
            raise CannotRead("an argument in braces is missing", "add it", (start, self.at))
        self.at = match.end()
        return match.group(1)
