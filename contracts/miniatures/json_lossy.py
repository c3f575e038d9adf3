"""Servers that store attributes as they understand them (C302), and default attributes (C303)."""

import json
import re
import struct
import unicodedata
from typing import Any

from contracts.miniatures.bases import Lossy, depth, loaded
from contracts.miniatures.registry import miniature
from contracts.simulator import Simulator
from contracts.simulator.reading import Form
from contracts.simulator.state import Participant


@miniature(rule="C302", about="forgets attributes")
class ForgetsAttributes(Simulator):
    def keep_attributes(self, text: str) -> str:
        return "{}"


@miniature(rule="C302", about="forgets attributes of participants with an address")
class ForgetsAttributesOfBindings(Simulator):
    def set_defaults(self, participant: Participant) -> None:
        super().set_defaults(participant)
        if participant.address is not None:
            participant.attributes = "{}"


@miniature(rule="C302", about="keeps six digits of a fraction")
class KeepsSixDigits(Lossy):
    def change(self, value: Any) -> Any:
        return float(f"{value:.6g}") if isinstance(value, float) else value


@miniature(rule="C302", about="keeps fractions in single precision")
class KeepsSinglePrecision(Lossy):
    def change(self, value: Any) -> Any:
        if isinstance(value, float) and abs(value) < 1e38:
            return struct.unpack("f", struct.pack("f", value))[0]
        return value


@miniature(rule="C302", about="reads integers as double, as JavaScript does")
class ReadsIntegersAsDouble(Lossy):
    def change(self, value: Any) -> Any:
        return int(float(value)) if type(value) is int and abs(value) < 2**63 else value


@miniature(rule="C302", about="cuts integers to 32 bits")
class CutsIntegersTo32Bits(Lossy):
    def change(self, value: Any) -> Any:
        return (value + 2**31) % 2**32 - 2**31 if type(value) is int else value


@miniature(rule="C302", about="cuts fractions off")
class CutsFractions(Lossy):
    def change(self, value: Any) -> Any:
        return int(value) if isinstance(value, float) and abs(value) < 1e15 else value


@miniature(rule="C302", about="drops members that are null")
class DropsNullMembers(Lossy):
    def change(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: item for name, item in value.items() if item is not None}
        return value


@miniature(rule="C302", about="drops members that are empty objects")
class DropsEmptyObjects(Lossy):
    def change(self, value: Any) -> Any:
        return {name: item for name, item in value.items() if item != {}} if isinstance(value, dict) else value


@miniature(rule="C302", about="drops members that are empty strings")
class DropsEmptyStrings(Lossy):
    def change(self, value: Any) -> Any:
        return {name: item for name, item in value.items() if item != ""} if isinstance(value, dict) else value


@miniature(rule="C302", about="drops the member without a name")
class DropsEmptyNames(Lossy):
    def change(self, value: Any) -> Any:
        return {name: item for name, item in value.items() if name} if isinstance(value, dict) else value


@miniature(rule="C302", about="makes an array of an empty object, as PHP does")
class MakesArraysOfEmptyObjects(Lossy):
    def change(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: [] if item == {} else item for name, item in value.items()}
        return value


@miniature(rule="C302", about="makes an object of an array at the top")
class MakesObjectsOfArrays(Simulator):
    def keep_attributes(self, text: str) -> str:
        value = loaded(text)
        return json.dumps({str(i): item for i, item in enumerate(value)}) if isinstance(value, list) else text


@miniature(rule="C302", about="sorts arrays of numbers")
class SortsArrays(Lossy):
    def change(self, value: Any) -> Any:
        if isinstance(value, list) and all(type(item) is int for item in value):
            return sorted(value)
        return value


@miniature(rule="C302", about="drops what is twice in an array")
class DropsRepetitions(Lossy):
    def change(self, value: Any) -> Any:
        if isinstance(value, list):
            return [item for place, item in enumerate(value) if item not in value[:place]]
        return value


@miniature(rule="C302", about="writes booleans as 0 and 1")
class WritesBooleansAsNumbers(Lossy):
    def change(self, value: Any) -> Any:
        return int(value) if isinstance(value, bool) else value


@miniature(rule="C302", about="writes strings of digits as numbers")
class WritesDigitsAsNumbers(Lossy):
    def change(self, value: Any) -> Any:
        return int(value) if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value) else value


@miniature(rule="C302", about="writes numbers as strings")
class WritesNumbersAsStrings(Lossy):
    def change(self, value: Any) -> Any:
        return str(value) if type(value) in (int, float) else value


@miniature(rule="C302", about="trims strings")
class TrimsStrings(Lossy):
    def change(self, value: Any) -> Any:
        return value.strip() if isinstance(value, str) else value


@miniature(rule="C302", about="composes characters in strings (NFC)")
class ComposesStrings(Lossy):
    def change(self, value: Any) -> Any:
        return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


@miniature(rule="C302", about="gives names in lower case")
class LowersNames(Lossy):
    def change(self, value: Any) -> Any:
        return {name.lower(): item for name, item in value.items()} if isinstance(value, dict) else value


@miniature(rule="C302", about="gives names in snake case")
class SnakesNames(Lossy):
    def change(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {re.sub(r"(?<=[a-z])(?=[A-Z])", "_", n).lower(): item for n, item in value.items()}
        return value


@miniature(rule="C302", about="drops control characters from strings")
class DropsControlCharacters(Lossy):
    def change(self, value: Any) -> Any:
        return re.sub(r"[\0-\x08\x0b-\x1f\x7f]", "", value) if isinstance(value, str) else value


@miniature(rule="C302", about="loses characters beyond the basic plane in strings")
class LosesAstralStrings(Lossy):
    def change(self, value: Any) -> Any:
        return re.sub("[\U00010000-\U0010ffff]", "\ufffd", value) if isinstance(value, str) else value


@miniature(rule="C302", about="escapes ampersands for HTML")
class EscapesAmpersands(Lossy):
    def change(self, value: Any) -> Any:
        return value.replace("&", "&amp;") if isinstance(value, str) else value


@miniature(rule="C302", about="replaces attributes of more than five levels by null")
class ForgetsDepths(Simulator):
    def keep_attributes(self, text: str) -> str:
        return "null" if depth(loaded(text)) > 5 else text


@miniature(rule="C302", about="unescapes twice: a backslash and an n become a line break")
class UnescapesTwice(Lossy):
    def change(self, value: Any) -> Any:
        return value.replace("\\n", "\n").replace("\\\\", "\\") if isinstance(value, str) else value


@miniature(rule="C303", about="gives null for attributes that were not set")
class GivesNullForNoAttributes(Simulator):
    default = "null"

    def fill(self, participant: Participant, form: Form) -> None:
        participant.attributes = self.default
        super().fill(participant, form)


@miniature(rule="C303", about="gives an array for attributes that were not set")
class GivesArrayForNoAttributes(GivesNullForNoAttributes):
    default = "[]"


@miniature(rule="C303", about="gives an empty string for attributes that were not set")
class GivesNothingForNoAttributes(GivesNullForNoAttributes):
    default = ""
