"""The options of a run: one table, of which the `contract run` command and pytest's own options are made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contracts.errors import UsageError
from contracts.promises.rules import RULES
from contracts.targets.tape import RECORDING, header_of
from contracts.trials.trial import ReadBack
from reports.choices import values
from reports.choices.profiles import PROFILES


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What a person may choose of a run. `max_time`, `idle` and `timeout` are in seconds, `budget` in requests.

    `partition` and `rule` select a part of it, `shard` the Kth of N parts; `leave_out` has partitions with the
    reason why they are not run.
    """

    target: str = "mock"
    profile: str = "gate"
    seed: int | None = None
    out: Path | None = None
    budget: int | None = None
    max_time: float | None = None
    fail_fast: bool = False
    until: str = ""
    read_back: str = "sample"
    timeout: float = 10.0
    patience: float = 10.0
    limits: bool = False
    sparing: bool = False
    partition: tuple[str, ...] = ()
    rule: tuple[str, ...] = ()
    leave_out: tuple[tuple[str, str], ...] = ()
    baseline: Path | None = None
    corpus: Path | None = None
    examples: Path | None = None
    shard: tuple[int, int] = (1, 1)
    workers: int = 1
    rate: int | None = None
    idle: float | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One option: `read` makes its value of what is given, which must be `must`; RunOptions has its default. One
    that may be given `many` times has a tuple of values, and `write` makes what is given of one of them."""

    name: str
    read: Callable[[object], object]
    metavar: str
    must: str
    help: str
    many: bool = False
    write: Callable[[Any], str] = str

    @property
    def flag(self) -> str:
        """As it is written on the command line: `--max-time`."""
        return "--" + self.name.replace("_", "-")

    @property
    def default(self) -> object:
        """The value when it is not given."""
        return getattr(_DEFAULTS, self.name)

    @property
    def is_flag(self) -> bool:
        """Whether it takes no value."""
        return self.read is values.flag

    def for_pytest(self) -> dict[str, Any]:
        """The keyword arguments of pytest's `parser.addoption(option.flag, ...)`; values are left as text."""
        if self.is_flag:
            return {"action": "store_true", "default": None, "help": self.help}
        action = "append" if self.many else "store"
        return {"action": action, "metavar": self.metavar, "default": None, "help": self.help}

    def value(self, given: object) -> object:
        """The value of what was given, `None` meaning nothing. Raises UsageError."""
        if self.many and isinstance(given, list | tuple):
            return tuple(map(self._read, given))
        return self.default if given is None else self._read(given)

    def arguments(self, value: object) -> list[str]:
        """The command line that says this value."""
        if self.is_flag:
            return [self.flag]
        values = value if self.many and isinstance(value, tuple) else (value,)
        return [f"{self.flag}={self.write(one)}" for one in values]

    def _read(self, given: object) -> object:
        try:
            return self.read(given)
        except (ValueError, OSError):
            shown = given if isinstance(given, int | float | str) and str(given) else repr(given)
            raise UsageError(f"'{self.flag}' must be {self.must} (got {shown})") from None


_DEFAULTS = RunOptions()

_DECIDING = (
    "profile",
    "budget",
    "fail_fast",
    "until",
    "read_back",
    "limits",
    "sparing",
    "partition",
    "rule",
    "leave_out",
    "shard",
)
"""The options that decide what is sent, beside the seed."""

OPTIONS = (
    Option(
        "target",
        values.target,
        "TARGET",
        "mock, live, miniature:NAME, recording:RUN or a base URL",
        "What to test: mock (default), live, miniature:NAME, recording:RUN, or a base URL such as "
        "http://127.0.0.1:8080.",
    ),
    Option(
        "profile",
        values.one_of(*PROFILES),
        "PROFILE",
        f"one of {', '.join(PROFILES)}",
        "How much to send: brief, quick, gate (default; the same cases every time), nightly, or soak.",
    ),
    Option(
        "seed",
        values.at_least(0),
        "N",
        "a whole number, at least 0",
        "The seed of generated cases, to repeat a run (default: fixed in gate, random and printed elsewhere).",
    ),
    Option(
        "out",
        values.path,
        "DIR",
        "a folder",
        "Where results go (default: reports/out/<UTC time>, of which the last 10 are kept; DIR is kept).",
    ),
    Option(
        "budget",
        values.at_least(1),
        "N",
        "a number of requests, at least 1",
        "The most requests to send (default: no limit).",
    ),
    Option(
        "max_time",
        values.seconds,
        "S",
        "a number of seconds, above 0",
        "The most seconds to take (default: no limit; soak needs it, or --idle).",
    ),
    Option(
        "idle",
        values.seconds,
        "S",
        "a number of seconds, above 0",
        "In profile soak: end when no new combination of fields and values has come for so many seconds.",
    ),
    Option(
        "rate",
        values.at_least(1),
        "N",
        "a number of requests, at least 1",
        "The most requests to send in any second, by all workers together (default: no limit).",
    ),
    Option(
        "fail_fast", values.flag, "", "given without a value", "End with the first violation that fails the run."
    ),
    Option(
        "until",
        values.one_of(*RULES),
        "RULE",
        "the code of a rule, such as C229",
        "End with the first violation of this rule, whatever else is found before.",
    ),
    Option(
        "read_back",
        values.one_of(*ReadBack),
        "POLICY",
        f"one of {', '.join(ReadBack)}",
        "Which cases are looked up afterwards: all, sample (default; examples and one in eight), or none.",
    ),
    Option(
        "timeout",
        values.seconds,
        "S",
        "a number of seconds, above 0",
        "The most seconds to wait for an answer (default: 10).",
    ),
    Option(
        "patience",
        values.seconds,
        "S",
        "a number of seconds, above 0",
        "The most seconds to wait for a target that went away, or serves none, to come back (default: 10).",
    ),
    Option(
        "limits",
        values.flag,
        "",
        "given without a value",
        "Also try 1,000 participants (1,000 requests more) and 10 in Group MMS, as a gate on this machine does.",
    ),
    Option(
        "sparing",
        values.flag,
        "",
        "given without a value",
        "Spare requests: try cases together and alone only if anything is odd, as with any target far from here.",
    ),
    Option(
        "partition",
        values.word,
        "NAME",
        "the name of a partition",
        "Run this partition only; may be given several times (contract list partitions names them).",
        many=True,
    ),
    Option(
        "rule",
        values.one_of(*RULES),
        "RULE",
        "the code of a rule, such as C229",
        "Run the partitions that exercise this rule only; may be given several times.",
        many=True,
    ),
    Option(
        "leave_out",
        values.reasoned,
        "PARTITION=REASON",
        "a partition and the reason, such as attributes-not-objects='objects only'",
        "Do not run this partition, and say why in not_run; may be given several times.",
        many=True,
        write="=".join,
    ),
    Option(
        "baseline",
        values.existing_file,
        "FILE",
        "a file that is there; 'contract baseline accept RUN --reason TEXT' makes one",
        "Hold the run against what was accepted: known failures pass while they fail, drift does not.",
    ),
    Option(
        "corpus",
        values.existing_folder,
        "DIR",
        "a folder that is there; 'contract replay BUG --keep NAME --corpus DIR' fills it",
        "Try the cases in this folder first (default: tests/corpus of this checkout).",
    ),
    Option(
        "examples",
        values.existing_folder,
        "DIR",
        "a folder that is there; 'contract doctor' names where a run keeps its examples",
        "Try the failing examples of another run first, such as a night's; the folder is left as it is.",
    ),
    Option(
        "shard",
        values.share,
        "K/N",
        "a part such as 2/8, the first number not above the second",
        "Run the Kth of N parts of the partitions, which take about as long; contract merge joins their runs.",
        write=lambda shard: "/".join(map(str, shard)),
    ),
    Option(
        "workers",
        values.at_least(1),
        "N",
        "a whole number, at least 1",
        "Run N parts at a time, each in a process of its own, and join them (default: 1).",
    ),
)
"""Every option of a run, in the order of the help."""


def from_mapping(given: Mapping[str, object]) -> RunOptions:
    """The options from texts or values by name; what is absent or `None` has its default. Raises UsageError."""
    known = _of_recording(str(given.get("target"))) | {key: one for key, one in given.items() if one is not None}
    chosen: dict[str, Any] = {option.name: option.value(known.get(option.name)) for option in OPTIONS}
    options = RunOptions(**chosen)
    if options.target.startswith(RECORDING) and options.workers > 1:
        raise UsageError(
            f"'--workers' must be 1 with a recording, which is of one session (got {options.workers})"
        )
    endless = PROFILES[options.profile].endless
    if endless and options.max_time is None and options.idle is None:
        raise UsageError(
            f"'--max-time' or '--idle' must be given with --profile {options.profile} (got none); say how long"
        )
    if options.idle is not None and not endless:
        raise UsageError(f"'--idle' must be with --profile soak (got {options.profile}); leave it out")
    return options


def recorded(options: RunOptions) -> dict[str, object]:
    """What a record has of the options: those that decide what is sent, as they are given, without defaults."""
    chosen = {}
    for option in OPTIONS:
        value: Any = getattr(options, option.name)
        if option.name in _DECIDING and value != option.default:
            many = [option.write(one) for one in value] if option.many else option.write(value)
            chosen[option.name] = value if option.is_flag else many
    return chosen


def _of_recording(target: str) -> dict[str, object]:
    """The options that a recording was made with: without others given, the same is sent."""
    header = header_of(target) if target.startswith(RECORDING) else {}
    options = header.get("options")
    return dict(options) | {"seed": header.get("seed")} if isinstance(options, dict) else {}


def to_arguments(options: RunOptions) -> list[str]:
    """The command line that says the same, without what has its default."""
    arguments = []
    for option in OPTIONS:
        value = getattr(options, option.name)
        if value != option.default:
            arguments += option.arguments(value)
    return arguments
