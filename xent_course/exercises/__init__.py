"""Check your answer to an exercise: ``Right.``, or a hint that fits the mistake.

The answers are not stored: at every call they are computed with the package's own functions. The
folded solutions of the chapters pass through the same door, so that no key can be wrong unseen.
"""

from dataclasses import dataclass
from typing import Any

from xent_course.exercises import keys_01_03, keys_04_06, keys_07_09, keys_10_11
from xent_course.exercises.ask import Ask

__all__ = ["Verdict", "check_answer"]

_CHAPTERS = (keys_01_03, keys_04_06, keys_07_09, keys_10_11)


@dataclass(frozen=True, repr=False)
class Verdict:
    """What `check_answer` says: true if the answer is right; a notebook shows the `text`."""

    right: bool
    text: str

    def __bool__(self) -> bool:
        return self.right

    def __repr__(self) -> str:
        return self.text


def _known() -> dict[str, Any]:
    """Return for every exercise with a checked answer the function that says what it asks."""
    functions = {name: f for module in _CHAPTERS for name, f in vars(module).items()}
    return {n[3:].replace("_", "."): f for n, f in functions.items() if n.startswith("ex_")}


def _asks(exercise: object) -> list[Ask]:
    """Return what an exercise asks for, or refuse a name that there is not."""
    known = _known()
    if exercise in known:
        asks: list[Ask] = known[exercise]()
        return asks
    chapter = str(exercise).zfill(4)[:2]
    near = [name for name in known if name.startswith(chapter)] or list(known)
    raise ValueError(f"exercise must be one of {', '.join(near)}, as text; found {exercise!r}")


def _parts(exercise: str, asks: list[Ask], answer: Any) -> list[Any]:
    """Return the answer as one part for each thing asked."""
    if len(asks) == 1:
        return [answer]
    number = len(answer) if hasattr(answer, "__len__") and not isinstance(answer, str) else 1
    if number != len(asks):
        wanted = ", ".join(ask.name for ask in asks)
        raise ValueError(f"{exercise} asks for {len(asks)} things ({wanted}); found {number}")
    return list(answer)


def check_answer(exercise: str, answer: object) -> Verdict:
    """Compare an answer with the exercise's own; say "Right." or give a hint, never the answer.

    Chapter: 01_classification and every chapter after it, each of whose exercises says what to
    hand over.

    Parameters
    ----------
    exercise : str
        Chapter and number, for example ``"05.3"``.
    answer : number, array_like, str, bool or function
        In the unit that the exercise names. Where it asks for several things, a sequence of them,
        in its order. A number rounded to three digits is right enough (a count must be exact);
        a function is tried on many inputs.

    Returns
    -------
    Verdict
        True where all is right. A notebook shows its text; ``rounded`` in it says that a number
        is right only to the digits given.

    Raises
    ------
    ValueError, TypeError
        If there is no such exercise, or the answer is not of the kind or shape it asks for. What
        a function of yours raises is not caught.

    Examples
    --------
    >>> check_answer("05.1", 1.10)
    Right (rounded).
    >>> check_answer("05.1", 1.585)
    Not yet. That is the answer in bits; the question asks for nats.
    >>> bool(check_answer("05.1", 0))
    False
    """
    asks = _asks(exercise)
    said = [ask.judge(part) for ask, part in zip(asks, _parts(exercise, asks, answer), strict=True)]
    for ask, verdict in zip(asks, said, strict=True):
        if not verdict.startswith("Right"):
            right = [a.name for a, v in zip(asks, said, strict=True) if v.startswith("Right")]
            so_far = f" (Right so far: {', '.join(right)}.)" if right else ""
            where = f" ({ask.name})" if len(asks) > 1 else ""
            return Verdict(False, f"Not yet{where}. {verdict}{so_far}")
    return Verdict(True, max(said, key=len))
