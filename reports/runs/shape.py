"""Whether a document is a summary, by the JSON Schema that is shipped with it (`summary.schema.json`)."""

import json
from functools import cache
from pathlib import Path

from jsonschema_rs import Draft202012Validator

LONGEST = 120
"""Characters of a fault."""


def fault(document: object) -> str:
    """What is wrong with a document; empty for a summary."""
    error = next(_validator().iter_errors(document), None)
    if error is None:
        return ""
    place = "/".join(map(str, error.instance_path))
    what = error.message if len(error.message) <= LONGEST else f"{error.message[:LONGEST]}..."
    return f"{place}: {what}" if place else what


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(Path(__file__).with_name("summary.schema.json").read_text("utf-8")))
