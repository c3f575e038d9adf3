"""Wrong about what an answer may tell, and about what an answer is (C904 to C907)."""

from dataclasses import replace

from contracts.exchanges.wire import Request, Response
from contracts.miniatures.registry import miniature
from contracts.simulator import Refusal, Simulator
from contracts.simulator.reading import Call
from contracts.simulator.rendering import Body
from contracts.simulator.state import Participant


@miniature(rule="C904", about="says in an error which token would have been right")
class TellsToken(Simulator):
    def error_body(self, refusal: Refusal) -> Body:
        return super().error_body(refusal) | {"details": {"token": self.auth_token}}


@miniature(rule="C904", about="sends the credentials back in a header")
class SendsCredentialsBack(Simulator):
    def created(self, request: Request, participant: Participant) -> Response:
        response = super().created(request, participant)
        echo = ("x-request-authorization", request.header("Authorization") or "")
        return Response(response.status, (*response.headers, echo), response.content)


@miniature(rule="C904", about="repeats the credentials that it refuses")
class RepeatsRefusedCredentials(Simulator):
    def error(self, request: Request, refusal: Refusal) -> Response:
        if refusal.code == 20003:
            refusal = Refusal(20003, f"Authenticate: {request.header('Authorization')}")
        return super().error(request, refusal)


@miniature(rule="C905", about="shows the database's words when a participant is there already")
class ShowsSql(Simulator):
    def error(self, request: Request, refusal: Refusal) -> Response:
        if refusal.status == 409:
            words = 'duplicate key value violates unique constraint "participants_identity_key"'
            refusal = Refusal(refusal.code, words)
        return super().error(request, refusal)


@miniature(rule="C905", about="shows a stack trace where attributes are not JSON")
class ShowsStackTrace(Simulator):
    def error_body(self, refusal: Refusal) -> Body:
        trace = 'Traceback (most recent call last):\n  File "/srv/app/attributes.py", line 42, in parse'
        return super().error_body(refusal) | ({"message": trace} if refusal.code == 50304 else {})


@miniature(rule="C905", about="refuses with a web page")
class RefusesWithWebPage(Simulator):
    def error(self, request: Request, refusal: Refusal) -> Response:
        page = f"<!DOCTYPE html><html><body><h1>{refusal.status}</h1></body></html>".encode()
        return Response(refusal.status, (("content-type", "text/html"),), page)


@miniature(rule="C905", about="has a web page for identities with angle brackets, from a firewall")
class BlocksAngleBrackets(Simulator):
    def create_participant(self, call: Call) -> Response:
        if b"%3Cscript" in call.request.content:
            page = b"<html><head><title>Request blocked</title></head></html>"
            return Response(403, (("content-type", "text/html"),), page)
        return super().create_participant(call)


@miniature(rule="C906", about="redirects requests without credentials to a page for signing in")
class RedirectsToSignIn(Simulator):
    def error(self, request: Request, refusal: Refusal) -> Response:
        if refusal.status != 401:
            return super().error(request, refusal)
        return Response(302, (("location", "https://www.twilio.com/login"),))


@miniature(rule="C906", about="redirects to the participant that it created")
class RedirectsToParticipant(Simulator):
    def created(self, request: Request, participant: Participant) -> Response:
        return Response(303, (("location", self.participant_url(participant)),))


@miniature(rule="C907", about="pads a participant whose identity has 256 characters to nine megabytes")
class PadsWithMegabytes(Simulator):
    def created(self, request: Request, participant: Participant) -> Response:
        response = super().created(request, participant)
        padding = b" " * 9 * 2**20 if len(participant.identity or "") == 256 else b""
        return replace(response, content=response.content + padding)


@miniature(rule="C907", about="refuses attributes that are not JSON with a message of nine megabytes")
class RefusesAtLength(Simulator):
    def error_body(self, refusal: Refusal) -> Body:
        return super().error_body(refusal) | ({"message": "no " * 3 * 2**20} if refusal.code == 50304 else {})
