"""HTTP Basic (RFC 7617), the operation's authentication method."""

import base64


def authorization(username: str, password: str) -> str:
    """The value of the Authorization header; a secret."""
    return "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode("ascii")
