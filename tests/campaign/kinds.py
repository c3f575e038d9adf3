"""Kinds of cases that cost much: never answered, answered without an end, or the end of the target."""

from dataclasses import dataclass, field

from contracts.cases.case import Case

ENOUGH = 2
"""Costly cases that show a kind, of which one is believed: then no other of the kind is tried."""


@dataclass(slots=True)
class Kinds:
    """Each kind is known by the names of the fields that all of its cases have. Where a case with all of these was
    accepted, they are not what is wrong.

    `costly` holds the names of each kind, and the number of its cases; `believed` when one of them is; `told` are
    the partitions of which it is said that cases are spared.
    """

    costly: list[tuple[frozenset[str], int]] = field(default_factory=list)
    accepted: set[frozenset[str]] = field(default_factory=set)
    believed: bool = False
    told: set[str] = field(default_factory=set)

    def note(self, case: Case, *, cost: bool, accepted: bool) -> None:
        """A case was tried, and cost much or did not."""
        names = frozenset(name for name, _ in case.fields)
        if accepted:
            self.accepted.add(names)
        if not cost or not names:
            return
        for number, (known, met) in enumerate(self.costly):
            if known & names and not self._is_refuted(known & names):
                self.costly[number] = (known & names, met + 1)
                return
        self.costly.append((names, 1))

    def spares(self, case: Case) -> bool:
        """Whether enough is known of the kind of a case to do without it."""
        return self.believed and any(met >= ENOUGH and self._has(case, names) for names, met in self.costly)

    def are_one(self, first: Case, second: Case) -> bool:
        """Whether two costly cases are of one kind."""
        return any(self._has(first, names) and self._has(second, names) for names, _ in self.costly)

    def _has(self, case: Case, names: frozenset[str]) -> bool:
        given = {name for name, _ in case.fields}
        found = names <= given or (case.body is not None and all(name.encode() in case.content for name in names))
        return found and not self._is_refuted(names)

    def _is_refuted(self, names: frozenset[str]) -> bool:
        return any(names <= one for one in self.accepted)
