"""The Authorization headers of a case (RFC 7617, HTTP Basic), right and wrong. Every value here is a secret.

Wrong credentials are made of a fresh secret of the shape of the real one. Some faults only show with the real one
(a server that compares a part of it, or takes it under another scheme): those are `derived`, and nothing of what
comes back may be kept.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from contracts.cases.case import Auth, Case
from contracts.cases.credentials import OF_SECOND, WRONG
from contracts.targets.basic import authorization, encoded

Pair = tuple[str, str]
"""A user name and a password."""


class Given(NamedTuple):
    """The values of Authorization, a header that is spelt `name`; `derived` when they hold a part of a secret that
    is not sent by any right request, or hold it in another form. `label` tells them from the usual ones."""

    values: tuple[str, ...]
    derived: bool = False
    name: str = "Authorization"
    label: str = ""


@dataclass(frozen=True, slots=True)
class Keys:
    """The right pairs of an account: `main` goes along with every request, `token` and `key` are `None` when not
    declared."""

    main: Pair = field(repr=False)
    token: Pair | None = field(default=None, repr=False)
    key: Pair | None = field(default=None, repr=False)

    @property
    def second(self) -> Pair:
        """The pair that requests do not bear, if there is one."""
        found = [pair for pair in (self.token, self.key) if pair not in (None, self.main)]
        return found[0] if found and found[0] is not None else self.main

    @property
    def has_both(self) -> bool:
        """Whether there is an API key beside the token."""
        return self.token is not None and self.key is not None

    def given(self, case: Case) -> Given:
        """What a case gives. Wrong ones differ from case to case, but not from run to run."""
        if case.auth is Auth.NONE:
            return Given((), label="none")
        way = case.credentials
        if not way and case.auth is Auth.WRONG:
            way = WRONG[hashlib.sha256(case.content).digest()[0] % len(WRONG)]
        return _WAYS[way](self)._replace(label=way) if way else Given((authorization(*self.main),))


def fresh(secret: str) -> str:
    """A secret of the same length and alphabet that has nothing of it but its length."""
    digits = hashlib.shake_256(f"another {len(secret)}".encode()).hexdigest(max(len(secret), 8))
    made = digits[: max(len(secret), 1)]
    return made if made != secret else _other_last(made)


def _other_last(text: str) -> str:
    return text[:-1] + ("0" if text[-1:] != "0" else "1")


def _basic(make: Callable[[str, str], Pair], *, derived: bool = True) -> Callable[[Keys], Given]:
    return lambda keys: Given((authorization(*make(*keys.main)),), derived)


def _crossed(make: Callable[[Pair, Pair], Pair], *, derived: bool) -> Callable[[Keys], Given]:
    """A way that needs both pairs; without a key it is the plainest wrong one."""

    def give(keys: Keys) -> Given:
        if keys.token is None or keys.key is None:
            return _WAYS["other-password"](keys)
        return Given((authorization(*make(keys.token, keys.key)),), derived)

    return give


def _right(make: Callable[[str], tuple[str, ...]]) -> Callable[[Keys], Given]:
    """The right credentials in another form: `make` takes them encoded."""
    return lambda keys: Given(make(encoded(*keys.main)))


def _none(*values: str) -> Callable[[Keys], Given]:
    return lambda keys: Given(values)


def _other_case(password: str) -> str:
    return password.swapcase() if password.swapcase() != password else fresh(password)


_FRESH = ("alice", fresh("0" * 32))

_WAYS: dict[str, Callable[[Keys], Given]] = {
    "scheme-in-lower-case": _right(lambda right: (f"basic {right}",)),
    "scheme-in-upper-case": _right(lambda right: (f"BASIC {right}",)),
    "name-in-lower-case": lambda keys: Given((authorization(*keys.main),), name="authorization"),
    "name-in-upper-case": lambda keys: Given((authorization(*keys.main),), name="AUTHORIZATION"),
    "token": lambda keys: Given((authorization(*(keys.token or keys.main)),)),
    "key": lambda keys: Given((authorization(*(keys.key or keys.main)),)),
    "other-password": _basic(lambda user, password: (user, fresh(password)), derived=False),
    "no-password": _basic(lambda user, _: (user, ""), derived=False),
    "half-password": _basic(lambda user, password: (user, password[: len(password) // 2])),
    "last-character": _basic(lambda user, password: (user, _other_last(password))),
    "longer-password": _basic(lambda user, password: (user, password + "0")),
    "case-of-password": _basic(lambda user, password: (user, _other_case(password))),
    "other-user": _basic(lambda user, password: (user[:2] + _other_last(user[2:]), password)),
    "no-user": _basic(lambda _, password: ("", password)),
    "swapped": _basic(lambda user, password: (password, user) if user != password else (user, fresh(password))),
    "space-behind": _basic(lambda user, password: (user, f"{password} ")),
    "colon-behind": _basic(lambda user, password: (user, f"{password}:0")),
    "null-behind": _basic(lambda user, password: (user, f"{password}\0")),
    "scheme-that-begins-alike": lambda keys: Given((f"Basically {encoded(*keys.main)}",), derived=True),
    "no-scheme": lambda keys: Given((encoded(*keys.main),), derived=True),
    "bearer-right": lambda keys: Given((f"Bearer {encoded(*keys.main)}",), derived=True),
    "proxy-authorization": lambda keys: Given((authorization(*keys.main),), True, "Proxy-Authorization"),
    "right-unencoded": lambda keys: Given((f"Basic {keys.main[0]}:{keys.main[1]}",), derived=True),
    "bearer-secret": lambda keys: Given((f"Bearer {keys.main[1]}",), derived=True),
    "bearer": _none(f"Bearer {'0' * 32}"),
    "digest": _none('Digest username="alice"'),
    "key-with-other-secret": _crossed(lambda _, key: (key[0], fresh(key[1])), derived=False),
    "account-with-key-secret": _crossed(lambda token, key: (token[0], key[1]), derived=True),
    "key-with-token": _crossed(lambda token, key: (key[0], token[1]), derived=True),
    "other-key-with-secret": _crossed(lambda _, key: (_other_last(key[0]), key[1]), derived=True),
    "not-base64": _none("Basic %%%not-base64%%%"),
    "no-colon": _none("Basic YWxpY2U="),  # alice
    "not-utf-8": _none("Basic //79OsA="),  # ff fe fd, a colon, c0
    "empty": _none(""),
    "scheme-alone": _none("Basic"),
    "colon-alone": _none(authorization("", "")),
    "plain-text": _none("Basic alice:secret"),
    "two-wrong": _none(authorization(*_FRESH), authorization("bob", _FRESH[1])),
    "two-spaces-wrong": _none("Basic  " + encoded(*_FRESH)),
    "null-byte": _none("Basic " + encoded("alice\0", _FRESH[1])),
    "two-spaces": _right(lambda right: (f"Basic  {right}",)),
    "right-then-wrong": _right(lambda right: (f"Basic {right}", authorization(*_FRESH))),
    "wrong-then-right": _right(lambda right: (authorization(*_FRESH), f"Basic {right}")),
    "right-twice": _right(lambda right: (f"Basic {right}", f"Basic {right}")),
    "without-padding": _right(lambda right: (f"Basic {right.rstrip('=')}",)),
}


def _of_second(way: Callable[[Keys], Given]) -> Callable[[Keys], Given]:
    return lambda keys: way(replace(keys, main=keys.second))


_WAYS |= {f"second-{way}": _of_second(_WAYS[way]) for way in OF_SECOND}
