"""Wrong refusals: their media type and body (C111 to C114, C118, C239, C241)."""

from contracts.exchanges.wire import Request, Response
from contracts.miniatures.registry import miniature
from contracts.simulator import Refusal, Simulator
from contracts.simulator.rendering import Body


@miniature(rule="C111", about="refuses without a code")
class RefusesWithoutCode(Simulator):
    def error_body(self, refusal: Refusal) -> Body:
        return {key: value for key, value in super().error_body(refusal).items() if key != "code"}


@miniature(rule="C111", about="refuses without a message")
class RefusesWithoutMessage(Simulator):
    def error_body(self, refusal: Refusal) -> Body:
        return super().error_body(refusal) | {"message": ""}


@miniature(rule="C111", about="gives the code as text")
class GivesCodeAsText(Simulator):
    def error_body(self, refusal: Refusal) -> Body:
        return super().error_body(refusal) | {"code": str(refusal.code)}


@miniature(rule="C111", about="refuses with a problem document (RFC 9457)")
class RefusesWithProblem(Simulator):
    def error_body(self, refusal: Refusal) -> Body:
        return {"type": "about:blank", "title": refusal.message, "status": refusal.status, "code": refusal.code}


@miniature(rule="C111", about="refuses with an empty body")
class RefusesWithoutBody(Simulator):
    def error(self, request: Request, refusal: Refusal) -> Response:
        response = super().error(request, refusal)
        return Response(response.status, response.headers)


@miniature(rule="C111", about="answers unknown conversations without a body of its own")
class HasNoBodyForNotFound(Simulator):
    def error_body(self, refusal: Refusal) -> Body:
        return {"error": "not found"} if refusal.code == 20404 else super().error_body(refusal)


@miniature(rule="C112", about="says 400 inside of every error")
class SaysBadRequestInside(Simulator):
    def error_body(self, refusal: Refusal) -> Body:
        return super().error_body(refusal) | {"status": 400}


@miniature(rule="C112", about="says 200 inside of an error")
class SaysOkInside(Simulator):
    def error_body(self, refusal: Refusal) -> Body:
        return super().error_body(refusal) | {"status": 200}


@miniature(rule="C113", about="explains every error with the page of 20404")
class ExplainsAnotherCode(Simulator):
    def error_body(self, refusal: Refusal) -> Body:
        return super().error_body(refusal) | {"more_info": "https://www.twilio.com/docs/errors/20404"}


@miniature(rule="C113", about="explains errors with the list of all codes")
class ExplainsNoCode(Simulator):
    def error_body(self, refusal: Refusal) -> Body:
        return super().error_body(refusal) | {"more_info": "https://www.twilio.com/docs/api/errors"}


@miniature(rule="C114", about="labels errors as text/html")
class LabelsErrorsAsHtml(Simulator):
    def content_type(self, status: int) -> str:
        return "text/html" if status >= 400 else super().content_type(status)


@miniature(rule="C114", about="labels 404 as text/plain")
class LabelsNotFoundAsText(Simulator):
    def content_type(self, status: int) -> str:
        return "text/plain" if status == 404 else super().content_type(status)


class Unprocessable(Simulator):
    """A simulator that answers 422 where it gives the code."""

    code = 0

    def error(self, request: Request, refusal: Refusal) -> Response:
        """The answer to a refusal."""
        if refusal.code == self.code:
            refusal = Refusal(refusal.code, refusal.message, 422)
        return super().error(request, refusal)


@miniature(rule="C118", about="answers 422 to attributes that are not JSON")
class UnprocessableAttributes(Unprocessable):
    code = 50304


@miniature(rule="C118", about="answers 422 to addresses that are none")
class UnprocessableAddresses(Unprocessable):
    code = 50407


@miniature(rule="C241", about="has one code for whatever is wrong with a parameter")
class HasOneCode(Simulator):
    def error_body(self, refusal: Refusal) -> Body:
        known = (20003, 20404, 50433, 50416)
        return super().error_body(refusal if refusal.code in known else Refusal(20001, status=refusal.status))


@miniature(rule="C239", about="blames the length of the identity for everything")
class BlamesIdentity(Simulator):
    def error_body(self, refusal: Refusal) -> Body:
        return super().error_body(Refusal(50207) if refusal.status == 400 else refusal)


@miniature(rule="C239", about="blames attributes that are too long for not being JSON")
class BlamesJsonForSize(Simulator):
    def error_body(self, refusal: Refusal) -> Body:
        return super().error_body(Refusal(50304) if refusal.code == 50303 else refusal)


@miniature(rule="C239", about="blames the attributes for a wrong date")
class BlamesAttributesForDates(Simulator):
    def error_body(self, refusal: Refusal) -> Body:
        return super().error_body(Refusal(50304) if refusal.code in (50308, 50309) else refusal)


@miniature(rule="C239", about="takes one address code for the other")
class TakesCodesForOneAnother(Simulator):
    def error_body(self, refusal: Refusal) -> Body:
        swapped = {50409: 50414, 50414: 50409, 50411: 50412, 50412: 50411}
        return super().error_body(Refusal(swapped[refusal.code]) if refusal.code in swapped else refusal)


@miniature(rule="C239", about="blames a user SID for an identity that is too long")
class BlamesUserSidForLength(Simulator):
    def error_body(self, refusal: Refusal) -> Body:
        return super().error_body(Refusal(50206) if refusal.code == 50207 else refusal)
