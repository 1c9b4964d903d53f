"""From a display to its statements: rows, wide spaces, commas, prose and remarks on ranges."""

from __future__ import annotations

from collections.abc import Sequence

from .alphabet import RELATIONS, SIGNS
from .braces import read_tokens
from .errors import CannotRead
from .nodes import Equation, Remark, Statement, Symbol
from .parse import Parser
from .tokens import Token

ROWS = frozenset("aligned align align* split gathered gather gather* multline multline* "
                 "alignedat equation equation*".split())  # fmt: skip
STRICT_PROSE = frozenset(["and", "or"])
LENIENT_PROSE = frozenset(["where", "with", "if", "when", "for", "for all", "for every", "while"])
OPEN = frozenset(["(", "[", "{", r"\{", r"\lfloor", r"\lceil"])
CLOSE = frozenset([")", "]", "}", r"\}", r"\rfloor", r"\rceil"])


def read_equation(label: str, latex: str) -> Equation:
    r"""Read a display.

    Parameters
    ----------
    label : str
        Its label, for the messages.
    latex : str
        Its LaTeX source.

    Returns
    -------
    Equation
        Its statements and its remarks on ranges.

    Raises
    ------
    CannotRead
        Where the source is ambiguous, incomplete or not known, with the place and a remedy.

    Examples
    --------
    >>> equation = read_equation("eq-x", r"a \le b = c, \qquad k = 1, \dots, K")
    >>> equation.statements[0].relation.signs
    ('\\le', '=')
    >>> len(equation.remarks)
    1
    """
    try:
        return Display(label, latex).equation
    except CannotRead as refusal:
        raise refusal.placed(label, latex) from None
    except RecursionError:
        raise CannotRead("nested too deep", "split the formula").placed(label, latex) from None


class Display:
    """Cuts the tokens of a display into statements and reads each."""

    def __init__(self, label: str, latex: str) -> None:
        self.equation = Equation(label, latex)
        tokens = read_tokens(latex)
        if not tokens:
            raise CannotRead("the display is empty", "write the formula")
        for row in rows(tokens):
            for prose, piece in pieces(row):
                self.piece(prose, piece)
        if not self.equation.statements:
            raise CannotRead("no relation is displayed", "write an equation", (0, len(latex)))

    def piece(self, prose: str | None, tokens: Sequence[Token]) -> None:
        """Read a statement or a remark; skip prose."""
        if not tokens or (prose is not None and prose not in STRICT_PROSE | LENIENT_PROSE):
            return
        lenient = prose is not None and prose not in STRICT_PROSE
        try:
            if not self.remark(tokens):
                self.statement(tokens, lenient)
        except CannotRead:
            if not lenient:
                raise

    def remark(self, tokens: Sequence[Token]) -> bool:
        r"""Read ``k = 1, \dots, K`` if that is what the tokens say."""
        while tokens[0].text == "(" and tokens[-1].text == ")" and len(tokens) > 2:
            tokens = tokens[1:-1]
        if tokens[0].text == r"\forall":
            tokens = tokens[1:]
            if len(tokens) == 1:
                return True
        texts = [token.text for token in tokens]
        if r"\dots" not in texts or len(texts) < 7 or texts[1] not in {"=", r"\in"}:
            return False
        inside = [token for token in tokens[2:] if token.text not in {r"\{", r"\}"}]
        dots = next((i for i, token in enumerate(inside) if token.text == r"\dots"), 0)
        if [token.text for token in inside[dots - 1 : dots + 2]] != [",", r"\dots", ","]:
            return False
        low = whole(inside[: dots - 1]).expression()
        high = whole(inside[dots + 2 :]).expression()
        name = whole(tokens[:1]).symbol()
        self.equation.remarks.append(Remark(name, low, high))
        return isinstance(name, Symbol)

    def statement(self, tokens: Sequence[Token], lenient: bool) -> None:
        """Read members joined by relations."""
        parser = Parser(tokens)
        relation = parser.relation()
        if parser.place < len(tokens):
            remedy = "complete or split the formula"
            if parser.at(r"\in", r"\sim"):
                remedy = r"say it as prose, \quad \text{with } x \in .."
            parser.refuse(f"{parser.token.text} is not expected here", remedy)
        if not relation.signs:
            if lenient:
                return
            raise CannotRead("no relation is displayed", "write an equation", relation.span)
        self.equation.statements.append(Statement(relation, lenient))


def whole(tokens: Sequence[Token]) -> Parser:
    """Return a parser of a part of the tokens."""
    return Parser(tokens)


def rows(tokens: list[Token]) -> list[list[Token]]:
    """Return the displayed claims: rows that go on with the one before are joined to it."""
    inside = unwrapped(tokens)
    found: list[list[Token]] = [[]]
    depth = marks = 0
    row_start = lead = True
    for place, token in enumerate(inside):
        depth += (token.text in OPEN) - (token.text in CLOSE) if token.kind != "text" else 0
        if token.kind == "row":
            row_start = lead = True
            marks = 0
            continue
        marks += token.text == "&"
        if marks > 1:
            raise CannotRead("two columns in one row", "give each claim its own row",
                             (token.start, token.end))  # fmt: skip
        if row_start and token.kind != "quad":
            row_start = False
            if (
                found[-1]
                and depth <= (token.text in OPEN)
                and starts_anew(inside, place, found[-1])
            ):
                found.append([])
        if token.text != "&" and not (token.kind == "quad" and lead):
            lead = False
            found[-1].append(token)
    return [row for row in found if row]


def unwrapped(tokens: list[Token]) -> list[Token]:
    """Take away an environment round the whole display."""
    if tokens[0].kind != "begin":
        for token in tokens:
            if token.kind in {"begin", "end", "row"} or token.text == "&":
                span = (token.start, token.end)
                raise CannotRead("an environment inside a formula", "display it alone", span)
        return tokens
    if tokens[0].text not in ROWS:
        span = (tokens[0].start, tokens[0].end)
        raise CannotRead(f"the environment {tokens[0].text} is not read", "use aligned", span)
    ends = [i for i, token in enumerate(tokens) if token.kind == "end"]
    after = tokens[ends[-1] + 1 :] if ends else []
    if len(ends) != 1 or any(token.text not in {".", ","} for token in after):
        raise CannotRead("an environment inside another", "use one aligned")
    if any(token.kind == "begin" for token in tokens[1:]):
        raise CannotRead("an environment inside another", "use one aligned")
    return tokens[1 : ends[0]]


def starts_anew(tokens: list[Token], place: int, before: list[Token]) -> bool:
    """Tell whether a row starts a claim of its own: it has a left side of its own."""
    row = []
    for token in tokens[place:]:
        if token.kind == "row":
            break
        row.append(token)
    last = next((token for token in reversed(before) if token.kind != "quad"), before[-1])
    unfinished = last.text in RELATIONS | SIGNS
    first = row[0].text
    if first == "&":
        rest = [token for token in row[1:] if token.kind != "quad"]
        goes_on = bool(rest) and rest[0].text in RELATIONS | SIGNS
        if not (goes_on or unfinished):
            raise CannotRead("a row that neither goes on nor starts anew", "split the display",
                             (row[0].start, row[-1].end))  # fmt: skip
        return False
    if first in RELATIONS or unfinished:
        return False
    if first in SIGNS:
        raise_unless_left_side(row)
    return True


def raise_unless_left_side(row: list[Token]) -> None:
    """Refuse a row that starts with a sign and has no alignment mark to say where it belongs."""
    marks = [i for i, token in enumerate(row) if token.text == "&"]
    if not marks:
        raise CannotRead(
            "a row starts with a sign and may be a claim of its own",
            "put & before the sign if the row goes on",
            (row[0].start, row[0].end),
        )


def pieces(row: list[Token]) -> list[tuple[str | None, list[Token]]]:
    """Cut a row at commas, wide spaces and prose; return the prose that leads each piece."""
    found: list[tuple[str | None, list[Token]]] = [(None, [])]
    depth = 0
    for place, token in enumerate(row):
        depth += (token.text in OPEN) - (token.text in CLOSE) if token.kind != "text" else 0
        current = found[-1][1]
        if depth == 0 and is_prose(row, place):
            found.append((" ".join(token.text.split()).strip(" ,.:;").lower(), []))
        elif depth == 0 and (token.text in {",", ";"} and token.kind == "mark"):
            if is_list(row, place):
                current.append(token)
            else:
                found.append((None, []))
        elif token.kind == "quad":
            if depth == 0 and cuts(row, place, current):
                found.append((None, []))
        else:
            current.append(token)
    return [(prose, without_stop(tokens)) for prose, tokens in found]


def is_prose(row: list[Token], place: int) -> bool:
    """Tell whether a text token is prose and not the name of something."""
    token = row[place]
    if token.kind != "text":
        return False
    words = " ".join(token.text.split()).strip(" ,.:;").lower()
    if words.startswith("const"):
        return False
    if words in STRICT_PROSE | LENIENT_PROSE:
        return True
    before = row[place - 1] if place else None
    apart = before is None or before.kind == "quad" or before.text in {",", ";", "."}
    after = row[place + 1 :]
    if token.plain and token.text == token.text.strip() and " " not in words:
        named = bool(after) and after[0].text in {"(", "_", "^"} | RELATIONS | SIGNS
        return apart and not named
    if not apart and any(later.text not in {".", ","} for later in after):
        span = (token.start, token.end)
        raise CannotRead("prose inside a formula", r"put \quad before it", span)
    return True


def is_list(row: list[Token], place: int) -> bool:
    r"""Tell whether a comma belongs to ``1, \dots, K``."""
    near = row[place - 1 : place] + row[place + 1 : place + 2]
    return any(token.text == r"\dots" for token in near)


def cuts(row: list[Token], place: int, current: list[Token]) -> bool:
    """Tell whether a wide space ends a statement."""
    after = next((token for token in row[place:] if token.kind != "quad"), None)
    if not current or after is None or current[-1].text in RELATIONS | SIGNS:
        return False
    if after.text in RELATIONS:
        return False
    if after.text in SIGNS:
        raise CannotRead(
            "a wide space before a sign may start a claim or go on",
            "leave the space out, or put a comma before it",
            (row[place].start, after.end),
        )
    return True


def without_stop(tokens: list[Token]) -> list[Token]:
    """Take the punctuation off the end."""
    while tokens and tokens[-1].kind == "mark" and tokens[-1].text in {".", ",", ";", ":"}:
        tokens = tokens[:-1]
    return tokens
