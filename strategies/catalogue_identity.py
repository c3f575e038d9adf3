"""Partitions of the identity, and of forms that name nobody."""

from collections.abc import Iterable

from hypothesis.strategies import SearchStrategy

from contracts.case import ATTRIBUTES, DATE_CREATED, DATE_UPDATED, IDENTITY, ROLE_SID, Case, case
from contracts.expectation import Outcome
from strategies import identities, roles, timestamps
from strategies import identity_texts as texts
from strategies.attributes import objects
from strategies.partition import Partition, partition

ANSWERS = "C101 C102 C103 C104 C105 C106 C107 C108 C109 C110 C117 C310 C311 C312 C313 C314 C315 C317 C403"
"""What every answer to a good request must be like."""

ERRORS = "C111 C112 C113 C114 C903 C904 C905 C906"
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


def accepted() -> tuple[Partition, ...]:
    """Identities that the documents promise to accept, and to give back."""
    return (
        _of(
            "identity-simple",
            ACCEPTED,
            Outcome.ACCEPT,
            ("alice", "a", "Alice", "ALICE", "user1"),
            identities.simple_identities(),
        ),
        _of(
            "identity-boundary",
            "C205 C301",
            Outcome.ACCEPT,
            texts.at_boundary(),
            identities.boundary_identities(),
        ),
        _of(
            "identity-boundary-wide",
            "C205 C301",
            Outcome.ACCEPT,
            ("語" * 85,),
            identities.boundary_identities(unit="語"),
        ),
        _of(
            "identity-scripts",
            "C201 C301",
            Outcome.ACCEPT,
            texts.SCRIPTS,
            identities.international_identities(),
        ),
        _of(
            "identity-punctuation",
            "C201 C301",
            Outcome.ACCEPT,
            (*texts.FREE_PUNCTUATION, *texts.HARMLESS),
            identities.punctuated_identities(),
        ),
        _of("identity-spaces", "C201 C301", Outcome.ACCEPT, texts.SPACED, identities.spaced_identities()),
        _of(
            "identity-digits",
            "C201 C301",
            Outcome.ACCEPT,
            ("0", "00", "1", "15017122661", "9" * 256),
            identities.numeric_identities(),
        ),
        _of(
            "identity-lookalikes",
            "C201 C301",
            Outcome.ACCEPT,
            (*texts.WORDS, *texts.LIKE_SIDS),
            identities.sid_lookalikes(),
        ),
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
        partition("nobody", "C220 C504", Outcome.REJECT, (*alone, case(others)), unnamed),
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
    rules = "C301 C901"
    open_ = Outcome.UNSPECIFIED
    return (
        _of(
            "identity-discouraged",
            rules,
            open_,
            (*texts.ADVISED_AGAINST, *texts.SIGNIFICANT),
            identities.discouraged_identities(),
        ),
        _of("identity-white-space", rules, open_, texts.WHITE_SPACE_TEXTS, identities.white_space_identities()),
        _of(
            "identity-controls",
            rules,
            open_,
            (*texts.CONTROLS[:34], "a\0b", "\0a", "a\0", "a\x1b[31mb", "a\x7f", "a\x80b", "a\x9fb"),
            identities.control_identities(),
        ),
        _of("identity-formats", rules, open_, (*texts.FORMATS[::4], *(f"a{char}b" for char in texts.FORMATS))),
        _of("identity-symbols", rules, open_, texts.SYMBOLS, identities.symbol_identities()),
        _of("identity-unassigned", rules, open_, texts.UNASSIGNED, identities.unassigned_identities()),
        _of(
            "identity-unnormalised",
            rules,
            open_,
            (*texts.UNNORMALISED, *texts.LEADING_MARKS),
            identities.unnormalised_identities(),
        ),
        _of("identity-length-unclear", rules, open_, texts.AMBIGUOUS_LENGTHS, identities.ambiguous_lengths()),
        _of("identity-user-sid-unclear", rules, open_, texts.UNCLEAR_USER_SIDS, identities.unclear_user_sids()),
        _of(
            "identity-reserved",
            rules,
            open_,
            (*texts.RESERVED, "System", "PRIVATE", "uNiQuE"),
            identities.reserved_identities(),
        ),
    )
