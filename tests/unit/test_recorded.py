"""Recordings: loaded whole, refused with reasons, and honest about where they come from."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from contracts.cases.case import FIELDS, FORM
from contracts.errors import UsageError
from contracts.promises import openapi
from contracts.simulator import recorded

RECORDINGS = recorded.load()
GOOD: dict[str, Any] = {
    "name": "x",
    "provenance": {"kind": "published", "source": "a page", "confidence": "documented", "note": ""},
    "request": {"fields": [["Identity", "a"]]},
    "response": {"status": 201, "headers": [["content-type", "application/json"]], "body": {}},
}


def loaded(directory: Path, recording: object) -> tuple[recorded.Recording, ...]:
    (directory / "x.json").write_text(json.dumps(recording), "utf-8")
    return recorded.load(directory)


def changed(where: str, value: object) -> dict[str, Any]:
    """The good recording with another value at a dotted place."""
    copy: dict[str, Any] = json.loads(json.dumps(GOOD))
    *parents, last = where.split(".")
    place = copy
    for parent in parents:
        place = place[parent]
    place[last] = value
    return copy


def test_published_samples_are_there() -> None:
    """Each published sample that can be an answer has its recording."""
    assert set(recorded.by_name()) == {
        *("sms", "chat", "gmms", "gmms_chat_no_attributes", "gmms_sms_no_attributes", "rcs", "whatsapp"),
        *("error_20001", "error_20003", "error_20404", "error_50204", "error_50304", "error_50377"),
        *("error_50407", "error_50416", "error_50433"),
    }


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda recording: recording.name)
def test_provenance_is_published(recording: recorded.Recording) -> None:
    """Nothing has been recorded yet, so that every recording is published and says where."""
    assert recording.provenance.kind == "published"
    assert recording.provenance.source
    assert recording.provenance.note


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda recording: recording.name)
def test_answer_is_labelled_as_json(recording: recorded.Recording) -> None:
    """Each recorded answer says that it is JSON."""
    assert dict(recording.headers)["content-type"] == "application/json"


@pytest.mark.parametrize(
    "recording", [r for r in RECORDINGS if r.status == 201], ids=lambda recording: recording.name
)
def test_success_has_its_request_and_headers(recording: recorded.Recording) -> None:
    """Each 201 knows its form, fits its own url, and its headers are examples of the document."""
    assert recording.fields
    assert {name for name, _ in recording.fields} <= set(FIELDS)
    url = f"/v1/Conversations/{recording.body['conversation_sid']}/Participants/{recording.body['sid']}"
    assert urlsplit(recording.body["url"]).path == url
    examples = {
        name.lower(): header["example"]
        for name, header in openapi.operation()["responses"]["201"]["headers"].items()
        if "example" in header
    }
    assert dict(recording.headers).items() <= {"content-type": "application/json", **examples}.items()
    assert len(recording.headers) > 4


@pytest.mark.parametrize(
    ("name", "example"),
    [
        ("sms", "createSms"),
        ("chat", "createChat"),
        ("gmms", "createGmms"),
        ("gmms_chat_no_attributes", "createGmmsChatNoAttributes"),
        ("gmms_sms_no_attributes", "createGmmsSmsNoAttributes"),
        ("rcs", "createRcs"),
    ],
)
def test_recording_equals_the_example(name: str, example: str) -> None:
    """A recording and the example of the document that it transcribes say the same."""
    recording = recorded.by_name()[name]
    operation = openapi.operation()
    answer = operation["responses"]["201"]["content"]["application/json"]["examples"][example]["value"]
    form = operation["requestBody"]["content"][FORM]["examples"][example]["value"]
    assert recording.body == answer
    assert recording.fields is not None
    assert dict(recording.fields) == form


@pytest.mark.parametrize(
    "recording", [r for r in RECORDINGS if r.status != 201], ids=lambda recording: recording.name
)
def test_error_agrees_with_itself(recording: recorded.Recording) -> None:
    """Each recorded error repeats its status, its code in more_info, and its code in its name."""
    code = recording.body["code"]
    assert recording.body["status"] == recording.status
    assert recording.body["more_info"] == f"https://www.twilio.com/docs/errors/{code}"
    assert recording.name == f"error_{code}"


@pytest.mark.parametrize("name", ["error_50204", "error_50377", "error_50416", "error_50433"])
def test_assembled_body_says_so(name: str) -> None:
    """A body of which only the parts are published is called assembled."""
    assert "assembled" in recorded.by_name()[name].provenance.note


def test_filled_placeholders_are_owned_up_to() -> None:
    """Where placeholders of a page were filled, the note says so."""
    notes = [recorded.by_name()[name].provenance.note for name in ("whatsapp", "error_50416")]
    assert ["filled" in note for note in notes] == [True, True]


def test_good_recording_loads(tmp_path: Path) -> None:
    """The recording that the others here spoil is good."""
    [recording] = loaded(tmp_path, GOOD)
    assert recording == recorded.Recording(
        "x",
        recorded.Provenance("published", "a page", "documented", ""),
        (("Identity", "a"),),
        201,
        (("content-type", "application/json"),),
        {},
    )


def test_request_may_be_unknown(tmp_path: Path) -> None:
    """An answer whose request is not published has no fields."""
    [recording] = loaded(tmp_path, changed("request", None))
    assert recording.fields is None


@pytest.mark.parametrize(
    ("where", "value", "message"),
    [
        ("name", "y", r"'name' must be that of the file \(got 'y'\)"),
        ("name", 1, r"'name' must be of type str \(got 1\)"),
        ("extra", 1, "'a recording' must be an object with name, provenance, request, response"),
        ("provenance", None, "'provenance' must be an object with confidence, kind, note, source"),
        (
            "provenance.kind",
            "live",
            r"'provenance.kind' must be 'published' or 'recorded' \(got 'live'\)",
        ),
        (
            "provenance.confidence",
            "sure",
            r"'provenance.confidence' must be one of documented, fixture, reported \(got 'sure'\)",
        ),
        ("provenance.source", "", r"'provenance.source' must say where the answer stands \(got ''\)"),
        ("provenance.note", None, r"'provenance.note' must be of type str \(got None\)"),
        ("request", {}, r"'request' must be an object with fields \(got \[\]\)"),
        ("request.fields", [["a"]], r"'request.fields' must be a list of .* \(got \['a'\]\)"),
        ("request.fields", None, r"'request.fields' must be a list of .* \(got None\)"),
        ("response.status", True, r"'response.status' must be of type int \(got True\)"),
        ("response.headers", [["a", 1]], r"'response.headers' must be a list of .* \(got \['a', 1\]\)"),
        ("response.body", [], r"'response.body' must be of type dict \(got \[\]\)"),
    ],
)
def test_bad_recording_is_refused(tmp_path: Path, where: str, value: object, message: str) -> None:
    """A recording that is no good is refused, with the file, the place and the value named."""
    with pytest.raises(UsageError, match=f"^x.json: {message}"):
        loaded(tmp_path, changed(where, value))


def test_bad_json_is_refused(tmp_path: Path) -> None:
    """A file that is no JSON is refused by name."""
    (tmp_path / "x.json").write_text("{", "utf-8")
    with pytest.raises(UsageError, match=r"^x\.json: "):
        recorded.load(tmp_path)
