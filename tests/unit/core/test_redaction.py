"""No secret comes through the redactor, in whatever form it stands in an answer; what is none stays as it is."""

import base64
import html
import json
import random
from collections.abc import Callable
from urllib.parse import quote

import pytest

from contracts.exchanges.wire import Response
from contracts.targets.redaction import BLOT, Redactor

ACCOUNT, TOKEN = "AC" + "a" * 32, "5f3c9a1e7b2d4c6f8091a3b5d7e9f201"
KEY, SECRET = "SK" + "e" * 32, "Vx3kQ9tBz7LmWc5RjHd2NsYp8GfEuA4o"
REDACTOR = Redactor({TOKEN, SECRET}, [(ACCOUNT, TOKEN), (KEY, SECRET)])


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


DERIVATIONS: dict[str, Callable[[str, str], str]] = {
    "plain": lambda user, secret: secret,
    "between letters": lambda user, secret: f"xyz{secret}abc",
    "pair": lambda user, secret: f"{user}:{secret}",
    "percent-encoded pair": lambda user, secret: quote(f"{user}:{secret}", safe=""),
    "percent-encoded": lambda user, secret: "".join(f"%{ord(c):02x}" for c in secret),
    "Basic": lambda user, secret: f"Basic {b64(f'{user}:{secret}')}",
    "Base64": lambda user, secret: b64(secret),
    "Base64 behind one": lambda user, secret: b64(f"x{secret}"),
    "Base64 behind two": lambda user, secret: b64(f"xy{secret}zz"),
    "Base64 for URLs": lambda user, secret: base64.urlsafe_b64encode(secret.encode()).decode().rstrip("="),
    "Base64 of the header": lambda user, secret: b64(f"Basic {b64(f'{user}:{secret}')}"),
    "hexadecimal": lambda user, secret: secret.encode().hex(),
    "hexadecimal in capitals": lambda user, secret: secret.encode().hex().upper(),
    "capitals": lambda user, secret: secret.upper(),
    "reversed": lambda user, secret: secret[::-1],
    "JSON escapes": lambda user, secret: "".join(f"\\u{ord(c):04x}" for c in secret),
    "JSON in JSON": lambda user, secret: json.dumps(json.dumps({"a": secret})),
    "entities": lambda user, secret: "".join(f"&#{ord(c)};" for c in secret),
    "hexadecimal entities": lambda user, secret: "".join(f"&#x{ord(c):x};" for c in secret),
    "quoted": lambda user, secret: html.escape(f"<{secret}>"),
    "spaced": lambda user, secret: " ".join(secret),
    "dashed": lambda user, secret: "-".join(secret),
    "UTF-16": lambda user, secret: secret.encode("utf-16-le").decode("latin-1"),
    "first half": lambda user, secret: secret[: len(secret) // 2],
    "last half": lambda user, secret: secret[len(secret) // 2 :],
    "a character off": lambda user, secret: secret[:-1] + "!",
    "quoted-printable": lambda user, secret: "".join(f"={ord(c):02X}" for c in secret),
}
"""How a server may repeat what it was sent: from each of them the secret can be had again."""


@pytest.mark.parametrize("pair", [(ACCOUNT, TOKEN), (KEY, SECRET)], ids=["token", "key"])
@pytest.mark.parametrize("derivation", DERIVATIONS)
def test_every_derivation_is_blotted_out(derivation: str, pair: tuple[str, str]) -> None:
    """In a header, in a text of a JSON body, as a name there, and as the whole body."""
    text = DERIVATIONS[derivation](*pair)
    latin = text.encode("latin-1")
    for response in (
        Response(400, (("X-Echo", text), ("X-Other", "y")), b"{}"),
        Response(400, (), json.dumps({"message": text, "code": 20003}).encode()),
        Response(400, (), json.dumps({text: 1, "list": [text]}).encode()),
        Response(400, (), b"<p>" + latin + b"</p>"),
    ):
        clean, found = REDACTOR.clean(response)
        assert found
        assert clean.status == 400
        assert not REDACTOR.finds("".join(f"{k}{v}" for k, v in clean.headers).encode("latin-1") + clean.content)
    assert REDACTOR.text(f"the server said {text}") == BLOT


def test_only_the_text_that_holds_a_secret_goes() -> None:
    """The rest of a JSON body can still be judged."""
    body = {"code": 20003, "message": f"no such {TOKEN}", "status": 401, "list": ["a", {"b": None}]}
    clean, _ = REDACTOR.clean(Response(401, (("Date", "now"),), json.dumps(body).encode()))
    assert json.loads(clean.content) == body | {"message": BLOT}
    assert clean.headers == (("Date", "now"),)


def test_what_is_spread_over_several_texts_takes_everything_along() -> None:
    """It is not known what to keep of it."""
    clean, found = REDACTOR.clean(Response(401, (), json.dumps(list(TOKEN)).encode()))
    assert (clean, found) == (Response(401, (), BLOT.encode()), True)


def test_what_is_no_secret_stays() -> None:
    """The very answer: SIDs, user names, pieces of fewer characters than give a secret away."""
    chance = random.Random(1)
    texts = [
        ACCOUNT,
        KEY,
        TOKEN[:11],
        SECRET[:11],
        "",
        "\x00\xff",
        *(chance.randbytes(400).hex() for _ in range(200)),
    ]
    for text in texts:
        response = Response(201, (("X-Echo", text),), text.encode("latin-1"))
        assert REDACTOR.clean(response) == (response, False)


def test_a_short_secret_is_known_within_the_header_only() -> None:
    """Answers hold a short word by chance."""
    short = Redactor({"token"}, [(ACCOUNT, "token")])
    assert not short.finds(b"no token")
    assert short.finds(f"Basic {b64(f'{ACCOUNT}:token')}".encode())
