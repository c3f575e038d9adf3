"""The operations on users: what an identity leaves behind, or what is made ahead of it."""

from contracts.exchanges.wire import Response
from contracts.simulator.pages import Pages
from contracts.simulator.reading import Call, Form
from contracts.simulator.refusals import Refusal
from contracts.simulator.rendering import Body
from contracts.simulator.roles import SERVICE
from contracts.simulator.state import User


class Users(Pages):
    """Create, list, fetch, update and delete."""

    def create_user(self, call: Call) -> Response:
        """A user of an identity that has none yet."""
        form = self.read_form(call.request)
        identity = self.check_identity(form.get("Identity", ""))
        if identity in self.users:
            raise Refusal(50201)
        user = self.new_user(identity)
        self.fill_user(user, form)
        self.users[identity] = user
        return self.respond(call.request, 201, self.render_user(user))

    def fill_user(self, user: User, form: Form) -> None:
        """Sets the given fields. Raises Refusal."""
        if "FriendlyName" in form:
            user.friendly_name = form["FriendlyName"]
        if "Attributes" in form:
            user.attributes = self.check_conversation_attributes(form["Attributes"])
        if "RoleSid" in form:
            user.role_sid = self.check_service_role(form["RoleSid"])

    def check_service_role(self, text: str) -> str:
        """A role of services: users have no other."""
        role = self.roles.get(text)
        if role is None:
            raise Refusal(50100)
        if role.type != SERVICE:
            raise Refusal(50105)
        return text

    def list_users(self, call: Call) -> Response:
        """A page of the users."""
        return self.page(call, "users", list(self.users.values()), self.render_user)

    def fetch_user(self, call: Call) -> Response:
        """One user, by SID or identity."""
        return self.respond(call.request, 200, self.render_user(self.find_user(call)))

    def update_user(self, call: Call) -> Response:
        """Sets the given fields; the identity stays."""
        user = self.find_user(call)
        self.fill_user(user, self.read_form(call.request))
        user.date_updated = self.timestamp()
        return self.respond(call.request, 200, self.render_user(user))

    def delete_user(self, call: Call) -> Response:
        """Removes a user; participants with its identity stay (documents silent)."""
        del self.users[self.find_user(call).identity]
        return self.respond(call.request, 204, None)

    def render_user(self, user: User) -> Body:
        """The properties of a user (twilio-oai, FetchUser)."""
        url = f"{self.base_url}/Users/{user.sid}"
        return {
            "sid": user.sid,
            "account_sid": user.account_sid,
            "chat_service_sid": self.service_sid,
            "role_sid": user.role_sid,
            "identity": user.identity,
            "friendly_name": user.friendly_name,
            "attributes": user.attributes,
            "is_online": None,
            "is_notifiable": None,
            "date_created": user.date_created,
            "date_updated": user.date_updated,
            "url": url,
            "links": {"user_conversations": f"{url}/Conversations"},
        }
