"""The operations on the webhooks of a conversation, which are kept and shown, and never called."""

from contracts.exchanges.wire import Request, Response
from contracts.simulator.pages import Pages
from contracts.simulator.reading import Call
from contracts.simulator.refusals import Refusal
from contracts.simulator.rendering import Body
from contracts.simulator.state import Conversation, Webhook

TARGETS = ("webhook", "trigger", "studio")
_PREFIX = "Configuration."
_NAMES = {
    "Url": "url",
    "Method": "method",
    "FlowSid": "flow_sid",
    "ReplayAfter": "replay_after",
    "Filters": "filters",
    "Triggers": "triggers",
}
_SEVERAL = ("Filters", "Triggers")


class Webhooks(Pages):
    """Create, list, fetch, update and delete."""

    def create_webhook(self, call: Call) -> Response:
        """A webhook for a target that there is."""
        conversation = self.find_conversation(call)
        self.check_state(conversation)
        target = self.read_form(call.request).get("Target")
        if target not in TARGETS:
            raise Refusal(20001, "Invalid Target")
        present, configuration = self.timestamp(), self.read_configuration(call.request)
        webhook = Webhook(self.sids.fresh("WH"), target, configuration, present, present)
        conversation.webhooks[webhook.sid] = webhook
        return self.respond(call.request, 201, self.render_webhook(conversation, webhook))

    def read_configuration(self, request: Request) -> dict[str, object]:
        """What the form says of the target; filters and triggers may be several."""
        given = [(name.removeprefix(_PREFIX), text) for name, text in self.parse_form(request.content)]
        one: dict[str, object] = {_NAMES[name]: text for name, text in given if name in _NAMES}
        several = {_NAMES[name]: [text for other, text in given if other == name] for name in _SEVERAL}
        return one | {name: texts for name, texts in several.items() if texts}

    def list_webhooks(self, call: Call) -> Response:
        """A page of the webhooks of a conversation."""
        conversation = self.find_conversation(call)
        found = list(conversation.webhooks.values())
        return self.page(call, "webhooks", found, lambda webhook: self.render_webhook(conversation, webhook))

    def fetch_webhook(self, call: Call) -> Response:
        """One webhook, by SID."""
        conversation, webhook = self.find_webhook(call)
        return self.respond(call.request, 200, self.render_webhook(conversation, webhook))

    def update_webhook(self, call: Call) -> Response:
        """Sets what is given of the configuration."""
        conversation, webhook = self.find_webhook(call)
        webhook.configuration |= self.read_configuration(call.request)
        webhook.date_updated = self.timestamp()
        return self.respond(call.request, 200, self.render_webhook(conversation, webhook))

    def delete_webhook(self, call: Call) -> Response:
        """Removes a webhook."""
        conversation, webhook = self.find_webhook(call)
        del conversation.webhooks[webhook.sid]
        return self.respond(call.request, 204, None)

    def find_webhook(self, call: Call) -> tuple[Conversation, Webhook]:
        """The conversation and the webhook that the path names. Raises Refusal 20404."""
        conversation = self.find_conversation(call)
        webhook = conversation.webhooks.get(call.names[1])
        if webhook is None:
            raise self.not_found(call)
        return conversation, webhook

    def render_webhook(self, conversation: Conversation, webhook: Webhook) -> Body:
        """The properties of a webhook (twilio-oai, conversation_scoped_webhook)."""
        return {
            "sid": webhook.sid,
            "account_sid": conversation.account_sid,
            "conversation_sid": conversation.sid,
            "target": webhook.target,
            "url": f"{self.conversation_url(conversation.sid)}/Webhooks/{webhook.sid}",
            "configuration": webhook.configuration,
            "date_created": webhook.date_created,
            "date_updated": webhook.date_updated,
            **self.service_scope,
        }
