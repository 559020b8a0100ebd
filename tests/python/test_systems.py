"""Any mix of systems builds, and answers what its data can answer."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from test_demo_truth import Truth
from warehouses import Warehouse

ANSWERS = {
    "generic": (["leads", "mqls", "marketing_spend", "cpl"], ["revenue_won", "win_rate"]),
    "salesforce": (["leads", "sqls", "opportunities", "revenue_won", "win_rate"], ["sessions"]),
    "hubspot": (["leads", "mqls", "opportunities", "win_rate", "email_open_rate"], ["sessions"]),
    "ga4": (["sessions", "visitors", "bounce_rate", "conversion_rate"], ["leads", "win_rate"]),
    "salesforce,generic": (
        ["leads", "mqls", "opportunities", "revenue_won", "win_rate", "marketing_spend", "cac"],
        ["sessions"],
    ),
    "salesforce,hubspot": (
        ["leads", "mqls", "opportunities", "revenue_won", "win_rate", "email_open_rate"],
        ["sessions"],
    ),
    "google_ads,linkedin_ads": (["marketing_spend"], ["leads", "win_rate", "sessions"]),
}


# Each is a build; the others on demand, such as SYSTEM_BUILDS="generic salesforce salesforce,hubspot".
@pytest.mark.parametrize("systems", os.environ.get("SYSTEM_BUILDS", "hubspot ga4").split())
def test_one_system_alone_builds_and_answers_what_it_can(
    demo_data: Path, tmp_path: Path, systems: str
) -> None:
    counted, unanswered = ANSWERS[systems]
    alone = Warehouse(tmp_path, demo_data)
    alone.dbt_vars["systems"] = systems.split(",")
    alone.land()
    alone.build()
    values = dict(
        alone.query(
            "select kpi_id, value from kpi.kpi_values"
            " where period_grain = 'all_time' and dimension = 'total'"
        )
    )
    assert all(values[kpi_id] and values[kpi_id] > 0 for kpi_id in counted), values
    assert all(values[kpi_id] is None for kpi_id in unanswered), values
    if {"salesforce", "hubspot"} <= set(systems.split(",")):
        assert_synced_records_count_once(Truth(alone, demo_data))


def assert_synced_records_count_once(truth: Truth) -> None:
    """What two systems hold of one deal or person is one; only planted people are seen as two."""
    deals = truth.rows("select count(*) from core.fct_opportunities")
    assert deals == truth.rows("select count(*) from opportunities") and deals[0][0] != 0
    split = truth.rows(
        "select person_id from records group by person_id having count(distinct person_key) > 1"
    )
    assert {row[0] for row in split} <= truth.planted("unlinkable_person")
    merged = truth.rows(
        "select person_key from records where person_key is not null"
        " group by person_key having count(distinct person_id) > 1"
    )
    assert merged == []
