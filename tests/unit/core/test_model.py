"""The model of a sequence: duplicates, second additions, other conversations, closing, and open ends."""

import pytest

from contracts.cases.case import (
    ADDRESS,
    ATTRIBUTES,
    IDENTITY,
    PROJECTED_ADDRESS,
    PROXY_ADDRESS,
    Auth,
    Case,
    Conversation,
    Op,
    Sequence,
    Step,
    case,
)
from contracts.promises.expectation import Expectation, Outcome
from contracts.promises.model import (
    NON_CHAT_LIMIT,
    PARTICIPANT_LIMIT,
    UNDISPUTED_LIMIT,
    Member,
    Model,
    clash,
    expect_steps,
)
from contracts.promises.oracle import expect
from tests.unit.core.answers import NUMBER, SENDER, SMS, WHATSAPP

OTHER_NUMBER, OTHER_SENDER = "+442079460018", "+12025550123"
OPEN = ""
LIST = Step(Case(), Op.LIST)


def person(identity: str, **more: str) -> Case:
    return case({IDENTITY: identity} | more)


def pair(address: str = NUMBER, proxy: str = SENDER) -> Case:
    return case({ADDRESS: address, PROXY_ADDRESS: proxy})


def there(one: Case) -> Case:
    """The same in the other conversation."""
    return Case(one.fields, conversation=Conversation.OTHER)


def gone(ref: int) -> Step:
    return Step(Case(), Op.DELETE, ref)


def closing(where: str = Conversation.EXISTING) -> Step:
    return Step(Case(conversation=where), Op.CLOSE)


ALICE, BOB = person("alice"), person("bob")
OPEN_CASE = person(" ")
DRESSED = person("alice", Attributes='{"role":"driver"}')

# The first rule of each create, and nothing for other steps.
ROWS: dict[str, tuple[list[Case | Step], list[str]]] = {
    "different people": ([ALICE, BOB, SMS], ["C201", "C201", "C202"]),
    # duplicates
    "the same identity": ([ALICE, ALICE], ["C201", "C505"]),
    "three times": ([ALICE, ALICE, ALICE], ["C201", "C505", "C505"]),
    "the same identity, other fields": ([ALICE, DRESSED], ["C201", "C505"]),
    "the same identity after others": ([ALICE, BOB, ALICE], ["C201", "C201", "C505"]),
    "the same pair": ([SMS, SMS], ["C202", "C506"]),
    "the same pair of WhatsApp": ([WHATSAPP, WHATSAPP], ["C203", "C506"]),
    "the pair of another channel": ([SMS, WHATSAPP], ["C202", "C203"]),
    "the same address, another proxy": ([pair(), pair(proxy=OTHER_SENDER)], ["C202", "C514"]),
    "another address, the same proxy": ([pair(), pair(OTHER_NUMBER)], ["C202", "C202"]),
    "a fault is a fault, twice": ([ALICE, person("alice", Attributes="{")], ["C201", "C231"]),
    # again
    "again after the deletion": ([ALICE, gone(0), ALICE], ["C201", "C507"]),
    "again, and again twice": ([ALICE, gone(0), ALICE, ALICE], ["C201", "C507", "C505"]),
    "a pair again": ([SMS, gone(0), SMS], ["C202", "C507"]),
    "another after the deletion": ([ALICE, gone(0), BOB], ["C201", "C201"]),
    "again after a list": ([ALICE, LIST, ALICE], ["C201", "C505"]),
    "again when another was deleted": ([ALICE, BOB, gone(1), ALICE], ["C201", "C201", "C505"]),
    "deleted twice": ([ALICE, gone(0), gone(0), ALICE], ["C201", "C507"]),
    # other conversations
    "in two conversations": ([ALICE, there(ALICE)], ["C201", "C509"]),
    "twice in the other": ([ALICE, there(ALICE), there(ALICE)], ["C201", "C509", "C505"]),
    "deleted in one": ([ALICE, there(ALICE), gone(1), ALICE], ["C201", "C509", "C505"]),
    "a pair in two conversations": ([SMS, there(SMS)], ["C202", OPEN]),
    "a pair of another number there": ([SMS, there(pair(OTHER_NUMBER))], ["C202", "C202"]),
    "nearly the same identity there": ([ALICE, there(person("Alice"))], ["C201", "C201"]),
    # closing
    "closed first": ([closing(), ALICE], ["C238"]),
    "closed on the way": ([ALICE, closing(), BOB, ALICE], ["C201", "C238", "C238"]),
    "the other is closed": ([closing(Conversation.OTHER), ALICE, there(ALICE)], ["C201", "C238"]),
    "closed, and a fault": ([closing(), Case()], ["C220"]),
    "closed, and open otherwise": ([closing(), OPEN_CASE], ["C238"]),
    # near-identities: no server is wrong
    "another case": ([ALICE, person("Alice")], ["C201", OPEN]),
    "another normalisation": ([person("zoë"), person("zoe\u0308")], [OPEN, OPEN]),
    "compatible characters": ([person("alice"), person("ａlice")], ["C201", OPEN]),
    "sharp s": ([person("strasse"), person("straße")], ["C201", OPEN]),
    "dotless": ([person("i"), person("ı")], ["C201", OPEN]),
    "space around": ([ALICE, person("alice ")], ["C201", OPEN]),
    "near and gone": ([ALICE, gone(0), person("Alice")], ["C201", "C201"]),
    "the number in another spelling": ([pair(), pair("+1 555 867 5310")], ["C202", OPEN]),
    # what was left to the target
    "open twice": ([OPEN_CASE, OPEN_CASE], [OPEN, OPEN]),
    "open, then another": ([OPEN_CASE, BOB], [OPEN, "C201"]),
    "identity and pair, then the pair": ([SMS.with_field(IDENTITY, "alice"), SMS], [OPEN, OPEN]),
    "identity and pair, then the identity": ([SMS.with_field(IDENTITY, "alice"), ALICE], [OPEN, OPEN]),
    "identity and pair, then another": ([SMS.with_field(IDENTITY, "alice"), BOB], [OPEN, "C201"]),
    "an open one deleted": ([OPEN_CASE, gone(0), BOB], [OPEN, "C201"]),
    "refused people are not there": ([person("alice", Attributes="{"), ALICE, ALICE], ["C231", "C201", "C505"]),
    "unauthorised people are not there": ([Case(ALICE.fields, auth=Auth.NONE), ALICE], ["C401", "C201"]),
    "another method": ([Case(ALICE.fields, method="PUT")], [OPEN]),
}


def sequence(parts: list[Case | Step]) -> Sequence:
    return Sequence(tuple(part if isinstance(part, Step) else Step(part) for part in parts))


@pytest.mark.parametrize(("parts", "rules"), ROWS.values(), ids=ROWS)
def test_what_a_sequence_promises(parts: list[Case | Step], rules: list[str]) -> None:
    """The first rule of each create; nothing where the documents leave it open."""
    promised = [expectation for expectation in expect_steps(sequence(parts)) if expectation is not None]
    assert [(one.rules or (OPEN,))[0] for one in promised] == rules
    assert all((one.outcome is Outcome.UNSPECIFIED) == (one.rules == ()) for one in promised)


def test_other_steps_have_no_expectation() -> None:
    """One entry for each step, `None` for what is no create."""
    steps = (
        Step(ALICE),
        Step(Case(), Op.FETCH, 0),
        LIST,
        Step(case({ATTRIBUTES: "{}"}), Op.UPDATE, 0),
        gone(0),
        closing(),
    )
    found = expect_steps(Sequence(steps))
    assert [one is None for one in found] == [False] + [True] * 5


def test_refusals_name_their_codes() -> None:
    """Those that fixtures and the dictionary have; any 4xx will do."""
    twice = ((Step(ALICE), (50433,)), (Step(SMS), (50416,)))
    for steps, codes in (*(((step, step), codes) for step, codes in twice), ((closing(), Step(ALICE)), (50377,))):
        last = expect_steps(Sequence(steps))[-1]
        assert last is not None
        assert (last.outcome, last.statuses, last.codes) == (Outcome.REJECT, (), codes)


def test_a_single_create_promises_what_the_oracle_does() -> None:
    """In an empty conversation the model adds nothing."""
    for one in (ALICE, SMS, WHATSAPP, Case(), OPEN_CASE, DRESSED, Case(ALICE.fields, conversation="missing")):
        assert expect_steps(Sequence((Step(one),))) == [expect(one)]


def test_a_promise_of_the_sequence_comes_first() -> None:
    """And what the case alone promises is still promised."""
    last = expect_steps(Sequence((Step(DRESSED), gone(0), Step(DRESSED))))[-1]
    assert last == Expectation(Outcome.ACCEPT, (201,), (), ("C507", "C206", "C201"))


def crowd(count: int, one: str = "person") -> Model:
    """A model of a conversation with so many members: people, or else pairs."""
    model = Model()
    for number in range(count):
        who = person(f"person-{number}") if one == "person" else pair(f"+1202555{number:04}")
        model.members[number] = Member(who, {"sid": f"MB{number}"})
    return model


@pytest.mark.parametrize(
    ("model", "one", "outcome", "first"),
    [
        (crowd(19), ALICE, Outcome.ACCEPT, "C201"),
        (crowd(20), ALICE, Outcome.ACCEPT, "C515"),
        (crowd(UNDISPUTED_LIMIT - 1), ALICE, Outcome.ACCEPT, "C515"),
        (crowd(UNDISPUTED_LIMIT), ALICE, Outcome.UNSPECIFIED, OPEN),
        (crowd(UNDISPUTED_LIMIT), there(ALICE), Outcome.ACCEPT, "C201"),
        (crowd(UNDISPUTED_LIMIT), person("person-7"), Outcome.REJECT, "C505"),
        (crowd(PARTICIPANT_LIMIT - 1), ALICE, Outcome.UNSPECIFIED, OPEN),
        (crowd(PARTICIPANT_LIMIT), ALICE, Outcome.REJECT, "C515"),
        (crowd(NON_CHAT_LIMIT - 1, "pair"), SMS, Outcome.ACCEPT, "C515"),
        (crowd(NON_CHAT_LIMIT, "pair"), SMS, Outcome.REJECT, "C515"),
        (crowd(NON_CHAT_LIMIT, "pair"), ALICE, Outcome.ACCEPT, "C515"),
        (crowd(NON_CHAT_LIMIT, "pair"), pair("+12025550007"), Outcome.REJECT, "C506"),
        (crowd(NON_CHAT_LIMIT), SMS, Outcome.ACCEPT, "C515"),
    ],
)
def test_rooms_are_full_when_all_documents_say_so(model: Model, one: Case, outcome: Outcome, first: str) -> None:
    """1000 participants, 50 of them non-chat; between 100 and 1000 the documents disagree."""
    found = model.expect(one)
    assert (found.outcome, (found.rules or (OPEN,))[0]) == (outcome, first)


def group(masked: int, handsets: int) -> Model:
    """A model with members of a group."""
    model = Model()
    for number in range(masked):
        who = case({IDENTITY: f"masked-{number}", PROJECTED_ADDRESS: "+15017122661"})
        model.members[number] = Member(who, {})
    for number in range(masked, masked + handsets):
        model.members[number] = Member(case({ADDRESS: f"+1202555{number:04}"}), {})
    return model


HANDSET = case({ADDRESS: "+12025550199"})


@pytest.mark.parametrize(
    ("model", "one", "outcome", "first"),
    [
        (group(1, 8), HANDSET, Outcome.UNSPECIFIED, OPEN),
        (group(1, 9), HANDSET, Outcome.REJECT, "C517"),
        (group(9, 1), HANDSET, Outcome.REJECT, "C517"),
        (group(1, 9), case({PROJECTED_ADDRESS: "+15017122661"}), Outcome.REJECT, "C517"),
        (group(0, 10), HANDSET, Outcome.UNSPECIFIED, OPEN),
        (group(1, 9), there(HANDSET), Outcome.UNSPECIFIED, OPEN),
        (group(1, 9), ALICE, Outcome.UNSPECIFIED, OPEN),
        (group(1, 9), SMS, Outcome.UNSPECIFIED, OPEN),
        (group(1, 9), there(ALICE), Outcome.ACCEPT, "C201"),
    ],
)
def test_groups_are_full_with_ten(model: Model, one: Case, outcome: Outcome, first: str) -> None:
    """Without a mask there is no group. Whether it takes participants of other kinds is left to the server (error
    50434), and is so in that conversation alone."""
    found = model.expect(one)
    assert (found.outcome, (found.rules or (OPEN,))[0]) == (outcome, first)


CLASHES: list[tuple[Case, Case, str | None]] = [
    (ALICE, ALICE, "C505"),
    (ALICE, DRESSED, "C505"),
    (ALICE, BOB, None),
    (ALICE, person("Alice"), None),
    (SMS, SMS, "C506"),
    (SMS, pair(OTHER_NUMBER), None),
    (SMS, pair(proxy=OTHER_SENDER), None),
    (case({ADDRESS: NUMBER}), case({ADDRESS: NUMBER}), None),
    (case({PROJECTED_ADDRESS: NUMBER}), case({PROJECTED_ADDRESS: NUMBER}), None),
    (person(""), person(""), None),
    (Case(), Case(), None),
    (case([(IDENTITY, "alice")] * 2), case([(IDENTITY, "alice")] * 2), None),
    (ALICE, Case(ALICE.fields, auth=Auth.WRONG), None),
]


@pytest.mark.parametrize(("one", "other", "rule"), CLASHES)
def test_participants_that_may_not_be_together(one: Case, other: Case, rule: str | None) -> None:
    """The same identity, or the same pair; either way round."""
    assert clash(one, other) == clash(other, one) == rule


def test_members_are_by_conversation() -> None:
    """In the order of their creation."""
    model = Model(
        members={0: Member(ALICE, {"sid": "MB0"}), 1: Member(there(BOB), {}), 2: Member(SMS, {"sid": "MB2"})}
    )
    assert [member.sid for member in model.inside(Conversation.EXISTING)] == ["MB0", "MB2"]
    model.deleted(0)
    assert [member.sid for member in model.inside(Conversation.EXISTING)] == ["MB2"]
    assert list(model.former) == [0]
