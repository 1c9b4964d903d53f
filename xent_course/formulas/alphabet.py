"""The LaTeX commands that are known, by what they do to the reading."""

from __future__ import annotations

GREEK = frozenset(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi "
    "pi varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta "
    "Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell hbar imath jmath".split()
)
VARIANTS = {
    "varepsilon": "epsilon", "vartheta": "theta", "varpi": "pi", "varrho": "rho",
    "varsigma": "sigma", "varphi": "phi",
}  # fmt: skip

WORD_FONTS = frozenset("mathrm operatorname operatorname* mathit mathsf mathtt mathnormal".split())
LETTER_FONTS = frozenset("mathbf mathcal mathbb mathfrak mathscr boldsymbol bm pmb".split())
ACCENTS = {
    "hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde",
    "widetilde": "tilde", "vec": "vec", "dot": "dot", "ddot": "ddot", "check": "check",
    "breve": "breve", "underline": "underline",
}  # fmt: skip
PLAIN_TEXT = frozenset("text textrm textit textbf textsf texttt mbox textnormal".split())

SIZES = frozenset(
    "left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm "
    "biggm Biggm mathopen mathclose mathord mathbin mathrel mathpunct mathinner".split()
)
SPACES = frozenset(
    "displaystyle textstyle scriptstyle limits nolimits nonumber notag thinspace medspace "
    "thickspace negthinspace enspace space mathstrut strut allowbreak relax".split()
)
WITH_DROPPED_ARGUMENT = frozenset("label tag phantom hphantom vphantom hspace vspace color".split())

ALIASES = {
    "leq": r"\le", "leqslant": r"\le", "geq": r"\ge", "geqslant": r"\ge", "neq": r"\ne",
    "ldots": r"\dots", "cdots": r"\dots", "dotsc": r"\dots", "dotsb": r"\dots", "mid": "|",
    "vert": "|", "lvert": "|", "rvert": "|", "Vert": r"\|", "lVert": r"\|", "rVert": r"\|",
    "parallel": r"\|", "lbrace": r"\{", "rbrace": r"\}", "lbrack": "[", "rbrack": "]",
    "lparen": "(", "rparen": ")", "dfrac": r"\frac", "tfrac": r"\frac", "cfrac": r"\frac",
    "dbinom": r"\binom", "tbinom": r"\binom", "lt": "<", "gt": ">", "colon": ":", "ast": "*",
    "star": "*", "intercal": r"\top", "coloneqq": "=", "triangleq": "=", "equiv": "=",
    "varnothing": r"\emptyset", "argmax": r"\argmax", "argmin": r"\argmin", "semicolon": ";",
}  # fmt: skip

COMMANDS = frozenset(
    "frac sqrt binom underbrace overbrace sum prod int max min arg argmax argmin log ln exp sin "
    "cos tan tanh sinh cosh det nabla partial infty cdot times odot top prime le ge ne propto in "
    "sim dots lfloor rfloor lceil rceil begin end forall".split()
)
ARGUMENTS = {r"\frac": 2, r"\binom": 2, r"\sqrt": 1, r"\underbrace": 1, r"\overbrace": 1,
             "_": 1, "^": 1}  # fmt: skip

FUNCTIONS = frozenset(rf"\{name}" for name in "log ln exp sin cos tan tanh sinh cosh det".split())
RELATIONS = frozenset(["=", r"\le", r"\ge", "<", ">", r"\ne", r"\propto"])
SIGNS = frozenset(["+", "-", r"\cdot", r"\times", r"\odot", "/"])

MOST_DEPTH = 30
MOST_TOKENS = 4000
