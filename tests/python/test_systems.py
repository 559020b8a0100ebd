"""Any mix of systems builds, and answers what its data can answer."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from warehouses import Warehouse

ANSWERS = {
    "generic": (["leads", "mqls", "marketing_spend", "cpl"], ["revenue_won", "win_rate"]),
    "salesforce": (["leads", "sqls", "opportunities", "revenue_won", "win_rate"], ["sessions"]),
    "hubspot": (["leads", "mqls", "opportunities", "win_rate", "email_open_rate"], ["sessions"]),
    "ga4": (["sessions", "visitors", "bounce_rate", "conversion_rate"], ["leads", "win_rate"]),
    "google_ads,linkedin_ads": (["marketing_spend"], ["leads", "win_rate", "sessions"]),
}


# Each is a build; the others on demand: SYSTEM_BUILDS="generic salesforce google_ads,linkedin_ads".
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
