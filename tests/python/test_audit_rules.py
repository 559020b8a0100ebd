"""What the audit decides, on hand-made counts: limits, worsening, and which findings stop a release."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lib.audit_rules import (
    BLOCK,
    FAIL,
    PASS,
    ROW_COUNT,
    WARN,
    Observation,
    Previous,
    Rule,
    allowed_count,
    is_worse,
    judge,
    worst_first,
)

RULE = Rule(
    rule_id="r",
    family="ids",
    expectation="failing_rows",
    table_name="t",
    severity="warning",
    max_share=0.05,
    worsening_margin=0.1,
    worsening_count=20,
)


def observed(failing: int, checked: int = 100, within: bool = True) -> Observation:
    return Observation("r", "generic", checked, failing, within)


@pytest.mark.parametrize(
    ("max_count", "max_share", "checked", "allowed"),
    [
        (None, None, 100, 0),
        (3, None, 100, 3),
        (None, 0.07, 100, 7),
        (None, 0.05, 19, 0),
        (3, 0.05, 100, 3),
        (30, 0.05, 100, 5),
        (None, 1.0, 0, 0),
    ],
)
def test_the_stricter_limit_counts_and_no_limit_allows_none(
    max_count: int | None, max_share: float | None, checked: int, allowed: int
) -> None:
    rule = replace(RULE, max_count=max_count, max_share=max_share)
    assert allowed_count(rule, checked) == allowed


@pytest.mark.parametrize(
    ("failing", "checked", "before", "worse"),
    [
        # From 10 % to 20 % is the margin itself; one record more is over it.
        (40, 200, Previous(200, 20), False),
        (41, 200, Previous(200, 20), True),
        # Twenty points more, but only 20 records: a small company's noise.
        (30, 100, Previous(100, 10), False),
        (31, 100, Previous(100, 10), True),
        # Ten times as many of ten times as many records is no worse share.
        (100, 1000, Previous(100, 10), False),
        # Better, nothing before, nothing now: not worse.
        (5, 200, Previous(200, 100), False),
        (200, 200, None, False),
        (200, 200, Previous(0, 0), False),
        (0, 0, Previous(200, 100), False),
    ],
)
def test_worse_means_by_more_than_the_margin_and_the_count(
    failing: int, checked: int, before: Previous | None, worse: bool
) -> None:
    assert is_worse(RULE, observed(failing, checked), before) is worse


@pytest.mark.parametrize(
    ("rows", "before", "worse"),
    [(900, 1000, False), (899, 1000, True), (85, 100, False), (79, 100, True), (2000, 1000, False)],
)
def test_rows_vanish_by_more_than_the_margin_and_the_count(
    rows: int, before: int, worse: bool
) -> None:
    rule = replace(RULE, expectation=ROW_COUNT)
    assert is_worse(rule, observed(0, rows), Previous(before, 0)) is worse


def test_a_rule_without_a_margin_is_never_worse() -> None:
    rule = replace(RULE, worsening_margin=None)
    assert not is_worse(rule, observed(100), Previous(100, 0))


@pytest.mark.parametrize(
    ("severity", "within", "failing", "accept", "status"),
    [
        ("warning", True, 5, False, PASS),
        ("warning", False, 15, False, WARN),
        ("info", False, 15, False, WARN),
        ("critical", False, 15, False, FAIL),
        ("critical", True, 0, False, PASS),
        # Worse than the last release stops, within its limits or not; accepted, it is published and shown.
        ("warning", True, 60, False, BLOCK),
        ("info", False, 60, False, BLOCK),
        ("warning", False, 60, True, WARN),
        ("warning", True, 60, True, WARN),
        # Nobody can accept what is critical.
        ("critical", False, 60, True, FAIL),
    ],
)
def test_severity_limit_and_worsening_make_the_status(
    severity: str, within: bool, failing: int, accept: bool, status: str
) -> None:
    verdict = judge(
        replace(RULE, severity=severity),
        observed(failing, within=within),
        Previous(100, 5),
        accept_worse=accept,
    )
    assert verdict.status == status
    assert verdict.stops is (status in (FAIL, BLOCK))


def test_what_stops_comes_first_then_the_greater_share() -> None:
    small, great = observed(10, within=False), observed(40, within=False)
    verdicts = [
        judge(replace(RULE, rule_id="ok"), observed(0), None),
        judge(replace(RULE, rule_id="small"), small, None),
        judge(replace(RULE, rule_id="great"), great, None),
        judge(replace(RULE, rule_id="stop", severity="critical"), small, None),
    ]
    assert [v.rule.rule_id for v in worst_first(verdicts)] == ["stop", "great", "small", "ok"]
