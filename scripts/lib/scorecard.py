"""This fiscal year's KGIs and KPIs beside last year's, read from kpi_values, and the data health below."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
from lib.data_health import NO_HEALTH, Health, health_lines, read_health

COUNT_UNITS = frozenset({"count", "number", "people", "accounts", "events", "integer"})
FRACTION_UNITS = frozenset({"rate", "fraction", "share", "percent"})
# Goals first, then the way of a buyer; what a later release adds stands behind, by name.
GROUP_ORDER = ("kgi", "awareness", "interest", "consideration", "closing", "economics")
NAME_WIDTHS = (38, 24)
FIGURE_WIDTHS = (13, 13, 8)

_QUERY = """
with years as (
    select distinct period_start, as_of_date
    from kpi.kpi_values
    where period_grain = 'fiscal_year' and period_start <= as_of_date
),
periods as (
    select max(period_start) as this_year from years
),
totals as (
    select * from kpi.kpi_values
    where
        period_grain = 'fiscal_year' and dimension = 'total' and dimension_value = 'all'
        and coalesce(dimension_2, '') in ('', 'total', '(none)')
),
last_years as (
    select max(period_start) as last_year from years
    where period_start < (select this_year from periods)
)
select
    kpis.kpi_id, kpis.name_en, kpis.name_ja, kpis.unit, kpis.direction, {family} as family,
    this_period.value, last_period.value, coalesce(this_period.is_mature, true),
    coalesce(this_period.is_complete, true), periods.this_year, last_years.last_year,
    (select max(as_of_date) from years)
from core.dim_kpis as kpis
cross join periods
cross join last_years
left join totals as this_period
    on kpis.kpi_id = this_period.kpi_id and periods.this_year = this_period.period_start
left join totals as last_period
    on kpis.kpi_id = last_period.kpi_id and last_years.last_year = last_period.period_start
order by kpis.kpi_id
"""


class ScorecardUnavailable(Exception):
    """There is nothing to show; the text says why."""


@dataclass(frozen=True)
class ScorecardRow:
    """One KPI, this fiscal year and the last."""

    kpi_id: str
    name_en: str
    name_ja: str
    unit: str
    direction: str
    family: str
    value: float | None
    last_value: float | None
    is_mature: bool
    is_complete: bool


@dataclass(frozen=True)
class Scorecard:
    """All KPIs for the fiscal year that holds as_of."""

    as_of: date
    this_year: date
    last_year: date | None
    rows: tuple[ScorecardRow, ...]
    health: Health = NO_HEALTH


def read_scorecard(warehouse: Path) -> Scorecard:
    """Read a marts file or a warehouse, without ever locking a writer out of another release."""
    if not warehouse.exists():
        raise ScorecardUnavailable(f"There is no release to read yet: {warehouse} (make build).")
    try:
        con = duckdb.connect(str(warehouse), read_only=True)
    except duckdb.Error as error:
        raise ScorecardUnavailable(f"{warehouse} cannot be read: {error}") from error
    try:
        found = con.execute(_QUERY.format(family=family_expression(con))).fetchall()
        health = read_health(con)
    except duckdb.CatalogException as error:
        raise ScorecardUnavailable(f"{warehouse} holds no KPI tables.") from error
    finally:
        con.close()
    if not found or found[0][10] is None:
        raise ScorecardUnavailable("No fiscal year has data yet: nothing to score.")
    rows = tuple(
        ScorecardRow(
            kpi_id=row[0],
            name_en=row[1] or row[0],
            name_ja=row[2] or "",
            unit=row[3] or "",
            direction=row[4] or "",
            family=row[5] or "",
            value=as_number(row[6]),
            last_value=as_number(row[7]),
            is_mature=row[8],
            is_complete=row[9],
        )
        for row in found
    )
    return Scorecard(
        as_of=found[0][12],
        this_year=found[0][10],
        last_year=found[0][11],
        rows=rows,
        health=health,
    )


def family_expression(con: duckdb.DuckDBPyConnection) -> str:
    """KPIs stand by stage of the buying process; in a release without stages by family."""
    found = con.execute(
        "select column_name from duckdb_columns() "
        "where schema_name = 'core' and table_name = 'dim_kpis'"
    ).fetchall()
    names = {row[0] for row in found}
    family = "kpis.family" if "family" in names else "''"
    return f"coalesce(kpis.stage, {family})" if "stage" in names else family


def as_number(value: object) -> float | None:
    """Decimals and integers alike become floats; null stays null."""
    return None if value is None else float(str(value))


def width(text: str) -> int:
    """Columns that a text takes in a terminal: full-width characters take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """Pad by shown width, and cut what is too long with an ellipsis."""
    if width(text) > columns:
        while width(text) > columns - 1:
            text = text[:-1]
        text += "…"
    space = " " * (columns - width(text))
    return space + text if right else text + space


def is_currency(unit: str) -> bool:
    """A unit is a currency when it is an ISO code or says so."""
    return (len(unit) == 3 and unit.isupper()) or unit in ("currency", "money", "amount")


def format_value(value: float | None, unit: str) -> str:
    """A figure as people read it in its unit."""
    if value is None:
        return "n/a"
    if is_currency(unit):
        return f"{value:,.0f}" + (f" {unit}" if unit.isupper() else "")
    if unit in FRACTION_UNITS:
        return f"{value * 100:,.1f}%"
    if unit in COUNT_UNITS:
        return f"{value:,.0f}"
    if unit == "ratio":
        return f"{value:,.2f}x"
    if unit in ("seconds", "minutes", "hours", "days", "months", "years"):
        return f"{value:,.1f} {unit}"
    return f"{value:,.2f}"


def format_change(row: ScorecardRow) -> str:
    """Difference in points for fractions, else in percent of last year."""
    if row.value is None or row.last_value is None:
        return "n/a"
    if row.unit in FRACTION_UNITS:
        return f"{(row.value - row.last_value) * 100:+.1f}pt"
    if row.last_value == 0:
        return "n/a"
    return f"{(row.value - row.last_value) / abs(row.last_value) * 100:+.1f}%"


def by_family(rows: Iterable[ScorecardRow]) -> list[tuple[str, list[ScorecardRow]]]:
    """KGIs first, then the stages in their order, then what else there is by name."""
    groups: dict[str, list[ScorecardRow]] = {}
    for row in rows:
        groups.setdefault(row.family or "kpi", []).append(row)
    return sorted(groups.items(), key=lambda item: (place_of(item[0]), item[0]))


def place_of(group: str) -> int:
    """Where a group stands on the scorecard."""
    return GROUP_ORDER.index(group) if group in GROUP_ORDER else len(GROUP_ORDER)


def year_label(start: date | None) -> str:
    """A fiscal year by the month it starts in."""
    return f"FY {start:%Y-%m}" if start else "n/a"


def render_text(card: Scorecard) -> str:
    """The scorecard as an aligned table."""
    head = line_of("KPI", "", year_label(card.this_year), year_label(card.last_year), "change")
    lines = [f"Scorecard as of {card.as_of}", head, "-" * width(head)]
    for family, rows in by_family(card.rows):
        lines.append(f"[{family.removeprefix('kpi_').replace('_', ' ')}]")
        for row in rows:
            mark = "" if row.is_mature else " *"
            value = format_value(row.value, row.unit) + mark
            last = format_value(row.last_value, row.unit)
            lines.append(line_of(row.name_en, row.name_ja, value, last, format_change(row)))
    if any(not row.is_mature for row in card.rows):
        lines.append("* the cohort is not mature yet: the figure will still rise.")
    if any(not row.is_complete for row in card.rows):
        lines.append(
            f"The fiscal year is running: figures up to {card.as_of} beside a full last year."
        )
    lines += health_lines(card.health)
    return "\n".join(lines)


def line_of(*cells: str) -> str:
    """One line of the table, 100 columns wide: two names to the left, three figures to the right."""
    names, figures = cells[: len(NAME_WIDTHS)], cells[len(NAME_WIDTHS) :]
    shown = [pad(text, space) for text, space in zip(names, NAME_WIDTHS, strict=True)]
    shown += [
        pad(text, space, right=True) for text, space in zip(figures, FIGURE_WIDTHS, strict=True)
    ]
    return " ".join(shown).rstrip()
