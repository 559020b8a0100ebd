"""What marketing and sales cost, and the exchange rates to count it with."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from .clock import DAY, day_weight, days_between, is_rate_day, months_between
from .ids import Counter
from .model import AdRow, LedgerRow, Utm, World


@dataclass(frozen=True)
class AdCampaign:
    """A campaign of an ad platform; without groups it has no ads (as Performance Max)."""

    platform: str
    account_id: str
    source: str
    currency: str
    campaign_id: int
    name: str
    channel: str
    medium: str
    daily_cost: float
    clicks_per_mille: float
    group_count: int = 2

    def utm(self) -> Utm:
        """Give the parameters of its links."""
        return Utm(self.source, self.medium, self.name)


GOOGLE_ACCOUNT, LINKEDIN_ACCOUNT, YAHOO_ACCOUNT = "1234567890", "508800111", "1002003004"
GOOGLE = ("google_ads", GOOGLE_ACCOUNT, "google", "JPY")
LINKEDIN = ("linkedin_ads", LINKEDIN_ACCOUNT, "linkedin", "USD")
YAHOO = ("yahoo_japan_ads", YAHOO_ACCOUNT, "yahoo", "JPY")
AD_CAMPAIGNS = (
    AdCampaign(*GOOGLE, 20111000101, "search_brand", "paid_search", "cpc", 9000, 7.0),
    AdCampaign(*GOOGLE, 20111000102, "search_generic_a", "paid_search", "cpc", 26000, 2.2),
    AdCampaign(*GOOGLE, 20111000103, "search_generic_b", "paid_search", "cpc", 18000, 2.0),
    AdCampaign(*GOOGLE, 20111000104, "display_retarget", "display", "display", 11000, 5.5),
    AdCampaign(*LINKEDIN, 602000201, "li_leadgen", "paid_social", "paid_social", 120, 110.0),
    AdCampaign(*LINKEDIN, 602000202, "li_awareness", "paid_social", "paid_social", 70, 140.0),
    AdCampaign(*GOOGLE, 20111000105, "pmax_all", "paid_search", "cpc", 7000, 3.0, 0),
    AdCampaign(*YAHOO, 700300301, "yahoo_brand", "paid_search", "cpc", 4000, 6.0),
)
RESTATED_DAYS = 20
FIRST_LOAD_LAG = 7


def make_rates(world: World, rng: random.Random) -> None:
    """Quote the dollar and the euro in yen on working days only."""
    quotes = {"USD": 149.0, "EUR": 162.0}
    first = min([world.first_day, *(item.close_date for item in world.opportunities)])
    for day in days_between(first - timedelta(days=40), world.as_of):
        if not is_rate_day(day):
            continue
        for currency in ("USD", "EUR"):
            quotes[currency] *= 1 + rng.gauss(0, 0.004)
            quotes[currency] = min(185.0, max(125.0, quotes[currency]))
            world.rates[(currency, day)] = Decimal(f"{quotes[currency]:.4f}")


def make_ads(world: World, rng: random.Random) -> None:
    """Run the ads every day; the last days of the first load were restated later."""
    first_load_end = world.as_of - DAY * FIRST_LOAD_LAG
    restated_from = world.as_of - DAY * RESTATED_DAYS
    for day in days_between(world.first_day, world.as_of):
        weight = day_weight(day, world.first_day, world.as_of)
        for campaign in AD_CAMPAIGNS:
            for number in range(1, max(1, campaign.group_count) + 1):
                row = _ad_row(campaign, number, day, weight, rng)
                if restated_from <= day <= first_load_end:
                    share = Decimal(rng.randrange(80, 99)) / 100
                    row.first_cost = (row.cost * share).quantize(_unit(campaign))
                world.ads.append(row)


def _unit(campaign: AdCampaign) -> Decimal:
    return Decimal("1") if campaign.currency == "JPY" else Decimal("0.01")


def _ad_row(
    campaign: AdCampaign, number: int, day: date, weight: float, rng: random.Random
) -> AdRow:
    spent = campaign.daily_cost * weight * rng.uniform(0.35, 0.65)
    has_ads = campaign.group_count > 0
    group_id = campaign.campaign_id * 10 + number
    return AdRow(
        campaign.platform,
        campaign.account_id,
        day,
        campaign.channel,
        str(campaign.campaign_id),
        str(group_id) if has_ads else "",
        str(group_id * 10 + 1) if has_ads else "",
        campaign.name,
        f"{campaign.name}_g{number}" if has_ads else "",
        f"{campaign.name}_g{number}_a1" if has_ads else "",
        campaign.utm(),
        int(spent * campaign.clicks_per_mille * rng.uniform(0.9, 1.2)),
        int(spent * campaign.clicks_per_mille / 1000 * rng.uniform(0.8, 1.2)),
        Decimal(str(spent)).quantize(_unit(campaign)),
        campaign.currency,
        rng.choices((0, 1, 2), (80, 15, 5))[0],
    )


def make_ledger(world: World, rng: random.Random, ids: Counter) -> None:
    """Book salaries, tools and agencies; the agency's media bill repeats the platforms."""
    plan = (
        ("marketing_people", "marketing", "", 6_500_000, False),
        ("marketing_tools", "marketing", "", 1_800_000, False),
        ("marketing_program", "marketing", "organic_search", 800_000, False),
        ("marketing_program", "marketing", "referral", 200_000, False),
        ("marketing_program", "marketing", "paid_search", 1_500_000, True),
        ("sales_people", "sales", "", 14_000_000, False),
        ("sales_tools", "sales", "", 1_200_000, False),
    )
    for number, month in enumerate(months_between(world.first_day, world.as_of)):
        for cost_type, function, channel, amount, is_in_ads in plan:
            drift = (1 + 0.008 * number) * rng.uniform(0.97, 1.03) * min(1.0, 0.3 + world.scale)
            world.ledger.append(
                LedgerRow(
                    ids.new("c-"),
                    month,
                    cost_type,
                    function,
                    channel,
                    int(round(amount * drift, -3)),
                    is_in_ads,
                )
            )


def ad_loads(world: World, platform: str) -> tuple[list[AdRow], list[AdRow], date]:
    """Split a platform's rows in the first load and the later one that replaces its last days."""
    first_load_end = world.as_of - DAY * FIRST_LOAD_LAG
    restated_from = world.as_of - DAY * RESTATED_DAYS
    rows = [row for row in world.ads if row.platform == platform]
    first = [row for row in rows if row.day <= first_load_end]
    second = [row for row in rows if row.day >= restated_from]
    return first, second, first_load_end
