"""What the tests of the explorables share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Numbers = dict[str, float]


@dataclass(frozen=True)
class Case:
    """An explorable: its element, its page, settings of its controls, and what it must say."""

    name: str
    page: str
    says: Callable[..., Numbers]
    start: dict[str, Any]
    settings: list[dict[str, Any]] = field(default_factory=list)
