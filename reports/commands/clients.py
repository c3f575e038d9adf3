"""Scripts that send cases with the official helper libraries, which write the form by themselves."""

import json
from collections.abc import Callable

from contracts.cases.case import Case
from contracts.cases.notations import helper_library
from contracts.errors import UsageError

Names = dict[str, str]

_PYTHON = '''"""Adds participants with the helper library (pip install twilio), and deletes what it made."""

import os

from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

client = Client(os.environ["TWILIO_ACCOUNT_SID"], os.environ["TWILIO_AUTH_TOKEN"])
client.conversations.base_url = os.environ.get("ORIGIN", {origin!a})


def add(**participant):
    conversation = client.conversations.v1.conversations.create()
    try:
        made = conversation.participants.create(**participant)
        print(201, {{name: value for name, value in vars(made).items() if not name.startswith("_")}})
    except TwilioRestException as error:
        print(error.status, error.code, error.msg)
    finally:
        conversation.delete()

'''
_PYTHON_NAMES = {field: name for name, field in helper_library.PYTHON.items()}
"""What the helper library for Python (twilio, 9) calls fields and header."""

_NODE = """// Adds participants with the helper library (npm install twilio), and deletes what it made.
import twilio from "twilio";

const client = twilio(process.env.TWILIO_ACCOUNT_SID, process.env.TWILIO_AUTH_TOKEN, {{ autoRetry: false }});
client.conversations.baseUrl = process.env.ORIGIN ?? {origin};
const {{ conversations }} = client.conversations.v1;

async function add(participant) {{
  const {{ sid }} = await conversations.create();
  try {{
    const made = await conversations(sid).participants.create(participant);
    console.log(201, JSON.stringify(made));
  }} catch (error) {{
    console.log(error.status, error.code, error.message);
  }} finally {{
    await conversations(sid).remove();
  }}
}}
"""
_NODE_NAMES = {field: name for name, field in helper_library.NODE.items()}
"""What the helper library for Node (twilio, 6) calls them."""


def python(cases: list[Case], origin: str) -> str:
    """A script with one call for each case. Raises UsageError for what the library has no parameter for."""
    calls = [_python_call(case) for case in cases]
    return _PYTHON.format(origin=origin) + "".join(f"\n{call}" for call in calls)


def _python_call(case: Case) -> str:
    arguments = _arguments(case, _PYTHON_NAMES, "python", lambda name, value: f"    {name}={value!a},")
    return "\n".join([_mark("#", case), "add(", *arguments, ")"])


def node(cases: list[Case], origin: str) -> str:
    """A module with one call for each case. Raises UsageError for what the library has no parameter for."""
    calls = [_node_call(case) for case in cases]
    return _NODE.format(origin=json.dumps(origin)) + "".join(f"\n{call}" for call in calls)


def _node_call(case: Case) -> str:
    arguments = _arguments(
        case, _NODE_NAMES, "node", lambda name, value: f"  {json.dumps(name)}: {json.dumps(value)},"
    )
    return "\n".join([_mark("//", case), "await add({", *arguments, "});"])


def _mark(comment: str, case: Case) -> str:
    return f"{comment} {case.partition}" if case.partition else comment


def _arguments(case: Case, names: Names, kind: str, write: Callable[[str, str], str]) -> list[str]:
    """A line for each field and header; the library can say only those that it has a name for, each once."""
    pairs = (*case.fields, *case.headers)
    known = {name.lower(): own for name, own in names.items()}
    told = [known.get(name.lower(), "") for name, _ in pairs]
    if case.body is not None or case.method != "POST" or "" in told or len(set(told)) < len(told):
        raise UsageError(f"'{kind}' must be given fields that the library knows, each once; choose --export curl")
    return [write(name, value) for name, (_, value) in zip(told, pairs, strict=True)]
