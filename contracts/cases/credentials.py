"""The ways in which a request may give credentials, by name: what each is, never what it holds.

A case names the way in `credentials`; without a name a valid case gives the plain credentials, and a wrong one a
way that depends on its content. The header itself is made by `contracts/targets/credentials.py`.
"""

from contracts.cases.case import Auth

VALID = (
    "scheme-in-lower-case",
    "scheme-in-upper-case",
    "name-in-lower-case",
    "name-in-upper-case",
    "token",
    "key",
)
"""Right ones: RFC 9110, 5.1 and 11.1 (neither the name of a header nor a scheme has a case); either pair of an
account with an API key and a token."""

WRONG = (
    *("other-password", "no-password", "half-password", "last-character", "longer-password", "case-of-password"),
    *("other-user", "no-user", "swapped", "space-behind", "colon-behind", "null-behind"),
    *("bearer-right", "bearer-secret", "bearer", "digest", "proxy-authorization", "scheme-that-begins-alike"),
)
"""Wrong ones (error 20003): RFC 7617 compares all of user and password, and the operation's scheme is Basic."""

OF_SECOND = (
    *("other-password", "no-password", "half-password", "last-character", "longer-password", "case-of-password"),
    *("other-user", "no-user", "swapped", "space-behind", "colon-behind", "null-behind"),
    *("bearer-secret", "right-unencoded"),
)
"""The wrong ones that are given of the second pair of an account too: the one that other requests do not bear."""

WRONG_OF_KEY = (
    *("key-with-other-secret", "account-with-key-secret", "key-with-token", "other-key-with-secret"),
    *(f"second-{way}" for way in OF_SECOND),
)
"""Wrong ones of an account with an API key: any other secret of either pair, and every crossing of the two."""

MALFORMED = (
    *("not-base64", "no-colon", "not-utf-8", "empty", "scheme-alone", "colon-alone", "plain-text", "two-wrong"),
    *("two-spaces-wrong", "null-byte", "no-scheme", "right-unencoded"),
)
"""What is no credentials at all (RFC 7617, section 2): a server that lets it in decodes what it cannot."""

UNCLEAR = ("two-spaces", "right-then-wrong", "wrong-then-right", "right-twice", "without-padding")
"""Right ones in a form of which RFC 9110 and RFC 7617 leave open, or parsers differ, whether it is read."""

WAYS: dict[str, Auth] = {
    **dict.fromkeys(VALID, Auth.VALID),
    **dict.fromkeys((*WRONG, *WRONG_OF_KEY), Auth.WRONG),
    **dict.fromkeys((*MALFORMED, *(f"second-{way}" for way in MALFORMED if way in OF_SECOND)), Auth.MALFORMED),
    **dict.fromkeys(UNCLEAR, Auth.UNCLEAR),
}
"""Every way, with what it is."""

AS_DOCUMENTED = {Auth.MALFORMED: Auth.WRONG, Auth.UNCLEAR: Auth.VALID}
"""What `auth` says in a document, which knows valid, none and wrong, where the way says more."""

NEED_KEY = frozenset({"token", "key", *WRONG_OF_KEY})
"""Ways that need both a token and an API key."""
