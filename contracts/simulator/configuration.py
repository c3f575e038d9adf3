"""The operations on roles, and on the configurations that say which of them are given by default.

Shapes are those of twilio-oai: conversations.v1.role, configuration, service.service_configuration.
"""

from contracts.exchanges.wire import Response
from contracts.simulator.pages import Pages
from contracts.simulator.reading import Call
from contracts.simulator.rendering import Body
from contracts.simulator.roles import Role, conversation_role
from contracts.simulator.state import digest

_SINCE = "2015-12-16T22:18:37Z"


class Configuration(Pages):
    """List and fetch roles; fetch the configuration of the account and of its service."""

    def add_role(self, sid: str) -> None:
        """A further conversation role of the account."""
        self.roles[sid] = conversation_role(self.account_sid, sid)

    def list_roles(self, call: Call) -> Response:
        """A page of the roles of both types."""
        return self.page(call, "roles", list(self.roles.values()), self.render_role)

    def fetch_role(self, call: Call) -> Response:
        """One role, by SID."""
        role = self.roles.get(call.names[-1])
        if role is None:
            raise self.not_found(call)
        return self.respond(call.request, 200, self.render_role(role))

    def list_services(self, call: Call) -> Response:
        """A page with the account's one service."""
        return self.page(call, "services", [self.service_sid], lambda sid: self.render_service())

    def fetch_service(self, call: Call) -> Response:
        """The account's one service."""
        if call.names[0] != self.service_sid:
            raise self.not_found(call)
        return self.respond(call.request, 200, self.render_service())

    def fetch_configuration(self, call: Call) -> Response:
        """What holds for the whole account: its default service, among others."""
        return self.respond(call.request, 200, self.render_configuration())

    def fetch_service_configuration(self, call: Call) -> Response:
        """The default roles of the account's one service."""
        if call.names[0] != self.service_sid:
            raise self.not_found(call)
        return self.respond(call.request, 200, self.render_service_configuration())

    def render_role(self, role: Role) -> Body:
        """The properties of a role."""
        return {
            "sid": role.sid,
            "account_sid": role.account_sid,
            "chat_service_sid": self.service_sid,
            "friendly_name": role.friendly_name,
            "type": role.type,
            "permissions": list(role.permissions),
            "date_created": _SINCE,
            "date_updated": _SINCE,
            "url": f"{self.base_url}/Roles/{role.sid}",
        }

    def render_service(self) -> Body:
        """The properties of the service."""
        url = f"{self.base_url}/Services/{self.service_sid}"
        names = ("Conversations", "Users", "Roles", "Configuration")
        return {
            "account_sid": self.account_sid,
            "sid": self.service_sid,
            "friendly_name": "default service",
            "date_created": _SINCE,
            "date_updated": _SINCE,
            "url": url,
            "links": {name.lower(): f"{url}/{name}" for name in names},
        }

    def render_configuration(self) -> Body:
        """The properties of the account's configuration."""
        return {
            "account_sid": self.account_sid,
            "default_chat_service_sid": self.service_sid,
            "default_messaging_service_sid": "MG" + digest(self.account_sid),
            "default_inactive_timer": None,
            "default_closed_timer": None,
            "url": f"{self.base_url}/Configuration",
            "links": {"service": f"{self.base_url}/Services/{self.service_sid}"},
        }

    def render_service_configuration(self) -> Body:
        """The properties of the configuration of a service."""
        user, admin, _, of_users, *_ = self.roles
        return {
            "chat_service_sid": self.service_sid,
            "default_conversation_creator_role_sid": admin,
            "default_conversation_role_sid": user,
            "default_chat_service_role_sid": of_users,
            "reachability_enabled": False,
            "url": f"{self.base_url}/Services/{self.service_sid}/Configuration",
            "links": {},
        }
