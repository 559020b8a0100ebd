"""The audit from landed files to the gate: planted faults are found by rule, key, file and row.

The faults lie in a few generic files beside clean rows; what each rule must count stands beside the rows.
"""

from __future__ import annotations

import json
from pathlib import Path

import audit_warehouse
import duckdb
import pytest
import tiny_landing
from lib.audit import Audit, run_audit, stop_lines
from warehouses import Warehouse

# Of the live leads L1 and L10 share an address. L4 is converted and names no contact, L5 one that never
# landed.
LEADS = """\
lead_id,email,status,lead_source,created_at,is_converted,converted_contact_id,utm_source,utm_medium,utm_campaign
L1,one@alpha.example,MQL,Webinar,2026-01-05,,,google,cpc,spring
L2,two@beta.example,MQL,Webinar,2026-01-06,true,C2,Google,cpc,spring
L3,three@beta.example,Open,Webinar,2026-02-01,,,pigeon,post,
L4,four@beta.example,Open,Webinar,2026-02-01,true,,google,cpc,
L5,five@beta.example,Open,Webinar,2026-02-01,true,C9,google,cpc,sprign
L10,ONE@alpha.example,Open,Webinar,2026-02-01,,,,,
"""
# O9 names no account, and nobody takes part in it.
OPPORTUNITY = "O9,,new_business,Proposal,5,JPY,Webinar,2026-06-30,2026-03-01\n"
ADS = """\
ad_account_id,stat_date,campaign_id,platform,campaign_name,utm_source,utm_medium,utm_campaign,impressions,clicks,cost,currency
A,2026-01-05,1,google_ads,Spring,google,cpc,spring,10,1,100,JPY
"""
# Rule: records checked, records that fail, how an example begins. Six leads and two contacts have an address;
# references are two of leads, two of contacts, three of opportunities and six of their contacts. Tagged are
# L1 to L5 and the ad, paid those of medium cpc.
EXPECTED = {
    "duplicate_emails": (
        8,
        2,
        "crm_lead L1: o***@a***.example is on 2 live records (generic/crm_leads.csv row 1)",
    ),
    "converted_leads_without_contact": (
        3,
        1,
        "crm_lead L4: converted, and names no contact (generic/crm_leads.csv row 4)",
    ),
    "dangling_references": (13, 1, "crm_lead L5|converted_contact_id: "),
    "opportunities_without_account_or_people": (
        4,
        1,
        "crm_opportunity O9: no account, no people (generic/crm_opportunities.csv row 4)",
    ),
    "utm_case_and_width": (6, 1, "crm_lead: source=Google medium=cpc campaign=spring"),
    "utm_taxonomy": (6, 1, "crm_lead: source=pigeon medium=post campaign=: not in the taxonomy"),
    "paid_medium_without_campaign": (5, 1, "crm_lead: source=google medium=cpc campaign="),
    "campaign_unknown_to_ad_platforms": (
        5,
        1,
        "crm_lead: source=google medium=cpc campaign=sprign",
    ),
    "crm_ma_link_one_to_one": (0, 0, ""),
}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The planted landing, built without the tests of dbt."""
    folder = tmp_path_factory.mktemp("audit")
    raw = tiny_landing.write_clean(folder / "raw")
    (raw / "generic" / "crm_leads.csv").write_text(LEADS, encoding="utf-8")
    (raw / "generic" / "ad_stats_daily.csv").write_text(ADS, encoding="utf-8")
    with (raw / "generic" / "crm_opportunities.csv").open("a", encoding="utf-8") as file:
        file.write(OPPORTUNITY)
    built = Warehouse(folder, raw, {"systems": ["generic"], "as_of": tiny_landing.AS_OF})
    built.land()
    built.build("--exclude-resource-type", "test")
    return built


def manifest_of(warehouse: Warehouse) -> dict[str, object]:
    path = warehouse.folder / "target" / "manifest.json"
    loaded: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def audit(warehouse: Warehouse) -> Audit:
    """The audit of the planted landing, with nothing to compare it with."""
    return run_audit(warehouse.path, "first", manifest_of(warehouse))


@pytest.mark.parametrize("rule_id", EXPECTED)
def test_planted_faults_are_counted_and_traced_to_their_file(audit: Audit, rule_id: str) -> None:
    found = [verdict for verdict in audit.verdicts if verdict.rule.rule_id == rule_id]
    checked, failing, example = EXPECTED[rule_id]
    assert [(v.observed.checked_count, v.observed.failing_count) for v in found] == [
        (checked, failing)
    ]
    shown = [
        str(one)
        for key, examples in audit.examples.items()
        if key[0] == rule_id
        for one in examples
    ]
    assert any(line.startswith(example) for line in shown) or not failing


def test_dirt_warns_and_does_not_stop(audit: Audit) -> None:
    assert audit.is_open
    statuses = {v.rule.rule_id: v.status for v in audit.verdicts}
    assert statuses["duplicate_emails"] == "warn"
    assert statuses["crm_ma_link_one_to_one"] == "pass"
    assert not [v for v in audit.verdicts if v.rule.severity == "critical" and v.status != "pass"]


def test_no_address_is_written_into_the_results(warehouse: Warehouse, audit: Audit) -> None:
    rows = warehouse.query("select * from raw_audit.expectation_results")
    rows += warehouse.query("select * from quality.dq_failing_rows")
    assert len(rows) > len(audit.verdicts) > 30
    assert "alpha.example" not in str(rows)


def test_results_and_data_health_are_built_from_the_audit(
    warehouse: Warehouse, audit: Audit
) -> None:
    warehouse.build("--select", "tag:after_audit")
    rows = warehouse.query(
        "select audit_status, failing_count, light from quality.dq_expectation_results"
        " where rule_id = 'duplicate_emails'"
    )
    assert rows == [("warn", 2, "red")]
    health = warehouse.query(
        "select light, light_name_ja from quality.dq_data_health"
        " where family = 'ids' and source_system = 'generic'"
    )
    assert health == [("red", "赤")]


def test_worse_than_the_last_release_closes_the_gate_until_accepted(
    warehouse: Warehouse, audit: Audit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    last = tmp_path / "last.duckdb"
    with duckdb.connect(str(last)) as con:
        con.execute("create schema quality")
        con.execute(
            "create table quality.dq_expectation_results as select 'opportunities_did_not_vanish'"
            " as rule_id, '*' as source_system, 40 as checked_count, 0 as failing_count"
        )
    arguments = ["--warehouse", str(warehouse.path), "--previous", str(last)]
    arguments += ["--target", str(warehouse.folder / "target")]
    assert audit_warehouse.main(arguments) == 1
    told = capsys.readouterr().out
    # 4 of 40 opportunities are left: 36 vanished, more than a tenth and more than 20.
    assert "block: Opportunities did not vanish (opportunities_did_not_vanish): 4 rows" in told
    assert "at the last release 40" in told
    assert "ACCEPT_WORSE=1" in told
    assert audit_warehouse.main([*arguments, "--accept-worse"]) == 0


def test_critical_failure_closes_the_gate_and_names_rule_rows_and_mend(
    warehouse: Warehouse, audit: Audit
) -> None:
    with duckdb.connect(str(warehouse.path)) as con:
        con.execute(
            "update kpi.kpi_values set value = 'infinity' where kpi_id = 'leads'"
            " and period_grain = 'all_time' and dimension = 'total'"
        )
    again = run_audit(warehouse.path, "again", manifest_of(warehouse))
    assert again.has_critical_failure
    assert not again.is_open
    told = "\n".join(stop_lines(again))
    assert "fail: No KPI value is infinite (kpi_values_are_finite): 1 of " in told
    assert "kpi_id=leads" in told
    assert "(kpi.kpi_values)" in told
    assert "mend: A division without ratio()" in told


def test_demo_as_shipped_is_published_with_warnings_and_nothing_critical(
    demo_warehouse: Warehouse, tmp_path: Path
) -> None:
    copy = tmp_path / demo_warehouse.path.name
    copy.write_bytes(demo_warehouse.path.read_bytes())
    audit = run_audit(copy, "demo", manifest_of(demo_warehouse))
    assert audit.is_open
    assert len({v.rule.rule_id for v in audit.verdicts}) > 30
    assert any(v.status == "warn" for v in audit.verdicts)
