"""A scenario: the steps of a sequence, carried out and judged in conversations of their own."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from contracts.cases.case import IDENTITY, Case, Conversation, Op, Sequence, Step
from contracts.exchanges.exchange import Answer, Exchange, Place
from contracts.exchanges.wire import Response
from contracts.judging.checks import Judgement, judge, judgement
from contracts.judging.violations import Violation, broken, show
from contracts.promises.grammar import identities
from contracts.promises.model import Member, Model
from contracts.promises.oracle import refusal_of_update
from contracts.targets.session import Participant, Session
from contracts.trials.probed import Unsupported
from contracts.trials.reading_back import differs, fetched_is_equal, sid_is_fresh, updated_is_equal


@dataclass(slots=True)
class Scenario:
    """Carries out steps one by one. `exchanges` holds those of the creates, by the number of their step."""

    session: Session
    sids_seen: set[str] = field(default_factory=set)
    model: Model = field(default_factory=Model)
    exchanges: dict[int, Exchange] = field(default_factory=dict)
    _steps: int = 0
    _places: dict[str, Place] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.model.declared = self.session.declared

    def step(self, step: Step) -> Judgement:
        """Carries out one step. Raises Unsupported, TargetUnavailable."""
        number, self._steps = self._steps, self._steps + 1
        if step.op is Op.CREATE:
            return judgement(self._create(number, step.case))
        if step.op is Op.LIST:
            return judgement(self._list(step.case.conversation))
        if step.op is Op.CLOSE:
            self._close(step.case.conversation)
            return Judgement()
        return judgement(self._about(step))

    def close(self) -> None:
        """Deletes the scenario's conversations."""
        for place in self._places.values():
            self.session.delete_conversation(place.conversation_sid)

    def place(self, conversation: str) -> Place:
        """Where a step goes: the scenario has its own `existing` and `other` conversation."""
        if conversation not in (Conversation.EXISTING, Conversation.OTHER):
            return self.session.place(conversation)
        if conversation not in self._places:
            self._places[conversation] = self.session.new_place()
        return self._places[conversation]

    def _create(self, number: int, case: Case) -> Iterator[Violation | str]:
        expectation = self.model.expect(case)
        exchange = self.session.send(case, self.place(case.conversation))
        self.exchanges[number] = exchange
        yield from judge(exchange, expectation, self.session.declared).shown
        if exchange.accepted and exchange.sid is not None and exchange.response:
            body = Answer(exchange.response).object or {}
            yield from _has_default_role(self.model.default_role(case), body)
            self.model.created(number, exchange, body)
            yield from sid_is_fresh(exchange, self.sids_seen)
        elif exchange.refused and case.conversation in self._places:
            yield from self._nothing_changed(case)

    def _nothing_changed(self, case: Case) -> Iterator[Violation | str]:
        """C504 and C508: a refused create adds no participant, and leaves the others as they were."""
        conversation = self._places[case.conversation].conversation_sid
        members = self.model.inside(case.conversation)
        known = {member.sid for member in members}
        strangers = [p for p in self.session.participants(conversation) if p.get("sid") not in known]
        yield "C504"
        if strangers:
            yield broken(
                "C504", expected="no new participant", actual=f"refused, yet listed: {show(strangers[0])}"
            )
        for member in members[-3:]:
            yield "C508"
            for violation in fetched_is_equal(self.session, conversation, member.body):
                yield broken("C508", expected=violation.expected, actual=violation.actual)

    def _list(self, name: str) -> Iterator[Violation | str]:
        """C503, C516: exactly the members, each once, over as many pages as there are."""
        members = self.model.inside(name)
        expected = sorted(member.sid for member in members)
        yield "C503"
        if self.model.former:
            yield "C516"
        conversation = self.place(name).conversation_sid
        for page_size in (100, 2) if len(members) > 2 else (100,):
            found = self.session.participants(conversation, page_size)
            listed = sorted(str(p.get("sid")) for p in found)
            if listed != expected:
                former = {member.sid for member in self.model.former.values()}
                code = "C516" if former & set(listed) else "C503"
                yield broken(code, expected=f"the list is {show(expected)}", actual=show(listed))
                return
            yield from _listed_as_known(members, found)

    def _close(self, name: str) -> None:
        if not self.session.close_conversation(self.place(name).conversation_sid):
            raise Unsupported("the target did not close a conversation (POST State=closed)")
        self.model.closed.add(name)

    def _about(self, step: Step) -> Iterator[Violation | str]:
        """A step about an earlier create; nothing when that create was refused."""
        ref = step.ref if step.ref is not None else -1
        member = self.model.members.get(ref) or self.model.former.get(ref)
        if member is None:
            return
        conversation = self.place(member.case.conversation).conversation_sid
        live = ref in self.model.members
        if step.op is Op.FETCH:
            yield from self._fetch(conversation, member, live=live)
        elif live and step.op is Op.DELETE:
            yield from self._delete(conversation, ref)
        elif live:
            yield from self._update(conversation, member, step.case)

    def _fetch(self, conversation: str, member: Member, *, live: bool) -> Iterator[Violation | str]:
        yield "C502" if live else "C516"
        if not live:
            response = self.session.fetch(conversation, member.sid)
            if not 400 <= response.status < 500:
                yield broken("C516", expected="404 after the deletion", actual=f"{response.status} to a fetch")
            return
        yield from fetched_is_equal(self.session, conversation, member.body)
        identity = member.case.get(IDENTITY) or ""
        if identities.goes_in_a_path(identity) and member.body.get("identity") == identity:
            yield from self._fetch_by_identity(conversation, member, identity)

    def _fetch_by_identity(self, conversation: str, member: Member, identity: str) -> Iterator[Violation | str]:
        yield "C513"
        response = self.session.fetch(conversation, identity)
        body = Answer(response).object or {}
        sid = body.get("sid")
        if response.status != 200 or sid != member.sid:
            yield broken("C513", expected=f"200 with {member.sid}", actual=f"{response.status} with {show(sid)}")
        else:
            yield from differs("C513", "fetched by identity", member.body, body)

    def _delete(self, conversation: str, ref: int) -> Iterator[Violation | str]:
        yield "C516"
        response = self.session.delete(conversation, self.model.members[ref].sid)
        if response.status != 204:
            yield broken("C516", expected="204 to the deletion", actual=str(response.status))
        if response.status < 300:
            name = self.model.members[ref].case.conversation
            self.model.deleted(ref)
            for violation in judgement(self._list(name)):
                yield broken("C516", expected=violation.expected, actual=violation.actual)

    def _update(self, conversation: str, member: Member, case: Case) -> Iterator[Violation | str]:
        """C518; a refused update is the target's choice, for updates are not what is tested here."""
        response: Response = self.session.call(
            "POST", f"/v1/Conversations/{conversation}/Participants/{member.sid}", dict(case.fields)
        )
        body = Answer(response).object
        yield from self._refused(response, case)
        if response.status == 200 and body is not None:
            yield "C518"
            yield from updated_is_equal(member.body, body, case)
            member.body = body
            for name, value in case.fields:
                member.case = member.case.with_field(name, value)
        elif response.status < 300:
            member.body = {"sid": member.sid}  # what it has become was not told

    def _refused(self, response: Response, case: Case) -> Iterator[Violation | str]:
        """C243, C245, C246, of an update: what may not be given may not be given later either."""
        refusal = refusal_of_update(case, self.session.declared)
        if refusal is not None:
            yield refusal.rule
            if response.status < 300:
                yield broken(refusal.rule, expected="4xx to the update", actual=str(response.status))


def _has_default_role(expected: str | None, body: Participant) -> Iterator[Violation | str]:
    """C520: the role is the default one, where it is known which that is; hexadecimal digits have no case."""
    if expected is None or "role_sid" not in body:
        return
    yield "C520"
    got = body["role_sid"]
    if not isinstance(got, str) or got.lower() != expected.lower():
        yield broken("C520", expected=f"role_sid: {show(expected)}", actual=f"role_sid: {show(got)}")


def _listed_as_known(members: list[Member], listed: list[Participant]) -> Iterator[Violation]:
    """C503: beside others too, each is listed with the properties that it is known to have."""
    bodies = {str(participant.get("sid")): participant for participant in listed}
    for member in members:
        found = list(differs("C503", "listed", member.body, bodies[member.sid]))
        if found:
            yield found[0]
            return


def run(session: Session, sequence: Sequence, sids_seen: set[str]) -> tuple[Scenario, Judgement, int]:
    """Carries a sequence out until a step shows a violation that fails a run.

    Returns the scenario, what was found, and how many steps were carried out.
    """
    scenario = Scenario(session, sids_seen)
    shown: list[Violation | str] = []
    done = 0
    try:
        for step in sequence.steps:
            found = scenario.step(step)
            shown += found.shown
            done += 1
            if any(violation.fails for violation in found):
                break
    finally:
        scenario.close()
    return scenario, judgement(shown), done


def shortened(sequence: Sequence, steps: int) -> Sequence:
    """The first `steps` steps of a sequence."""
    return replace(sequence, steps=sequence.steps[:steps])
