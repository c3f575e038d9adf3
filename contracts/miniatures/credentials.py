"""Wrong about credentials that are none, and about the two pairs of an account (C402, C403)."""

import base64
import binascii
from dataclasses import replace

from contracts.exchanges.wire import Request, Response
from contracts.miniatures.registry import latitude, miniature
from contracts.simulator import Simulator
from contracts.simulator.refusals import Refusal
from contracts.simulator.rendering import Body
from contracts.simulator.state import Participant


class Decoding(Simulator):
    """A simulator that lets in what it cannot read as credentials, where `lets_in` holds."""

    def authenticate(self, request: Request) -> str:
        """The account, also for what this server lets in."""
        given = [value for name, value in request.headers if name.lower() == "authorization"]
        if given and self.lets_in(given[0]):
            return self.account_sid
        return super().authenticate(request)

    def lets_in(self, given: str) -> bool:
        """Whether a value of Authorization is let in though it is none."""
        return False


def decoded(given: str) -> bytes | None:
    """The bytes that the value encodes, or `None`."""
    try:
        return base64.b64decode(given.partition(" ")[2].strip(), validate=True)
    except (binascii.Error, ValueError):
        return None


@miniature(rule="C402", about="lets in what is no Base64")
class LetsInWhatItCannotDecode(Decoding):
    def lets_in(self, given: str) -> bool:
        return given.startswith("Basic ") and decoded(given) is None


@miniature(rule="C402", about="lets in credentials without a colon")
class LetsInWithoutAColon(Decoding):
    def lets_in(self, given: str) -> bool:
        return b":" not in (decoded(given) or b":")


@miniature(rule="C402", about="lets in credentials that are not UTF-8")
class LetsInWhatIsNotUtf8(Decoding):
    def lets_in(self, given: str) -> bool:
        try:
            (decoded(given) or b"").decode("utf-8")
        except UnicodeDecodeError:
            return True
        return False


@miniature(rule="C402", about="lets in an empty Authorization")
class LetsInAnEmptyHeader(Decoding):
    def lets_in(self, given: str) -> bool:
        return not given.strip()


@miniature(rule="C402", about="lets in a scheme without credentials")
class LetsInASchemeAlone(Decoding):
    def lets_in(self, given: str) -> bool:
        return given.strip() == "Basic"


@miniature(rule="C402", about="lets in an empty user with an empty password")
class LetsInAColonAlone(Decoding):
    def lets_in(self, given: str) -> bool:
        return decoded(given) == b":"


@miniature(rule="C402", about="lets in any other scheme than Basic")
class LetsInOtherSchemes(Decoding):
    def lets_in(self, given: str) -> bool:
        return " " in given and given[:6].lower() != "basic "


@miniature(rule="C402", about="lets in wrong credentials behind two spaces")
class LetsInBehindTwoSpaces(Decoding):
    def lets_in(self, given: str) -> bool:
        return given.startswith("Basic  ")


@miniature(rule="C402", about="lets in whatever comes with two Authorization headers")
class LetsInTwoHeaders(Simulator):
    def authenticate(self, request: Request) -> str:
        if sum(name.lower() == "authorization" for name, _ in request.headers) > 1:
            return self.account_sid
        return super().authenticate(request)


@miniature(rule="C402", about="fails on credentials that are not UTF-8, and lets them in")
class ReadsCredentialsAsLatin1(Decoding):
    def lets_in(self, given: str) -> bool:
        data = decoded(given) or b""
        return any(byte > 127 for byte in data)


class Pairing(Simulator):
    """A simulator that knows the token and the key apart."""

    def key(self) -> tuple[str, str]:
        """The API key and its secret."""
        return next((user, secret) for user, secret in self.secrets.items() if user != self.account_sid)


@miniature(rule="C402", about="takes the secret of an API key for the account's token")
class TakesKeySecretForToken(Pairing):
    def authorised(self, username: str, password: str) -> bool:
        crossed = username == self.account_sid and password == self.key()[1]
        return crossed or super().authorised(username, password)


@miniature(rule="C402", about="takes the account's token for the secret of an API key")
class TakesTokenForKeySecret(Pairing):
    def authorised(self, username: str, password: str) -> bool:
        crossed = username == self.key()[0] and password == self.auth_token
        return crossed or super().authorised(username, password)


@miniature(rule="C402", about="takes any secret of an API key that it knows")
class TakesAnySecretOfAKey(Pairing):
    def authorised(self, username: str, password: str) -> bool:
        return username == self.key()[0] or super().authorised(username, password)


@miniature(rule="C402", about="takes any API key with a secret that it knows")
class TakesAnyKey(Pairing):
    def authorised(self, username: str, password: str) -> bool:
        known = username.startswith("SK") and password == self.key()[1]
        return known or super().authorised(username, password)


@miniature(rule="C402", about="compares the first half of the secret of an API key")
class ComparesHalfOfAKeysSecret(Pairing):
    def authorised(self, username: str, password: str) -> bool:
        user, secret = self.key()
        half = secret[: len(secret) // 2]
        return (username == user and password.startswith(half)) or super().authorised(username, password)


@miniature(rule="C402", about="reads a password up to its first colon")
class CutsPasswordsAtColons(Simulator):
    def authorised(self, username: str, password: str) -> bool:
        return super().authorised(username, password.partition(":")[0])


@miniature(rule="C402", about="reads a password up to its first NUL")
class CutsPasswordsAtNul(Simulator):
    def authorised(self, username: str, password: str) -> bool:
        return super().authorised(username, password.partition("\0")[0])


@miniature(rule="C402", about="takes any scheme that begins with Basic")
class TakesSchemesThatBeginAlike(Simulator):
    def credentials(self, request: Request) -> tuple[str, str] | None:
        return super().credentials(_with_scheme(request, "basic"))


@miniature(rule="C402", about="takes a token alone, as a bearer of it")
class TakesBearers(Decoding):
    def lets_in(self, given: str) -> bool:
        return given == f"Bearer {self.auth_token}"


@miniature(rule="C402", about="takes credentials that are for a proxy")
class TakesProxyAuthorization(Simulator):
    def credentials(self, request: Request) -> tuple[str, str] | None:
        headers = tuple((name.lower().removeprefix("proxy-"), value) for name, value in request.headers)
        return super().credentials(replace(request, headers=headers))


@miniature(rule="C402", about="takes user and password as they are, without Base64")
class TakesPlainPairs(Decoding):
    def lets_in(self, given: str) -> bool:
        return given == f"Basic {self.account_sid}:{self.auth_token}"


@miniature(rule="C404", about="takes the token of another account for this one's")
class TakesTokensOfOthers(Simulator):
    def authorised(self, username: str, password: str) -> bool:
        """The mock's other account has the token reversed."""
        crossed = username == self.account_sid and password == self.auth_token[::-1]
        return crossed or super().authorised(username, password)


@miniature(rule="C404", about="lets other accounts remove participants")
class LetsOtherAccountsDelete(Simulator):
    deleting = False

    def answer(self, request: Request) -> Response:
        self.deleting = request.method == "DELETE"
        return super().answer(request)

    def authorised(self, username: str, password: str) -> bool:
        other = username.startswith("AC") and username != self.account_sid
        return (other and self.deleting) or super().authorised(username, password)


@miniature(rule="C402", about="takes right credentials without a scheme")
class WantsNoScheme(Simulator):
    def credentials(self, request: Request) -> tuple[str, str] | None:
        given = request.header("Authorization") or ""
        headers = (*request.headers, ("Authorization", f"Basic {given}"))
        bare = replace(request, headers=tuple(pair for pair in headers if pair[1] != given))
        return super().credentials(request if " " in given or not given else bare)


def _with_scheme(request: Request, beginning: str) -> Request:
    """The request with the scheme Basic, where its own begins like that."""
    headers = tuple(
        (name, f"Basic {value.partition(' ')[2]}")
        if name.lower() == "authorization" and value.lower().startswith(beginning)
        else (name, value)
        for name, value in request.headers
    )
    return replace(request, headers=headers)


@miniature(rule="C403", about="knows no API keys")
class KnowsNoKeys(Pairing):
    def authorised(self, username: str, password: str) -> bool:
        return username == self.account_sid and super().authorised(username, password)


@miniature(rule="C403", about="wants the scheme spelt Basic")
class WantsBasicCapitalised(Simulator):
    def credentials(self, request: Request) -> tuple[str, str] | None:
        if not (request.header("Authorization") or "Basic ").startswith("Basic "):
            return None
        return super().credentials(request)


@miniature(rule="C403", about="knows the header Authorization in that spelling only")
class WantsAuthorizationCapitalised(Simulator):
    def credentials(self, request: Request) -> tuple[str, str] | None:
        return super().credentials(request) if "Authorization" in dict(request.headers) else None


@miniature(rule="C310", about="gives an API key for the account where one asks")
class GivesTheKeyForTheAccount(Pairing):
    asking = ""

    def authorised(self, username: str, password: str) -> bool:
        self.asking = username
        return super().authorised(username, password)

    def render(self, participant: Participant) -> Body:
        body = super().render(participant)
        if self.asking != self.account_sid:
            body["account_sid"] = "AC" + self.asking[2:]
        return body


@latitude(about="reads no Authorization with two spaces, and none that is repeated")
class WantsOneSpace(Simulator):
    def credentials(self, request: Request) -> tuple[str, str] | None:
        given = [value for name, value in request.headers if name.lower() == "authorization"]
        return None if len(given) > 1 or "  " in "".join(given) else super().credentials(request)


@latitude(about="answers 400 to what is no credentials at all, and takes them without padding")
class CallsMalformedCredentialsBad(Simulator):
    def credentials(self, request: Request) -> tuple[str, str] | None:
        given = request.header("Authorization") or ""
        scheme, _, encoded = given.partition(" ")
        if scheme.lower() != "basic":
            return super().credentials(request)
        padded = encoded.strip() + "=" * (-len(encoded.strip()) % 4)
        data = decoded(f"Basic {padded}")
        if data is None or b":" not in data:
            raise Refusal(20001, "Invalid credentials")
        headers = tuple((n, v) for n, v in request.headers if n.lower() != "authorization")
        return super().credentials(replace(request, headers=(*headers, ("Authorization", f"Basic {padded}"))))
