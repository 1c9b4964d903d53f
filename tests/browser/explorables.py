"""What a test of an explorable has to know."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Numbers = dict[str, float] | dict[str, str]


@dataclass(frozen=True)
class Case:
    """An explorable: its element, its page, what it must say, and settings of its controls."""

    name: str
    page: str
    says: Callable[..., Numbers]
    start: dict[str, Any]
    settings: list[dict[str, Any]] = field(default_factory=list)
