"""Wrong about the form of a role, and about which roles there are (C235, C239, C244 to C246)."""

import re

from contracts.exchanges.wire import Request, Response
from contracts.miniatures.registry import miniature
from contracts.simulator import Refusal, Simulator
from contracts.simulator.reading import Call, Form
from contracts.simulator.roles import SERVICE
from contracts.simulator.state import Conversation, Participant


class Credulous(Simulator):
    """A simulator that takes SIDs which are none for those of roles."""

    def conversation_role(self, text: str) -> str:
        """The SID of the role that a text names."""
        return super().conversation_role(text) if Simulator.role_pattern.fullmatch(text) else text


@miniature(rule="C235", about="accepts any role")
class AcceptsAnyRole(Credulous):
    role_pattern = re.compile(r"(?s).*")


@miniature(rule="C235", about="accepts the SID of anything for a role")
class AcceptsSidsOfAnything(Credulous):
    role_pattern = re.compile(r"[A-Z]{2}[0-9a-fA-F]{32}")


class Approximate(Simulator):
    """A simulator that knows a role by a part of its SID."""

    def check_role(self, text: str) -> str:
        found = [sid for sid in self.roles if self.is_like(text, sid)]
        return super().check_role(found[0] if found else text)

    def is_like(self, text: str, sid: str) -> bool:
        """Whether a text is taken for the SID of a role."""
        return False


@miniature(rule="C235", about="knows a role by its digits, whatever stands before them")
class KnowsRolesByDigits(Approximate):
    def is_like(self, text: str, sid: str) -> bool:
        return text[2:] == sid[2:]


@miniature(rule="C235", about="reads the SID of a role up to its 34th character")
class CutsRoles(Approximate):
    def is_like(self, text: str, sid: str) -> bool:
        return text[:34] == sid


@miniature(rule="C235", about="accepts role SIDs of any length")
class AcceptsShortRoles(Credulous):
    role_pattern = re.compile(r"RL[0-9a-fA-F]+")


@miniature(rule="C235", about="accepts role SIDs with letters beyond f")
class AcceptsRolesInBase36(Credulous):
    role_pattern = re.compile(r"RL[0-9a-zA-Z]{32}")


@miniature(rule="C235", about="accepts the prefix of a role in lower case")
class AcceptsLowerCaseRoles(Credulous):
    role_pattern = re.compile(r"(?i:RL)[0-9a-fA-F]{32}")


@miniature(rule="C235", about="ignores a role that is none")
class IgnoresBadRoles(Simulator):
    def check_role(self, text: str) -> str:
        return super().check_role(text) if self.role_pattern.fullmatch(text) else self.role_sid


@miniature(rule="C239", about="finds fault with a role where none was given")
class BlamesTheRole(Simulator):
    def check_someone(self, form: Form) -> None:
        try:
            super().check_someone(form)
        except Refusal:
            raise Refusal(50109) from None


@miniature(rule="C244", about="finds no role but the default one")
class KnowsDefaultRoleOnly(Simulator):
    def conversation_role(self, text: str) -> str:
        if super().conversation_role(text) != self.role_sid:
            raise Refusal(50109)
        return text


@miniature(rule="C244", about="finds no role but the first two")
class KnowsTwoRoles(Simulator):
    def conversation_role(self, text: str) -> str:
        if super().conversation_role(text) not in list(self.roles)[:2]:
            raise Refusal(50109)
        return text


class RefusingRoles(Simulator):
    """A simulator that refuses a role for some participants."""

    def check_unique(self, conversation: Conversation, participant: Participant) -> None:
        """Refuses what is there already, and a role where `refuses` holds."""
        if participant.role_sid not in (None, self.role_sid) and self.refuses(conversation, participant):
            raise Refusal(50105)
        super().check_unique(conversation, participant)

    def refuses(self, conversation: Conversation, participant: Participant) -> bool:
        """Whether a participant may have no role but the default one."""
        return False


@miniature(rule="C244", about="refuses a role for participants of SMS")
class RefusesRolesForSms(RefusingRoles):
    def refuses(self, conversation: Conversation, participant: Participant) -> bool:
        return not participant.is_chat and self.binding_type(participant) == "sms"


@miniature(rule="C244", about="refuses a role for participants of RCS")
class RefusesRolesForRcs(RefusingRoles):
    def refuses(self, conversation: Conversation, participant: Participant) -> bool:
        return not participant.is_chat and self.binding_type(participant) == "rcs"


@miniature(rule="C244", about="refuses a role beside a date of creation that is past")
class RefusesRolesBesideDates(RefusingRoles):
    def refuses(self, conversation: Conversation, participant: Participant) -> bool:
        return participant.date_created < conversation.date_created


@miniature(rule="C244", about="gives a role to one participant of a conversation only")
class GivesARoleOnce(RefusingRoles):
    def refuses(self, conversation: Conversation, participant: Participant) -> bool:
        return any(other.role_sid == participant.role_sid for other in conversation.participants.values())


@miniature(rule="C244", about="gives no second role beside one that is not the default")
class RefusesASecondRole(RefusingRoles):
    def refuses(self, conversation: Conversation, participant: Participant) -> bool:
        return any(other.role_sid != self.role_sid for other in conversation.participants.values())


class Undiscerning(Simulator):
    """A simulator that gives participants roles of services."""

    def conversation_role(self, text: str) -> str:
        """The SID of a role of any type."""
        role = self.roles.get(text)
        return text if role is not None and role.type == SERVICE else super().conversation_role(text)

    def is_of_a_service(self, participant: Participant) -> bool:
        """Whether the participant was given such a role."""
        role = self.roles.get(participant.role_sid or "")
        return role is not None and role.type == SERVICE


@miniature(rule="C245", about="gives roles of services to participants")
class GivesServiceRoles(Undiscerning):
    """Its type is not looked at."""


@miniature(rule="C245", about="gives participants of WhatsApp roles of services")
class GivesServiceRolesOnWhatsApp(Undiscerning):
    def check_unique(self, conversation: Conversation, participant: Participant) -> None:
        whatsapp = not participant.is_chat and self.binding_type(participant) == "whatsapp"
        if self.is_of_a_service(participant) and not whatsapp:
            raise Refusal(50105)
        super().check_unique(conversation, participant)


@miniature(rule="C245", about="lets an update give a role of a service")
class UpdatesToServiceRoles(Undiscerning):
    def create_participant(self, call: Call) -> Response:
        if (
            self.roles.get(self.read_form(call.request).get("RoleSid", ""), self.roles[self.role_sid]).type
            == SERVICE
        ):
            raise Refusal(50105)
        return super().create_participant(call)


@miniature(rule="C245", about="gives the default role in place of one of a service")
class ReplacesServiceRoles(Simulator):
    def conversation_role(self, text: str) -> str:
        role = self.roles.get(text)
        return self.role_sid if role is not None and role.type == SERVICE else super().conversation_role(text)


@miniature(rule="C246", about="does not look a role up")
class LooksNoRoleUp(Simulator):
    def conversation_role(self, text: str) -> str:
        return super().conversation_role(text) if text in self.roles else text


@miniature(rule="C246", about="gives the default role in place of one that there is not")
class ReplacesUnknownRoles(Simulator):
    def conversation_role(self, text: str) -> str:
        return super().conversation_role(text) if text in self.roles else self.role_sid


@miniature(rule="C246", about="looks a role up without its last digit")
class LooksUpAllButTheLastDigit(Simulator):
    def conversation_role(self, text: str) -> str:
        near = [sid for sid in self.roles if sid[:-1] == text[:-1]]
        return super().conversation_role(near[0] if near else text)


@miniature(rule="C246", about="does not look a role up for participants with attributes")
class LooksUpRolesOfThePlain(Simulator):
    dressed = False

    def read_participant(self, request: Request, conversation: Conversation) -> Participant:
        self.dressed = b"Attributes=" in request.content
        return super().read_participant(request, conversation)

    def conversation_role(self, text: str) -> str:
        return text if self.dressed and text not in self.roles else super().conversation_role(text)


@miniature(rule="C504", about="adds a participant though the role is refused")
class AddsThoughTheRoleIsRefused(Simulator):
    def read_participant(self, request: Request, conversation: Conversation) -> Participant:
        try:
            return super().read_participant(request, conversation)
        except Refusal as refusal:
            if refusal.code in (50105, 50109) and "somebody" not in conversation.identities:
                left = Participant(conversation.account_sid, conversation.sid, identity="somebody")
                self.set_defaults(left)
                self.store(conversation, left)
            raise


@miniature(rule="C246", about="knows the roles of every account")
class KnowsForeignRoles(Simulator):
    def conversation_role(self, text: str) -> str:
        foreign = self.neighbour.roles if self.neighbour is not None else {}
        return text if text in foreign else super().conversation_role(text)


@miniature(rule="C246", about="lets an update give a role that there is not")
class UpdatesToUnknownRoles(Simulator):
    creating = False

    def create_participant(self, call: Call) -> Response:
        self.creating = True
        try:
            return super().create_participant(call)
        finally:
            self.creating = False

    def conversation_role(self, text: str) -> str:
        known = self.creating or text in self.roles
        return super().conversation_role(text) if known else text


class Defaulting(Simulator):
    """A simulator with a default role of its own for those who chat."""

    def default_role(self, participant: Participant) -> str | None:
        """The role of a participant that was given none."""
        usual = super().default_role(participant)
        return self.other_default(participant) if participant.is_chat else usual

    def other_default(self, participant: Participant) -> str | None:
        """The role of one that chats."""
        return self.role_sid


@miniature(rule="C520", about="gives those without a role the one that was given last")
class RolesStick(Defaulting):
    last: str | None = None

    def conversation_role(self, text: str) -> str:
        self.last = super().conversation_role(text)
        return self.last

    def other_default(self, participant: Participant) -> str | None:
        return self.last or self.role_sid


@miniature(rule="C520", about="gives everyone the role of creators")
class MakesEveryoneACreator(Defaulting):
    def other_default(self, participant: Participant) -> str | None:
        return list(self.roles)[1]


@miniature(rule="C520", about="gives those who chat no role by default")
class GivesNoRole(Defaulting):
    def other_default(self, participant: Participant) -> str | None:
        return None


@miniature(rule="C319", about="gives the role of service users by default")
class GivesTheRoleOfUsers(Defaulting):
    def other_default(self, participant: Participant) -> str | None:
        return next(role.sid for role in self.roles.values() if role.type == SERVICE)
