"""The simulator answers as the published samples do, refuses with the documented codes, and keeps its state."""

import re
from pathlib import Path

import pytest

from contracts import simulator as package
from contracts.simulator import ACCOUNT_SID, AUTH_TOKEN, Simulator
from contracts.simulator.recorded import by_name
from tests.unit.clients import GROUP, NOW, SMS, Client, basic


@pytest.fixture
def client() -> Client:
    return Client(Simulator(now=lambda: NOW))


@pytest.mark.parametrize("name", [name for name in by_name() if not name.startswith("error")])
def test_a_published_request_gets_its_published_answer(client: Client, name: str) -> None:
    """Every property but SIDs, url and defaults is that of the recording."""
    recording = by_name()[name]
    given = dict(recording.fields or ())
    answer = client.create(given)
    body = client.body(answer)
    changing = {"account_sid", "conversation_sid", "sid", "url"}
    changing |= {"date_created", "date_updated"} if "DateCreated" not in given else set()
    changing |= {"role_sid"} if "RoleSid" not in given and recording.body["role_sid"] else set()
    assert answer.status == recording.status
    assert body.keys() == recording.body.keys()
    assert {key: body[key] for key in body.keys() - changing} == {
        key: recording.body[key] for key in body.keys() - changing
    }


def test_defaults_are_the_documented_ones(client: Client) -> None:
    """No attributes are {}, no dates are the present."""
    body = client.body(client.create({"Identity": "alice"}))
    assert body["attributes"] == "{}"
    assert body["date_created"] == body["date_updated"] == "2024-05-06T07:08:09Z"
    assert body["url"].endswith(f"{client.path}/{body['sid']}")


LONG = "a" * 257
REFUSED = [
    ({}, 50204),
    ({"Attributes": "{}"}, 50204),
    ({"MessagingBinding.ProxyAddress": "+15017122661"}, 50204),
    ({"Identity": ""}, 50204),
    ({"Identity": LONG}, 50207),
    ({"Identity": "US" + "0" * 32}, 50206),
    (SMS | {"MessagingBinding.Address": ""}, 50411),
    (SMS | {"MessagingBinding.ProxyAddress": ""}, 50412),
    (SMS | {"MessagingBinding.Address": "5558675310"}, 50407),
    (SMS | {"MessagingBinding.Address": "+1" + "0" * 15}, 50407),
    (SMS | {"MessagingBinding.Address": "+15558675310\n"}, 50407),
    (SMS | {"MessagingBinding.ProxyAddress": "+0"}, 50408),
    (SMS | {"MessagingBinding.ProxyAddress": "whatsapp:+15017122661"}, 50414),
    (SMS | {"MessagingBinding.ProxyAddress": "+15558675310"}, 50409),
    ({"MessagingBinding.Address": "+15558675310"} | GROUP, 50407),
    ({"Identity": "a", "Attributes": "{]"}, 50304),
    ({"Identity": "a", "Attributes": "NaN"}, 50304),
    ({"Identity": "a", "Attributes": "[" * 2000}, 50304),
    ({"Identity": "a", "Attributes": f'"{"a" * 4095}"'}, 50303),
    ({"Identity": "a", "DateCreated": "2015-12-16"}, 50308),
    ({"Identity": "a", "DateCreated": "2015-02-30T00:00:00Z"}, 50308),
    ({"Identity": "a", "DateUpdated": "2015-12-16T24:00:00Z"}, 50309),
    ({"Identity": "a", "DateUpdated": "0001-01-01T00:00:00+01:00"}, 50309),
    ({"Identity": "a", "RoleSid": "RL1"}, 20001),
]


@pytest.mark.parametrize(("fields", "code"), REFUSED, ids=lambda value: str(value)[:50])
def test_what_the_documents_rule_out_is_refused_with_its_code(
    client: Client, fields: dict[str, str], code: int
) -> None:
    """And nothing is created by it."""
    assert client.code(fields) == code
    assert client.simulator.leftovers()["participants"] == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"Identity": "a" * 256},
        {"Identity": "\U0001f600" * 256},
        {"Identity": "a", "Attributes": f'"{"a" * 4094}"'},
        {"Identity": "a", "Attributes": "9" * 4096},
        {"Identity": "alice"} | SMS,
        GROUP,
        {"Identity": "alice"} | GROUP,
    ],
    ids=lambda fields: str(fields)[:50],
)
def test_boundaries_and_choices_are_accepted(client: Client, fields: dict[str, str]) -> None:
    """What is just within the limits, and what is contested and chosen to be taken."""
    assert client.code(fields) == 0


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("2015-12-16T22:18:37Z", "2015-12-16T22:18:37Z"),
        ("2015-12-16t22:18:37.250z", "2015-12-16T22:18:37.250Z"),
        ("2015-12-16T23:48:37+01:30", "2015-12-16T22:18:37Z"),
        ("2015-12-16T22:18:37-00:00", "2015-12-16T22:18:37Z"),
    ],
)
def test_a_date_comes_back_as_the_same_instant_in_utc(client: Client, sent: str, shown: str) -> None:
    """Fractions are kept, offsets are resolved."""
    assert client.body(client.create({"Identity": "a", "DateCreated": sent}))["date_created"] == shown


@pytest.mark.parametrize(
    ("content", "identity"),
    [
        (b"Identity=a+b%2Bc", "a b+c"),
        (b"Identit%79=%c3%A9", "\xe9"),
        (b"&Identity=a%zz%4&", "a%zz%4"),
        (b"Identity=a&Identity=b", "a"),
        (b"Identity=a=b&Unknown", "a=b"),
    ],
)
def test_forms_are_decoded_as_the_url_standard_says(client: Client, content: bytes, identity: str) -> None:
    """Of repeated fields the first counts."""
    assert client.body(client.create({}, content=content))["identity"] == identity


def test_other_bodies_have_no_fields(client: Client) -> None:
    """JSON is not read, bytes beyond UTF-8 are refused."""
    assert client.code({}, content=b'{"Identity":"a"}', content_type="application/json") == 50204
    assert client.code({}, content=b"Identity=%ff") == 20001
    assert client.code({"Identity": "a"}, content_type="Application/X-WWW-Form-Urlencoded; charset=utf-8") == 0


@pytest.mark.parametrize(
    "headers",
    [
        (),
        (basic(ACCOUNT_SID, AUTH_TOKEN[:-1]),),
        (basic("AC" + "c" * 32, AUTH_TOKEN),),
        (("Authorization", "Basic !"),),
        (("Authorization", "Bearer x"),),
    ],
)
def test_credentials_are_asked_for_first(client: Client, headers: tuple[tuple[str, str], ...]) -> None:
    """Whatever else is wrong, it is 401 and 20003."""
    response = client.send("POST", "/v1/Conversations/CH71/Participants", {}, headers=headers)
    assert (response.status, client.body(response)["code"]) == (401, 20003)


def test_errors_have_the_published_shape(client: Client) -> None:
    """As in the fixture of 20404."""
    response = client.send("GET", "/v1/Conversations/CH71")
    assert client.body(response) == by_name()["error_20404"].body
    assert response.header("content-type") == "application/json"


def test_an_origin_gets_all_cors_headers(client: Client) -> None:
    """And a request without one gets none."""
    with_origin = client.create(
        {"Identity": "a"}, headers=(basic(ACCOUNT_SID, AUTH_TOKEN), ("Origin", "https://a"))
    )
    plain = client.create({"Identity": "b"})
    names = [name for name, _ in with_origin.headers if name.startswith("access-control-")]
    assert len(names) == 5
    assert [name for name, _ in plain.headers] == ["content-type", "twilio-request-id"]


def test_other_methods_and_paths_are_refused(client: Client) -> None:
    """405 and 404; HEAD is GET without a body."""
    assert client.send("PATCH", client.path, {}).status == 405
    assert client.send("GET", "/v2/Conversations").status == 404
    assert client.send("GET", client.path + "/").status == 404
    head = client.send("HEAD", client.path)
    assert (head.status, head.content) == (200, b"")


def test_sids_are_fresh_and_the_same_in_every_run() -> None:
    """Two simulators give the same ones, one never gives one twice."""
    runs = []
    for _ in range(2):
        client = Client(Simulator())
        runs.append([client.body(client.create({"Identity": str(number)}))["sid"] for number in range(20)])
    assert runs[0] == runs[1]
    assert len(set(runs[0])) == 20
    assert all(re.fullmatch(r"MB[0-9a-f]{32}", sid) for sid in runs[0])


def test_it_shares_no_deciding_code_with_the_oracle() -> None:
    """Its modules import neither the oracle nor the grammar nor the reading of forms."""
    directory = Path(package.__file__).parent
    imported = {
        found
        for path in directory.glob("*.py")
        for found in re.findall(r"^(?:from|import) (contracts[\w.]*)", path.read_text("utf-8"), re.MULTILINE)
    }
    allowed = {
        "contracts.cases.case",
        "contracts.exchanges.wire",
        "contracts.simulator.recorded",
        "contracts.errors",
    }
    assert {name for name in imported if not name.startswith("contracts.simulator")} <= allowed
