"""Identities as tables: the texts that are sent every time, and the characters that others are made of."""

import string

LETTERS = string.ascii_letters

DIGITS = string.digits

PLAIN_SIGNS = "-._"
"""Signs that no URL, form or pattern for names takes amiss."""

FREE_SIGNS = '~"<>\\^`{|}'
"""The others that the participant page does not advise against, but for the at sign."""

ADVISED_AGAINST = "!*'();:&=+$,/?%#[]"
"""Docs, conversation participant page: "avoid"; the at sign is listed too, but used in their own examples."""

RESERVED = ("system", "private", "unique")
"""Error 48033 names these."""

UNITS = {"ascii": "a", "two bytes": "é", "three bytes": "語", "four bytes": "𐍈"}
"""One letter of each length in UTF-8; the last is two units in UTF-16."""

OVERLONG = (257, 258, 300, 512, 1024, 4096, 10_000)

WORDS = (
    "null", "undefined", "None", "true", "false", "0", "-1", "NaN", "nil", "NULL", "identity", "alice@example.com",
    "nan", "inf", "Infinity", "Null", "none", "nothing", "yes", "no", "on", "off", "y", "n", "t", "f", "True",
    "False", "TRUE", "0.0", "1.0", "1e5", "0x1F", "systems", "my-system", "ecosystem", "privateer", "non-private",
    "uniquely", "not.unique", "admin", "root", "test", "user", "me", "self", "all", "default", "anonymous", "new",
)  # fmt: skip
"""Plain identities that a careless server takes for something else."""

KEYWORDS = (
    "select", "insert", "update", "delete", "drop", "union", "where", "exec", "SELECT", "preselected", "dropbox",
    "script", "javascript", "alert", "onload", "constructor", "prototype", "__proto__", "toString", "valueOf",
    "hasOwnProperty", "length", "class", "eval", "import", "sid", "id", "name", "type", "Identity", "Attributes",
    "participants", "Participants", "conversations", "users", "batch", "search", "create", "edit", "bot",
    "support", "con", "nul", "aux", "com1", "scunthorpe", "administrator", "superuser", "guest", "nobody",
    "twilio", "chat", "sms", "whatsapp", "rcs", "messenger", "US", "USA", "CH", "MB", "AC", "UStest", "mbx", "SKY",
)  # fmt: skip
"""Plain words that some language, route, database, filter or list of reserved names knows."""

FORMATTED = (
    "123e4567-e89b-12d3-a456-426614174000", "123E4567-E89B-12D3-A456-426614174000",
    "00000000-0000-0000-0000-000000000000", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "507f1f77bcf86cd799439011",
    "d41d8cd98f00b204e9800998ecf8427e", "da39a3ee5e6b4b0d3255bfef95601890afd80709", "V1StGXR8_Z5jdHi6B-myT",
    "0ujtsYcgvSTl8PAuAdqWYSMnLOv", "192.0.2.1", "2015-12-16", "20151216T221837Z", "1.2.3", "example.com",
    "www.example.com", "index.html", "robots.txt", "favicon.ico", "data.json", "a.xml", "a.js", "a.csv", ".hidden",
    "user_123", "user-123", "user.123", "cus_9s6XKzkNRiz8i3", "00-11-22-33-44-55", "1970-01-01",
    "12345678901234567890", "a-", "-a", "_a", "a_", ".a", "a.", "0a", "0.1", "1e400", "0b1", "0o7", "1_000_000",
    "A" * 128, "alice@localhost", "a.b-c_d@example.co.uk", "1@2", "Alice@Example.COM",
)  # fmt: skip
"""Plain identities in the forms that names have elsewhere: of identifiers, hosts, files, dates and mail."""

SCRIPTS = (
    "José", "Ærøskøbing", "Straße", "İstanbul", "ıçğ", "ŉ", "ﬁne", "Ålesund", "ſ", "ǅ", "Ωμέγα", "ς", "Жёлудь",
    "Ґ", "Հայ", "שלום", "مرحبا", "فارسی", "اردو", "ไทย", "ລາວ", "ខ្មែរ", "မြန်မာ", "नमस्ते", "বাংলা", "ਪੰਜਾਬੀ",
    "ગુજરાતી", "தமிழ்", "తెలుగు", "ಕನ್ನಡ", "മലയാളം", "සිංහල", "བོད་".removesuffix("་"), "ქართული", "አማርኛ",
    "ᏣᎳᎩ", "日本語", "ひらがな", "カタカナ", "ｶﾅ", "한국어", "中文", "漢字", "𠮷野家", "𐍈𐌰𐌹", "𝒳", "𞤀𞤣𞤤",
    "ⴰⵎⴰⵣⵉⵖ", "١٢٣", "१२३", "１２３", "ａｂｃ", "ªº",
)  # fmt: skip
"""Letters, digits and marks of many scripts; among them some whose upper, lower or compatible form differs."""

SPACED = ("a b", "Alice Smith", "a b c d e f", "José da Silva", "山田 太郎", "0 0", "a -b", "x y z")

WHITE_SPACE = tuple(
    "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""Whatever some language takes for white space, except the plain space."""

FORMATS = tuple(
    "\xad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2066\u2067\u2068\u2069\ufeff\ufff9\U000e0041"
)

CONTROLS = tuple(map(chr, [*range(0x20), *range(0x7F, 0xA0)]))

UNASSIGNED = ("\ue000", "\uf8ff", "\ufffe", "\uffff", "\ufdd0", "\u0378", "\U000f0000", "\U0010ffff", "\ufffd")

SYMBOLS = (
    "😀", "👍🏽", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇨🇭", "1️⃣", "❤️", "☃", "©", "™", "€", "£", "×", "½", "²", "Ⅷ", "①",
    "…", "–", "“a”", "¿", "§", "´", "¨", "∑", "∞", "→", "█", "⁄", "‚", "％", "＜",
)  # fmt: skip

UNNORMALISED = (
    "A\u030a",
    "e\u0301",
    "\u212a",
    "\u212b",
    "\u2126",
    "\u1100\u1161",
    "a\u0323\u0307",
    "a\u0307\u0323",
    "\u0958",
    "n\u0303o",
    "\uf900",
    "I\u0307",
)
"""Texts that differ from their form NFC."""

LEADING_MARKS = ("\u0301a", "\u0301", "\u093f", "\u20dd", "\ufe0f", "\u0e31x", "\U000e0100")

SIGNIFICANT = (
    "a%41b", "%2541", "%00", "%ZZ", "%", "%u0041", "a+b", "a&b", "a=b", "a;b", "&Identity=bob", "Identity=bob",
    "a#b", "a?b", "a/b", "/", "//", "../bob", "..%2fbob", "<script>alert(1)</script>", "&amp;", "&lt;b&gt;",
    "&#65;", "'", "' OR '1'='1", "'; DROP TABLE users;--", "a') --", "$(id)", "$HOME", "a;ls", "${7*7}",
    "{{7*7}}", "#{7}", "<%= 7 %>", "*", "*)(uid=*", "(|(a=b))", "${jndi:ldap://example.com/a}", "%s%n", "%(a)s",
    "[a]", "a,b", "alice+tag@example.com", '"a","b"', "=1+1", "@SUM(1)", "http://example.com/?a=b&c=d#e",
    "user:pass@host",     "whatsapp:+15017122661", "+15017122661", "rcs:agent", "tel:1", "a!b", "$", "a:b", "a'b",
    "a$name b", "a${name}b", "a%sb", "a%%b", "a#{b}c", "a<b>c</b>d", "a&amp;b", "a%20b",
)  # fmt: skip
"""Texts that mean something to URLs, HTML, SQL, shells, templates, LDAP, logs, spreadsheets or form parsers."""

PUNCTUATED = (
    "-rf", "a.b", "a_b", "-1", "1e5", "007", "0x1F", "1_000", "a-b_c.d", "A-1", "__init__", "a--b", "a..b",
    "alice@example.com", "first.last@mail.example.com", "a@b",
)  # fmt: skip
"""Plain identities with signs."""

SIGNED = (
    "a{{b}}c", "a\\b", "a\\nb", "\\0", "\\u0041", '"alice"', "<b>", "<alice@example.com>", "{a}", "{{a}}",
    "..", ".", "~root", "--", "<--", "`id`", "a|ls", "{0}", "a\\..\\b", "alice@", "@alice", "@", "a@b@c", "{}",
)  # fmt: skip
"""Texts of signs that no document advises against."""

AMBIGUOUS_LENGTHS = (
    *(UNITS["two bytes"] * n for n in (129, 255, 256)),
    *(UNITS["three bytes"] * n for n in (86, 128, 129, 256)),
    *(UNITS["four bytes"] * n for n in (65, 128, 129, 255, 256)),
    "a" * 255 + "é",
    "a" * 254 + "語",
    "b" * 256 + "\u0323",
    "a" * 256 + " ",
    " " + "a" * 256,
    "a" * 256 + "\u200b",
    "a" * 250 + "👨‍👩‍👧‍👦",
    "👍🏽" * 256,
    "🇩🇪" * 200,
    "👨‍👩‍👧‍👦" * 100,
)
"""Too long by one way of counting and not by another."""


def at_boundary() -> tuple[str, ...]:
    """The first lengths that there are, and the last."""
    return ("a", "aa", "aaa", *("a" * length for length in (254, 255, 256)), "0" * 256, "A" * 256)


def wide_boundaries() -> tuple[str, ...]:
    """Every wider unit alone and at the last lengths that 256 bytes allow."""
    wide = [unit for unit in UNITS.values() if not unit.isascii()]
    last = [unit * n for unit in wide for most in [256 // len(unit.encode())] for n in (most - 1, most)]
    return (*wide, *last, "語" * 85 + "a", "a" + "é" * 127 + "a")


def over_boundary() -> tuple[str, ...]:
    """Every unit at every length that is too long."""
    return (*(unit * length for unit in UNITS.values() for length in OVERLONG), "😀" * 257)


PAIRED = ("()", "[]", "{}", "<>", '""', "''", "``", "%%", "$$", "**", "((", "))", "]]", "}}")
"""Signs around a word: frameworks and their parsers eat some of them."""

HEX = "0123456789abcdef" * 2

USER_SIDS = ("US" + HEX, "US" + "0" * 32, "US" + "f" * 32, "US" + "9" * 32)

UNCLEAR_USER_SIDS = ("US" + HEX.upper(), "us" + HEX, "Us" + HEX, "US" + HEX[:-1] + "F")

LIKE_SIDS = tuple(prefix + HEX for prefix in ("MB", "CH", "AC", "RL", "SK", "IS", "MG"))

ALMOST_SIDS = (
    "US" + HEX[:-1],
    "US" + HEX + "0",
    "US" + HEX[:-1] + "g",
    "xUS" + HEX,
    "US",
    "US-" + HEX,
    HEX,
    "MB" + HEX[:-1],
    "CH" + HEX + "0",
)

WHITE_SPACE_TEXTS = (
    " ", "  ", " " * 256, " a", "a ", " a ", "a  b", "\ta", "a\n", "a\r\n", "a\tb", "a\nb", "\n",
    *WHITE_SPACE[::4], *(f"a{char}b" for char in WHITE_SPACE), "a\u3000", "\u00a0a",
)  # fmt: skip
