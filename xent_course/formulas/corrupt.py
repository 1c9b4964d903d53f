"""Makes the small errors that slip into print, to see that a check catches them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .display import read_equation
from .errors import CannotRead, FormulaError
from .nodes import Relation
from .normal import same_formula
from .results import Check
from .slips import MAKERS, Edit
from .tokens import Scanner

FEW = (3, 20)


@dataclass(frozen=True, slots=True)
class Corruption:
    """One deliberate error in a formula."""

    kind: str
    latex: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.before} -> {self.after}"


@dataclass(frozen=True, slots=True)
class Score:
    """What became of the corruptions of one equation.

    Attributes
    ----------
    caught : int
        How many made two sides differ.
    refused : int
        How many could not be read or evaluated any more.
    survivors : tuple of Corruption
        Those that still hold: true statements, or errors that the check cannot see.
    """

    caught: int
    refused: int
    survivors: tuple[Corruption, ...]

    @property
    def evaluated(self) -> int:
        """How many could still be evaluated."""
        return self.caught + len(self.survivors)


def corruptions(latex: str) -> list[Corruption]:
    r"""Return the deliberate errors that can be made in a formula.

    Parameters
    ----------
    latex : str
        A display that can be read.

    Returns
    -------
    list of Corruption
        Signs flipped, minuses dropped, logarithms to base 2, symbols, arguments and fractions
        swapped, exponents moved or dropped, indices and bounds changed, sums for products,
        transposes dropped, inequalities turned round.

    Examples
    --------
    >>> [c.latex for c in corruptions("a - b^2") if c.kind in ("sign", "number")]
    ['a + b^2', 'a - b^3']
    """
    tokens = [t for t in Scanner(latex).tokens() if t.kind not in {"text", "quad"}]
    found: dict[str, Corruption] = {}
    for kind, maker in MAKERS.items():
        for edits in maker(tokens, latex):
            changed = edited(latex, edits)
            bare = "".join(changed.split())
            if bare != "".join(latex.split()) and bare not in found:
                start, end = min(e[0] for e in edits), max(e[1] for e in edits)
                tail = len(latex) - end
                before = context(latex, start, end)
                after = context(changed, start, len(changed) - tail)
                found[bare] = Corruption(kind, changed, before, after)
    return list(found.values())


def context(latex: str, start: int, end: int) -> str:
    """Return the changed part with a little round it, on one line."""
    return " ".join(latex[max(0, start - 14) : end + 10].split())


def edited(latex: str, edits: Sequence[Edit]) -> str:
    """Return the source with some parts replaced."""
    for start, end, text in sorted(edits, reverse=True):
        latex = latex[:start] + text + latex[end:]
    return latex


def score(check: Check, draws: int | None = None) -> Score:
    """Corrupt the equation of a check in every way, and repeat the check on each.

    A corruption that is the same formula, its terms reordered or its indices renamed, is none.

    Parameters
    ----------
    check : Check
        A check that succeeded, from `recording`.
    draws : int, optional
        On how many draws a corruption must hold to count as a survivor: as many as the check has.

    Returns
    -------
    Score
        How many were caught, and what survived.
    """
    original = statements(check.result.latex)
    outcomes = [
        (one, outcome(check, one, original, draws or check.result.draws))
        for one in corruptions(check.result.latex)
    ]
    survivors = tuple(one for one, found in outcomes if found == "holds")
    caught = sum(found == "caught" for _, found in outcomes)
    return Score(caught, sum(found == "refused" for _, found in outcomes), survivors)


def outcome(check: Check, one: Corruption, original: list[Relation], draws: int) -> str:
    """Return what became of a corruption: caught, refused, holds, or the same formula."""
    for number in (*(few for few in FEW if few < draws), draws):
        found = tried(check, one, number)
        if found in {"caught", "refused"}:
            return found
        if found == "perhaps" and number >= FEW[-1]:
            return "refused"
        if found == "holds" and same_formula(statements(one.latex), original):
            return "same"
    return "refused" if found == "perhaps" else found


def statements(latex: str) -> list[Relation]:
    """Return the statements of a display."""
    return [one.relation for one in read_equation("", latex).statements]


def tried(check: Check, corruption: Corruption, draws: int) -> str:
    """Return what a check says to a corrupted formula."""
    try:
        check.again(corruption.latex, draws)
    except CannotRead as refusal:
        return "perhaps" if refusal.by_chance else "refused"
    except FormulaError:
        return "caught"
    return "holds"
