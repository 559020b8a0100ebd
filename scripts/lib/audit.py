"""The audit of a built warehouse: rules read, suites run, verdicts written back and told to people."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from lib.audit_rules import (
    ALL_SYSTEMS,
    BLOCK,
    FAILING_ROWS,
    NO_ROWS,
    PASS,
    ROW_COUNT,
    WARN,
    Previous,
    Rule,
    Verdict,
    judge,
    rules_from,
    worst_first,
)
from lib.audit_suite import AuditBroken, SuiteRun, expected_of, run_suites
from lib.audit_trace import trace
from lib.doctor_facts import rows_of
from lib.marts_export import RAW_VALUE_COLUMNS, personal_columns
from lib.notes import count

EXAMPLES = 5
SHOWN_WARNINGS = 5
HASH_LENGTH = 32
_CREATE = """
create or replace table raw_audit.expectation_results (
    run_id varchar, rule_id varchar, family varchar, source_system varchar, table_name varchar,
    column_name varchar, severity varchar, status varchar, is_worse boolean, checked_count bigint,
    failing_count bigint, failing_share double, previous_share double, max_count bigint,
    max_share double, worsening_margin double, example_keys varchar
)
"""


@dataclass(frozen=True)
class Example:
    """One failing record: its key, what is wrong, and where it landed."""

    entity_type: str
    key: str
    detail: str
    place: str = ""

    def __str__(self) -> str:
        """`crm_lead L1: … (generic/crm_leads.csv row 4)`; a hash says nothing to people and is left out."""
        is_hash = len(self.key) == HASH_LENGTH and self.key.isalnum()
        named = f"{self.entity_type} {'' if is_hash else self.key}".strip()
        where = f" ({self.place})" if self.place else ""
        return f"{named}: {self.detail}{where}" if named else f"{self.detail}{where}"


@dataclass(frozen=True)
class Audit:
    """The verdicts of one run, the worst first, with examples for those that are over a limit."""

    run_id: str
    verdicts: list[Verdict]
    examples: Mapping[tuple[str, str], list[Example]]
    has_critical_failure: bool

    @property
    def is_open(self) -> bool:
        """Whether the release may go out: by the severity of what failed, not by success."""
        return not self.has_critical_failure and not any(v.stops for v in self.verdicts)


def run_audit(
    warehouse: Path,
    run_id: str,
    manifest: Mapping[str, Any],
    previous_warehouse: Path | None = None,
    *,
    accept_worse: bool = False,
) -> Audit:
    """Judge every rule, write the results into the warehouse, and give them."""
    con = duckdb.connect(str(warehouse), read_only=True)
    try:
        rules = read_rules(con)
        expected = expected_of(rules, *read_counts(con, rules))
        as_of = read_as_of(con)
        if previous_warehouse is None:
            previous = read_previous(con)
    finally:
        con.close()
    if previous_warehouse is not None:
        previous = read_last_release(previous_warehouse, as_of)
    suite_run: SuiteRun = run_suites(warehouse, expected, run_id)
    by_id = {rule.rule_id: rule for rule in rules}
    verdicts = worst_first(
        judge(
            by_id[observed.rule_id],
            observed,
            previous.get((observed.rule_id, observed.source_system)),
            accept_worse=accept_worse,
        )
        for observed in suite_run.observations
    )
    con = duckdb.connect(str(warehouse))
    try:
        examples = {
            (verdict.rule.rule_id, verdict.observed.source_system): found
            for verdict in verdicts
            if verdict.status != PASS and (found := read_examples(con, manifest, verdict))
        }
        audit = Audit(run_id, verdicts, examples, suite_run.has_critical_failure)
        write_results(con, audit)
    finally:
        con.close()
    return audit


def read_rules(con: duckdb.DuckDBPyConnection) -> list[Rule]:
    """The rules in force, the user's own table where there is one."""
    try:
        return rules_from(
            rows_of(con, "select * from settings.policy_audit_rules order by rule_id")
        )
    except duckdb.CatalogException as error:
        raise AuditBroken("This warehouse holds no audit rules: build it first.") from error


def read_counts(
    con: duckdb.DuckDBPyConnection, rules: Sequence[Rule]
) -> tuple[dict[str, list[tuple[str, int, int]]], dict[str, int], dict[str, int]]:
    """Per rule and system what was checked and fails; rows per table; rows that meet a condition."""
    populations: dict[str, list[tuple[str, int, int]]] = {}
    for row in rows_of(con, "select * from quality.dq_rule_populations order by all"):
        populations.setdefault(str(row["rule_id"]), []).append(
            (str(row["source_system"]), int(row["checked_count"]), int(row["failing_count"]))
        )
    row_counts: dict[str, int] = {}
    failing: dict[str, int] = {}
    for rule in rules:
        if rule.expectation == FAILING_ROWS:
            continue
        try:
            if rule.table_name not in row_counts:
                row_counts[rule.table_name] = count_rows(con, rule.table_name)
            if rule.expectation == NO_ROWS:
                failing[rule.rule_id] = count_rows(con, rule.table_name, rule.condition)
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            raise AuditBroken(f"Rule {rule.rule_id} cannot be checked: {reason}") from error
    return populations, row_counts, failing


def count_rows(con: duckdb.DuckDBPyConnection, table: str, condition: str | None = None) -> int:
    """Rows of a table, or those that meet a condition."""
    schema, _, name = table.partition(".")
    where = f" where {condition}" if condition else ""
    return int(con.execute(f'select count(*) from "{schema}"."{name}"{where}').fetchall()[0][0])


def read_previous(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], Previous]:
    """What the last release found; nothing where it had no audit."""
    try:
        rows = rows_of(
            con,
            "select rule_id, source_system, checked_count, failing_count "
            "from quality.dq_expectation_results",
        )
    except duckdb.CatalogException:
        return {}
    return {
        (str(row["rule_id"]), str(row["source_system"])): Previous(
            int(row["checked_count"]), int(row["failing_count"])
        )
        for row in rows
    }


def read_last_release(warehouse: Path, as_of: date | None) -> dict[tuple[str, str], Previous]:
    """What the last release found; one of a later day is nothing to compare an earlier one with."""
    con = duckdb.connect(str(warehouse), read_only=True)
    try:
        last_as_of = read_as_of(con)
        if as_of and last_as_of and last_as_of > as_of:
            return {}
        return read_previous(con)
    finally:
        con.close()


def read_as_of(con: duckdb.DuckDBPyConnection) -> date | None:
    """The day that a warehouse's figures stand for."""
    try:
        found: date | None = con.execute("select max(as_of_date) from kpi.kpi_values").fetchall()[
            0
        ][0]
    except duckdb.CatalogException:
        return None
    return found


def read_examples(
    con: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any], verdict: Verdict
) -> list[Example]:
    """The first failing keys of a rule, or rows of a table, with the file and row that they landed in."""
    rule, observed = verdict.rule, verdict.observed
    if rule.expectation == FAILING_ROWS:
        keys = con.execute(
            "select entity_type, failing_key, detail from quality.dq_failing_rows "
            "where rule_id = ? and source_system = ? "
            f"order by record_count desc, entity_type, failing_key limit {EXAMPLES}",
            [rule.rule_id, observed.source_system],
        ).fetchall()
        return [
            Example(kind, key, detail, trace(con, manifest, observed.source_system, kind, key))
            for kind, key, detail in keys
        ]
    if rule.expectation == ROW_COUNT:
        return []
    condition = rule.condition if rule.expectation == NO_ROWS else value_condition(rule)
    schema, _, name = rule.table_name.partition(".")
    hidden = personal_names(manifest)
    rows = rows_of(con, f'select * from "{schema}"."{name}" where {condition} limit {EXAMPLES}')
    return [Example("", "", shown_fields(row, rule, hidden), rule.table_name) for row in rows]


def value_condition(rule: Rule) -> str:
    """What not_null and between take for a fault, as SQL."""
    column = f'"{rule.column_name}"'
    bounds = [] if rule.min_value is None else [f"{column} < {rule.min_value}"]
    bounds += [] if rule.max_value is None else [f"{column} > {rule.max_value}"]
    return " or ".join(bounds) or f"{column} is null"


def personal_names(manifest: Mapping[str, Any]) -> set[str]:
    """Columns that no message may show."""
    return set(RAW_VALUE_COLUMNS).union(*personal_columns(manifest).values())


def shown_fields(row: Mapping[str, Any], rule: Rule, hidden: set[str]) -> str:
    """A row of a mart in a few words: what was judged first, then its first columns."""
    names = [name for name in row if name not in hidden and row[name] is not None]
    names.sort(key=lambda name: name != rule.column_name)
    return ", ".join(f"{name}={str(row[name])[:40]}" for name in names[:EXAMPLES])


def share_of(part: int, whole: int) -> float | None:
    """A share; None of nothing."""
    return part / whole if whole else None


def write_results(con: duckdb.DuckDBPyConnection, audit: Audit) -> None:
    """Replace raw_audit.expectation_results: the marts tagged after_audit read it."""
    con.execute("create schema if not exists raw_audit")
    con.execute(_CREATE)
    rows = []
    for verdict in audit.verdicts:
        rule, observed, before = verdict.rule, verdict.observed, verdict.previous
        found = audit.examples.get((rule.rule_id, observed.source_system), [])
        keys = " | ".join(f"{one.entity_type} {one.key}".strip() or one.detail for one in found)
        rows.append(
            (
                *(audit.run_id, rule.rule_id, rule.family, observed.source_system),
                *(rule.table_name, rule.column_name, rule.severity, verdict.status),
                *(verdict.is_worse, observed.checked_count, observed.failing_count),
                observed.failing_share,
                share_of(before.failing_count, before.checked_count) if before else None,
                *(rule.max_count, rule.max_share, rule.worsening_margin, keys or None),
            )
        )
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        con.executemany(f"insert into raw_audit.expectation_results values ({marks})", rows)


def finding(verdict: Verdict) -> str:
    """What a rule found, in one line."""
    rule, observed, before = verdict.rule, verdict.observed, verdict.previous
    system = "" if observed.source_system == ALL_SYSTEMS else f", {observed.source_system}"
    head = f"{rule.name_en} ({rule.rule_id}{system})"
    if rule.expectation == ROW_COUNT:
        text = f"{head}: {count(observed.checked_count, 'row')} in {rule.table_name}"
    else:
        share = f" ({observed.failing_share:.1%})" if observed.failing_share is not None else ""
        text = f"{head}: {observed.failing_count:,} of {observed.checked_count:,}{share}"
    if verdict.is_worse and before:
        was = before.checked_count if rule.expectation == ROW_COUNT else before.failing_count
        share_before = share_of(before.failing_count, before.checked_count)
        shown = "" if rule.expectation == ROW_COUNT else f" ({share_before or 0:.1%})"
        return f"{text}; at the last release {was:,}{shown}"
    return text


def warning_lines(audit: Audit) -> list[str]:
    """The published warnings, short; what stops a release is told elsewhere."""
    warned = [verdict for verdict in audit.verdicts if verdict.status == WARN]
    lines = [f"  ! {finding(v)} — {v.rule.how_to_mend}" for v in warned[:SHOWN_WARNINGS]]
    if len(warned) > SHOWN_WARNINGS:
        lines.append(f"  ! and {len(warned) - SHOWN_WARNINGS} more: quality.dq_expectation_results")
    return lines


def stop_lines(audit: Audit) -> list[str]:
    """Per rule that stops the release: what, on which rows of which files, and how to mend it."""
    lines: list[str] = []
    for verdict in audit.verdicts:
        if not verdict.stops:
            continue
        why = "worse than the margin allows" if verdict.status == BLOCK else verdict.rule.severity
        lines.append(f"{verdict.status}: {finding(verdict)}: {why}")
        key = (verdict.rule.rule_id, verdict.observed.source_system)
        found = audit.examples.get(key, [])
        lines += [f"    row: {example}" for example in found]
        more = verdict.observed.failing_count - len(found)
        if found and more > 0:
            lines.append(f"    and {more:,} more: select * from {where_to_look(verdict)}")
        lines.append(f"    mend: {verdict.rule.how_to_mend}")
        if verdict.status == BLOCK:
            lines.append(
                "    or accept it once with ACCEPT_WORSE=1, or widen worsening_margin in "
                "policy/audit_rules.csv"
            )
    return lines


def where_to_look(verdict: Verdict) -> str:
    """The table that lists all failing rows."""
    if verdict.rule.expectation == FAILING_ROWS:
        return f"quality.dq_failing_rows where rule_id = '{verdict.rule.rule_id}'"
    return verdict.rule.table_name


def summary(audit: Audit) -> str:
    """How many rules ended how, in one line."""
    numbers: dict[str, int] = {}
    for verdict in audit.verdicts:
        numbers[verdict.status] = numbers.get(verdict.status, 0) + 1
    return ", ".join(f"{number} {status}" for status, number in sorted(numbers.items()))


def as_json(audit: Audit) -> str:
    """The verdicts for a machine."""
    rows = [
        {
            "rule_id": v.rule.rule_id,
            "source_system": v.observed.source_system,
            "severity": v.rule.severity,
            "status": v.status,
            "checked_count": v.observed.checked_count,
            "failing_count": v.observed.failing_count,
        }
        for v in audit.verdicts
    ]
    return json.dumps({"run_id": audit.run_id, "is_open": audit.is_open, "results": rows}, indent=2)
