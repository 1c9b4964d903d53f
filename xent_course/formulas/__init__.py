r"""Runs the formulas that a book displays.

A labelled display equation is read from its own LaTeX source and both sides are evaluated on random
values; a cell only says what the symbols stand for. To check your own book, three lines::

    from xent_course.formulas import Formulas, pmf
    formulas = Formulas.from_file("chapter.ipynb")
    formulas.check("eq-gibbs", p=pmf(4), q=pmf(4), tight=lambda g: dict(q=g["p"]))

``python -m xent_course.formulas check book/`` lists what every labelled equation still lacks.
Agreement on random values is not a proof; it is what a wrong sign does not survive.
"""

from .book import Formulas
from .errors import CannotRead, FormulaError
from .results import Check, Result, recording
from .samplers import (
    Every,
    Sampler,
    bit,
    every,
    integer,
    label,
    pmf,
    positive,
    prob,
    real,
)

__all__ = [
    "CannotRead",
    "Check",
    "Every",
    "FormulaError",
    "Formulas",
    "Result",
    "Sampler",
    "bit",
    "every",
    "integer",
    "label",
    "pmf",
    "positive",
    "prob",
    "real",
    "recording",
]
