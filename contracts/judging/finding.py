"""A finding: a violation that a run reports, with the smallest case that shows it."""

import enum
import hashlib
import re
from dataclasses import dataclass

from contracts.cases.case import Case, Sequence


class Verdict(enum.IntEnum):
    """How a partition, a finding or a run came out; the worst of several is the greatest."""

    PASS = 0
    KNOWN = 1
    INCONCLUSIVE = 2
    FIXED = 3
    FAIL = 4
    ERROR = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """`confirmed` is like 3/3: of so many fresh sends, so many showed the violation again.

    `kind` is `violation`, or what a baseline makes: `drift` or `fixed`. `remark` says what it knows of it, and
    `detail` what has changed, where that is neither a status nor a code. `about` is the property of the answer
    that a violation is about.
    """

    rule: str
    partition: str
    verdict: Verdict
    expected: str
    actual: str
    case: Case | Sequence
    confirmed: str = "0/0"
    kind: str = "violation"
    remark: str = ""
    detail: str = ""
    about: str = ""

    @property
    def id(self) -> str:
        """A fingerprint of the rule and what matters, the partition: whatever the payload, seed or machine.

        A run has one finding of a rule in a partition, and one drift of each detail, so no two of its findings
        share one.
        """
        words = [self.kind, self.rule, self.partition, *([self.detail] if self.detail else [])]
        what = " ".join(words).encode("utf-8", "surrogatepass")
        digest = hashlib.sha256(what).hexdigest()[:8]
        return f"{self.rule or self.kind}-{re.sub(r'[^a-z0-9]+', '-', self.partition.lower()).strip('-')}-{digest}"
