"""Wrong about the encoding of a form (C210, and C301 or C302 where it is the echo that suffers)."""

import re
from dataclasses import replace
from urllib.parse import unquote_to_bytes

from contracts.exchanges.wire import Request
from contracts.miniatures.registry import miniature
from contracts.simulator import Refusal, Simulator
from contracts.simulator.reading import Form

_ORDER = ("Identity", "MessagingBinding", "DateCreated", "DateUpdated", "Attributes", "RoleSid")


@miniature(rule="C210", about="does not decode the names of fields")
class ReadsNamesLiterally(Simulator):
    def parse_form(self, content: bytes) -> list[tuple[str, str]]:
        pieces = [piece.partition(b"=") for piece in content.split(b"&") if piece]
        return [(self.decode_text(name), self.decode_value(value)) for name, _, value in pieces]


@miniature(rule="C210", about="does not decode percent sequences in lower case")
class WantsUpperCaseHex(Simulator):
    def unescape(self, raw: bytes) -> bytes:
        return re.sub(rb"%([0-9A-F]{2})", lambda match: bytes.fromhex(match[1].decode()), raw)


@miniature(rule="C210", about="does not decode letters that need no encoding")
class DecodesOnlyWhatNeedsIt(Simulator):
    def unescape(self, raw: bytes) -> bytes:
        kept = re.sub(rb"%([46][1-9A-F]|[57][0-9A])", rb"%25\1", raw, flags=re.IGNORECASE)
        return super().unescape(kept)


@miniature(rule="C301", about="reads a plus as a plus")
class ReadsPlusLiterally(Simulator):
    def decode_value(self, raw: bytes) -> str:
        return self.decode_text(self.unescape(raw))


@miniature(rule="C210", about="wants the fields in the order of the documents")
class WantsFieldsInOrder(Simulator):
    def pick(self, pairs: list[tuple[str, str]]) -> dict[str, str]:
        places = [_ORDER.index(stem) for name, _ in pairs if (stem := name.partition(".")[0]) in _ORDER]
        if places != sorted(places):
            raise Refusal(20001)
        return super().pick(pairs)


@miniature(rule="C301", about="decodes a plus after percent sequences")
class DecodesPlusLast(Simulator):
    def decode_value(self, raw: bytes) -> str:
        text = self.decode_text(self.unescape(raw))
        return text if re.search(r"\+\d", text) else text.replace("+", " ")


@miniature(rule="C301", about="decodes percent sequences twice")
class DecodesTwice(Simulator):
    def unescape(self, raw: bytes) -> bytes:
        return unquote_to_bytes(super().unescape(raw))


@miniature(rule="C301", about="reads forms as Latin-1")
class ReadsLatin(Simulator):
    def decode_text(self, raw: bytes) -> str:
        return raw.decode("latin-1")


@miniature(rule="C301", about="reads forms as Windows-1252")
class ReadsWindows(Simulator):
    def decode_text(self, raw: bytes) -> str:
        return raw.decode("cp1252", "replace")


@miniature(rule="C301", about="reads forms as ASCII, with question marks for the rest")
class ReadsAscii(Simulator):
    def decode_text(self, raw: bytes) -> str:
        return "".join(c if c.isascii() else "?" for c in super().decode_text(raw))


@miniature(rule="C301", about="encodes identities in UTF-8 twice")
class EncodesTwice(Simulator):
    def check_identity(self, text: str) -> str:
        return super().check_identity(text).encode("utf-8", "replace").decode("latin-1")


@miniature(rule="C302", about="resolves a percent sign in attributes once more")
class DecodesAttributesTwice(Simulator):
    def keep_attributes(self, text: str) -> str:
        return re.sub(r"%([2-7][0-9A-Fa-f])", lambda match: chr(int(match[1], 16)), text)


@miniature(rule="C302", about="ends a value at an ampersand, though it came encoded")
class EndsValuesAtAmpersand(Simulator):
    def parse_form(self, content: bytes) -> list[tuple[str, str]]:
        return super().parse_form(re.sub(rb"%26[^&]*?(?=%22)", b"", content))


@miniature(rule="C210", about="refuses forms with colons and at signs that are not encoded")
class WantsSignsEncoded(Simulator):
    def parse_form(self, content: bytes) -> list[tuple[str, str]]:
        if re.search(rb"[:@]", content):
            raise Refusal(20001)
        return super().parse_form(content)


@miniature(rule="C210", about="reads no more of a body than Content-Length says, and nothing without one")
class ReadsBodiesByTheirLength(Simulator):
    def read_form(self, request: Request) -> Form:
        return {} if request.header("Transfer-Encoding") == "chunked" else super().read_form(request)


@miniature(rule="C210", about="reads the first chunk of a body alone")
class ReadsTheFirstChunk(Simulator):
    def read_form(self, request: Request) -> Form:
        chunked = request.header("Transfer-Encoding") == "chunked"
        return super().read_form(replace(request, content=request.content[:8]) if chunked else request)


@miniature(rule="C210", about="knows the header Content-Type in that spelling only")
class WantsContentTypeCapitalised(Simulator):
    def read_form(self, request: Request) -> Form:
        return super().read_form(request) if "Content-Type" in dict(request.headers) else {}


@miniature(rule="C210", about="wants an address before its proxy address")
class WantsAddressesFirst(Simulator):
    def parse_form(self, content: bytes) -> list[tuple[str, str]]:
        pairs = super().parse_form(content)
        names = [name for name, _ in pairs if name.startswith("MessagingBinding.")]
        if names != sorted(names):
            raise Refusal(50407)
        return pairs
