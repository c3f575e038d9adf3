"""Partitions of the identity, and of forms that name no participant."""

from collections.abc import Iterable
from itertools import chain

from hypothesis.strategies import SearchStrategy

from contracts.cases.case import ATTRIBUTES, DATE_CREATED, DATE_UPDATED, IDENTITY, ROLE_SID, Case, case
from contracts.promises.expectation import Outcome
from strategies.fields import characters, identities, roles, timestamps
from strategies.fields import identity_texts as texts
from strategies.fields.attributes import objects
from strategies.partitions.partition import Partition, partition

ANSWERS = "C101 C102 C103 C104 C105 C106 C107 C108 C109 C110 C117 C310 C311 C312 C313 C314 C315 C317 C318 C403"
"""What every answer to a good request must be like."""

ERRORS = "C111 C112 C113 C114 C118 C903 C904 C905 C906 C907"
"""What every refusal must be like."""

ACCEPTED = f"C201 C301 C303 C306 {ANSWERS}"


def named(identity: str) -> Case:
    """A participant with an identity alone."""
    return case({IDENTITY: identity})


def _of(
    name: str, rules: str, outcome: Outcome, found: Iterable[str], strategy: SearchStrategy[str] | None = None
) -> Partition:
    cases = None if strategy is None else strategy.map(named)
    return partition(name, rules, outcome, map(named, found), cases)


def _good(
    kind: str, found: Iterable[str], strategy: SearchStrategy[str] | None, *, rules: str = "C201 C301"
) -> Partition:
    return _of(f"identity-{kind}", rules, Outcome.ACCEPT, found, strategy)


def _open(kind: str, found: Iterable[str], strategy: SearchStrategy[str] | None = None) -> Partition:
    return _of(f"identity-{kind}", "C301 C901", Outcome.UNSPECIFIED, found, strategy)


def accepted() -> tuple[Partition, ...]:
    """Identities that the documents promise to accept, and to give back."""
    punctuation = (text for sign in texts.PLAIN_SIGNS for text in characters.placed(sign) if text != sign)
    digits = ("0", "00", "1", "15017122661", "9" * 256)
    return (
        _good("simple", ("alice", "a", "Alice", "ALICE", "user1"), identities.simple_identities(), rules=ACCEPTED),
        _good("boundary", texts.at_boundary(), identities.boundary_identities(), rules="C205 C301"),
        _good("punctuation", (*punctuation, *texts.PUNCTUATED), identities.punctuated_identities()),
        _good("digits", digits, identities.numeric_identities()),
        _good("keywords", texts.KEYWORDS, None),
        _good("formatted", texts.FORMATTED, None),
        _good("lookalikes", (*texts.WORDS, *texts.ALMOST_SIDS), identities.sid_lookalikes()),
    )


def exhaustive() -> tuple[Partition, ...]:
    """Every length that an identity may have, every letter, every sign: some servers are wrong about just one."""
    return (
        _good("every-length", ("a" * length for length in range(1, 257)), None, rules="C205 C301"),
        _open("every-letter", characters.identities()),
        _open("every-sign", characters.signed_identities()),
    )


def rejected() -> tuple[Partition, ...]:
    """Forms without a name, and identities that the documents rule out."""
    others = {
        ATTRIBUTES: "{}",
        DATE_CREATED: timestamps.SAMPLE,
        DATE_UPDATED: timestamps.LATER,
        ROLE_SID: roles.SAMPLE,
    }
    alone = [case({name: value}) for name, value in others.items()]
    unnamed = objects().map(lambda text: case({ATTRIBUTES: text}))
    empty = [{IDENTITY: ""}, {IDENTITY: "", **others}, {ATTRIBUTES: "{}", IDENTITY: ""}]
    return (
        partition("nothing", f"C220 C504 {ERRORS}", Outcome.REJECT, (case(),)),
        partition("neither-identity-nor-address", "C220 C504", Outcome.REJECT, (*alone, case(others)), unnamed),
        partition("identity-empty", "C222 C504", Outcome.REJECT, map(case, empty)),
        _of(
            "identity-too-long",
            "C229 C504",
            Outcome.REJECT,
            texts.over_boundary(),
            identities.overlong_identities(),
        ),
        _of("identity-user-sid", "C230 C504", Outcome.REJECT, texts.USER_SIDS, identities.user_sids()),
    )


def unspecified() -> tuple[Partition, ...]:
    """Identities of which the documents say nothing, or only give advice."""
    signs = (*chain.from_iterable(map(characters.placed, texts.FREE_SIGNS)), *texts.SIGNED)
    discouraged = (*chain.from_iterable(map(characters.placed, texts.ADVISED_AGAINST)), *texts.SIGNIFICANT)
    controls = (*texts.CONTROLS, *(f"a{char}b" for char in texts.CONTROLS), "\0a", "a\0", "a\x1b[31mb", "a\x7f")
    formats = chain.from_iterable(map(characters.placed, texts.FORMATS))
    signs += tuple(f"{pair[0]}alice{pair[1]}" for pair in texts.PAIRED)
    marks = (*texts.UNNORMALISED, *texts.LEADING_MARKS)
    return (
        _open("scripts", texts.SCRIPTS, identities.international_identities()),
        _open("boundary-wide", texts.wide_boundaries(), identities.wide_identities()),
        _open("spaces", texts.SPACED, identities.spaced_identities()),
        _open("signs", signs, identities.signed_identities()),
        _open("like-sids", texts.LIKE_SIDS),
        _open("discouraged", discouraged, identities.discouraged_identities()),
        _open("white-space", texts.WHITE_SPACE_TEXTS, identities.white_space_identities()),
        _open("controls", controls, identities.control_identities()),
        _open("formats", formats),
        _open("symbols", texts.SYMBOLS, identities.symbol_identities()),
        _open("unassigned", texts.UNASSIGNED, identities.unassigned_identities()),
        _open("unnormalised", marks, identities.unnormalised_identities()),
        _open("length-unclear", texts.AMBIGUOUS_LENGTHS, identities.ambiguous_lengths()),
        _open("user-sid-unclear", texts.UNCLEAR_USER_SIDS, identities.unclear_user_sids()),
        _open("reserved", (*texts.RESERVED, "System", "PRIVATE", "uNiQuE"), identities.reserved_identities()),
    )
