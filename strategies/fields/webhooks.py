"""Values of request headers, above all of X-Twilio-Webhook-Enabled. All of them can be sent (RFC 9110, 5.5)."""

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from contracts.cases.case import WEBHOOK_HEADER

VALUES = ("true", "false")
"""Both values of the enumeration (twilio-oai 2.6.7)."""

OTHER_VALUES = (
    "", "True", "TRUE", "False", "FALSE", "yes", "no", "on", "off", "1", "0", "null", "none", "truee", "tru",
    "true,false", "true;q=1", '"true"', "'true'", "t", "-1", "undefined", "enabled", "[]", "{}", "true true",
    "x" * 4096, "tr\u00fce",
)  # fmt: skip

ORIGINS = (
    "https://example.com", "http://example.com", "https://example.com:8443", "http://localhost:3000", "null",
    "https://sub.domain.example.com", "https://xn--bcher-kva.example", "http://127.0.0.1", "http://[::1]:8080",
    "https://www.twilio.com", "app://local", "chrome-extension://abcdefghijklmnop",
)  # fmt: skip
"""Values of Origin as browsers send them (Fetch Standard: a scheme, a host and maybe a port; or null)."""

ACCEPTS = (
    "*/*", "application/json", "application/*", "application/json, text/plain, */*", "application/json;q=0.5",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml, application/json",
)  # fmt: skip
"""Values of Accept that JSON answers: of curl, of clients in browsers, of browsers (RFC 9110 12.5.1)."""

OTHER_ACCEPTS = ("application/xml", "text/html", "text/plain")
"""Values that JSON does not answer. Twilio's products return JSON only."""

LANGUAGES = ("de", "en-US,en;q=0.9", "*", "tr", "ja")

HEADERS = tuple(
    (*webhook, *origin)
    for webhook in ((), *(((WEBHOOK_HEADER, value),) for value in VALUES))
    for origin in ((), (("Origin", ORIGINS[0]),))
)
"""Every subset of the headers that the documents know, with each of their values; first none of them."""


def webhook_values() -> SearchStrategy[str]:
    """The two documented values."""
    return st.sampled_from(VALUES)


def other_webhook_values() -> SearchStrategy[str]:
    """Values that are not documented, but can stand in a header."""
    return st.one_of(
        st.sampled_from(OTHER_VALUES), st.text("0123456789abcdefghijklmnopqrstuvwxyz", min_size=6, max_size=20)
    )


def origins() -> SearchStrategy[str]:
    """Origins of web pages."""
    hosts = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=20)
    made = st.builds(
        "{}://{}.example{}".format, st.sampled_from(("https", "http")), hosts, st.sampled_from(("", ":8080"))
    )
    return st.one_of(st.sampled_from(ORIGINS), made)
