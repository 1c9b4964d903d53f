"""What the symbols stand for at one moment: drawn values, bound indices, definitions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from .callables import Called, Parameters, parameters_of
from .errors import CannotRead
from .keys import KEYWORDS, Keys, walk
from .nodes import Node, Symbol
from .samplers import Sampler
from .values import Value, value_of

MOST_STEPS = 40_000
MOST_STEPS_IN_ALL = 4_000_000
MOST_NESTED = 60


@dataclass(frozen=True, slots=True)
class Definition:
    """A `def-` equation as a function: its head, its parameters, its body."""

    label: str
    head: Symbol
    parameters: tuple[Symbol, ...]
    indices: tuple[Symbol, ...]
    body: Node


@dataclass(slots=True)
class Call:
    """One call that was made, kept to see whether every argument matters."""

    function: Called
    arguments: tuple[object, ...]
    named: dict[str, object]
    result: object


@dataclass(slots=True)
class Context:
    """What stays the same over the draws of one check."""

    keys: Keys
    definitions: dict[tuple[str, int], Definition] = field(default_factory=dict)
    bare: set[str] = field(default_factory=set)
    applied: dict[str, set[str]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    calls: dict[str, dict[int, Call]] = field(default_factory=dict)
    parameters: dict[int, Parameters] = field(default_factory=dict)
    walks: dict[Node, tuple[Node, ...]] = field(default_factory=dict)
    visited: dict[Node, float] = field(default_factory=dict)
    alive: set[Node] = field(default_factory=set)
    watching: bool = True
    draw: int = 0
    steps: int = 0
    all_steps: int = 0

    def step(self, count: int = 1) -> None:
        """Count work, and refuse what would not end."""
        self.steps += count
        self.all_steps += count
        if self.steps > MOST_STEPS or self.all_steps > MOST_STEPS_IN_ALL:
            raise CannotRead("too many terms to add up", "take smaller sizes or fewer draws")

    def inside(self, node: Node) -> tuple[Node, ...]:
        """Return a node and all that is inside it, found once."""
        if node not in self.walks:
            self.walks[node] = tuple(walk(node))
        return self.walks[node]

    def asks(self, function: Called) -> Parameters:
        """Return the parameters of a callable, looked up once."""
        if id(function) not in self.parameters:
            self.parameters[id(function)] = parameters_of(function)
        return self.parameters[id(function)]


@dataclass(slots=True)
class Given:
    """The values of one draw, and the quantities already computed from them."""

    values: Mapping[str, Any]
    cache: dict[str, object] = field(default_factory=dict)
    ranges: dict[tuple[Any, ...], list[int] | None] = field(default_factory=dict)
    computing: set[str] = field(default_factory=set)

    def changed(self, key: str, value: object) -> Given:
        """Return the same draw with one value changed."""
        return Given({**self.values, key: value}, computing=set(self.computing))


@dataclass(frozen=True, slots=True)
class Scope:
    """Looks symbols up."""

    context: Context
    given: Given
    bound: Mapping[str, tuple[str, Value]] = field(default_factory=dict)
    loose: bool = False
    nested: int = 0

    def bind(self, names: Iterable[Symbol], values: Iterable[Value]) -> Scope:
        """Return a scope in which indices or parameters have values."""
        pairs = {n.text: (n.plain, v) for n, v in zip(names, values, strict=True)}
        bound = {**self.bound, **pairs}
        return Scope(self.context, self.given, bound, self.loose, self.nested)

    def only(self, names: Iterable[Symbol], values: Iterable[Value]) -> Scope:
        """Return the scope of a definition's body: its parameters and nothing else is bound."""
        if self.nested > MOST_NESTED:
            raise CannotRead("definitions use one another without end", "break the circle")
        return replace(self, bound={}, nested=self.nested + 1).bind(names, values)

    def changed(self, key: str, value: object) -> Scope:
        """Return a scope with one given value changed."""
        given = self.given.changed(key, value)
        return Scope(self.context, given, self.bound, self.loose, self.nested)

    def raw(self, key: str) -> Any:
        """Return what was given under a key."""
        self.context.used.add(key)
        return self.given.values[key]

    def quantity(self, key: str) -> object:
        """Return the value under a key, computed where it is a callable."""
        raw = self.raw(key)
        if not callable(raw) or isinstance(raw, Sampler):
            return raw
        if key in self.given.cache:
            return self.given.cache[key]
        if key in self.given.computing:
            raise CannotRead(f"{key!r} is computed from itself", "rename its parameter")
        self.given.computing.add(key)
        try:
            found, steady = self.computed(key, raw)
        finally:
            self.given.computing.discard(key)
        if steady:
            self.given.cache[key] = found
        return found

    def computed(self, key: str, function: Called) -> tuple[object, bool]:
        """Compute a quantity from the symbols that its parameters name."""
        asks = self.context.asks(function)
        if not asks.names and asks.required:
            raise CannotRead(
                f"{key!r} is a function whose parameters have no names, and is not called here",
                f"give {key}=lambda z: f(z), named as the symbol it depends on",
            )
        arguments, steady = [], True
        for name in asks.names[: asks.required]:
            value, free = self.parameter(name, key)
            arguments.append(value)
            steady = steady and free
        return self.call(key, function, tuple(arguments)), steady

    def parameter(self, name: str, key: str) -> tuple[object, bool]:
        """Return the symbol that a parameter names, and whether it holds for the whole draw."""
        for short, value in self.bound.values():
            if short == name:
                return value, False
        given = self.context.keys.plain.get(KEYWORDS.get(name, name))
        if given is None or given == key:
            raise CannotRead(
                f"{key!r} asks for {name!r}, which has no value",
                f"name the parameter as a symbol that has one, or give {name} one",
            )
        return self.quantity(given), given in self.given.cache or not callable(self.raw(given))

    def call(self, key: str, function: Called, arguments: tuple[object, ...]) -> object:
        """Call a function; what it needs beyond its arguments comes by name."""
        asks = self.context.asks(function)
        if len(arguments) > asks.most:
            raise CannotRead(
                f"{key!r} takes {asks.most:g} arguments, the formula writes {len(arguments)}",
                "give a callable with the arguments of the formula",
            )
        missing = asks.names[len(arguments) : asks.required]
        if len(arguments) + len(missing) < asks.required:
            raise CannotRead(f"{key!r} takes {asks.required} arguments", "write them all")
        rest = {name: self.parameter(name, key)[0] for name in (*missing, *asks.keyword)}
        for name in asks.optional:
            if name in self.context.keys.plain:
                rest[name] = self.parameter(name, key)[0]
        return self.recorded(key, function, tuple(map(_kept, arguments)), rest)

    def recorded(
        self, key: str, function: Called, arguments: tuple[object, ...], named: dict[str, object]
    ) -> object:
        """Make the call, refuse its errors, and remember the first of each draw."""
        self.context.step()
        try:
            found = function(*arguments, **named)
            if not isinstance(found, (list, tuple)):
                found_value: object = value_of(found)
            else:
                found_value = found
        except CannotRead:
            raise
        except Exception as error:
            raise CannotRead(
                f"{key!r} cannot be evaluated here: {type(error).__name__}: {str(error)[:200]}",
                "check the arguments that the formula gives it",
            ) from error
        if self.context.watching:
            calls = self.context.calls.setdefault(key, {})
            calls.setdefault(self.context.draw, Call(function, arguments, named, found))
        return found_value


def _kept(value: object) -> object:
    """Hand a number or an array to a callable; a row as the array that it is made of."""
    data = getattr(value, "data", None)
    if type(value).__name__ == "Row" and isinstance(data, np.ndarray):
        return data
    return value
