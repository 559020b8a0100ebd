"""The scorecard shows the right year, the right format, and what is not final yet."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
import show_scorecard
from lib.scorecard import format_value, pad, read_scorecard, render_text, width


@pytest.fixture
def marts(tmp_path: Path) -> Path:
    """A marts file with three KPIs over two fiscal years; the second one is running."""
    path = tmp_path / "marts.duckdb"
    con = duckdb.connect(str(path))
    con.execute("create schema core")
    con.execute("create schema kpi")
    con.execute(
        "create table core.dim_kpis as select * from (values "
        "('revenue_won', 'Revenue won', '受注金額', 'kpi_revenue', 'kgi', 'currency', 'up'), "
        "('win_rate', 'Win rate', '受注率', 'kpi_pipeline', 'closing', 'fraction', 'up'), "
        "('visitors', 'Visitors', '訪問者数', 'kpi_visitors', 'awareness', 'count', 'up'), "
        "('cohort_of_many', 'A name of more letters than a terminal has room for', "
        "'ターミナルの幅に収まらない長い名前の指標', 'kpi_leads', 'interest', 'fraction', 'up'), "
        "('nps', 'NPS', 'NPS', 'kpi_surveys', 'loyalty', 'score', 'up')) "
        "as rows (kpi_id, name_en, name_ja, family, stage, unit, direction)"
    )
    con.execute(
        "create table kpi.kpi_values as select *, null as dimension_2, date '2025-12-31' as as_of_date "
        "from (values "
        "('revenue_won', 'fiscal_year', date '2024-04-01', 'total', 'all', 2000000.0, true, true), "
        "('revenue_won', 'fiscal_year', date '2025-04-01', 'total', 'all', 2500000.0, true, false), "
        "('revenue_won', 'month', date '2025-05-01', 'total', 'all', 1.0, true, true), "
        "('revenue_won', 'fiscal_year', date '2025-04-01', 'channel', 'email', 7.0, true, false), "
        "('win_rate', 'fiscal_year', date '2024-04-01', 'total', 'all', 0.25, true, true), "
        "('win_rate', 'fiscal_year', date '2025-04-01', 'total', 'all', 0.3, false, false)) "
        "as rows (kpi_id, period_grain, period_start, dimension, dimension_value, value, "
        "is_mature, is_complete)"
    )
    con.close()
    return path


def test_this_fiscal_year_stands_beside_the_last(marts: Path) -> None:
    card = read_scorecard(marts)
    assert (str(card.this_year), str(card.last_year)) == ("2025-04-01", "2024-04-01")
    rows = {row.kpi_id: row for row in card.rows}
    assert (rows["revenue_won"].value, rows["revenue_won"].last_value) == (2500000.0, 2000000.0)
    assert rows["nps"].value is None


def test_text_is_aligned_marked_and_grouped(marts: Path) -> None:
    text = render_text(read_scorecard(marts))
    lines = {line[:8].strip(): line for line in text.splitlines()}
    revenue, rate, nps = lines["Revenue"], lines["Win rate"], lines["NPS"]
    assert "2,500,000" in revenue
    assert "+25.0%" in revenue
    assert "30.0% *" in rate
    assert "+5.0pt" in rate
    assert nps.count("n/a") == 3
    assert width(revenue) == width(rate) == width(nps)
    groups = [line for line in text.splitlines() if line.startswith("[")]
    assert groups == ["[kgi]", "[awareness]", "[interest]", "[closing]", "[loyalty]"]
    assert "not mature" in text
    assert "is running" in text


def test_data_health_shows_lights_and_the_worst_rules_in_both_languages(marts: Path) -> None:
    assert "data health" not in render_text(read_scorecard(marts))
    con = duckdb.connect(str(marts))
    con.execute("create schema quality")
    con.execute(
        "create table quality.dq_data_health as select * from (values "
        "('UTM tags', 'UTMタグ', 'ga4', 'green', 3, 0, 0), "
        "('UTM tags', 'UTMタグ', 'generic', 'amber', 3, 1, 0), "
        "('Record ids', 'ID連携', '*', 'red', 2, 0, 1)) as rows (family_name_en, family_name_ja, "
        "source_system, light, rule_count, amber_count, red_count)"
    )
    con.execute(
        "create table quality.dq_expectation_results as select * from (values "
        "('a', 'Rule A', '規則A', 'generic', 'amber', 30, 100, 0.3), "
        "('b', 'Rule B', '規則B', '*', 'red', 1, 10, 0.1), "
        "('c', 'Rule C', '規則C', 'ga4', 'green', 0, 10, 0.0)) as rows (rule_id, name_en, name_ja, "
        "source_system, light, failing_count, checked_count, failing_share)"
    )
    con.close()
    lines = render_text(read_scorecard(marts)).splitlines()
    start = lines.index("[data health / データ品質]")
    assert lines[start + 1 :] == [
        "Record ids / ID連携: red 赤",
        "UTM tags / UTMタグ: generic amber 黄, ga4 green 緑",
        "  red   Rule B / 規則B: 1 of 10",
        "  amber Rule A / 規則A (generic): 30 of 100",
    ]


def test_no_line_is_wider_than_a_terminal_of_100_columns(marts: Path) -> None:
    widths = [width(line) for line in render_text(read_scorecard(marts)).splitlines()]
    assert max(widths) <= 100


def test_full_width_signs_take_two_columns() -> None:
    assert width("受注金額") == 8
    assert pad("受注", 6) == "受注  "
    assert width(pad("マーケティング貢献率", 10)) <= 10


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, "currency", "n/a"),
        (1234567.8, "JPY", "1,234,568 JPY"),
        (0.321, "rate", "32.1%"),
        (12.34, "days", "12.3 days"),
        (75.0, "seconds", "75.0 seconds"),
        (3.456, "ratio", "3.46x"),
        (1200, "count", "1,200"),
    ],
)
def test_figures_read_in_their_unit(value: float | None, unit: str, text: str) -> None:
    assert format_value(value, unit) == text


def test_json_and_exit_codes(
    marts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert show_scorecard.main(["--warehouse", str(marts), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["as_of"] == "2025-12-31"
    assert show_scorecard.main(["--warehouse", str(tmp_path / "none.duckdb")]) == 1
    assert "no release" in capsys.readouterr().err
