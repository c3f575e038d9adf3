"""The curl command of a case, run by a shell: it carries the bytes of the case, and no secret."""

import base64
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contracts.cases.case import FORM, IDENTITY, Auth, Body, Case, Conversation, Op, Sequence, Step, case
from contracts.cases.curl import curl
from contracts.cases.paths import MALFORMED_SID, MISSING_SID
from contracts.targets.settings import MOCK_TOKEN

BASH = shutil.which("bash")
pytestmark = pytest.mark.skipif(BASH is None, reason="the commands are for a shell like bash")

URL = "https://conversations.twilio.com/v1/Conversations"
ENVIRONMENT = {
    "TWILIO_ACCOUNT_SID": "AC1",
    "TWILIO_AUTH_TOKEN": MOCK_TOKEN,
    "CONVERSATION_SID": "CHexisting",
    "OTHER_CONVERSATION_SID": "CHother",
    "CLOSED_CONVERSATION_SID": "CHclosed",
    "SID0": "MB0",
}
# Prints its arguments and its standard input, when it is told to read that, as one line of JSON.
FAKE_CURL = f"""#!{sys.executable} -IS
import json, os, sys
arguments = [os.fsencode(argument).decode("latin-1") for argument in sys.argv[1:]]
data = sys.stdin.buffer.read().decode("latin-1") if "@-" in arguments else None
print(json.dumps([arguments, data]))
"""
ALICE = case({IDENTITY: "alice"})
NASTY = [
    "'", '"', "\\", "\\x41", "`id`", "$(id)", "$HOME", "!x", "a\nb", "\r\n", "\t", "@/etc/passwd", "%s %%", "\x7f",
    "é😀", "#", "&", ";", "*", "~", "",
]  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a curl that only says what it was asked."""
    folder = tmp_path_factory.mktemp("bin")
    (folder / "curl").write_text(FAKE_CURL)
    (folder / "curl").chmod(0o755)
    return folder


def run(command: str, path: Path) -> list[dict[str, Any]]:
    """What curl was asked by each line: the options by name, those of headers as a list, and the data as bytes."""
    environment = ENVIRONMENT | {"PATH": f"{path}:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    (path / "commands").write_text(command, "utf-8")
    run_it = [BASH or "bash", "-c", '. "$0"', str(path / "commands")]
    done = subprocess.run(run_it, capture_output=True, env=environment, check=True, timeout=60)
    assert done.stderr == b""
    return [_asked(*json.loads(line)) for line in done.stdout.splitlines()]


def _asked(arguments: list[str], standard_input: str | None) -> dict[str, Any]:
    asked: dict[str, Any] = {"-H": [], "data": b""}
    rest = iter(arguments)
    for argument in rest:
        if argument == "-H":
            asked["-H"].append(next(rest))
        elif argument in ("--data-raw", "--data-binary", "-d"):
            data = next(rest)
            piped = argument == "--data-binary" and data == "@-"
            asked["data"] = ((standard_input or "") if piped else data).encode("latin-1")
        elif argument in ("-X", "-u"):
            asked[argument] = next(rest)
        elif argument != "-sS":
            asked["url"] = argument
    return asked


BODIES = {
    "nothing": b"", "a form": b"Identity=alice",
    "every byte but NUL": bytes(range(1, 256)), "every byte": bytes(range(256)),
    "NUL at both ends": b"\0a\0", "NUL and a digit": b"\x001", "latin-1": b"\xe9", "file name": b"@/etc/passwd",
    "standard input": b"@-", "an option": b"-d x", "long": b"'" * 200_000,
    **{f"nasty {text!a}": text.encode() for text in NASTY},
}  # fmt: skip


def test_bodies_go_as_they_are(path: Path) -> None:
    """Whatever the bytes: shells, files and curl's own habits do not change them."""
    cases = [Case(body=Body(content)) for content in BODIES.values()]
    asked = run("\n".join(map(curl, cases)), path)
    assert dict(zip(BODIES, (one["data"] for one in asked), strict=True)) == BODIES
    assert all(one["-H"] == [f"Content-Type: {FORM}"] for one in asked)


def test_forms_go_as_they_are(path: Path) -> None:
    """Encoded as a target gets them; curl's own Content-Type is that of a form."""
    cases = [case([(IDENTITY, text), (text, "+")]) for text in [*NASTY, "\0", "+1 555"]]
    asked = run("\n".join(map(curl, cases)), path)
    assert [one["data"] for one in asked] == [one.content for one in cases]
    assert all(one["-H"] == [] for one in asked)


def test_headers_go_as_they_are(path: Path) -> None:
    """In order, with their case, in latin-1; an empty one as an empty one."""
    values = [text for text in NASTY if text.isprintable() and text.isascii() and text] + ["a\tb", "é", "\xff"]
    headers = [(f"X-{number}", value) for number, value in enumerate(values)]
    tokens = [("!#$%&'*+.^_`|~x", "y"), ("x-empty", "")]
    (asked,) = run(curl(replace(ALICE, headers=(*headers, *tokens))), path)
    assert asked["-H"] == [*(f"{name}: {value}" for name, value in headers), "!#$%&'*+.^_`|~x: y", "x-empty;"]


@pytest.mark.parametrize(
    ("content_type", "header"),
    [
        ("text/plain; charset='x'", "Content-Type: text/plain; charset='x'"),
        (None, "Content-Type:"),
        ("", "Content-Type;"),
    ],
)
def test_the_type_of_a_body(content_type: str | None, header: str, path: Path) -> None:
    """As it is; none at all; or an empty one."""
    (asked,) = run(curl(Case(body=Body(b"x", content_type))), path)
    assert asked["-H"] == [header]


def test_methods_go_as_they_are(path: Path) -> None:
    """Even those that a shell would run. Without a body other methods have no data."""
    methods = ["POST", "GET", "`id`", "$X", "A'B", "!", "*"]
    asked = run("\n".join(curl(case(method=method)) for method in methods), path)
    assert [one["-X"] for one in asked] == methods
    assert "--data" in curl(Case())
    assert "--data" not in curl(case(method="GET"))


PLACES = {
    Conversation.EXISTING: "CHexisting", Conversation.OTHER: "CHother", Conversation.CLOSED: "CHclosed",
    Conversation.MISSING: MISSING_SID, Conversation.MALFORMED: MALFORMED_SID, "existing": "CHexisting",
    "CH1": "CH1", "a/b?c#d": "a%2Fb%3Fc%23d", "..": "%2E%2E", "$(id)": "%24%28id%29", '"`': "%22%60",
    "é": "%C3%A9", "": "",
}  # fmt: skip


def test_places_are_variables_or_literal(path: Path) -> None:
    """Conversations that a person has to have are shell variables; other text is one segment of the path."""
    asked = run("\n".join(curl(replace(ALICE, conversation=where)) for where in PLACES), path)
    assert [one["url"] for one in asked] == [f"{URL}/{segment}/Participants" for segment in PLACES.values()]


def test_another_origin(path: Path) -> None:
    """The base URL of the target takes the place of the live one."""
    (asked,) = run(curl(ALICE, "http://127.0.0.1:8080/base"), path)
    assert asked["url"] == "http://127.0.0.1:8080/base/v1/Conversations/CHexisting/Participants"


def test_no_secret_is_in_a_command(path: Path) -> None:
    """Credentials are variables; wrong ones are a word; none are none."""
    commands = [curl(replace(ALICE, auth=auth)) for auth in (Auth.VALID, Auth.WRONG, Auth.NONE)]
    for command in commands:
        assert MOCK_TOKEN not in command
        assert base64.b64encode(MOCK_TOKEN.encode()).decode() not in command
        assert "authorization" not in command.lower()
    users = [one.get("-u") for one in run("\n".join(commands), path)]
    assert users == [f"AC1:{MOCK_TOKEN}", "AC1:wrong", None]


def test_a_sequence_is_one_line_a_step(path: Path) -> None:
    """Each with a comment that says what it is about; instruments have valid credentials."""
    steps = (
        Step(replace(ALICE, conversation="other", auth=Auth.NONE)),
        Step(Case(), Op.FETCH, 0),
        Step(case({"Attributes": "'{}'"}), Op.UPDATE, 0),
        Step(Case(conversation="other"), Op.LIST),
        Step(Case(), Op.DELETE, 0),
        Step(Case(), Op.CLOSE),
    )
    text = curl(Sequence(steps))
    assert [line.split("  # ")[1] for line in text.splitlines()] == [
        "step 0: create",
        "step 1: fetch of step 0, whose sid is $SID0",
        "step 2: update of step 0, whose sid is $SID0",
        "step 3: list",
        "step 4: delete of step 0, whose sid is $SID0",
        "step 5: close",
    ]
    asked = run(text, path)
    assert [(one.get("-X"), one["url"].removeprefix(URL), one["data"]) for one in asked] == [
        ("POST", "/CHother/Participants", b"Identity=alice"),
        (None, "/CHexisting/Participants/MB0", b""),
        ("POST", "/CHexisting/Participants/MB0", b"Attributes=%27%7B%7D%27"),
        (None, "/CHother/Participants", b""),
        ("DELETE", "/CHexisting/Participants/MB0", b""),
        ("POST", "/CHexisting", b"State=closed"),
    ]
    assert ["-u" in one for one in asked] == [False, *[True] * 5]
