"""The operations on messages, which are kept and shown, and not delivered."""

from contracts.exchanges.wire import Response
from contracts.simulator.pages import Pages
from contracts.simulator.reading import Call, Form
from contracts.simulator.refusals import Refusal
from contracts.simulator.rendering import Body
from contracts.simulator.state import Conversation, Message

SYSTEM = "system"
"""The author where none is given (twilio-oai)."""


class Messages(Pages):
    """Create, list, fetch, update and delete; the list of receipts is empty."""

    message_limit = 1600

    def create_message(self, call: Call) -> Response:
        """A message at the end of a conversation that is not closed."""
        conversation = self.find_conversation(call)
        self.check_state(conversation)
        form = self.read_form(call.request)
        message = Message(self.sids.fresh("IM"), conversation.next_index, SYSTEM, None, "", "")
        self.fill_message(message, conversation, form)
        message.date_created = message.date_created or self.timestamp()
        message.date_updated = message.date_updated or message.date_created
        conversation.next_index += 1
        conversation.messages[message.sid] = message
        return self.respond(call.request, 201, self.render_message(conversation, message))

    def fill_message(self, message: Message, conversation: Conversation, form: Form) -> None:
        """Sets the given fields. Raises Refusal."""
        if len(form.get("Body", "")) > self.message_limit:
            raise Refusal(20001, "Invalid Body")
        message.body = form.get("Body", message.body)
        message.author = form.get("Author", message.author)
        author = conversation.identities.get(message.author)
        message.participant_sid = author.sid if author else None
        if "Attributes" in form:
            message.attributes = self.check_attributes(form["Attributes"])
        if "DateCreated" in form:
            message.date_created = self.check_date_created(form["DateCreated"])
        if "DateUpdated" in form:
            message.date_updated = self.check_date_updated(form["DateUpdated"])

    def list_messages(self, call: Call) -> Response:
        """A page of the messages, the oldest first unless the query says Order=desc."""
        conversation = self.find_conversation(call)
        found = list(conversation.messages.values())
        found = found[::-1] if "Order=desc" in call.query.split("&") else found
        return self.page(call, "messages", found, lambda message: self.render_message(conversation, message))

    def fetch_message(self, call: Call) -> Response:
        """One message, by SID."""
        conversation, message = self.find_message(call)
        return self.respond(call.request, 200, self.render_message(conversation, message))

    def update_message(self, call: Call) -> Response:
        """Sets the given fields."""
        conversation, message = self.find_message(call)
        self.check_state(conversation)
        message.date_updated = self.timestamp()
        self.fill_message(message, conversation, self.read_form(call.request))
        return self.respond(call.request, 200, self.render_message(conversation, message))

    def delete_message(self, call: Call) -> Response:
        """Removes a message; its index is not given out again."""
        conversation, message = self.find_message(call)
        del conversation.messages[message.sid]
        return self.respond(call.request, 204, None)

    def list_receipts(self, call: Call) -> Response:
        """No page of receipts has any: nothing is delivered."""
        self.find_message(call)
        nothing: list[Body] = []
        return self.page(call, "delivery_receipts", nothing, dict)

    def find_message(self, call: Call) -> tuple[Conversation, Message]:
        """The conversation and the message that the path names. Raises Refusal 20404."""
        conversation = self.find_conversation(call)
        message = conversation.messages.get(call.names[1])
        if message is None:
            raise self.not_found(call)
        return conversation, message

    def render_message(self, conversation: Conversation, message: Message) -> Body:
        """The properties of a message (twilio-oai, conversation_message)."""
        url = f"{self.conversation_url(conversation.sid)}/Messages/{message.sid}"
        return {
            "account_sid": conversation.account_sid,
            "conversation_sid": conversation.sid,
            "sid": message.sid,
            "index": message.index,
            "author": message.author,
            "body": message.body,
            "media": None,
            "attributes": message.attributes,
            "participant_sid": message.participant_sid,
            "date_created": message.date_created,
            "date_updated": message.date_updated,
            "delivery": None,
            "content_sid": None,
            "url": url,
            "links": {"delivery_receipts": f"{url}/Receipts"},
            **self.service_scope,
        }
