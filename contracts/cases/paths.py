"""What stands in the path of a request: SIDs of conversations that are not there, and text as one segment."""

from urllib.parse import quote

MISSING_SID = "CH" + "0" * 29 + "404"
MALFORMED_SID = "CH71"


def segment(text: str) -> str:
    """Text as one segment of a path: percent-encoded, and dots too where clients would resolve them."""
    return text.replace(".", "%2E") if set(text) == {"."} else quote(text, safe="")
