"""Wrong answers to a creation: status line, media type, body and properties (rules 1)."""

import json
from datetime import UTC, datetime
from typing import Any

from contracts.exchanges.wire import Request, Response
from contracts.miniatures.bases import Answering, Rewriting
from contracts.miniatures.registry import miniature
from contracts.simulator import Simulator
from contracts.simulator.rendering import Body
from contracts.simulator.state import Participant


@miniature(rule="C101", about="answers 200 to a creation")
class SaysOkForCreated(Simulator):
    def created(self, request: Request, participant: Participant) -> Response:
        return self.respond(request, 200, self.render(participant))


@miniature(rule="C101", about="answers 202, as if the creation were still to come")
class SaysAccepted(Simulator):
    def created(self, request: Request, participant: Participant) -> Response:
        return self.respond(request, 202, self.render(participant))


@miniature(rule="C101", about="answers 200 when attributes come along")
class SaysOkForAttributes(Simulator):
    def created(self, request: Request, participant: Participant) -> Response:
        status = 201 if participant.attributes == "{}" else 200
        return self.respond(request, status, self.render(participant))


@miniature(rule="C102", about="labels a participant as text/html")
class LabelsAnswersAsHtml(Simulator):
    def content_type(self, status: int) -> str:
        return "text/html; charset=utf-8" if status == 201 else super().content_type(status)


@miniature(rule="C102", about="labels a participant as text/plain")
class LabelsAnswersAsText(Simulator):
    def content_type(self, status: int) -> str:
        return "text/plain" if status == 201 else super().content_type(status)


@miniature(rule="C102", about="sends a participant without a Content-Type")
class LabelsAnswersNot(Simulator):
    def created(self, request: Request, participant: Participant) -> Response:
        response = super().created(request, participant)
        return Response(response.status, self.cors(request), response.content)


@miniature(rule="C103", about="sends a list with the participant in it")
class WrapsInArray(Rewriting):
    def rewrite(self, content: bytes) -> bytes:
        return b"[" + content + b"]"


@miniature(rule="C103", about="loses the last byte of the body")
class LosesLastByte(Rewriting):
    def rewrite(self, content: bytes) -> bytes:
        return content[:-1]


@miniature(rule="C103", about="sends an empty body with 201")
class AnswersNothing(Rewriting):
    def rewrite(self, content: bytes) -> bytes:
        return b""


@miniature(rule="C103", about="sends bodies in Latin-1")
class AnswersInLatin(Simulator):
    def encode(self, body: Body) -> bytes:
        return json.dumps(body, ensure_ascii=False).encode("latin-1", "backslashreplace")


@miniature(rule="C103", about="starts the body with a byte order mark")
class StartsWithByteOrderMark(Rewriting):
    def rewrite(self, content: bytes) -> bytes:
        return b"\xef\xbb\xbf" + content


@miniature(rule="C103", about="sends JSON in a JSON string")
class EncodesBodyTwice(Rewriting):
    def rewrite(self, content: bytes) -> bytes:
        return json.dumps(content.decode()).encode()


@miniature(rule="C103", about="writes NaN for the index that is not there")
class AnswersNotANumber(Answering):
    def change(self, body: Body) -> None:
        body["last_read_message_index"] = float("nan")


@miniature(rule="C104", about="leaves properties out that are null")
class OmitsNulls(Answering):
    def change(self, body: Body) -> None:
        for name in [name for name, value in body.items() if value is None]:
            del body[name]


@miniature(rule="C104", about="forgets the url")
class ForgetsUrl(Answering):
    def change(self, body: Body) -> None:
        del body["url"]


@miniature(rule="C104", about="forgets the properties of reading")
class ForgetsLastRead(Answering):
    def change(self, body: Body) -> None:
        del body["last_read_message_index"], body["last_read_timestamp"]


@miniature(rule="C104", about="names properties in camel case")
class AnswersInCamelCase(Answering):
    def change(self, body: Body) -> None:
        body["dateUpdated"] = body.pop("date_updated")


@miniature(rule="C104", about="puts the participant into an envelope")
class AnswersInEnvelope(Simulator):
    def created(self, request: Request, participant: Participant) -> Response:
        return self.respond(request, 201, {"participant": self.render(participant)})


@miniature(rule="C105", about="turns an identity of digits into a number")
class TurnsDigitsIntoNumbers(Answering):
    def change(self, body: Body) -> None:
        identity = body["identity"]
        if isinstance(identity, str) and identity.isascii() and identity.isdigit():
            body["identity"] = int(identity)


@miniature(rule="C105", about="gives the role as an object")
class GivesRoleAsObject(Answering):
    def change(self, body: Body) -> None:
        body["role_sid"] = {"sid": body["role_sid"]}


@miniature(rule="C105", about="gives dates as seconds since 1970")
class GivesDatesAsSeconds(Answering):
    def change(self, body: Body) -> None:
        for name in ("date_created", "date_updated"):
            body[name] = int(_moment(body[name]).timestamp())


@miniature(rule="C106", about="gives a participant a SID of 33 characters")
class GivesShortSids(Simulator):
    def participant_sid(self) -> str:
        return super().participant_sid()[:-1]


@miniature(rule="C106", about="gives a participant a UUID")
class GivesUuids(Simulator):
    def participant_sid(self) -> str:
        digits = super().participant_sid()[2:]
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


@miniature(rule="C106", about="gives a participant the prefix of a call's participant")
class GivesPrefixOfCalls(Simulator):
    def participant_sid(self) -> str:
        return "CP" + super().participant_sid()[2:]


@miniature(rule="C106", about="gives SIDs with letters beyond f")
class GivesSidsInBase36(Simulator):
    def participant_sid(self) -> str:
        return super().participant_sid().replace("a", "z")


@miniature(rule="C106", about="gives the role by its name")
class GivesRoleByName(Answering):
    def change(self, body: Body) -> None:
        if body["role_sid"] == self.role_sid:
            body["role_sid"] = "participant"


@miniature(rule="C107", about="leaves the zone off its dates")
class LeavesZoneOff(Answering):
    def change(self, body: Body) -> None:
        body["date_created"] = body["date_created"].removesuffix("Z")
        body["date_updated"] = body["date_updated"].removesuffix("Z")


@miniature(rule="C107", about="writes dates as e-mail does, like the older API")
class WritesDatesLikeMail(Answering):
    def change(self, body: Body) -> None:
        for name in ("date_created", "date_updated"):
            body[name] = _moment(body[name]).strftime("%a, %d %b %Y %H:%M:%S +0000")


@miniature(rule="C107", about="writes +0000 in place of Z")
class WritesOffsetWithoutColon(Answering):
    def change(self, body: Body) -> None:
        body["date_created"] = body["date_created"].replace("Z", "+0000")


@miniature(rule="C108", about="gives a url without scheme and host")
class GivesRelativeUrl(Answering):
    def change(self, body: Body) -> None:
        body["url"] = "/v1" + body["url"].removeprefix(self.base_url)


@miniature(rule="C108", about="gives an http url")
class GivesHttpUrl(Simulator):
    def asked_url(self, request: Request) -> str:
        return "http://conversations.twilio.com/v1"


@miniature(rule="C109", about="gives attributes as Python prints them")
class PrintsAttributesLikePython(Answering):
    def change(self, body: Body) -> None:
        body["attributes"] = repr(_parsed(body["attributes"]))


@miniature(rule="C109", about="gives attributes as an object instead of a string")
class GivesAttributesAsObject(Answering):
    def change(self, body: Body) -> None:
        body["attributes"] = _parsed(body["attributes"])


@miniature(rule="C110", about="gives the binding as a string of JSON")
class GivesBindingAsText(Answering):
    def change(self, body: Body) -> None:
        if body["messaging_binding"] is not None:
            body["messaging_binding"] = json.dumps(body["messaging_binding"])


@miniature(rule="C110", about="gives the binding without its type")
class ForgetsBindingType(Answering):
    def change(self, body: Body) -> None:
        if body["messaging_binding"] is not None:
            del body["messaging_binding"]["type"]


@miniature(rule="C110", about="gives a list of bindings")
class GivesListOfBindings(Answering):
    def change(self, body: Body) -> None:
        if body["messaging_binding"] is not None:
            body["messaging_binding"] = [body["messaging_binding"]]


@miniature(rule="C107", about="has a space for the T of a date")
class SpacesDates(Answering):
    def change(self, body: Body) -> None:
        body["date_created"] = body["date_created"].replace("T", " ")


def _moment(text: str) -> datetime:
    return datetime.strptime(text[:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
