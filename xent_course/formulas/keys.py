"""Which given key names which symbol: exact LaTeX first, then the ASCII form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .braces import canonical, plain, read_tokens
from .errors import CannotRead
from .nodes import Apply, Key, Node, Symbol

KEYWORDS = {"lam": "lambda", "lambda_": "lambda"}


class Keys:
    """The keys under which values were given, and the symbols that they name.

    Parameters
    ----------
    given : iterable of str
        The keys as the author typed them.
    roots : iterable of Node
        The formulas in which symbols are looked up.
    """

    def __init__(self, given: Iterable[str], roots: Iterable[Node]) -> None:
        self.exact: dict[str, str] = {}
        self.plain: dict[str, str] = {}
        self.forms: dict[str, set[str]] = {}
        self.memo: dict[int, tuple[object, tuple[str, Key] | None]] = {}
        for key in given:
            self.add(key)
        for root in roots:
            for one in walk(root):
                if isinstance(one, (Symbol, Apply)):
                    for form in one.keys:
                        self.forms.setdefault(form.plain, set()).add(form.exact)

    def add(self, key: str) -> None:
        """Remember one key under its exact and its ASCII form."""
        short = key.replace(" ", "").replace("…", "...")
        try:
            tokens = read_tokens(key)
        except CannotRead:
            tokens = []
        if tokens and canonical(tokens) in self.exact:
            other = self.exact[canonical(tokens)]
            raise CannotRead(f"{key!r} and {other!r} name the same symbol", "give one of them")
        self.exact[canonical(tokens)] = key
        short = plain(tokens) if "\\" in key and tokens else KEYWORDS.get(short, short)
        if "\\" not in key or short not in self.plain:
            self.plain[short] = key

    def find(self, form: Key) -> str | None:
        """Return the key given for one name of a symbol, if there is one."""
        key = self.exact.get(form.exact)
        if key is not None:
            return key
        key = self.plain.get(form.plain)
        if key is None or "\\" in key:
            return None
        rivals = self.forms.get(form.plain, set()) - {form.exact}
        if not rivals:
            return key
        if any(self.exact.get(rival) == key for rival in rivals):
            return None
        names = " and ".join(sorted(rivals | {form.exact}))
        raise CannotRead(
            f"the key {key!r} may mean {names}", f"give the exact LaTeX, r{form.exact!r}"
        )

    def lookup(self, forms: tuple[Key, ...]) -> tuple[str, Key] | None:
        """Return the key for the longest name of a symbol that was given."""
        place = id(forms)
        if place not in self.memo:
            found = ((self.find(form), form) for form in forms)
            first = next(((key, form) for key, form in found if key is not None), None)
            self.memo[place] = forms, first
        return self.memo[place][1]


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all that is inside it."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += one.children()
