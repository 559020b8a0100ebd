"""Land Google Ads and LinkedIn Ads as Fivetran loads, each with a second load that restates days."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

from .clock import plain, tokyo_midnight
from .files import Row, columns, write_csv
from .ids import stable_id
from .model import AdRow, World
from .records import SITE
from .spend import AD_CAMPAIGNS, GOOGLE_ACCOUNT, LINKEDIN_ACCOUNT, AdCampaign, ad_loads

AD_STATS = columns(
    "_fivetran_id,customer_id,date,campaign_id,ad_group_id,ad_id,device,ad_network_type,"
    "impressions,clicks,cost_micros,conversions,conversions_value,view_through_conversions,"
    "_fivetran_synced"
)
CAMPAIGN_STATS = columns(
    "_fivetran_id,customer_id,date,id,device,ad_network_type,impressions,clicks,cost_micros,"
    "conversions,conversions_value,view_through_conversions,_fivetran_synced"
)
CREATIVE_STATS = columns(
    "creative_id,day,impressions,clicks,cost_in_local_currency,cost_in_usd,"
    "external_website_conversions,one_click_leads,landing_page_clicks,_fivetran_synced"
)
# device, network and their share of a row in percent; the last takes what is left
SEARCH_SEGMENTS = (
    ("DESKTOP", "SEARCH", 55),
    ("MOBILE", "SEARCH", 35),
    ("MOBILE", "SEARCH_PARTNERS", 10),
)
DISPLAY_SEGMENTS = (("DESKTOP", "CONTENT", 40), ("MOBILE", "CONTENT", 60))
MIXED_SEGMENTS = (("DESKTOP", "MIXED", 45), ("MOBILE", "MIXED", 55))


def write_ads(world: World, folder: Path) -> None:
    """Write both platforms."""
    _GoogleAds(world, folder / "google_ads").write()
    _LinkedInAds(world, folder / "linkedin_ads").write()


def landing_url(campaign: AdCampaign, has_final_utm: bool = True) -> str:
    """Give the page that an ad opens, with the parameters of its click."""
    query = tracking_query(campaign) if has_final_utm else ""
    return f"{SITE}/product{'?' if query else ''}{query}"


def tracking_query(campaign: AdCampaign) -> str:
    """Spell the parameters of a campaign's clicks as a query string."""
    return f"utm_source={campaign.source}&utm_medium={campaign.medium}&utm_campaign={campaign.name}"


def _campaigns(platform: str) -> list[AdCampaign]:
    return [item for item in AD_CAMPAIGNS if item.platform == platform]


def _groups(campaign: AdCampaign) -> Iterable[tuple[int, int]]:
    for number in range(1, campaign.group_count + 1):
        yield number, campaign.campaign_id * 10 + number


class _Platform:
    def __init__(self, world: World, folder: Path, platform: str) -> None:
        self.world, self.folder, self.platform = world, folder, platform
        self.created_at = tokyo_midnight(world.first_day) - timedelta(days=20)
        self.changed_at = tokyo_midnight(world.first_day) + timedelta(days=200)
        self.first, self.second, self.loaded_on = ad_loads(world, platform)

    def versions(self, name: str) -> list[tuple[str, str, str]]:
        """Give the versions of an entity: drafted under another name, then as it runs."""
        older, newer = plain(self.created_at), plain(self.changed_at)
        return [(older, f"{name} (draft)", "PAUSED"), (newer, name, "ENABLED")]

    def loads(self) -> list[tuple[str, str, list[AdRow], bool]]:
        """Give both loads: file name, instant of loading, rows, whether it is the first."""
        return [
            (self._file(self.loaded_on), _synced(self.loaded_on), self.first, True),
            (self._file(self.world.as_of), _synced(self.world.as_of), self.second, False),
        ]

    @staticmethod
    def _file(day: date) -> str:
        return f"{day.isoformat()}.csv"


def _synced(day: date) -> str:
    return plain(tokyo_midnight(day) + timedelta(hours=27))


def _micros(row: AdRow, is_first: bool) -> int:
    cost = row.first_cost if is_first and row.first_cost is not None else row.cost
    return int(cost * 1_000_000)


def _split(total: int, shares: list[int]) -> list[int]:
    parts = [total * share // 100 for share in shares[:-1]]
    return [*parts, total - sum(parts)]


class _GoogleAds(_Platform):
    """History tables and segmented statistics; Performance Max has statistics per campaign only."""

    def __init__(self, world: World, folder: Path) -> None:
        super().__init__(world, folder, "google_ads")

    def write(self) -> None:
        """Write all tables."""
        self._entities()
        for name, synced, rows, is_first in self.loads():
            segments = [
                (row, *part) for row in rows for part in self._segments(row, is_first, synced)
            ]
            ads = [line for row, line, _ in segments if row.ad_id]
            write_csv(self.folder / "ad_stats" / name, AD_STATS, ads)
            self._campaign_stats(name, synced, [(row, parts) for row, _, parts in segments])

    def _entities(self) -> None:
        synced = _synced(self.world.as_of)
        write_csv(
            self.folder / "account_history.csv",
            columns(
                "id,updated_at,_fivetran_synced,auto_tagging_enabled,currency_code,"
                "descriptive_name,hidden,manager,test_account,time_zone"
            ),
            [
                (
                    GOOGLE_ACCOUNT,
                    plain(self.created_at),
                    synced,
                    "true",
                    "JPY",
                    "楓クラウド 広告",
                    "false",
                    "false",
                    "false",
                    "Asia/Tokyo",
                )
            ],
        )
        campaigns: list[Row] = []
        groups: list[Row] = []
        ads: list[Row] = []
        for item in _campaigns("google_ads"):
            kind = {0: "PERFORMANCE_MAX"}.get(
                item.group_count, "DISPLAY" if item.channel == "display" else "SEARCH"
            )
            # The second campaign keeps its parameters in the suffix, the others in the ads' links.
            in_suffix = item.group_count == 0 or item.name == "search_generic_a"
            suffix = tracking_query(item) if in_suffix else ""
            campaigns += [
                (
                    item.campaign_id,
                    at,
                    name,
                    GOOGLE_ACCOUNT,
                    kind,
                    "UNSPECIFIED",
                    self.world.first_day,
                    "2037-12-30",
                    "SERVING",
                    status,
                    "",
                    suffix,
                    synced,
                )
                for at, name, status in self.versions(item.name)
            ]
            for number, group_id in _groups(item):
                group = f"{item.name}_g{number}"
                groups += [
                    (
                        group_id,
                        at,
                        f"{kind}_STANDARD",
                        item.campaign_id,
                        item.name,
                        name,
                        status,
                        synced,
                    )
                    for at, name, status in self.versions(group)
                ]
                link = f"[{landing_url(item, not in_suffix)}]"
                ads += [
                    (
                        group_id,
                        group_id * 10 + 1,
                        name,
                        at,
                        "RESPONSIVE_SEARCH_AD",
                        status,
                        "",
                        link,
                        synced,
                    )
                    for at, name, status in self.versions(f"{group}_a1")
                ]
        write_csv(
            self.folder / "campaign_history.csv",
            columns(
                "id,updated_at,name,customer_id,advertising_channel_type,"
                "advertising_channel_subtype,start_date,end_date,serving_status,status,"
                "tracking_url_template,final_url_suffix,_fivetran_synced"
            ),
            campaigns,
        )
        write_csv(
            self.folder / "ad_group_history.csv",
            columns("id,updated_at,type,campaign_id,campaign_name,name,status,_fivetran_synced"),
            groups,
        )
        write_csv(
            self.folder / "ad_history.csv",
            columns(
                "ad_group_id,id,name,updated_at,type,status,display_url,final_urls,_fivetran_synced"
            ),
            ads,
        )

    def _segments(
        self, row: AdRow, is_first: bool, synced: str
    ) -> list[tuple[Row, tuple[str, str, list[int]]]]:
        """Split an ad's day by device and network; the parts add up to the whole."""
        segments = DISPLAY_SEGMENTS if row.channel == "display" else SEARCH_SEGMENTS
        if not row.ad_id:
            segments = MIXED_SEGMENTS
        shares = [share for _, _, share in segments]
        measures = (row.impressions, row.clicks, _micros(row, is_first), row.conversions)
        parts = list(zip(*(_split(total, shares) for total in measures), strict=True))
        found: list[tuple[Row, tuple[str, str, list[int]]]] = []
        for (device, network, _), values in zip(segments, parts, strict=True):
            key = f"{row.ad_id or row.campaign_id}|{row.day}|{device}|{network}"
            line = (
                stable_id(key, 20),
                row.account_id,
                row.day,
                row.campaign_id,
                row.group_id,
                row.ad_id,
                device,
                network,
                *values[:3],
                float(values[3]),
                values[3] * 5000,
                0,
                synced,
            )
            found.append((line, (device, network, list(values))))
        return found

    def _campaign_stats(
        self, name: str, synced: str, segments: list[tuple[AdRow, tuple[str, str, list[int]]]]
    ) -> None:
        """Add up all campaigns; those with ads stand in ad_stats as well."""
        totals: dict[tuple[date, str, str, str], list[int]] = defaultdict(lambda: [0] * 4)
        for row, (device, network, values) in segments:
            total = totals[(row.day, row.campaign_id, device, network)]
            for number, value in enumerate(values):
                total[number] += value
        rows: list[Row] = []
        for (day, campaign, device, network), values in sorted(totals.items()):
            key = f"campaign|{campaign}|{day}|{device}|{network}"
            rows.append(
                (
                    stable_id(key, 20),
                    GOOGLE_ACCOUNT,
                    day,
                    campaign,
                    device,
                    network,
                    *values[:3],
                    float(values[3]),
                    values[3] * 5000,
                    0,
                    synced,
                )
            )
        write_csv(self.folder / "campaign_stats" / name, CAMPAIGN_STATS, rows)


class _LinkedInAds(_Platform):
    """Campaign groups, campaigns and creatives: elsewhere campaigns, ad groups and ads."""

    def __init__(self, world: World, folder: Path) -> None:
        super().__init__(world, folder, "linkedin_ads")

    def write(self) -> None:
        """Write all tables."""
        self._entities()
        for name, synced, rows, is_first in self.loads():
            write_csv(
                self.folder / "ad_analytics_by_creative" / name,
                CREATIVE_STATS,
                [_creative_row(row, is_first, synced) for row in rows],
            )

    def _entities(self) -> None:
        synced = _synced(self.world.as_of)
        created, changed = plain(self.created_at), plain(self.changed_at)
        write_csv(
            self.folder / "account_history.csv",
            columns(
                "id,last_modified_time,created_time,name,currency,status,type,_fivetran_synced"
            ),
            [
                (
                    LINKEDIN_ACCOUNT,
                    created,
                    created,
                    "楓クラウド",
                    "USD",
                    "DRAFT",
                    "BUSINESS",
                    synced,
                ),
                (
                    LINKEDIN_ACCOUNT,
                    changed,
                    created,
                    "楓クラウド",
                    "USD",
                    "ACTIVE",
                    "BUSINESS",
                    synced,
                ),
            ],
        )
        groups: list[Row] = []
        campaigns: list[Row] = []
        creatives: list[Row] = []
        for item in _campaigns("linkedin_ads"):
            for at, name, status in self.versions(item.name):
                word = "ACTIVE" if status == "ENABLED" else status
                groups.append((item.campaign_id, at, LINKEDIN_ACCOUNT, created, name, word, synced))
            for number, campaign_id in _groups(item):
                for at, name, status in self.versions(f"{item.name}_g{number}"):
                    word = "ACTIVE" if status == "ENABLED" else status
                    campaigns.append(
                        (
                            campaign_id,
                            at,
                            LINKEDIN_ACCOUNT,
                            item.campaign_id,
                            created,
                            name,
                            "SPONSORED_UPDATES",
                            "CPC",
                            word,
                            synced,
                        )
                    )
                creatives += [
                    (campaign_id * 10 + 1, campaign_id, word, link, at, created, "", "", synced)
                    for at, word, link in (
                        (created, "DRAFT", ""),
                        (changed, "ACTIVE", landing_url(item)),
                    )
                ]
        write_csv(
            self.folder / "campaign_group_history.csv",
            columns("id,last_modified_time,account_id,created_time,name,status,_fivetran_synced"),
            groups,
        )
        write_csv(
            self.folder / "campaign_history.csv",
            columns(
                "id,last_modified_time,account_id,campaign_group_id,created_time,name,type,"
                "cost_type,status,_fivetran_synced"
            ),
            campaigns,
        )
        write_csv(
            self.folder / "creative_history.csv",
            columns(
                "id,campaign_id,intended_status,click_uri,last_modified_at,created_at,"
                "text_ad_landing_page,spotlight_landing_page,_fivetran_synced"
            ),
            creatives,
        )


def _creative_row(row: AdRow, is_first: bool, synced: str) -> Row:
    cost = row.first_cost if is_first and row.first_cost is not None else row.cost
    midnight = datetime(row.day.year, row.day.month, row.day.day)
    return (
        row.ad_id,
        plain(midnight),
        row.impressions,
        row.clicks,
        cost,
        cost,
        row.conversions or "",  # the platform leaves zeros empty
        "",
        row.clicks,
        synced,
    )
