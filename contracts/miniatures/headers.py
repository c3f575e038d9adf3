"""Wrong headers of an answer, or wrong about headers of a request (C102, C115, C116)."""

from contracts.cases.case import Pairs
from contracts.exchanges.wire import Request, Response
from contracts.miniatures.registry import miniature
from contracts.simulator import Refusal, Simulator
from contracts.simulator.reading import Call
from contracts.simulator.state import Participant


@miniature(rule="C115", about="says yes where true or false is documented")
class AllowsCredentialsWithYes(Simulator):
    def cors(self, request: Request) -> Pairs:
        name = "access-control-allow-credentials"
        return tuple((key, "yes" if key == name else value) for key, value in super().cors(request))


@miniature(rule="C115", about="says yes where true or false is documented, when webhooks are on")
class AllowsCredentialsWithYesBeforeWebhooks(AllowsCredentialsWithYes):
    def cors(self, request: Request) -> Pairs:
        webhooks = request.header("X-Twilio-Webhook-Enabled") == "true"
        return super().cors(request) if webhooks else Simulator.cors(self, request)


@miniature(rule="C116", about="sends no CORS headers with a WhatsApp participant")
class SendsNoCorsToWhatsapp(Simulator):
    def created(self, request: Request, participant: Participant) -> Response:
        response = super().created(request, participant)
        if not (participant.address or "").startswith("whatsapp:"):
            return response
        headers = tuple(pair for pair in response.headers if not pair[0].lower().startswith("access-control"))
        return Response(response.status, headers, response.content)


@miniature(rule="C102", about="says XML to clients that prefer XML")
class SaysXml(Simulator):
    def created(self, request: Request, participant: Participant) -> Response:
        response = super().created(request, participant)
        if "xml" not in (request.header("Accept") or "").split(",")[0]:
            return response
        headers = tuple((k, "application/xml" if k.lower() == "content-type" else v) for k, v in response.headers)
        return Response(response.status, headers, response.content)


@miniature(rule="C201", about="answers JSON only to clients that ask for nothing else")
class InsistsOnJson(Simulator):
    def create_participant(self, call: Call) -> Response:
        if call.request.header("Accept") != "application/json":
            raise Refusal(20001, "Not Acceptable", 406)
        return super().create_participant(call)


@miniature(rule="C116", about="sends no CORS headers")
class IgnoresOrigin(Simulator):
    def cors(self, request: Request) -> Pairs:
        return ()


@miniature(rule="C116", about="sends only the first of the CORS headers")
class SendsOneCorsHeader(Simulator):
    def cors(self, request: Request) -> Pairs:
        return super().cors(request)[:1]


@miniature(rule="C116", about="allows another origin than the one that asks")
class AllowsAnotherOrigin(Simulator):
    def cors(self, request: Request) -> Pairs:
        name, other = "access-control-allow-origin", "https://console.example.com"
        return tuple((key, other if key == name else value) for key, value in super().cors(request))


@miniature(rule="C210", about="compares the media type of a form with its case")
class ComparesMediaTypesWithCase(Simulator):
    def is_form(self, content_type: str | None) -> bool:
        return super().is_form(content_type) and (content_type or "").startswith("application/")
