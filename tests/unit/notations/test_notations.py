"""HAR, curl commands, `.http` files and raw forms: the same bug is the same case."""

import http.client
import json
import re
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from twilio.rest import Client

from contracts.cases.case import Body, Case, case
from contracts.cases.curl import curl
from contracts.cases.notations.reading import read
from contracts.errors import UsageError
from contracts.simulator import Simulator
from contracts.simulator.server import LoopbackServer
from contracts.targets.settings import MOCK
from tests.unit.reports.commands import call

SID = "CH" + "0" * 32
URL = f"https://conversations.twilio.com/v1/Conversations/{SID}/Participants"
LOCAL = "http://127.0.0.1:PORT/v1/Conversations/x/Participants"
WANTED = case({"Identity": "al ice's", "Attributes": "{}"}, headers=[("X-Twilio-Webhook-Enabled", "true")])
FORM = "Identity=al+ice%27s&Attributes=%7B%7D"
HAR = json.dumps(
    {
        "log": {
            "entries": [
                {"request": {"method": "GET", "url": URL, "headers": []}},
                {
                    "request": {
                        "method": "POST",
                        "url": URL,
                        "headers": [
                            {"name": "authorization", "value": "Basic c2VjcmV0"},
                            {"name": "Cookie", "value": "a=secret"},
                            {"name": "X-Twilio-Webhook-Enabled", "value": "true"},
                        ],
                        "postData": {"mimeType": "application/x-www-form-urlencoded", "text": FORM},
                    }
                },
            ]
        }
    }
)
HTTP = f"""# a comment
@token = secret
POST {URL} HTTP/1.1
Authorization: Basic c2VjcmV0
X-Twilio-Webhook-Enabled: true
Content-Type: application/x-www-form-urlencoded

Identity=al+ice%27s
&Attributes=%7B%7D

###
"""
NODE = f"""-- BEGIN Twilio API Request --
post {URL}
Headers:
Content-Type: undefined
-- END Twilio API Request --
RestException [Error]: Identity too long
Request {{
  method: 'post',
  url: '{URL}',
  auth: 'c2VjcmV0',
  params: '*',
  data: {{ Identity: "al ice's", Attributes: '{{}}' }},
  headers: {{
    'Content-Type': 'application/x-www-form-urlencoded',
    'X-Twilio-Webhook-Enabled': 'true',
    'User-Agent': 'twilio-node/6.2.0 (linux x64) node/v20.20.2',
    Authorization: 'Basic c2VjcmV0'
  }}
}}
"""
"""What twilio-node 6.2.0 logs, and its last request as Node prints it."""
CALLS = [
    'made = conv.participants.create(\n    identity="al ice\'s", attributes="{}",\n'
    '    x_twilio_webhook_enabled="true")  # (fails)',
    "await client.conversations.v1.conversations(sid).participants.create({\n"
    '  attributes: JSON.stringify({}), // empty\n  "identity": `al\\x20ice` + "\\u0027s", roleSid: null,\n'
    "  xTwilioWebhookEnabled: 'true',\n});",
    f"Reproduce with: \n\n    curl -X POST -H 'Authorization: [Filtered]' -H 'X-Twilio-Webhook-Enabled: true' \\\n"
    f"    -d '{FORM}' {URL}\n\nSeed: 1",
]
"""In Python, in JavaScript, and as Schemathesis 4.32 prints it."""
HEADER = "-H 'X-Twilio-Webhook-Enabled: true' -u 'AC1:secret'"
COMMANDS = [
    f"curl -X POST {URL} {HEADER} -d '{FORM}'",
    f"$ curl -sS --request POST \\\n  --url {URL} {HEADER} \\\n  --data-raw '{FORM}' | jq .",
    f"curl '{URL}' {HEADER} --data-urlencode \"Identity=al ice's\" --data-urlencode Attributes={{}}",
    f"curl -XPOST {URL} {HEADER} --data-urlencode $'Identity=al\\x20ice\\'s' -d Attributes=%7B%7D",
    f'curl.exe {URL} ^\r\n -H "X-Twilio-Webhook-Enabled: true" ^\r\n -d "{FORM}"',
    f"curl.exe {URL} `\n -H 'X-Twilio-Webhook-Enabled: true' `\n -d '{FORM}'",
    'curl "https://a.example/v1/Conversations/$CONVERSATION_SID/Participants" -u "$SID:$TOKEN" '
    "-H 'X-Twilio-Webhook-Enabled: true' -d @form",
]


@pytest.mark.parametrize("text", [HAR, HTTP, *COMMANDS, NODE, *CALLS])
def test_the_same_bug_is_the_same_case(text: str, tmp_path: Path) -> None:
    """Fields and headers are kept, credentials are dropped."""
    (tmp_path / "form").write_text(FORM + "\n")
    found = read(text, tmp_path)
    assert found is not None
    assert [one for _, one in found] == [WANTED]


def test_a_raw_form_is_a_case(tmp_path: Path) -> None:
    """As it stands in a log."""
    assert read(FORM + "\n", tmp_path) == [("form", case(dict(WANTED.fields)))]


def test_our_own_curl_command_comes_back(tmp_path: Path) -> None:
    """Whatever the bytes; a NUL goes through a pipe, which is no option."""
    cases = [WANTED, Case(body=Body(bytes(range(1, 256)))), Case(conversation="CH71"), Case(method="PUT")]
    for one in cases:
        found = read(curl(one), tmp_path)
        assert found is not None
        ((_, again),) = found
        assert replace(again, body=None, fields=()) == replace(one, body=None, fields=())
        assert again.content == one.content


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (f"curl {URL} -F Identity=a -d b=c", "a form or data"),
        (f"curl {URL} -F Identity", "'-F' must be NAME=CONTENT"),
        (f"curl {URL} -G -d Identity=a", "no query"),
        (f"curl {URL} --unix-socket x", "'--unix-socket'"),
        (f"curl {URL} -d 'Identity=a", "quote must be closed"),
        (f'curl {URL} -d "Identity=$NAME"', r"\$NAME"),
        (f"curl {URL} -d @/etc/passwd", "in the folder of the report"),
        (f"curl {URL} -d", "must have a value"),
        ("curl https://example.com/ -d Identity=a", "the path '/'"),
        (f"curl '{URL}?a=b' -d Identity=a", "no query"),
        ("curl -d Identity=a", "one URL"),
        ('{"log": {"entries": []}}', "got none"),
        (HTTP.replace("/v1/", "/v2/"), "line 3: the URL"),
        ("-- BEGIN Twilio API Request --", "does not hold the form"),
        ("\nparticipants.create(identity=name)", "line 2: 'identity' must be a literal .got name"),
        ("participants.create('alice')", "by name"),
        ("participants.create(identity='alice'", "no closing bracket"),
        ("participants.create(name='alice')", "'name' must be a parameter"),
        ("participants.create({identity: name})", "'identity' must be a literal"),
        ("participants.create({identity: `a${b}`})", "must be a literal"),
        ("participants.create({attributes: JSON.stringify({a: 1})})", "'attributes' must be a literal"),
    ],
)
def test_what_is_not_understood_is_named(text: str, named: str, tmp_path: Path) -> None:
    """With its place, and never with a secret."""
    with pytest.raises(UsageError, match=named):
        read(text, tmp_path)


def test_case_documents_are_none_of_these(tmp_path: Path) -> None:
    """They are read as ever."""
    assert read('{"fields": []}\n{"fields": []}', tmp_path) is None


class Listening(BaseHTTPRequestHandler):
    """Keeps the bodies that come."""

    bodies: ClassVar[list[bytes]] = []

    def do_POST(self) -> None:
        """Answers with nothing."""
        self.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Is quiet."""


@pytest.fixture
def url() -> Iterator[str]:
    """Of a server that listens."""
    server = HTTPServer(("127.0.0.1", 0), Listening)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield LOCAL.replace("PORT", str(server.server_port))
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    "options",
    [
        "-d 'Identity=a b' -d x=y",
        r"-d $'a\u00e9\101\x41\n' --data-raw @b",
        r"""-d "a\"b\$c\d" -d 'e'"f"g\ h""",
        "--data-urlencode 'Identity=é +&=/~*' --data-urlencode =x --data-urlencode 'a b' --data-urlencode n@form",
        "-d @form",
        "--data-binary @form",
        """--json '{"a":' --json '1}'""",
        "-F Identity=alice -F 'a \"b=<form' -F 'Attributes={};type=application/json' --form-string x=@y",
        "-F 'Identity=@form' -F 'b=@form;filename=c.txt'",
    ],
)
def test_a_real_curl_sends_the_same(options: str, url: str, tmp_path: Path) -> None:
    """Byte for byte."""
    Listening.bodies.clear()
    (tmp_path / "form").write_bytes(b"Identity=a\r\nb c\n")
    subprocess.run(["bash", "-c", f"curl -sS {url} {options}"], cwd=tmp_path, check=True, timeout=60)
    found = read(f"curl -sS {url} {options}", tmp_path)
    assert found is not None
    bodies = [one.content for _, one in found]
    assert [without_boundary(body) for body in bodies] == [without_boundary(body) for body in Listening.bodies]


def without_boundary(body: bytes) -> bytes:
    """A body in which the boundary of a form, which curl draws, is one that it never draws."""
    boundary = re.match(rb"--(-{24}\w+)\r\n", body)
    return body if boundary is None else body.replace(boundary[1], b"BOUNDARY")


def test_every_notation_shrinks_to_the_same(tmp_path: Path) -> None:
    """And no secret of a report is printed."""
    long = "Identity=" + "b" * 300 + "&Attributes=%7B%7D"
    (tmp_path / "a.har").write_text(HAR.replace(FORM, long))
    (tmp_path / "b.http").write_text(HTTP.replace("al+ice%27s", "b" * 300))
    (tmp_path / "c.sh").write_text(COMMANDS[1].replace(FORM, long))
    (tmp_path / "d.txt").write_text(
        f"1. Test Case ID: x\n\nReproduce with:\n\n    curl -X POST -d {long!r} {URL}\n"
    )
    (tmp_path / "e.log").write_text(NODE.replace("al ice", "b" * 300))
    (tmp_path / "f.py").write_text('x.participants.create(\n  identity="b" * 300, attributes="{}")')
    files = [str(path) for path in sorted(tmp_path.iterdir())]
    told = call("replay", *files, "--target", "miniature:identity-limit-of-none", "--shrink")
    assert told.return_value == 1, told.exception
    smallest = {line for line in told.output.splitlines() if line.startswith("  Smallest:")}
    assert smallest == {f'  Smallest:   {{"fields": [["Identity", "{"a" * 257}"]]}}'}
    assert told.output.count("  Reproduced: 3/3 by C229") == 6
    assert "secret" not in told.output
    assert "c2VjcmV0" not in told.output


def test_a_log_of_the_python_library_is_a_case(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """As the library and `http.client` print it; what else was sent is left out."""
    monkeypatch.setattr(http.client.HTTPConnection, "debuglevel", 1)
    with LoopbackServer(Simulator(account_sid=MOCK.account_sid, auth_token=MOCK.password)) as server:
        client = Client(MOCK.account_sid, MOCK.password)
        client.conversations.base_url = server.url
        conversation = client.conversations.v1.conversations.create()
        conversation.participants.create(identity="al ice's", attributes="{}", x_twilio_webhook_enabled="true")
    log = capsys.readouterr().out
    assert log.count("send: b'") >= 3
    found = read(log, tmp_path)
    assert found is not None
    assert [one for _, one in found] == [WANTED]
