"""One fault of each kind is planted in a built warehouse; the test that guards against it goes red."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest
from warehouses import Warehouse

# What is done to the built tables, and the beginning of the name of the test that must see it.
FAULTS = {
    "unique_grain_dim_campaigns": "insert into core.dim_campaigns from core.dim_campaigns limit 1",
    "no_nulls_fct_touches": "update core.fct_touches set source_system = null"
    " where touch_key = (select min(touch_key) from core.fct_touches)",
    "relationships_fct_touches_person_key": "update core.fct_touches set person_key = 'nobody'"
    " where touch_key = (select max(touch_key) from core.fct_touches)",
    "accepted_values_fct_leads_channel_reason": "update core.fct_leads set channel_reason = 'guess'"
    " where person_key = (select min(person_key) from core.fct_leads)",
    "is_fraction_fct_opportunities": "update core.fct_opportunities set probability = 40"
    " where opportunity_key = (select min(opportunity_key) from core.fct_opportunities)",
    "is_positive_fct_account_mrr_monthly": "update core.fct_account_mrr_monthly set mrr_amount = -1"
    " where account_key = (select min(account_key) from core.fct_account_mrr_monthly)",
    "mutually_exclusive_ranges_dim_periods": "update core.dim_periods"
    " set period_end_date = period_end_date + 40"
    " where period_grain = 'month' and period_start = '2025-04-01'",
    "not_empty_dim_channels": "delete from core.dim_channels",
    "assert_cost_allocations_sum_to_the_costs": "update core.fct_cost_allocations"
    " set allocated_amount = allocated_amount + 0.01 where allocation_key ="
    " (select min(allocation_key) from core.fct_cost_allocations where cost_function = 'marketing')",
    "assert_every_value_is_numerator_over_denominator": "update kpi.kpi_values set value = value + 1"
    " where kpi_id = 'win_rate' and period_grain = 'all_time' and dimension = 'total'",
    "assert_members_of_a_partition_sum_to_the_total": "delete from kpi.kpi_values"
    " where kpi_id = 'leads' and period_grain = 'all_time' and dimension_value = 'event'",
    "assert_every_catalog_kpi_has_values": "delete from kpi.kpi_values where kpi_id = 'cpl'",
    "assert_every_landed_row_is_accounted_for": "update quality.dq_row_accounting"
    " set kept_count = kept_count - 1 where table_name = 'lead'",
    "assert_no_edge_joins_two_entities": "update intermediate.int_identity__entities"
    " set entity_key = 'torn' where identifier_key ="
    " (select min(from_identifier_key) from intermediate.int_identity__edges)",
    "matches_port_stg_generic__crm_users": "create or replace view staging.stg_generic__crm_users as"
    " select 'generic' as source_system, 1 as user_id",
}


@pytest.fixture(scope="module")
def red_tests(
    demo_warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """Status of the guarding tests after all faults were planted in a copy."""
    copy = Warehouse(tmp_path_factory.mktemp("faults"), demo_warehouse.raw_data_dir)
    shutil.copy(demo_warehouse.path, copy.path)
    with duckdb.connect(str(copy.path)) as connection:
        for sql in FAULTS.values():
            connection.execute(sql)
    guards = [f"{name}*" for name in FAULTS]
    copy.dbt("test", "--exclude-resource-type", "unit_test", "--select", *guards, check=False)
    results = json.loads((copy.folder / "target" / "run_results.json").read_text())["results"]
    return {result["unique_id"].split(".")[2]: result["status"] for result in results}


@pytest.mark.parametrize("name", FAULTS)
def test_the_guarding_test_goes_red(red_tests: dict[str, str], name: str) -> None:
    statuses = [status for test, status in red_tests.items() if test.startswith(name)]
    assert statuses and set(statuses) == {"fail"}


@pytest.mark.parametrize("name", FAULTS)
def test_it_was_green_before(demo_warehouse: Warehouse, name: str) -> None:
    """The fixture's build ends with 0, and each of these tests was part of it."""
    path: Path = demo_warehouse.folder / "target" / "run_results.json"
    results = json.loads(path.read_text(encoding="utf-8"))["results"]
    statuses = [
        result["status"] for result in results if result["unique_id"].split(".")[2].startswith(name)
    ]
    assert statuses and set(statuses) == {"pass"}
