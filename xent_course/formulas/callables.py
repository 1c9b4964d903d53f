"""What a callable asks for: its positional parameters, and those held by name."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

Called = Callable[..., Any]
POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters of a callable."""

    names: tuple[str, ...]
    required: int
    most: float
    keyword: tuple[str, ...]
    optional: tuple[str, ...]


def parameters_of(function: Called) -> Parameters:
    """Return what a callable asks for; a ufunc has a number of inputs and no names."""
    if isinstance(function, np.ufunc):
        return Parameters((), function.nin, function.nin, (), ())
    try:
        found = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return Parameters((), 1, float("inf"), (), ())
    positional = [item for item in found if item.kind in POSITIONAL]
    named = [item for item in found if item.kind is inspect.Parameter.KEYWORD_ONLY]
    variadic = any(item.kind is inspect.Parameter.VAR_POSITIONAL for item in found)
    return Parameters(
        tuple(item.name for item in positional),
        sum(item.default is inspect.Parameter.empty for item in positional),
        float("inf") if variadic else len(positional),
        tuple(item.name for item in named if item.default is inspect.Parameter.empty),
        tuple(item.name for item in named if item.default is not inspect.Parameter.empty),
    )
