"""What goes wrong, said with the place in the formula and what to write instead."""

from __future__ import annotations

import re

Span = tuple[int, int]
WINDOW = 72


class FormulaError(AssertionError):
    """Two sides of a displayed formula differ, or the formula cannot be checked.

    Attributes
    ----------
    label : str
        The label of the equation, empty where it is not known yet.
    """

    label: str = ""


class CannotRead(FormulaError):
    """The formula, or what was given for its symbols, cannot be read or evaluated.

    Parameters
    ----------
    reason : str
        What is wrong.
    remedy : str
        What to write instead.
    span : tuple of int, optional
        Where in the LaTeX source: start and end.

    Examples
    --------
    >>> refusal = CannotRead("two signs in a row", "put brackets round -b", (4, 5))
    >>> print(refusal.placed("eq-x", "a + -b"))
    eq-x cannot be read: two signs in a row
      a + -b
          ^
      instead: put brackets round -b
    """

    def __init__(self, reason: str, remedy: str = "", span: Span | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy
        self.span = span
        self.latex = ""
        self.by_chance = False

    def placed(self, label: str, latex: str) -> CannotRead:
        """Add the equation that it is about, unless it is known already."""
        if not self.label:
            self.label, self.latex = label, latex
        return self

    def __str__(self) -> str:
        lines = [f"{self.label or 'the formula'} cannot be read: {self.reason}"]
        if self.latex and self.span is not None:
            lines += excerpt(self.latex, self.span)
        if self.remedy:
            lines.append(f"  instead: {self.remedy}")
        return "\n".join(lines)


def excerpt(latex: str, span: Span) -> list[str]:
    """Return the part of the source round a span, and a line of carets under it."""
    start, end = max(0, min(span[0], len(latex))), max(0, min(span[1], len(latex)))
    first = max(0, start - WINDOW // 2)
    flat = re.sub(r"\s", " ", latex)
    shown = flat[first : first + WINDOW]
    width = max(1, min(end, first + WINDOW) - start)
    left = "..." if first else ""
    right = "..." if first + WINDOW < len(flat) else ""
    return [
        f"  {left}{shown}{right}".rstrip(),
        "  " + " " * (len(left) + start - first) + "^" * width,
    ]
