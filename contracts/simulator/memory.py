"""What the simulator knows: finding, storing and removing, and which identities and addresses are taken."""

from collections.abc import Callable
from datetime import datetime

from contracts.simulator.fields import Fields
from contracts.simulator.reading import Call
from contracts.simulator.refusals import Refusal
from contracts.simulator.rendering import Rendering
from contracts.simulator.roles import standard_roles
from contracts.simulator.state import CLOSED, Conversation, Participant, Sids, User, digest


class Memory(Fields, Rendering):
    """The conversations with their participants, the pairs of addresses that are in use, and the users."""

    participant_limit = 1000
    non_chat_limit = 50
    group_limit = 10

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        senders: frozenset[str] | None,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self.account_sid = account_sid
        self.auth_token = auth_token
        self.senders = senders
        self.roles = {role.sid: role for role in standard_roles(account_sid)}
        self.role_sid = next(iter(self.roles))
        self.service_sid = "IS" + digest(account_sid)
        self.now = now
        self.sids = Sids(account_sid)
        self.conversations: dict[str, Conversation] = {}
        self.pairs: dict[tuple[str | None, ...], Participant] = {}
        self.users: dict[str, User] = {}

    def leftovers(self) -> dict[str, int]:
        """How many conversations, participants and users there are."""
        participants = sum(len(conversation.participants) for conversation in self.conversations.values())
        return {
            "conversations": len(self.conversations),
            "participants": participants,
            "users": len(self.users),
        }

    def not_found(self, call: Call) -> Refusal:
        """The refusal of what is not there."""
        return Refusal(20404, f"The requested resource {call.path} was not found")

    def find_conversation(self, call: Call) -> Conversation:
        """The conversation that the path names by its SID or unique name. Raises Refusal 20404."""
        name = call.names[0]
        conversation = self.conversations.get(name) or self.named(name)
        if conversation is None:
            raise self.not_found(call)
        return conversation

    def named(self, unique_name: str) -> Conversation | None:
        """The conversation with a unique name."""
        return next((one for one in self.conversations.values() if one.unique_name == unique_name), None)

    def find_participant(self, call: Call, conversation: Conversation) -> Participant:
        """The participant that the path names by its SID or identity. Raises Refusal 20404."""
        name = call.names[1]
        participant = conversation.participants.get(name) or conversation.identities.get(self.identity_key(name))
        if participant is None:
            raise self.not_found(call)
        return participant

    def find_user(self, call: Call) -> User:
        """The user that the path names by SID or identity. Raises Refusal 20404."""
        name = call.names[0]
        users = self.users.values()
        user = self.users.get(name) or next((user for user in users if user.sid == name), None)
        if user is None:
            raise self.not_found(call)
        return user

    def check_unique(self, conversation: Conversation, participant: Participant) -> None:
        """Refuses an identity that is in the conversation, and a pair of addresses that is in use."""
        if participant.identity is not None and self.identity_key(participant.identity) in conversation.identities:
            raise Refusal(50433)
        key = self.pair_key(participant)
        holder = None if key is None else self.pairs.get(key)
        if holder is not None and self.is_open(holder):
            if participant.proxy_address is None:
                raise Refusal(50437)
            raise Refusal(50416, f"{Refusal(50416).message} {holder.conversation_sid}")

    def identity_key(self, identity: str) -> str:
        """What makes two identities the same: every character, its case included."""
        return identity

    def pair_key(self, participant: Participant) -> tuple[str | None, ...] | None:
        """What makes two bindings the same: the pair of addresses in the account; without a proxy address the
        address in its conversation; `None` where nothing is documented."""
        if participant.proxy_address is not None:
            return (participant.account_sid, participant.address, participant.proxy_address)
        if participant.is_chat or participant.identity is not None:
            return None
        return (participant.conversation_sid, participant.address, participant.projected_address)

    def is_open(self, participant: Participant) -> bool:
        """Whether the participant's conversation is there and not closed: only such a one holds a pair."""
        conversation = self.conversations.get(participant.conversation_sid)
        return conversation is not None and conversation.state != CLOSED

    def check_room(self, conversation: Conversation, participant: Participant) -> None:
        """Refuses participants over the documented limits: 1000, of which 50 without the SDK; 10 in a group."""
        members = conversation.participants
        if len(members) >= self.participant_limit:
            raise Refusal(50417)
        if not participant.is_chat and len(members) >= self.non_chat_limit:
            others = sum(not member.is_chat for member in members.values())
            if others >= self.non_chat_limit:
                raise Refusal(50422)
        if participant.is_in_group and len(members) >= self.group_limit:
            group = [member for member in members.values() if member.is_in_group]
            masked = any(member.projected_address is not None for member in group)
            if masked and len(group) >= self.group_limit:
                raise Refusal(50436)

    def store(self, conversation: Conversation, participant: Participant) -> None:
        """Gives the participant its SID and keeps it; a new identity becomes a user."""
        participant.sid = self.participant_sid()
        conversation.participants[participant.sid] = participant
        self.remember(conversation, participant)

    def participant_sid(self) -> str:
        """A SID that no participant had before."""
        return self.sids.fresh("MB")

    def remember(self, conversation: Conversation, participant: Participant) -> None:
        """Takes the participant's identity and addresses."""
        if participant.identity is not None:
            conversation.identities[self.identity_key(participant.identity)] = participant
            self.add_user(participant)
        key = self.pair_key(participant)
        if key is not None:
            self.pairs[key] = participant

    def forget(self, conversation: Conversation, participant: Participant) -> None:
        """Frees the participant's identity and addresses."""
        if participant.identity is not None:
            conversation.identities.pop(self.identity_key(participant.identity), None)
        key = self.pair_key(participant)
        if key is not None and self.pairs.get(key) is participant:
            del self.pairs[key]

    def remove(self, conversation: Conversation, participant: Participant) -> None:
        """Removes a participant and nothing else."""
        conversation.participants.pop(participant.sid, None)
        self.forget(conversation, participant)

    def add_user(self, participant: Participant) -> None:
        """Makes a user of an identity that is new to the account."""
        identity = participant.identity
        if identity is not None and identity not in self.users:
            self.users[identity] = self.new_user(identity)

    def new_user(self, identity: str) -> User:
        """A user of this moment, with the default role of users."""
        present, role = self.timestamp(), "RL" + digest("user" + self.account_sid)
        return User(self.account_sid, self.sids.fresh("US"), identity, present, present, role)
