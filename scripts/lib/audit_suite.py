"""Great Expectations over a warehouse file: suites built in memory from the audit rules, run read-only.

The library takes seconds to import and is imported only when a suite runs. It writes nothing, asks no network
and sends no statistics: the context lives in memory.
"""

from __future__ import annotations

import atexit
import importlib
import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lib.audit_rules import (
    ALL_SYSTEMS,
    BETWEEN,
    CRITICAL,
    FAILING_ROWS,
    NO_ROWS,
    NOT_NULL,
    ROW_COUNT,
    Observation,
    Rule,
    allowed_count,
)

POPULATIONS = "quality.dq_rule_populations"
# As in the profile: this pass stops with an internal error at a column of nothing but nulls.
SETTINGS = {"disabled_optimizers": "statistics_propagation"}


class AuditBroken(Exception):
    """A check could not be made; the text says which and why."""


@dataclass(frozen=True)
class SuiteRun:
    """What the suites found, and whether a critical expectation failed."""

    observations: list[Observation]
    has_critical_failure: bool


@dataclass(frozen=True)
class Expected:
    """One expectation: the rule that it is of, the table that it reads, and what was counted before."""

    rule: Rule
    table: str
    source_system: str
    checked_count: int
    failing_count: int | None = None


def expected_of(
    rules: Sequence[Rule],
    populations: Mapping[str, Sequence[tuple[str, int, int]]],
    row_counts: Mapping[str, int],
    failing_counts: Mapping[str, int],
) -> list[Expected]:
    """One expectation per rule, and per system for rules that count failing keys."""
    found = []
    for rule in rules:
        if rule.expectation == FAILING_ROWS:
            for system, checked, failing in populations.get(rule.rule_id, ()):
                found.append(Expected(rule, POPULATIONS, system, checked, failing))
        elif rule.table_name in row_counts:
            count = row_counts[rule.table_name]
            known = failing_counts.get(rule.rule_id)
            found.append(Expected(rule, rule.table_name, ALL_SYSTEMS, count, known))
    return found


def run_suites(warehouse: Path, expected: Sequence[Expected], run_name: str) -> SuiteRun:
    """Run the suites in a process of their own: when it ends, its hold on the warehouse file ends."""
    # The library's progress bars leave a semaphore to Python to clear away, which it would report.
    os.environ.setdefault("PYTHONWARNINGS", "ignore:resource_tracker")
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=spawn) as pool:
        return pool.submit(run_suites_here, warehouse, list(expected), run_name).result()


def run_suites_here(warehouse: Path, expected: Sequence[Expected], run_name: str) -> SuiteRun:
    """Build a suite per table, run all of them in one checkpoint, and read the results."""
    # DuckDB's bindings list at the end of the process what they did not free: of no use to anybody.
    atexit.register(os.dup2, os.open(os.devnull, os.O_WRONLY), 2)
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    gx: Any = importlib.import_module("great_expectations")
    types: Any = importlib.import_module("great_expectations.data_context.types.base")
    register_dialect()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = types.ProgressBarsConfig(globally=False)
    source = context.data_sources.add_or_update_sql(
        name="warehouse",
        connection_string=f"duckdb:///{warehouse}",
        kwargs={"connect_args": {"read_only": True, "config": SETTINGS}},
        create_temp_table=False,
    )
    by_table: dict[str, list[int]] = {}
    for number, item in enumerate(expected):
        by_table.setdefault(item.table, []).append(number)
    definitions = []
    for table, numbers in by_table.items():
        schema, _, name = table.partition(".")
        asset = source.add_table_asset(name=table, table_name=name, schema_name=schema)
        suite = gx.ExpectationSuite(
            name=table, expectations=[gx_expectation(expected[n], n) for n in numbers]
        )
        definition = gx.ValidationDefinition(
            name=table,
            data=asset.add_batch_definition_whole_table("all rows"),
            suite=context.suites.add(suite),
        )
        definitions.append(context.validation_definitions.add(definition))
    checkpoint = context.checkpoints.add(
        gx.Checkpoint(name="audit", validation_definitions=definitions, result_format="BASIC")
    )
    outcome = checkpoint.run(run_id=gx.RunIdentifier(run_name=run_name))
    results = list(outcome.run_results.values())
    observations = [
        observation_of(expected[result.expectation_config.meta["number"]], result)
        for suite_result in results
        for result in suite_result.results
    ]
    severities = [str(getattr(r.get_max_severity_failure(), "value", "")) for r in results]
    return SuiteRun(observations, CRITICAL in severities)


def gx_expectation(item: Expected, number: int) -> Any:
    """The expectation that a rule stands for."""
    gxe: Any = importlib.import_module("great_expectations.expectations")
    rule = item.rule
    common: dict[str, Any] = {"severity": rule.severity, "meta": {"number": number}}
    allowed = allowed_count(rule, item.checked_count)
    mostly = 1 - allowed / item.checked_count if item.checked_count else 1
    if rule.expectation == FAILING_ROWS:
        return gxe.UnexpectedRowsExpectation(
            unexpected_rows_query=(
                f"select * from {{batch}} where rule_id = '{rule.rule_id}'"
                f" and source_system = '{item.source_system}' and failing_count > {allowed}"
            ),
            **common,
        )
    if rule.expectation == NO_ROWS:
        # A row only where there are more than allowed: the library takes any row for a fault.
        return gxe.UnexpectedRowsExpectation(
            unexpected_rows_query=(
                f"select * from {{batch}} where ({rule.condition}) and ("
                f"select count(*) from {{batch}} where {rule.condition}) > {allowed}"
            ),
            **common,
        )
    if rule.expectation == NOT_NULL:
        return gxe.ExpectColumnValuesToNotBeNull(column=rule.column_name, mostly=mostly, **common)
    if rule.expectation == BETWEEN:
        return gxe.ExpectColumnValuesToBeBetween(
            column=rule.column_name,
            min_value=rule.min_value,
            max_value=rule.max_value,
            mostly=mostly,
            **common,
        )
    if rule.expectation == ROW_COUNT:
        return gxe.ExpectTableRowCountToBeBetween(
            min_value=whole(rule.min_value), max_value=whole(rule.max_value), **common
        )
    raise AuditBroken(f"{rule.rule_id}: there is no expectation {rule.expectation}")


def whole(value: float | None) -> int | None:
    """Numbers of rows are whole."""
    return None if value is None else int(value)


def observation_of(item: Expected, result: Any) -> Observation:
    """What one expectation counted; a check that raised is no pass."""
    raised = result.exception_info or {}
    if raised.get("raised_exception"):
        raise AuditBroken(f"{item.rule.rule_id}: {raised.get('exception_message')}")
    for problem in raised.values():
        if isinstance(problem, Mapping) and problem.get("raised_exception"):
            raise AuditBroken(f"{item.rule.rule_id}: {problem.get('exception_message')}")
    failing = item.failing_count
    if failing is None:
        counts_values = item.rule.expectation in (NOT_NULL, BETWEEN)
        failing = int(result.result["unexpected_count"]) if counts_values else 0
    return Observation(
        rule_id=item.rule.rule_id,
        source_system=item.source_system,
        checked_count=item.checked_count,
        failing_count=failing,
        is_within_limits=bool(result.success),
    )


def register_dialect() -> None:
    """Teach SQLAlchemy a DuckDB that only reads.

    The library fetches after its connection went back to the pool; the rollback that goes with that would
    drop DuckDB's result. Where nothing is written there is nothing to begin, commit or roll back.
    """
    import duckdb_engine
    from sqlalchemy.dialects import registry

    class ReadDuckDB(duckdb_engine.Dialect):
        supports_statement_cache = False

        def do_begin(self, dbapi_connection: Any) -> None:
            """Nothing to begin."""

        def do_commit(self, dbapi_connection: Any) -> None:
            """Nothing to commit."""

        def do_rollback(self, dbapi_connection: Any) -> None:
            """Nothing to roll back."""

    module: Any = sys.modules[__name__]
    module.ReadDuckDB = ReadDuckDB
    registry.register("duckdb", __name__, "ReadDuckDB")
