"""The two registries: servers that are wrong in one way, and servers that are right in an unusual way."""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from contracts.errors import UsageError
from contracts.promises.rules import RULES
from contracts.simulator import Simulator

Kind = TypeVar("Kind", bound=type[Simulator])


@dataclass(frozen=True, slots=True)
class Miniature:
    """A server with one fault. `rule` is the code of the rule that it breaks, `about` says how, and `make` takes
    the keyword arguments of `Simulator`."""

    name: str
    rule: str
    about: str
    make: Callable[..., Simulator]


@dataclass(frozen=True, slots=True)
class Latitude:
    """A server without a fault that chooses otherwise than `Simulator` where documents leave a choice."""

    name: str
    about: str
    kind: type[Simulator]

    @property
    def make(self) -> Callable[..., Simulator]:
        """Makes it, with the keyword arguments of `Simulator`."""
        return self.kind


MINIATURES: dict[str, Miniature] = {}
LATITUDES: dict[str, Latitude] = {}


def miniature(*, rule: str, about: str) -> Callable[[Kind], Kind]:
    """Registers a subclass of `Simulator` as a wrong server, under its name in kebab case. Raises UsageError."""
    if rule not in RULES:
        raise UsageError(f"'rule' must be a code of rules.toml (got {rule!r}); add the rule first")

    def register(kind: Kind) -> Kind:
        name = _new_name(kind)
        MINIATURES[name] = Miniature(name, rule, about, kind)
        return kind

    return register


def latitude(*, about: str) -> Callable[[Kind], Kind]:
    """Registers a subclass of `Simulator` as a right server, under its name in kebab case. Raises UsageError."""

    def register(kind: Kind) -> Kind:
        name = _new_name(kind)
        LATITUDES[name] = Latitude(name, about, kind)
        return kind

    return register


GROUP = 5
"""Choices that one server of a group makes at most, so that they leave each other something to show."""


def groups() -> tuple[Latitude, ...]:
    """All latitudes, put together to few servers: in each, every choice is another's business than the others'."""
    together: list[tuple[list[Latitude], set[str]]] = []
    for one in LATITUDES.values():
        hooks = _hooks(one)
        room = next((g for g in together if len(g[0]) < GROUP and not g[1] & hooks), None)
        if room is None:
            together.append(([one], hooks))
        else:
            room[0].append(one)
            room[1].update(hooks)
    return tuple(_grouped(number, members) for number, (members, _) in enumerate(together, 1))


def _hooks(one: Latitude) -> set[str]:
    own = [kind for kind in one.kind.__mro__ if kind not in Simulator.__mro__]
    return {name for kind in own for name in vars(kind) if not name.startswith("__") or name == "__init__"}


def _grouped(number: int, members: list[Latitude]) -> Latitude:
    about = "; ".join(f"{one.name}: {one.about}" for one in members)
    return Latitude(f"group-{number}", about, type(f"Group{number}", tuple(one.kind for one in members), {}))


def named(name: str) -> Miniature | Latitude:
    """The miniature or latitude of that name. Raises UsageError that lists the nearest names."""
    servers: dict[str, Miniature | Latitude] = {**MINIATURES, **LATITUDES}
    if name.startswith("group-"):
        servers |= {group.name: group for group in groups()}
    if name in servers:
        return servers[name]
    near = difflib.get_close_matches(name, servers, n=5, cutoff=0.4) or sorted(servers)[:5]
    raise UsageError(
        f"'miniature' must be one of {len(servers)} names (got {name!r}); near ones: {', '.join(near)}"
    )


def _new_name(kind: type[Simulator]) -> str:
    """`LimitOf255` is called limit-of-255."""
    name = re.sub(
        r"(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", kind.__name__
    ).lower()
    if name in MINIATURES or name in LATITUDES:
        raise UsageError(f"{name!r} must be the name of one server only; rename the class {kind.__name__}")
    return name
