"""What the audit decides: how many failing records a rule allows, and what a finding does to the release.

No warehouse and no Great Expectations here: rules and counts go in, verdicts come out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

CRITICAL, WARNING, INFO = "critical", "warning", "info"
PASS, WARN, FAIL, BLOCK = "pass", "warn", "fail", "block"
# What closes the gate, the gravest first.
STOPS = (FAIL, BLOCK)
ALL_SYSTEMS = "*"
FAILING_ROWS, NO_ROWS, NOT_NULL, BETWEEN, ROW_COUNT = (
    "failing_rows",
    "no_rows",
    "not_null",
    "between",
    "row_count",
)


@dataclass(frozen=True)
class Rule:
    """One row of policy_audit_rules."""

    rule_id: str
    family: str
    expectation: str
    table_name: str
    severity: str
    name_en: str = ""
    name_ja: str = ""
    how_to_mend: str = ""
    column_name: str | None = None
    condition: str | None = None
    min_value: float | None = None
    max_value: float | None = None
    max_count: int | None = None
    max_share: float | None = None
    worsening_margin: float | None = None
    worsening_count: int | None = None


@dataclass(frozen=True)
class Observation:
    """What a rule found in one system."""

    rule_id: str
    source_system: str
    checked_count: int
    failing_count: int
    is_within_limits: bool = True

    @property
    def failing_share(self) -> float | None:
        """None where there was nothing to check."""
        return self.failing_count / self.checked_count if self.checked_count else None


@dataclass(frozen=True)
class Previous:
    """What the last release had for the same rule and system."""

    checked_count: int
    failing_count: int


@dataclass(frozen=True)
class Verdict:
    """A rule, what it found, and what that does to the release."""

    rule: Rule
    observed: Observation
    previous: Previous | None
    status: str
    is_worse: bool

    @property
    def stops(self) -> bool:
        """Whether nothing may be published over it."""
        return self.status in STOPS


def rules_from(rows: Iterable[Mapping[str, Any]]) -> list[Rule]:
    """The rules of policy_audit_rules, without the columns that only the marts use."""
    names = set(Rule.__dataclass_fields__)
    return [Rule(**{name: value for name, value in row.items() if name in names}) for row in rows]


def allowed_count(rule: Rule, checked_count: int) -> int:
    """How many of the checked records may fail; the stricter limit counts, and no limit allows none."""
    limits = []
    if rule.max_count is not None:
        limits.append(rule.max_count)
    if rule.max_share is not None:
        # 0.07 * 100 is 7.000000000000001: seven of a hundred are not over seven per cent.
        limits.append(math.floor(rule.max_share * checked_count + 1e-9))
    return min(limits, default=0)


def is_worse(rule: Rule, observed: Observation, previous: Previous | None) -> bool:
    """Worse than at the last release by more than the rule's margin; never without a last release."""
    if previous is None or rule.worsening_margin is None:
        return False
    least = rule.worsening_count or 0
    if rule.expectation == ROW_COUNT:
        vanished = previous.checked_count - observed.checked_count
        return vanished > rule.worsening_margin * previous.checked_count and vanished > least
    if not previous.checked_count or not observed.checked_count:
        return False
    risen = observed.failing_count / observed.checked_count
    risen -= previous.failing_count / previous.checked_count
    further = observed.failing_count - previous.failing_count
    return risen > rule.worsening_margin + 1e-9 and further > least


def judge(
    rule: Rule, observed: Observation, previous: Previous | None, *, accept_worse: bool = False
) -> Verdict:
    """pass within the limits; fail over a critical one; block when worse by the margin; else warn."""
    worse = is_worse(rule, observed, previous)
    status = PASS
    if not observed.is_within_limits and rule.severity == CRITICAL:
        status = FAIL
    elif worse and not accept_worse:
        status = BLOCK
    elif worse or not observed.is_within_limits:
        status = WARN
    return Verdict(rule, observed, previous, status, worse)


def worst_first(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """What stops a release before what warns, then the greater share."""
    order = {FAIL: 0, BLOCK: 1, WARN: 2, PASS: 3}
    severities = {CRITICAL: 0, WARNING: 1, INFO: 2}
    return sorted(
        verdicts,
        key=lambda verdict: (
            order[verdict.status],
            severities[verdict.rule.severity],
            -(verdict.observed.failing_share or 0),
            verdict.rule.rule_id,
            verdict.observed.source_system,
        ),
    )
