"""Wrong about the size of attributes (C207, C232)."""

import json
from urllib.parse import quote_plus

from contracts.miniatures.registry import miniature
from contracts.simulator import Simulator


@miniature(rule="C207", about="refuses attributes from 4000 bytes on")
class AttributesLimitOf3999(Simulator):
    attributes_limit = 3999


@miniature(rule="C207", about="refuses attributes of over 1024 bytes")
class AttributesLimitOf1024(Simulator):
    attributes_limit = 1024


@miniature(rule="C207", about="measures attributes in their percent-encoded form")
class MeasuresEncodedAttributes(Simulator):
    def attributes_size(self, text: str) -> int:
        return len(quote_plus(text, errors="replace"))


@miniature(rule="C207", about="measures attributes with everything beyond ASCII escaped")
class MeasuresEscapedAttributes(Simulator):
    def attributes_size(self, text: str) -> int:
        return len(text.encode("ascii", "backslashreplace"))


@miniature(rule="C207", about="measures attributes as a string of JSON")
class MeasuresQuotedAttributes(Simulator):
    def attributes_size(self, text: str) -> int:
        return len(json.dumps(text, ensure_ascii=False).encode("utf-8", "replace"))


@miniature(rule="C207", about="measures attributes in UTF-16")
class MeasuresAttributesInUtf16(Simulator):
    def attributes_size(self, text: str) -> int:
        return len(text.encode("utf-16-le", "surrogatepass"))


@miniature(rule="C232", about="refuses attributes only from 4098 bytes on")
class AttributesLimitOf4097(Simulator):
    attributes_limit = 4097


@miniature(rule="C232", about="takes 4 KB for 5000 bytes")
class AttributesLimitOf5000(Simulator):
    attributes_limit = 5000


@miniature(rule="C232", about="has the limit of users and conversations, 16 KB")
class AttributesLimitOf16384(Simulator):
    attributes_limit = 16 * 1024


@miniature(rule="C232", about="has no limit for attributes")
class AttributesLimitOfNone(Simulator):
    attributes_limit = 100_000_000


@miniature(rule="C232", about="stores nothing of attributes that are too long, and does not say so")
class DropsLongAttributes(Simulator):
    def check_attributes(self, text: str) -> str:
        return "{}" if len(text) > self.attributes_limit else super().check_attributes(text)


@miniature(rule="C232", about="has a limit for objects only")
class AttributesLimitForObjects(Simulator):
    def attributes_size(self, text: str) -> int:
        return super().attributes_size(text) if text[:1] == "{" else 0
