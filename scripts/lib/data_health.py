"""The data health of a release for a terminal: lights per family of audit rules, and the worst rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb
from lib.doctor_facts import rows_of

WORST = 5
ORDER = {"red": 0, "amber": 1, "green": 2}
LIGHTS_JA = {"red": "赤", "amber": "黄", "green": "緑"}


@dataclass(frozen=True)
class Light:
    """One family of rules in one system."""

    family_name_en: str
    family_name_ja: str
    source_system: str
    light: str
    rule_count: int
    amber_count: int
    red_count: int


@dataclass(frozen=True)
class WorstRule:
    """One rule that is over its limit."""

    rule_id: str
    name_en: str
    name_ja: str
    source_system: str
    light: str
    failing_count: int
    checked_count: int


@dataclass(frozen=True)
class Health:
    """All lights of a release, and the rules behind those that are not green."""

    lights: tuple[Light, ...] = ()
    worst: tuple[WorstRule, ...] = ()


NO_HEALTH = Health()


def read_health(con: duckdb.DuckDBPyConnection) -> Health:
    """The lights of a release; none where it was built without the audit."""
    try:
        lights = rows_of(con, f"select {_names(Light)} from quality.dq_data_health")
        worst = rows_of(
            con,
            f"select {_names(WorstRule)} from quality.dq_expectation_results "
            "where light != 'green' order by failing_share desc nulls last, rule_id, source_system",
        )
    except duckdb.CatalogException:
        return NO_HEALTH
    found = [Light(**row) for row in lights]
    rules = [WorstRule(**row) for row in worst]
    return Health(
        tuple(
            sorted(found, key=lambda row: (ORDER[row.light], row.family_name_en, row.source_system))
        ),
        tuple(sorted(rules, key=lambda row: ORDER[row.light])),
    )


def _names(kind: Any) -> str:
    return ", ".join(kind.__dataclass_fields__)


def health_lines(health: Health) -> list[str]:
    """The block below the figures: lights grouped by family, then the worst rules with their counts."""
    if not health.lights:
        return []
    lines = ["[data health / データ品質]"]
    families = dict.fromkeys((row.family_name_en, row.family_name_ja) for row in health.lights)
    for name_en, name_ja in families:
        own = [row for row in health.lights if row.family_name_en == name_en]
        lines.append(f"{name_en} / {name_ja}: {', '.join(_light(row, len(own)) for row in own)}")
    lines += [_rule(row) for row in health.worst[:WORST]]
    more = len(health.worst) - WORST
    if more > 0:
        lines.append(f"  and {more} more / 他{more}件: quality.dq_expectation_results")
    return lines


def _light(row: Light, lights_in_family: int) -> str:
    system = f"{row.source_system} "
    if row.source_system == "*":
        system = "across systems " if lights_in_family > 1 else ""
    return f"{system}{row.light} {LIGHTS_JA[row.light]}"


def _rule(row: WorstRule) -> str:
    system = "" if row.source_system == "*" else f" ({row.source_system})"
    counts = f"{row.failing_count:,} of {row.checked_count:,}"
    return f"  {row.light:<5} {row.name_en} / {row.name_ja}{system}: {counts}"
