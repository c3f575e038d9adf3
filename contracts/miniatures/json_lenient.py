"""Parsers that take for JSON what is not (C231): one habit each."""

import re

from contracts.exchanges.wire import Response
from contracts.miniatures.bases import Lenient
from contracts.miniatures.registry import miniature
from contracts.simulator import Simulator
from contracts.simulator.reading import Call

# A string, kept as it is, or what the pattern after it is meant for.
_STRING = r'"(?:[^"\\]|\\.)*"'


def outside_strings(pattern: str, replacement: str, text: str) -> str:
    """The text with `pattern` replaced wherever it is not part of a string in double quotes."""

    def replace(match: re.Match[str]) -> str:
        return match[0] if match[0].startswith('"') else match.expand(replacement)

    return re.sub(rf"{_STRING}|{pattern}", replace, text)


@miniature(rule="C231", about="does not look at attributes at all")
class AcceptsAnyAttributes(Simulator):
    def parse_json(self, text: str) -> object:
        return None


@miniature(rule="C231", about="does not look at attributes when webhooks are on")
class AcceptsAnyAttributesBeforeWebhooks(Simulator):
    def create_participant(self, call: Call) -> Response:
        self.webhooks = call.request.header("X-Twilio-Webhook-Enabled") == "true"
        return super().create_participant(call)

    def parse_json(self, text: str) -> object:
        return None if self.webhooks else super().parse_json(text)


@miniature(rule="C231", about="looks only whether braces enclose the attributes")
class LooksOnlyForBraces(Lenient):
    def mend(self, text: str) -> str:
        return "{}" if text[:1] == "{" and text[-1:] == "}" else text


@miniature(rule="C231", about="takes attributes that are not JSON for a string")
class TakesTextForString(Lenient):
    def mend(self, text: str) -> str:
        return '""' if re.match(r"[A-Za-z]", text) else text


@miniature(rule="C231", about="accepts NaN and Infinity, as Python does")
class AcceptsNotANumber(Lenient):
    def mend(self, text: str) -> str:
        return outside_strings(r"\bNaN\b|-?\bInfinity\b", "0", text)


@miniature(rule="C231", about="accepts a comma before a closing bracket")
class AcceptsTrailingComma(Lenient):
    def mend(self, text: str) -> str:
        return outside_strings(r",\s*(?=[}\]])", "", text)


@miniature(rule="C231", about="accepts a comma after an opening bracket")
class AcceptsLeadingComma(Lenient):
    def mend(self, text: str) -> str:
        return outside_strings(r"(?<=[{\[])\s*,", "", text)


@miniature(rule="C231", about="accepts empty places in an array")
class AcceptsEmptySlots(Lenient):
    def mend(self, text: str) -> str:
        return outside_strings(r",(?=\s*,)", "", text)


@miniature(rule="C231", about="accepts elements without a comma between them")
class AcceptsMissingCommas(Lenient):
    def mend(self, text: str) -> str:
        return outside_strings(r'(?<=[0-9}\]el"])\s+(?=[0-9{\["tfn-])', ",", text)


@miniature(rule="C231", about="accepts comments from // to the end of the line")
class AcceptsLineComments(Lenient):
    def mend(self, text: str) -> str:
        return outside_strings(r"//[^\n]*", "", text)


@miniature(rule="C231", about="accepts comments between /* and */")
class AcceptsBlockComments(Lenient):
    def mend(self, text: str) -> str:
        return outside_strings(r"(?s:/\*.*?\*/)", "", text)


@miniature(rule="C231", about="accepts comments that start with #")
class AcceptsHashComments(Lenient):
    def mend(self, text: str) -> str:
        return outside_strings(r"#[^\n]*", "", text)


@miniature(rule="C231", about="accepts strings in single quotes")
class AcceptsSingleQuotes(Lenient):
    def mend(self, text: str) -> str:
        return outside_strings(r"'([^'\"]*)'", r'"\1"', text)


@miniature(rule="C231", about="accepts names without quotes")
class AcceptsUnquotedNames(Lenient):
    def mend(self, text: str) -> str:
        return outside_strings(r"([{,]\s*)([A-Za-z_$][\w$]*)(?=\s*:)", r'\1"\2"', text)


@miniature(rule="C231", about="closes what was left open at the end")
class ClosesBrackets(Lenient):
    def mend(self, text: str) -> str:
        bare = re.sub(_STRING, "", text)
        missing = [{"{": "}", "[": "]"}[c] for c in re.findall(r"[{\[](?![^{\[]*[}\]])", bare)]
        return text + "".join(reversed(missing))


@miniature(rule="C231", about="stops reading after the first value")
class IgnoresTrailingText(Lenient):
    def mend(self, text: str) -> str:
        end = re.match(r"\s*(?:\{[^{}]*\}|\[[^\[\]]*\]|-?[0-9]+|true|false|null)", text)
        return end[0] if end else text


@miniature(rule="C231", about="accepts several values, one after the other")
class AcceptsSeveralValues(Lenient):
    def mend(self, text: str) -> str:
        return "[" + outside_strings(r"(?<=[}\]])\s*(?=[{\[])|\n+", ",", text.strip()) + "]"


@miniature(rule="C231", about="accepts leading zeros")
class AcceptsLeadingZeros(Lenient):
    def mend(self, text: str) -> str:
        return outside_strings(r"(?<![\w.+-])(-?)0+(?=[0-9])", r"\1", text)


@miniature(rule="C231", about="accepts numbers in hexadecimal")
class AcceptsHexNumbers(Lenient):
    def mend(self, text: str) -> str:
        return outside_strings(r"\b0[xX][0-9A-Fa-f]+", "0", text)


@miniature(rule="C231", about="accepts a plus before a number")
class AcceptsPlusSign(Lenient):
    def mend(self, text: str) -> str:
        return outside_strings(r"(?<![\w.+-])\+(?=[0-9.])", "", text)


@miniature(rule="C231", about="accepts a decimal point without digits before or after it")
class AcceptsBareDecimalPoint(Lenient):
    def mend(self, text: str) -> str:
        return outside_strings(r"(?<![0-9])\.(?=[0-9])|(?<=[0-9])\.(?![0-9])", "0", text)


@miniature(rule="C231", about="accepts underscores in numbers")
class AcceptsUnderscores(Lenient):
    def mend(self, text: str) -> str:
        return outside_strings(r"(?<=[0-9])_(?=[0-9])", "", text)


@miniature(rule="C231", about="accepts control characters in strings")
class AcceptsControlCharacters(Lenient):
    def mend(self, text: str) -> str:
        return re.sub(_STRING, lambda string: re.sub(r"[\0-\x1f]", " ", string[0]), text)


@miniature(rule="C231", about="accepts a tab in a string")
class AcceptsRawTabs(Lenient):
    def mend(self, text: str) -> str:
        return re.sub(_STRING, lambda string: string[0].replace("\t", " "), text)


@miniature(rule="C231", about="takes any character after a backslash")
class AcceptsUnknownEscapes(Lenient):
    def mend(self, text: str) -> str:
        return re.sub(r'\\(?!["\\/bfnrtu])', "", text.replace("\\\\", "/"))


@miniature(rule="C231", about="takes any four characters after \\u")
class AcceptsShortEscapes(Lenient):
    def mend(self, text: str) -> str:
        return re.sub(r"\\u(?![0-9A-Fa-f]{4})", "", text)


@miniature(rule="C231", about="takes form feed and vertical tab for white space")
class SkipsFormFeeds(Lenient):
    def mend(self, text: str) -> str:
        return outside_strings(r"[\f\v]", " ", text)


@miniature(rule="C231", about="takes whatever Unicode calls so for white space")
class SkipsUnicodeSpaces(Lenient):
    def mend(self, text: str) -> str:
        return outside_strings("[\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff\x85]", " ", text)


@miniature(rule="C231", about="accepts literals in other case")
class AcceptsCapitalLiterals(Lenient):
    def mend(self, text: str) -> str:
        return outside_strings(r"\b(?i:true|false|null|None)\b", "null", text)


@miniature(rule="C231", about="accepts undefined")
class AcceptsUndefined(Lenient):
    def mend(self, text: str) -> str:
        return outside_strings(r"\bundefined\b", "null", text)


@miniature(rule="C231", about="accepts an equals sign or an arrow for a colon")
class AcceptsEqualsSign(Lenient):
    def mend(self, text: str) -> str:
        return outside_strings(r"=>?", ":", text)


@miniature(rule="C231", about="accepts a form in place of JSON")
class AcceptsFormsAsAttributes(Lenient):
    def mend(self, text: str) -> str:
        return "{}" if re.fullmatch(r"\w+=[^&=]*(&\w+=[^&=]*)*", text) else text
