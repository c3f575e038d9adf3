"""Wrong about identities: which are accepted, and what comes back of them (C201 to C230, C301)."""

import html
import re
import unicodedata
from urllib.parse import quote, unquote

from contracts.cases.case import ADDRESS, ATTRIBUTES, IDENTITY, PROJECTED_ADDRESS, PROXY_ADDRESS
from contracts.miniatures.registry import miniature
from contracts.simulator import Refusal, Simulator
from contracts.simulator.reading import Form
from contracts.simulator.state import Participant


class Refusing(Simulator):
    """A simulator that refuses the identities for which `dislikes` holds."""

    def check_identity(self, text: str) -> str:
        """The identity, if it is to this server's taste."""
        if self.dislikes(text):
            raise Refusal(20001, "Invalid Identity")
        return super().check_identity(text)

    def dislikes(self, text: str) -> bool:
        """Whether an identity is refused though it is sound."""
        return False


@miniature(rule="C201", about="takes the identity 0 for none, as PHP's empty() does")
class TakesZeroForNone(Refusing):
    def dislikes(self, text: str) -> bool:
        return text == "0"


@miniature(rule="C201", about="refuses identities of one character")
class WantsTwoCharacters(Refusing):
    def dislikes(self, text: str) -> bool:
        return len(text) == 1


@miniature(rule="C201", about="refuses identities that hold a dot, a hyphen or an underscore")
class WantsNoSigns(Refusing):
    def dislikes(self, text: str) -> bool:
        return re.search(r"[._-]", text) is not None


@miniature(rule="C201", about="refuses identities with capitals")
class WantsLowerCase(Refusing):
    def dislikes(self, text: str) -> bool:
        return text != text.lower()


@miniature(rule="C201", about="refuses an identity that is an e-mail address")
class WantsNoMailAddresses(Refusing):
    def dislikes(self, text: str) -> bool:
        return "@" in text


@miniature(rule="C201", about="refuses an identity that starts with a digit")
class WantsLetterFirst(Refusing):
    def dislikes(self, text: str) -> bool:
        return text[:1].isdigit()


@miniature(rule="C201", about="takes the identity null for none")
class TakesNullForNone(Refusing):
    def dislikes(self, text: str) -> bool:
        return text.lower() in ("null", "none", "undefined")


@miniature(rule="C201", about="refuses an identity with a user SID in it")
class RefusesInnerSid(Refusing):
    def dislikes(self, text: str) -> bool:
        return re.search(r"US[0-9a-f]{32}", text) is not None


@miniature(rule="C201", about="refuses an identity that starts like a user SID")
class RefusesSidPrefix(Refusing):
    def dislikes(self, text: str) -> bool:
        return text.startswith("US")


@miniature(rule="C205", about="refuses identities from 256 characters on")
class IdentityLimitOf255(Simulator):
    identity_limit = 255


@miniature(rule="C205", about="refuses identities from 65 characters on")
class IdentityLimitOf64(Simulator):
    identity_limit = 64


@miniature(rule="C239", about="measures identities in their percent-encoded form")
class MeasuresEncodedIdentities(Simulator):
    def identity_length(self, text: str) -> int:
        return len(quote(text, safe=" "))


@miniature(rule="C229", about="refuses identities only from 258 characters on")
class IdentityLimitOf257(Simulator):
    identity_limit = 257


@miniature(rule="C229", about="has no limit for identities")
class IdentityLimitOfNone(Simulator):
    identity_limit = 1_000_000


@miniature(rule="C229", about="cuts identities at 256 characters")
class CutsIdentities(Simulator):
    def check_identity(self, text: str) -> str:
        return super().check_identity(text[:256])


@miniature(rule="C229", about="measures identities in words of four bytes")
class IdentityLimitOf1024(Simulator):
    identity_limit = 1024


@miniature(rule="C220", about="creates a participant that nothing names")
class AcceptsNoParticipant(Simulator):
    def check_someone(self, form: Form) -> None:
        if form:
            super().check_someone(form)


@miniature(rule="C220", about="is content with attributes alone")
class AcceptsAttributesAlone(Simulator):
    def check_someone(self, form: Form) -> None:
        if ATTRIBUTES not in form or PROXY_ADDRESS in form:
            super().check_someone(form)


@miniature(rule="C222", about="accepts an identity that is empty")
class AcceptsEmptyIdentity(Simulator):
    def check_identity(self, text: str) -> str:
        return super().check_identity(text) if text else text


@miniature(rule="C230", about="accepts identities that look like a user SID")
class AcceptsUserSids(Simulator):
    user_sid_pattern = re.compile(r"(?!)")


@miniature(rule="C230", about="looks for user SIDs with digits only")
class KnowsUserSidsOfDigits(Simulator):
    user_sid_pattern = re.compile(r"US[0-9]{32}")


@miniature(rule="C301", about="cuts identities at 255 characters")
class CutsIdentitiesAt255(Simulator):
    def check_identity(self, text: str) -> str:
        return super().check_identity(text)[:255]


@miniature(rule="C301", about="gives identities in lower case")
class LowersIdentities(Simulator):
    def check_identity(self, text: str) -> str:
        return super().check_identity(text).lower()


@miniature(rule="C301", about="folds the case of letters beyond ASCII")
class FoldsIdentities(Simulator):
    def check_identity(self, text: str) -> str:
        return "".join(c if c.isascii() else c.casefold() for c in super().check_identity(text))


@miniature(rule="C301", about="composes characters (NFC)")
class ComposesIdentities(Simulator):
    def check_identity(self, text: str) -> str:
        return unicodedata.normalize("NFC", super().check_identity(text))


@miniature(rule="C301", about="decomposes characters (NFD), as file systems do")
class DecomposesIdentities(Simulator):
    def check_identity(self, text: str) -> str:
        return unicodedata.normalize("NFD", super().check_identity(text))


@miniature(rule="C301", about="replaces compatibility characters (NFKC)")
class ReplacesCompatibilityCharacters(Simulator):
    def check_identity(self, text: str) -> str:
        return unicodedata.normalize("NFKC", super().check_identity(text))


@miniature(rule="C301", about="drops accents")
class DropsAccents(Simulator):
    def check_identity(self, text: str) -> str:
        parts = unicodedata.normalize("NFD", super().check_identity(text))
        return unicodedata.normalize("NFC", re.sub("[\u0300-\u036f]", "", parts))


@miniature(rule="C301", about="loses characters beyond the basic plane, as three-byte UTF-8 does")
class LosesAstralCharacters(Simulator):
    def check_identity(self, text: str) -> str:
        return re.sub("[\U00010000-\U0010ffff]", "?", super().check_identity(text))


@miniature(rule="C301", about="gives identities ready for HTML")
class EscapesForHtml(Simulator):
    def check_identity(self, text: str) -> str:
        return html.escape(super().check_identity(text))


@miniature(rule="C301", about="resolves HTML entities in identities")
class ResolvesEntities(Simulator):
    def check_identity(self, text: str) -> str:
        return html.unescape(super().check_identity(text))


@miniature(rule="C301", about="decodes identities once more")
class DecodesIdentitiesTwice(Simulator):
    def check_identity(self, text: str) -> str:
        return unquote(super().check_identity(text)) or text


@miniature(rule="C301", about="makes one space of several")
class CollapsesSpaces(Simulator):
    def check_identity(self, text: str) -> str:
        return re.sub(" {2,}", " ", super().check_identity(text))


@miniature(rule="C301", about="doubles apostrophes, as for SQL")
class DoublesApostrophes(Simulator):
    def check_identity(self, text: str) -> str:
        return super().check_identity(text).replace("'", "''")


@miniature(rule="C301", about="ends an identity at NUL, as C does")
class EndsIdentitiesAtNul(Simulator):
    def check_identity(self, text: str) -> str:
        return super().check_identity(text).partition("\0")[0] or text


@miniature(rule="C301", about="drops controls and what cannot be seen")
class DropsInvisibleCharacters(Simulator):
    def check_identity(self, text: str) -> str:
        seen = (c for c in super().check_identity(text) if unicodedata.category(c) not in ("Cc", "Cf"))
        return "".join(seen) or text


@miniature(rule="C301", about="takes an identity of digits for a number and loses its leading zeros")
class LosesLeadingZeros(Simulator):
    def check_identity(self, text: str) -> str:
        text = super().check_identity(text)
        return text.lstrip("0") or text if text.isascii() and text.isdigit() else text


@miniature(rule="C301", about="gives every identity as null")
class HidesIdentities(Simulator):
    def fill(self, participant: Participant, form: Form) -> None:
        super().fill(participant, form)
        if not form.keys() & {ADDRESS, PROXY_ADDRESS, PROJECTED_ADDRESS} and IDENTITY in form:
            participant.identity = None


@miniature(rule="C301", about="takes brackets and quotes around an identity away")
class TakesPairedSignsAway(Simulator):
    def check_identity(self, text: str) -> str:
        found = super().check_identity(text)
        paired = len(found) > 2 and found[0] + found[-1] in ("()", "[]", "{}", "<>", '""', "''")
        return found[1:-1] if paired else found
