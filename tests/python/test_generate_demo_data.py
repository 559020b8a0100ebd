"""The demo generator: repeatable, complete, and true to its own landed files."""

import hashlib
import json
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from demo_reader import DemoReader, instant, normal_email, read
from demo_web_reader import Visit, WebReader, is_excluded

PROJECT = Path(__file__).resolve().parents[2]
SCRIPT = PROJECT / "scripts" / "generate_demo_data.py"
SCALE, SMALL = "0.05", "0.01"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "out"
    made = run("--out", str(folder), "--scale", SCALE)
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The smallest demo, for what does not depend on its content."""
    folder = tmp_path_factory.mktemp("small") / "out"
    assert run("--out", str(folder), "--scale", SMALL).returncode == 0
    return folder


@pytest.fixture(scope="module")
def reader(demo: Path) -> DemoReader:
    return DemoReader(demo)


@pytest.fixture(scope="module")
def web(demo: Path, reader: DemoReader) -> WebReader:
    """The visits; known people's visits are touches of theirs from now on."""
    found = WebReader(demo, reader)
    for visit in found.visits:
        if visit.person and not is_excluded(visit):
            reader.person(visit.person).touches.append((visit.started_at, visit.channel))
    return found


@pytest.fixture(scope="module")
def linkable(demo: Path) -> list[dict[str, str]]:
    people = read(demo / "truth" / "people.csv")
    return [row for row in people if row["is_linkable"] == "true"]


@pytest.fixture(scope="module")
def record_of(demo: Path) -> dict[str, str]:
    rows = read(demo / "truth" / "records.csv")
    kept = [row for row in rows if row["is_deleted"] == "false"]
    return {row["person_id"]: row["record_id"] for row in kept}


def test_help_is_answered() -> None:
    answer = run("--help")
    assert answer.returncode == 0
    assert "Example:" in answer.stdout


def test_same_arguments_give_same_bytes(small: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    assert run("--out", str(again), "--scale", SMALL).returncode == 0
    assert fingerprint(again) == fingerprint(small)


def test_marker_says_how_the_data_was_made(demo: Path) -> None:
    marker = json.loads((demo / ".demo_data").read_text(encoding="utf-8"))
    assert marker == {"seed": 7, "scale": 0.05, "as_of": "2026-09-30"}


def test_another_seed_gives_other_people(small: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    assert run("--out", str(other), "--scale", SMALL, "--seed", "8").returncode == 0
    assert fingerprint(other)["truth/people.csv"] != fingerprint(small)["truth/people.csv"]


def test_own_folder_is_replaced_and_foreign_one_refused(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert run("--out", str(folder), "--scale", SMALL).returncode == 0
    (folder / "truth" / "left_over.csv").write_text("x\n")
    assert run("--out", str(folder), "--scale", SMALL).returncode == 0
    assert not (folder / "truth" / "left_over.csv").exists()
    (folder / ".demo_data").rename(folder / ".demo_data_unfinished")
    assert run("--out", str(folder), "--scale", SMALL).returncode == 0
    assert not (folder / ".demo_data_unfinished").exists()
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "precious.csv").write_text("x\n")
    refused = run("--out", str(foreign), "--scale", SCALE)
    assert refused.returncode == 2
    assert "choose an empty folder" in refused.stderr
    assert [path.name for path in foreign.iterdir()] == ["precious.csv"]


def test_every_fault_is_planted_as_often_as_said(demo: Path) -> None:
    traps = read(demo / "truth" / "traps.csv")
    instances = Counter(row["trap"] for row in read(demo / "truth" / "trap_instances.csv"))
    assert {row["trap"]: int(row["planted_count"]) for row in traps} == dict(instances)
    assert [row["trap"] for row in traps if int(row["planted_count"]) < 1] == []


def test_people_are_found_again(
    reader: DemoReader, demo: Path, linkable: list[dict[str, str]]
) -> None:
    records = read(demo / "truth" / "records.csv")
    kept = {row["person_id"] for row in linkable}
    owners: dict[str, set[str]] = defaultdict(set)
    groups: dict[str, set[str]] = defaultdict(set)
    for row in records:
        if row["person_id"] in kept and reader.holds(row["record_id"]):
            owners[reader.find(row["record_id"])].add(row["person_id"])
            groups[row["person_id"]].add(reader.find(row["record_id"]))
    assert [people for people in owners.values() if len(people) > 1] == []
    assert [person for person, found in groups.items() if len(found) > 1] == []


def test_split_people_are_those_said_unlinkable(reader: DemoReader, demo: Path) -> None:
    groups: dict[str, set[str]] = defaultdict(set)
    for row in read(demo / "truth" / "records.csv"):
        if reader.holds(row["record_id"]):
            groups[row["person_id"]].add(reader.find(row["record_id"]))
    split = {person for person, found in groups.items() if len(found) > 1}
    instances = read(demo / "truth" / "trap_instances.csv")
    said = {row["entity_id"] for row in instances if row["trap"] == "unlinkable_person"}
    assert split == said


@pytest.mark.parametrize("stage", ["lead", "mql", "sal", "sql", "opportunity"])
def test_stage_times_follow_from_landed_files(
    reader: DemoReader, linkable: list[dict[str, str]], record_of: dict[str, str], stage: str
) -> None:
    kinds = reader.deal_kinds()
    wrong = []
    for row in linkable:
        known = reader.person(record_of[row["person_id"]])
        if stage == "opportunity":
            found = reader.opportunity_at(known, kinds)
        else:
            found = getattr(known, f"{stage}_at")
        said = instant(row[f"{stage}_at"]) if row[f"{stage}_at"] else None
        if found != said:
            wrong.append((row["person_id"], row["traps"], found, said))
    assert wrong == []


def test_channels_differ_only_where_said(
    web: WebReader, demo: Path, linkable: list[dict[str, str]], record_of: dict[str, str]
) -> None:
    traps = read(demo / "truth" / "traps.csv")
    names = {row["trap"] for row in traps if row["effect"] == "channel differs"}
    instances = read(demo / "truth" / "trap_instances.csv")
    said = {row["entity_id"] for row in instances if row["trap"] in names}
    reader = web.reader
    differs = {
        row["person_id"]
        for row in linkable
        if reader.channel(reader.person(record_of[row["person_id"]])) != row["channel"]
    }
    assert differs == said


def test_opportunities_follow_from_landed_files(web: WebReader, demo: Path) -> None:
    reader = web.reader
    kinds = reader.deal_kinds()
    rows = read(demo / "truth" / "opportunities.csv")
    assert {row["opportunity_id"] for row in rows} == set(reader.deals)
    wrong = [
        row
        for row in rows
        if row["opportunity_type"] != kinds[row["opportunity_id"]]
        or row["channel"] != reader.deal_channel(row["opportunity_id"])
    ]
    assert wrong == []


def test_revenue_is_the_sum_of_won_opportunities(demo: Path) -> None:
    won: dict[str, Decimal] = defaultdict(Decimal)
    sourced: dict[str, Decimal] = defaultdict(Decimal)
    for row in read(demo / "truth" / "opportunities.csv"):
        if row["is_won"] != "true":
            continue
        month = row["close_date"][:8] + "01"
        amount = Decimal(row["amount_jpy"] or 0)
        won[month] += amount
        if row["opportunity_type"] == "new_business" and row["is_marketing_sourced"] == "true":
            sourced[month] += amount
    for row in read(demo / "truth" / "revenue.csv"):
        assert Decimal(row["amount_jpy"]) == won[row["month"]]
        assert Decimal(row["marketing_sourced_amount_jpy"]) == sourced[row["month"]]


def test_stages_come_in_order(linkable: list[dict[str, str]]) -> None:
    odd = {"opportunity_before_first_touch", "several_leads_one_opportunity"}
    for row in linkable:
        if set(row["traps"].split(";")) & odd:
            continue
        columns = ("lead_at", "mql_at", "sal_at", "sql_at")
        instants = [instant(row[column]) for column in columns if row[column]]
        assert instants == sorted(instants), row
        for column in ("won_date", "lost_date"):
            assert not row[column] or row[column] >= row["opportunity_at"][:10], row


def test_nothing_lies_after_the_last_day(demo: Path) -> None:
    end = instant("2026-09-30T15:00:00Z")
    columns = ("lead_at", "mql_at", "sal_at", "sql_at", "opportunity_at")
    for row in read(demo / "truth" / "people.csv"):
        assert all(instant(row[column]) < end for column in columns if row[column]), row


def test_monthly_fees_follow_from_billing(demo: Path) -> None:
    accounts = {
        row["crm_account_id"]: row["account_id"]
        for row in read(demo / "truth" / "subscriptions.csv")
    }
    active: Counter[str] = Counter()
    for row in read(demo / "generic" / "billing_subscriptions.csv"):
        ends = row["valid_to"] or "9999-12-31"
        if row["valid_from"] <= "2026-08-31" < ends:
            fee = int(row["unit_amount"]) // int(row["interval_months"])
            active[accounts[row["account_id"]]] += fee
    said = {
        row["account_id"]: int(row["mrr_jpy"])
        for row in read(demo / "truth" / "mrr.csv")
        if row["month"] == "2026-08-01"
    }
    assert said == dict(active)


@cache
def rates_of(demo: Path) -> dict[tuple[str, str], Decimal]:
    rows = read(demo / "generic" / "finance_fx_rates.csv")
    return {(row["from_currency"], row["rate_date"]): Decimal(row["rate"]) for row in rows}


def yen_rate(demo: Path, currency: str, day: date) -> Decimal:
    """Give the rate of a day, or the latest of the seven days before."""
    if currency == "JPY":
        return Decimal(1)
    rates = rates_of(demo)
    days = [(day - timedelta(days=back)).isoformat() for back in range(8)]
    return next(rates[(currency, text)] for text in days if (currency, text) in rates)


def test_amounts_in_yen_follow_from_rates(reader: DemoReader, demo: Path) -> None:
    as_of = date(2026, 9, 30)
    for row in read(demo / "truth" / "opportunities.csv"):
        landed = reader.deals[row["opportunity_id"]]
        assert (landed["amount"], landed["currency_iso_code"]) == (
            row["amount_original"],
            row["currency"],
        )
        close = date.fromisoformat(landed["close_date"])
        closed = landed["is_closed"] == "true" and close <= as_of
        assert (row["is_closed"] == "true") == closed
        if not landed["amount"]:
            assert row["amount_jpy"] == ""
            continue
        rate = yen_rate(demo, row["currency"], close if closed else as_of)
        assert Decimal(row["amount_jpy"]) == Decimal(landed["amount"]) * rate


class AdDay(NamedTuple):
    """What an ad cost on a day."""

    day: str
    campaign: str
    channel: str
    cost: Fraction
    currency: str


AD_CHANNELS = {"cpc": "paid_search", "display": "display", "paid_social": "paid_social"}


def newest(rows: list[dict[str, str]], *key: str) -> list[dict[str, str]]:
    """Keep the row of the latest load per key; files are read in order of loading."""
    return list({tuple(row[column] for column in key): row for row in rows}.values())


def versions(path: Path, stamp: str) -> dict[str, dict[str, str]]:
    """Give the newest version of every entity of a history table."""
    return {row["id"]: row for row in sorted(read(path), key=lambda row: row[stamp])}


def query_of(text: str) -> dict[str, str]:
    """Give the parameters of a link, of a list in text form, or of a bare suffix."""
    return dict(parse_qsl(text.strip("[]").rpartition("?")[2]))


def generic_ads(demo: Path) -> list[AdDay]:
    rows = newest(read(demo / "generic" / "ad_stats_daily"), "stat_date", "ad_id")
    return [
        AdDay(
            row["stat_date"],
            row["utm_campaign"],
            AD_CHANNELS[row["utm_medium"]],
            Fraction(row["cost"]),
            row["currency"],
        )
        for row in rows
    ]


def google_ads(demo: Path) -> list[AdDay]:
    folder = demo / "google_ads"
    campaigns = versions(folder / "campaign_history.csv", "updated_at")
    tags = {key: query_of(row["final_url_suffix"]) for key, row in campaigns.items()}
    groups = versions(folder / "ad_group_history.csv", "updated_at")
    for row in versions(folder / "ad_history.csv", "updated_at").values():
        tags[groups[row["ad_group_id"]]["campaign_id"]].update(query_of(row["final_urls"]))
    (currency,) = {row["currency_code"] for row in read(folder / "account_history.csv")}
    rows = newest(read(folder / "campaign_stats"), "date", "id", "device", "ad_network_type")
    return [
        AdDay(
            row["date"],
            campaigns[row["id"]]["name"],
            AD_CHANNELS[tags[row["id"]]["utm_medium"]],
            Fraction(row["cost_micros"]) / 1_000_000,
            currency,
        )
        for row in rows
    ]


def linkedin_ads(demo: Path) -> list[AdDay]:
    folder = demo / "linkedin_ads"
    accounts = versions(folder / "account_history.csv", "last_modified_time")
    groups = versions(folder / "campaign_group_history.csv", "last_modified_time")
    campaigns = versions(folder / "campaign_history.csv", "last_modified_time")
    creatives = versions(folder / "creative_history.csv", "last_modified_at")
    found = []
    for row in newest(read(folder / "ad_analytics_by_creative"), "creative_id", "day"):
        creative = creatives[row["creative_id"]]
        group = groups[campaigns[creative["campaign_id"]]["campaign_group_id"]]
        found.append(
            AdDay(
                row["day"][:10],
                group["name"],
                AD_CHANNELS[query_of(creative["click_uri"])["utm_medium"]],
                Fraction(row["cost_in_local_currency"]),
                accounts[group["account_id"]]["currency"],
            )
        )
    return found


def test_google_ads_add_up_to_their_campaigns(demo: Path) -> None:
    """One campaign has no ads: its cost stands in the campaign table alone."""
    ads: Counter[tuple[str, str]] = Counter()
    campaigns: Counter[tuple[str, str]] = Counter()
    keys = ("date", "ad_id", "device", "ad_network_type")
    for row in newest(read(demo / "google_ads" / "ad_stats"), *keys):
        ads[(row["campaign_id"], row["date"])] += int(row["cost_micros"])
    keys = ("date", "id", "device", "ad_network_type")
    for row in newest(read(demo / "google_ads" / "campaign_stats"), *keys):
        campaigns[(row["id"], row["date"])] += int(row["cost_micros"])
    assert ads
    assert {key: campaigns[key] for key in ads} == dict(ads)
    assert len({campaign for campaign, _ in campaigns.keys() - ads.keys()}) == 1


@pytest.mark.parametrize(
    ("table", "key", "cost"),
    [
        ("google_ads/ad_stats", ("date", "ad_id", "device", "ad_network_type"), "cost_micros"),
        ("linkedin_ads/ad_analytics_by_creative", ("day", "creative_id"), "cost_in_usd"),
        ("generic/ad_stats_daily", ("stat_date", "ad_id"), "cost"),
    ],
)
def test_a_later_load_restates_days(
    demo: Path, table: str, key: tuple[str, ...], cost: str
) -> None:
    first, second = (
        {tuple(row[column] for column in key): row[cost] for row in read(path)}
        for path in sorted((demo / table).iterdir())
    )
    common = first.keys() & second.keys()
    assert [row for row in common if first[row] == second[row]] == []
    assert len({row[0] for row in common}) == 14


def test_visits_are_those_of_the_truth(web: WebReader, demo: Path) -> None:
    said = {
        (row["visitor_id"], int(row["session_id"])): (
            instant(row["started_at"]),
            row["channel"],
            row["own_channel"],
            row["landing_page"],
            row["hostname"],
            row["device_category"],
            int(row["pageviews"]),
            int(row["events"]),
            Decimal(row["engaged_seconds"]),
            row["exclusion_reason"] != "",
        )
        for row in read(demo / "truth" / "sessions.csv.gz")
        if row["has_consent"] == "true"
    }
    found = {
        (visit.visitor_id, visit.session_id): (
            visit.started_at,
            visit.channel,
            visit.own_channel,
            visit.landing_page,
            visit.hostname,
            visit.device,
            visit.pageview_count,
            visit.event_count,
            Decimal(visit.engaged_ms) / 1000,
            is_excluded(visit),
        )
        for visit in web.visits
    }
    assert len(found) > 5000
    assert found.keys() == said.keys()
    assert [(key, found[key], said[key]) for key in said if found[key] != said[key]] == []


def test_visits_belong_to_the_people_of_the_truth(web: WebReader, demo: Path) -> None:
    records = read(demo / "truth" / "records.csv")
    owner = {web.reader.find(row["record_id"]): row["person_id"] for row in records}
    said = {
        (row["visitor_id"], int(row["session_id"])): row["linked_person_id"]
        for row in read(demo / "truth" / "sessions.csv.gz")
        if row["has_consent"] == "true"
    }
    wrong = [
        (key, who, said[key])
        for visit in web.visits
        if (who := owner.get(visit.person, "")) != said[key := (visit.visitor_id, visit.session_id)]
    ]
    assert wrong == []
    pairs = {(visitor, owner[who]) for visitor, who in web.pairs()}
    rows = read(demo / "truth" / "visitors.csv")
    linkable = {
        (row["visitor_id"], row["person_id"]) for row in rows if row["is_linkable"] == "true"
    }
    assert pairs == linkable
    assert linkable <= {(row["visitor_id"], row["person_id"]) for row in rows}


def test_three_in_five_people_are_known_on_the_site(demo: Path) -> None:
    people = read(demo / "truth" / "people.csv")
    known = [row for row in people if row["is_web_linkable"] == "true"]
    assert 0.6 < len(known) / len(people) < 0.9


def planted(demo: Path, trap: str) -> set[str]:
    rows = read(demo / "truth" / "trap_instances.csv")
    return {row["entity_id"] for row in rows if row["trap"] == trap}


def visits_with(web: WebReader, demo: Path, trap: str) -> list[Visit]:
    keys = planted(demo, trap)
    found = [item for item in web.visits if f"{item.visitor_id}|{item.session_id}" in keys]
    assert len(found) == len(keys) > 0
    return found


def test_some_visits_last_over_midnight_in_tokyo(web: WebReader, demo: Path) -> None:
    for visit in visits_with(web, demo, "session_across_midnight"):
        first, last = (at + timedelta(hours=9) for at in (visit.started_at, visit.ended_at))
        assert first.date() < last.date()


def test_some_events_land_twice_and_some_late(web: WebReader, demo: Path) -> None:
    """A repeated event is the same in every column; a late file holds events of days long past."""
    extra, repeated = web.connection.execute(
        "select sum(copies - 1), count(*) from (select *, count(*) as copies"
        " from landed group by all having count(*) > 1)"
    ).fetchall()[0]
    twice = len(planted(demo, "duplicate_events")) * 2 + len(planted(demo, "delivered_twice"))
    assert (extra, repeated) == (twice, twice)
    (late,) = (demo / "ga4" / "events").glob("*_delivered_late.parquet")
    sessions, last = web.connection.execute(
        "select count(distinct user_pseudo_id), max(event_date) from read_parquet(?)", [str(late)]
    ).fetchall()[0]
    assert sessions == len(planted(demo, "late_events")) + len(planted(demo, "delivered_twice"))
    assert last < "20260930"


def test_a_day_lands_intraday_and_daily(demo: Path) -> None:
    (day,) = (text.replace("-", "") for text in planted(demo, "intraday_and_daily"))
    names = {path.name for path in (demo / "ga4").glob("*.parquet")}
    assert {f"events_{day}.parquet", f"events_intraday_{day}.parquet"} < names
    assert "events_intraday_20260930.parquet" in names and "events_20260930.parquet" not in names
    assert len(names) == 14 + 1


def test_devices_of_several_people(web: WebReader, demo: Path) -> None:
    people: dict[str, set[str]] = defaultdict(set)
    for row in read(demo / "truth" / "visitors.csv"):
        people[row["visitor_id"]] |= {row["person_id"]} - {""}
    shared = {frozenset(who) for who in people.values() if len(who) > 1}
    assert {who for group in shared if len(group) > 5 for who in group} == planted(demo, "kiosk")
    assert {who for group in shared if len(group) == 2 for who in group} == planted(
        demo, "shared_device"
    )
    assert {len(group) for group in shared} == {2, 7}


def test_clicks_in_one_instant_are_two(web: WebReader, demo: Path) -> None:
    for visit in visits_with(web, demo, "same_instant_events"):
        clicks = web.connection.execute(
            "select count(*), count(distinct event_timestamp) from events"
            " where user_pseudo_id = ? and event_name = 'click'"
            " and parameter(event_params, 'link_url').string_value like '%.example/_'",
            [visit.visitor_id],
        ).fetchall()
        assert clicks == [(2, 1)]


def test_visits_without_consent_carry_no_visitor(web: WebReader, demo: Path) -> None:
    said = read(demo / "truth" / "sessions.csv.gz")
    denied = [row for row in said if row["has_consent"] == "false"]
    starts = web.connection.execute(
        "select count(*) from events where user_pseudo_id is null and event_name = 'session_start'"
        " and privacy_info.analytics_storage = 'No' and user_id is null"
    ).fetchall()
    assert starts == [(len(denied),)] and denied


def test_spend_follows_from_landed_files(demo: Path) -> None:
    spend: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    ads = [*generic_ads(demo), *google_ads(demo), *linkedin_ads(demo)]
    for line in ads:
        rate = yen_rate(demo, line.currency, date.fromisoformat(line.day))
        spend[(line.day[:8] + "01", line.channel)] += line.cost * Fraction(rate)
    advertised = {line.campaign for line in ads}
    programs = {row["crm_campaign_id"]: row for row in read(demo / "generic" / "ma_programs.csv")}
    types = {"Trade Show": "event", "展示会": "event", "Webinar": "webinar", "Email": "email"}
    for row in read(demo / "salesforce" / "campaign.csv"):
        if row["utm_campaign_c"] in advertised:
            continue
        if row["id"] in programs:
            assert programs[row["id"]]["cost"] == row["actual_cost"]
        first, last = date.fromisoformat(row["start_date"]), date.fromisoformat(row["end_date"])
        count = (last - first).days + 1
        for number in range(count):
            month = (first + timedelta(days=number)).isoformat()[:8] + "01"
            spend[(month, types[row["type"]])] += Fraction(int(row["actual_cost"]), count)
    for row in read(demo / "generic" / "finance_costs.csv"):
        if row["function"] == "marketing" and row["is_in_ad_platform"] == "false":
            key = (row["cost_month"], row["channel"] or "(unassigned)")
            spend[key] += int(row["amount"])
    said = read(demo / "truth" / "spend.csv")
    assert {(row["month"], row["channel"]) for row in said} == set(spend)
    for row in said:
        difference = Fraction(row["amount_jpy"]) - spend[(row["month"], row["channel"])]
        assert abs(difference) < Fraction(1, 1000)


def test_valid_leads_follow_from_landed_files(
    reader: DemoReader, demo: Path, linkable: list[dict[str, str]]
) -> None:
    shipped = read(PROJECT / "seeds" / "mapping" / "industries.csv")
    words = {row["source_value"]: row["industry"] for row in shipped}
    targets = {row["value"] for row in read(demo / "policy" / "target_profile.csv")}
    excluded = {row["domain"] for row in read(demo / "policy" / "excluded_email_domains.csv")}
    accounts = {row["id"]: row for row in read(demo / "salesforce" / "account.csv")}
    sites = {
        row["website"].removeprefix("https://www.").rstrip("/"): row["industry"]
        for row in accounts.values()
    }
    companies = {row["id"]: row for row in read(demo / "hubspot" / "company.csv")}
    for row in companies.values():
        sites.setdefault(row["property_domain"], row["property_industry"])
    owned: dict[str, list[str]] = defaultdict(list)
    for row in read(demo / "truth" / "records.csv"):
        owned[row["person_id"]].append(row["record_id"])
    for person in linkable:
        records = owned[person["person_id"]]
        leads = [reader.leads[key] for key in records if key in reader.leads]
        ma = [reader.ma[key] for key in records if key in reader.ma]
        contacts = [reader.contacts[key] for key in records if key in reader.contacts]
        known = [row["industry"] for row in [*leads, *ma]]
        known += [accounts[row["account_id"]]["industry"] for row in contacts]
        linked = [row["company"] for row in ma if row.get("company")]
        known += [companies[company]["property_industry"] for company in linked]
        domains = {
            normal_email(row["email"]).rpartition("@")[2] for row in [*leads, *ma, *contacts]
        }
        known += [
            industry
            for domain in sorted(domains)
            for site, industry in sites.items()
            if domain == site or domain.endswith("." + site)
        ]
        industry = next((words[word.lower()] for word in known if word), "")
        fits = industry in targets and not domains & excluded
        assert (person["is_valid_lead"] == "true") == fits, person
