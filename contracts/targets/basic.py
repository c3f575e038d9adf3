"""HTTP Basic (RFC 7617), the operation's authentication method."""

import base64


def authorization(username: str, password: str) -> str:
    """The value of the Authorization header; a secret."""
    return f"Basic {encoded(username, password)}"


def encoded(username: str, password: str) -> str:
    """User name and password as the scheme encodes them; a secret."""
    return base64.b64encode(f"{username}:{password}".encode()).decode("ascii")
