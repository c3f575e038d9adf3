"""Parsers that refuse what is JSON (C206): one prejudice each."""

import re
from typing import Any

from contracts.miniatures.bases import Strict, depth
from contracts.miniatures.registry import latitude, miniature


@miniature(rule="C206", about="wants an object")
class WantsObjects(Strict):
    def dislikes(self, text: str, value: Any) -> bool:
        return not isinstance(value, dict)


@miniature(rule="C206", about="wants an object or an array, as RFC 4627 did")
class WantsNoScalars(Strict):
    def dislikes(self, text: str, value: Any) -> bool:
        return not isinstance(value, dict | list)


@miniature(rule="C206", about="refuses arrays")
class WantsNoArrays(Strict):
    def dislikes(self, text: str, value: Any) -> bool:
        return isinstance(value, list)


@miniature(rule="C206", about="takes a value that is false in a condition for none")
class WantsTruthyValues(Strict):
    def dislikes(self, text: str, value: Any) -> bool:
        return not value and value != {}


@miniature(rule="C206", about="takes null for a failure of the parser")
class WantsNoNull(Strict):
    def dislikes(self, text: str, value: Any) -> bool:
        return text.strip() == "null"


@miniature(rule="C206", about="refuses null inside")
class WantsNoNullInside(Strict):
    def dislikes(self, text: str, value: Any) -> bool:
        return re.search(r":\s*null", text) is not None


@miniature(rule="C206", about="refuses escaped slashes, as json_encode writes them")
class WantsNoEscapedSlashes(Strict):
    def dislikes(self, text: str, value: Any) -> bool:
        return r"\/" in text


@miniature(rule="C206", about="refuses characters beyond ASCII")
class WantsAsciiAttributes(Strict):
    def dislikes(self, text: str, value: Any) -> bool:
        return not text.isascii()


@miniature(rule="C206", about="refuses characters beyond the basic plane")
class WantsBasicPlane(Strict):
    def dislikes(self, text: str, value: Any) -> bool:
        return any(character > "\uffff" for character in text)


@miniature(rule="C206", about="refuses a URL with a query")
class WantsNoQueries(Strict):
    def dislikes(self, text: str, value: Any) -> bool:
        return re.search(r"\?\w+=", text) is not None


@miniature(rule="C206", about="refuses an ampersand")
class WantsNoAmpersands(Strict):
    def dislikes(self, text: str, value: Any) -> bool:
        return "&" in text


@miniature(rule="C206", about="refuses angle brackets, for fear of HTML")
class WantsNoAngleBrackets(Strict):
    def dislikes(self, text: str, value: Any) -> bool:
        return "<" in text


@miniature(rule="C206", about=r"refuses \u escapes")
class WantsNoUnicodeEscapes(Strict):
    def dislikes(self, text: str, value: Any) -> bool:
        return r"\u" in text


@miniature(rule="C206", about="refuses surrogate pairs in escapes")
class WantsNoSurrogatePairs(Strict):
    def dislikes(self, text: str, value: Any) -> bool:
        return re.search(r"\\u[dD][89abAB]", text) is not None


@latitude(about="refuses U+0000 in attributes, as PostgreSQL's jsonb does")
class WantsNoNul(Strict):
    def dislikes(self, text: str, value: Any) -> bool:
        return r"\u0000" in text


@miniature(rule="C206", about="refuses empty names")
class WantsNamesOfLetters(Strict):
    def dislikes(self, text: str, value: Any) -> bool:
        return re.search(r'""\s*:', text) is not None


@miniature(rule="C206", about="refuses names with a dollar sign or a dot, as document stores do")
class WantsNamesForStores(Strict):
    def dislikes(self, text: str, value: Any) -> bool:
        return re.search(r'[{,]\s*"[^"\\]*[.$][^"\\]*"\s*:', text) is not None


@miniature(rule="C206", about="refuses numbers with an exponent")
class WantsNoExponents(Strict):
    def dislikes(self, text: str, value: Any) -> bool:
        return re.search(r"(?:^|[\[,:])\s*-?[0-9.]+[eE][+-]?[0-9]+\s*(?:$|[\],}])", text) is not None


@miniature(rule="C206", about="refuses a capital E in a number")
class WantsSmallExponents(Strict):
    def dislikes(self, text: str, value: Any) -> bool:
        return re.search(r"(?:^|[\[,:])\s*-?[0-9.]+E[+-]?[0-9]+\s*(?:$|[\],}])", text) is not None


@miniature(rule="C206", about="refuses numbers with a fraction")
class WantsWholeNumbers(Strict):
    def dislikes(self, text: str, value: Any) -> bool:
        return re.search(r"(?:^|[\[,:])\s*-?[0-9]+\.[0-9]", text) is not None


@miniature(rule="C206", about="refuses negative numbers")
class WantsNoNegativeNumbers(Strict):
    def dislikes(self, text: str, value: Any) -> bool:
        return re.search(r"(?:^|[\[,:])\s*-[0-9]", text) is not None


@miniature(rule="C206", about="refuses integers beyond 32 bits")
class WantsSmallIntegers(Strict):
    def dislikes(self, text: str, value: Any) -> bool:
        return re.search(r"(?:^|[\[,:])\s*-?[0-9]{11,19}\s*(?:$|[\],}])", text) is not None


@miniature(rule="C206", about="refuses more than three levels")
class WantsThreeLevels(Strict):
    def dislikes(self, text: str, value: Any) -> bool:
        return depth(value) > 3


@miniature(rule="C206", about="refuses white space before the first brace")
class WantsBraceFirst(Strict):
    def dislikes(self, text: str, value: Any) -> bool:
        return text[:1].isspace()


@miniature(rule="C206", about="refuses line breaks between tokens")
class WantsOneLine(Strict):
    def dislikes(self, text: str, value: Any) -> bool:
        return "\n" in text or "\r" in text


@miniature(rule="C206", about="refuses a closing brace inside of a string, as a regular expression would")
class CountsBracesInStrings(Strict):
    def dislikes(self, text: str, value: Any) -> bool:
        return text.count("{") != text.count("}")


@miniature(rule="C206", about="refuses strings of more than 255 characters")
class WantsShortStrings(Strict):
    def dislikes(self, text: str, value: Any) -> bool:
        return re.search(r'"[^"\\]{256,}"', text) is not None
