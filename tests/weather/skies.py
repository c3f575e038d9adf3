"""The ways in which a server, or what stands before it, misbehaves. The first word says on what occasion."""

import gzip
import random
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from tests.weather.proxy import Passage, Sky, head

LONG = 120.0
"""Seconds that stand for ever."""
TURN = 400
"""The request from which on those fail that fail half-way."""


@dataclass(frozen=True, slots=True)
class Named:
    """A sky with its name and what it does. `is_fault` when the server is wrong and has to be accused; `is_fair`
    when a run has to end as on a good day; otherwise it is inconclusive, and no server is accused. `is_throttled`
    when it asks for the time that a run takes."""

    name: str
    about: str
    sky: Sky
    is_fault: bool = False
    is_fair: bool = False
    is_throttled: bool = False


SKIES: dict[str, Named] = {}
"""Every sky by its name."""


def sky(about: str, *, fault: bool = False, fair: bool = False, throttled: bool = False) -> Callable[[Sky], Sky]:
    """Registers a sky under the name of its function."""

    def register(function: Sky) -> Sky:
        name = function.__name__.replace("_", "-")
        SKIES[name] = Named(name, about, function, is_fault=fault, is_fair=fair, is_throttled=throttled)
        return function

    return register


def touches(passage: Passage, words: bytes = b"Attributes") -> bool:
    """Whether a request is one of the kind that a server fails at."""
    return passage.is_create and words in passage.request.content


def by_chance(passage: Passage, times: int) -> bool:
    """Whether one in so many requests is met; always the same ones, and in no step with anything."""
    return random.Random(passage.number).randrange(times) == 0


@sky("does nothing to anybody", fair=True)
def clear(passage: Passage) -> None:
    passage.pass_on()


# Networks ------------------------------------------------------------------------------------------------------


@sky("loses one request in 20 on its way", fair=True)
def loses_one_request_in_20(passage: Passage) -> None:
    passage.cut() if by_chance(passage, 20) else passage.pass_on()


@sky("loses one answer in 20, of requests that took effect", fair=True)
def loses_one_answer_in_20(passage: Passage) -> None:
    response = passage.ask()
    passage.cut() if by_chance(passage, 20) else passage.reply(response)


@sky("cuts every twentieth connection when the request has arrived", fair=True)
def cuts_every_twentieth_connection(passage: Passage) -> None:
    passage.cut() if passage.number % 20 == 7 else passage.pass_on()


@sky("loses one answer in 2,000", fair=True)
def loses_one_answer_in_2000(passage: Passage) -> None:
    response = passage.ask()
    passage.cut() if by_chance(passage, 2000) else passage.reply(response)


@sky("cuts one answer in 20 in the middle", fair=True)
def cuts_one_answer_in_20(passage: Passage) -> None:
    response = passage.ask()
    whole = head(response, len(response.content)) + response.content
    passage.write(whole if passage.number % 20 != 7 else whole[: len(whole) // 2])
    if passage.number % 20 == 7:
        passage.cut()


@sky("closes the connection after every answer, without saying so", fair=True)
def closes_after_every_answer(passage: Passage) -> None:
    passage.pass_on()
    passage.cut()


@sky("answers one request in ten with 429 and one in fifteen with 503", fair=True)
def is_overloaded_now_and_then(passage: Passage) -> None:
    if passage.number % 10 == 3:
        passage.refuse(429, ("Retry-After", "0"))
    elif passage.number % 15 == 4:
        passage.refuse(503, ("Retry-After", "0"))
    else:
        passage.pass_on()


# What stands before the server ------------------------------------------------------------------------------


def _from_half_way(status: int) -> Sky:
    def turn(passage: Passage) -> None:
        passage.refuse(status) if passage.number >= TURN else passage.pass_on()

    turn.__name__ = f"answers_{status}_to_everything_from_half_way"
    return turn


for _status in (401, 403, 500, 502, 504):
    sky(f"answers {_status} to everything, from half-way on")(_from_half_way(_status))


@sky("hangs up on everything, from half-way on")
def hangs_up_from_half_way(passage: Passage) -> None:
    passage.cut() if passage.number >= TURN else passage.pass_on()


@sky("asks every request for a wait of a day")
def asks_for_a_day(passage: Passage) -> None:
    passage.refuse(429, ("Retry-After", "86400")) if passage.number >= TURN else passage.pass_on()


@sky("asks one in fifty for a wait of -5 seconds", fair=True)
def asks_for_less_than_nothing(passage: Passage) -> None:
    passage.refuse(429, ("Retry-After", "-5")) if passage.number % 500 == 9 else passage.pass_on()


@sky("redirects what adds a participant to another host", fault=True)
def redirects(passage: Passage) -> None:
    if passage.is_create:
        elsewhere = ("Location", "http://127.0.0.1:9/stolen")
        passage.refuse((301, 302, 303, 307, 308)[passage.creates % 5], elsewhere)
    else:
        passage.pass_on()


@sky("sets cookies with every answer", fair=True)
def sets_cookies(passage: Passage) -> None:
    response = passage.ask()
    passage.reply(replace(response, headers=(*response.headers, ("Set-Cookie", f"id={passage.number}; Path=/"))))


# Ends that do not come -----------------------------------------------------------------------------------------


@sky("never answers a create with attributes", fault=True)
def hangs_at_attributes(passage: Passage) -> None:
    if touches(passage):
        passage.wait(LONG)
    passage.pass_on()


@sky("sends the body of a create with attributes at ten bytes a second", fault=True)
def drips_bodies(passage: Passage) -> None:
    response = passage.ask()
    if not touches(passage):
        return passage.reply(response)
    passage.write(head(response, len(response.content)))
    return passage.drip(response.content, 0.1)


@sky("sends the head of a create with attributes at a byte a second", fault=True)
def drips_heads(passage: Passage) -> None:
    response = passage.ask()
    passage.drip(head(response, len(response.content)), 1.0) if touches(passage) else passage.reply(response)


@sky("sends a body without an end to a create with attributes", fault=True)
def has_no_end(passage: Passage) -> None:
    response = passage.ask()
    if not touches(passage):
        return passage.reply(response)
    passage.write(head(response, None))
    while True:
        passage.write(b" " * 65536)


@sky("sends one interim response after another to a create with attributes", fault=True)
def has_no_end_of_interim_responses(passage: Passage) -> None:
    while touches(passage):
        passage.write(b"HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n" * 100)
    passage.pass_on()


@sky("answers a create with attributes with a megabyte of gzip that holds a gigabyte", fault=True)
def is_a_gzip_bomb(passage: Passage) -> None:
    response = passage.ask()
    packed = replace(response, headers=(*response.headers, ("Content-Encoding", "gzip")), content=gzip_bomb())
    passage.reply(packed if touches(passage) else response)


@cache
def gzip_bomb(megabytes: int = 1024) -> bytes:
    """So many megabytes of spaces, in about a thousandth of that."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return b"".join(packer.compress(b" " * 2**20) for _ in range(megabytes)) + packer.flush()


# Answers that are none -----------------------------------------------------------------------------------------


@sky("says gzip of an answer that is not, to a create with attributes", fault=True)
def lies_about_gzip(passage: Passage) -> None:
    response = passage.ask()
    lie = (("Content-Encoding", "gzip"),) if touches(passage) else ()
    passage.reply(replace(response, headers=response.headers + lie))


@sky("packs every answer with gzip, which was offered", fair=True)
def packs_with_gzip(passage: Passage) -> None:
    response = passage.ask()
    packed = gzip.compress(response.content) if response.content else b""
    passage.reply(replace(response, headers=(*response.headers, ("Content-Encoding", "gzip")), content=packed))


@sky("sends a body after every 204", fair=True)
def sends_a_body_after_204(passage: Passage) -> None:
    response = passage.ask()
    passage.reply(response)
    if response.status == 204:
        passage.write(b'{"deleted": true}')


@sky("sends ten bytes more than the Content-Length says, after every GET", fair=True)
def counts_ten_too_few(passage: Passage) -> None:
    passage.pass_on()
    if passage.request.method == "GET":
        passage.write(b" " * 10)


@sky("sends a status line that is none to a create with attributes", fault=True)
def speaks_another_protocol(passage: Passage) -> None:
    if not touches(passage):
        return passage.pass_on()
    passage.write(b"SSH-2.0-OpenSSH_9.9\r\n")
    return passage.cut()


@sky("accepts creates with attributes without a body", fault=True)
def accepts_without_a_body(passage: Passage) -> None:
    response = passage.ask()
    passage.reply(replace(response, content=b"") if touches(passage) and response.status == 201 else response)


# One input -----------------------------------------------------------------------------------------------------


@sky("answers a create with attributes with 502", fault=True)
def fails_at_attributes(passage: Passage) -> None:
    passage.refuse(502) if touches(passage) else passage.pass_on()


@sky("hangs up on a create with attributes", fault=True)
def hangs_up_at_attributes(passage: Passage) -> None:
    passage.cut() if touches(passage) else passage.pass_on()


@sky("hangs up on one create in three, and on nothing else", fault=True)
def hangs_up_on_one_create_in_three(passage: Passage) -> None:
    passage.cut() if passage.is_create and passage.creates % 3 == 0 else passage.pass_on()


@sky("dies of a create with attributes, and is back after a second", fault=True)
def dies_of_attributes(passage: Passage) -> None:
    passage.die(1.0) if touches(passage) else passage.pass_on()


@sky("dies of a create with attributes, for good")
def dies_for_good(passage: Passage) -> None:
    passage.die(LONG) if touches(passage) else passage.pass_on()


# From the first request on -------------------------------------------------------------------------------------


@sky("never answers anything")
def is_silent(passage: Passage) -> None:
    passage.wait(LONG)


@sky("never answers anything, from half-way on")
def falls_silent(passage: Passage) -> None:
    passage.wait(LONG) if passage.number >= TURN else passage.pass_on()


@sky("answers 500 to everything")
def answers_500_to_everything(passage: Passage) -> None:
    passage.refuse(500)


@sky("answers everything 20 ms later", fair=True, throttled=True)
def is_slow(passage: Passage) -> None:
    passage.wait(0.02)
    passage.pass_on()


@sky("allows 30 creates a second, and answers 429 to others", fair=True, throttled=True)
def allows_30_creates_a_second(passage: Passage) -> None:
    second = int(passage.age)
    counts = passage.seen.setdefault("creates", {})
    counts[second] = counts.get(second, 0) + passage.is_create
    if passage.is_create and counts[second] > 30:
        passage.refuse(429, ("Retry-After", "0.2"))
    else:
        passage.pass_on()


@sky(
    "is slow, overloaded now and then, cuts connections and allows 30 creates a second", fair=True, throttled=True
)
def is_all_of_that_at_once(passage: Passage) -> None:
    passage.wait(0.005)
    if passage.number % 20 == 7:
        passage.cut()
    elif passage.number % 10 == 3:
        passage.refuse(429, ("Retry-After", "0"))
    elif passage.number % 15 == 4:
        passage.refuse(503, ("Retry-After", "0"))
    else:
        allows_30_creates_a_second(passage)


# Answers that are odd ------------------------------------------------------------------------------------------


@sky("repeats the Authorization header in every refusal of a create", fault=True)
def repeats_credentials(passage: Passage) -> None:
    response = passage.ask()
    told = (passage.request.header("Authorization") or "").encode("latin-1")
    if passage.is_create and response.status >= 400:
        content = response.content.replace(b'"message": "', b'"message": "' + told.replace(b'"', b"'"))
        response = replace(response, content=content)
    passage.reply(response)


@sky("answers a create with attributes with lists in lists, 100,000 deep", fault=True)
def nests_100000_deep(passage: Passage) -> None:
    response = passage.ask()
    deep = replace(response, content=b"[" * 100_000 + b"]" * 100_000)
    passage.reply(deep if touches(passage) and response.status == 201 else response)


@sky("answers a create with attributes in UTF-16", fault=True)
def speaks_utf_16(passage: Passage) -> None:
    response = passage.ask()
    wide = replace(response, content=response.content.decode().encode("utf-16"))
    passage.reply(wide if touches(passage) and response.status == 201 else response)


@sky("answers a create with attributes with NaN for the date of its creation", fault=True)
def answers_nan(passage: Passage) -> None:
    response = passage.ask()
    content = response.content.replace(b'"date_created": "', b'"date_created": NaN, "was": "')
    passage.reply(replace(response, content=content) if touches(passage) else response)


@sky("paints the terminal, and writes a script, in the headers and messages of refusals", fair=True)
def paints_the_terminal(passage: Passage) -> None:
    response = passage.ask()
    paint = b'"message": "\\u001b[31m\\u001b]0;owned\\u0007<script>alert(1)</script>'
    content = response.content.replace(b'"message": "', paint) if response.status >= 400 else response.content
    passage.reply(replace(response, content=content))


@sky("sends 200 kB of headers with the answer to a create with attributes", fault=True)
def has_an_endless_head(passage: Passage) -> None:
    response = passage.ask()
    more = tuple((f"X-{number}", "a" * 1000) for number in range(200)) if touches(passage) else ()
    passage.reply(replace(response, headers=response.headers + more))
