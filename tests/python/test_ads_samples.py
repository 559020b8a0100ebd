"""Google Ads and LinkedIn Ads from landed files to the spend: vendor samples, and hand-made files.

The samples prove that the vendors' tables load and that no cost or click is lost or added;
VENDOR_SAMPLES_DIR names the folder that holds them. The hand-made files hold what the samples do not: days
that land again, an older version that lands later, the older report with whole currency units, and ids in
LinkedIn's long form.
"""

from __future__ import annotations

import csv
import os
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from warehouses import Warehouse

SYSTEMS = ["google_ads", "linkedin_ads"]


def sample_rows(folder: Path, file: str) -> list[dict[str, str]]:
    """The rows of a sample file as its vendor lands them."""
    with (folder / file).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def total(rows: list[dict[str, str]], column: str) -> Decimal:
    """The sum of a column whose blanks are nothing."""
    return sum((Decimal(row[column]) for row in rows if row[column]), Decimal(0))


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Warehouse]:
    """The vendor samples of both systems, landed and built to the last mart, with every data test."""
    variable = os.environ.get("VENDOR_SAMPLES_DIR")
    if not variable:
        pytest.skip("VENDOR_SAMPLES_DIR is not set: no vendor sample files to read")
    folder = tmp_path_factory.mktemp("ads_samples")
    for system in SYSTEMS:
        (folder / "raw" / system).mkdir(parents=True)
        for file in sorted((Path(variable) / system).glob("*.csv")):
            table = file.name.removeprefix("linkedin_").removesuffix("_data.csv")
            shutil.copy(file, folder / "raw" / system / f"{table}.csv")
    warehouse = Warehouse(folder / "warehouse", folder / "raw")
    warehouse.dbt_vars["systems"] = SYSTEMS
    warehouse.land()
    warehouse.build()
    return Path(variable), warehouse


def test_samples_keep_every_cost_and_click(samples: tuple[Path, Warehouse]) -> None:
    folder, warehouse = samples
    ads = sample_rows(folder / "google_ads", "ad_stats_data.csv")
    campaigns = sample_rows(folder / "google_ads", "campaign_stats_data.csv")
    # No campaign is in both files, so that nothing is to be subtracted.
    assert not {row["campaign_id"] for row in ads} & {row["id"] for row in campaigns}
    cost = (total(ads, "cost_micros") + total(campaigns, "cost_micros")) / 1_000_000
    creatives = sample_rows(folder / "linkedin_ads", "linkedin_ad_analytics_by_creative_data.csv")
    assert cost > 0
    assert warehouse.query(
        "select source_system, currency, sum(cost), sum(clicks), sum(impressions)"
        " from intermediate.int_ads__stats_daily group by all order by all"
    ) == [
        (
            *("google_ads", "USD", cost),
            total(ads, "clicks") + total(campaigns, "clicks"),
            total(ads, "impressions") + total(campaigns, "impressions"),
        ),
        *(
            ("linkedin_ads", currency, cost, clicks, impressions)
            for currency, cost, clicks, impressions in linkedin_totals(folder / "linkedin_ads")
        ),
    ]
    assert total(creatives, "clicks") > 0
    spent = warehouse.query(
        "select sum(amount_original) from intermediate.int_spend__lines where cost_type = 'ad_spend'"
    )
    assert spent == [(cost,)]


def linkedin_totals(folder: Path) -> list[tuple[str, Decimal, Decimal, Decimal]]:
    """Per currency what the creatives cost: the account's own where it is known, else dollars."""
    accounts = {
        row["id"]: row["currency"]
        for row in sample_rows(folder, "linkedin_account_history_data.csv")
    }
    holders = {
        row["id"]: row["account_id"]
        for row in sample_rows(folder, "linkedin_campaign_history_data.csv")
    }
    campaign_of = {
        row["id"]: row["campaign_id"]
        for row in sample_rows(folder, "linkedin_creative_history_data.csv")
    }
    totals: dict[str, list[Decimal]] = {}
    for row in sample_rows(folder, "linkedin_ad_analytics_by_creative_data.csv"):
        own = accounts.get(holders.get(campaign_of.get(row["creative_id"], ""), ""))
        in_dollars = bool(row["cost_in_usd"]) and not (own and row["cost_in_local_currency"])
        currency = "USD" if in_dollars else own or "JPY"
        cost = row["cost_in_usd"] if in_dollars else row["cost_in_local_currency"]
        sums = totals.setdefault(currency, [Decimal(0)] * 3)
        for place, text in enumerate((cost, row["clicks"], row["impressions"])):
            sums[place] += Decimal(text or 0)
    return [(currency, *sums) for currency, sums in sorted(totals.items())]


def test_samples_account_for_every_row(samples: tuple[Path, Warehouse]) -> None:
    folder, warehouse = samples
    expected = {
        (system, file.name.removeprefix("linkedin_").removesuffix("_data.csv")): len(
            sample_rows(file.parent, file.name)
        )
        for system in SYSTEMS
        for file in (folder / system).glob("*.csv")
    }
    accounted = warehouse.query(
        "select source_system, table_name,"
        " kept_count + duplicate_count + deleted_count + excluded_count + rejected_count"
        " from quality.dq_row_accounting"
    )
    assert {(system, table): rows for system, table, rows in accounted} == expected
    # Every ad and day of the figures is kept; of a history, the newest version of each thing.
    ads = sample_rows(folder / "google_ads", "ad_stats_data.csv")
    kept = dict(warehouse.query("select table_name, kept_count from quality.dq_row_accounting"))
    assert kept["ad_stats"] == len(ads)
    assert kept["ad_history"] == len(
        {row["id"] for row in sample_rows(folder / "google_ads", "ad_history_data.csv")}
    )


LANDED = {
    # 1 April lands twice: the desktop row is restated from 5 to 6, the mobile row is not in the second
    # file, the tablet row is new. 2 April lands once, in the older report's whole units and words.
    "google_ads/ad_stats/2026-04-02.csv": """\
customer_id,date,campaign_id,ad_group_id,ad_id,device,ad_network_type,cost_micros,clicks,impressions,conversions
123,2026-04-01,77,8,9,DESKTOP,SEARCH,5000000,5,50,0.5
123,2026-04-01,77,8,9,MOBILE,SEARCH,3000000,3,30,
""",
    "google_ads/ad_stats/2026-04-03.csv": """\
customer_id,date,campaign_id,ad_group_id,ad_id,device,ad_network_type,cost_micros,clicks,impressions,conversions
123,2026-04-01,77,8,9,DESKTOP,SEARCH,6000000,5,50,1.5
123,2026-04-01,77,8,9,TABLET,SEARCH,1000000,1,10,0
""",
    "google_ads/ad_stats/2026-04-04_old_report.csv": """\
external_customer_id,date,campaign_id,ad_group_id,ad_id,device,cost,clicks,impressions
123,2026-04-02,77,8,9,MOBILE,64.46,2,20
""",
    # The version of March lands last; it is not the newest. A removed campaign keeps its name.
    "google_ads/campaign_history/1.csv": """\
id,updated_at,name,customer_id,status,final_url_suffix
77,2026-04-01T08:00:00,Spring search,123,REMOVED,utm_source=google&utm_medium=cpc&utm_campaign={campaignid}
""",
    "google_ads/campaign_history/2.csv": """\
id,updated_at,name,customer_id,status,final_url_suffix
77,2026-03-01T08:00:00,Draft,123,ENABLED,utm_source=draft
""",
    "google_ads/account_history.csv": "id,updated_at,currency_code\n123,2026-01-01T00:00:00,EUR\n",
    # The long form of an id and the number are one; the day is restated; a removed group keeps its spend.
    "linkedin_ads/ad_analytics_by_creative/1.csv": """\
creative_id,day,clicks,impressions,cost_in_local_currency,cost_in_usd,_fivetran_synced
urn:li:sponsoredCreative:31,2026-04-01 00:00:00,4,40,1000,7,2026-04-02T00:00:00Z
urn:li:sponsoredCreative:31,2026-04-01 00:00:00,5,50,1200,8,2026-04-03T00:00:00Z
32,2026-04-01 00:00:00,,,800,5,2026-04-02T00:00:00Z
""",
    "linkedin_ads/creative_history.csv": """\
id,campaign_id,last_modified_at,intended_status,click_uri
31,urn:li:sponsoredCampaign:21,2026-03-01T00:00:00,REMOVED,https://www.own.example/?utm_source=linkedin&utm_campaign=new
31,urn:li:sponsoredCampaign:21,2026-02-01T00:00:00,ACTIVE,https://www.own.example/?utm_source=linkedin&utm_campaign=old
32,21,2026-03-01T00:00:00,ACTIVE,
""",
    "linkedin_ads/campaign_history.csv": """\
id,campaign_group_id,account_id,last_modified_time,name
21,11,5,2026-03-01T00:00:00,Managers
""",
    "linkedin_ads/campaign_group_history.csv": """\
id,last_modified_time,name,status
11,2026-03-01T00:00:00,Brand,PENDING_DELETION
""",
    "linkedin_ads/account_history.csv": "id,last_modified_time,currency\n5,2026-03-01T00:00:00,JPY\n",
}


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Several loads of both systems, built to the union of ad figures."""
    folder = tmp_path_factory.mktemp("ads_loads")
    for name, text in LANDED.items():
        path = folder / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    warehouse = Warehouse(folder / "warehouse", folder / "raw")
    warehouse.dbt_vars["systems"] = SYSTEMS
    warehouse.land()
    warehouse.build("--indirect-selection", "cautious", "--select", "+int_ads__stats_daily")
    return warehouse


def test_a_restated_day_takes_the_place_of_the_one_before_and_segments_add_up(
    landed: Warehouse,
) -> None:
    """1 April: desktop 6.00 (restated), mobile 3.00 (as first landed), tablet 1.00; 2 April: 64.46."""
    assert landed.query(
        "select stat_date, campaign_id, campaign_name, ad_id, cost, currency, clicks, impressions,"
        " platform_conversions, utm_source, utm_medium, utm_campaign"
        " from intermediate.int_ads__stats_daily where source_system = 'google_ads' order by stat_date"
    ) == [
        (
            *(date(2026, 4, 1), "77", "Spring search", "9", Decimal("10.00"), "EUR", 9, 90, 1.5),
            *("google", "cpc", "77"),
        ),
        (
            *(date(2026, 4, 2), "77", "Spring search", "9", Decimal("64.46"), "EUR", 2, 20, None),
            *("google", "cpc", "77"),
        ),
    ]


def test_linkedin_names_are_turned_and_the_newest_version_and_load_count(landed: Warehouse) -> None:
    assert landed.query(
        "select ad_account_id, campaign_id, campaign_name, ad_group_id, ad_group_name, ad_id, cost, currency,"
        " clicks, utm_campaign from intermediate.int_ads__stats_daily"
        " where source_system = 'linkedin_ads' order by ad_id"
    ) == [
        ("5", "11", "Brand", "21", "Managers", "31", Decimal("1200.00"), "JPY", 5, "new"),
        ("5", "11", "Brand", "21", "Managers", "32", Decimal("800.00"), "JPY", 0, None),
    ]
