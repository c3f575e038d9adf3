"""Wrong about the role that comes back: at once, after an update, fetched or listed (C307, C502, C503, C518)."""

from dataclasses import replace

from contracts.cases.case import ATTRIBUTES, DATE_CREATED, ROLE_SID
from contracts.exchanges.wire import Request, Response
from contracts.miniatures.bases import Answering
from contracts.miniatures.registry import miniature
from contracts.simulator import Simulator
from contracts.simulator.reading import Call, Form
from contracts.simulator.rendering import Body
from contracts.simulator.state import Conversation, Participant


@miniature(rule="C307", about="ignores the role")
class IgnoresRoles(Simulator):
    def check_role(self, text: str) -> str:
        super().check_role(text)
        return self.role_sid


@miniature(rule="C307", about="gives no role where one was given")
class ForgetsRoles(Answering):
    def change(self, body: Body) -> None:
        if body["role_sid"] != self.role_sid:
            body["role_sid"] = None


@miniature(rule="C307", about="puts a zero in place of the last digit of a role")
class ChangesRoles(Simulator):
    def check_role(self, text: str) -> str:
        return super().check_role(text)[:-1] + "0"


@miniature(rule="C307", about="gives the role of creators for every other one")
class MakesEverybodyAnAdmin(Simulator):
    def conversation_role(self, text: str) -> str:
        user, admin, *_ = self.roles
        return user if super().conversation_role(text) == user else admin


class Dropping(Simulator):
    """A simulator that does not read the role of some forms."""

    def fill(self, participant: Participant, form: Form) -> None:
        """Sets the fields of a form, but for its role where `drops` holds."""
        if ROLE_SID in form and self.drops(form):
            self.check_role(form[ROLE_SID])
            form = {name: text for name, text in form.items() if name != ROLE_SID}
        super().fill(participant, form)

    def drops(self, form: Form) -> bool:
        """Whether the role of this form is lost."""
        return False


@miniature(rule="C307", about="loses the role beside attributes")
class LosesRolesBesideAttributes(Dropping):
    def drops(self, form: Form) -> bool:
        return ATTRIBUTES in form


@miniature(rule="C307", about="loses the role beside a date of creation and no attributes")
class LosesRolesBesideDates(Dropping):
    def drops(self, form: Form) -> bool:
        return DATE_CREATED in form and ATTRIBUTES not in form


@miniature(rule="C307", about="gives participants of WhatsApp the default role whatever role is given")
class LosesRolesOnWhatsApp(Dropping):
    def drops(self, form: Form) -> bool:
        return any(text.startswith("whatsapp:") for text in form.values())


@miniature(rule="C307", about="loses a role that stands first in the form")
class LosesTheFirstRole(Dropping):
    def drops(self, form: Form) -> bool:
        return next(reversed(form)) == ROLE_SID  # a form is kept from its end to its beginning


@miniature(rule="C518", about="does not update the role")
class UpdatesNoRoles(Simulator):
    def exchange(self, conversation: Conversation, old: Participant, new: Participant) -> None:
        new.role_sid = old.role_sid
        super().exchange(conversation, old, new)


@miniature(rule="C518", about="gives the default role again when anything else is updated")
class ResetsRolesOnUpdate(Simulator):
    def update_participant(self, call: Call) -> Response:
        if ROLE_SID not in self.read_form(call.request):
            self.find_participant(call, self.find_conversation(call)).role_sid = self.role_sid
        return super().update_participant(call)


@miniature(rule="C502", about="says that it updated the role of a participant of SMS, and did not")
class UpdatesRolesInWordOnly(Simulator):
    def exchange(self, conversation: Conversation, old: Participant, new: Participant) -> None:
        kept = new if new.is_chat else replace(new, role_sid=old.role_sid)
        super().exchange(conversation, old, kept)


@miniature(rule="C502", about="fetches with the default role")
class FetchesDefaultRoles(Simulator):
    def fetched(self, request: Request, participant: Participant) -> Response:
        return super().fetched(request, replace(participant, role_sid=self.default_role(participant)))


class Listing(Simulator):
    """A simulator whose lists show participants as `shown` says."""

    def listed(self, conversation: Conversation) -> list[Participant]:
        """The participants of a conversation, changed."""
        return self.shown(super().listed(conversation))

    def shown(self, participants: list[Participant]) -> list[Participant]:
        """The participants as they are listed."""
        return participants


@miniature(rule="C503", about="lists with the default role")
class ListsDefaultRoles(Listing):
    def shown(self, participants: list[Participant]) -> list[Participant]:
        return [replace(one, role_sid=self.default_role(one)) for one in participants]


@miniature(rule="C503", about="lists everybody with the role of the first")
class ListsTheFirstRole(Listing):
    def shown(self, participants: list[Participant]) -> list[Participant]:
        return [replace(one, role_sid=participants[0].role_sid) for one in participants]


@miniature(rule="C503", about="lists the role as it was before an update")
class ListsFormerRoles(Listing):
    def __init__(self, **options: object) -> None:
        super().__init__(**options)  # type: ignore[arg-type]
        self.former: dict[str, str | None] = {}

    def exchange(self, conversation: Conversation, old: Participant, new: Participant) -> None:
        super().exchange(conversation, old, new)
        if new.role_sid != old.role_sid:
            self.former[new.sid] = old.role_sid

    def shown(self, participants: list[Participant]) -> list[Participant]:
        return [replace(one, role_sid=self.former.get(one.sid, one.role_sid)) for one in participants]
